"""The timeline in stretches: its days, or its occasions, between which nothing came for an hour or more."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from holdfast.timeline.narrowing import Cursor
from holdfast.timeline.query import Instant

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
    """Instants in order of time, put together; days are those of `zone`. Holds one instant at a time."""
    is_new = _new_day(zone) if by == "day" else _after_a_pause
    held: _Held | None = None
    for instant in instants:
        if held is None or is_new(held.last.at, instant.at):
            if held is not None:
                yield held.stretch()
            held = _Held(instant)
        held.add(instant)
    if held is not None:
        yield held.stretch()


def _new_day(zone: str) -> Callable[[int, int], bool]:
    clock = ZoneInfo(zone)

    def is_new(before: int, at: int) -> bool:
        one, other = (datetime.fromtimestamp(ms / 1000, clock).date() for ms in (before, at))
        return one != other

    return is_new


def _after_a_pause(before: int, at: int) -> bool:
    return at - before >= PAUSE


class _Held:
    """What is known of a stretch so far."""

    def __init__(self, first: Instant) -> None:
        self.first = self.last = first
        self._ways = Counter[str | None]()
        self._services: set[str] = set()

    def add(self, instant: Instant) -> None:
        self.last = instant
        self._ways[instant.direction] += 1
        self._services.add(instant.service)

    def stretch(self) -> Stretch:
        begins = self.first.cursor
        return Stretch(
            first=self.first.at,
            last=self.last.at,
            before=Cursor(begins.sort, begins.id - 1),
            ends=self.last.cursor,
            received=self._ways["in"],
            sent=self._ways["out"],
            undecided=self._ways[None],
            services=tuple(sorted(self._services)),
        )
