"""What the clocks of a zone showed, for a million instants at once."""

from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from holdfast.formats.clocks import zone as zone_named

HOUR = 3_600_000
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A day away from both ends of the calendar, so that no zone leads out of it.
_FIRST = (datetime(1, 1, 3, tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)
_LAST = (datetime(9999, 12, 29, tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)


def wall_clock(at: NDArray[np.int64], zone: str) -> NDArray[np.int64]:
    """The reading of the zone's clock at each instant, both in milliseconds since 1970 began on that clock.

    `// DAY` numbers the calendar day (0 is 1 January 1970), `// HOUR % 24` gives the hour. Linear in the
    number of instants; a zone's rules are only asked once or twice for each day that occurs.
    Raises RequestError where `zone` names no zone.
    """
    days, place = np.unique(at // DAY, return_inverse=True)
    begins = np.array([_offset(day * DAY, zone) for day in days.tolist()], dtype=np.int64)
    ends = np.array([_offset((day + 1) * DAY, zone) for day in days.tolist()], dtype=np.int64)
    changes = (days + 1) * DAY
    for i in np.flatnonzero(begins != ends).tolist():
        changes[i] = _change(int(days[i]) * DAY, zone)
    return at + np.where(at < changes[place], begins[place], ends[place])


def weekday(day: NDArray[np.int64]) -> NDArray[np.int64]:
    """Monday 0 to Sunday 6, of days numbered as in `wall_clock`."""
    return (day + 3) % 7


def _offset(at: int, zone: str) -> int:
    """How far the zone's clock is ahead of UTC, in milliseconds."""
    moment = _EPOCH + timedelta(milliseconds=min(max(at, _FIRST), _LAST))
    ahead = moment.astimezone(zone_named(zone)).utcoffset() or timedelta(0)
    return ahead // timedelta(milliseconds=1)


def _change(begin: int, zone: str) -> int:
    """The instant, within the day from `begin`, from which the offset is the one that ends the day."""
    low, high = begin, begin + DAY
    last = _offset(high, zone)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(middle, zone) == last:
            high = middle
        else:
            low = middle
    return high
