"""Times as sources write them, turned into `When` without ever guessing a zone or an order of date."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from holdfast.model.errors import RequestError
from holdfast.model.when import Basis, Precision, When

# Somewhere on Earth it is up to 14 hours later, or 12 hours earlier, than in UTC.
_AHEAD = timedelta(hours=14)
_BEHIND = timedelta(hours=12)
_MILLISECOND = timedelta(milliseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR_10000 = 253_402_300_800_000
_SPAN: dict[Precision, timedelta] = {
    "millisecond": timedelta(0),
    "second": timedelta(0),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "month": timedelta(days=31),
    "year": timedelta(days=366),
    "none": timedelta(0),
}
_BEFORE = _AHEAD // _MILLISECOND
_AFTER = {precision: (_BEHIND + span) // _MILLISECOND for precision, span in _SPAN.items()}


def milliseconds(moment: datetime) -> int:
    """An aware datetime as UTC milliseconds since 1970, rounded down."""
    return (moment - _EPOCH) // _MILLISECOND


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """The IANA zone of this name. Raises RequestError for any other word."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise RequestError(
            "That is not the name of a time zone.",
            "Use a name such as Europe/London, America/New_York or UTC.",
        ) from error


def instant(
    at: int, as_written: str, basis: Basis = "explicit", precision: Precision = "millisecond"
) -> When:
    """A known instant, in UTC milliseconds."""
    return When(as_written=as_written, at=at, precision=precision, basis=basis)


def epoch(count: str, per_second: int = 1000) -> When:
    """Milliseconds since 1970 as written, or seconds (`per_second` 1), by the clock of the recording service.

    Unknown where it is no such count, or lies outside the years 1970 to 9999.
    """
    if count.isdecimal() and len(count) < 20:
        at = int(count) * 1000 // per_second
        if at < _YEAR_10000:
            return instant(at, count, precision="millisecond" if per_second == 1000 else "second")
    return unknown(count)


def unknown(as_written: str) -> When:
    """A time that could not be understood at all."""
    return When(as_written=as_written, precision="none", basis="unknown")


def wall(
    local: datetime,
    as_written: str,
    zone_name: str | None,
    precision: Precision = "second",
) -> When:
    """A wall clock reading (naive) of a clock whose zone the person told, or did not tell.

    Without a zone the instant stays undecided between its bounds. With one it is decided, except in the
    hour that a clock set back shows twice, or that a clock set forward never showed: those stay undecided.
    """
    return one_of([local], as_written, zone_name, precision)


def undecided(reading: int, as_written: str, precision: Precision = "second") -> When:
    """A wall clock whose zone nobody told: `reading` is what it shows, in milliseconds as if it were UTC."""
    return When(
        as_written=as_written,
        earliest=reading - _BEFORE,
        latest=reading + _AFTER[precision],
        precision=precision,
    )


def one_of(
    readings: Iterable[datetime],
    as_written: str,
    zone_name: str | None,
    precision: Precision = "second",
) -> When:
    """Like `wall`, where the order of the date leaves several readings open."""
    readings = list(dict.fromkeys(readings))
    if not readings:
        return unknown(as_written)
    try:
        if zone_name is None:
            earliest = min(r.replace(tzinfo=UTC) for r in readings) - _AHEAD
            latest = max(r.replace(tzinfo=UTC) for r in readings) + _BEHIND + _SPAN[precision]
            return _between(earliest, latest, as_written, precision)
        instants = sorted(
            {
                r.replace(tzinfo=zone(zone_name), fold=fold).astimezone(UTC)
                for r in readings
                for fold in (0, 1)
            }
        )
        if len(instants) > 1:
            return _between(instants[0], instants[-1] + _SPAN[precision], as_written, precision, "declared")
        return When(
            as_written=as_written, at=milliseconds(instants[0]), precision=precision, basis="declared"
        )
    except (OverflowError, ValueError):
        return unknown(as_written)


def _between(
    earliest: datetime, latest: datetime, as_written: str, precision: Precision, basis: Basis = "unknown"
) -> When:
    return When(
        as_written=as_written,
        earliest=milliseconds(earliest),
        latest=milliseconds(latest),
        precision=precision,
        basis=basis,
    )
