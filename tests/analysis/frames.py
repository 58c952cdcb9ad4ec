"""Frames made from a few words per event."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import numpy as np

from holdfast.model.details import Details
from holdfast.model.fact import Fact
from holdfast.model.frame import IN, OUT, UNDECIDED, UNKNOWN_TIME, Frame
from holdfast.model.look import Look, Pair
from holdfast.model.marker import Marker
from holdfast.model.relation import Relation
from holdfast.model.when import When

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
START = 1_740_787_200_000
"""1 March 2025, 00:00 UTC."""

DIRECTIONS = {"in": IN, "out": OUT, "": UNDECIDED}


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """`at` is UTC milliseconds or None; `by` an account key or "" where the author is unknown."""

    at: int | None
    by: str = "mail:rowan@example.org"
    to: tuple[str, ...] = ()
    service: str = "mail"
    kind: str = "message"
    way: str = "in"
    precision: str = "second"
    text: str = ""
    subject: str = ""
    thread: str = ""
    shown_as: str = ""
    gone: bool = False
    details: Details = Details()


def frame(
    happenings: Sequence[Happening],
    markers: tuple[Marker, ...] = (),
    zone: str = "Europe/London",
    mine: tuple[str, ...] = ("mail:maya@example.com",),
    relations: tuple[Relation, ...] = (),
    facts: tuple[Fact, ...] = (),
    names: tuple[tuple[str, str], ...] = (),
    looks: Mapping[str, Look] | None = None,
    pairs: tuple[Pair, ...] = (),
) -> Frame:
    """The happenings in timeline order; those at one instant stay in the order given.

    `names`: further names, each with the key of the account that was shown under it.
    """
    rows = sorted(enumerate(happenings), key=lambda p: (p[1].at is None, p[1].at or 0))
    ordered = [happening for _, happening in rows]
    accounts = sorted({a for h in ordered for a in (h.by, *h.to) if a} | set(mine))
    services = sorted({h.service for h in ordered})
    kinds = sorted({h.kind for h in ordered})
    namings = sorted({(h.by, h.shown_as) for h in ordered if h.shown_as} | set(names))
    threads = ["", *sorted({h.thread for h in ordered if h.thread})]
    return Frame(
        ids=[f"{number:032x}" for number, _ in rows],
        at=np.array([UNKNOWN_TIME if h.at is None else h.at for h in ordered], dtype=np.int64),
        precision=[h.precision for h in ordered],
        by=np.array([accounts.index(h.by) if h.by else -1 for h in ordered], dtype=np.int32),
        to=[tuple(accounts.index(a) for a in h.to) for h in ordered],
        service=np.array([services.index(h.service) for h in ordered], dtype=np.int16),
        kind=np.array([kinds.index(h.kind) for h in ordered], dtype=np.int16),
        direction=np.array([DIRECTIONS[h.way] for h in ordered], dtype=np.int8),
        naming=np.array(
            [namings.index((h.by, h.shown_as)) if h.shown_as else -1 for h in ordered], dtype=np.int32
        ),
        subject=[h.subject for h in ordered],
        text=[h.text for h in ordered],
        thread=np.array([threads.index(h.thread) for h in ordered], dtype=np.int32),
        threads=threads,
        gone=np.array([h.gone for h in ordered], dtype=np.bool_),
        details=[h.details for h in ordered],
        accounts=accounts,
        handles=[a.partition(":")[2] for a in accounts],
        namings=[(accounts.index(a), name) for a, name in namings],
        shown=[a.partition(":")[2] for a in accounts],
        mine=np.array([a in mine for a in accounts], dtype=np.bool_),
        services=services,
        kinds=kinds,
        markers=markers,
        zone=zone,
        zone_basis="told",
        relations=relations,
        facts=facts,
        looks=looks or {},
        pairs=pairs,
    )


def marker(at: int | None, kind: str = "stop notice", precision: str = "second", **more: object) -> Marker:
    """A dated line at this instant."""
    return Marker(id="m1", kind=kind, when=When(as_written="", at=at, precision=precision), **more)  # type: ignore[arg-type]


def local(text: str, zone: str = "Europe/London") -> int:
    """UTC milliseconds of "2025-06-14 18:31" on the clock of a zone."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()) * 1000
