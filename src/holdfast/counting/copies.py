"""Texts that are nearly the same, found without comparing each with every other.

Texts are taken as sets of neighbouring word pairs. Sets with much in common share a part of their MinHash
signature (Broder 1997), so only texts that share one are compared exactly.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from holdfast.formats.skeleton import folded
from holdfast.formats.words import words

FEWEST_WORDS = 8
"""Shorter texts are the same by chance."""

LIKE = 0.45
"""Two texts are nearly the same from this share of common word pairs on (Jaccard)."""

_FEWEST_PAIRS = 6  # fewer pairs in common are a turn of phrase
_BANDS, _ROWS = 32, 3
_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_BETWEEN = re.compile(r"[\W_]+")
_LONGEST = 400  # words of a text that are looked at
_SEED = 20260101
_AT_A_TIME = 20_000  # pairs: what is worked out for all of them at once takes 15 MB

Pairs = NDArray[np.uint64]


def near_copies(texts: Sequence[str], fewest: int = 3) -> list[list[int]]:
    """Places of texts that are nearly the same, in groups of at least `fewest`, the largest group first.

    A group hangs together by pairs: its first and last member may have less in common. Takes about
    n log n for n texts; the seed is fixed, so the same texts give the same groups.
    """
    same: dict[bytes, list[int]] = defaultdict(list)
    sets: list[Pairs] = []
    first: list[int] = []
    for place, text in enumerate(texts):
        pairs = _pairs(text)
        if pairs is None:
            continue
        key = pairs.tobytes()
        if key not in same:
            sets.append(pairs)
            first.append(place)
        same[key].append(place)
    join = _Union(len(sets))
    for band in _signatures(sets):
        order = np.argsort(band, kind="stable")
        alike = np.flatnonzero(band[order[1:]] == band[order[:-1]])
        for one, other in zip(order[alike].tolist(), order[alike + 1].tolist(), strict=True):
            if join.find(one) != join.find(other) and _jaccard(sets[one], sets[other]) >= LIKE:
                join.unite(one, other)
    groups: dict[int, list[int]] = defaultdict(list)
    for number, pairs in enumerate(sets):
        groups[join.find(number)] += same[pairs.tobytes()]
    found = [sorted(group) for group in groups.values() if len(group) >= fewest]
    return sorted(found, key=lambda group: (-len(group), group[0]))


def _pairs(text: str) -> Pairs | None:
    """The hashed pairs of neighbouring words, in order of size; None for a text with too few words.

    Lines quoted from an earlier mail are another text.
    """
    own = _QUOTED.sub("", text[:8_000])
    said = words(_BETWEEN.sub(" ", folded(own))).split()[:_LONGEST]
    if len(said) < FEWEST_WORDS:
        return None
    hashed = {zlib.crc32(f"{one} {other}".encode()) for one, other in pairwise(said)}
    return np.array(sorted(hashed), dtype=np.uint64)


def _signatures(sets: list[Pairs]) -> NDArray[np.uint64]:
    """One number for each band and set: equal where the band of the two MinHash signatures is."""
    rng = np.random.default_rng(_SEED)
    odd = rng.integers(1, 1 << 62, size=_BANDS * _ROWS, dtype=np.uint64) | np.uint64(1)
    plus = rng.integers(0, 1 << 62, size=_BANDS * _ROWS, dtype=np.uint64)
    mix = rng.integers(1, 1 << 62, size=_ROWS, dtype=np.uint64) | np.uint64(1)
    bands = np.empty((_BANDS, len(sets)), dtype=np.uint64)
    ends = np.cumsum([len(pairs) for pairs in sets])
    begin = 0
    while begin < len(sets):
        # As many texts at a time as have so many pairs together: at least one.
        done = int(ends[begin - 1]) if begin else 0
        end = max(begin + 1, int(np.searchsorted(ends, done + _AT_A_TIME, side="right")))
        flat = np.concatenate(sets[begin:end])
        starts = ends[begin:end] - done - [len(pairs) for pairs in sets[begin:end]]
        least = np.minimum.reduceat(flat[:, None] * odd + plus, starts, axis=0)
        bands[:, begin:end] = (least.reshape(end - begin, _BANDS, _ROWS) * mix).sum(axis=2).T
        begin = end
    return bands


def _jaccard(one: Pairs, other: Pairs) -> float:
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / (len(one) + len(other) - both) if both >= _FEWEST_PAIRS else 0.0


class _Union:
    """Sets that grow together."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, one: int) -> int:
        """The member that stands for the set of this one."""
        parent = self._parent
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    def unite(self, one: int, other: int) -> None:
        """Makes one set of two, under the earlier member."""
        low, high = sorted((self.find(one), self.find(other)))
        self._parent[high] = low
