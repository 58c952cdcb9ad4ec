"""Words can be found in any script, whole or by their beginning, and nothing else is found."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.formats.words import words
from holdfast.timeline.search import match

TOKENIZER = "unicode61 remove_diacritics 2 categories 'L* N* Co So Sk'"


def found(text: str, query: str) -> bool:
    db = sqlite3.connect(":memory:")
    db.execute(f'CREATE VIRTUAL TABLE w USING fts5(words, tokenize = "{TOKENIZER}")')
    db.execute("INSERT INTO w VALUES (?)", (words(text),))
    sought = match(query)
    hit = bool(sought) and db.execute("SELECT 1 FROM w WHERE w MATCH ?", (sought,)).fetchone() is not None
    db.close()
    return hit


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("I saw your light on", "light"),
        ("I saw your light on", "LIGHT saw"),
        ("I saw your light on", "ligh"),
        ("I saw your light on", '"your light"'),
        ("Grüße aus Köln", "grusse koln".replace("ss", "ß")),
        ("привет из дома", "дома"),
        ("مُحَمَّد هنا", "محمد"),
        ("שָׁלוֹם לך", "שלום"),
        ("我知道你住在哪里", "住在"),
        ("昨日、駅で見たよ", "駅"),
        ("집 앞에 있어", "앞에"),
        ("ฉันเห็นคุณ", "เห็น"),
        ("हिन्दी में संदेश", "हिन्दी"),
        ("bye 😀👍🏽 now", "😀"),
        ("bye 😀👍🏽 now", "👍"),
        ("no\u200bhidden", "nohidden"),
        ("mail a.person@example.org today", "person@example.org"),
        ("see https://example.org/x?y=1", "example.org/x"),
    ],
)
def test_is_found(text: str, query: str) -> None:
    assert found(text, query)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("I saw your light on", "dark"),
        ("I saw your light on", '"light your"'),
        ("我知道你住在哪里", "在住"),
        ("an ox", "o"),
        ("anything", "…"),
        ("anything", ""),
        ("anything", '"'),
        ("bye 😀", "😁"),
    ],
)
def test_is_not_found(text: str, query: str) -> None:
    assert not found(text, query)


@given(st.text())
def test_no_query_is_an_error(query: str) -> None:
    found("some text", query.replace("\x00", ""))


@given(st.text(alphabet="abcdefg äé漢字ひら한글😀", min_size=1, max_size=20))
def test_every_word_of_a_text_finds_it(text: str) -> None:
    for word in text.split():
        assert found(text, word)
