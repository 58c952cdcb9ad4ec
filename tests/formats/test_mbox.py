"""Splitting an mbox: every mail once, at its place, whatever the blocks, the kind and the damage."""

import io
import mailbox
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.formats import mbox
from holdfast.formats.share import Share
from holdfast.model.errors import InputError
from tests.formats.mails import made

FROM = b"From rowan@example.net Wed Apr  1 08:00:05 2026\n"


def quoted(mail: bytes) -> bytes:
    """As an mboxrd is written."""
    return re.sub(rb"(?m)^(>*From )", rb">\1", mail)


def box(count: int, seed: int = 1) -> tuple[bytes, list[bytes]]:
    rng = random.Random(seed)
    mails = [made(rng) for _ in range(count)]
    return b"".join(FROM + quoted(m) + b"\n" for m in mails), mails


def pieces(data: bytes, **limits: int) -> list[mbox.Piece]:
    return list(mbox.split(io.BytesIO(data), **limits))


def test_the_mails_are_those_that_the_standard_library_finds(tmp_path: Path) -> None:
    data, mails = box(400)
    file = tmp_path / "box.mbox"
    file.write_bytes(data)
    told = mailbox.mbox(file)
    assert len(pieces(data)) == len(told) == len(mails)
    for piece, key in zip(pieces(data), told.keys(), strict=True):
        assert piece.data is not None
        assert piece.data.partition(b"\n")[2].strip() == told.get_bytes(key).strip()
    told.close()


@pytest.mark.parametrize("block", [1, 7, 64, 1000, 4096])
def test_the_size_of_the_blocks_changes_nothing(block: int) -> None:
    data, _ = box(12)
    data += (
        b"From x Wed Apr  1 08:00:05 2026\nContent-Length: 3\nFrom: a@example.org\n\nab\n\n"
        + FROM
        + b"To: b\n\nend"
    )
    assert pieces(data, block=block) == pieces(data)
    assert b"".join(p.data or b"" for p in pieces(data, block=block)) == data


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                FROM,
                b"From me\n",
                b"From: a\n",
                b"To: b\r\n",
                b"\n",
                b"\r\n",
                b">From x\n",
                b"Content-Length: 9\n",
                b"text\n",
                b"\xff",
            ]
        ),
        max_size=25,
    ),
    st.integers(1, 40),
)
def test_no_byte_is_lost_and_none_is_told_twice(lines: list[bytes], block: int) -> None:
    data = b"".join(lines)
    found = pieces(data, block=block)
    at = len(data) - len(data.lstrip(b"\r\n"))
    for piece in found:
        assert piece.data == data[piece.start : piece.start + piece.length]
        assert data[at : piece.start].strip() == b""
        at = piece.start + piece.length
    assert data[at:].strip() == b""
    assert [(p.start, p.length) for p in found] == [(p.start, p.length) for p in pieces(data)]


class Breaking(io.BytesIO):
    """Gives its bytes and then, instead of an end, trouble."""

    def read1(self, size: int | None = -1) -> bytes:
        data = super().read1(min(size or 50, 50))
        if not data:
            raise InputError("broken")
        return data


def test_what_stands_before_a_broken_place_is_given_first() -> None:
    data = b"From a@example.org Sun Jun  1 12:00:00 2025\nTo: b@example.org\n\n>From here\n" * 3
    pieces = mbox.split(Breaking(data))
    got = [next(pieces).data or b"" for _ in range(3)]
    assert b"".join(got) == data
    with pytest.raises(InputError):
        next(pieces)
    assert not mbox.undoes(lambda: Breaking(data))


def test_a_file_that_breaks_off_anywhere_gives_whole_mails_and_a_piece() -> None:
    data, _ = box(20)
    starts = [p.start for p in pieces(data)]
    for part in range(50):
        cut = data[: len(data) * part // 50]
        found = [p.start for p in pieces(cut)]
        # The last From_ line only counts once the header after it has come.
        assert found == [s for s in starts if s < len(cut)][: len(found)]
        assert len(found) >= sum(1 for s in starts if s < len(cut)) - 1


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        (b"From a@example.org Wed Apr  1 08:00:05 2026\nX-Own: 1", True),
        (b"From - Wed Apr  1 08:00:05 2026\nX-Mozilla-Status: 0001", True),
        (b"From 1829310000000000001@xxx Wed Apr 01 08:00:07 +0000 2026\nX-GM-THRID: 1", True),
        (b"From ???@???\nAnything: x", True),
        (b"From nobody\nReceived: x", True),
        (b"From here on\nwords", False),
        (b"From the list\nPresent: Ann", False),
        (b"From this page\nhttps://example.org", False),
        (b"From: a@example.org\nTo: b", False),
        (b">From a@example.org Wed Apr  1 08:00:05 2026\nTo: b", False),
    ],
)
def test_a_mail_starts_where_a_header_follows_a_from_line(line: bytes, *, is_one: bool) -> None:
    data = FROM + b"To: first\n\nwords\n" + line + b"\n\nmore\n"
    assert len(pieces(data)) == (2 if is_one else 1)
    assert mbox.starts(line) == is_one


def test_a_right_content_length_hides_from_lines_and_a_wrong_one_nothing() -> None:
    inside = FROM + b"To: inside\n\nwords\n"

    def with_length(length: int) -> list[mbox.Piece]:
        head = FROM + b"To: x\nContent-length: %d\n\n" % length
        return pieces(head + inside + b"\n" + FROM + b"To: y\n\nlast\n")

    assert [p.counted for p in with_length(len(inside))] == [True, False]
    assert [p.counted for p in with_length(len(inside) + 1)] == [True, False]
    assert [p.counted for p in with_length(0)] == [True, False, False]
    for wrong in (3, len(inside) - 3, len(inside) + 5, 10**6, 10**11):
        assert [p.counted for p in with_length(wrong)] == [False, False, False]


def test_a_content_length_may_end_with_the_file() -> None:
    assert [p.counted for p in pieces(FROM + b"To: x\nContent-Length: 5\n\nwords")] == [True]
    assert [p.counted for p in pieces(FROM + b"To: x\nX-Length: 5\n\nwords")] == [False]


def test_a_mail_that_is_too_large_is_counted_but_not_held() -> None:
    big = FROM + b"To: x\n\n" + b"words and words\n" * 5000
    data = FROM + b"To: a\n\none\n" + big + FROM + b"To: b\n\ntwo\n"
    found = pieces(data, largest=2000, block=1000)
    assert [p.data is None for p in found] == [False, True, False]
    assert [p.length for p in found] == [len(FROM) + 11, len(big), len(FROM) + 11]
    assert sum(p.length for p in found) == len(data)


def test_headers_without_end_are_not_searched_for_a_length() -> None:
    data = FROM + b"X: " + b"y" * (2 << 20) + b"\nContent-Length: 1\n"
    assert [p.length for p in pieces(data, block=1 << 16)] == [len(data)]


def test_a_byte_order_mark_hides_nothing() -> None:
    assert [(p.start, p.opened) for p in pieces(b"\xef\xbb\xbf" + FROM + b"To: a\n\nx")] == [(3, True)]


def test_what_stands_before_the_first_mail_is_told_apart() -> None:
    assert [p.opened for p in pieces(b"\nwords\n" + FROM + b"To: a\n\nx")] == [False, True]
    assert pieces(b"\n\n \n") == []
    assert pieces(b"") == []


@given(
    st.binary(max_size=200),
    st.lists(st.sampled_from([b"From ", b">From ", b">>From x", b"\n", b">"]), max_size=30),
)
def test_what_was_quoted_can_be_undone(junk: bytes, lines: list[bytes]) -> None:
    mail = b"".join(lines) + junk
    assert mbox.unquoted(quoted(mail)) == mail
    (piece,) = pieces(b"To: a\n\n" + quoted(mail))
    assert piece.is_quoted == (quoted(mail) != mail)


@given(st.binary(max_size=40), st.integers(1, 12), st.booleans())
def test_the_sign_that_quotes_can_be_undone_is_found_across_blocks(
    junk: bytes, block: int, is_there: bool
) -> None:
    data = junk + (b"\n>>From x" if is_there else b"\n>From x") + junk
    assert mbox.undoes(lambda: io.BytesIO(data), block=block) == (b"\n>>From " in data)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                FROM + b"To: b\n\n",
                FROM,
                b"From me\n",
                b"text\n" * 9,
                b"\r\n",
                b">From x\n",
                b"From: a\n\n",
                b"\xff",
            ]
        ),
        max_size=25,
    ),
    st.integers(1, 300),
    st.integers(1, 400),
    st.integers(1, 3),
    st.booleans(),
)
def test_stretches_read_apart_give_what_the_whole_file_gives(
    lines: list[bytes], size: int, block: int, of: int, is_seekable: bool
) -> None:
    data = b"".join(lines)
    told: list[mbox.Piece] = []
    for number in range(of):
        stream = io.BytesIO(data)
        stream.seekable = lambda: is_seekable  # type: ignore[method-assign]
        told += mbox.split(stream, block=block, stretches=Share(number, of).stretches(size))
    assert sorted(told, key=lambda piece: piece.start) == pieces(data)


def test_stretches_are_not_read_apart_where_a_length_hides_mails() -> None:
    inside = FROM + b"To: inside\n\nwords\n"
    for hidden, is_one in ((inside * 9, True), (b"a line\n" * 90, False)):
        data = (
            FROM + b"To: x\nContent-Length: %d\n\n" % len(hidden) + hidden + b"\n" + FROM + b"To: y\n\nlast\n"
        )
        for number in range(2):
            found = mbox.split(io.BytesIO(data), stretches=Share(number, 2).stretches(100))
            if is_one and number == 0:
                with pytest.raises(InputError):
                    list(found)
            elif not is_one:
                assert [p.start for p in found] == [
                    p.start for p in pieces(data) if p.start // 100 % 2 == number
                ]
