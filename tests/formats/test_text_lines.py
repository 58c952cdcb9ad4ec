"""Where lines stand in a file: as they are read, in each character set, with each kind of line end."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.formats.text_lines import TextLines, stretch
from holdfast.formats.tree import Handed, Member, Tree

HEAD = "14/06/2025, 07:02 - Rowan: nice coat"


def member(data: bytes) -> Member:
    (found,) = Tree(
        [Handed(sha256="00" * 32, name="chat.txt", size=len(data), open=lambda: io.BytesIO(data))]
    )
    return found


@given(
    lines=st.lists(st.text("ab 1:-\u00e9\u0a0a\u010a\u0a0d\U0001f601", max_size=9), max_size=4),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    name=st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16"]),
    is_ended=st.booleans(),
)
def test_each_line_stands_where_it_was_read(lines: list[str], end: str, name: str, *, is_ended: bool) -> None:
    data = end.join([HEAD, *lines, *([""] if is_ended else [])]).encode(name)
    given = member(data)
    read = dict(TextLines(given))
    charset, after = TextLines(given).charset, 0
    for number, text in read.items():
        start, length = stretch(given, number, 1)
        assert start == after
        stood = data[start : start + length].decode(charset)
        assert stood.removeprefix("\ufeff").removesuffix("\n").removesuffix("\r") == text
        after = start + length
    assert after == len(data)
    assert stretch(given, 1, len(read)) == (0, len(data))


@pytest.mark.parametrize("number", [3, 4, 99])
def test_behind_the_end_nothing_stands(number: int) -> None:
    assert stretch(member(b"one\ntwo"), number, 2)[1] == 0
    assert stretch(member(b"one\ntwo\n"), number, 2)[1] == 0


def test_a_letter_that_holds_the_byte_of_a_line_end_ends_no_line() -> None:
    data = f"{HEAD}\n\u0a0a\u010a\u0a0d\u0d0a\nlast".encode("utf-16-le")
    assert stretch(member(data), 3, 1) == (len(data) - 8, 8)
