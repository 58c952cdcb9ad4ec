"""The hour that a zone's clock showed, as SQL over `event e`."""

from functools import lru_cache

from holdfast.formats.zone_changes import ahead, change

_WEEK = 7 * 86_400_000
# From 1970 to 2050: exports of today hold nothing older, and no rules are known for what lies further ahead.
_LAST = 29_220 * 86_400_000

_HOUR = "(((e.at + {ahead}) % 86400000 + 86400000) % 86400000 / 3600000)"


def hour(zone: str) -> tuple[str, list[int]]:
    """An expression for the hour (0 to 23) of an event on the clock of this zone, with the values to bind.

    Raises RequestError where `zone` names no zone.
    """
    first, *changes = _changes(zone)
    if not changes:
        return _HOUR.format(ahead="?"), [first[1]]
    cases, bound, before = [], [], first[1]
    for at, after in changes:
        cases.append("WHEN e.at < ? THEN ?")
        bound += [at, before]
        before = after
    return _HOUR.format(ahead=f"CASE {' '.join(cases)} ELSE ? END"), [*bound, before]


@lru_cache(maxsize=8)
def _changes(zone: str) -> tuple[tuple[int, int], ...]:
    """From which instant on the clock is how far ahead of UTC, both in milliseconds, in order of time."""
    found = [(0, ahead(0, zone))]
    for week in range(0, _LAST, _WEEK):
        after = ahead(week + _WEEK, zone)
        if after != found[-1][1]:
            found.append((change(week, week + _WEEK, zone), after))
    return tuple(found)
