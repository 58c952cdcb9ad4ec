"""How alike two accounts write, against how alike the other accounts of the same case do.

Each account is laid out by how far its traits lie from those of all accounts of the case together, each
trait counting by how surely so much text can show it, and then along the directions in which hands differ
most beside how much one hand varies (linear discriminant analysis). Two accounts are compared by the angle
between them there, by how far apart their habits lie, and by which of the words that many here use they use
often. What is alike in this very case is measured on its own other accounts of the same language, leaving the
two out (S-norm, as in the comparison of voices), and only that is turned into a likelihood ratio.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log, log10

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.one_language import Flags, alike
from holdfast.counting.rare_words import most_users
from holdfast.counting.writing_model import WritingModel
from holdfast.counting.writing_traits import KINDS, Floats, counted, said

FEWEST_MESSAGES = 5
FEWEST_WORDS = 60
"""Less text than this says nothing."""

FEWEST_OTHERS = 15
"""With fewer other accounts in the case nothing can be said of how alike people write in it."""

MOST = 100.0
"""No likelihood ratio is told that is larger than this, or smaller than one divided by it."""

ANGLES = ("traits", "words")
MEASURES = (*ANGLES, "habits apart")
"""What two accounts are compared by: the angle by all traits, and by everyday words; how far apart their
habits lie."""

_LEFT_OUT = 0.05  # of the most alike others: among them may be further accounts of the same hand
_FAR = 3.0
_RARE = 1e-7
_USUAL_WORDS = 150.0
_SEED = 20260103

Message = Sequence[str]
"""The lines of one message."""


@dataclass(frozen=True)
class Spread:
    """Logarithms to base 10 of a likelihood ratio: as measured, and where it lies in 9 of 10 draws."""

    value: float
    low: float
    high: float


class Comparison:
    """Every account of `hands` against every other. An account is its messages, each in lines.

    `same`: which accounts are of one language, where that is known already.
    """

    def __init__(
        self, hands: Sequence[Sequence[Message]], model: WritingModel, same: Flags | None = None
    ) -> None:
        self._hands, self._model = hands, model
        self._again: dict[tuple[int, int], dict[str, Floats]] = {}
        told = [counted([line for message in hand for line in message], model.vocabulary) for hand in hands]
        self._counts = {kind: np.array([counts[kind] for counts, _ in told]) for kind in KINDS}
        self._sizes = {kind: np.array([sizes[kind] for _, sizes in told]) for kind in KINDS}
        self.words = _number_of_words(self._sizes)
        self._alike = alike(hands) if same is None else same
        every = [said(hand) for hand in hands]
        used_by = Counter(word for words in every for word in words)
        # What no more use is a rare word, which is weighed by itself.
        common = sorted(word for word, users in used_by.items() if users > most_users(len(hands)))
        self._common = {word: place for place, word in enumerate(common)}
        self._used = _roots(np.array([self._uses(words) for words in every]), self.words)
        self._usual_use = self._used.mean(axis=0)

    @cached_property
    def others(self) -> NDArray[np.intp]:
        """For each pair, how many others there are at least to compare either with."""
        number = self._alike.sum(axis=1)
        fewest: NDArray[np.intp] = np.minimum(number[:, None], number[None, :]) - self._alike
        return fewest

    @cached_property
    def can_tell(self) -> Flags:
        """Whether a pair is of one language, and there are enough others of it."""
        enough: Flags = self._alike & (self.others >= FEWEST_OTHERS)
        return enough

    @cached_property
    def by_measure(self) -> dict[str, Floats]:
        """How alike each two are, in standard deviations above other pairs of the case. Symmetric.

        0 where nothing can be told.
        """
        above = {
            name: _above(values, self._alike, self.can_tell)
            for name, values in _likeness(self._all, self._all).items()
        }
        return {name: (values + values.T) / 2 for name, values in above.items()}

    @cached_property
    def scores(self) -> Floats:
        """The same, all measures together."""
        total: Floats = np.sum(
            [self._model.weights[name] * self.by_measure[name] for name in MEASURES], axis=0
        )
        return total

    @cached_property
    def ratios(self) -> Floats:
        """The logarithm to base 10 of the likelihood ratio of each pair, held within the limits.

        0 where nothing can be told.
        """
        return np.where(self.can_tell, self._ratio(self.scores, self.more), 0.0)

    @cached_property
    def more(self) -> Floats:
        """How many times the usual amount of text each pair has, as a power of ten."""
        return _more(np.sqrt(np.outer(self.words, self.words)))

    def spread(self, one: int, other: int, draws: int = 60) -> Spread:
        """How far the ratio of a pair depends on the very messages it rests on: drawn anew, with repeats.

        To be asked only where something can be told.
        """
        here, there = (self._drawn(place, draws) for place in (one, other))
        total = np.zeros(draws)
        sides = [
            (_likeness(side, self._all), np.flatnonzero(self._alike[place]))
            for side, place in ((here, one), (there, other))
        ]
        for name, values in _likeness_in_turn(here, there).items():
            above = [
                _against_others(side[name][:, [p for p in places if p not in (one, other)]], values)
                for side, places in sides
            ]
            total += self._model.weights[name] * (above[0] + above[1]) / 2
        drawn_ratios = self._ratio(total, np.full(draws, self.more[one, other]))
        low, middle, high = np.quantile(drawn_ratios, (0.05, 0.5, 0.95))
        value = float(self.ratios[one, other])
        # Messages drawn twice make both less like themselves: only the width is taken from the draws.
        return Spread(value, _held(value + low - middle), _held(value + high - middle))

    @cached_property
    def traits(self) -> Floats:
        """Each account by all its traits, one family beside the other."""
        return self._traits(self._placed_all)

    @cached_property
    def _placed_all(self) -> dict[str, Floats]:
        return {kind: self._placed(kind, self._counts[kind], self._sizes[kind]) for kind in KINDS}

    @cached_property
    def _all(self) -> dict[str, Floats]:
        return self._laid_out(self._placed_all, self._used)

    def _laid_out(self, placed: dict[str, Floats], used: Floats) -> dict[str, Floats]:
        """What is compared: by `ANGLES`, and habits."""
        blend = self._model.blend
        return {
            "traits": self._traits(placed) @ blend.ways - blend.middle,
            "words": used - self._usual_use,
            "habits": placed["habits"],
        }

    def _traits(self, placed: dict[str, Floats]) -> Floats:
        return np.hstack([_direction(placed[kind]) for kind in KINDS])

    def _uses(self, words: Counter[str]) -> Floats:
        """How often each of the common words is among these."""
        uses = np.zeros(len(self._common))
        for word, times in words.items():
            if (place := self._common.get(word)) is not None:
                uses[place] = times
        return uses

    def _placed(self, kind: str, counts: Floats, sizes: Floats) -> Floats:
        """How far each row of counts lies from what is usual, each trait by how surely it can be told."""
        family = self._model.families[kind]
        usual = np.maximum((self._counts[kind] / self._sizes[kind][:, None]).mean(axis=0), _RARE)
        between = family.between * usual**2
        seen = between + family.within * usual / sizes[:, None]
        far = np.clip((counts / sizes[:, None] - usual) / np.sqrt(seen), -_FAR, _FAR)
        placed: Floats = far * np.sqrt(between / seen)
        return placed

    def _drawn(self, place: int, draws: int) -> dict[str, Floats]:
        """The account as it would lie had other ones of its messages been kept."""
        if (place, draws) not in self._again:
            self._again[place, draws] = self._draw(place, draws)
        return self._again[place, draws]

    def _draw(self, place: int, draws: int) -> dict[str, Floats]:
        messages = self._hands[place]
        told = [counted(message, self._model.vocabulary) for message in messages]
        rng = np.random.default_rng(_SEED)
        times = rng.multinomial(len(messages), np.full(len(messages), 1 / len(messages)), size=draws)
        sizes = {kind: times @ np.array([sizes[kind] for _, sizes in told]) for kind in KINDS}
        placed = {
            kind: self._placed(kind, times @ np.array([counts[kind] for counts, _ in told]), sizes[kind])
            for kind in KINDS
        }
        uses = times @ np.array([self._uses(said([message])) for message in messages])
        return self._laid_out(placed, _roots(uses, _number_of_words(sizes)))

    def _ratio(self, scores: Floats, more: Floats) -> Floats:
        begins, begins_more, slope, slope_more = self._model.scale
        ratio = (begins + begins_more * more + (slope + slope_more * more) * scores) / log(10)
        held: Floats = np.clip(ratio, -log10(MOST), log10(MOST))
        return held


def _number_of_words(sizes: dict[str, Floats]) -> Floats:
    # A line counts as one shape more than it has words and marks.
    return sizes["shapes"] - sizes["habits"]


def _roots(uses: Floats, numbers: Floats) -> Floats:
    """The share that each word has, by its root: else a few words would count for all."""
    roots: Floats = np.sqrt(uses / np.maximum(numbers, 1)[:, None])
    return roots


def _direction(rows: Floats) -> Floats:
    lengths: Floats = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.maximum(lengths, _RARE)


def _likeness(rows: dict[str, Floats], others: dict[str, Floats]) -> dict[str, Floats]:
    """Every row against every one of the others, by each measure."""
    found = {name: _direction(rows[name]) @ _direction(others[name]).T for name in ANGLES}
    found["habits apart"] = np.array([-np.abs(others["habits"] - row).sum(axis=1) for row in rows["habits"]])
    return found


def _likeness_in_turn(rows: dict[str, Floats], others: dict[str, Floats]) -> dict[str, Floats]:
    """Each row against the one in its place."""
    found = {name: (_direction(rows[name]) * _direction(others[name])).sum(axis=1) for name in ANGLES}
    found["habits apart"] = -np.abs(rows["habits"] - others["habits"]).sum(axis=1)
    return found


def _above(likeness: Floats, alike: Flags, wanted: Flags) -> Floats:
    """Each wanted value against those of its row that are alike: without the pair, and the most alike."""
    above = np.zeros_like(likeness)
    for row in np.flatnonzero(wanted.any(axis=1)).tolist():
        largest, total, squares, number = _kept(likeness[row : row + 1, alike[row]])
        # Leaves the pair out: where its value is among those left out already, the next goes in its place.
        values = likeness[row, wanted[row]]
        gone = np.minimum(values, largest[0])
        mean = (total[0] - gone) / (number - 1)
        variance = np.maximum((squares[0] - gone**2) / (number - 1) - mean**2, _RARE)
        above[row, wanted[row]] = (values - mean) / np.sqrt(variance)
    return above


def _kept(others: Floats) -> tuple[Floats, Floats, Floats, int]:
    """For each row: the largest kept value, the sum of those kept, of their squares, and how many."""
    out = max(1, round(_LEFT_OUT * others.shape[1]))
    ordered = np.sort(others, axis=1)[:, : others.shape[1] - out]
    return ordered[:, -1], ordered.sum(axis=1), (ordered**2).sum(axis=1), ordered.shape[1]


def _against_others(others: Floats, values: Floats) -> Floats:
    _, total, squares, number = _kept(others)
    mean = total / number
    variance = np.maximum(squares / number - mean**2, _RARE)
    measured: Floats = (values - mean) / np.sqrt(variance)
    return measured


def _more(words: Floats) -> Floats:
    more: Floats = np.clip(np.log10(words / _USUAL_WORDS), -0.6, 0.8)
    return more


def _held(value: float) -> float:
    return max(-log10(MOST), min(log10(MOST), value))
