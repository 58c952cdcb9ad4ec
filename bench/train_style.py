"""Learns how people differ in writing, and writes the weights that come with the program.

    python bench/train_style.py [--data irc.train.jsonl.gz] [--out src/holdfast/counting/writing_model.json]

Which traits there are, how much they differ between and within hands, and along which directions hands
differ most, comes from all writers. How much each measure weighs, and what a score says, is fitted on cases
of writers whose traits were not learned from. `evaluate_style.py` learns anew without those it measures.
"""

import argparse
import base64
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.writing import MEASURES, Comparison
from holdfast.counting.writing_model import Blend, Family, WritingModel
from holdfast.counting.writing_traits import HABITS, KINDS, Vocabulary, counted, runs_of, shapes_of, words_of
from writers import CREDIT, DATA, Writers, case_of, parts, writers

MOST = {"letters": 8_000, "shapes": 3_000}
EVERYDAY = 150
DIRECTIONS = 40
BROAD = 300
"""In so many directions accounts differ most at all; among these, those in which hands do are looked for."""

ROUNDS = 12
LENGTHS = [10, 20, 40]
FOLDS = 3
CASES = 12
SIZES = ([5], [8], [12], [20], [30], [50], [5, 8, 12, 20, 30, 50], [10, 20, 40])
SINGLES = (15, 40, 120)
SEED = 20260104
_PLAIN = re.compile(r"[A-Za-z']+")

Floats = NDArray[np.float64]


def main() -> None:
    """Learns and writes."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--data", type=Path, default=DATA)
    options.add_argument("--out", type=Path, default=Path("src/holdfast/counting/writing_model.json"))
    given = options.parse_args()
    model = learn(writers(given.data))
    given.out.write_text(_packed(model), encoding="utf-8")
    print(model.weights, model.scale, f"{given.out.stat().st_size:,} bytes")


def learn(people: Writers) -> WritingModel:
    """The model that these writers give."""
    vocabulary = _vocabulary(people)
    weights, scale = _fused(people, vocabulary)
    return replace(_laid(people, vocabulary), weights=weights, scale=scale)


def _vocabulary(people: Writers) -> Vocabulary:
    """The traits that most of these writers have: nothing that only a few say."""
    runs: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for halves in people.values():
        texts = [text for half in halves for text in half]
        runs.update(set().union(*map(runs_of, texts)))
        words.update({word.lower() for text in texts for word in words_of(text) if _PLAIN.fullmatch(word)})
    everyday = frozenset(_commonest(words, EVERYDAY))
    shapes: Counter[str] = Counter()
    for halves in people.values():
        texts = [text for half in halves for text in half]
        shapes.update({shape for text in texts for shape in shapes_of(words_of(text), everyday)})
    return Vocabulary(_commonest(runs, MOST["letters"]), _commonest(shapes, MOST["shapes"]), everyday)


def _commonest(counts: Counter[str], most: int) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda trait: (-counts[trait], trait))[:most])


def _families(people: Writers, vocabulary: Vocabulary) -> dict[str, Family]:
    """Rates, and their variances from pairs of halves: what both halves share is between hands."""
    rng = np.random.default_rng(SEED)
    drawn = []
    for size in LENGTHS:
        accounts = case_of(people, [size], rng, singles=0)
        told = [counted([m[0] for m in account.messages], vocabulary) for account in accounts]
        drawn.append((told[0::2], told[1::2]))
    made = {}
    for kind in KINDS:
        halves = [
            [np.array([t[part][kind] for t in side]) for side in sides for part in (0, 1)] for sides in drawn
        ]
        units = sum(n.sum() + m.sum() for _, n, _, m in halves)
        rate = np.maximum(sum(a.sum(axis=0) + b.sum(axis=0) for a, _, b, _ in halves) / units, 1e-7)
        both = sum(len(n) for _, n, _, _ in halves)
        shared = sum(((a / n[:, None] - rate) * (b / m[:, None] - rate)).sum(axis=0) for a, n, b, m in halves)
        apart = sum(
            ((a / n[:, None] - b / m[:, None]) ** 2 / (1 / n + 1 / m)[:, None]).sum(axis=0)
            for a, n, b, m in halves
        )
        made[kind] = Family(
            rate, np.maximum(shared / both / rate**2, 0.02), np.maximum(apart / both / rate, 0.5)
        )
    return made


def _laid(people: Writers, vocabulary: Vocabulary) -> WritingModel:
    """All but what the measures say: they count alike."""
    families = _families(people, vocabulary)
    none = Blend(np.zeros((sum(len(one.rate) for one in families.values()), 1)), np.zeros(1))
    bare = WritingModel("2", vocabulary, families, none, dict.fromkeys(MEASURES, 1.0), (0.0, 0.0, 1.0, 0.0))
    return replace(bare, blend=_blend(people, bare))


def _blend(people: Writers, bare: WritingModel) -> Blend:
    """The directions in which hands differ most beside how much one varies (linear discriminant analysis)."""
    rng = np.random.default_rng(SEED)
    rows, names = [], list[str]()
    for _ in range(ROUNDS):
        accounts = case_of(people, LENGTHS, rng, singles=200)
        rows.append(Comparison([a.messages for a in accounts], bare).traits)
        names += [a.writer for a in accounts]
    traits = np.vstack(rows)
    usual = traits.mean(axis=0)
    traits -= usual
    # The broad directions by way of the rows: there are fewer of them than of traits.
    size, turns = np.linalg.eigh(traits @ traits.T)
    broad = traits.T @ turns[:, -BROAD:] / np.sqrt(size[-BROAD:])
    placed, who = traits @ broad, np.array(names)
    hands = [placed[who == name] for name in sorted(set(names))]
    apart = np.vstack([hand - hand.mean(axis=0) for hand in hands if len(hand) > 1])
    number = sum(len(hand) - 1 for hand in hands)
    within = apart.T @ apart / number
    between = np.cov(np.array([hand.mean(axis=0) for hand in hands]).T)
    spread, axes = np.linalg.eigh(within + np.trace(within) / BROAD * np.eye(BROAD))
    evened = axes / np.sqrt(spread)
    _, best = np.linalg.eigh(evened.T @ between @ evened)
    ways = broad @ evened @ best[:, : -DIRECTIONS - 1 : -1]
    steps = _steps(ways)
    ways = np.round(ways / steps) * steps
    return Blend(ways, usual @ ways)


def _steps(ways: Floats) -> Floats:
    """In each direction, how much one of 127 steps is: a trait's part in it is kept in so many."""
    steps: Floats = np.abs(ways).max(axis=0) / 127
    return steps


def _fused(
    people: Writers, vocabulary: Vocabulary
) -> tuple[dict[str, float], tuple[float, float, float, float]]:
    """Weights of the measures, and the scale of their sum, from cases of writers not learned from."""
    rng = np.random.default_rng(SEED)
    seen: list[tuple[Floats, Floats, NDArray[np.bool_]]] = []
    for held, rest in parts(people, FOLDS, "weighing"):
        model = _laid(rest, vocabulary)
        for turn in range(CASES):
            for sizes in SIZES:
                accounts = case_of(held, sizes, rng, singles=SINGLES[turn % len(SINGLES)])
                seen.append(
                    pairs_of(Comparison([a.messages for a in accounts], model), [a.writer for a in accounts])
                )
    # Each case counts alike, and in it those of one hand as much as those of two.
    balance = np.concatenate(
        [np.where(same, 0.5 / max(1, same.sum()), 0.5 / (~same).sum()) for _, _, same in seen]
    )
    same = np.concatenate([same for _, _, same in seen])
    measures = np.concatenate([scores for scores, _, _ in seen])
    more = np.concatenate([more for _, more, _ in seen])
    first = _logistic(np.column_stack((np.ones(len(same)), measures)), same, balance)
    weights = dict(zip(MEASURES, np.maximum(first[1:], 0.0).round(4).tolist(), strict=True))
    total = measures @ np.array(list(weights.values()))
    scale = _logistic(np.column_stack((np.ones(len(same)), more, total, more * total)), same, balance)
    begins, begins_more, slope, slope_more = scale.round(4).tolist()
    return weights, (begins, begins_more, slope, slope_more)


def pairs_of(comparison: Comparison, names: Sequence[str]) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """For each pair: the scores by measure, how much more text than usual, whether it is one hand."""
    one, other = np.triu_indices(len(names), 1)
    scores = np.column_stack([comparison.by_measure[name][one, other] for name in MEASURES])
    same = np.array([names[i] == names[j] for i, j in zip(one.tolist(), other.tolist(), strict=True)])
    return scores, comparison.more[one, other], same


def _logistic(inputs: Floats, same: NDArray[np.bool_], balance: Floats) -> Floats:
    """Weights by Newton's method, held a little towards nothing."""
    weights = np.zeros(inputs.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-(inputs @ weights)))
        slope = inputs.T @ (balance * (same - chance)) - 1e-4 * weights
        bend = (inputs * (balance * chance * (1 - chance))[:, None]).T @ inputs + 1e-4 * np.eye(len(weights))
        weights += np.linalg.solve(bend, slope)
    return weights


def _packed(model: WritingModel) -> str:
    traits = {"letters": model.vocabulary.letters, "shapes": model.vocabulary.shapes, "habits": HABITS}
    short: Callable[[Floats], list[float]] = lambda values: [float(f"{value:.3g}") for value in values]  # noqa: E731
    families = {
        kind: {
            "traits": traits[kind],
            "rate": short(one.rate * 1e6),
            "between": short(one.between),
            "within": short(one.within),
        }
        for kind, one in model.families.items()
    }
    everyday = sorted(model.vocabulary.everyday)
    steps = _steps(model.blend.ways)
    blend = {
        "bytes": base64.b64encode(np.round(model.blend.ways / steps).astype(np.int8).tobytes()).decode(),
        "steps": steps.tolist(),
        "middle": model.blend.middle.tolist(),
    }
    whole = {
        "version": model.version,
        "credit": CREDIT,
        "everyday": everyday,
        "families": families,
        "blend": blend,
        "weights": model.weights,
        "scale": model.scale,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    main()
