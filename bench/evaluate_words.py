"""What the words model and the phrases find, and what they leave in peace, with 95 % intervals by bootstrap.

    python bench/evaluate_words.py [--data ../shared/data] [--functions tests/wording/functions.txt]
        [--corpus ../shared/bench/make_corpus.py] [--hatecheck FILE.csv] [--xstest FILE.csv] [--speed]

The published test sets are not at hand; of each corpus 15 of 100 texts (by a hash of their words) were kept
out of all training and are the test set here. Thresholds for F1 come from other texts of the same corpus, the
default thresholds from ordinary texts of other writers. HateCheck and XSTest are for testing only: their
files are read where they are given, and never for training.
"""

import argparse
import csv
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from holdfast.wording.heads import COLUMNS, NAMES
from holdfast.wording.model import model
from holdfast.wording.reading import reading
from holdfast.wording.signals import reader, shares, signals
from holdfast.wording.spans import marked
from words_data import DATA, Text, corpora, part_of, rows
from words_functions import FUNCTIONS, Sentence, sentences

SETS = (
    ("davidson", "rough", "AUC 0.976, macro-F1 0.898"),
    ("convabuse", "rough", "AUC 0.944, macro-F1 0.839"),
    ("surge", "rough", "AUC 0.938, macro-F1 0.856"),
    ("toxic_spans", "rough", ""),
    ("edos", "sexist", "macro-F1 0.72"),
    ("misogyny", "sexist", "AUC 0.857"),
    ("hatemojibuild", "hateful", "AUC 0.596"),
    ("davidson", "hateful", ""),
    ("edos", "threat", "AUC 0.858"),
    ("hatemojibuild", "threat", ""),
    ("convabuse", "sexual", ""),
    ("convabuse", "to_you", ""),
)
"""Corpus, head, and the baseline measured before on the published test set."""

PUBLISHED = "baseline on the published test set"

RESAMPLES = 500
SEED = 5


def main() -> None:
    """Every table, one after the other."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--data", type=Path, default=DATA)
    options.add_argument("--functions", type=Path, default=FUNCTIONS)
    options.add_argument("--corpus", type=Path, default=Path("../shared/bench/make_corpus.py"))
    options.add_argument("--hatecheck", type=Path)
    options.add_argument("--xstest", type=Path)
    options.add_argument("--only", choices=("sets", "ordinary", "functions", "spans", "speed"))
    given = options.parse_args()
    wanted: Callable[[str], bool] = lambda name: given.only in (None, name)  # noqa: E731  a word for a question
    texts = list(corpora(given.data)) if given.only != "functions" else []
    if wanted("sets"):
        _sets(texts)
    if wanted("spans"):
        _spans(given.data)
    if wanted("ordinary"):
        _ordinary(texts, given.corpus, sentences(given.functions))
    if wanted("functions"):
        _functions(sentences(given.functions))
    if given.hatecheck:
        _outside(given.hatecheck, "test_case", "functionality")
    if given.xstest:
        _outside(given.xstest, "prompt", "type")
    if wanted("speed"):
        _speed([one.text for one in texts if one.corpus in ("irc", "davidson", "edos")])


def _table(title: str, columns: Sequence[str], lines: Iterable[Sequence[object]]) -> None:
    print(f"\n{title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    for line in lines:
        print(f"| {' | '.join(map(str, line))} |")


def _sets(texts: list[Text]) -> None:
    lines = []
    for corpus, head, before in SETS:
        mine = [
            one for one in texts if one.corpus == corpus and not np.isnan(one.labels[COLUMNS.index(head)])
        ]
        test = [one for one in mine if one.part == "test"]
        other = [one for one in mine if one.part in ("fit", "choose")]
        given, told = _shares(test, head)
        cut = _best_cut(*_shares(other, head))
        lines.append((
            corpus, head, f"{len(test):,} ({int(told.sum()):,})", _with_interval(auc, given, told),
            _with_interval(lambda g, t, cut=cut: macro_f1(g >= cut, t), given, told),
            _with_interval(ece, given, told), before or "-",
        ))  # fmt: skip
    columns = ("corpus", "head", "texts (yes)", "AUC", "macro-F1", "ECE", PUBLISHED)
    _table("Held-out texts of each corpus", columns, lines)


def _shares(texts: list[Text], head: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    place = COLUMNS.index(head)
    given = shares(signals([one.text for one in texts]))[:, place]
    return given, np.array([one.labels[place] == 1 for one in texts])


def _best_cut(given: NDArray[np.float64], told: NDArray[np.bool_]) -> float:
    cuts = np.unique(np.quantile(given, np.linspace(0.01, 0.99, 99)))
    return float(max(cuts, key=lambda cut: macro_f1(given >= cut, told)))


def auc(given: NDArray[np.float64], told: NDArray[np.bool_]) -> float:
    """How often a yes is above a no; equal ones count half."""
    _, inverse, counts = np.unique(given, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    yes, no = int(told.sum()), int((~told).sum())
    return float((ranks[told].sum() - yes * (yes + 1) / 2) / (yes * no)) if yes and no else float("nan")


def macro_f1(said: NDArray[np.bool_], told: NDArray[np.bool_]) -> float:
    """The mean of F1 for yes and for no."""
    both = [2 * (s & t).sum() / max(1, s.sum() + t.sum()) for s, t in ((said, told), (~said, ~told))]
    return float(np.mean(both))


def ece(given: NDArray[np.float64], told: NDArray[np.bool_]) -> float:
    """How far shares are from what happened, in ten bins of equal width."""
    bins = np.minimum((given * 10).astype(int), 9)
    off = [
        abs(given[bins == b].mean() - told[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist())
    ]
    return float(sum(off))


def _with_interval(
    measure: Callable[[NDArray[np.float64], NDArray[np.bool_]], float],
    given: NDArray[np.float64],
    told: NDArray[np.bool_],
) -> str:
    rng = np.random.default_rng(SEED)
    drawn = (rng.integers(0, len(told), len(told)) for _ in range(RESAMPLES))
    several = np.array([measure(given[one], told[one]) for one in drawn])
    low, high = np.nanquantile(several, (0.025, 0.975))
    return f"{measure(given, told):.3f} ({low:.3f} to {high:.3f})"


def _spans(data: Path) -> None:
    """Character F1 as in SemEval-2021 task 5: the mean over texts; nothing marked and nothing found is 1."""
    words, found = reader(), []
    for row in rows("text/toxic_spans", data):
        if part_of(row["text"]) != "test":
            continue
        want = set(row["toxic_chars"])
        got = {place for start, end in marked(row["text"], words, model()) for place in range(start, end)}
        found.append(2 * len(want & got) / (len(want) + len(got)) if want or got else 1.0)
    rng = np.random.default_rng(SEED)
    means = [np.mean(rng.choice(found, len(found))) for _ in range(RESAMPLES)]
    low, high = np.quantile(means, (0.025, 0.975))
    line = (len(found), f"{np.mean(found):.3f} ({low:.3f} to {high:.3f})", "0.648")
    _table("Which characters people marked (Toxic Spans)", ("texts", "F1", PUBLISHED), [line])


def _ordinary(texts: list[Text], corpus: Path, functions: list[Sentence]) -> None:
    given = {
        "IRC, writers kept for testing": [t.text for t in texts if t.corpus == "irc" and t.part == "test"],
        "made SMS, from people of no campaign": _made(corpus),
        "ordinary quarrels, written": [s.text for s in functions if s.function == "ordinary quarrels"],
        "everyday messages, written": [s.text for s in functions if s.function == "everyday messages"],
    }
    lines = []
    for name, several in given.items():
        if not several:
            continue
        found = _listed(several)
        by_head = [f"{head} {int(n)}" for head, n in zip(NAMES, found.sum(axis=0), strict=True) if n]
        hits = int(found.any(axis=1).sum())
        lines.append(
            (name, f"{len(several):,}", hits, f"{100 * hits / len(several):.2f} %", ", ".join(by_head) or "-")
        )
    columns = ("ordinary texts", "how many", "listed", "share", "by head")
    _table("Ordinary texts that are listed at the default", columns, lines)


def _made(corpus: Path) -> list[str]:
    """SMS of a generated archive, without those of planted campaigns; seeds that nothing was chosen on."""
    found: list[str] = []
    for seed in (901, 902):
        with tempfile.TemporaryDirectory() as scratch:
            command = [
                sys.executable,
                corpus,
                scratch,
                "--messages",
                "4000",
                "--formats",
                "sms",
                "--seed",
                str(seed),
            ]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            import json

            truth = json.loads((Path(scratch) / "truth.json").read_text(encoding="utf-8"))
            planted = {
                record for act in truth["campaigns"] if act["channel"] == "sms" for record in act["records"]
            }
            messages = ET.parse(Path(scratch) / "sms" / "sms.xml").getroot().findall("sms")
            found += [one.get("body") or "" for place, one in enumerate(messages) if place not in planted]
    return found


def _listed(texts: Sequence[str]) -> NDArray[np.bool_]:
    """For each text and head whether it would be listed at the default."""
    return reading(list(texts)).listed


def _functions(given: list[Sentence]) -> None:
    found = _listed([one.text for one in given])
    lines, means = [], []
    for function in dict.fromkeys(one.function for one in given):
        places = [place for place, one in enumerate(given) if one.function == function]
        wanted = given[places[0]].heads
        if wanted:
            passed = [bool(found[p, [NAMES.index(h) for h in wanted]].any()) for p in places]
        else:
            passed = [not found[p].any() for p in places]
        anything = int(found[places].any(axis=1).sum())
        means.append(np.mean(passed))
        lines.append(
            (
                function,
                " or ".join(wanted) or "nothing",
                len(places),
                sum(passed),
                f"{means[-1]:.2f}",
                anything,
            )
        )
    columns = ("function", "should come up", "sentences", "as it should be", "share", "listed for anything")
    _table("The functional test", columns, lines)
    low = [line[0] for line, mean in zip(lines, means, strict=True) if mean < 0.7]
    print(
        f"\nMean of {len(means)} functions {np.mean(means):.3f}; sentences {len(given):,}; below 0.70: {low}"
    )


def _outside(path: Path, text: str, function: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        several = list(csv.DictReader(file))
    found = _listed([one[text] for one in several]).any(axis=1)
    lines = []
    for name in dict.fromkeys(one[function] for one in several):
        mask = np.array([one[function] == name for one in several])
        lines.append((name, int(mask.sum()), int(found[mask].sum()), f"{found[mask].mean():.2f}"))
    _table(path.name, ("function", "sentences", "listed for anything", "share"), lines)


def _speed(texts: list[str]) -> None:
    """Messages per second of one processor, beside scikit-learn's hashing in the same run, turn by turn."""
    texts = (texts * (1 + 40_000 // max(1, len(texts))))[:40_000]
    ways: dict[str, Callable[[], object]] = {"scores, phrases and shares": lambda: reading(texts)}
    try:
        from sklearn.feature_extraction.text import HashingVectorizer
    except ImportError:
        print("scikit-learn is not installed: no peer to measure beside")
    else:
        weights = np.zeros((1 << 18, len(COLUMNS)))
        word = HashingVectorizer(ngram_range=(1, 2), n_features=1 << 18)
        piece = HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), n_features=1 << 18)
        ways["scikit-learn: hashed words and pieces, and one product"] = lambda: (
            word.transform(texts) @ weights + piece.transform(texts) @ weights
        )
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(3):
        for name, way in ways.items():
            begin = time.process_time()
            way()
            taken[name].append(time.process_time() - begin)
    lines = [(name, f"{len(texts) / np.median(several):,.0f}") for name, several in taken.items()]
    signs = sum(map(len, texts)) / len(texts)
    _table(
        f"Messages per CPU second ({len(texts):,} messages of {signs:.0f} signs)", ("way", "messages"), lines
    )


if __name__ == "__main__":
    main()
