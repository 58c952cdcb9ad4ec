"""The same counts by another route: plain loops over happenings, one at a time."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.analysis.frames import DAY, HOUR, MINUTE, Happening

LONDON = ZoneInfo("Europe/London")


def local(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, LONDON)


def latest(at: int, precision: str) -> int:
    """The last millisecond a time of this precision can mean."""
    if precision == "day":
        over = local(at) + timedelta(days=1)  # The clock's own next day, however long this one is.
        return int(over.timestamp() * 1000) - 1
    sizes = {"millisecond": 1, "second": 1000, "minute": MINUTE, "hour": HOUR, "month": 31 * DAY + HOUR}
    return at + sizes[precision] - 1


def is_contact(h: Happening) -> bool:
    return h.kind in ("message", "call")


def is_timed(h: Happening) -> bool:
    return h.at is not None and h.precision != "none"


def incoming(happenings: Iterable[Happening]) -> list[Happening]:
    return [h for h in happenings if is_contact(h) and h.way == "in"]


def stands(h: Happening, at: int, precision: str) -> str:
    """ "before", "after" or "undecided" to a line at this time."""
    if not is_timed(h):
        return "undecided"
    if h.at > latest(at, precision):
        return "after"
    return "before" if latest(h.at, h.precision) < at else "undecided"


def occasions(happenings: Sequence[Happening], gap: int) -> int:
    """How many groups with at least `gap` between them there must be, wherever the rough times lie."""
    found, quiet_since = 0, None
    for h in sorted(happenings, key=lambda h: h.at):
        if quiet_since is None or h.at - quiet_since >= gap:
            found += 1
        end = h.at if h.precision in ("millisecond", "second", "minute") else latest(h.at, h.precision)
        quiet_since = end if quiet_since is None else max(quiet_since, end)
    return found


def days(happenings: Iterable[Happening]) -> set[date]:
    return {
        local(h.at).date()
        for h in happenings
        if h.precision in ("millisecond", "second", "minute", "hour", "day")
    }
