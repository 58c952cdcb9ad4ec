"""The timeline in stretches: its days, or its occasions, between which nothing came for an hour or more."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from holdfast.timeline.query import Cursor, Instant

PAUSE = 3_600_000
"""Milliseconds without anything after which a new occasion begins."""

By = Literal["day", "occasion"]


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """Entries that belong together. `first` and `last` in UTC milliseconds; `ends`: the place of the last.

    `before`: a place right before the first. How many were received, sent, and neither for sure.
    """

    first: int
    last: int
    before: Cursor
    ends: Cursor
    received: int
    sent: int
    undecided: int
    services: tuple[str, ...]


def stretches(instants: Iterable[Instant], by: By, zone: str) -> Iterator[Stretch]:
    """Instants in order of time, put together; days are those of `zone`. Holds one stretch at a time."""
    is_new = _new_day(zone) if by == "day" else _after_a_pause
    held: list[Instant] = []
    for instant in instants:
        if held and is_new(held[-1].at, instant.at):
            yield _stretch(held)
            held = []
        held.append(instant)
    if held:
        yield _stretch(held)


def _new_day(zone: str) -> Callable[[int, int], bool]:
    clock = ZoneInfo(zone)

    def is_new(before: int, at: int) -> bool:
        one, other = (datetime.fromtimestamp(ms / 1000, clock).date() for ms in (before, at))
        return one != other

    return is_new


def _after_a_pause(before: int, at: int) -> bool:
    return at - before >= PAUSE


def _stretch(held: list[Instant]) -> Stretch:
    ways = [instant.direction for instant in held]
    return Stretch(
        first=held[0].at,
        last=held[-1].at,
        before=Cursor(held[0].cursor.sort, held[0].cursor.id - 1),
        ends=held[-1].cursor,
        received=ways.count("in"),
        sent=ways.count("out"),
        undecided=ways.count(None),
        services=tuple(sorted({instant.service for instant in held})),
    )
