"""Phrases are found where they are meant, and set aside with a reason where they are quoted, told or denied."""

import pytest

from holdfast.wording.context import REASONS
from holdfast.wording.heads import NAMES
from holdfast.wording.matching import patterns
from holdfast.wording.phrases import phrases
from holdfast.wording.signals import Found, signals


def found(text: str) -> tuple[Found, ...]:
    return signals([text], ["maya"]).found.get(0, ())


def heads(text: str) -> set[str]:
    return {one.hit.phrase.head for one in found(text) if not one.aside}


def reasons(text: str) -> set[str]:
    return {one.aside for one in found(text)}


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("I will stab you", "threat"),
        ("I will stab Maya", "threat"),
        ("I am going to break your jaw", "threat"),
        ("I know where you live", "veiled"),
        ("You can never escape from me", "veiled"),
        ("I will post your address everywhere online", "exposure"),
        ("Pay 300 or your boss sees the photos", "extortion"),
        ("go and kill yourself", "self_harm"),
        ("if you leave I will kill myself because of you", "self_harm"),
        ("send me nudes", "sexual"),
        ("you stupid cow", "insult"),
        ("Ich bringe dich um", "threat"),
        ("Te voy a matar", "threat"),
        ("Je vais te tuer", "threat"),
    ],
)
def test_a_phrase_is_found(text: str, head: str) -> None:
    assert head in heads(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('She said nothing. "I will stab you" stands on the wall.', "quoted"),
        ("My ex told me that he will stab you", "reported"),
        ("He threatened to stab you", "reported"),
        ("You wrote that you will stab your brother", "reported"),
        ("I will never stab you", "denied"),
        ("Nobody wants to kill you", "denied"),
        ("I will stab you lol", "laughing"),
        ("I will stab you with the goblin before the checkpoint", "play"),
        ("In the novel it says: I will stab you", "story"),
        ("It is wrong: saying that you stupid cow is wrong", "against"),
        ("Call the helpline, kill yourself not", "help"),
    ],
)
def test_a_phrase_that_is_not_meant_is_set_aside_with_the_reason(text: str, reason: str) -> None:
    assert heads(text) == set()
    assert reason in reasons(text)


def test_two_denials_take_each_other_back() -> None:
    assert heads("Do not think I will not stab you") == {"threat"}


def test_what_belongs_to_the_phrase_is_no_denial() -> None:
    assert "veiled" in heads("You will never be safe")


def test_the_writer_speaks_again_after_the_break() -> None:
    assert "threat" in heads("You said it was over, so I will stab you")


def test_another_sentence_takes_nothing_back() -> None:
    assert "threat" in heads("I am not joking. I will stab you. Never mind.")


def test_figures_of_speech_are_no_phrases() -> None:
    assert found("I'll hit you up later, this homework is killing me") == ()


@pytest.mark.parametrize("phrase", phrases().rule, ids=lambda phrase: phrase.name)
def test_every_phrase_says_in_plain_words_what_it_is(phrase: object) -> None:
    assert phrase.head in NAMES  # type: ignore[attr-defined]
    assert phrase.says  # type: ignore[attr-defined]


def test_every_row_of_words_can_be_looked_for_quickly() -> None:
    assert all(pattern.needs for pattern in patterns())


def test_every_reason_is_told_in_words() -> None:
    assert all(REASONS.values())
