"""Which rows of a frame are contact, how exactly their times are known, and what is said of the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from holdfast.formats.local_days import DAY, HOUR, wall_clock
from holdfast.model.frame import IN, OUT, UNDECIDED, UNKNOWN_TIME, Frame
from holdfast.model.link import parties
from holdfast.model.sentence import counted, phrase, said
from holdfast.model.when import Precision, When

FEWEST = 8
"""Below this many items a series is only listed."""

Mask = NDArray[np.bool_]

_FINEST: tuple[Precision, ...] = ("millisecond", "second", "minute", "hour", "day", "month", "year", "none")
_CODE = {name: code for code, name in enumerate(_FINEST)}
_MINUTE_CODE, _HOUR_CODE, _DAY_CODE = _CODE["minute"], _CODE["hour"], _CODE["day"]
# The longest that the unit can be, so that nothing counts as known which is not.
_LENGTHS = np.array([1, 1000, 60_000, HOUR, DAY, 31 * DAY + HOUR, 366 * DAY + HOUR, 0], dtype=np.int64)


def ends(at: NDArray[np.int64], code: NDArray[np.int64], zone: str) -> NDArray[np.int64]:
    """The last millisecond at which each thing can have happened, by how exactly its time is known."""
    latest = at + _LENGTHS[code] - 1
    days = np.flatnonzero(code == _DAY_CODE)
    # A day on which the clock is put back is an hour longer.
    here, there = at[days], at[days] + DAY
    latest[days] += (wall_clock(here, zone) - here) - (wall_clock(there, zone) - there)
    return latest


@dataclass(frozen=True)
class Sides:
    """The first and last instant at which a line can lie (UTC ms); rows surely before, after, undecided.

    A row is undecided where its time is not known, or where it and the line can have come in either order.
    """

    earliest: int
    latest: int
    before: Mask
    after: Mask
    undecided: Mask


def codes(precision: Sequence[str]) -> NDArray[np.int64]:
    """How exactly each time is known as a number, the finest first, as `ends` and `sides` take it."""
    return np.fromiter(map(_CODE.__getitem__, precision), dtype=np.int64, count=len(precision))  # type: ignore[arg-type]


def sides(when: When, at: NDArray[np.int64], code: NDArray[np.int64], zone: str) -> Sides | None:
    """How each thing stands to a line in time, or None while the time of that line is not known.

    `at` in UTC milliseconds, `UNKNOWN_TIME` where it is not known; `code` as `codes` gives it.
    """
    if when.at is None or when.precision == "none":
        return None
    timed = _timed(at, code)
    latest = max(when.at, int(ends(np.array([when.at]), codes([when.precision]), zone)[0]))
    after = timed & (at > latest)
    before = timed & (ends(np.where(timed, at, 0), code, zone) < when.at)
    return Sides(when.at, latest, before, after, ~after & ~before)


def _timed(at: NDArray[np.int64], code: NDArray[np.int64]) -> Mask:
    return np.asarray((at != UNKNOWN_TIME) & (code < _CODE["none"]), dtype=np.bool_)


@dataclass(frozen=True)
class Contact:
    """The messages and calls of a frame. Every mask and column has one entry for each row of the frame.

    A row whose precision is "none" counts as having no known time. Calculated on first use, once.
    """

    frame: Frame

    @cached_property
    def code(self) -> NDArray[np.int64]:
        """How exactly the time is known, the finest first."""
        return codes(self.frame.precision)

    @cached_property
    def timed(self) -> Mask:
        """Rows with a known time, however roughly."""
        return _timed(self.frame.at, self.code)

    @cached_property
    def latest(self) -> NDArray[np.int64]:
        """The last millisecond at which a row with a known time can have happened."""
        return ends(np.where(self.timed, self.frame.at, 0), self.code, self.frame.zone)

    @cached_property
    def local(self) -> NDArray[np.int64]:
        """What the zone's clock showed, of rows with a known time; see `wall_clock`."""
        return wall_clock(np.where(self.timed, self.frame.at, 0), self.frame.zone)

    @cached_property
    def to_the_minute(self) -> Mask:
        """Rows whose time is known at least to the minute."""
        return self.timed & (self.code <= _MINUTE_CODE)

    @cached_property
    def to_the_hour(self) -> Mask:
        """Rows whose time is known at least to the hour."""
        return self.timed & (self.code <= _HOUR_CODE)

    @cached_property
    def to_the_day(self) -> Mask:
        """Rows whose time is known at least to the day."""
        return self.timed & (self.code <= _DAY_CODE)

    @cached_property
    def calls(self) -> Mask:
        """Calls, answered or not."""
        return self.frame.is_kind("call")

    @cached_property
    def day(self) -> NDArray[np.int64]:
        """The calendar day in the frame's zone, numbered from 1970, of rows with a known time."""
        return self.local // DAY

    @cached_property
    def every(self) -> Mask:
        """Every message and every call, whoever it is from."""
        return self.frame.is_kind("message") | self.calls

    @cached_property
    def inbound(self) -> Mask:
        """Messages and calls known to have come in."""
        return np.asarray(self.every & (self.frame.direction == IN), dtype=np.bool_)

    @cached_property
    def outbound(self) -> Mask:
        """Messages and calls known to be the person's own."""
        return np.asarray(self.every & (self.frame.direction == OUT), dtype=np.bool_)

    @cached_property
    def undecided(self) -> Mask:
        """Messages and calls of which it is not known whether they came in or went out."""
        return np.asarray(self.every & (self.frame.direction == UNDECIDED), dtype=np.bool_)

    def rows(self, mask: Mask) -> NDArray[np.intp]:
        """The places of these rows where their time is known: by time, within one instant the finest first.

        So rows with equal times may stand in the frame in any order.
        """
        return self._order[mask[self._order]]

    def ids(self, mask: Mask) -> tuple[str, ...]:
        """The ids of these rows, in the order of the timeline."""
        ids = self.frame.ids
        return tuple([ids[row] for row in np.flatnonzero(mask).tolist()])

    def account(self, by: int) -> str:
        """An account as it is shown."""
        return self.frame.shown[by] if by >= 0 else phrase("unknown sender")

    @cached_property
    def joined(self) -> frozenset[str]:
        """Accounts that no dated line names, but that the person says belong to one that is named."""
        named = {key for marker in self.frame.markers for key in marker.accounts}
        groups = (party.accounts for party in parties(self.frame.links))
        return frozenset(key for group in groups if named.intersection(group) for key in group) - named

    @cached_property
    def named(self) -> frozenset[str]:
        """Accounts that a dated line names, and those that the person joined with one."""
        return self.joined.union(*(marker.accounts for marker in self.frame.markers))

    def by_named(self) -> Mask:
        """Rows whose author is one of the accounts that are `named`."""
        return self.by_keys(self.named)

    def by_keys(self, keys: frozenset[str]) -> Mask:
        """Rows whose author has one of these account keys."""
        # An unknown author, -1, picks the last place: not among them.
        wanted = np.array([key in keys for key in self.frame.accounts] + [False], dtype=np.bool_)
        return wanted[self.frame.by]

    def sides(self, when: When) -> "Sides | None":
        """As the function of this name, for the rows of the frame."""
        return sides(when, self.frame.at, self.code, self.frame.zone)

    def left_out(self) -> tuple[str, ...]:
        """Plain sentences on what no count of incoming contact can hold, and on the zone."""
        sentences = []
        if self.joined:
            joined = many(len(self.joined), "account counts", "accounts count")
            sentences.append(
                said(
                    "%(joined)s as named with a dated line because the person says that they belong to one "
                    "that is.",
                    joined=joined,
                )
            )
        if undecided := int(np.count_nonzero(self.undecided)):
            left = many(undecided, "message or call is", "messages and calls are")
            sentences.append(said("%(left)s left out, because it is not yet known who sent what.", left=left))
        if untimed := int(np.count_nonzero(self.inbound & ~self.timed)):
            left = many(untimed, "incoming item has", "incoming items have")
            sentences.append(
                said("%(left)s no known time, and cannot be in counts that need one.", left=left)
            )
        sentences.append(
            said("Days and hours are those of the time zone %(zone)s, as told.", zone=self.frame.zone)
            if self.frame.zone_basis == "told"
            else phrase(
                "Days and hours are in UTC, because no time zone was told. Local days and hours may differ."
            )
        )
        return (
            *sentences,
            phrase(
                "Only what was handed in is counted. Something deleted, or never exported, is missing here."
            ),
        )

    def roughly(self) -> tuple[str, ...]:
        """A plain sentence on how items known only to the hour or worse are counted, if there are any."""
        if not np.any(self.inbound & self.timed & (self.code >= _HOUR_CODE)):
            return ()
        return (
            phrase(
                "Of some items only the hour, the day or even less is known. Where they could be near each "
                "other they are counted together, so the number of occasions is the smallest one possible."
            ),
        )

    @cached_property
    def _order(self) -> NDArray[np.intp]:
        timed = np.flatnonzero(self.timed)
        return timed[np.lexsort((self.code[timed], self.frame.at[timed]))]


def many(number: int, one: str, more: str = "") -> str:
    """A number with its noun: "1 day", "1,234 days"."""
    return counted(number, f"%(n)s {one}", f"%(n)s {more or one + 's'}")


def yes_or_no(is_so: bool) -> str:  # noqa: FBT001  a word for a value
    """For a cell of a table."""
    return phrase("yes") if is_so else phrase("no")


def the_hour(hour: int) -> str:
    """An hour of the day as a stretch of time: "14:00 to 14:59"."""
    return said("%(begins)s to %(ends)s", begins=f"{hour:02d}:00", ends=f"{hour:02d}:59")


def of_unknown_way(number: int) -> str:
    """That of so many entries it is not known whether they came in or went out."""
    return said("For %(unknown)s more in the record, it is not yet known who sent what.", unknown=number)
