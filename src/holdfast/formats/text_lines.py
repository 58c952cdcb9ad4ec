"""The lines of a text file, numbered from 1, read as a stream and never lost to a wrong character set."""

import codecs
import io
import itertools
from collections import deque
from collections.abc import Iterator
from typing import Any, BinaryIO, Literal

from holdfast.formats.tree import Member

LONGEST = 1 << 20
"""The number of bytes of one line that is kept; the rest of it stays in the file only."""


class TextLines:
    """Iterate once: pairs of line number and text without its line end.

    Lines end with LF or CR LF, or with CR where the beginning has no LF, as editors count them: what else
    Unicode calls a line end is text.
    Bytes that are not UTF-8 are read as Windows-1252 where a line holds no UTF-8 at all, else shown as
    U+FFFD. Afterwards `repaired` counts such lines and `cut` those longer than LONGEST; `first_repaired`
    and `first_cut` are the numbers of the first. `charset` is "utf-8", "utf-16-le" or "utf-16-be".
    """

    def __init__(self, member: Member) -> None:
        self._member = member
        head = member.head(4096)
        self.charset = charset(head)
        self._end = line_end(head)
        self.repaired = self.first_repaired = 0
        self.cut = self.first_cut = 0

    def __iter__(self) -> Iterator[tuple[int, str]]:
        with self._member.open() as stream:
            pieces = self._utf8(stream) if self.charset == "utf-8" else self._utf16(stream)
            number, goes_on = 0, False
            for piece, is_whole in pieces:
                if not goes_on:
                    number += 1
                    if not is_whole:
                        self.cut += 1
                        self.first_cut = self.first_cut or number
                    if "\ufffd" in piece or piece.startswith(_ODD):
                        self._note_repair(number)
                    text = piece.removeprefix(_ODD).removesuffix("\n").removesuffix("\r")
                    yield number, text.removeprefix("\ufeff") if number == 1 else text
                goes_on = not is_whole

    def _utf8(self, stream: BinaryIO) -> Iterator[tuple[str, bool]]:
        if self._end == "\r":
            # In UTF-8 no other character holds this byte.
            stream = io.BufferedReader(_Replaced(stream))
        while raw := stream.readline(LONGEST):
            yield decoded(raw), raw.endswith(b"\n") or len(raw) < LONGEST

    def _utf16(self, stream: BinaryIO) -> Iterator[tuple[str, bool]]:
        text = io.TextIOWrapper(stream, encoding=self.charset, errors="replace", newline=self._end)
        while piece := text.readline(LONGEST):
            yield piece, piece.endswith(self._end) or len(piece) < LONGEST

    def _note_repair(self, number: int) -> None:
        self.repaired += 1
        self.first_repaired = self.first_repaired or number


class _Replaced(io.RawIOBase):
    """A stream of bytes with every CR turned into LF."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._stream.read(len(buffer)).replace(b"\r", b"\n")
        buffer[: len(piece)] = piece
        return len(piece)


# Marks, inside this module only, a line that was read as Windows-1252: no such file begins a line so.
_ODD = "\x00\x00\ufffe"


def decoded(raw: bytes) -> str:
    """One line as text; see `TextLines`."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
        if any(ord(c) > 0x7F and c != "\ufffd" for c in text) or text.rstrip("\r\n").endswith("\ufffd"):
            return text
        return _ODD + raw.decode("cp1252", "replace")


def first_lines(member: Member, most: int = 1 << 14) -> list[str]:
    """The lines in the first `most` bytes, the last one perhaps cut; for a look at what a file may be."""
    head = member.head(most)
    name = charset(head)
    if name != "utf-8":
        text = head.decode(name, "replace").split(line_end(head))
    else:
        text = [decoded(raw).removeprefix(_ODD) for raw in head.split(line_end(head).encode())]
    return [line.removesuffix("\r").removeprefix("\ufeff") for line in text]


def stretch(member: Member, first: int, count: int) -> tuple[int, int]:
    """Where `count` lines from number `first` on stand in the bytes of a member: offset and length.

    Lines are those that `TextLines` counts; a stretch that begins behind the end is empty.
    """
    head = member.head(4096)
    end = line_end(head).encode(charset(head))
    starts = itertools.chain((0,), _ends(member, end))
    start = next(itertools.islice(starts, first - 1, None), 0)
    stop = deque(itertools.islice(starts, count), maxlen=1)
    return start, (stop[0] if stop else start) - start


def _ends(member: Member, end: bytes) -> Iterator[int]:
    """The offsets behind each line end (only one at a whole character counts), and that of the end."""
    width, base, block = len(end), 0, b""
    with member.open() as stream:
        while more := stream.read(1 << 20):
            block += more
            place = block.find(end)
            while place >= 0:
                is_whole = place % width == 0
                if is_whole:
                    yield base + place + width
                place = block.find(end, place + (width if is_whole else 1))
            read = len(block) - len(block) % width
            base, block = base + read, block[read:]
    yield base + len(block)


def line_end(head: bytes) -> Literal["\n", "\r"]:
    """What ends the lines of a file with these first bytes: CR where there is no LF, else LF."""
    return "\r" if b"\r" in head and b"\n" not in head else "\n"


def charset(head: bytes) -> str:
    """Which of the three character sets a file with these first bytes is written in."""
    for name, mark in (("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE)):
        if head.startswith(mark):
            return name
    # Text of any script has line ends, digits and spaces, whose second byte is zero in UTF-16.
    half = len(head) // 2
    if half >= 8:
        if head[1::2].count(0) > half * 0.3 and head[::2].count(0) < half * 0.05:
            return "utf-16-le"
        if head[::2].count(0) > half * 0.3 and head[1::2].count(0) < half * 0.05:
            return "utf-16-be"
    return "utf-8"
