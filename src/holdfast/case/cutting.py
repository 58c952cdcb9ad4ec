"""Which bytes show an exhibit, and their place: all of the original, a slice, a member of a container."""

import re
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

import msgspec

from holdfast.case.originals import is_written_out, record, stretch
from holdfast.formats.tree import Member
from holdfast.model.errors import RequestError
from holdfast.model.row import Row
from holdfast.model.source import Source
from holdfast.outputs.exhibit_pages import printable_fields
from holdfast.vault.pieces import Commitment, Piece, shown

_MOST = 1 << 30
_BLANK = b" \t\r\n,"
_INSIDE = "It is inside a container (an archive, say), whose bytes cannot be shown in part."
_ROW = "It is a row of a database or table, which cannot be shown in part."
_MADE = "It was written out of a mailbox of Outlook, in which no bytes are those of this record alone."
_EMPTY = "Its place in its file holds no bytes."
_PRIVATE = "Its original holds what is marked private, so it is not shown."
_NOT_CUT = "Its file was not cut at the beginnings of records, so the proof would show other records too."


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """What shows an exhibit. `part` as in `exhibit_record.Given`; "" where nothing can be shown of it alone.

    `start` and `end` are the stretch in the original, where there is one; `why` says why its place is not
    proven, "" where it is; `pieces` prove it. `data` is None for a whole original: that is not held.
    """

    part: str
    start: int = 0
    end: int = 0
    data: bytes | None = None
    why: str = ""
    pieces: tuple[Piece, ...] = ()


def cut(row: Row, member: Member, source: Source, *, whole: bool) -> Cut:
    """The bytes of one exhibit, before its place is proven. With `whole` always the whole original.

    Raises RequestError for a record that is too large to be held.
    """
    place = row.position
    if not whole and printable_fields(row) != row.fields:
        return Cut(part="", why=_PRIVATE)
    if whole or (place.unit == "file" and not row.member):
        return Cut(part="original", end=source.size)
    is_made = is_written_out(row, member)
    if place.unit == "row" and not is_made:
        return Cut(part="", why=_ROW)
    data = record(row, member, _MOST + 1)
    if len(data) > _MOST:
        raise RequestError("A record is too large to be shown by itself.", "Use --whole.")
    if not data:
        return Cut(part="", why=_EMPTY)
    if is_made:
        return Cut(part="written", data=data, why=_MADE)
    if row.member:
        return Cut(part="member" if place.unit == "file" else "slice", data=data, why=_INSIDE)
    if len(data) == source.size:
        return Cut(part="original", end=source.size)
    start, _ = stretch(row, member) or (0, 0)
    return Cut(part="slice", start=start, end=start + len(data), data=data, why=_NOT_CUT)


def proven(
    cuts: Sequence[Cut], commitment: Commitment | None, key: bytes, opened: Callable[[], BinaryIO]
) -> list[Cut]:
    """The slices of one file with proofs of their places, where these show nothing of other records.

    Reads the whole file once. What may stand beside a record in its pieces is blanks, line ends and commas.
    Raises DamageError where the file is not as it was logged.
    """
    if commitment is None:
        return list(cuts)
    with opened() as stream:
        found = shown(stream, commitment, key, [(one.start, one.end) for one in cuts])
        return [_placed(one, pieces, stream) for one, pieces in zip(cuts, found, strict=True)]


def place(one: Cut, source: Source, commitment: Commitment | None, entry: int) -> dict[str, Any]:
    """What record.json says about the place: `entry` is that of the log which speaks of the pieces."""
    stands: dict[str, Any] = {"sha256": source.sha256, "size": source.size}
    if one.part == "original":
        return stands | {"proven": "whole"}
    if one.part != "slice" or one.why == _INSIDE:
        return stands | {"proven": "no", "why": one.why}
    stands |= {"start": one.start, "length": one.end - one.start}
    if not one.pieces or commitment is None:
        return stands | {"proven": "no", "why": one.why}
    return stands | {
        "proven": "pieces",
        "entry": entry,
        "pieces": [
            {
                "number": piece.number,
                "start": piece.start,
                "length": piece.length,
                "salt": piece.salt.hex(),
                "proof": [node.hex() for node in piece.proof],
            }
            for piece in one.pieces
        ],
    }


def ending(name: str) -> str:
    """The ending under which a file is written: that of the original where it is a plain one."""
    found = re.fullmatch(r".*(\.[a-z0-9]{1,5})", name.lower(), re.DOTALL)
    return found[1] if found else ".bin"


def _placed(one: Cut, pieces: list[Piece], stream: BinaryIO) -> Cut:
    first, last = pieces[0].start, pieces[-1].start + pieces[-1].length
    stream.seek(first)
    before = stream.read(one.start - first)
    stream.seek(one.end)
    after = stream.read(last - one.end)
    if (before + after).strip(_BLANK):
        return one
    data = before + (one.data or b"") + after
    return Cut(part=one.part, start=first, end=last, data=data, pieces=tuple(pieces))
