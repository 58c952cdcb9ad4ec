"""Words of the evidence made printable."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.outputs.lettering import Flow, Line, is_right_to_left, letters, set_in_type, shorten, visible

anything = st.text(st.characters(exclude_categories=[]), max_size=200)
plain = st.text(st.characters(categories=["L", "Nd", "P", "Zs"]), max_size=200)


def joined(pieces: Any) -> str:
    return "".join(pieces)


@given(plain)
def test_what_can_be_seen_is_not_changed(text: str) -> None:
    assert visible(text) == text


@given(anything)
def test_nothing_that_hides_or_turns_text_round_is_left(text: str) -> None:
    for character in visible(text):
        assert unicodedata.category(character) not in {"Cc", "Cs", "Co"}
        assert character not in "\u200b\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad"
    visible(text).encode("utf-8")


@given(anything)
def test_cutting_for_the_line_changes_no_character(text: str) -> None:
    lines = set_in_type(Flow(text), frozenset())
    whole = "".join(joined(pieces) for _, pieces in lines)
    for mark in "\n\r\u2028\u2029\x85\x0b\x0c":
        text = text.replace(mark, "\n")
    assert whole == "".join(visible(line) for line in text.split("\n"))


@given(st.text("abcXYZ019/.@_&=-+", min_size=1, max_size=400))
def test_no_piece_of_a_long_string_is_too_long_for_a_line(text: str) -> None:
    pieces = set_in_type(Line(text), frozenset())
    assert joined(pieces) == text
    assert len(text) < 13 or max(map(len, pieces)) <= 10


def test_a_cut_never_parts_a_letter_from_its_marks_or_an_emoji_from_its_skin() -> None:
    for text in (
        "e\u0301" * 40,
        "\U0001f44d\U0001f3fd" * 40,
        "\U0001f1ec\U0001f1e7" * 40,
        "न\u094d\u200dय" * 40,
    ):
        for piece in set_in_type(Flow(text), frozenset())[0][1]:
            assert unicodedata.category(piece[0]) not in {"Mn", "Mc", "Sk", "Cf"}


@pytest.mark.parametrize(
    "text",
    [
        "👨‍👩‍👧",
        "❤️",
        "1️⃣",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "क्‍ष",
        "שלום\u200f!",
    ],
)
def test_invisible_characters_that_are_at_work_stay(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize("text", ["a\u200db", "a\ufe0fb", "\U000e0067", "a\u200c"])
def test_the_same_characters_elsewhere_are_shown(text: str) -> None:
    assert "⟨U+" in visible(text)


def test_a_flag_the_fonts_do_not_have_is_printed_as_numbers() -> None:
    flag = "\U0001f3f4\U000e0067\U000e007f"
    assert visible(flag, frozenset("\U0001f3f4")) == "⟨U+1F3F4⟩⟨U+E0067⟩⟨U+E007F⟩"


def test_a_pile_of_marks_does_not_grow_over_other_lines() -> None:
    assert visible("a" + "\u0301" * 8) == "a" + "\u0301" * 6 + "⟨U+0301⟩" * 2


def test_tabs_become_spaces_and_missing_characters_numbers() -> None:
    assert visible("a\t你", frozenset("你")) == "a    ⟨U+4F60⟩"


@pytest.mark.parametrize(
    ("text", "expected"), [("شكرا ok", True), ("ok שלום", False), ("12 — שלום", True), ("12", False)]
)
def test_the_first_letter_decides_the_direction(text: str, expected: bool) -> None:
    assert is_right_to_left(text) is expected


def test_each_line_has_its_own_direction_and_names_are_set_apart() -> None:
    assert set_in_type(Flow("hello\nשלום"), frozenset()) == [[False, ["hello"]], [True, ["שלום"]]]
    assert joined(set_in_type(Line("שלום\nx"), frozenset())) == "\u2068שלום x\u2069"
    assert set_in_type({"a": [Line("b"), 1, None, True, ("c\nd",)]}, frozenset()) == {
        "a": [["b"], 1, None, True, ["c d"]]
    }


def test_the_letters_of_a_page_are_all_those_to_be_printed() -> None:
    assert letters({"a": [Line("bc"), Flow("d\u202e"), ("e",)], "n": 3}) == set("bcde")


@given(
    st.text(
        st.characters(exclude_characters="\r\u2028\u2029\x85\x0b\x0c", exclude_categories=[]), max_size=300
    )
)
def test_shortened_text_says_how_much_is_missing(text: str) -> None:
    short = shorten(text, 50, "at source", 3)
    if short == text:
        assert len(text) <= 55
        assert text.count("\n") < 3
    else:
        kept, _, rest = short.rpartition("…(")
        assert text.startswith(kept)
        assert len(kept) <= 50
        assert rest == f"{len(text) - len(kept)} more characters; at source)"
