"""How often chance alone makes a difference as large as the one that was counted."""

from math import lgamma

import numpy as np
from numpy.typing import NDArray


def at_least(count: int, of: int, share: float) -> float:
    """The chance of `count` or more of `of`, each with this share (binomial)."""
    if count <= 0 or share >= 1:
        return 1.0
    if share <= 0 or count > of:
        return 0.0
    k = np.arange(count, of, dtype=np.float64)
    first = lgamma(of + 1) - lgamma(count + 1) - lgamma(of - count + 1)
    odds = np.log(share) - np.log1p(-share)
    # Each term from the one before it.
    terms = np.concatenate(([0.0], np.cumsum(np.log((of - k) / (k + 1)) + odds)))
    terms += first + count * np.log(share) + (of - count) * np.log1p(-share)
    return float(min(1.0, np.exp(terms).sum()))


def time_after(at: NDArray[np.int64], within: int) -> int:
    """How much time lies within so long after any of these instants, which are in order, in milliseconds."""
    return int(np.minimum(np.diff(np.append(at, at[-1] + within)), within).sum())


def same_rate(before: int, after: int) -> float:
    """The exact two-sided chance of a split at least this uneven, over two spans of equal length.

    If things come singly and at one steady rate, each of them falls on either side like a fair coin (the
    exact comparison of two Poisson rates), so this is the binomial chance of a split as uneven as `before`
    against `after`, or more so. 1.0 where there is nothing. Takes as long as the smaller number.
    """
    total, fewer = before + after, min(before, after)
    if before == after:
        return 1.0
    k = np.arange(1, fewer + 1, dtype=np.float64)
    # Each term from the one before it, in logarithms, since the terms themselves are too small to hold.
    terms = np.concatenate(([0.0], np.cumsum(np.log((total - k + 1) / k)))) - total * np.log(2.0)
    largest = terms.max()
    return float(min(1.0, 2.0 * np.exp(largest) * np.exp(terms - largest).sum()))
