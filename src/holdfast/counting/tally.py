"""Contact counted in every way that a reader may want, group by group."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.contact import Contact, Mask
from holdfast.formats.dates import to_the_minute
from holdfast.formats.local_days import DAY, HOUR
from holdfast.model.sentence import phrase

_ENDLESS = np.iinfo(np.int64).min // 2
_WIDTH = 1 << 32

COLUMNS = (
    "messages and calls",
    "of these calls",
    "occasions (1 hour apart)",
    "occasions (24 hours apart)",
    "days",
    "first",
    "last",
)
"""The headings of `Tally.cells`."""


@dataclass(frozen=True)
class Tally:
    """One group. An occasion begins after a gap of at least 1 hour (`hourly`) or 24 hours (`daily`).

    `days` counts calendar days in the frame's zone, of items known to the day. `first` and `last` are rows.
    """

    group: int
    items: int
    calls: int
    hourly: int
    daily: int
    days: int
    first: int
    last: int

    def cells(self, contact: Contact) -> tuple[int | str, ...]:
        """The figures in the order of `COLUMNS`."""
        first, last = moment(contact, self.first), moment(contact, self.last)
        return (self.items, self.calls, self.hourly, self.daily, self.days, first, last)


def tallies(contact: Contact, rows: NDArray[np.intp], groups: NDArray[np.int64]) -> list[Tally]:
    """One `Tally` for each number in `groups` (one per row), the most items first.

    `rows` are places in the frame as `Contact.rows` gives them. Takes as long as sorting them.
    """
    if not len(rows):
        return []
    order = np.argsort(groups, kind="stable")
    rows, groups = rows[order], groups[order]
    begins = np.flatnonzero(np.concatenate(([True], groups[1:] != groups[:-1])))
    items = np.diff(np.concatenate((begins, [len(rows)])))
    places = np.repeat(np.arange(len(begins)), items)
    gaps = shortest_gaps(contact, rows, begins[places])
    calls, hourly, daily = (
        np.add.reduceat(mask.astype(np.int64), begins)
        for mask in (contact.calls[rows], gaps >= HOUR, gaps >= DAY)
    )
    days = _days(contact, rows, places, len(begins))
    first, last = rows[begins], rows[begins + items - 1]
    columns = (groups[begins], items, calls, hourly, daily, days, first, last)
    found = [Tally(*values) for values in zip(*(column.tolist() for column in columns), strict=True)]
    return sorted(found, key=lambda t: (-t.items, t.group))


def total(contact: Contact, mask: Mask) -> Tally:
    """All of these rows with a known time, as one group; without any, all figures are 0."""
    rows = contact.rows(mask)
    found = tallies(contact, rows, np.zeros(len(rows), dtype=np.int64))
    return found[0] if found else Tally(0, 0, 0, 0, 0, 0, 0, 0)


def moment_if_known(contact: Contact, row: int | None) -> str:
    """The same where it is known, and else, or where there is no row, that it is not."""
    return moment(contact, row) if row is not None and contact.timed[row] else phrase("time not known")


def moment(contact: Contact, row: int) -> str:
    """The time of a row in words, not finer than to the minute."""
    frame = contact.frame
    return to_the_minute(int(frame.at[row]), frame.zone, frame.precision[row])


def shortest_gaps(contact: Contact, rows: NDArray[np.intp], begins: NDArray[np.intp]) -> NDArray[np.int64]:
    """The shortest that the time without anything before each row can have been, in milliseconds.

    `rows` ascend in time within a group, and `begins` is the place of the first row of each row's group; that
    first one has an endless gap. A time known to the minute or better counts as a point. Items of one
    exactness end in the order in which they begin, so only the last one of each exactness matters.
    """
    at, code = contact.frame.at[rows], contact.code[rows]
    until = np.where(contact.to_the_minute[rows], at, contact.latest[rows])
    here = np.arange(len(rows))
    since = np.full(len(rows), _ENDLESS)
    for exactness in np.unique(code):
        seen = np.maximum.accumulate(np.where(code == exactness, here, -1))
        before = np.concatenate(([-1], seen[:-1]))
        inside = before >= begins
        since[inside] = np.maximum(since[inside], until[before[inside]])
    found: NDArray[np.int64] = at - since
    return found


def _days(
    contact: Contact, rows: NDArray[np.intp], places: NDArray[np.intp], groups: int
) -> NDArray[np.int64]:
    """How many different calendar days the rows of each group fall on."""
    sure = contact.to_the_day[rows]
    day = contact.day[rows[sure]]
    if not len(day):
        return np.zeros(groups, dtype=np.int64)
    least = day.min()
    # No calendar that can be written down has more days than this.
    pairs = np.unique(places[sure] * _WIDTH + (day - least) % _WIDTH)
    return np.bincount(pairs // _WIDTH, minlength=groups)
