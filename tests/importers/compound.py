"""A small writer of compound files [MS-CFB], for messages as Outlook saves them; `python -m` makes the fixtures."""

import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

Folder = Mapping[str, "bytes | Folder"]

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR, _MINI = 512, 64


def compound(root: Folder) -> bytes:
    """The bytes of a compound file that holds these folders and streams."""
    entries: list[list[object]] = [["Root Entry", 5, _FREE, _FREE, _FREE, b""]]

    def add(folder: Folder, parent: int) -> None:
        before = None
        for name, inside in sorted(folder.items(), key=lambda i: (len(i[0]), i[0].upper())):
            number = len(entries)
            is_stream = isinstance(inside, bytes)
            entries.append([name, 2 if is_stream else 1, _FREE, _FREE, _FREE, inside if is_stream else b""])
            if before is None:
                entries[parent][4] = number
            else:
                entries[before][3] = number
            before = number
            if not isinstance(inside, bytes):
                add(inside, number)

    add(root, 0)
    small = bytearray()
    mini_fat: list[int] = []
    large: list[bytes] = []
    fat: list[int] = []

    def place(data: bytes) -> int:
        count = -(-len(data) // _SECTOR)
        if not count:
            return _END
        start = len(fat)
        fat.extend([*range(start + 1, start + count), _END])
        large.append(data.ljust(count * _SECTOR, b"\0"))
        return start

    starts: list[int] = []
    for _, kind, _, _, _, data in entries:
        if kind == 2 and 0 < len(data) < 4096:
            count = -(-len(data) // _MINI)
            starts.append(len(mini_fat))
            mini_fat.extend([*range(len(mini_fat) + 1, len(mini_fat) + count), _END])
            small += data.ljust(count * _MINI, b"\0")
        else:
            starts.append(place(data) if data else _END)
    starts[0] = place(bytes(small))
    entries[0][5] = bytes(small)
    mini_start = place(b"".join(struct.pack("<I", n) for n in mini_fat))
    mini_sectors = -(-len(mini_fat) * 4 // _SECTOR)
    directory = b""
    for (name, kind, left, right, child, data), start in zip(entries, starts, strict=True):
        coded = (name + "\0").encode("utf-16-le")
        directory += coded.ljust(64, b"\0") + struct.pack(
            "<HBBIII16sIQQIQ", len(coded), kind, 1, left, right, child, b"", 0, 0, 0, start, len(data)
        )
    directory_start = place(directory)
    sectors = 1
    while sectors * (_SECTOR // 4) < len(fat) + sectors:
        sectors += 1
    fat_at = list(range(len(fat), len(fat) + sectors))
    fat += [_FAT] * sectors
    table = b"".join(struct.pack("<I", n) for n in fat).ljust(sectors * _SECTOR, b"\xff")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, sectors,
        directory_start, 0, 4096, mini_start if mini_fat else _END, mini_sectors, _END, 0,
    )  # fmt: skip
    header += b"".join(struct.pack("<I", n) for n in fat_at).ljust(109 * 4, b"\xff")
    return header + b"".join(large) + table


def message(
    values: Mapping[int, object],
    *,
    people: tuple[Mapping[int, object], ...] = (),
    attached: tuple[Mapping[int, object], ...] = (),
    named: Mapping[int, tuple[int | str, object]] | None = None,
    is_wide: bool = True,
    is_inside: bool = False,
) -> dict[str, bytes | Folder]:
    """The folder of one message: properties by number, addressees, attachments (0x3701 may be a folder)."""
    named = named or {}
    all_values = {**values, **{0x8000 + n: value for n, (_, value) in named.items()}}
    folder = _properties(all_values, 24 if is_inside else 32, is_wide)
    for n, person in enumerate(people):
        folder[f"__recip_version1.0_#{n:08X}"] = _properties(person, 8, is_wide)
    for n, one in enumerate(attached):
        folder[f"__attach_version1.0_#{n:08X}"] = _properties(one, 8, is_wide)
    if not is_inside:
        entries, letters = b"", b""
        for n, (name, _) in named.items():
            if isinstance(name, str):
                entries += struct.pack("<IHH", len(letters), 7, n)
                coded = name.encode("utf-16-le")
                letters += struct.pack("<I", len(coded)) + coded
                letters += b"\0" * (-len(letters) % 4)
            else:
                entries += struct.pack("<IHH", name, 6, n)
        folder["__nameid_version1.0"] = {
            "__substg1.0_00020102": b"",
            "__substg1.0_00030102": entries,
            "__substg1.0_00040102": letters,
        }
    return folder


def _properties(values: Mapping[int, object], head: int, is_wide: bool) -> dict[str, bytes | Folder]:
    folder: dict[str, bytes | Folder] = {}
    table = b"\0" * head
    for number, value in values.items():
        if isinstance(value, bool):
            kind, short = 0x0B, struct.pack("<q", value)
        elif isinstance(value, int):
            kind, short = 0x03, struct.pack("<iI", value, 0)
        elif isinstance(value, datetime):
            seconds = (value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()
            kind, short = 0x40, struct.pack("<Q", int(seconds) * 10_000_000)
        else:
            if isinstance(value, str):
                kind = 0x1F if is_wide else 0x1E
                data: bytes | Folder = value.encode("utf-16-le" if is_wide else "cp1251")
            else:
                kind, data = (0x0D, value) if isinstance(value, dict) else (0x102, value)
            folder[f"__substg1.0_{number:04X}{kind:04X}"] = data
            short = struct.pack("<II", len(data), 0)
        table += struct.pack("<HHI", kind, number, 6) + short
    folder["__properties_version1.0"] = table
    return folder


def packed(text: bytes) -> bytes:
    """Rich text as a packed stream of literal bytes only, with its end mark."""
    body, size = b"", 207
    for at in range(0, len(text), 8):
        piece = text[at : at + 8]
        size = (size + len(piece)) % 4096
        if len(piece) == 8:
            body += b"\0" + piece
        else:
            body += bytes((1 << len(piece),)) + piece + struct.pack(">H", size << 4)
    if len(text) % 8 == 0:
        body += b"\x01" + struct.pack(">H", size << 4)
    return struct.pack("<II4sI", len(body) + 12, len(text), b"LZFu", 0) + body


SENT = datetime(2025, 3, 3, 9, 15, tzinfo=UTC)
HEADERS = """Received: from out.example.net (out.example.net [198.51.100.7])\r
\tby mx.example.org with ESMTPS id 4Xy; Mon, 3 Mar 2025 09:15:04 +0000\r
From: Rowan Vale <rowan.vale@example.net>\r
To: Ines Mora <ines@example.org>\r
Subject: Your new door\r
Date: Mon, 3 Mar 2025 10:15:00 +0100\r
Message-ID: <B1@example.net>\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed;\r
\tboundary="gone"\r
\r
"""
INES = {0x3001: "Ines Mora", 0x39FE: "ines@example.org", 0x0C15: 1}
PAGE = (
    rb"{\rtf1\ansi\ansicpg1251\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}{\*\htmltag18 <html>}"
    rb"{\*\htmltag50 <body>}\htmlrtf {\f0 \htmlrtf0 {\*\htmltag64 <p>}"
    rb"\'cf\'f0\'e8\'e2\'e5\'f2 \u8211 ?\u-10179 ?\u-8704 ? {\*\htmltag84 <a href=\"https://example.net/x\">}here"
    rb"{\*\htmltag92 </a>}\htmlrtf\par}\htmlrtf0 {\*\htmltag72 </p>}{\*\htmltag58 </body>}}"
)


def fixtures() -> dict[str, bytes]:
    """Every example of this format, by its path below the folder of its importer."""
    inner = message(
        {0x001A: "IPM.Note", 0x0037: "The first one", 0x1000: "I know where you park.\r\n", 0x0C1A: "Rowan Vale",
         0x5D01: "rowan.vale@example.net", 0x0039: SENT, 0x1035: "<B0@example.net>"},
        people=(INES,), attached=({0x3707: "map.png", 0x370E: "image/png", 0x3701: b"\x89PNG\r\n\x1a\n"},),
        is_inside=True,
    )  # fmt: skip
    return {
        "note/input/received.msg": compound(
            message(
                {0x001A: "IPM.Note", 0x0037: "Your new door", 0x007D: HEADERS, 0x1000: "Nice colour.\r\n",
                 0x1013: b"<html><body><p>Nice <b>colour</b>. https://example.net/d</p></body></html>",
                 0x3FDE: 1252, 0x0E06: SENT, 0x3007: SENT, 0x0E07: 1},
                people=(INES,),
                attached=({0x3707: "тест.txt", 0x370E: "text/plain", 0x3701: b"one\ntwo\n"},
                          {0x3001: "The first one", 0x3701: inner}),
                named={0: ("x-custom", "as it was"), 1: (0x8506, False)},
            )
        ),
        "note/input/sent.msg": compound(
            message(
                {0x001A: "IPM.Note", 0x0037: "Stop", 0x1000: "Do not write to me again.", 0x0042: "Ines Mora",
                 0x0065: "/O=EXAMPLE/OU=FIRST/CN=RECIPIENTS/CN=INES", 0x5D02: "ines@example.org", 0x0039: SENT},
                people=({0x3001: "Rowan Vale", 0x39FE: "rowan.vale@example.net", 0x0C15: 1},
                        {0x3001: "A Friend", 0x39FE: "friend@example.com", 0x0C15: 3}),
            )
        ),
        "note/input/draft.msg": compound(message({0x001A: "IPM.Note", 0x0037: "Later", 0x1000: "…", 0x0E07: 8,
                                                  0x3008: SENT}, people=(INES,))),
        "rich-text/input/page.msg": compound(
            message({0x001A: "IPM.Note", 0x007D: HEADERS, 0x1009: packed(PAGE)}, people=(INES,))
        ),
        "rich-text/input/plain.msg": compound(
            message({0x001A: "IPM.Note", 0x007D: HEADERS.replace("B1@", "B2@"),
                     0x1009: packed(rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}One \{two\}\par Th\'e9\tab end}")})
        ),
        "rich-text/input/cyrillic.msg": compound(
            message({0x001A: "IPM.Note", 0x3FFD: 1251, 0x0037: "Привет", 0x1000: "Я видел тебя.",
                     0x0C1A: "Роман", 0x5D01: "roman@example.net", 0x0039: SENT}, people=(INES,), is_wide=False)
        ),
        "other-classes/input/meeting.msg": compound(
            message({0x001A: "IPM.Appointment", 0x0037: "Coffee", 0x1000: "As agreed.", 0x0C1A: "Rowan Vale",
                     0x5D01: "rowan.vale@example.net", 0x0039: SENT},
                    people=(INES,), named={0: (0x820D, SENT), 1: (0x8208, "The corner"), 2: (0x8215, False)})
        ),
        "other-classes/input/contact.msg": compound(
            message({0x001A: "IPM.Contact", 0x0037: "Rowan Vale", 0x3001: "Rowan Vale"},
                    named={0: (0x8083, "rowan.vale@example.net")})
        ),
        "damage/input/cut.msg": compound(message({0x001A: "IPM.Note", 0x0037: "Cut"}))[:1200],
        "damage/input/no-message.msg": compound({"WordDocument": b"no mail at all"}),
        "damage/input/broken-rich-text.msg": compound(
            message({0x001A: "IPM.Note", 0x007D: HEADERS, 0x1009: packed(rb"{\rtf1 half of it \par and")[:-6]})
        ),
    }  # fmt: skip


if __name__ == "__main__":
    for name, data in fixtures().items():
        path = Path(__file__).parent / "outlook_msg" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
