"""What Apple's programs keep in their databases: times since 2001, text with its looks, earlier wordings."""

import plistlib
import struct
from typing import Any
from xml.parsers.expat import ExpatError

import msgspec

from holdfast.formats import clocks
from holdfast.model.when import When

_EPOCH = 978_307_200_000
_NANOSECONDS = 10**12
"""Counts above this are nanoseconds: since iOS 11 and macOS 10.13. As seconds this is the year 33,000."""

_MOST = 4 << 20
_BROKEN = (
    *(plistlib.InvalidFileException, ValueError, TypeError, KeyError, IndexError, AttributeError),
    *(OverflowError, RecursionError, struct.error, UnicodeError, MemoryError, AssertionError, ExpatError),
)


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a message says about its own history. `retracted` counts the parts that were taken back.

    `wordings` holds, per part and oldest first, texts and when they were written; the last is the present.
    """

    wordings: tuple[tuple[str, When], ...] = ()
    retracted: int = 0
    is_broken: bool = False


def moment(count: float | None) -> When:
    """A time counted from the beginning of 2001 in UTC, in seconds or, in newer systems, nanoseconds."""
    if not count or not abs(count) < 1 << 63:
        return clocks.unknown("")
    written = str(count)
    is_fine = count > _NANOSECONDS
    at = (int(count) // 1_000_000 if is_fine else int(count * 1000)) + _EPOCH
    if not 0 <= at < 253_402_300_800_000:
        return clocks.unknown(written)
    is_whole = not is_fine and count == int(count)
    return clocks.instant(at, written, precision="second" if is_whole else "millisecond")


def text_of(data: bytes) -> str | None:
    """The text in an archived string with attributes (a "typedstream"), None where there is none.

    The text is the first string in it: https://chrissardegna.com/blog/reverse-engineering-apples-typedstream-format/
    """
    at = data.find(b"NSString")
    if b"streamtyped" not in data[:32] or at < 0 or (at := data.find(b"\x84\x01+", at)) < 0:
        return None
    at += 3
    marks = {0x81: (1, 2), 0x82: (1, 4)}
    skip, size = marks.get(data[at] if at < len(data) else 0, (0, 1))
    length = int.from_bytes(data[at + skip : at + skip + size], "little")
    start = at + skip + size
    if start + length > len(data):
        return None
    return data[start : start + length].decode("utf-8", "replace")


def properties(data: bytes) -> dict[str, Any] | None:
    """What a property list holds, in either way of writing it; None where it is damaged or no table."""
    try:
        kept = plistlib.loads(data)
    except _BROKEN:
        return None
    return kept if isinstance(kept, dict) else None


def summary(data: bytes) -> Summary:
    """The history in `message_summary_info`, a property list; nothing where there is none."""
    if not data:
        return Summary()
    if len(data) > _MOST:
        return Summary(is_broken=True)
    try:
        kept = plistlib.loads(data)
        wordings = [
            (text_of(one["t"]) or "", moment(one["d"]))
            for _, part in sorted(kept.get("ec", {}).items())
            for one in part
        ]
        return Summary(wordings=tuple(wordings), retracted=len(kept.get("rp", ())))
    except _BROKEN:
        return Summary(is_broken=True)
