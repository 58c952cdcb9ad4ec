"""Days from which on more came than before, or less: each with how often chance does that, and with its
doubt.

A series is cut in two where the sums of the days lean furthest to one side (CUSUM), on square roots, so that
one very full day does not decide. Whole weeks are dealt out anew to see how far sums lean by chance: what
is alike within a week, such as working days, stays together. Each part is then looked at in the same way.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

WEEK = 7
FEWEST_WEEKS = 8
"""A shorter series has too few weeks to be dealt out."""

SURE = 0.01
"""How often chance alone may make a change anywhere among all that was looked at."""

INTERVAL = 0.95
"""The chance with which the day lies within the span that is given."""

_LEAST = 2  # weeks on each side of a change
_DEALT = 500  # at a time
_MOST_DEALT = 40  # times
_ENOUGH = 10  # more often reached by chance than this: no need to deal on
_SEED = 20260103

Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Change:
    """`day` is the likeliest first day of the new pace, counted from 0; `earliest` and `latest` hold it.

    `before` and `after`: items in a day, from the change before to this one and from it to the next.
    `chance`: how often weeks in another order lean as far, corrected for all series looked at.
    """

    day: int
    earliest: int
    latest: int
    before: float
    after: float
    chance: float


def changes(counts: Counts, looked_at: int = 1) -> list[Change]:
    """The changes in one series of items in each day, in order of time. `looked_at`: series in all."""
    if len(counts) < FEWEST_WEEKS * WEEK:
        return []
    cuts: list[tuple[int, int, int, float]] = []
    _cut(np.sqrt(counts), 0, max(1, looked_at), cuts)
    cuts.sort()
    edges = [0, *(day for day, *_ in cuts), len(counts)]
    means = [float(counts[a:b].mean()) for a, b in pairwise(edges)]
    return [
        Change(day, earliest, latest, means[n], means[n + 1], chance)
        for n, (day, earliest, latest, chance) in enumerate(cuts)
    ]


def _cut(roots: Counts, begin: int, looked_at: int, cuts: list[tuple[int, int, int, float]]) -> None:
    """Adds the changes within these days, the first of which is day `begin`."""
    if len(roots) < FEWEST_WEEKS * WEEK:
        return
    chance = min(1.0, _chance(roots) * looked_at)
    if chance > SURE:
        return
    day, earliest, latest = _when(roots)
    cuts.append((begin + day, begin + earliest, begin + latest, chance))
    _cut(roots[:day], begin, looked_at, cuts)
    _cut(roots[day:], begin + day, looked_at, cuts)


def _chance(roots: Counts) -> float:
    """How often the weeks of this series, dealt out anew, lean as far to one side as they do."""
    weeks = roots[: len(roots) // WEEK * WEEK].reshape(-1, WEEK).sum(axis=1)
    weeks = weeks - weeks.mean()
    lean = float(_lean(weeks[None, :])[0])
    rng = np.random.default_rng(_SEED)
    reached = dealt = 0
    for _ in range(_MOST_DEALT):
        reached += int(np.count_nonzero(_lean(rng.permuted(np.tile(weeks, (_DEALT, 1)), axis=1)) >= lean))
        dealt += _DEALT
        if reached >= _ENOUGH:
            break
    return (reached + 1) / (dealt + 1)


def _lean(weeks: Counts) -> Counts:
    """The largest sum up to some week, weighed by how many there are on both sides, for each row."""
    number = weeks.shape[1]
    place = np.arange(1, number)
    weight = np.sqrt(place * (number - place) / number)
    sums = np.abs(np.cumsum(weeks, axis=1)[:, :-1]) / weight
    found: Counts = sums[:, _LEAST - 1 : number - _LEAST].max(axis=1)
    # Rounding must not decide whether the same weeks in another order lean as far.
    return np.round(found, 9)


def _when(roots: Counts) -> tuple[int, int, int]:
    """The likeliest first day of the new pace and the span that holds it, by both paces' likelihood."""
    number = len(roots)
    days = np.arange(_LEAST * WEEK, number - _LEAST * WEEK + 1)
    first = np.cumsum(roots)[days - 1]
    total, squares = float(roots.sum()), float((roots * roots).sum())
    # What is left of the squares once each side has a mean of its own.
    left = squares - first * first / days - (total - first) ** 2 / (number - days)
    weight = -0.5 * np.log(days * (number - days)) - (number - 2) / 2 * np.log(np.maximum(left, 1e-9))
    likely = np.exp(weight - weight.max())
    likely /= likely.sum()
    order = np.argsort(-likely, kind="stable")
    held = order[: int(np.searchsorted(np.cumsum(likely[order]), INTERVAL)) + 1]
    return int(days[order[0]]), int(days[held.min()]), int(days[held.max()])
