"""Who writes in one language is told by the words that two share, and in no other way."""

import random

import numpy as np

from holdfast.counting.one_language import alike

ENGLISH = "the a to of you and it is that was we they in for on with have this but not at be so my me do what"
SPANISH = (
    "el la de que y en un una los las por con para no se lo su como más pero es muy mi te está son al del"
)
ARABIC = "في من على إلى هذا هذه التي الذي كان لا ما عن مع أن إن هو هي بعد قبل كل يوم بين عند لم لن قد ثم أو"


def written(words: str, seed: int, own: str) -> list[tuple[str, ...]]:
    """Ten messages of seven words of a language and two of somebody's own."""
    rng = random.Random(seed)
    return [
        (f"{' '.join(rng.choices(words.split(), k=7))} {own}{n} {own}.", "10:30, URL!") for n in range(10)
    ]


def test_accounts_of_one_language_are_alike_and_of_two_are_not() -> None:
    hands = [
        written(words, 10 * number + n, f"own{number}{chr(97 + n)}x")
        for number, words in enumerate((ENGLISH, SPANISH, ARABIC))
        for n in range(4)
    ]
    language = np.repeat(np.arange(3), 4)
    expected = language[:, None] == language[None, :]
    np.fill_diagonal(expected, val=False)
    assert (alike(hands) == expected).all()


def test_two_who_share_no_word_are_of_one_language_by_the_others_who_share_theirs() -> None:
    words = ENGLISH.split()
    halves = [
        written(" ".join(half), n, f"half{chr(97 + n)}") for n, half in enumerate((words[::2], words[1::2]))
    ]
    assert not alike(halves).any()
    others = [written(ENGLISH, 5 + n, f"whole{chr(97 + n)}") for n in range(4)]
    assert alike([*halves, *others])[0, 1]


def test_marks_numbers_and_links_are_of_no_language() -> None:
    same = [("URL 10 20 30 !!! ...",)] * 10
    assert not alike([same, same]).any()


def test_without_accounts_nobody_is_alike() -> None:
    assert alike([]).shape == (0, 0)
