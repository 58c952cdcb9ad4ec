"""Disguised spelling becomes plain words, and ordinary spelling stays what it is."""

import pytest

from holdfast.wording.signals import reader, split
from holdfast.wording.tokens import LONGEST, NAMED, Words

WORDS = reader(["maya"])


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("I'll meet U, won't I?", "i will meet you , will not i ?"),
        ("They're here… it's late!!!", "they are here . it is late !"),
        ("my mother's house", "my mother house"),
        ("gonna come 2nite", "going to come tonight"),
        ("at 18:30 for 4 people", "at <number> : <number> for <number> people"),
        ("see https://example.org/a?b=c now", "see <url> now"),
        ("write to tilda@example.org.", "write to <mail>"),
        ("Maya, look", "<name> , look"),
        ("@Maya hi @Tilda", "<name> hi <handle>"),
        ("cafés and naïve Straße", "cafes and naive strasse"),
        ("“so” he said", '" so " he said'),
        ("one\ntwo", "one . two"),
        ("🙂️ok", "🙂 ok"),
        ("half-open mail_box", "half open mail box"),
        ("don`t", "do not"),
    ],
)
def test_what_is_plain_stays_plain(text: str, plain: str) -> None:
    assert " ".join(split(text, WORDS)) == plain


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("k1ll", "kill"),
        ("k!ll", "kill"),
        ("m*rder", "murder"),
        ("k.i.l.l", "kill"),
        ("k-i-l-l", "kill"),
        ("k i l l", "kill"),
        ("kiiiill", "kill"),
        ("ki\u200bll", "kill"),
        ("kіll", "kill"),  # a Cyrillic і
        ("b3at", "beat"),
        ("$tab", "stab"),
    ],
)
def test_disguises_of_a_known_word_become_that_word(text: str, word: str) -> None:
    assert split(text, WORDS) == [word]


def test_letters_that_spell_no_known_word_stay_as_they_are() -> None:
    assert split("plan b c d", WORDS) == ["plan", "b", "c", "d"]
    assert split("x.y.z", WORDS) == ["xyz"]
    assert split("we f u c k y o u say", WORDS) == ["we", "fuck", "you", "say"]


def test_digits_and_signs_in_other_words_are_left_alone() -> None:
    assert split("mp3 h2o a1b2c3 5kg q*z", WORDS) == ["mp3", "h2o", "a1b2c3", "5kg", "q", "z"]


def test_only_the_beginning_of_an_endless_text_is_looked_at() -> None:
    assert len(split("ab " * LONGEST, WORDS)) < LONGEST


def test_the_memory_of_words_is_emptied_when_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.wording.tokens._KEPT", 2)
    words = Words(())
    assert words.of("one two three four") == ["one", "two", "three", "four"]
    assert len(words) <= 2


def test_a_name_stands_for_the_reader() -> None:
    assert NAMED in split("I know where Maya lives", WORDS)
