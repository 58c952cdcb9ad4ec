"""The small model: weights for hashed words, pairs of words and pieces of words, one column for each head.

A message's score is linear: the weights of its words and pairs, divided by their length as a vector, plus the
same for the pieces. Everything is looked up for thousands of messages at once, and nothing is multiplied that
is not there.
"""

import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from holdfast.wording.heads import COLUMNS

WORD_BITS, PIECE_BITS = 18, 17
"""So many binary digits of a hash are used: for words and pairs, and for pieces of words."""

BEGINS = "<begins>"
"""Stands before the first word of a message."""

IDF_UNIT = 20.0
"""One unit of how rare a feature is, as the file keeps it."""

_SHORTEST, _LONGEST = 3, 5  # signs of a piece
_CUT = 40  # signs of a word that pieces are made of
_ODD_1, _ODD_2, _PRIME = np.uint32(2_654_435_761), np.uint32(2_246_822_519), np.uint32(16_777_619)

Places = NDArray[np.int64]
Floats = NDArray[np.float32]


def word_hashes(words: Sequence[str]) -> NDArray[np.uint32]:
    """A number for each word."""
    codes = (zlib.crc32(word.encode("utf-8", "replace")) for word in words)
    return np.fromiter(codes, dtype=np.uint32, count=len(words))


def word_places(hashes: NDArray[np.uint32]) -> Places:
    """Where the weights of single words stand."""
    return ((hashes * _ODD_1) >> np.uint32(32 - WORD_BITS)).astype(np.int64)


def pair_places(hashes: NDArray[np.uint32]) -> Places:
    """Where the weights of each word with the next stand; one fewer than words."""
    mixed = (hashes[:-1] * _ODD_2) ^ ((hashes[1:] + np.uint32(0x9E37)) * _ODD_1)
    return ((mixed * _ODD_2) >> np.uint32(32 - WORD_BITS)).astype(np.int64)


def piece_places(words: Sequence[str]) -> tuple[Places, Places]:
    """For every piece of every word: the number of the word, and where the weights of the piece stand.

    Pieces are three to five signs in a row, of the word between blanks.
    """
    coded = [f" {word[:_CUT]} ".encode("utf-8", "replace") for word in words]
    sizes = np.fromiter(map(len, coded), dtype=np.int64, count=len(coded))
    signs = np.frombuffer(b"".join(coded), dtype=np.uint8).astype(np.uint32) + np.uint32(1)
    number = np.repeat(np.arange(len(coded)), sizes)
    left = np.repeat(np.cumsum(sizes), sizes) - np.arange(len(signs))
    found_words, found_places = [], []
    padded = np.concatenate((signs, np.zeros(_LONGEST, dtype=np.uint32)))
    value = np.zeros(len(signs), dtype=np.uint32)
    for length in range(1, _LONGEST + 1):
        value = (value ^ padded[length - 1 : length - 1 + len(signs)]) * _PRIME
        if length >= _SHORTEST:
            whole = left >= length
            found_words.append(number[whole])
            found_places.append(((value[whole] * _ODD_1) >> np.uint32(32 - PIECE_BITS)).astype(np.int64))
    return np.concatenate(found_words), np.concatenate(found_places)


class Model:
    """Weights as the file beside this module holds them.

    `words` and `pieces`: float32, one row for each place, a column for each head, and last the square of how
    rare the feature is. `bias`: one number for each head. `second`: for each head the weights of the second
    step.
    """

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        self.words = _table(arrays["word_weights"], arrays["word_scale"], arrays["word_idf"])
        self.pieces = _table(arrays["piece_weights"], arrays["piece_scale"], arrays["piece_idf"])
        self.bias = arrays["bias"].astype(np.float32)
        self.second = arrays["second"].astype(np.float64)
        self.thresholds = arrays["thresholds"].astype(np.float64)
        self.rough_words = dict(
            zip(arrays["rough_hashes"].tolist(), arrays["rough_shares"].tolist(), strict=True)
        )
        self.version = str(arrays["version"])

    def of_words(self, words: Sequence[str]) -> Floats:
        """For each word the sum over its pieces: a column for each head, and the square of their length."""
        number, places = piece_places(words)
        found = np.zeros((len(words), self.pieces.shape[1]), dtype=np.float32)
        if len(number):
            order = np.argsort(number, kind="stable")
            begins = np.flatnonzero(np.diff(number[order], prepend=-1))
            found[number[order][begins]] = np.add.reduceat(self.pieces[places[order]], begins, axis=0)
        return found

    def scores(self, hashes: NDArray[np.uint32], of_words: Floats, begins: Places) -> Floats:
        """For each message one score a head, before they are made comparable.

        `hashes` of all words of all messages in a row, each message beginning with `BEGINS` at its place in
        `begins`; `of_words` the rows of `of_words` for the same words.
        """
        rows = self.words[word_places(hashes)]
        pairs = np.concatenate((pair_places(hashes), [0]))
        rows += self.words[pairs]
        # The last word of a message makes no pair with the first of the next.
        last = np.concatenate((begins[1:], [len(hashes)])) - 1
        rows[last] -= self.words[pairs[last]]
        whole = np.add.reduceat(rows, begins, axis=0)
        inside = np.add.reduceat(of_words, begins, axis=0)
        heads = len(COLUMNS)
        return np.asarray(_by_length(whole, heads) + _by_length(inside, heads) + self.bias, dtype=np.float32)


def _by_length(rows: Floats, heads: int) -> Floats:
    return np.asarray(rows[:, :heads] / np.sqrt(np.maximum(rows[:, heads:], 1e-6)), dtype=np.float32)


def _table(weights: NDArray[np.int8], scale: NDArray[np.float32], idf: NDArray[np.uint8]) -> Floats:
    rare = idf.astype(np.float32)[:, None] / np.float32(IDF_UNIT)
    return np.concatenate((weights.astype(np.float32) * scale * rare, rare * rare), axis=1, dtype=np.float32)


def read(data: bytes) -> Model:
    """A model from the bytes of its file: arrays only. Raises ValueError for objects, which could be
    programs.
    """
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        return Model({name: arrays[name] for name in arrays.files})


@cache
def model() -> Model:
    """The model that comes with the program."""
    return read(files(__package__).joinpath("weights.npz").read_bytes())


def blocks(number: int, size: int) -> Iterator[slice]:
    """Stretches of a row of things."""
    for start in range(0, number, size):
        yield slice(start, min(number, start + size))
