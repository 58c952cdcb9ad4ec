"""How well accounts of one writer are told from those of two, on writers that nothing was learned from.

    python bench/evaluate_style.py [--data irc.train.jsonl.gz] [--corpus make_corpus.py] [--draws 200]

Each line: pairs of accounts from different days with so many messages each, every pair measured against
the other accounts of its case. Intervals (95 %) are from drawing the writers anew. Three times a third of the
writers is measured by a model that `train_style.py` learns from the other two thirds alone, from the first
count to the last weight. "Invented language" is the text of the generated archives, measured by the model
that comes with the program: nothing was fitted on it, and its people differ more than people do.
"""

import argparse
import runpy
from collections import defaultdict
from pathlib import Path

import numpy as np

from holdfast.counting.writing import FEWEST_OTHERS, Comparison
from holdfast.counting.writing_model import WritingModel, writing_model
from measures import MEASURES, Pairs, measured
from train_style import learn
from writers import DATA, Writers, case_of, parts, writers

SIZES = (5, 10, 20, 50)
PARTS = 3
CASES = 8
SINGLES = 40
SEED = 20260105
SEEDS = (101, 102, 103)


def main() -> None:
    """One table of all measures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--data", type=Path, default=DATA)
    options.add_argument("--corpus", type=Path, default=Path("../shared/bench/make_corpus.py"))
    options.add_argument("--draws", type=int, default=200)
    given = options.parse_args()
    people = [(held, learn(rest)) for held, rest in parts(writers(given.data), PARTS, "measuring")]
    print("| text | messages | writers | pairs of one | of two | " + " | ".join(MEASURES) + " |")
    print("|---" * (5 + len(MEASURES)) + "|")
    for size in SIZES:
        _line("IRC", size, people * CASES, given.draws)
    for size in (10, 20):
        _line(
            f"IRC, {FEWEST_OTHERS + 2} accounts",
            size,
            people * (CASES * 2),
            given.draws,
            small=True,
        )
    invented = [(_invented(given.corpus, seed), writing_model()) for seed in SEEDS]
    for size in SIZES:
        _line("invented language", size, invented, given.draws)


def _line(
    text: str, size: int, cases: list[tuple[Writers, WritingModel]], draws: int, *, small: bool = False
) -> None:
    rng = np.random.default_rng(SEED)
    numbers = dict[str, int]()
    seen = []
    for people, model in cases:
        accounts = case_of(
            people, [size], rng, singles=FEWEST_OTHERS if small else SINGLES, most=1 if small else 150
        )
        ratios = Comparison([account.messages for account in accounts], model).ratios
        # Each archive has writers of its own, though they are numbered alike.
        place = np.array([numbers.setdefault(f"{id(people)} {a.writer}", len(numbers)) for a in accounts])
        one, other = np.triu_indices(len(accounts), 1)
        seen.append(Pairs(ratios[one, other], place[one] == place[other], place[one], place[other]))
    pairs = Pairs(
        *(np.concatenate([getattr(one, name) for one in seen]) for name in ("ratio", "same", "one", "other"))
    )
    both = len(np.unique(pairs.one[pairs.same]))
    cells = [
        f"{value:.3f} ({low:.3f}-{high:.3f})" for value, low, high in measured(pairs, draws, SEED).values()
    ]
    print(
        f"| {text} | {size} | {both} | {pairs.same.sum():,} | {(~pairs.same).sum():,} | "
        + " | ".join(cells)
        + " |",
        flush=True,
    )


def _invented(corpus: Path, seed: int) -> Writers:
    """The residents of a generated archive: what each wrote, in two halves by time."""
    made = runpy.run_path(str(corpus))
    text = made["Text"](seed)
    cast = made["Cast"](seed, text, 250, "sms")
    channel = made["Channel"]("sms", 10_000, seed, text, cast, 100)
    said: dict[int, list[str]] = defaultdict(list)
    for event in channel.events:
        words = channel.body(event, 2 + int(channel.rng.expo(11)), findable=False)
        if event[2] < 0:
            said[event[1]].append(words)
    return {str(who): (texts[: len(texts) // 2], texts[len(texts) // 2 :]) for who, texts in said.items()}


if __name__ == "__main__":
    main()
