"""Trains the words model and writes it as arrays: src/holdfast/wording/weights.npz.

    python bench/train_words.py [--data ../shared/data] [--out src/holdfast/wording/weights.npz]

Needs scikit-learn (`pip install 'holdfast[train]'`); the program itself does not. One head for each
definition, each from the texts whose corpus speaks of it. Then a second step for each head, fitted on other
texts: what the score, the phrases and the words around them together are worth. Thresholds come from a third
part: at the default hardly anything ordinary is listed. Nothing here looks at the part for testing.
"""

import argparse
import io
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from holdfast.wording import model as layout
from holdfast.wording.heads import COLUMNS, NAMES
from holdfast.wording.signals import inputs, inputs_of_reader, reader, shares, signals, split
from holdfast.wording.spans import pair_hash, worded
from words_data import DATA, Text, corpora, part_of, rows

VERSION = "1"
STRENGTH = {"sexist": 1.0, "hateful": 1.0, "rough": 3.0}
"""How closely a head follows its texts (C); 2 for the others."""

ORDINARY = 0.0005
"""At the default threshold, so many ordinary messages are listed by one head at most."""

QUARREL = 0.01
"""The same for sentences that were written to be harmless, and hard."""

TALK = ("convabuse", "davidson", "surge", "personal_details")
TALKED = 0.005
"""The same for texts of other corpora in which people marked nothing."""

LEAST = {"threat": 0.5, "self_harm": 0.5}
"""Nothing is listed below this; 0.7 for the other heads. To miss one of these would cost most."""


def main() -> None:
    """Reads, trains, writes, and says how large it became."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--data", type=Path, default=DATA)
    options.add_argument("--out", type=Path, default=Path("src/holdfast/wording/weights.npz"))
    given = options.parse_args()
    texts = list(corpora(given.data))
    arrays = weights([one for one in texts if one.part == "train"])
    arrays |= marked_words(given.data)
    arrays |= {
        "second": np.zeros((len(COLUMNS), 13)), "thresholds": np.full(len(NAMES), 0.7),
        "version": np.array(VERSION),
    }  # fmt: skip
    arrays["second"] = second_step([one for one in texts if one.part == "fit"], layout.Model(arrays))
    arrays["thresholds"] = thresholds([one for one in texts if one.part == "choose"], layout.Model(arrays))
    write(given.out, arrays)
    print(
        f"{given.out}: {given.out.stat().st_size:,} bytes; thresholds", arrays["thresholds"].round(3).tolist()
    )


def features(texts: list[Text]) -> tuple[csr_matrix, csr_matrix]:
    """How often each hashed word or pair, and each hashed piece, stands in each text."""
    words = reader()
    places, pieces, at, piece_at = [], [], [], []
    cache: dict[str, NDArray[np.int64]] = {}
    for number, one in enumerate(texts):
        said = [layout.BEGINS, *split(one.text, words)]
        hashes = layout.word_hashes(said)
        mine = np.concatenate((layout.word_places(hashes), layout.pair_places(hashes)))
        places.append(mine)
        at.append(np.full(len(mine), number))
        for word in said:
            if word not in cache:
                cache[word] = layout.piece_places([word])[1]
            pieces.append(cache[word])
        piece_at.append(np.full(sum(len(cache[word]) for word in said), number))
    return (
        _counted(places, at, layout.WORD_BITS, len(texts)),
        _counted(pieces, piece_at, layout.PIECE_BITS, len(texts)),
    )


def _counted(where: list[NDArray], rows: list[NDArray], bits: int, number: int) -> csr_matrix:
    ones = np.ones(sum(map(len, where)), dtype=np.float32)
    return csr_matrix((ones, (np.concatenate(rows), np.concatenate(where))), shape=(number, 1 << bits))


def weights(texts: list[Text]) -> dict[str, NDArray]:
    """The arrays of the first step."""
    counts = features(texts)
    rare, scaled = [], []
    for one in counts:
        seen = np.asarray((one > 0).sum(axis=0)).ravel()
        idf = np.log((1 + len(texts)) / (1 + seen)) + 1
        rare.append(np.round(idf * layout.IDF_UNIT).clip(0, 255).astype(np.uint8))
        idf = rare[-1] / layout.IDF_UNIT
        length = np.sqrt(one @ (idf**2))  # every occurrence by itself, as the program does it
        scaled.append(csr_matrix(one.multiply(idf).multiply(1 / np.maximum(length, 1e-3)[:, None])))
    both = csr_matrix(hstack(scaled))
    labels = np.array([one.labels for one in texts])
    worth = np.array([one.weight for one in texts])
    found, bias = np.zeros((both.shape[1], len(COLUMNS))), np.zeros(len(COLUMNS), dtype=np.float32)
    for head, name in enumerate(COLUMNS):
        told = np.flatnonzero(~np.isnan(labels[:, head]))
        learner = LogisticRegression(
            C=STRENGTH.get(name, 2.0), solver="liblinear", class_weight="balanced", max_iter=200
        )
        learner.fit(both[told], labels[told, head], worth[told])
        found[:, head], bias[head] = learner.coef_[0], learner.intercept_[0]
        print(f"  {name}: {len(told):,} texts, {int(labels[told, head].sum()):,} of them yes", flush=True)
    cut = 1 << layout.WORD_BITS
    arrays = {"bias": bias}
    for kind, part, idf in (("word", found[:cut], rare[0]), ("piece", found[cut:], rare[1])):
        scale = np.quantile(np.abs(part), 0.9999, axis=0).astype(np.float32) / 127
        arrays[f"{kind}_weights"] = np.round(part / scale).clip(-127, 127).astype(np.int8)
        arrays[f"{kind}_scale"] = scale
        arrays[f"{kind}_idf"] = idf
    return arrays


def second_step(texts: list[Text], made: layout.Model) -> NDArray[np.float64]:
    """For each head: what score, phrases and words around are worth together."""
    seen = signals([one.text for one in texts], (), made)
    labels = np.array([one.labels for one in texts])
    found = np.zeros((len(COLUMNS), 13))
    for head, name in enumerate(COLUMNS):
        columns = inputs(seen, head) if name in NAMES else inputs_of_reader(seen)
        told = ~np.isnan(labels[:, head])
        learner = LogisticRegression(C=1.0, fit_intercept=False, max_iter=1000)
        learner.fit(columns[told], labels[told, head])
        found[head] = learner.coef_[0]
        print(f"  {name}: {np.round(found[head], 2).tolist()}", flush=True)
    return found


def thresholds(texts: list[Text], made: layout.Model) -> NDArray[np.float64]:
    """For each head the lowest share from which on hardly anything ordinary is listed."""
    found = np.array([LEAST.get(name, 0.7) for name in NAMES])
    for corpora_of, most in ((("irc",), ORDINARY), (("written",), QUARREL), (TALK, TALKED)):
        ordinary = [one for one in texts if one.corpus in corpora_of and not np.nansum(one.labels)]
        given = shares(signals([one.text for one in ordinary], (), made), made)[:, : len(NAMES)]
        labels = np.array([one.labels[: len(NAMES)] for one in ordinary])
        given = np.where(np.isnan(labels), 0.0, given)  # what is not labelled says nothing
        found = np.maximum(found, np.quantile(given, 1 - most, axis=0) + 1e-6)
    return found


def marked_words(data: Path) -> dict[str, NDArray]:
    """Which words people marked in Toxic Spans, alone and after another word, and how often of all times."""
    marked: Counter[int] = Counter()
    seen: Counter[int] = Counter()
    single: set[int] = set()
    words = reader()
    for row in rows("text/toxic_spans", data):
        if part_of(row["text"]) != "train":
            continue
        toxic = set(row["toxic_chars"])
        before = ""
        for word, start, end in worded(row["text"], words):
            for key in {(alone := pair_hash("", word)), pair_hash(before, word)}:
                single |= {alone}
                seen[key] += 1
                marked[key] += len(toxic.intersection(range(start, end))) * 2 > end - start
            before = word
    shares_of = {
        key: (marked[key] + 0.15) / (count + 1)
        for key, count in seen.items()
        if count >= (3 if key in single else 8)
    }
    kept = sorted((key, value) for key, value in shares_of.items() if marked[key] or value > 0.02)
    return {
        "rough_hashes": np.array([key for key, _ in kept], dtype=np.uint32),
        "rough_shares": np.array([value for _, value in kept], dtype=np.float16),
    }


def write(out: Path, arrays: dict[str, NDArray]) -> None:
    """The same arrays give the same bytes."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name in sorted(arrays):
            data = io.BytesIO()
            np.lib.format.write_array(data, np.asanyarray(arrays[name]), allow_pickle=False)
            file.writestr(
                zipfile.ZipInfo(f"{name}.npy", (2026, 1, 1, 0, 0, 0)), data.getvalue(), zipfile.ZIP_DEFLATED
            )


if __name__ == "__main__":
    main()
