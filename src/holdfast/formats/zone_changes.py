"""How far the clock of a zone is ahead of UTC, and from when on. Instants and lengths in milliseconds."""

from datetime import UTC, datetime, timedelta

from holdfast.formats.clocks import zone as zone_named

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A day away from both ends of the calendar, so that no zone leads out of it.
_FIRST = (datetime(1, 1, 3, tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)
_LAST = (datetime(9999, 12, 29, tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)


def ahead(at: int, zone: str) -> int:
    """How far the zone's clock is ahead of UTC then. Raises RequestError where it names no zone."""
    moment = _EPOCH + timedelta(milliseconds=min(max(at, _FIRST), _LAST))
    found = moment.astimezone(zone_named(zone)).utcoffset() or timedelta(0)
    return found // timedelta(milliseconds=1)


def change(begin: int, end: int, zone: str) -> int:
    """The instant after `begin` from which the clock is as far ahead as it is at `end`."""
    low, high = begin, end
    last = ahead(high, zone)
    while high - low > 1:
        middle = (low + high) // 2
        if ahead(middle, zone) == last:
            high = middle
        else:
            low = middle
    return high
