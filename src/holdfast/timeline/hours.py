"""The hour that a zone's clock showed, as SQL over `event e`."""

from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from holdfast.formats import clocks

_WEEK = timedelta(days=7)
# Exports of today hold nothing older, and no rules are known for what lies further ahead.
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)

_HOUR = "(((e.at + {ahead}) % 86400000 + 86400000) % 86400000 / 3600000)"


def hour(zone: str) -> tuple[str, list[int]]:
    """An expression for the hour (0 to 23) of an event on the clock of this zone, with the values to bind.

    Raises RequestError where `zone` names no zone.
    """
    first, *changes = _changes(zone)
    if not changes:
        return _HOUR.format(ahead="?"), [first[1]]
    cases, bound, before = [], [], first[1]
    for at, ahead in changes:
        cases.append("WHEN e.at < ? THEN ?")
        bound += [at, before]
        before = ahead
    return _HOUR.format(ahead=f"CASE {' '.join(cases)} ELSE ? END"), [*bound, before]


@lru_cache(maxsize=8)
def _changes(zone: str) -> tuple[tuple[int, int], ...]:
    """From which instant on the clock is how far ahead of UTC, both in milliseconds, in order of time."""
    found = [(clocks.milliseconds(_FIRST), _ahead(_FIRST, zone))]
    week = _FIRST
    while week < _LAST:
        if _ahead(week + _WEEK, zone) != found[-1][1]:
            found.append(_change(week, zone))
        week += _WEEK
    return tuple(found)


def _change(week: datetime, zone: str) -> tuple[int, int]:
    """When, within the week from here, the clock was set to what it shows at the week's end."""
    last = _ahead(week + _WEEK, zone)
    minutes = range(_WEEK // timedelta(minutes=1) + 1)
    first = bisect_left(minutes, True, key=lambda n: _ahead(week + timedelta(minutes=n), zone) == last)  # noqa: FBT003
    return clocks.milliseconds(week + timedelta(minutes=first)), last


def _ahead(moment: datetime, zone: str) -> int:
    ahead = moment.astimezone(clocks.zone(zone)).utcoffset() or timedelta(0)
    return ahead // timedelta(milliseconds=1)
