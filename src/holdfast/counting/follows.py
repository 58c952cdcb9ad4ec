"""Whether one kind of thing comes after another more often than the hours and habits of both explain."""

import numpy as np
from numpy.typing import NDArray

from holdfast.formats.local_days import DAY

Times = NDArray[np.int64]

_AROUND = 21
"""Days on each side of a thing with which that thing is compared."""


def separate(at: Times, within: int) -> Times:
    """The times without those that come within so many milliseconds of one that is kept, in order."""
    kept: list[int] = []
    for one in at.tolist():
        if not kept or one - kept[-1] >= within:
            kept.append(one)
    return np.array(kept, dtype=np.int64)


def followed(first: Times, then: Times, within: int) -> NDArray[np.int64]:
    """For each of the first how long until the next of the others, -1 where none comes within that time.

    Both are in order of time. What comes at the same instant does not follow.
    """
    if not len(then):
        return np.full(len(first), -1, dtype=np.int64)
    place = np.searchsorted(then, first, side="right")
    delay = then[np.minimum(place, len(then) - 1)] - first
    is_so = (place < len(then)) & (delay <= within)
    return np.where(is_so, delay, -1)


def usual(first: Times, then: Times, within: int) -> NDArray[np.float64]:
    """For each of the first: the share of the days around it on which one of the others came so soon after
    that hour.

    So the habits of day and night, and busier weeks, are the same for both. Days before the first and after
    the last of the others say nothing.
    """
    happened = np.zeros(len(first))
    looked = np.zeros(len(first))
    for days in range(-_AROUND, _AROUND + 1):
        moved = first + days * DAY
        if days and len(then):
            happened += followed(moved, then, within) >= 0
            looked += (moved >= then[0] - DAY) & (moved <= then[-1])
    return np.asarray((happened + 1) / (looked + 1))


def so_many(count: int, shares: NDArray[np.float64]) -> float:
    """The exact chance that `count` or more of these happen, each with its own share (Poisson binomial)."""
    chances = np.zeros(len(shares) + 1)
    chances[0] = 1.0
    for number, share in enumerate(np.minimum(shares, 1.0).tolist(), 1):
        chances[1 : number + 1] = chances[1 : number + 1] * (1 - share) + chances[:number] * share
        chances[0] *= 1 - share
    return float(min(1.0, chances[count:].sum()))
