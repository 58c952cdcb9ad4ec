"""Lays the events of an index out as columns for the analyses."""

from collections.abc import Sequence
from typing import Literal, overload

import msgspec
import numpy as np

from holdfast.formats.channel import Channel
from holdfast.model.account import plain_name
from holdfast.model.details import Details
from holdfast.model.fact import Fact
from holdfast.model.frame import UNKNOWN_TIME, Frame
from holdfast.model.link import Link
from holdfast.model.marker import Marker
from holdfast.model.not_so import NotSo
from holdfast.model.relation import Relation
from holdfast.timeline.index import Index
from holdfast.timeline.looks import Looks


class _Packed(Sequence[Details]):
    """Details as the index holds them: a row is only unpacked when somebody looks at it."""

    def __init__(self, packed: list[bytes]) -> None:
        self._packed = packed
        self._decode = msgspec.msgpack.Decoder(Details).decode

    def __len__(self) -> int:
        return len(self._packed)

    @overload
    def __getitem__(self, row: int) -> Details: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[Details]: ...

    def __getitem__(self, row: int | slice) -> Details | Sequence[Details]:
        if isinstance(row, slice):
            return _Packed(self._packed[row])
        return self._decode(self._packed[row])


def frame(
    index: Index,
    markers: tuple[Marker, ...],
    zone: str,
    zone_basis: Literal["told", "UTC because no zone was told"],
    relations: tuple[Relation, ...] = (),
    facts: tuple[Fact, ...] = (),
    links: tuple[Link, ...] = (),
    not_so: tuple[NotSo, ...] = (),
    looks: Looks | None = None,
) -> Frame:
    """Every occurrence of the case as a `Frame`, in timeline order."""
    run = index.connection.execute
    accounts = run(
        "SELECT id, key, coalesce(nullif(shown_as, ''), handle), handle, shown_as, mine FROM account "
        "ORDER BY key"
    ).fetchall()
    place = {number: i for i, (number, *_) in enumerate(accounts)}
    names = [n for n in run("SELECT id, account, shown_as FROM naming ORDER BY id") if n[1] in place]
    named = {number: i for i, (number, *_) in enumerate(names)}
    namings = [(place[account], name) for _, account, name in names]
    # Whoever never wrote may have a name all the same, as others write it.
    known = {account for account, _ in namings}
    namings += [(i, a[4]) for i, a in enumerate(accounts) if a[4] and i not in known]
    services: list[str] = [Channel(s) for (s,) in run("SELECT DISTINCT service FROM counted ORDER BY 1")]
    kinds = [k for (k,) in run("SELECT DISTINCT kind FROM counted ORDER BY 1")]
    service_place = {s: i for i, s in enumerate(services)}
    kind_place = {k: i for i, k in enumerate(kinds)}
    to: dict[int, list[int]] = {}
    for event, account in run("SELECT event, account FROM addressee ORDER BY event, place"):
        to.setdefault(event, []).append(place[account])
    rows = run(
        "SELECT id, name, at, precision, author, service, kind, direction, subject, text, thread, "
        "gone IS NOT NULL, rest, naming FROM event WHERE same_as IS NULL ORDER BY sort, id"
    ).fetchall()
    threads = {"": 0}
    for r in rows:
        threads.setdefault(r[10], len(threads))
    timed = [r for r in rows if r[2] is not None]
    timed.sort(key=lambda r: r[2])
    rows = timed + [r for r in rows if r[2] is None]
    return Frame(
        ids=[r[1].hex() for r in rows],
        at=np.array([UNKNOWN_TIME if r[2] is None else r[2] for r in rows], dtype=np.int64),
        precision=[r[3] for r in rows],
        by=np.array([-1 if r[4] is None else place[r[4]] for r in rows], dtype=np.int32),
        to=[tuple(to.get(r[0], ())) for r in rows],
        service=np.array([service_place[r[5]] for r in rows], dtype=np.int16),
        kind=np.array([kind_place[r[6]] for r in rows], dtype=np.int16),
        direction=np.array([r[7] for r in rows], dtype=np.int8),
        naming=np.array([named.get(r[13], -1) for r in rows], dtype=np.int32),
        subject=[r[8] for r in rows],
        text=[r[9] for r in rows],
        thread=np.array([threads[r[10]] for r in rows], dtype=np.int32),
        threads=list(threads),
        gone=np.array([r[11] for r in rows], dtype=np.bool_),
        details=_Packed([r[12] for r in rows]),
        accounts=[key for _, key, *_ in accounts],
        handles=[handle for *_, handle, _, _ in accounts],
        namings=namings,
        shown=[_shown(key, name) for _, key, name, *_ in accounts],
        mine=np.array([bool(m) for *_, m in accounts], dtype=np.bool_),
        services=services,
        kinds=kinds,
        markers=markers,
        zone=zone,
        zone_basis=zone_basis,
        relations=relations,
        facts=facts,
        links=links,
        not_so=not_so,
        looks=looks.sizes() if looks else {},
        pairs=looks.pairs() if looks else (),
    )


def _shown(key: str, name: str) -> str:
    """A display name never stands alone: anybody can choose any. The account itself is shown with it."""
    account = key.partition(":")[2]
    return name if plain_name(name) == account else f"{name} ({account})"
