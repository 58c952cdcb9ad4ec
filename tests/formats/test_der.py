"""DER is walked safely, and only the order of certificates is ever changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.formats.der import elements, in_order


def der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    if len(content) < 128:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes(2, "big")
    return bytes([tag, 0x82]) + length + content


def response(*certificates: bytes) -> bytes:
    signed = der(0x30, der(2, b"\x03"), der(0x31), der(0x30), der(0xA0, *certificates), der(0x31))
    return der(0x30, der(0x30, der(2, b"\0")), der(0x30, der(6, b"\x2a"), der(0xA0, signed)))


@given(st.lists(st.binary(min_size=1, max_size=200).map(lambda b: der(0x30, b)), max_size=6))
def test_certificates_stand_in_the_order_of_der_and_nothing_else_moves(certificates: list[bytes]) -> None:
    assert in_order(response(*certificates)) == response(*sorted(certificates))


@given(st.binary(max_size=200))
def test_what_is_no_answer_comes_back_as_it_was(data: bytes) -> None:
    assert sorted(in_order(data)) == sorted(data)


@given(st.data())
def test_an_answer_cut_short_anywhere_does_no_harm(data: st.DataObject) -> None:
    whole = response(der(0x30, b"b" * 150), der(0x30, b"a"))
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    assert sorted(in_order(cut)) == sorted(cut)


@pytest.mark.parametrize("data", [b"\x30\x05ab", b"\x30\x80ab\0\0", b"\x30\x89" + b"\xff" * 9 + b"a"])
def test_a_length_that_lies_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        list(elements(data, 0, len(data)))
