"""Pages cut into pieces: every byte is in exactly one of them, however the bytes arrive."""

import io
import re

from hypothesis import given
from hypothesis import strategies as st

from holdfast.formats import page_pieces
from holdfast.model.errors import InputError

BEGINS = re.compile(rb"<m \d+>")


class Dripping(io.BytesIO):
    def __init__(self, data: bytes, most: int) -> None:
        super().__init__(data)
        self._most = most

    def read1(self, size: int | None = -1) -> bytes:
        return super().read(self._most)


@given(st.lists(st.binary(max_size=40)), st.integers(1, 50))
def test_the_pieces_are_the_page(bodies: list[bytes], most: int) -> None:
    clean = [body.replace(b"<", b"") for body in bodies]
    parts = [b"head", *(b"<m %d>" % number + body for number, body in enumerate(clean))]
    found = list(page_pieces.pieces(Dripping(b"".join(parts), most), BEGINS))
    assert [piece.data for piece in found] == parts
    assert [piece.start for piece in found] == [len(b"".join(parts[:n])) for n in range(len(parts))]
    assert all(piece.length == len(piece.data) and not piece.trouble for piece in found)


def test_a_piece_without_end_is_passed_over_in_little_memory() -> None:
    long = b"x" * (9 << 20)
    found = list(page_pieces.pieces(io.BytesIO(b"<m 1>" + long + b"<m 2>end"), BEGINS))
    assert [(p.start, p.length) for p in found] == [(0, 0), (0, len(long) + 5), (len(long) + 5, 8)]
    assert len(found[1].data) == 4 << 20
    assert found[2].data == b"<m 2>end"


def test_a_stream_that_breaks_down_says_so() -> None:
    class Broken(io.BytesIO):
        def read1(self, size: int | None = -1) -> bytes:
            if data := super().read(10):
                return data
            raise InputError("It broke.", "")

    *_, last = page_pieces.pieces(Broken(b"<m 1>one<m 2>two"), BEGINS)
    assert (last.data, last.trouble) == (b"<m 2>two", "It broke.")
