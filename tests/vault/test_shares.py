"""Any two of three shares give the secret back, and each way of mistyping one is named."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.model.errors import LockedError
from holdfast.vault.shares import WORDS, joined, new_shares


@pytest.fixture(scope="module")
def made() -> tuple[str, list[str]]:
    return new_shares()


def test_any_two_shares_give_the_secret_in_any_order(made: tuple[str, list[str]]) -> None:
    secret, shares = made
    assert [len(share.split()) for share in shares] == [WORDS] * 3
    for one, other in itertools.permutations(shares, 2):
        assert joined(f"{one} {other}") == secret
    assert joined(" ".join(shares)) == secret


def test_shares_may_be_typed_as_they_stand_on_paper(made: tuple[str, list[str]]) -> None:
    secret, shares = made
    numbered = "\n".join(
        f"{n}. {word.upper()}" for share in shares[:2] for n, word in enumerate(share.split(), 1)
    )
    assert joined(numbered) == secret
    assert joined(" ".join(word[:4] for share in shares[1:] for word in share.split())) == secret


def test_one_share_alone_or_twice_opens_nothing(made: tuple[str, list[str]]) -> None:
    for typed in (made[1][0], f"{made[1][0]} {made[1][0]}"):
        with pytest.raises(LockedError, match="One share alone"):
            joined(typed)


def test_a_word_that_is_none_is_named_by_its_place(made: tuple[str, list[str]]) -> None:
    words = " ".join(made[1][:2]).split()
    words[26] = "xyzzy"
    with pytest.raises(LockedError) as raised:
        joined(" ".join(words))
    assert raised.value.what == "Word 7 of share 2 is not in the list of words."
    assert "xyzzy" not in raised.value.what + raised.value.hint


def test_another_word_in_its_place_is_named_by_its_share(made: tuple[str, list[str]]) -> None:
    words = " ".join(made[1][:2]).split()
    words[26], words[27] = words[27], words[26]
    if words[26] == words[27]:
        pytest.skip("two equal words stand side by side")
    with pytest.raises(LockedError, match="Share 2 is mistyped"):
        joined(" ".join(words))


def test_a_word_too_few_is_counted(made: tuple[str, list[str]]) -> None:
    with pytest.raises(LockedError, match="These are 39 words"):
        joined(" ".join(made[1][:2]).rpartition(" ")[0])


def test_shares_of_two_sets_do_not_belong_together(made: tuple[str, list[str]]) -> None:
    with pytest.raises(LockedError, match="belong together"):
        joined(f"{made[1][0]} {new_shares()[1][1]}")


@given(st.text())
def test_a_passphrase_is_not_taken_for_shares(text: str) -> None:
    assert joined(text) is None


def test_a_long_passphrase_with_some_of_the_words_is_still_one(made: tuple[str, list[str]]) -> None:
    assert joined(" ".join(["herons"] * 20 + made[1][0].split()[:15])) is None
