"""Long messages are looked through part by part, and belong together all the same."""

import numpy as np

from holdfast.wording.heads import NAMES
from holdfast.wording.reading import reading

LONG = "The garden is full of apples and we made jam all weekend. " * 6
BAD = "I will stab you with a knife tonight. "


def test_one_sentence_among_many_is_not_drowned() -> None:
    read = reading([LONG, LONG + BAD + LONG, "see you at six"])
    assert read.listed[:, NAMES.index("threat")].tolist() == [False, True, False]
    assert read.shares.shape[0] == 3
    assert read.begins[1] > 1
    assert read.with_phrases() == [1]
    ((part, found),) = {(part, one.hit.phrase.name): (part, one) for part, one in read.found(1)}.values()
    assert BAD.strip() in part
    assert found.hit.phrase.head == "threat"


def test_parts_hold_the_whole_text() -> None:
    for text in (LONG, "x" * 900, "one\n" * 200, ""):
        read = reading([text])
        assert "".join(read.parts) == text
        assert len(read.shares) == 1


def test_no_messages_are_no_rows() -> None:
    assert reading([]).listed.shape == (0, len(NAMES))
    assert np.array_equal(reading([]).begins, [0])
