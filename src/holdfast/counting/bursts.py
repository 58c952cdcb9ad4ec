"""Times at which far more came in than before and after: bursts, measured against the record itself."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.contact import Contact, Mask
from holdfast.formats.local_days import DAY, HOUR

FEWEST_IN_BURST = 20
"""Fewer items in a window are no burst, however quiet the rest is."""

WINDOWS = (HOUR, 6 * HOUR, DAY)
SURE = 0.001
"""How often chance alone may make such a window anywhere in the record."""

_TRIM = 0.95  # the busiest windows say nothing of the ordinary ones


@dataclass(frozen=True)
class Burst:
    """`rows`: the items inside, in order of time. `usual`: the mean number in a window of this length.

    `chance`: how often an ordinary record of this length has a window as full, at the most.
    """

    rows: NDArray[np.intp]
    window: int
    usual: float
    chance: float


def bursts(contact: Contact, mask: Mask) -> list[Burst]:
    """Separate bursts among these rows, in order of time.

    Items in windows of ordinary times are taken to follow a negative binomial distribution (a Poisson rate
    that itself varies), fitted to all but the busiest windows; the chance is corrected for every window and
    length that was looked at. What is in a burst of a shorter window is not looked at again in a longer one.
    """
    rows = contact.rows(mask & contact.to_the_minute)
    found: list[Burst] = []
    for window in WINDOWS:
        here = _of_one_length(rows, contact.frame.at[rows], window)
        found += here
        rows = (
            np.setdiff1d(rows, np.concatenate([b.rows for b in here]), assume_unique=True) if here else rows
        )
        rows = rows[np.argsort(contact.frame.at[rows], kind="stable")]
    return sorted(found, key=lambda burst: int(contact.frame.at[burst.rows[0]]))


def _of_one_length(rows: NDArray[np.intp], at: NDArray[np.int64], window: int) -> list[Burst]:
    """Windows of this length that are too full, those that share items as one burst."""
    if len(rows) < FEWEST_IN_BURST:
        return []
    mean, spread = _usual(at, window)
    looks = len(WINDOWS) * max(1.0, (at[-1] - at[0]) / window)
    ends = np.searchsorted(at, at + window, side="right")
    counts = ends - np.arange(len(at))
    chances = {
        count: looks * _at_least(count, mean, spread)
        for count in np.unique(counts[counts >= FEWEST_IN_BURST]).tolist()
    }
    found: list[Burst] = []
    for first in np.flatnonzero([chances.get(count, 1.0) <= SURE for count in counts.tolist()]).tolist():
        inside = rows[first : int(ends[first])]
        chance = chances[int(counts[first])]
        if found and found[-1].rows[-1] in inside:
            before = found.pop()
            inside = np.concatenate((before.rows, inside[np.flatnonzero(inside == before.rows[-1])[0] + 1 :]))
            chance = min(chance, before.chance)
        found.append(Burst(inside, window, mean, chance))
    return found


def _usual(at: NDArray[np.int64], window: int) -> tuple[float, float]:
    """Mean and variance of the number of items in ordinary windows of this length."""
    counts = np.bincount((at - at[0]) // window)
    usual = np.sort(counts)[: max(1, int(len(counts) * _TRIM))].astype(np.float64)
    mean = max(float(usual.mean()), 1.0 / len(counts))
    return mean, max(float(usual.var()), mean)


def _at_least(count: int, mean: float, variance: float) -> float:
    """The chance of `count` or more, negative binomial (Poisson where the variance is the mean)."""
    variance = max(variance, mean * 1.0001)
    size = mean * mean / (variance - mean)
    share = mean / variance
    k = np.arange(count, dtype=np.float64)
    steps = np.log((k[1:] + size - 1) / k[1:]) + np.log1p(-share)
    terms = size * np.log(share) + np.concatenate(([0.0], np.cumsum(steps)))
    below = float(np.exp(terms).sum())
    if below < 1 - 1e-9:
        return max(0.0, 1 - below)
    # The tail is too small to be told from rounding: its first term bounds it closely enough.
    last = terms[-1] + np.log((count + size - 1) / count) + np.log1p(-share)
    ratio = (count + size) / (count + 1) * (1 - share)
    return float(np.exp(last) / max(1e-9, 1 - ratio)) if ratio < 1 else 1.0
