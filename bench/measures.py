"""Measures of a likelihood ratio against the truth, each with an interval from drawing the writers anew."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_UNSURE = 0.05
"""So near to one half the question counts as not answered."""
_BINS = 10


@dataclass(frozen=True)
class Pairs:
    """`ratio`: logarithms to base 10. `one`, `other`: numbers of the writers. All of one length."""

    ratio: Floats
    same: NDArray[np.bool_]
    one: NDArray[np.intp]
    other: NDArray[np.intp]

    def weights(self, times: NDArray[np.intp]) -> Floats:
        """How much each pair counts where a writer was drawn so many times: each side half of all."""
        weight = np.where(self.same, times[self.one], times[self.one] * times[self.other]).astype(np.float64)
        for side in (self.same, ~self.same):
            weight[side] *= 0.5 / max(weight[side].sum(), 1e-12)
        return weight


def _auc(pairs: Pairs, weight: Floats) -> float:
    values, place = np.unique(pairs.ratio, return_inverse=True)
    apart = np.bincount(place, np.where(pairs.same, 0.0, weight), minlength=len(values))
    together = np.bincount(place, np.where(pairs.same, weight, 0.0), minlength=len(values))
    return float((together * (np.cumsum(apart) - apart / 2)).sum() / (together.sum() * apart.sum()))


def _chance(pairs: Pairs) -> Floats:
    return 1 / (1 + 10**-pairs.ratio)


def _c_at_1(pairs: Pairs, weight: Floats) -> float:
    chance = _chance(pairs)
    unsure = np.abs(chance - 0.5) < _UNSURE
    right = weight[~unsure & ((chance > 0.5) == pairs.same)].sum()
    return float(right + weight[unsure].sum() * right)


def _f_05_u(pairs: Pairs, weight: Floats) -> float:
    chance = _chance(pairs)
    unsure = np.abs(chance - 0.5) < _UNSURE
    yes = ~unsure & (chance > 0.5)
    true, false = weight[yes & pairs.same].sum(), weight[yes & ~pairs.same].sum()
    missed = weight[~yes & ~unsure & pairs.same].sum() + weight[unsure].sum()
    return float(1.25 * true / (1.25 * true + 0.25 * missed + false))


def _brier(pairs: Pairs, weight: Floats) -> float:
    return float((weight * (_chance(pairs) - pairs.same) ** 2).sum())


def _ece(pairs: Pairs, weight: Floats) -> float:
    chance = _chance(pairs)
    bins = np.minimum((chance * _BINS).astype(int), _BINS - 1)
    off = np.bincount(bins, weight * (chance - pairs.same), minlength=_BINS)
    return float(np.abs(off).sum())


def _cllr(pairs: Pairs, weight: Floats) -> float:
    sign = np.where(pairs.same, -1.0, 1.0)
    return float((weight * np.log2(1 + 10 ** (sign * pairs.ratio))).sum())


def _above(limit: float) -> Callable[[Pairs, Floats], float]:
    def measure(pairs: Pairs, weight: Floats) -> float:
        apart = ~pairs.same
        return float(weight[apart & (pairs.ratio >= np.log10(limit) - 1e-9)].sum() / weight[apart].sum())

    return measure


MEASURES: dict[str, Callable[[Pairs, Floats], float]] = {
    "AUC": _auc, "c@1": _c_at_1, "F0.5u": _f_05_u, "Brier": _brier, "ECE": _ece, "Cllr": _cllr,
    "P(LR >= 10, two hands)": _above(10), "P(LR >= 100, two hands)": _above(100),
}  # fmt: skip


def measured(pairs: Pairs, draws: int, seed: int) -> dict[str, tuple[float, float, float]]:
    """Each measure with the ends of its 95 % interval."""
    rng = np.random.default_rng(seed)
    people = int(max(pairs.one.max(), pairs.other.max())) + 1
    whole = pairs.weights(np.ones(people, dtype=np.intp))
    drawn = [pairs.weights(rng.multinomial(people, np.full(people, 1 / people))) for _ in range(draws)]
    found = {}
    for name, measure in MEASURES.items():
        values = [measure(pairs, weight) for weight in drawn]
        low, high = np.quantile(values, (0.025, 0.975))
        found[name] = (measure(pairs, whole), float(low), float(high))
    return found
