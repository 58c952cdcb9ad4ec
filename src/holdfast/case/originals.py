"""Finds the original bytes behind a row of the timeline, in the file they were handed in with."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import BinaryIO

from holdfast.formats import mail_parts, outlook, pff, text_lines, tnef, transfer
from holdfast.formats.tree import Handed, Member, Tree
from holdfast.model.errors import DamageError, RequestError
from holdfast.model.event import Attachment
from holdfast.model.row import Row
from holdfast.model.source import Source

_NESTED = 8
_MOST = 1 << 30


def member_of(
    source: str, wanted: str, names: Iterable[str], size: int, opener: Callable[[], BinaryIO]
) -> Member:
    """The member at the path `wanted` in the source with this SHA-256.

    `names` are those under which the source was handed in; it was read under one of them.
    """
    for name in names:
        for member in Tree([Handed(sha256=source, name=name, size=size, open=opener)]):
            # A locator holds the path inside the source, an attachment the whole path.
            if wanted in (member.inner, member.path):
                return member
    raise _gone()


def record(row: Row, member: Member, most: int) -> bytes:
    """The bytes of the record itself, as they were handed in; at most `most`.

    Records that are found by row number have no bytes of their own: the beginning of their file is given. A
    message in a mailbox of Outlook is written out as a mail.
    """
    if is_written_out(row, member):
        return pff.as_mail(member, row.position.start, row.fields.get("Folder", ""))[:most]
    found = stretch(row, member)
    with member.open() as stream:
        if found is None:
            return stream.read(most)
        start, length = found
        _skip(stream, start)
        return stream.read(min(length, most))


def is_written_out(row: Row, member: Member) -> bool:
    """Whether what `record` gives was made anew, because it has no bytes of its own that others can read."""
    return row.position.unit == "row" and member.head(4) == pff.MAGIC


def stretch(row: Row, member: Member) -> tuple[int, int] | None:
    """Where in its member the bytes of a record stand: offset and length. None for rows and whole files."""
    place = row.position
    if place.unit == "byte":
        return place.start, place.length
    return text_lines.stretch(member, place.start, place.length) if place.unit == "line" else None


def _skip(stream: BinaryIO, count: int) -> None:
    if stream.seekable():
        stream.seek(count)
        return
    while count:
        if not (read := len(stream.read(min(count, 1 << 20)))):
            raise _gone()
        count -= read


def _gone() -> DamageError:
    return DamageError(
        "The place this record was read from cannot be found in its original.", "Run `holdfast verify`."
    )


def beside(attached: Attachment, sources: Iterable[Source], opened: Callable[[str], BinaryIO]) -> bytes:
    """What came with a record as a file of its own: handed in by itself, or inside a container that was.

    `sources` are tried in order, `opened` gives the bytes of one. A file of another SHA-256 is not taken.
    """
    outer = attached.member.partition("!/")[0]
    for source in sources:
        if outer not in (source.name, *source.also):
            continue
        try:
            opener = partial(opened, source.sha256)
            data = member_of(source.sha256, attached.member, [outer], source.size, opener).read(_MOST)
        except DamageError:
            continue
        if attached.sha256 in ("", hashlib.sha256(data).hexdigest()):
            return data
    raise _gone()


def attached(row: Row, member: Member, number: int) -> bytes:
    """The decoded bytes of something that came inside a record. Found by its SHA-256: never a wrong one."""
    wanted = row.attached[number].sha256
    data = record(row, member, _MOST)
    for part in parts_of(data) if row.service == "mail" else _encoded_values(data):
        if hashlib.sha256(part).hexdigest() == wanted:
            return part
    raise RequestError(
        "The bytes of this attachment could not be taken out by themselves.",
        "Extract the whole file and open it with the program it comes from.",
    )


def parts_of(data: bytes) -> Iterator[bytes]:
    """The decoded bytes of everything in a mail, and in the mails and packets inside it."""
    return _mail_parts(outlook.as_mail(data))


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
