"""The functional test: many sentences in many functions, apart from those that were learnt from, and how they fare."""

from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
import pytest

from holdfast.wording.heads import COLUMNS, NAMES
from holdfast.wording.reading import reading
from holdfast.wording.signals import split
from tests.wording.material import bench
from tests.wording.test_tokens import WORDS

SENTENCES = bench("words_functions").sentences()
NEAR = 0.6
"""Two sentences are nearly the same from this share of common word pairs on."""


@pytest.fixture(scope="module")
def passed() -> dict[str, list[bool]]:
    listed = reading([one.text for one in SENTENCES]).listed
    found: dict[str, list[bool]] = defaultdict(list)
    for one, row in zip(SENTENCES, listed, strict=True):
        wanted = [NAMES.index(head) for head in one.heads]
        found[one.function].append(bool(row[wanted].any()) if wanted else not row.any())
    return found


def test_there_are_enough_sentences_and_functions_and_none_twice() -> None:
    assert len(SENTENCES) >= 600
    functions = Counter(one.function for one in SENTENCES)
    assert len(functions) >= 30
    assert min(functions.values()) >= 5
    assert len({one.text.casefold() for one in SENTENCES}) == len(SENTENCES)
    assert all(head in NAMES for one in SENTENCES for head in one.heads)


def pairs(text: str) -> frozenset[tuple[str, str]]:
    words = [word for word in split(text, WORDS) if word.strip('.,!?":')]
    return frozenset(pairwise(["<", *words, ">"]))


def test_no_sentence_is_nearly_one_that_was_learnt_from() -> None:
    learnt = list({pairs(one.text) for one in bench("words_data").written()})
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, one in enumerate(learnt):
        for pair in one:
            places[pair].append(place)
    near = []
    for sentence in SENTENCES:
        mine = pairs(sentence.text)
        common = Counter(place for pair in mine for place in places[pair])
        near += [
            (sentence.text, learnt[place])
            for place, both in common.items()
            if both >= NEAR * (len(mine) + len(learnt[place]) - both)
        ]
    assert near == []


def test_ordinary_quarrels_and_everyday_messages_are_mostly_left_alone(passed: dict[str, list[bool]]) -> None:
    ordinary = passed["ordinary quarrels"] + passed["everyday messages"]
    assert len(ordinary) >= 50
    assert ordinary.count(False) <= 6  # as measured: see docs/words.md


def test_functions_fare_no_worse_than_when_they_were_measured(passed: dict[str, list[bool]]) -> None:
    shares = {name: float(np.mean(several)) for name, several in passed.items()}
    assert np.mean(list(shares.values())) >= 0.82
    assert shares["direct threat of harm"] >= 0.6
    assert shares["figures of speech"] >= 0.95
    assert shares["reporting it to a friend, an adviser, the police"] >= 0.85


def test_what_a_corpus_does_not_say_is_left_open() -> None:
    told = bench("words_data")._TOLD

    def labels(corpus: str, **row: object) -> dict[str, float]:
        ((_, found),) = told[corpus](row)
        return {name: float(value) for name, value in zip(COLUMNS, found, strict=True) if not np.isnan(value)}

    assert labels("edos", text="a", sexist=0, category="none") == {"sexist": 0}
    assert labels("edos", text="a", sexist=1, category="1. threats") == {"sexist": 1, "threat": 1}
    assert labels("hatemojibuild", text="a", hateful=0, kind="none") == {"hateful": 0}
    assert labels("davidson", text="a", kind="offensive") == {"rough": 1, "hateful": 0}
    assert set(labels("davidson", text="a", kind="none").values()) == {0}
    votes = {"is_abuse.-2": 3, "sex_harassment": 2, "target.system": 3}
    assert labels("convabuse", text="a", abusive=1, votes=votes) == {"rough": 1, "sexual": 1, "to_you": 1}
    assert labels("misogyny", text="a", misogynistic=0, abusive=None, category="None") == {"sexist": 0}
    assert labels("surge", text="a", abusive=1) == {"rough": 1}


def test_a_text_without_its_marked_words_is_a_no() -> None:
    row = {"text": "you are an idiot my friend", "toxic_chars": list(range(11, 16))}
    (first, yes), (rest, no) = bench("words_data")._TOLD["toxic_spans"](row)
    rough = COLUMNS.index("rough")
    assert (first, yes[rough]) == (row["text"], 1)
    assert (rest, no[rough]) == ("you are an  my friend", 0)


def test_equal_texts_are_never_in_two_parts() -> None:
    part_of = bench("words_data").part_of
    assert part_of("Some  Text") == part_of("some text ")
    assert {part_of(f"text {n}") for n in range(300)} == {"train", "fit", "choose", "test"}
