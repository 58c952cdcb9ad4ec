"""How often chance alone makes a difference as large as the one that was counted."""

import numpy as np


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
