"""The dates of mails: `Date:`, the end of `Received:`, and the `From ` line of an mbox."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from holdfast.formats import clocks
from holdfast.model.when import Basis, Precision, When

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
# Minutes east of Greenwich. RFC 5322 gives the other alphabetic zones no meaning that can be relied on.
_ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0}
_ZONES |= {
    "est": -300,
    "edt": -240,
    "cst": -360,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
}
_EPOCH_DAY = date(1970, 1, 1).toordinal()

_USUAL = re.compile(
    r"(?:[A-Z][a-z]{2}, +)?(\d{1,2} [A-Z][a-z]{2} \d{4}) (\d\d):(\d\d):(\d\d) ([+-]\d{4})(?: +\([A-Z]+\))?\Z",
    re.ASCII,
)
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)? *(Z|[+-]\d\d:?\d\d)?\Z", re.IGNORECASE
)
_COMMENT = re.compile(r"\([^()]*\)")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?:[.,]\d+)?(?: *([ap])\.?m\b\.?)?", re.IGNORECASE)
_OFFSET = re.compile(r"(?:\b(?:GMT|UTC?))? *([+-])(\d\d):?(\d\d)\b", re.IGNORECASE)
_DAY_MONTH = re.compile(r"(\d{1,2})[ -]+([a-z]{3})[a-z]*\.?[ ,-]+(\d{4}|\d{2,3})(?!\d)", re.IGNORECASE)
_MONTH_DAY = re.compile(r"\b([a-z]{3})[a-z]*\.? +(\d{1,2}),?(?= )", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d:+-])(\d{4})(?![\d:])")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_ASCTIME = re.compile(
    r"([A-Z][a-z]{2}) +(\d{1,2}) +(\d\d):(\d\d)(?::(\d\d))?(?: +([+-]\d{4}|[A-Z]{1,5}))?"
    r" +(\d{4})(?: +([+-]\d{4}|[A-Z]{1,5}))?\s*\Z"
)
_CTIME = len("Jan  1 00:00:00 2024")  # its usual form


def parse(text: str, basis: Basis = "sender_claimed") -> When:
    """A date as a header writes it. Its zone is believed only where it is stated without doubt.

    `basis` is what a stated instant rests on. `-0000`, unknown zone names and absent zones leave the
    instant between its bounds.
    """
    usual = _USUAL.match(text)
    if usual:
        day, hour, minute, second, zone = usual.groups()
        midnight, minutes = _midnight(day), _offset(zone)
        if midnight is not None and minutes is not None and hour < "24" and minute < "60" and second < "61":
            seconds = (int(hour) * 60 + int(minute) - minutes) * 60 + int(second)
            at = midnight + seconds * 1000
            return When(as_written=text, at=at, precision="second", basis=basis)
    return _unusual(text, basis)


def envelope(line: str, zone_name: str | None) -> When | None:
    """The time at the end of an mbox `From ` line, None where there is none.

    With an offset (Google writes it before the year) it is known; without one it is the wall clock of
    the machine that kept the mailbox, whose zone the person may have told.
    """
    m = _ASCTIME.match(line, len(line) - _CTIME) or _ASCTIME.search(line)
    midnight = _midnight(f"{m[2]} {m[1]} {m[7]}") if m else None
    if m is None or midnight is None:
        return None
    hour, minute, second = int(m[3]), int(m[4]), int(m[5] or 0)
    if hour > 23 or minute > 59 or second > 60:
        return None
    at = midnight + ((hour * 60 + minute) * 60 + second) * 1000
    precision: Precision = "second" if m[5] else "minute"
    zone = m[6] or m[8]
    minutes = _offset(zone) if zone else None
    if minutes is not None:
        return When(as_written=m[0].strip(), at=at - minutes * 60_000, precision=precision, basis="explicit")
    if zone_name is None:
        return clocks.undecided(at, m[0].strip(), precision)
    day = (int(m[7]), _MONTHS[m[1].lower()], int(m[2]))
    return clocks.wall(_wall(*day, hour, minute, second), m[0].strip(), zone_name, precision)


@lru_cache(maxsize=4096)
def _midnight(day: str) -> int | None:
    """The start of a day such as "6 Mar 2026", as if it were in UTC."""
    number, month, year = day.split(" ")
    known = _MONTHS.get(month.lower())
    return _instant(int(year), known, int(number), 0, 0, 0) if known else None


def _instant(year: int, month: int, day: int, hour: int, minute: int, second: int) -> int | None:
    """UTC milliseconds of a wall clock read as UTC; a leap second counts into the next minute."""
    if hour > 23 or minute > 59 or second > 60:
        return None
    try:
        days = date(year, month, day).toordinal() - _EPOCH_DAY
    except ValueError:
        return None
    return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000


def _wall(year: int, month: int, day: int, hour: int, minute: int, second: int) -> datetime:
    return datetime(year, month, day, hour, minute) + timedelta(seconds=second)  # noqa: DTZ001  its zone is unknown


@lru_cache(maxsize=256)
def _offset(zone: str) -> int | None:
    """Minutes east of Greenwich, None where the zone says nothing (`-0000`) or nothing known."""
    m = _OFFSET.fullmatch(zone)
    if m is None:
        return _ZONES.get(zone.lower())
    minutes = int(m[2]) * 60 + int(m[3])
    if minutes > 840 or int(m[3]) > 59 or (minutes == 0 and m[1] == "-"):
        return None
    return minutes if m[1] == "+" else -minutes


def _unusual(text: str, basis: Basis) -> When:
    """Everything that is not written the usual way: old forms, missing parts, other orders."""
    plain = text[:200]
    for _ in range(5):
        plain = _COMMENT.sub(" ", plain)
    plain = " ".join(plain.split())
    iso = _ISO.match(plain)
    if iso:
        days = [(int(iso[1]), int(iso[2]), int(iso[3]))]
        clock: tuple[int, int, int | None] | None = (
            int(iso[4]),
            int(iso[5]),
            int(iso[6]) if iso[6] else None,
        )
        zone = _offset(iso[7]) if iso[7] else None
    else:
        clock, zone, rest = _clock(plain)
        days = _days(rest)
    precision: Precision = "day" if clock is None else "minute" if clock[2] is None else "second"
    clock = clock or (0, 0, 0)
    readings = [
        (day, (clock[0], clock[1], clock[2] or 0))
        for day in days
        if _instant(*day, clock[0], clock[1], clock[2] or 0) is not None
    ]
    if len(readings) == 1 and zone is not None and precision != "day":
        at = _instant(*readings[0][0], *readings[0][1])
        assert at is not None  # noqa: S101  it was asked just above
        return When(as_written=text, at=at - zone * 60_000, precision=precision, basis=basis)
    try:
        return clocks.one_of([_wall(*day, *time) for day, time in readings], text, None, precision)
    except OverflowError:
        return clocks.unknown(text)


def _clock(plain: str) -> tuple[tuple[int, int, int | None] | None, int | None, str]:
    """The time of day, the zone in minutes, and what is left over for the date."""
    m = _CLOCK.search(plain)
    while m and ":" not in m[0]:
        m = _CLOCK.search(plain, m.end())
    if m is None:
        return None, None, plain
    hour = int(m[1])
    if m[4] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if m[4].lower() == "p" else 0)
    after = plain[m.end() :]
    offset = _OFFSET.match(after.lstrip())
    if offset:
        zone = _offset(offset[0].strip())
        after = after.lstrip()[offset.end() :]
    else:
        word = _WORD.match(after.lstrip())
        zone = _ZONES.get(word[0].lower()) if word else None
    return (hour, int(m[2]), int(m[3]) if m[3] else None), zone, f"{plain[: m.start()]} {after} "


def _days(rest: str) -> list[tuple[int, int, int]]:
    """The days that may be meant: none, one, or two where the order of the numbers is not known."""
    m = _DAY_MONTH.search(rest)
    if m and m[2].lower() in _MONTHS:
        return [(_year(m[3]), _MONTHS[m[2].lower()], int(m[1]))]
    year = _YEAR.search(rest)
    for m in _MONTH_DAY.finditer(rest):
        if year and m[1].lower() in _MONTHS:
            return [(int(year[1]), _MONTHS[m[1].lower()], int(m[2]))]
    m = _NUMBERS.search(rest)
    if m:
        one, two = int(m[1]), int(m[3])
        return [
            (int(m[4]), month, day)
            for day, month in dict.fromkeys(((one, two), (two, one)))
            if 1 <= month <= 12 and 1 <= day <= 31
        ]
    return []


def _year(digits: str) -> int:
    """As RFC 5322 reads old years: 00 to 49 are in this century, three digits count from 1900."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + 2000 if year < 50 and len(digits) == 2 else year + 1900
