"""What the clocks of a zone showed, for a million instants at once."""

import numpy as np
from numpy.typing import NDArray

from holdfast.formats.zone_changes import ahead, change

HOUR = 3_600_000
DAY = 24 * HOUR


def wall_clock(at: NDArray[np.int64], zone: str) -> NDArray[np.int64]:
    """The reading of the zone's clock at each instant, both in milliseconds since 1970 began on that clock.

    `// DAY` numbers the calendar day (0 is 1 January 1970), `// HOUR % 24` gives the hour. Linear in the
    number of instants; a zone's rules are only asked once or twice for each day that occurs.
    Raises RequestError where `zone` names no zone.
    """
    days, place = np.unique(at // DAY, return_inverse=True)
    begins = np.array([ahead(day * DAY, zone) for day in days.tolist()], dtype=np.int64)
    ends = np.array([ahead((day + 1) * DAY, zone) for day in days.tolist()], dtype=np.int64)
    changes = (days + 1) * DAY
    for i in np.flatnonzero(begins != ends).tolist():
        begin = int(days[i]) * DAY
        changes[i] = change(begin, begin + DAY, zone)
    return at + np.where(at < changes[place], begins[place], ends[place])


def weekday(day: NDArray[np.int64]) -> NDArray[np.int64]:
    """Monday 0 to Sunday 6, of days numbered as in `wall_clock`."""
    return (day + 3) % 7
