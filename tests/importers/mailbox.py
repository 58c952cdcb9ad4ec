"""A small writer of mailboxes [MS-PST], as far as a reader needs one; `python -m` makes the fixtures.

It leaves out what only a program that writes needs, such as the maps of free space.
"""

import struct
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from holdfast.formats import pst_nodes

Properties = Mapping[int, object]
STORE, NAMES, ROOT = 0x21, 0x61, 0x122
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


class Nid(int):
    """The number of a message inside an attachment, as the value of a property."""


class Mailbox:
    """Collects nodes and blocks; `made` is the whole file."""

    def __init__(self, *, is_ciphered: bool = False) -> None:
        self._letters = bytes(map(pst_nodes._LETTERS.index, range(256))) if is_ciphered else b""
        self._data = bytearray(0x4600)
        self._blocks: list[tuple[int, int, int]] = []
        self._nodes: list[tuple[int, int, int, int]] = []
        self._bid = 4
        self._below: dict[int, list[int]] = {}

    def node(
        self, number: int, data: bytes, subnodes: Mapping[int, tuple[int, int]] | None = None, parent: int = 0
    ) -> None:
        self._nodes.append((number, self.block(data), self.subnodes(subnodes or {}), parent))

    def block(self, data: bytes, inner: int = 0) -> int:
        """Stores a block, or a tree of blocks, and gives its number."""
        if len(data) > 8176:
            parts = [self.block(data[at : at + 8176]) for at in range(0, len(data), 8176)]
            return self.block(
                struct.pack("<BBHI", 1, 1, len(parts), len(data)) + struct.pack(f"<{len(parts)}Q", *parts), 2
            )
        number, self._bid = self._bid | inner, self._bid + 4
        if self._letters and not inner:
            data = data.translate(self._letters)
        at = len(self._data)
        size = -(-(len(data) + 16) // 64) * 64
        trailer = struct.pack("<HHIQ", len(data), _signature(at, number), _crc(data), number)
        self._data += data.ljust(size - 16, b"\0") + trailer
        self._blocks.append((number, at, len(data)))
        return number

    def subnodes(self, below: Mapping[int, tuple[int, int]]) -> int:
        """Stores the list of what belongs to a node, by its numbers."""
        if not below:
            return 0
        entries = b"".join(struct.pack("<QQQ", n, data, sub) for n, (data, sub) in sorted(below.items()))
        return self.block(struct.pack("<BBHI", 2, 0, len(below), 0) + entries, 2)

    def folder(self, number: int, name: str, parent: int) -> None:
        self.node(number, properties({0x3001: name, 0x3602: 0, 0x360A: False}), parent=parent)
        if parent != number:
            self._below.setdefault(parent + 11, []).append(number)

    def message(
        self,
        number: int,
        parent: int,
        values: Properties,
        people: Sequence[Properties] = (),
        attached: Sequence[Properties] = (),
    ) -> None:
        data, sub = self._message(values, people, attached)
        self._below.setdefault(parent + 12, []).append(number)
        self._nodes.append((number, data, sub, parent))

    def _message(
        self, values: Properties, people: Sequence[Properties], attached: Sequence[Properties]
    ) -> tuple[int, int]:
        below: dict[int, tuple[int, int]] = {}
        if people:
            below[0x692] = (self.block(table([{**one, 0x67F2: n} for n, one in enumerate(people)])), 0)
        if attached:
            numbers = [0x8025 + 0x20 * n for n in range(len(attached))]
            below[0x671] = (self.block(table([{0x67F2: n, 0x0E20: 1} for n in numbers])), 0)
            for number, one in zip(numbers, attached, strict=True):
                inside = one.get(0x3701)
                inner: dict[int, tuple[int, int]] = {}
                told = dict(one)
                if isinstance(inside, tuple):
                    inner[0x200004] = self._message(*inside)
                    told[0x3701] = Nid(0x200004)
                elif isinstance(inside, bytes) and len(inside) > 3000:
                    inner[0x805F] = (self.block(inside), 0)
                    told[0x3701] = Nid(0x805F)
                below[number] = (self.block(properties(told)), self.subnodes(inner))
        return self.block(properties(values)), self.subnodes(below)

    def made(self) -> bytes:
        for number, below in self._below.items():
            self.node(number, table([{0x67F2: n, 0x0E38: 0} for n in below]))
        nodes = [struct.pack("<QQQII", *node, 0) for node in sorted(self._nodes)]
        node_tree = self._tree(0x81, nodes, 32)
        blocks = [struct.pack("<QQHHI", number, at, size, 2, 0) for number, at, size in sorted(self._blocks)]
        block_tree = self._tree(0x80, blocks, 24)
        root = struct.pack(
            "<IQQQQQQQQBBHI", 0, len(self._data), 0x4400, 0, 0, *node_tree, *block_tree, 2, 0, 0, 0
        )
        middle = struct.pack("<HHBBII", 23, 19, 1, 1, 0, 0) + struct.pack(
            "<QQI128s", 0, self._bid * 4, 1, b""
        )
        head = b"SM" + middle + b"\0" * 8 + root[:72] + b"\0" * 4
        head += b"\xff" * 256 + struct.pack("<BBHQ", 0x80, bool(self._letters), 0, self._bid)
        whole = b"!BDN" + struct.pack("<I", _crc(head[:471])) + head
        self._data[: len(whole) + 4] = whole + struct.pack("<I", _crc(head[:516]))
        return bytes(self._data)

    def _tree(self, kind: int, entries: list[bytes], size: int) -> tuple[int, int]:
        """Stores a tree of pages; the number and the place of its topmost."""
        most = 488 // size
        level = 0
        while True:
            pages = []
            for at in range(0, len(entries), most):
                few = entries[at : at + most]
                place, number = len(self._data), self._bid
                self._bid += 4
                body = b"".join(few).ljust(488, b"\0") + struct.pack("<BBBBI", len(few), most, size, level, 0)
                self._data += body + struct.pack(
                    "<BBHIQ", kind, kind, _signature(place, number), _crc(body), number
                )
                pages.append((few[0][:8], number, place))
            if len(pages) == 1:
                return pages[0][1], pages[0][2]
            entries = [key + struct.pack("<QQ", number, place) for key, number, place in pages]
            size, most, level = 24, 20, level + 1


def _crc(data: bytes) -> int:
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


def _signature(at: int, number: int) -> int:
    mixed = at ^ number
    return ((mixed >> 16) ^ mixed) & 0xFFFF


def _heap(kind: int, pieces: list[bytes]) -> bytes:
    """A heap on a node whose first piece is its root."""
    places = [12]
    for piece in pieces:
        places.append(places[-1] + len(piece))
    body = b"".join(pieces)
    body += b"\0" * (len(body) % 2)
    head = struct.pack("<HBBI4s", 12 + len(body), 0xEC, kind, 0x20, b"")
    return head + body + struct.pack(f"<HH{len(places)}H", len(pieces), 0, *places)


def _value(value: object) -> tuple[int, bytes]:
    if isinstance(value, Nid):
        return 0x0D if value == 0x200004 else 0x102, struct.pack("<I", value)
    if isinstance(value, bool):
        return 0x0B, struct.pack("<I", value)
    if isinstance(value, int):
        return 0x03, struct.pack("<i", value)
    if isinstance(value, datetime):
        return 0x40, struct.pack("<Q", int((value - _EPOCH).total_seconds()) * 10_000_000)
    if isinstance(value, str):
        return 0x1F, value.encode("utf-16-le")
    assert isinstance(value, bytes)
    return 0x102, value


def properties(values: Properties) -> bytes:
    """A list of properties."""
    pieces: list[bytes] = [struct.pack("<BBBBI", 0xB5, 2, 6, 0, 0x40 if values else 0), b""]
    records = b""
    for number, value in sorted(values.items()):
        kind, data = _value(value)
        if kind == 0x0D:
            data += struct.pack("<I", 0)
        if (isinstance(value, Nid) and kind == 0x102) or kind in (0x03, 0x0B):
            records += struct.pack("<HH", number, kind) + data
        else:
            pieces.append(data)
            records += struct.pack("<HHI", number, kind, len(pieces) << 5 if data else 0)
    pieces[1] = records
    return _heap(0xBC, pieces)


def table(rows: Sequence[Properties]) -> bytes:
    """A table; each row has its number under 0x67F2."""
    kinds = {number: _value(value)[0] for row in rows for number, value in row.items()}
    columns = [0x67F2, 0x67F3, *sorted(set(kinds) - {0x67F2})]
    kinds |= {0x67F2: 3, 0x67F3: 3}
    wide = 4 * len(columns)
    bits = -(-len(columns) // 8)
    told = sorted((number << 16 | kinds[number], n) for n, number in enumerate(columns))
    head = struct.pack("<BB4HIII", 0x7C, len(columns), wide, wide, wide, wide + bits, 0x40, 0x80, 0)
    head += b"".join(struct.pack("<IHBB", tag, 4 * n, 4, n) for tag, n in told)
    pieces = [head, struct.pack("<BBBBI", 0xB5, 4, 4, 0, 0x60), b"", b""]
    for index, row in enumerate(rows):
        pieces[2] += struct.pack("<II", int(str(row[0x67F2])), index)
        there = bytearray(bits)
        for n, number in enumerate(columns):
            kind, data = _value({0x67F3: 1, **row}.get(number, 0))
            if number in row or number == 0x67F3:
                there[n // 8] |= 0x80 >> n % 8
            if kind in (0x03, 0x0B):
                pieces[3] += data
            else:
                pieces.append(data)
                pieces[3] += struct.pack("<I", len(pieces) << 5)
        pieces[3] += bytes(there)
    return _heap(0x7C, pieces)


SENT = datetime(2025, 3, 3, 9, 15, tzinfo=UTC)
HEADERS = """Received: from out.example.net (out.example.net [198.51.100.7])\r
\tby mx.example.org with ESMTPS id 4Xy; Mon, 3 Mar 2025 09:15:04 +0000\r
From: Rowan Vale <rowan.vale@example.net>\r
To: Ines Mora <ines@example.org>\r
Subject: Your new door\r
Date: Mon, 3 Mar 2025 10:15:00 +0100\r
Message-ID: <P1@example.net>\r
\r
"""
INES = {0x3001: "Ines Mora", 0x39FE: "ines@example.org", 0x0C15: 1}
ROWAN = {0x3001: "Vale, Rowan", 0x39FE: "rowan.vale@example.net", 0x0C15: 1}


def begun(*, is_ciphered: bool = False) -> Mailbox:
    """A mailbox without folders; the one for deleted items is to be 0x8062."""
    box = Mailbox(is_ciphered=is_ciphered)
    store = bytes(range(16))
    box.node(
        STORE,
        properties({0x0FF9: store, 0x3001: "Ines", 0x35E3: b"\0" * 4 + store + struct.pack("<I", 0x8062)}),
    )
    words = "x-custom".encode("utf-16-le")
    names = struct.pack("<IHH", 0, 7, 0) + b"".join(
        struct.pack("<IHH", n, 6, at) for at, n in ((1, 0x820D), (2, 0x820E))
    )
    box.node(NAMES, properties({1: 251, 2: b"\0" * 16, 3: names, 4: struct.pack("<I", len(words)) + words}))
    box.folder(ROOT, "", ROOT)
    return box


def whole(*, is_ciphered: bool = False) -> bytes:
    """A mailbox with an inbox, sent and deleted items, a calendar, what stands in no folder, and settings."""
    box = begun(is_ciphered=is_ciphered)
    box.folder(0x8022, "Ordner", ROOT)
    for number, name in (
        (0x8042, "Posteingang"),
        (0x8062, "Gelöscht"),
        (0x8082, "Gesendet/Sent"),
        (0x80A2, "Kalender"),
    ):
        box.folder(number, name, 0x8022)
    inner = (
        {0x001A: "IPM.Note", 0x0037: "The first one", 0x1000: "I know where you park.", 0x0C1A: "Rowan Vale",
         0x5D01: "rowan.vale@example.net", 0x0039: SENT, 0x1035: "<P0@example.net>", 0x0E06: SENT},
        [INES],
        [{0x3705: 1, 0x3707: "map.png", 0x370E: "image/png", 0x3701: b"\x89PNG\r\n\x1a\n"}],
    )  # fmt: skip
    box.message(
        0x200024,
        0x8042,
        {0x001A: "IPM.Note", 0x0037: "\x01\x01Your new door", 0x007D: HEADERS, 0x1000: "Nice colour.\r\n", 0x0E06: SENT,
         0x0E07: 0x11, 0x8000: "as it was"},
        [INES],
        [
            {0x3705: 1, 0x3707: "тест.txt", 0x370E: "text/plain", 0x3701: b"one\r\ntwo\r"},
            {0x3705: 1, 0x3707: "large.bin", 0x3701: bytes(range(256)) * 80},
            {0x3705: 5, 0x3001: "The first one", 0x3701: inner},
        ],
    )  # fmt: skip
    box.message(0x200044, 0x8062, {0x001A: "IPM.Note", 0x0037: "thrown away", 0x1000: "You looked tired.",
                                   0x0C1A: "Rowan Vale", 0x5D01: "rowan.vale@example.net", 0x0039: SENT}, [INES])  # fmt: skip
    box.message(0x200064, 0x8082, {0x001A: "IPM.Note", 0x0037: "\x01\x05Re: Your new door", 0x1000: "Do not write to me again.",
                                   0x0042: "Mora, Ines", 0x0065: "/O=EXAMPLE/OU=FIRST GROUP/CN=INES", 0x0039: SENT,
                                   0x007D: "From: Mora, Ines\r\nTo: Vale, Rowan\r\nX-Mailer: Outlook\r\n\r\n"}, [ROWAN])  # fmt: skip
    box.message(0x200084, 0x80A2, {0x001A: "IPM.Appointment", 0x0037: "Hearing", 0x8001: SENT, 0x8002: SENT})
    box.message(0x2000A4, 0xFFFE2, {0x001A: "IPM.Note", 0x0037: "in no folder", 0x1000: "Still here.",
                                    0x0C1A: "Rowan Vale", 0x5D01: "rowan.vale@example.net", 0x0039: SENT}, [INES])  # fmt: skip
    box.node(0x2000C8, properties({0x001A: "IPM.Configuration.WorkHours"}), parent=0x8042)
    return box.made()


if __name__ == "__main__":
    folder = Path(__file__).parent / "outlook_store"
    made = whole()
    for name, data in {
        "mailbox/input/outlook.pst": made,
        "damage/input/cut.pst": made[: len(made) // 2],
        "damage/input/head.ost": made[:600],
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
