"""What is measured of each message: the model's scores, the phrases found, and the words that change a
meaning.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from holdfast.wording.context import aside
from holdfast.wording.heads import COLUMNS, NAMES
from holdfast.wording.matching import Hit, candidates, hit, line, word_bits
from holdfast.wording.model import BEGINS, Floats, Model, Places, blocks, model, word_hashes
from holdfast.wording.phrases import entries, known
from holdfast.wording.tokens import NAMED, Words, is_spelt

FLAGS = ("you", "said", "laugh", "deny", "quote", "play", "story", "help")
"""Kinds of words that change what others mean; one column each in `Signals.flags`."""

_ENGLISH_WORDS = (
    "the and but if you they my your his her them of for with this that what who where when how there here "
    "not would could should did does got get please thanks it are have has can i she to"
)
_OTHER_WORDS = (
    "der das und ich du nicht ist ein eine mit auf wir sie dann morgen bis wo dich dir le la les un "
    "une et je tu elle nous vous pas est dans que qui pour el los las y yo es en con por para mi se "
    "che per non sono uma nao het een ik niet te voy donde ou vais sais och jag det som nie jest"
)
_ENGLISH, _OTHER = frozenset(_ENGLISH_WORDS.split()), frozenset(_OTHER_WORDS.split())
_SILENT, _ALONE = -4.0, 2.0
WITH_PHRASE = 0.25
"""A message in which a phrase was found that counts is listed from this share on."""

_FEWEST = 5  # words before anything can be said about their language

_LISTS = {"said": "SAID", "laugh": "LAUGH", "deny": "DENY", "play": "PLAY", "story": "STORY", "help": "HELP"}
_BLOCK = 4_096  # messages at once
_KEPT = 300_000  # different words, before the tables are begun anew


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A phrase in a message, and why it is set aside ("" where it is not)."""

    hit: Hit
    aside: str


@dataclass(frozen=True, kw_only=True)
class Signals:
    """One row for each message.

    scores: a column for each of `COLUMNS`, of the model alone. fires, asides: a column for each head, whether
    a phrase of it was found that counts, or one that is set aside. flags: a column for each of `FLAGS`.
    foreign: messages of at least five words of which hardly any is a small English word. found: the phrases,
    by place of the message.
    """

    scores: Floats
    fires: NDArray[np.bool_]
    asides: NDArray[np.bool_]
    flags: NDArray[np.bool_]
    foreign: NDArray[np.bool_]
    found: dict[int, tuple[Found, ...]]


class _Table:
    """What is known of each different word: its number, its hash, its pieces, patterns it can belong to."""

    def __init__(self, weights: Model) -> None:
        self._weights = weights
        self._flags = [
            frozenset({"you", "your", "yourself", NAMED}),
            *(frozenset(e for e in entries(_LISTS[f]) if " " not in e) if f in _LISTS else frozenset({'"'})
              for f in FLAGS[1:]),
        ]  # fmt: skip
        self.clear()

    def clear(self) -> None:
        self.numbers: dict[str, int] = {}
        self.names: list[str] = []
        self.hashes = np.zeros(0, dtype=np.uint32)
        self.pieces = np.zeros((0, len(COLUMNS) + 1), dtype=np.float32)
        self.bits = word_bits([])
        self.flags = np.zeros((0, len(FLAGS)), dtype=np.bool_)
        self.kinds = np.zeros((0, 3), dtype=np.int32)

    def take(self, said: Iterable[Iterable[str]]) -> None:
        """Learns what is new among the words of these messages."""
        fresh = sorted(set().union(*said).difference(self.numbers))
        if not fresh:
            return
        self.numbers.update(zip(fresh, range(len(self.names), len(self.names) + len(fresh)), strict=True))
        self.names += fresh
        self.hashes = np.concatenate((self.hashes, word_hashes(fresh)))
        self.pieces = np.concatenate((self.pieces, self._weights.of_words(fresh)))
        self.bits = np.concatenate((self.bits, word_bits(fresh)))
        flags = [[word in one for one in self._flags] for word in fresh]
        self.flags = np.concatenate((self.flags, np.array(flags, dtype=np.bool_)))
        kinds = [[word.isalpha(), word in _ENGLISH, _is_other(word)] for word in fresh]
        self.kinds = np.concatenate((self.kinds, np.array(kinds, dtype=np.int32)))


def reader(names: Iterable[str] = ()) -> Words:
    """The words of messages to or from a person of these names."""
    return Words(known(), names)


def split(text: str, words: Words) -> list[str]:
    """The words of one message, also where letters stand one by one."""
    return words.of(words.joined(text) if is_spelt(text) else text)


def signals(texts: Sequence[str], names: Iterable[str] = (), weights: Model | None = None) -> Signals:
    """Looks at every message once; takes time in proportion to their length."""
    weights = weights or model()
    words, table = reader(names), _Table(weights)
    number = len(texts)
    scores = np.zeros((number, len(COLUMNS)), dtype=np.float32)
    flags = np.zeros((number, len(FLAGS)), dtype=np.bool_)
    foreign = np.zeros(number, dtype=np.bool_)
    found: dict[int, tuple[Found, ...]] = {}
    for part in blocks(number, _BLOCK):
        if len(table.names) > _KEPT:
            table.clear()
        said = [split(text, words) for text in texts[part]]
        numbers, begins = _numbered(said, table)
        scores[part] = weights.scores(table.hashes[numbers], table.pieces[numbers], begins)
        flags[part] = np.logical_or.reduceat(table.flags[numbers], begins, axis=0)
        kinds = np.add.reduceat(table.kinds[numbers], begins, axis=0)
        other = kinds[:, 2] > kinds[:, 1]
        scores[part][other] = _SILENT  # the model reads English
        foreign[part] = other & (kinds[:, 0] >= _FEWEST)
        bits = np.bitwise_or.reduceat(table.bits[numbers], begins, axis=0)
        for place, several in _phrases(said, bits).items():
            found[part.start + place] = several
    fires, asides = (np.zeros((number, len(NAMES)), dtype=np.bool_) for _ in range(2))
    for place, several in found.items():
        for one in several:
            head = NAMES.index(one.hit.phrase.head)
            (asides if one.aside else fires)[place, head] = True
            if one.hit.phrase.language != "English" and not one.aside:
                # The model knows no words of other languages: there a set phrase speaks alone.
                scores[place, head] = max(scores[place, head], _ALONE)
    return Signals(scores=scores, fires=fires, asides=asides, flags=flags, foreign=foreign, found=found)


def _numbered(said: list[list[str]], table: _Table) -> tuple[Places, Places]:
    """All words of all messages in a row as numbers, and where each message begins."""
    table.take([[BEGINS], *said])
    number, begin = table.numbers, [table.numbers[BEGINS]]
    row: list[int] = []
    begins = []
    for words in said:
        begins.append(len(row))
        row += begin
        row += map(number.__getitem__, words)
    return np.array(row, dtype=np.int64), np.array(begins, dtype=np.int64)


def _phrases(said: list[list[str]], bits: NDArray[np.uint64]) -> dict[int, tuple[Found, ...]]:
    lines: dict[int, str] = {}
    found: dict[int, list[Found]] = {}
    for place, pattern in candidates(bits):
        if place not in lines:
            lines[place] = line(said[place])
        if (one := hit(pattern, lines[place])) is not None:
            several = found.setdefault(place, [])
            several.append(Found(hit=one, aside=aside(one, said[place], lines[place])))
    return {place: tuple(several) for place, several in found.items()}


def _is_other(word: str) -> bool:
    """A small word of another language, or one in another script: accents are gone already."""
    return word in _OTHER or (not word.isascii() and word.isalpha())


def is_foreign(text: str) -> bool:
    """Whether a text of any length has more small words of other languages than of English."""
    words = reader().of(text)
    return sum(map(_is_other, words)) > sum(word in _ENGLISH for word in words)


def listed(of: Signals, given: NDArray[np.float64], weights: Model | None = None) -> NDArray[np.bool_]:
    """For each message and head whether it is listed at the default; `given` as `shares` gives it.

    A phrase that counts needs a smaller share. Where every phrase that was found is set aside, the message
    stands in the list of those, and not here.
    """
    share = given[:, : len(NAMES)]
    found = (share >= (weights or model()).thresholds) | (of.fires & (share >= WITH_PHRASE))
    found &= ~(of.asides & ~of.fires)
    found[of.asides.any(axis=1) & ~of.fires.any(axis=1)] = False
    return np.asarray(found, dtype=np.bool_)


def inputs(of: Signals, head: int) -> NDArray[np.float64]:
    """What the second step looks at for one head: a row for each message."""
    score = of.scores[:, head].astype(np.float64)
    fires, asides = of.fires[:, head], of.asides[:, head]
    others = of.fires.sum(axis=1) - fires > 0
    return np.column_stack((score, fires, asides, others, of.flags, np.ones(len(score))))


def shares(of: Signals, weights: Model | None = None) -> NDArray[np.float64]:
    """For each message and column how large a share of such messages held it, in what the steps were fitted
    on.
    """
    second = (weights or model()).second
    columns = [
        inputs_of_reader(of) if name not in NAMES else inputs(of, head) for head, name in enumerate(COLUMNS)
    ]
    logits = np.column_stack([column @ second[head] for head, column in enumerate(columns)])
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), dtype=np.float64)


def inputs_of_reader(of: Signals) -> NDArray[np.float64]:
    """As `inputs`, for whether something is said to the reader: no phrases of its own."""
    nothing = np.zeros(len(of.scores))
    score = of.scores[:, COLUMNS.index("to_you")].astype(np.float64)
    return np.column_stack((score, nothing, nothing, of.fires.any(axis=1), of.flags, np.ones(len(score))))
