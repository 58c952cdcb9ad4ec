"""DER, the binary form of certificates and time stamps (X.690): walks it, and puts sets into their order."""

from collections.abc import Iterator
from itertools import islice

import msgspec

_CERTIFICATES = 0xA0


class Element(msgspec.Struct, frozen=True):
    """One element: its tag, and where it, its content and its end stand."""

    tag: int
    start: int
    content: int
    end: int


def elements(data: bytes, start: int, end: int) -> Iterator[Element]:
    """The elements between two places, one after the other. Raises ValueError for what is not DER."""
    while start < end:
        element = _element(data, start, end)
        yield element
        start = element.end


def in_order(response: bytes) -> bytes:
    """The same answer to a time-stamp request, with its certificates in the order that DER asks for.

    Many authorities, and OpenSSL, write the set of certificates (RFC 5652, 5.1) in the order of the chain.
    No signature covers that order, and nothing changes its length. What is not such an answer comes back
    unchanged: whoever reads it next will say so.
    """
    try:
        signed = _signed_data(response)
        sets = [part for part in elements(response, signed.content, signed.end) if part.tag == _CERTIFICATES]
        for part in sets:
            pieces = sorted(response[e.start : e.end] for e in elements(response, part.content, part.end))
            response = response[: part.content] + b"".join(pieces) + response[part.end :]
    except (ValueError, IndexError):
        pass
    return response


def _signed_data(response: bytes) -> Element:
    # TimeStampResp { PKIStatusInfo, ContentInfo { OID, [0] { SignedData } } }
    whole = _element(response, 0, len(response))
    token = _child(response, whole, 1)
    return _child(response, _child(response, token, 1), 0)


def _child(data: bytes, parent: Element, number: int) -> Element:
    found = next(islice(elements(data, parent.content, parent.end), number, None), None)
    if found is None:
        raise ValueError("an element is missing")
    return found


def _element(data: bytes, start: int, end: int) -> Element:
    tag, length, content = data[start], data[start + 1], start + 2
    if length & 0x80:
        count = length & 0x7F
        if not 0 < count <= 4:
            raise ValueError("a length that DER does not know")
        length = int.from_bytes(data[content : content + count], "big")
        content += count
    if content + length > end:
        raise ValueError("an element is longer than what holds it")
    return Element(tag, start, content, content + length)
