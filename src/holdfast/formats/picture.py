"""The head of a picture file: which kind, how large, what the camera wrote. No pixel is ever decoded.

So a picture that claims a million by a million pixels costs nothing here.
"""

import struct
from collections.abc import Callable

import msgspec

from holdfast.formats import exif, heif

_HEIF = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"hevc": "image/heic-sequence",
    b"hevx": "image/heic-sequence",
    b"mif1": "image/heif",
    b"msf1": "image/heif-sequence",
    b"avif": "image/avif",
    b"avis": "image/avif",
}
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)
_MOST_CHUNKS = 100_000


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """Width and height in pixels as the file claims them, 0 where it does not; `tags` as in `exif.read`.

    `is_whole` is False where the file is damaged or breaks off, as far as its head and its end can tell.
    """

    width: int = 0
    height: int = 0
    tags: dict[str, exif.Value] = {}
    is_whole: bool = True


def kind_of(start: bytes) -> str:
    """The media type that the first 32 bytes say, "" where this is no picture known here."""
    if start.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if start.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "image/webp"
    if start.startswith((b"II*\0", b"MM\0*")):
        return "image/tiff"
    if start[4:8] == b"ftyp":
        return _HEIF.get(start[8:12], "")
    if start[:2] == b"BM" and len(start) >= 18 and int.from_bytes(start[14:18], "little") in _BMP_HEADERS:
        return "image/bmp"
    return ""


def look(media_type: str, data: bytes, size: int) -> Head:
    """What the head says. `data` is the file, or its beginning where `size` (in bytes) is larger."""
    reader = _READERS.get(media_type, _heif)
    try:
        return reader(data, size)
    except (struct.error, IndexError):
        return Head(is_whole=False)


def _jpeg(data: bytes, size: int) -> Head:
    width = height = 0
    tags: dict[str, exif.Value] = {}
    is_whole, at = True, 2
    while True:
        if data[at] != 0xFF:
            return Head(width=width, height=height, tags=tags, is_whole=False)
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in (0xDA, 0xD9):
            break
        if at + 4 > len(data):
            return Head(width=width, height=height, tags=tags, is_whole=False)
        length = struct.unpack_from(">H", data, at + 2)[0]
        segment = data[at + 4 : at + 2 + length]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", segment, 1)
        elif marker == 0xE1 and segment.startswith(b"Exif\0\0") and not tags:
            tags, is_whole = exif.read(segment)
        at += 2 + max(length, 2)
        if at >= len(data):
            return Head(width=width, height=height, tags=tags, is_whole=False)
    # Other things may follow the picture: a short film, a second view, the phone's own notes.
    has_end = len(data) < size or data.rfind(b"\xff\xd9", at) >= 0
    return Head(width=width, height=height, tags=tags, is_whole=is_whole and has_end)


def _png(data: bytes, size: int) -> Head:
    width, height = struct.unpack_from(">II", data, 16)
    tags: dict[str, exif.Value] = {}
    is_whole, at = True, 8
    for _ in range(_MOST_CHUNKS):
        if at + 12 > len(data):
            return Head(width=width, height=height, tags=tags, is_whole=is_whole and len(data) < size)
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"IEND":
            break
        if kind == b"eXIf":
            tags, is_whole = exif.read(data[at + 8 : at + 8 + length])
        at += 12 + length
    return Head(width=width, height=height, tags=tags, is_whole=is_whole)


def _webp(data: bytes, size: int) -> Head:
    width = height = 0
    tags: dict[str, exif.Value] = {}
    is_whole, at = 8 + struct.unpack_from("<I", data, 4)[0] <= size, 12
    for _ in range(_MOST_CHUNKS):
        if at + 8 > len(data):
            break
        kind, length = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + length]
        if kind == b"VP8X":
            width = 1 + int.from_bytes(body[4:7], "little")
            height = 1 + int.from_bytes(body[7:10], "little")
        elif kind == b"VP8 " and not width:
            width, height = (n & 0x3FFF for n in struct.unpack_from("<HH", body, 6))
        elif kind == b"VP8L" and not width:
            bits = int.from_bytes(body[1:5], "little")
            width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        elif kind == b"EXIF":
            tags, is_read = exif.read(body)
            is_whole = is_whole and is_read
        at += 8 + length + length % 2
    return Head(width=width, height=height, tags=tags, is_whole=is_whole and width > 0)


def _gif(data: bytes, size: int) -> Head:
    width, height = struct.unpack_from("<HH", data, 6)
    has_end = len(data) < size or data.rstrip(b"\0").endswith(b";")
    return Head(width=width, height=height, is_whole=has_end)


def _bmp(data: bytes, size: int) -> Head:
    if struct.unpack_from("<I", data, 14)[0] == 12:
        width, height = struct.unpack_from("<HH", data, 18)
    else:
        width, height = (abs(n) for n in struct.unpack_from("<ii", data, 18))
    return Head(width=width, height=height, is_whole=struct.unpack_from("<I", data, 2)[0] <= size)


def _tiff(data: bytes, size: int) -> Head:
    tags, is_whole = exif.read(data)
    width, height = (_whole(tags.get(name)) for name in ("ImageWidth", "ImageLength"))
    starts, lengths = (tags.pop(name, ()) for name in ("StripOffsets", "StripByteCounts"))
    if isinstance(starts, tuple) and isinstance(lengths, tuple):
        is_whole = is_whole and all(s + n <= size for s, n in zip(starts, lengths, strict=False))
    # A folder of tags may stand behind the pixels, further on than what is at hand.
    return Head(width=width, height=height, tags=tags, is_whole=is_whole or len(data) < size)


def _heif(data: bytes, size: int) -> Head:
    width, height, block, is_whole = heif.read(data, size)
    tags, is_read = exif.read(block) if block else ({}, True)
    return Head(width=width, height=height, tags=tags, is_whole=is_whole and is_read)


def _whole(value: exif.Value | None) -> int:
    return int(value[0]) if isinstance(value, tuple) and value else 0


_READERS: dict[str, Callable[[bytes, int], Head]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/webp": _webp,
    "image/gif": _gif,
    "image/bmp": _bmp,
    "image/tiff": _tiff,
}
