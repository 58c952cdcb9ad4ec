"""Times as services write them into their exports: year first, with or without a zone."""

import re
from datetime import UTC, date, datetime, time, timedelta

from holdfast.formats import clocks
from holdfast.model.when import Precision, When

_STAMP = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?"
    r" ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?(?: UTC)?",
    re.IGNORECASE,
)


def stamp(written: str, zone_name: str | None = None, *, is_utc: bool = False) -> When:
    """A time such as "2024-04-20 01:29:22 UTC", "2024-04-20T01:29:22.686Z" or "2024-04-20 01:29".

    Where no zone is written, `is_utc` says that the service documents UTC; else `zone_name` is what the
    person told. A day alone stays a day, between its bounds. Anything else is unknown.
    """
    found = _STAMP.fullmatch(written.strip())
    if found is None:
        return clocks.unknown(written)
    year, month, day, hour, minute, second, part, zone = found.groups()
    try:
        clock = time(int(hour or 0), int(minute or 0), int(second or 0), int((part or "0")[:6].ljust(6, "0")))
        local = datetime.combine(date(int(year), int(month), int(day)), clock)
        precision: Precision = (
            "day" if hour is None else "minute" if second is None else "millisecond" if part else "second"
        )
        if precision == "day" or (zone is None and not is_utc):
            return clocks.wall(local, written, zone_name, precision)
        at = clocks.milliseconds(local.replace(tzinfo=UTC) - _ahead(zone))
    except (ValueError, OverflowError):
        return clocks.unknown(written)
    return clocks.instant(at, written, "explicit" if zone else "documented", precision)


def _ahead(zone: str | None) -> timedelta:
    if zone is None or zone[0] not in "+-":
        return timedelta(0)
    ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return -ahead if zone[0] == "-" else ahead
