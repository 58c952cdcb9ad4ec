"""Where a record stands, so that anyone can look."""

from typing import Literal

import msgspec

Unit = Literal["byte", "line", "row", "file"]


class Position(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A place inside a member: bytes and lines count from 0 and 1 as editors do; rows from 1.

    unit "byte": `start` is the offset, `length` the number of bytes.
    unit "line": `start` is the first line (from 1), `length` the number of lines.
    unit "row": `start` is the record's number or row id (from 1).
    unit "file": the whole member.
    """

    unit: Unit = "file"
    start: int = 0
    length: int = 0


class Locator(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """`content` is the SHA-256 (hex) of the file handed in; `member` the path inside it, "" for itself."""

    content: str
    member: str = ""
    position: Position = Position()
