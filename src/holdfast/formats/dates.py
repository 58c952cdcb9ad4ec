"""How an instant is written for people, so that nobody can read it in two ways."""

from datetime import UTC, datetime, timedelta

from holdfast.formats.clocks import zone as zone_named

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def long_date(ms: int, zone: str, precision: str = "minute") -> str:
    """UTC milliseconds as "3 March 2025, 14:05 Europe/London", as far as `precision` goes and no further.

    "second" and "millisecond" show seconds, "day" and "none" the date alone. In the hour that a clock
    set back shows twice, the offset is written too. Raises RequestError where `zone` names no zone.
    """
    try:
        local = (_EPOCH + timedelta(milliseconds=ms)).astimezone(zone_named(zone))
    except (OverflowError, ValueError):
        return "a time outside the calendar"
    year = f"{local.year}"
    month = f"{_MONTHS[local.month - 1]} {year}"
    day = f"{local.day} {month}"
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    offset = f"{local:%z}"
    named = f"{zone} (UTC{offset[:3]}:{offset[3:5]})" if twice else zone
    match precision:
        case "year":
            return year
        case "month":
            return month
        case "day" | "none":
            return day
        case "hour":
            return f"{day}, between {local:%H}:00 and {local:%H}:59 {named}"
        case "second" | "millisecond":
            return f"{day}, {local:%H:%M:%S} {named}"
        case _:
            return f"{day}, {local:%H:%M} {named}"


def to_the_minute(ms: int, zone: str, precision: str) -> str:
    """Like `long_date`, for running text: never finer than to the minute."""
    return long_date(ms, zone, "minute" if precision in ("second", "millisecond") else precision)


def length(ms: int) -> str:
    """A stretch of time in whole units, rounded down: "45 minutes", "3 hours", "12 days"."""
    minutes = ms // 60_000
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        number = minutes // size
        # From two of a unit on it says enough; below that the smaller unit says more.
        if number >= 2:
            return f"{number:,} {unit}s"
    return "less than 2 minutes"
