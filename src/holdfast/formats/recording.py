"""Sound and film files by their first bytes, and what the head of an MP4 or QuickTime file says of its
making.

Only the boxes that tell it are looked at (ISO/IEC 14496-12, Apple's QuickTime File Format); sound and film
are never decoded.
"""

import re
import struct
from datetime import datetime
from typing import BinaryIO

import msgspec

from holdfast.formats import clocks
from holdfast.formats.heif import boxes

_CHUNK = 1 << 20
_MOST = 16 << 20
"""Bytes of the box "moov" that are looked at: it also lists every frame of a film."""

_SINCE = 2_082_844_800  # seconds between the beginnings of 1904 and 1970
_BRANDS = {b"M4A ": "audio/mp4", b"M4B ": "audio/mp4", b"qt  ": "video/quicktime"}
_LONGEST = 500
_DATE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(Z|[+-]\d\d:?\d\d)")
_STILL = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis", b"crx ")
_OLD = (b"moov", b"mdat", b"wide", b"free", b"skip")
_STARTS = (
    (b"#!AMR", "audio/amr"),
    (b"fLaC", "audio/flac"),
    (b"caff", "audio/x-caf"),
    (b"ID3", "audio/mpeg"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
)
_WORDS = {
    b"com.apple.quicktime.creationdate": "creation date",
    b"com.apple.quicktime.make": "make",
    b"com.apple.quicktime.model": "model",
    b"com.apple.quicktime.software": "software",
    b"com.apple.quicktime.location.ISO6709": "private:place",
    b"com.android.version": "android version",
    b"\xa9day": "creation date",
    b"\xa9mak": "make",
    b"\xa9mod": "model",
    b"\xa9swr": "software",
    b"\xa9too": "software",
    b"\xa9xyz": "private:place",
}


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What an MP4 or QuickTime file says of itself.

    `made` is UTC milliseconds by the standard, None where nothing is told; `seconds` how long it lasts.
    `words` are texts by name. `has_film` is None where no track is described.
    """

    made: int | None = None
    seconds: float | None = None
    words: dict[str, str] = {}
    has_film: bool | None = None
    is_whole: bool = False


def kind_of(head: bytes, suffix: str) -> str:
    """The media type by the first 64 bytes, "" for other files.

    The ending of the name decides only what they leave open.
    """
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in _STILL:
            return ""
        return "video/3gpp" if brand[:2] == b"3g" else _BRANDS.get(brand, "video/mp4")
    if head[:4] == b"RIFF":
        return {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(head[8:12], "")
    if head[:4] == b"OggS":
        return "video/ogg" if b"theora" in head else "audio/ogg"
    if suffix == ".mov" and head[4:8] in _OLD:
        return "video/quicktime"
    if suffix in (".mp3", ".aac") and head[:1] == b"\xff" and head[1:2] > b"\xe0":
        return "audio/mpeg" if suffix == ".mp3" else "audio/aac"
    return next((kind for start, kind in _STARTS if head.startswith(start)), "")


def head_of(stream: BinaryIO, size: int) -> Head:
    """What the boxes of an MP4 or QuickTime file of so many bytes tell; nothing where they make no sense.

    Raises InputError where the stream does.
    """
    moov, at, is_whole = b"", 0, False
    try:
        while at < size:
            start = stream.read(8)
            length, kind = struct.unpack(">I4s", start)
            begin = 8
            if length == 1:
                (length,) = struct.unpack(">Q", stream.read(8))
                begin = 16
            length = length or size - at
            if length < begin:
                return Head()
            if kind == b"moov" and not moov:
                moov = stream.read(min(length - begin, _MOST))
                begin += len(moov)
            _skip(stream, min(length, size - at) - begin)
            at += length
        is_whole = at == size and bool(moov)
        return _head(moov, is_whole=is_whole)
    except (struct.error, IndexError):
        return Head()


def _skip(stream: BinaryIO, count: int) -> None:
    if stream.seekable():
        stream.seek(max(0, count), 1)
        return
    while count > 0 and (chunk := stream.read(min(count, _CHUNK))):
        count -= len(chunk)


def _head(moov: bytes, *, is_whole: bool) -> Head:
    made, seconds = None, None
    films: list[bool] = []
    words: dict[str, str] = {}
    for kind, begin, stop in boxes(moov, 0, len(moov)):
        if kind == b"mvhd":
            made, seconds = _movie(moov[begin : min(stop, begin + 32)])
        elif kind == b"trak":
            films.append(_is_film(moov, begin, stop))
        elif kind == b"meta":
            words |= _named(moov, begin, stop)
        elif kind == b"udta":
            words |= _marked(moov, begin, stop)
    return Head(
        made=made, seconds=seconds, words=words, has_film=any(films) if films else None, is_whole=is_whole
    )


def _movie(data: bytes) -> tuple[int | None, float | None]:
    """When a film was made, and how long it is."""
    form = ">QQIQ" if data[:1] == b"\x01" else ">IIII"
    made, _, scale, length = struct.unpack_from(form, data, 4)
    at = made - _SINCE
    is_known = 0 < at < 1 << 33
    return at * 1000 if is_known else None, length / scale if scale else None


def _is_film(data: bytes, begin: int, stop: int) -> bool:
    return any(
        data[b + 8 : b + 12] == b"vide"
        for kind, b, s in boxes(data, begin, stop)
        if kind == b"mdia"
        for inner, b, _ in boxes(data, b, s)
        if inner == b"hdlr"
    )


def _named(data: bytes, begin: int, stop: int) -> dict[str, str]:
    """Texts that QuickTime keeps by long names: a list of names, and values that point into it by number."""
    # In MP4 this box has a version of four bytes before the boxes inside it, in QuickTime it has none.
    inside = {kind: (b, s) for kind, b, s in boxes(data, begin, stop)}
    if b"ilst" not in inside:
        inside = {kind: (b, s) for kind, b, s in boxes(data, begin + 4, stop)}
    names: list[bytes] = []
    if b"keys" in inside:
        first, end = inside[b"keys"]
        names = [data[b:s] for _, b, s in boxes(data, first + 8, end)]
    words: dict[str, str] = {}
    for kind, b, s in boxes(data, *inside.get(b"ilst", (0, 0))):
        number = int.from_bytes(kind, "big")
        name = names[number - 1] if 0 < number <= len(names) else kind
        for inner, first, end in boxes(data, b, s):
            if inner == b"data" and name in _WORDS and data[first : first + 4] == b"\0\0\0\1":
                words[_WORDS[name]] = _text(data[first + 8 : end])
    return words


def _marked(data: bytes, begin: int, stop: int) -> dict[str, str]:
    """Texts that cameras keep by marks of four letters: a length, a language, the text."""
    words: dict[str, str] = {}
    for kind, b, s in boxes(data, begin, stop):
        if kind == b"meta":
            words |= _named(data, b, s)
        elif kind in _WORDS:
            length = int.from_bytes(data[b : b + 2], "big")
            words[_WORDS[kind]] = _text(data[b + 4 : min(b + 4 + length, s)])
    return words


def _text(data: bytes) -> str:
    return data[:_LONGEST].decode("utf-8", "replace").strip("\0 ")


def written(text: str) -> int | None:
    """A date with its offset, as Apple writes it, in UTC milliseconds; None for any other text."""
    found = _DATE.fullmatch(text)
    if not found:
        return None
    try:
        moment = datetime.fromisoformat(f"{found[1]}{found[2].replace('Z', '+00:00')}")
    except ValueError:
        return None
    return clocks.milliseconds(moment)
