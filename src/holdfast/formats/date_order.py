"""Which of three numbers is the day: decided over runs of dates, from the data alone, or left open.

A date such as 3/4/2024 does not say its order. Three things do, over many dates in the order of a file:
a number too large for a month; a way of writing that fits one order only; and that a record goes forward in
time, so an order under which the dates fall back is not the one they were written in. The order may
change inside one file, so it is decided run by run.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

Order = Literal["day_first", "month_first", "year_first", "year_day"]
"""`year_day` is year, day, month: no country writes so, but a number above 12 can prove it."""

_MOST_RUNS = 4096
_BACK = timedelta(days=2)  # messages that were delivered late stand a little out of order
_EXAMPLES = 3


def readings(
    numbers: tuple[int, int, int], digits: tuple[int, int, int], separator: str
) -> dict[Order, date]:
    """Every order in which the three numbers are a date, and that date; empty where there is none.

    `digits` are the lengths as written, `separator` what stands between ("/", ".", "-", ". " …). A year has
    four digits, or two that mean 2009 or later. With "/" or "." and two digits, the year is taken to stand
    first only where no other order is possible.
    """
    a, b, c = numbers
    found: dict[Order, date] = {}
    long = [i for i in range(3) if digits[i] == 4]
    if len(long) > 1:
        return found
    if long == [2] or not long:
        _put(found, "day_first", (c, b, a), digits[2])
        _put(found, "month_first", (c, a, b), digits[2])
    if long == [1]:
        _put(found, "day_first", (b, c, a), 4)
        _put(found, "month_first", (b, a, c), 4)
    if long == [0] or (not long and (separator not in "/." or not found)):
        _put(found, "year_first", (a, b, c), digits[0])
    if long == [0] and not found:
        _put(found, "year_day", (a, c, b), 4)
    return found


def _put(found: dict[Order, date], order: Order, year_first: tuple[int, int, int], digits: int) -> None:
    year, month, day = year_first
    if digits == 2:
        year += 2000
        if not 2009 <= year <= 2068:
            return
    elif digits != 4:
        return
    elif 2500 <= year <= 2650:
        year -= 543  # the Buddhist calendar of Thailand has the same months and days
    if not 1970 <= year <= 2100 or not 1 <= month <= 12:
        return
    try:
        found[order] = date(year, month, day)
    except ValueError:
        return


@dataclass(frozen=True, kw_only=True)
class Run:
    """Dates written one way, from the record number `start` on. One order is decided, more are open.

    `examples` are dates as written that would be different days, where the order is open.
    """

    start: int
    orders: tuple[Order, ...]
    examples: tuple[str, ...]


@dataclass
class _Stretch:
    """What is known of a run so far; its size does not grow with the number of dates."""

    start: int
    orders: set[Order]
    first: dict[Order, date] = field(default_factory=dict)
    last: dict[Order, date] = field(default_factory=dict)
    falls: set[Order] = field(default_factory=set)
    examples: list[str] = field(default_factory=list)

    def add(self, dates: Mapping[Order, date], written: str) -> None:
        for order, day in dates.items():
            self.first.setdefault(order, day)
            if day < self.last.get(order, day) - _BACK:
                self.falls.add(order)
            self.last[order] = day
        if len(self.examples) < _EXAMPLES and len(set(dates.values())) > 1 and written not in self.examples:
            self.examples.append(written)

    def absorb(self, other: "_Stretch") -> None:
        """Take over what came right after this stretch."""
        self.falls |= other.falls | {o for o, d in other.first.items() if d < self.last.get(o, d) - _BACK}
        self.first = other.first | self.first
        self.last |= other.last
        self.examples = list(dict.fromkeys(self.examples + other.examples))[:_EXAMPLES]

    def open(self) -> set[Order]:
        """The orders that the data leaves: without those under which time falls back, if any has none."""
        return (self.orders - self.falls) or self.orders


class DateOrders:
    """Show it every date in the order of the file with `see`; then `runs` tells what was decided.

    `goes_forward` says that the records stand in order of time, so that falling back is a sign.
    """

    def __init__(self, *, goes_forward: bool = True) -> None:
        self._goes_forward = goes_forward
        self._done: list[_Stretch] = []
        self._shape: tuple[str, ...] = ()
        self._main: _Stretch | None = None
        self._tail: _Stretch | None = None  # dates since the last one that proved the order

    def see(self, number: int, shape: tuple[str, ...], dates: Mapping[Order, date], written: str) -> None:
        """One date: the number of its record, how it is written (a new shape is a new run), its readings."""
        if not dates:
            return
        orders = set(dates)
        if self._main is not None and len(self._done) >= _MOST_RUNS:
            # A file that changes its mind thousands of times shows nothing any more.
            self._main.orders |= orders
            self._main.falls |= orders
            return
        if self._main is None or shape != self._shape:
            self._finish()
            self._main, self._shape = _Stretch(number, orders), shape
        elif not orders & self._main.orders:
            # The order has changed somewhere after the last proof: what lies between stays open.
            between, self._tail = self._tail, None
            self._finish()
            if between is not None:
                self._done.append(between)
            self._main = _Stretch(number, orders)
        elif len(orders) > 1 and len(self._main.orders) == 1:
            if self._tail is None:
                self._tail = _Stretch(number, orders)
            self._tail.add(dates, written)
            return
        self._settle()
        self._main.orders &= orders
        self._main.add(dates, written)

    def _settle(self) -> None:
        """What was open since the last proof lies between two proofs of one order."""
        if self._main is not None and self._tail is not None:
            self._main.absorb(self._tail)
        self._tail = None

    def _finish(self) -> None:
        self._settle()
        if self._main is not None:
            self._done.append(self._main)
        self._main = None

    def runs(self) -> list[Run]:
        """All runs in order. Neighbours help: a run must not begin before the one in front of it ended."""
        self._finish()
        if not self._goes_forward:
            for stretch in self._done:
                stretch.falls.clear()
            return [_run(stretch) for stretch in self._done]
        before: date | None = None
        for stretch in self._done:
            if before is not None:
                stretch.falls |= {o for o in stretch.orders if stretch.first.get(o, before) < before - _BACK}
            before = _decided(stretch, stretch.last)
        after: date | None = None
        for stretch in reversed(self._done):
            if after is not None:
                stretch.falls |= {o for o in stretch.orders if stretch.last.get(o, after) > after + _BACK}
            after = _decided(stretch, stretch.first)
        return [_run(stretch) for stretch in self._done]


def _run(stretch: _Stretch) -> Run:
    return Run(start=stretch.start, orders=tuple(sorted(stretch.open())), examples=tuple(stretch.examples))


def _decided(stretch: _Stretch, days: Mapping[Order, date]) -> date | None:
    orders = stretch.open()
    return days.get(next(iter(orders))) if len(orders) == 1 else None


class Cursor:
    """Walks the runs beside the records: `at` gives the run of a record; numbers must not fall."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self._runs = list(runs)
        self._index = 0

    def at(self, number: int) -> Run | None:
        """The run that the record of this number stands in, None before the first."""
        while self._index + 1 < len(self._runs) and self._runs[self._index + 1].start <= number:
            self._index += 1
        run = self._runs[self._index] if self._runs else None
        return run if run is not None and run.start <= number else None
