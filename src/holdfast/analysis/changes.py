"""When the pace of contact changed: the days from which on there was more, or less.

*What it looks for.* For the accounts that a dated line names, together, and for each of the accounts that
wrote most: whether contact came at one pace, and if not, from which day on it was another one. For each
change: the likeliest day, the span of days that holds it, how much came before and after, how much of that at
night, on which channels, and which dated lines lie within that span. More and less are told alike.

*Why it matters.* That contact grew, or fell, and since when, can be seen in a long record only by counting.
It is told as what it is, more or less contact; it is no measure of danger.

*When it is wrong.* An export that does not hold all of the time makes a change that was none; so does a new
telephone. Holidays, a new job, a child or a court date change the pace between any two people. Contact that
comes in waves of some weeks looks like a change more often than the given chance says. A time with more
between two that are alike may be overlooked.

*Source.* Sums of square roots of the items of each day, compared with the weeks in another order (E. Page,
"Continuous inspection schemes", Biometrika 1954, with a permutation test); the span of days from the
likelihood of two means. Corrected for all series that were looked at (Bonferroni). Measured with
`bench/changes.py` on 500 invented half years each: where nothing changes, a change is told in 2 to 18 of
1,000, and in 42 to 88 where the pace comes in waves. Of 100 doubled paces 97 are found in steady series at 3
items a day and 55 in uneven ones, at 1 a day 75 and 36; of 100 trebled ones 100 and 94, and 100 and 87; of
those half as fast again 49 at best. The span holds the day in 87 to 98 of 100. The likeliest day is within 3
days of it in 35 to 66 of 100 doubled paces.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.automatic import says_automatic
from holdfast.counting.change_points import FEWEST_WEEKS, INTERVAL, SURE, WEEK, Change, changes
from holdfast.counting.contact import Contact, Mask, many
from holdfast.formats.dates import Moment
from holdfast.formats.local_days import DAY, HOUR, wall_clock
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import Frame
from holdfast.model.sentence import counted, listed, names_listed, phrase, said

VERSION = "1"

_FEWEST = 20
_MOST = 100
"""So many accounts are looked at, those that wrote most: with more, no change would stand out from chance."""

_PACE = 30
_NIGHT_ENDS = 6
_COLUMNS = (
    "contact from", "likeliest day", "not before", "not after", said("in %(days)s days before", days=_PACE),
    said("in %(days)s days after", days=_PACE),
    "of 100 before, at night", "of 100 after, at night", "channels first used after it",
    "times in 10,000 that chance alone does this", "dated lines in that span",
)  # fmt: skip


@dataclass(frozen=True)
class _Series:
    """Contact of one account, or of several, in each day from `begin` on. `rows` are in order of time."""

    whose: str
    rows: NDArray[np.intp]
    begin: int
    counts: NDArray[np.float64]


def find(frame: Frame) -> list[Finding]:
    """One finding about all changes of pace, or none."""
    contact = Contact(frame)
    looked = _looked_at(contact)
    found = [(one, change) for one in looked for change in changes(one.counts, len(looked))]
    if not found:
        return []
    changed = {one.whose: one for one, _ in found}
    more = sum(change.after > change.before for _, change in found)
    first, largest = min(found, key=lambda pair: (pair[1].chance, -abs(pair[1].after - pair[1].before)))
    before, after = _pace(largest.before), _pace(largest.after)
    mask: Mask = np.zeros(len(frame.ids), dtype=np.bool_)
    for one in changed.values():
        mask[one.rows] = True
    return [
        Finding(
            rule="changes",
            version=VERSION,
            parameters={
                "fewest_items": _FEWEST,
                "fewest_weeks": FEWEST_WEEKS,
                "most_accounts": _MOST,
                "chance_at_most": SURE,
                "span_holds_it_in_100": round(INTERVAL * 100),
                "pace_in_days": _PACE,
            },
            says=said(
                "The pace of contact was looked at in %(series)s. It changed in %(changed)s of them, "
                "%(more)s to more and %(less)s to less. The clearest: from %(whose)s, about "
                "%(after)s in %(days)s days instead of %(before)s, since about %(day)s; the day lies "
                "between %(earliest)s and %(latest)s, as far as counting can tell. More or less contact "
                "is all that this says.",
                series=many(len(looked), "series", "series"),
                changed=len(changed),
                more=_times(more),
                less=_times(len(found) - more),
                whose=first.whose,
                after=after,
                days=_PACE,
                before=before,
                day=_day(first, largest.day),
                earliest=_day(first, largest.earliest),
                latest=_day(first, largest.latest),
            ),
            figures={
                "series": len(looked),
                "series_that_changed": len(changed),
                "to_more": more,
                "to_less": len(found) - more,
                "clearest_before": before,
                "clearest_after": after,
                "undecided_direction": int(np.count_nonzero(contact.undecided)),
            },
            tables=(
                Table(
                    title="Each change, in order of time",
                    columns=_COLUMNS,
                    rows=tuple(
                        _row(contact, one, change)
                        for one, change in sorted(found, key=lambda p: (p[0].begin + p[1].day, p[0].whose))
                    ),
                ),
            ),
            otherwise=(
                "Holidays, a new job, a move or a child change how often any two people write.",
                "People write more after a quarrel, before a date in court, or when they miss an answer.",
                "A new telephone, or an export that begins later, looks like a change.",
            ),
            limits=(
                (
                    said(
                        "Fewer than %(items)s items, or less than %(weeks)s weeks, are too few to tell a "
                        "change.",
                        items=_FEWEST,
                        weeks=FEWEST_WEEKS,
                    )
                ),
                "Contact that comes in waves of some weeks looks like a change more often than chance says.",
                "How much came says nothing of what was written, and nothing of what will come.",
                *contact.left_out(),
            ),
            rests_on=contact.ids(mask),
        )
    ]


def _looked_at(contact: Contact) -> list[_Series]:
    frame = contact.frame
    came = contact.inbound & contact.to_the_day & (frame.by >= 0)
    if not came.any():
        return []
    last: NDArray[np.int64] = np.zeros(len(frame.services), dtype=np.int64)
    known = contact.every & contact.to_the_day
    np.maximum.at(last, frame.service[known], contact.day[known])
    rows = contact.rows(came)
    by = frame.by[rows]
    order = np.argsort(by, kind="stable")
    rows, by = rows[order], by[order]
    begins = np.flatnonzero(np.concatenate(([True], by[1:] != by[:-1])))
    parts = [part for part in np.split(rows, begins[1:]) if len(part) >= _FEWEST]
    parts = sorted(parts, key=lambda part: (-len(part), int(frame.by[part[0]])))
    parts = [part for part in parts[: 2 * _MOST] if not _is_automatic(frame, part)][:_MOST]
    found = [(contact.account(int(frame.by[part[0]])), part) for part in parts]
    named = contact.rows(came & contact.by_named())
    if len(np.unique(frame.by[named])) > 1 and len(named) >= _FEWEST:
        found.insert(0, (phrase("the accounts named with a dated line, together"), named))
    made = [_series(contact, whose, part, last) for whose, part in found]
    return [one for one in made if len(one.counts) >= FEWEST_WEEKS * WEEK]


def _series(contact: Contact, whose: str, rows: NDArray[np.intp], last: NDArray[np.int64]) -> _Series:
    """From the first item to the last day of which its channels tell anything: later silence is known too."""
    day = contact.day[rows]
    begin, end = int(day.min()), int(last[np.unique(contact.frame.service[rows])].max())
    counts = np.bincount(day - begin, minlength=end - begin + 1).astype(np.float64)
    return _Series(whose, rows, begin, counts)


def _is_automatic(frame: Frame, rows: NDArray[np.intp]) -> bool:
    some = rows[:: max(1, len(rows) // 20)].tolist()
    return sum(says_automatic(frame, row) for row in some) * 2 >= len(some)


def _times(number: int) -> str:
    return counted(number, "once", "%(n)s times") if number else phrase("never")


def _pace(in_a_day: float) -> int:
    return round(in_a_day * _PACE)


def _day(one: _Series, day: int) -> str:
    return Moment((one.begin + day) * DAY + DAY // 2, "UTC", "day")


def _row(contact: Contact, one: _Series, change: Change) -> tuple[Scalar, ...]:
    frame = contact.frame
    is_after = contact.day[one.rows] >= one.begin + change.day
    before, after = one.rows[~is_after], one.rows[is_after]
    new = np.setdiff1d(frame.service[after], frame.service[before])
    return (
        one.whose,
        _day(one, change.day),
        _day(one, change.earliest),
        _day(one, change.latest),
        _pace(change.before),
        _pace(change.after),
        _at_night(contact, before),
        _at_night(contact, after),
        names_listed([frame.services[n] for n in new.tolist()]) or phrase("none"),
        round(change.chance * 10_000, 1),
        _lines(contact, one, change),
    )


def _at_night(contact: Contact, rows: NDArray[np.intp]) -> int | None:
    hours = contact.local[rows[contact.to_the_hour[rows]]] // HOUR % 24
    return round(100 * float(np.mean(hours < _NIGHT_ENDS))) if len(hours) >= 8 else None


def _lines(contact: Contact, one: _Series, change: Change) -> str:
    """The dated lines that lie within the span of days, or on the day beside it."""
    held = []
    for marker in contact.frame.markers:
        if marker.when.at is not None:
            day = int(wall_clock(np.array([marker.when.at]), contact.frame.zone)[0] // DAY) - one.begin
            if change.earliest - 1 <= day <= change.latest + 1:
                held.append(said("%(kind)s of %(day)s", kind=phrase(marker.kind), day=_day(one, day)))
    return listed(held) if held else phrase("none")
