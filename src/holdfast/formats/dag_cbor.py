"""DAG-CBOR, the strict kind of CBOR that content is addressed in: https://ipld.io/specs/codecs/dag-cbor/spec/."""

import base64
import struct
from typing import Any

import msgspec

_DEEPEST = 64
_TAG_LINK = 42


class Link(msgspec.Struct, frozen=True):
    """A pointer to a block by its fingerprint."""

    cid: bytes

    def __str__(self) -> str:
        return "b" + base64.b32encode(self.cid).decode().lower().rstrip("=")


def decoded(data: bytes) -> Any:
    """The one value that these bytes are. Raises ValueError for anything that is not strictly that."""
    value, at = _value(data, 0, 0)
    if at != len(data):
        raise ValueError("something follows the value")
    return value


def plain(value: Any) -> Any:
    """The same with links and bytes as words, as JSON may hold it."""
    if isinstance(value, Link):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return value


def _value(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    first = _slice(data, at, 1)[0]
    kind, low = first >> 5, first & 31
    if kind == 7:
        return _simple(data, at + 1, low)
    number, at = _number(data, at + 1, low)
    if kind == 0:
        return number, at
    if kind == 1:
        return -1 - number, at
    if kind == 2:
        return _slice(data, at, number), at + number
    if kind == 3:
        return _slice(data, at, number).decode(), at + number
    if kind == 6:
        return _link(data, at, number)
    if number > len(data) - at:
        # Each element takes a byte at least: no time is spent on a count that lies.
        raise ValueError("a count is larger than what follows")
    return (_list if kind == 4 else _map)(data, at, number, depth + 1)


def _list(data: bytes, at: int, number: int, depth: int) -> tuple[list[Any], int]:
    elements = []
    for _ in range(number):
        element, at = _value(data, at, depth)
        elements.append(element)
    return elements, at


def _map(data: bytes, at: int, number: int, depth: int) -> tuple[dict[str, Any], int]:
    held: dict[str, Any] = {}
    for _ in range(number):
        if at < len(data) and data[at] >> 5 != 3:
            raise ValueError("a key is no text")
        key, at = _value(data, at, depth)
        held[key], at = _value(data, at, depth)
    return held, at


def _link(data: bytes, at: int, number: int) -> tuple[Link, int]:
    inner, at = _value(data, at, _DEEPEST)
    if number != _TAG_LINK or not isinstance(inner, bytes) or inner[:1] != b"\0":
        raise ValueError("a tag is not known")
    return Link(inner[1:]), at


def _simple(data: bytes, at: int, low: int) -> tuple[Any, int]:
    if low in (20, 21):
        return low == 21, at
    if low == 22:
        return None, at
    if low == 27:
        return struct.unpack(">d", _slice(data, at, 8))[0], at + 8
    raise ValueError("a value is of no known kind")


def _number(data: bytes, at: int, low: int) -> tuple[int, int]:
    if low < 24:
        return low, at
    if low > 27:
        raise ValueError("a length is not told")
    size = 1 << (low - 24)
    return int.from_bytes(_slice(data, at, size), "big"), at + size


def _slice(data: bytes, at: int, size: int) -> bytes:
    piece = data[at : at + size]
    if len(piece) != size:
        raise ValueError("the value breaks off")
    return piece
