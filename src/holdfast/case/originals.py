"""Finds the original bytes behind a row of the timeline, in the file they were handed in with."""

import hashlib
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from holdfast.formats import mail_parts, ole_mail, pff, tnef, transfer
from holdfast.formats.tree import Handed, Member, Tree
from holdfast.model.errors import DamageError, RequestError
from holdfast.model.row import Row

_NESTED = 8
_GONE = "The place this record was read from cannot be found in its original."


def member_of(
    row: Row, names: Iterable[str], size: int, opener: Callable[[], BinaryIO], path: str | None = None
) -> Member:
    """The member that a row (or the attachment at `path` inside the same source) stands in.

    `names` are those under which the source was handed in; it was read under one of them.
    """
    wanted = row.member if path is None else path
    for name in names:
        for member in Tree([Handed(sha256=row.source, name=name, size=size, open=opener)]):
            # A locator holds the path inside the source, an attachment the whole path.
            if wanted in (member.inner, member.path):
                return member
    raise DamageError(_GONE, "Run `holdfast verify`.")


def record(row: Row, member: Member, most: int) -> bytes:
    """The bytes of the record itself, as they were handed in; at most `most`.

    Records that are found by row number have no bytes of their own: the beginning of their file is given. A
    message in a mailbox of Outlook is written out as a mail.
    """
    place = row.position
    if place.unit == "row" and member.head(4) == pff.MAGIC:
        return pff.as_mail(member, place.start, row.fields.get("Folder", ""))[:most]
    with member.open() as stream:
        if place.unit == "byte":
            _skip(stream, place.start)
            return stream.read(min(place.length, most))
        if place.unit == "line":
            lines = itertools.islice(stream, place.start - 1, place.start - 1 + place.length)
            return b"".join(lines)[:most]
        return stream.read(most)


def _skip(stream: BinaryIO, count: int) -> None:
    if stream.seekable():
        stream.seek(count)
        return
    while count:
        count -= len(stream.read(min(count, 1 << 20)) or _ended())


def _ended() -> bytes:
    raise DamageError(_GONE, "Run `holdfast verify`.")


def attached(row: Row, member: Member, number: int) -> bytes:
    """The decoded bytes of something that came inside a record. Found by its SHA-256: never a wrong one."""
    wanted = row.attached[number].sha256
    data = record(row, member, 1 << 30)
    for part in parts_of(data) if row.service == "mail" else _encoded_values(data):
        if hashlib.sha256(part).hexdigest() == wanted:
            return part
    raise RequestError(
        "The bytes of this attachment could not be taken out by themselves.",
        "Extract the whole file and open it with the program it comes from.",
    )


def parts_of(data: bytes) -> Iterator[bytes]:
    """The decoded bytes of everything in a mail, and in the mails and packets inside it."""
    return _mail_parts(ole_mail.as_mail(data))


def _mail_parts(data: bytes, depth: int = 0) -> Iterator[bytes]:
    if data.startswith(b"From "):
        data = data.partition(b"\n")[2]
    waiting = [mail_parts.parse(data, {})]
    while waiting:
        part = waiting.pop()
        if part.children is not None:
            waiting.extend(part.children)
            continue
        payload = part.payload({})
        yield payload
        if payload.startswith(tnef.MAGIC) and depth < _NESTED:
            yield from _mail_parts(tnef.as_mail(payload), depth + 1)
        if part.media_type == "message/rfc822" and depth < _NESTED:
            yield from _mail_parts(payload, depth + 1)


def _encoded_values(data: bytes) -> Iterator[bytes]:
    """Every value of an XML element that is written in Base64."""
    for found in re.finditer(rb"=\s*[\"']([A-Za-z0-9+/=\s]+)[\"']", data):
        yield transfer.base64(found[1])[0]
