"""Bytes of a damaged or oddly written text file as characters, without losing the place of any byte."""

import codecs
import re
from typing import BinaryIO

_REFERENCE = re.compile(r"&(#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][\w.-]*);")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_FOLLOWING = bytes(range(0x80, 0xC0))
_FOUR = bytes(range(0xF0, 0xF8))
_HALF = re.compile("[\ud800-\udfff]")
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")

LOST = "Some characters are damaged; each is shown as \ufffd."
NOT_EXPANDED = "A text uses an abbreviation that this program does not follow; it is shown as written."


class Utf8:
    """A stream of UTF-8 or UTF-16 bytes, given as UTF-8, that knows where it is in the file as stored."""

    def __init__(self, stream: BinaryIO, chunk: int) -> None:
        self._stream = stream
        self._chunk = chunk
        first = stream.read(chunk)
        mark, self._decoder = _kind(first)
        self.offset = mark
        """The offset, in bytes of the file as stored, of the last place passed over."""
        self._first = first[mark:]

    def read(self) -> bytes:
        """Some more bytes in UTF-8; b"" at the end."""
        while True:
            data, self._first = self._first or self._stream.read(self._chunk), b""
            if self._decoder is None or not data:
                return data
            if text := self._decoder.decode(data):
                return text.encode("utf-8", "surrogatepass")

    def pass_over(self, data: bytes, start: int, end: int) -> None:
        """Move `offset` on by as much as these bytes take in the file as stored."""
        if self._decoder is None:
            self.offset += end - start
        else:
            piece = data[start:end]
            units = len(piece.translate(None, _FOLLOWING)) + len(piece) - len(piece.translate(None, _FOUR))
            self.offset += 2 * units


def _kind(head: bytes) -> tuple[int, codecs.IncrementalDecoder | None]:
    """The length of the byte order mark, and the decoder where the bytes are UTF-16."""
    if head.startswith(codecs.BOM_UTF8):
        return 3, None
    for name, mark in (("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE)):
        is_marked = head.startswith(mark)
        if is_marked or head.startswith("<".encode(name)):
            return 2 * is_marked, codecs.getincrementaldecoder(name)("surrogatepass")
    return 0, None


def single_byte(name: str) -> str:
    """The codec of this declared name where it is one byte for each character, else "" (read as UTF-8)."""
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return ""
    return codec if codec.startswith(("iso8859", "cp125")) else ""


def decoded(data: bytes, charset: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of these bytes, and what was lost on the way.

    Read as `charset` where one is given, else as UTF-8. Emoji that were written as two half characters of
    three bytes each are made whole.
    """
    faults: tuple[str, ...] = ()
    try:
        text = data.decode(charset or "utf-8")
    except UnicodeDecodeError:
        try:
            text, faults = _whole(data.decode("utf-8", "surrogatepass"))
        except UnicodeDecodeError:
            text, faults = data.decode("utf-8", "replace"), (LOST,)
    if len(data.translate(None, _CONTROLS)) != len(data):
        return _CONTROL.sub("\ufffd", text), (LOST,)
    return text, faults


def unescaped(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with XML's references written out, and what was lost on the way.

    A bare "&" stays what it is. No abbreviation beyond XML's own five is followed. Characters that no text
    can hold become U+FFFD; so does half of an emoji whose other half is missing.
    """
    if "&" not in text:
        return text, ()
    faults: list[str] = []

    def one(found: re.Match[str]) -> str:
        name = found[1]
        if name[0] != "#":
            if name not in _NAMED:
                faults.append(NOT_EXPANDED)
            return _NAMED.get(name, found[0])
        digits = name[2:] if name[1] in "xX" else name[1:]
        # No character has more than seven digits, and long numbers cost time.
        code = int(digits.lstrip("0")[:8] or "0", 16 if name[1] in "xX" else 10)
        character = chr(code) if code <= 0x10FFFF else "\ufffd"
        if code > 0x10FFFF or _CONTROL.match(character):
            faults.append(LOST)
            return "\ufffd"
        return character

    text, more = _whole(_REFERENCE.sub(one, text))
    return text, tuple(dict.fromkeys((*faults, *more)))


def _whole(text: str) -> tuple[str, tuple[str, ...]]:
    """Pairs of half characters joined to one; a half alone becomes U+FFFD."""
    if not _HALF.search(text):
        return text, ()
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined, (LOST,) if joined.count("\ufffd") > text.count("\ufffd") else ()
