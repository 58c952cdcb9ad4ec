"""What is fuzzed: every importer, with a fixture as the file around it, and the parsers of bytes below them."""

import io
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from holdfast.formats import (
    apple,
    appointments,
    charsets,
    exif,
    iphone_backup,
    json_items,
    mail,
    mail_route,
    markup,
    ole_mail,
    page_pieces,
    picture,
    recording,
    rtf,
    tnef,
)
from holdfast.formats.text_lines import decoded
from holdfast.importers import claim, importers
from holdfast.model.errors import InputError
from holdfast.model.event import Event
from holdfast.model.locator import Locator
from holdfast.model.question import Question
from holdfast.timeline.load import Encoder
from tests.importers.fixtures import HERE, cases, told
from tests.importers.trees import tree

LARGEST = 1 << 16
"""Bytes of a fixture above which it makes the search slow."""

_PLACE = Locator(content="0" * 64)


class Target(msgspec.Struct, frozen=True):
    """A parser of bytes, and examples of what it reads. `try_on` raises where a fault was found."""

    try_on: Callable[[bytes], object]
    examples: tuple[bytes, ...]


def targets() -> dict[str, Target]:
    """Every target by name; importers by their own."""
    found = {name: _importer(name) for name in sorted({case.parent.name for case in cases()})}
    return {name: target for name, target in found.items() if target.examples} | _parsers()


def _importer(name: str) -> Target:
    """One importer: the first byte chooses a fixture, the rest stands in place of its largest file."""
    own = [(case, _files(case)) for case in cases() if case.parent.name == name]
    own = [(case, files) for case, files in own if files and max(map(len, files.values())) <= LARGEST][:256]

    def read(data: bytes) -> None:
        case, files = own[data[0] % len(own)] if data else own[0]
        largest = max(files, key=lambda file: len(files[file]))
        given = tree(files | {largest: data[1:]})
        members = [member for member in given if importers()[name].claims(member, given)]
        _check(members and importers()[name].read(members, given, told(case)))

    return Target(read, tuple(bytes([n]) + max(files.values(), key=len) for n, (_, files) in enumerate(own)))


def _files(case: Path) -> dict[str, bytes]:
    folder = case / "input"
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def _check(records: Iterable[object]) -> None:
    """Every record can be put into the index, and stands for itself."""
    encoder, ids = Encoder(frozenset()), set()
    try:
        for record in records:
            if isinstance(record, Event):
                encoder.event(record, 1, 1)
                assert record.id not in ids, "two events have one id"
                ids.add(record.id)
            elif isinstance(record, Question):
                encoder.question(record, 1, "it")
            else:
                encoder.problem(record, 1, 1, "it")
    except InputError:
        return


def _parsers() -> dict[str, Target]:
    """The parsers of foreign bytes that importers share."""

    def containers(data: bytes) -> None:
        for member in tree({"a.zip": data, "b.tar.gz": data}):
            member.head(64)

    def claims(data: bytes) -> None:
        claim(tree({"a": data, "b.txt": data, "c.json": data, "d.db": data, "e.html": data}))

    def letter(data: bytes) -> None:
        for record in mail.read(data, _PLACE):
            msgspec.json.encode(record)

    def items(data: bytes) -> None:
        for _ in json_items.items(io.BytesIO(data), ("*",), ("messages", "*")):
            pass

    def dates(data: bytes) -> None:
        for _ in appointments.read(io.BytesIO(data), lambda _: _PLACE, None):
            pass

    def boxes(data: bytes) -> None:
        recording.kind_of(data[:64], ".mov")
        recording.head_of(io.BytesIO(data), len(data))

    def page(data: bytes) -> None:
        found = list(page_pieces.pieces(io.BytesIO(data), re.compile(rb'<div class="message')))
        if b"".join(piece.data for piece in found) != data or found[-1].trouble:
            msg = "the pieces of a page are not the page"
            raise AssertionError(msg)

    def look(data: bytes) -> None:
        if kind := picture.kind_of(data[:32]):
            picture.look(kind, data, len(data))

    def quiet(call: Callable[[bytes], object]) -> Callable[[bytes], None]:
        def tried(data: bytes) -> None:
            try:
                call(data)
            except InputError:
                return

        return tried

    return {
        "archive": Target(quiet(containers), _of("*/*/input/**/*.zip", "*/*/input/**/*.gz")),
        "claims": Target(claims, _of("*/*/input/*.json", "*/*/input/*.txt", "*/*/input/*.xml")[:64]),
        "mail": Target(letter, _of("eml/*/input/*")),
        "mail_route": Target(lambda data: mail_route.route(data, ("example.org",)), _of("eml/*/input/*")),
        "appointments": Target(dates, _of("calendar/*/input/*")),
        "apple_text": Target(
            apple.text_of,
            (b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84NSString\x01\x94\x84\x01+\x05hello",),
        ),
        "apple_summary": Target(apple.summary, _of("iphone_backup/*/input/**/*.plist")),
        "charsets": Target(charsets.decode, _of("eml/*/input/*")),
        "exif": Target(exif.read, _of("pictures/cameras/input/*.tiff")),
        "mbdb": Target(
            lambda data: list(iphone_backup._listed_before(data)), _of("iphone_backup/*/input/**/*.mbdb")
        ),
        "json_items": Target(items, _of("telegram/*/input/**/*.json", "instagram/*/input/**/*.json")),
        "markup": Target(
            lambda data: markup.text_of(data.decode("utf-8", "replace")),
            _of("google_voice/*/input/**/*.html"),
        ),
        "links": Target(markup.links_in_page, _of("google_voice/*/input/**/*.html")),
        "outlook_item": Target(quiet(ole_mail.as_mail), _of("outlook_msg/*/input/*")),
        "page_pieces": Target(page, _of("telegram_html/*/input/**/*.html")),
        "picture": Target(look, _of("pictures/*/input/*")),
        "recording": Target(boxes, _of("recordings/*/input/*")),
        "rtf": Target(
            rtf.content, (rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\*\htmltag64 <p>}\htmlrtf0 hello \u228?}",)
        ),
        "rtf_packed": Target(
            quiet(rtf.unpacked), (b"-\x00\x00\x00+\x00\x00\x00LZFu\xf1\xc5\xc7\xa7\x03\x00\n\x00rcpg125",)
        ),
        "text_lines": Target(decoded, (b"caf\xc3\xa9", b"caf\xe9")),
        "tnef": Target(
            quiet(tnef.as_mail),
            (b"\x78\x9f\x3e\x22\x01\x00\x01\x06\x90\x08\x00\x04\x00\x00\x00\x00\x00\x01\x00\x01\x00",),
        ),
    }


def _of(*patterns: str) -> tuple[bytes, ...]:
    files = sorted(p for pattern in patterns for p in HERE.glob(pattern) if p.is_file())
    return tuple(p.read_bytes() for p in files if p.stat().st_size <= LARGEST)
