"""How an instant is written for people, so that nobody can read it in two ways."""

from datetime import UTC, datetime, timedelta
from typing import Self

from holdfast.formats.clocks import zone as zone_named
from holdfast.languages.language import ENGLISH, Language

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def long_date(ms: int, zone: str, precision: str = "minute", language: Language = ENGLISH) -> str:
    """UTC milliseconds as "3 March 2025, 14:05 Europe/London", as far as `precision` goes and no further.

    "second" and "millisecond" show seconds, "day" and "none" the date alone. In the hour that a clock
    set back shows twice, the offset is written too. Raises RequestError where `zone` names no zone.
    """
    try:
        local = (_EPOCH + timedelta(milliseconds=ms)).astimezone(zone_named(zone))
    except (OverflowError, ValueError):
        return language.gettext("a time outside the calendar")
    day = written_day(local.year, local.month, local.day, language)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    offset = f"{local:%z}"
    named = f"{zone} (UTC{offset[:3]}:{offset[3:5]})" if twice else zone
    match precision:
        case "year":
            return f"{local.year}"
        case "month":
            month = months(language)[local.month - 1]
            return language.gettext("%(month)s %(year)s", month=month, year=f"{local.year}")
        case "day" | "none":
            return day
        case "hour":
            return language.gettext(
                "%(day)s, between %(first)s and %(last)s %(zone)s",
                day=day,
                first=f"{local:%H}:00",
                last=f"{local:%H}:59",
                zone=named,
            )
    clock = f"{local:%H:%M:%S}" if precision in ("second", "millisecond") else f"{local:%H:%M}"
    return language.gettext("%(day)s, %(clock)s %(zone)s", day=day, clock=clock, zone=named)


def written_day(year: int, month: int, day: int, language: Language = ENGLISH) -> str:
    """A day of the calendar with its month by name: "3 March 2025"."""
    named = months(language)[month - 1]
    return language.gettext("%(day)s %(month)s %(year)s", day=f"{day}", month=named, year=f"{year}")


def months(language: Language = ENGLISH) -> list[str]:
    """The names of the twelve months."""
    return language.gettext(
        "January February March April May June July August September October November December"
    ).split()


def short_months(language: Language = ENGLISH) -> list[str]:
    """The same for where there is little room."""
    return language.gettext("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()


class Moment(str):
    """An instant in English, as `long_date` writes it, that can be written in another language too."""

    __slots__ = ("ms", "precision", "zone")

    def __new__(cls, ms: int, zone: str, precision: str) -> Self:
        """As `long_date`."""
        made = super().__new__(cls, long_date(ms, zone, precision))
        made.ms, made.zone, made.precision = ms, zone, precision
        return made

    ms: int
    zone: str
    precision: str

    def spoken(self, language: Language) -> str:
        """The same in that language."""
        return long_date(self.ms, self.zone, self.precision, language)


class Length(str):
    """A stretch of time in English, as `length` writes it, that can be written in another language too."""

    __slots__ = ("ms",)

    def __new__(cls, ms: int) -> Self:
        """As `length`."""
        made = super().__new__(cls, length(ms))
        made.ms = ms
        return made

    ms: int

    def spoken(self, language: Language) -> str:
        """The same in that language."""
        return length(self.ms, language)


def to_the_minute(ms: int, zone: str, precision: str) -> Moment:
    """Like `long_date`, for running text: never finer than to the minute."""
    return Moment(ms, zone, "minute" if precision in ("second", "millisecond") else precision)


def length(ms: int, language: Language = ENGLISH) -> str:
    """A stretch of time in whole units, rounded down: "45 minutes", "3 hours", "12 days"."""
    minutes = ms // 60_000
    # From two of a unit on it says enough; below that the smaller unit says more.
    if minutes >= 2 * 1440:
        return language.ngettext("%(n)s day", "%(n)s days", minutes // 1440)
    if minutes >= 2 * 60:
        return language.ngettext("%(n)s hour", "%(n)s hours", minutes // 60)
    if minutes >= 2:
        return language.ngettext("%(n)s minute", "%(n)s minutes", minutes)
    return language.gettext("less than 2 minutes")
