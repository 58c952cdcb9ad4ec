"""Days and hours as people write them by hand, exact or roughly, without deciding what they left open."""

import calendar
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

import msgspec

from holdfast.formats import clocks, date_order
from holdfast.formats.incident_words import ABOUT, MONTHS, PARTS_OF_DAY, PARTS_OF_MONTH, bare
from holdfast.model.when import Precision, When

_LONGEST = 200
_NUMBERS = re.compile(r"(?<!\d)(\d{1,4})([./-] ?)(\d{1,4})[./-] ?(\d{1,4})(?!\d)\.?")
_YEAR_MONTH = re.compile(r"(?<![\d.:/-])((?:19|20)\d\d)[-/](\d{1,2})(?![\d./-])")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_NAMED = re.compile(
    r"(?:(?<!\d)(?P<before>\d{1,2})(?:st|nd|rd|th|er|o)?\.? (?:of |de |di )?)?\b(?P<month>"
    + "|".join(sorted(MONTHS, key=len, reverse=True))
    + r")\b\.?(?: (?P<after>\d{1,2})(?:st|nd|rd|th)?(?= |$))?"
    + r"(?: (?:of |de |del |di )?(?P<year>(?:19|20)\d\d)\b)?"
)
_JOINED = re.compile(r"(?<=\d)[-.](?=[a-z])|(?<=[a-z])-(?=\d)")
_CLOCK = re.compile(
    r"(?<![\d:.])(?P<h>\d{1,2})(?:(?:[:.]| ?h ?)(?P<m>\d{2})(?:[:.](?P<s>\d{2}))?)?"
    r" ?(?P<half>[ap]\.? ?m\b\.?)?(?P<unit> ?(?:uhr|h|hs|hrs|o clock|uur)\b)?(?![\d:])"
)


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """The days a text may mean: first and last day by order of its numbers ("year_first" if that is plain).

    `shape` is how the numbers are written, empty where their order is plain. `rest` is the text beside it.
    """

    days: Mapping[date_order.Order, tuple[date, date]]
    precision: Literal["day", "month", "year"]
    shape: tuple[str, ...] = ()
    rest: str = ""

    @property
    def exact(self) -> dict[date_order.Order, date]:
        """The single days by order, as `date_order.DateOrders` is shown them."""
        return {order: first for order, (first, _) in self.days.items()}


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a day, from midnight: `start` is `end` where a moment is meant."""

    start: timedelta
    end: timedelta
    precision: Precision


def day(text: str) -> Day | None:
    """The day, month or year in this text, None where there is none with a year."""
    plain = bare(text[:_LONGEST])
    if found := _NUMBERS.search(plain):
        a, gap, b, c = found.groups()
        dates = date_order.readings((int(a), int(b), int(c)), (len(a), len(b), len(c)), gap)
        if not dates:
            return None
        shape = () if len(a) == 4 else (gap, "4" if len(c) == 4 else "2")
        days = {order: (one, one) for order, one in dates.items()}
        return Day(days=days, precision="day", shape=shape, rest=_beside(plain, found))
    plain = _JOINED.sub(" ", plain)
    for found in _NAMED.finditer(plain):
        if found["year"]:
            return _named(plain, found)
    if found := _YEAR_MONTH.search(plain):
        return _month(int(found[1]), int(found[2]), plain, found)
    if found := _YEAR.search(plain):
        year = int(found[1])
        return _plain(date(year, 1, 1), date(year, 12, 31), "year", _beside(plain, found))
    return None


def _named(plain: str, found: re.Match[str]) -> Day | None:
    year, month = int(found["year"]), MONTHS[found["month"]]
    number = found["before"] or found["after"]
    if number is None:
        return _month(year, month, plain, found)
    try:
        one = date(year, month, int(number))
    except ValueError:
        return None
    return _plain(one, one, "day", _beside(plain, found))


def _month(year: int, month: int, plain: str, found: re.Match[str]) -> Day | None:
    if not 1 <= month <= 12:
        return None
    rest, last = _beside(plain, found), calendar.monthrange(year, month)[1]
    first, final = 1, last
    for words, (start, end) in PARTS_OF_MONTH:
        if re.search(words, rest):
            first, final = (n if n > 0 else last + 1 + n for n in (start, end))
            break
    return _plain(date(year, month, first), date(year, month, final), "month", "")


def _plain(first: date, last: date, precision: Literal["day", "month", "year"], rest: str) -> Day:
    return Day(days={"year_first": (first, last)}, precision=precision, rest=rest)


def _beside(plain: str, found: re.Match[str]) -> str:
    after = plain[found.end() :]
    # In an ISO date a "t" stands between day and clock.
    return f"{plain[: found.start()]} {re.sub(r'^t(?=[0-9])', '', after)}".strip()


def span(text: str) -> Span | None:
    """The hour or part of a day in this text, None where there is none. Two clocks are a span from to."""
    plain = bare(text[:_LONGEST])
    moments: list[tuple[timedelta, Precision]] = []
    half = ""
    for found in reversed(list(_CLOCK.finditer(plain))[:2]):
        # In "3-4 pm" what stands behind the second hour counts for the first as well.
        half = (found["half"] or half) if not found["unit"] else ""
        moment = _moment(found, half)
        if moment is not None:
            moments.append(moment)
    if len(moments) == 2:
        (end, fine), (start, _) = moments
        return Span(start=start, end=end if end >= start else end + timedelta(days=1), precision=fine)
    if moments:
        at, precision = moments[0]
        if precision == "hour" or ABOUT.search(plain):
            around = timedelta(hours=1)
            is_exact = precision == "hour" and not ABOUT.search(plain)
            return Span(start=at if is_exact else at - around, end=at + around, precision="hour")
        return Span(start=at, end=at, precision=precision)
    for words, (start_hour, end_hour) in PARTS_OF_DAY:
        if re.search(words, plain):
            return Span(start=timedelta(hours=start_hour), end=timedelta(hours=end_hour), precision="hour")
    return None


def _moment(found: re.Match[str], half: str) -> tuple[timedelta, Precision] | None:
    """A clock; a lone number without "pm", "Uhr" or minutes is none."""
    if not (found["m"] or half or found["unit"]):
        return None
    hour = int(found["h"])
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        clock = time(hour, int(found["m"] or 0), int(found["s"] or 0))
    except ValueError:
        return None
    at = timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
    return at, "second" if found["s"] else "minute" if found["m"] else "hour"


def when(
    one: Day, part: Span | None, orders: tuple[date_order.Order, ...], as_written: str, zone: str | None
) -> When:
    """The time that day and hour make, under these orders; undecided wherever they leave anything open.

    `zone` is an IANA name, an offset such as "+05:30", or None.
    """
    days = [one.days[o] for o in orders if o in one.days] or list(one.days.values())
    precision: Precision = one.precision
    if part is None or one.precision != "day":
        ends = [(_midnight(first), _midnight(last) + timedelta(days=1)) for first, last in days]
    else:
        precision = part.precision
        ends = [(_midnight(first) + part.start, _midnight(last) + part.end) for first, last in days]
    offset = fixed_offset(zone) if zone else None
    name = "UTC" if offset is not None else zone
    moments = [moment for pair in ends for moment in pair]
    told = clocks.one_of(moments, as_written, name, "second")
    if told.precision == "none":
        return told
    return _moved(msgspec.structs.replace(told, precision=precision), offset or timedelta(0))


def _midnight(one: date) -> datetime:
    return datetime(one.year, one.month, one.day)  # noqa: DTZ001  a wall clock; its zone comes later


def _moved(told: When, offset: timedelta) -> When:
    by = offset // timedelta(milliseconds=1)
    return msgspec.structs.replace(
        told,
        at=None if told.at is None else told.at - by,
        earliest=None if told.earliest is None else told.earliest - by,
        latest=None if told.latest is None else told.latest - by,
    )


_OFFSET = re.compile(r"(?:utc|gmt)? ?([+\u2212-])(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)


def fixed_offset(text: str) -> timedelta | None:
    """The offset from UTC that a text such as "+01:00" or "UTC-5" says, None for any other text."""
    if text.strip().casefold() in ("z", "utc", "gmt"):
        return timedelta(0)
    found = _OFFSET.fullmatch(text.strip())
    if found is None or int(found[2]) > 14 or int(found[3] or 0) > 59:
        return None
    size = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return size if found[1] == "+" else -size


def stamp(text: str) -> When | None:
    """A whole ISO 8601 time with its own offset, None for anything else."""
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is None:
            return None
        return clocks.instant(clocks.milliseconds(moment.astimezone(UTC)), text.strip(), "declared", "second")
    except (ValueError, OverflowError):
        return None
