"""When two accounts wrote: one after the other or at once, and how soon a new one came after a dated line."""

from dataclasses import dataclass
from math import exp, lgamma

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.newcomers import first_rows
from holdfast.formats.local_days import DAY, HOUR
from holdfast.model.frame import UNKNOWN_TIME, Frame
from holdfast.model.marker import Marker

SOON = 72 * HOUR
AT_ONCE = 60_000
_BEGINNING = 3 * DAY  # at the beginning of a record every account is new


@dataclass(frozen=True)
class Arrival:
    """A new account soon after a line. `expected`: how many would have come so soon by chance."""

    marker: Marker
    account: int
    after: int
    expected: float


def arrivals(frame: Frame) -> list[Arrival]:
    """Accounts of others first seen within `SOON` after a dated line, in order of line and time."""
    first = {a: int(frame.at[row]) for a, row in first_rows(frame).items() if not frame.mine[a]}
    times = np.sort(np.array(list(first.values()), dtype=np.int64))
    if not len(times):
        return []
    begin, end = int(times[0]) + _BEGINNING, int(frame.at[frame.at != UNKNOWN_TIME].max())
    new = np.count_nonzero(times > begin)
    rate = new / max(DAY, end - begin)
    found = []
    for marker in frame.markers:
        if marker.when.at is None or marker.when.at < begin:
            continue
        came = sorted((at, a) for a, at in first.items() if marker.when.at < at <= marker.when.at + SOON)
        found += [
            Arrival(marker, account, at - marker.when.at, rate * (at - marker.when.at))
            for at, account in came
        ]
    return found


def apart_by_chance(one: NDArray[np.int64], other: NDArray[np.int64]) -> float | None:
    """The chance that one ends before the other begins, were their times shuffled; None if they mix."""
    if one.max() >= other.min() and other.max() >= one.min():
        return None
    return min(
        1.0, 2 * exp(lgamma(len(one) + 1) + lgamma(len(other) + 1) - lgamma(len(one) + len(other) + 1))
    )


def at_once(one: NDArray[np.int64], other: NDArray[np.int64]) -> int:
    """How often one wrote within a minute of the other. Both in order of time, in milliseconds."""
    low = np.searchsorted(other, one - AT_ONCE, side="left")
    high = np.searchsorted(other, one + AT_ONCE, side="right")
    return int(np.count_nonzero(high > low))
