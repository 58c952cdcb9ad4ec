"""The packet in which Outlook sends rich mails (winmail.dat): its text, files and messages [MS-OXTNEF]."""

import struct
from collections.abc import Iterator
from uuid import UUID

from holdfast.formats.mapi import (
    LASTING,
    MANY,
    TOO_DEEP,
    Kept,
    Message,
    Value,
    Values,
    short,
)

MAGIC = b"\x78\x9f\x3e\x22"
BROKEN = "A piece of the packet from Outlook is damaged or breaks off. It was read as far as it goes."
WRONG_SUM = "A piece of the packet from Outlook is not what its check sum says. It was read all the same."

_MOST = 10_000  # pieces of one packet, and as many properties of one piece
_NESTED = 8
_MESSAGE = UUID("00020307-0000-0000-c000-000000000046").bytes_le
# Pieces of the older kind that say what a property says.
_TEXTS = {0x8004: 0x0037, 0x8008: 0x001A, 0x800C: 0x1000, 0x8010: 0x3704, 0x9001: 0x3707, 0x8009: 0x1035}
_SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x0A: 4, 0x0B: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x14: 8, 0x40: 8, 0x48: 16}
_FIXED = (0x02, 0x03, 0x05, 0x0B, 0x14, 0x40)
_VARIABLE = (0x0D, 0x1E, 0x1F, 0x102)


def as_mail(data: bytes) -> bytes:
    """A packet from Outlook written out as a mail; any other bytes as they are."""
    return Message(Packet(data)).mail() if data.startswith(MAGIC) else data


class Packet(Kept):
    """One packet, read as far as it goes. Never fails."""

    def __init__(self, data: bytes, outer: "Packet | None" = None) -> None:
        self.values: Values = {}
        self.letters: set[int] = set()
        self.named: dict[int, str] = {}
        self.remarks: dict[str, None] = outer.remarks if outer else {}
        self.depth: int = outer.depth + 1 if outer else 0
        self._people: list[Values] = []
        self._files: list[Values] = []
        for number, (kind, piece) in enumerate(_pieces(data, self.remarks)):
            if number >= _MOST:
                self.remarks.setdefault(BROKEN)
                break
            self._take(kind, piece)

    def addressees(self) -> Iterator[Values]:
        """The properties of each addressee."""
        yield from self._people[:MANY]

    def attachments(self) -> Iterator[tuple[Values, Kept | None]]:
        """The properties of each attachment, and the message that it is, if it is one."""
        if len(self._files) > MANY:
            self.remarks.setdefault(TOO_DEEP)
        for values in self._files[:MANY]:
            data = values.get(0x3701)
            is_message = isinstance(data, bytes) and values.get(0) == "message" and data.startswith(MAGIC)
            if is_message and self.depth >= _NESTED:
                self.remarks.setdefault(TOO_DEEP)
                continue
            yield values, Packet(data, self) if is_message and isinstance(data, bytes) else None

    def _take(self, kind: int, piece: bytes) -> None:
        last = self._files[-1] if self._files else {}
        if kind == 0x9002:
            self._files.append({})
        elif kind == 0x9007 and len(piece) >= 4:
            page = struct.unpack_from("<I", piece)[0]
            self.values.setdefault(0x3FFD, page)
        elif kind == 0x800F:
            last.setdefault(0x3701, piece)
        elif kind in _TEXTS:
            where = last if kind in (0x8010, 0x9001) else self.values
            where.setdefault(_TEXTS[kind], piece.rstrip(b"\0"))
        elif kind == 0x8000:
            self._sender(piece)
        elif kind == 0x9003:
            found, _ = self._properties(piece, 0)
            # What is told twice is told better here: not in one code page, not to the second only.
            self.values |= found
        elif kind == 0x9005:
            last |= self._properties(piece, 0)[0]
        elif kind == 0x9004 and len(piece) >= 4:
            at = 4
            for _ in range(min(struct.unpack_from("<I", piece)[0], MANY)):
                if at >= len(piece):
                    self.remarks.setdefault(BROKEN)
                    break
                person, at = self._properties(piece, at)
                self._people.append(person)

    def _sender(self, piece: bytes) -> None:
        """Name and address of the sender, in the older kind of piece."""
        if len(piece) < 8:
            return
        _, _, name, address = struct.unpack_from("<HHHH", piece)
        self.values.setdefault(0x0C1A, piece[8 : 8 + name].rstrip(b"\0"))
        kind, _, where = piece[8 + name : 8 + name + address].rstrip(b"\0").partition(b":")
        self.values.setdefault(0x0C1F, where or kind)

    def _properties(self, data: bytes, at: int) -> tuple[Values, int]:
        """A list of properties that begins at `at`, and where it ends."""
        found: Values = {}
        try:
            (count,) = struct.unpack_from("<I", data, at)
            at += 4
            for _ in range(min(count, _MOST)):
                kind, number = struct.unpack_from("<HH", data, at)
                at += 4
                if number >= 0x8000:
                    at = self._name(data, at, number)
                values, at = _values(data, at, kind)
                if kind & 0xFFF == 0x1E:
                    self.letters.add(number)
                if len(values) == 1 and values[0] is not None:
                    found[number] = values[0]
                if kind == 0x0D and values and isinstance(values[0], bytes):
                    # An object: sixteen bytes say what it is.
                    found[0] = "message" if values[0].startswith(_MESSAGE) else "object"
                    found[number] = values[0][16:]
        except (struct.error, ValueError):
            self.remarks.setdefault(BROKEN)
            at = len(data)
        return found, at

    def _name(self, data: bytes, at: int, number: int) -> int:
        kind, one = struct.unpack_from("<16xII", data, at)
        size = int(one)
        at += 24
        if kind == 0:
            self.named[number] = LASTING.get(size, f"property {size:04X}")
            return at
        self.named[number] = data[at : at + min(size, 500)].decode("utf-16-le", "replace").rstrip("\0")
        return at + size + -size % 4


def _pieces(data: bytes, remarks: dict[str, None]) -> Iterator[tuple[int, bytes]]:
    at = 6
    while at + 9 <= len(data):
        level, kind, _, size = struct.unpack_from("<BHHI", data, at)
        if level not in (1, 2):
            break
        at += 9
        piece = data[at : at + size]
        told = int.from_bytes(data[at + size : at + size + 2], "little")
        at += size + 2
        if at > len(data):
            remarks.setdefault(BROKEN)
        elif sum(piece) & 0xFFFF != told:
            remarks.setdefault(WRONG_SUM)
        yield kind, piece
    if data[at:].strip(b"\0"):
        remarks.setdefault(BROKEN)


def _values(data: bytes, at: int, kind: int) -> tuple[list[Value | None], int]:
    """The values of one property, and where they end. Raises struct.error or ValueError where they do not."""
    single = kind & 0xFFF
    is_several = bool(kind & 0x1000)
    count = 1
    if is_several or single in _VARIABLE:
        (count,) = struct.unpack_from("<I", data, at)
        at += 4
    found: list[Value | None] = []
    for _ in range(count):
        if single in _VARIABLE:
            (size,) = struct.unpack_from("<I", data, at)
            at += 4
        elif single in _SIZES:
            size = _SIZES[single]
        else:
            raise ValueError
        value = data[at : at + size]
        if len(value) < size or len(found) >= _MOST:
            raise ValueError
        at += size + -size % 4
        if single == 0x1F:
            found.append(value.decode("utf-16-le", "replace").rstrip("\0"))
        elif single in _VARIABLE:
            found.append(value)
        else:
            found.append(short(single, value.ljust(8, b"\0")) if single in _FIXED else None)
    return found, at
