"""Which part of the timeline an address asks for: `?words=…&channel=…&since=2025-06-01&after=…`."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from starlette.datastructures import QueryParams

from holdfast.formats.clocks import milliseconds
from holdfast.timeline.filter import Filter
from holdfast.timeline.narrowing import Cursor

ROWS = 100
"""Events on one page."""

_MANY = ("account", "channel", "kind", "direction")
_ONE = ("words", "since", "until", "source", "thread", "from", "to", "shows", "repeats", "undecided")


class Window(msgspec.Struct, frozen=True):
    """`which` to show, from where on, and `pairs`: the same as an address, without the place."""

    which: Filter
    pairs: tuple[tuple[str, str], ...]
    after: Cursor | None = None
    before: Cursor | None = None

    def given(self, name: str) -> str:
        """The value asked for under this name, "" if none was."""
        return dict(self.pairs).get(name, "")

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out on purpose."""
        return bool(self.pairs)


def window(params: QueryParams, zone: str) -> Window:
    """The window for these parameters; what makes no sense is left out. Days are counted in `zone`."""
    pairs = [(name, value) for name in _MANY for value in params.getlist(name) if value]
    pairs += [(name, params[name]) for name in _ONE if params.get(name, "").strip()]
    given = dict(pairs)
    jump = start_of(params.get("day", ""), zone)
    after = _cursor(params.get("after", ""))
    if jump is not None:
        after = Cursor(jump, -1)
    return Window(
        which=_filter(params, given, zone),
        pairs=tuple(pairs),
        after=after,
        before=None if after else _cursor(params.get("before", "")),
    )


def _filter(params: QueryParams, given: Mapping[str, str], zone: str) -> Filter:
    return Filter(
        words=given.get("words", ""),
        accounts=tuple(filter(None, params.getlist("account"))),
        services=tuple(filter(None, params.getlist("channel"))),
        kinds=tuple(filter(None, params.getlist("kind"))),
        directions=tuple(d for d in params.getlist("direction") if d in {"in", "out", "undecided"}),
        since=start_of(given.get("since", ""), zone),
        until=start_of(given.get("until", ""), zone, days_later=1),
        source=given.get("source", ""),
        thread=given.get("thread", ""),
        hours=_hours(given.get("from", ""), given.get("to", "")),
        zone=zone,
        repeats="repeats" in given,
        undecided_time="undecided" in given,
    )


def start_of(day: str, zone: str, days_later: int = 0) -> int | None:
    """The first millisecond, in UTC, of an ISO day in this zone; None if it is no day."""
    try:
        whole = date.fromisoformat(day) + timedelta(days=days_later)
        return milliseconds(datetime(whole.year, whole.month, whole.day, tzinfo=ZoneInfo(zone)))
    except (ValueError, OverflowError):
        return None


def _hours(first: str, after: str) -> tuple[int, int] | None:
    """Hours of the day; a side that is not said is midnight. None where nothing is narrowed."""
    hours = [int(h) if h.isdecimal() and int(h) < 24 else 0 for h in (first, after)]
    return (hours[0], hours[1] or 24) if hours[0] != hours[1] else None


def place(cursor: Cursor) -> str:
    """A place in the order of time as an address."""
    return f"{cursor.sort}.{cursor.id}"


def _cursor(text: str) -> Cursor | None:
    try:
        sort, _, number = text.partition(".")
        found = Cursor(int(sort), int(number))
    except ValueError:
        return None
    return found if max(abs(found.sort), abs(found.id)) < 1 << 63 else None
