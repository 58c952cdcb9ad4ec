"""Base64 of any length and in any pieces is hashed as if it were held whole."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.formats.payload import Payload


def fed(*pieces: bytes) -> Payload:
    payload = Payload()
    for piece in pieces:
        payload.feed(piece)
    payload.finish()
    return payload


@given(
    st.binary(max_size=300),
    st.lists(st.integers(0, 500), max_size=6),
    st.sampled_from([b"", b"\n", b"\r\n", b"&#10;", b"&#xA;", b" "]),
)
def test_it_does_not_matter_where_the_pieces_are_cut(plain: bytes, cuts: list[int], line_end: bytes) -> None:
    packed = base64.b64encode(plain)
    lines = line_end.join(packed[i : i + 20] for i in range(0, len(packed), 20))
    ends = [*sorted(min(cut, len(lines)) for cut in cuts), len(lines)]
    payload = fed(*(lines[a:b] for a, b in zip([0, *ends], ends, strict=False)))
    assert (payload.is_broken, payload.size) == (False, len(plain))
    assert payload.sha256 == hashlib.sha256(plain).hexdigest()


def test_missing_marks_at_the_end_are_forgiven() -> None:
    payload = fed(b"aGVsbG8")
    assert (payload.size, payload.sha256) == (5, hashlib.sha256(b"hello").hexdigest())


@pytest.mark.parametrize(
    "pieces", [(b"a",), (b"####",), (b"aGVs", b"bG8*"), (b"aGVsbG8=aGVs",), (b"aGVs&amp;",), (b"aGVs&",)]
)
def test_what_is_no_base64_is_broken_and_stays_so(pieces: tuple[bytes, ...]) -> None:
    assert fed(*pieces, b"aGVs").is_broken or fed(*pieces).is_broken


@given(st.lists(st.binary(max_size=40), max_size=5))
def test_any_bytes_end(pieces: list[bytes]) -> None:
    fed(*pieces)
