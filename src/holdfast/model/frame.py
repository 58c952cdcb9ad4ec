"""Events as columns: what every analysis is handed, on a laptop and over millions of cases alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from holdfast.model.details import Details
from holdfast.model.fact import Fact
from holdfast.model.link import Link
from holdfast.model.look import Look, Pair
from holdfast.model.marker import Marker
from holdfast.model.not_so import NotSo
from holdfast.model.relation import Relation

UNKNOWN_TIME = np.iinfo(np.int64).min

IN, OUT, UNDECIDED = 1, -1, 0
"""Values of `Frame.direction`."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Row i of every column is one *occurrence* (the same act told by two sources is one row).

    Rows are in timeline order: known times ascending, then those without a known instant.

    ids: event ids (str). at: int64 UTC milliseconds, UNKNOWN_TIME where undecided. precision: str per row.
    by: int32 index into `accounts`, -1 where the author is unknown. service, kind: int16 indices into
    `services` and `kinds`. direction: int8, IN, OUT or UNDECIDED. to: per row, indices into `accounts`.
    naming: int32 index into `namings`, the name the author was shown under, -1 where none is told.
    subject, text: str per row. thread: index into `threads`, where place 0 is "": no conversation is told.
    gone: bool per row, a newer export of its conversation does not have it. details: the remaining parts
    per row, unpacked when asked for. accounts: account keys; handles: as the service writes them; shown: how
    to show them; mine: bool per account. namings: every name that an account was shown under, with the
    account's index. markers: in order of time. zone: the IANA zone in which days and hours are counted, told
    by the person, or "UTC". zone_basis: "told" or "UTC because no zone was told". relations: whom the person
    named as people around them. facts: what the person told the case to look for, in the order in which it
    was told. links: what the person said of pairs of accounts. not_so: what the person says messages do not
    hold. looks: the size of each picture that was looked at, by SHA-256, or why nothing was seen of it.
    pairs: pictures of which one holds the other, or a part of it.
    """

    ids: list[str]
    at: NDArray[np.int64]
    precision: list[str]
    by: NDArray[np.int32]
    to: list[tuple[int, ...]]
    service: NDArray[np.int16]
    kind: NDArray[np.int16]
    direction: NDArray[np.int8]
    naming: NDArray[np.int32]
    subject: list[str]
    text: list[str]
    thread: NDArray[np.int32]
    threads: list[str]
    gone: NDArray[np.bool_]
    details: Sequence[Details]
    accounts: list[str]
    handles: list[str]
    namings: list[tuple[int, str]]
    shown: list[str]
    mine: NDArray[np.bool_]
    services: list[str]
    kinds: list[str]
    markers: tuple[Marker, ...]
    zone: str
    zone_basis: Literal["told", "UTC because no zone was told"]
    relations: tuple[Relation, ...] = ()
    facts: tuple[Fact, ...] = ()
    links: tuple[Link, ...] = ()
    not_so: tuple[NotSo, ...] = ()
    looks: Mapping[str, Look] = field(default_factory=dict)
    pairs: Sequence[Pair] = ()

    def is_kind(self, *kinds: str) -> NDArray[np.bool_]:
        """For each row whether it is of one of these kinds."""
        return np.isin(self.kind, [place for place, kind in enumerate(self.kinds) if kind in kinds])
