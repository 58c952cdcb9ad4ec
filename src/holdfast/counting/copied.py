"""Which pictures are copies of one another, whole or in part, found without comparing each with every other.

Pictures that look alike as a whole have imprints that differ in few bits. For others, landmarks are looked
up in tables by some of their bits (P. Indyk and R. Motwani, 1998): a copy has many landmarks in common with
its original, and two other pictures hardly any. Only the few with the most are compared closely.
"""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.overlap import Overlap, overlap
from holdfast.formats import imprint
from holdfast.formats.landmarks import LANDMARK, Landmarks, mirrored
from holdfast.model.look import Look, Pair

SURE_BITS = 31
"""Imprints that differ in no more of 256 bits are alike, whatever the landmarks say."""

_FEW = 40  # pictures of which each is compared with every other
_CLOSELY = 12  # others, with which one is compared closely
_TABLES, _KEY = 6, 22  # tables, and bits of a landmark by which one looks something up in them
_KEPT = 2_000_000  # landmarks in the tables, over all pictures
_CROWD = 64  # landmarks under one key: more are of patterns that occur everywhere
_BLOCK = 512
_SEED = 20261127


def pairs(looks: Mapping[str, Look], new: frozenset[str]) -> Iterator[Pair]:
    """Pairs of pictures (by SHA-256) that are alike and of which at least one is `new`, in order of place."""
    names = [name for name, look in looks.items() if not look.why]
    fresh = [place for place, name in enumerate(names) if name in new]
    marks = [_marks(looks[name]) for name in names]
    wanted = _near_imprints([looks[name].imprint for name in names], fresh)
    likely = _Tables(marks).likely if len(names) > _FEW else lambda _: range(len(names))
    for place in fresh:
        for other in likely(place):
            if other != place:
                wanted.setdefault((min(place, other), max(place, other)), imprint.BITS)
    for (one, other), bits in sorted(wanted.items()):
        a, b = looks[names[one]], looks[names[other]]
        lies = overlap(marks[one], marks[other], _size(a), _size(b))
        if lies or bits <= SURE_BITS:
            yield _pair(names[one], names[other], bits, lies, a, b)


def pair(one: Look, other: Look) -> Pair | None:
    """How two pictures are alike, compared closely; None where they are not. Their names are left empty."""
    bits = min(_near_imprints([one.imprint, other.imprint], [0]).values(), default=imprint.BITS)
    lies = overlap(_marks(one), _marks(other), _size(one), _size(other))
    return _pair("", "", bits, lies, one, other) if lies or bits <= SURE_BITS else None


def _marks(look: Look) -> Landmarks:
    return np.frombuffer(look.marks, LANDMARK)


def _size(look: Look) -> tuple[int, int]:
    return look.seen_width, look.seen_height


def _pair(one: str, other: str, bits: int, lies: Overlap | None, a: Look, b: Look) -> Pair:
    if lies is None:
        return Pair(one, other, bits=bits)
    wide = np.diag([a.seen_width, a.seen_height, 1.0])
    parts = np.diag([1 / b.seen_width, 1 / b.seen_height]) @ lies.map @ wide
    if lies.is_mirrored:
        parts[0] = (0, 0, 1) - parts[0]
    return Pair(one, other, lies.alike, bits, tuple(map(float, parts.reshape(-1))))


def _near_imprints(stored: list[bytes], fresh: list[int]) -> dict[tuple[int, int], int]:
    """Pairs with a fresh one whose imprints, turned and mirrored too, differ in few bits: in how many."""
    with_one = np.array([place for place, one in enumerate(stored) if one], dtype=np.int64)
    looked = [place for place in fresh if stored[place]]
    if not looked:
        return {}
    bits = np.frombuffer(b"".join(stored[place] for place in with_one), np.uint8).reshape(len(with_one), -1)
    signs = np.unpackbits(bits, axis=1).astype(np.float32) * 2 - 1
    found: dict[tuple[int, int], int] = {}
    for begin in range(0, len(looked), _BLOCK):
        block = looked[begin : begin + _BLOCK]
        turned = np.stack([imprint.turns(stored[p]) for p in block]).astype(np.float32) * 2 - 1
        most = (turned.reshape(-1, imprint.BITS) @ signs.T).reshape(len(block), -1, len(signs)).max(axis=1)
        differ = ((imprint.BITS - most) / 2).astype(np.int64)
        for row, column in zip(*np.nonzero(differ <= SURE_BITS), strict=True):
            one, other = block[int(row)], int(with_one[column])
            if one != other:
                pair = (min(one, other), max(one, other))
                found[pair] = min(int(differ[row, column]), found.get(pair, imprint.BITS))
    return found


class _Tables:
    """The landmarks of all pictures, by some of their bits."""

    def __init__(self, marks: list[Landmarks]) -> None:
        self._marks = marks
        most = max(1, _KEPT // max(1, len(marks)))
        kept = [one[:: max(1, -(-len(one) // most))] for one in marks]
        self._owner = np.repeat(np.arange(len(kept)), [len(one) for one in kept])
        bits = np.concatenate([one["bits"] for one in kept])
        self._tables = []
        for chosen in np.random.default_rng(_SEED).permuted(np.tile(np.arange(256), (_TABLES, 1)), axis=1):
            keys = _keys(bits, chosen[:_KEY])
            order = np.argsort(keys, kind="stable")
            self._tables.append((chosen[:_KEY], keys[order], self._owner[order]))

    def likely(self, place: int) -> list[int]:
        """The places of the pictures that share the most landmarks with this one, as it is or mirrored."""
        own = self._marks[place]
        votes = np.zeros(len(self._marks), dtype=np.int64)
        for marks in (own, mirrored(own, 0)):
            for chosen, keys, owner in self._tables:
                wanted = _keys(marks["bits"], chosen)
                begin, end = (np.searchsorted(keys, wanted, side=side) for side in ("left", "right"))
                rare = np.flatnonzero((end > begin) & (end - begin <= _CROWD))
                for first, last in zip(begin[rare].tolist(), end[rare].tolist(), strict=True):
                    np.add.at(votes, owner[first:last], 1)
        votes[place] = 0
        best = np.argsort(-votes, kind="stable")[:_CLOSELY]
        return [int(one) for one in best if votes[one]]


def _keys(bits: NDArray[np.uint8], chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    signs = np.unpackbits(bits, axis=1)[:, chosen].astype(np.int64)
    return signs @ (1 << np.arange(len(chosen), dtype=np.int64))
