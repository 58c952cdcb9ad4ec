"""A small writer of the packets in which Outlook sends rich mails [MS-OXTNEF]; `python -m` makes the fixtures."""

import base64
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.importers.compound import packed as rich

MESSAGE = bytes.fromhex("0703020000000000c000000000000046")


def packet(*pieces: bytes) -> bytes:
    """A whole packet of these pieces, in the code page 1251."""
    version = piece(1, 0x00089006, struct.pack("<I", 0x10000))
    return (
        b"\x78\x9f\x3e\x22"
        b"\x01\x00" + version + piece(1, 0x00069007, struct.pack("<II", 1251, 0)) + b"".join(pieces)
    )


def piece(level: int, kind: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def properties(values: Mapping[int, object], named: Mapping[int | str, object] | None = None) -> bytes:
    """A list of properties: text wide, bytes, numbers, or an object (a tuple of what it is and its bytes)."""
    out = struct.pack("<I", len(values) + len(named or {}))
    for number, value in values.items():
        kind, data = _value(value)
        out += struct.pack("<HH", kind, number) + data
    for at, (name, value) in enumerate((named or {}).items()):
        kind, data = _value(value)
        out += struct.pack("<HH16s", kind, 0x8000 + at, b"")
        if isinstance(name, int):
            out += struct.pack("<II", 0, name)
        else:
            coded = (name + "\0").encode("utf-16-le")
            out += struct.pack("<II", 1, len(coded)) + coded + b"\0" * (-len(coded) % 4)
        out += data
    return out


def _value(value: object) -> tuple[int, bytes]:
    if isinstance(value, bool):
        return 0x0B, struct.pack("<I", value)
    if isinstance(value, int):
        return 0x03, struct.pack("<I", value)
    if isinstance(value, list):
        return 0x1003, struct.pack(f"<I{len(value)}I", len(value), *value)
    if isinstance(value, tuple):
        kind, data = 0x0D, value[0] + value[1]
    elif isinstance(value, str):
        kind, data = 0x1F, (value + "\0").encode("utf-16-le")
    else:
        assert isinstance(value, bytes)
        kind, data = 0x102, value
    return kind, struct.pack("<II", 1, len(data)) + data + b"\0" * (-len(data) % 4)


def attachment(name: bytes, data: bytes, more: Mapping[int, object] | None = None) -> bytes:
    told = piece(2, 0x00069002, b"\0" * 14) + piece(2, 0x0006800F, data) + piece(2, 0x00018010, name + b"\0")
    return told + (piece(2, 0x00069005, properties(more)) if more else b"")


def embedded(name: str, inner: bytes) -> bytes:
    told = properties({0x3705: 5, 0x3001: name, 0x3701: (MESSAGE, inner)})
    return piece(2, 0x00069002, b"\0" * 14) + piece(2, 0x00069005, told)


def addressees(people: Sequence[Mapping[int, object]]) -> bytes:
    return piece(1, 0x00069004, struct.pack("<I", len(people)) + b"".join(map(properties, people)))


def mail(number: int, inside: bytes, text: str = "", kind: str = "application/ms-tnef") -> bytes:
    """The mail that carries a packet."""
    coded = base64.encodebytes(inside).decode()
    written = f"--p\nContent-Type: text/plain; charset=utf-8\n\n{text}\n" if text else ""
    return f"""From: Rowan Vale <rowan.vale@example.net>
To: Ines Mora <ines@example.org>
Subject: packed {number}
Date: Tue, 3 Mar 2026 10:15:00 +0100
Message-ID: <T{number}@example.net>
X-MS-TNEF-Correlator: <T{number}@example.net>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="p"

{written}--p
Content-Type: {kind}; name="winmail.dat"
Content-Disposition: attachment; filename="winmail.dat"
Content-Transfer-Encoding: base64

{coded}--p--
""".encode()


def fixtures() -> dict[str, bytes]:
    """Every example, by its name."""
    inner = packet(
        piece(1, 0x00078008, b"IPM.Note\0"),
        piece(
            1,
            0x00069003,
            properties({0x0037: "The first one", 0x1000: "I know where you park.", 0x0C1A: "Rowan Vale",
                        0x5D01: "rowan.vale@example.net", 0x1035: "<T0@example.net>"}),
        ),
        addressees([{0x3001: "Ines Mora", 0x39FE: "ines@example.org", 0x0C15: 1}]),
        attachment(b"map.png", b"\x89PNG\r\n\x1a\n", {0x370E: "image/png"}),
    )  # fmt: skip
    page = b"<html><body><p>Look <a href='https://example.net/w'>here</a></p></body></html>"
    files = attachment("фото.txt".encode("cp1251"), b"one\ntwo\n")
    return {
        "text-beside.eml": mail(
            1, packet(piece(1, 0x0002800C, b"The same words.\0"), files), "The same words."
        ),
        "only-packet.eml": mail(
            2, packet(piece(1, 0x0002800C, "Я видел тебя.".encode("cp1251") + b"\0"), files)
        ),
        "page-and-message.eml": mail(
            3,
            packet(
                piece(
                    1,
                    0x00069003,
                    properties(
                        {0x1013: page, 0x3FDE: 65001, 0x0E1F: [1, 2]}, {"x-own": "kept", 0x8506: True}
                    ),
                ),
                embedded("The first one", inner),
            ),
        ),
        "rich-text.eml": mail(
            4,
            packet(piece(1, 0x00069003, properties({0x1009: rich(rb"{\rtf1\ansi Rich\par words}")}))),
            kind="application/octet-stream",
        ),
        "wrong-sum.eml": mail(5, packet(piece(1, 0x0002800C, b"Read all the same.\0")[:-1] + b"\xff", files)),
        "cut.eml": mail(
            6,
            packet(piece(1, 0x0002800C, b"As far as it goes.\0"), attachment(b"long.txt", b"x" * 500))[:-300],
        ),
        "no-packet.eml": mail(7, b"not a packet at all", "Words."),
    }


def alone() -> dict[str, bytes]:
    """Packets that stand by themselves, by name."""
    told = {0x001A: "IPM.Note", 0x0037: "Your new door", 0x1000: "Nice colour.", 0x0C1A: "Rowan Vale",
            0x5D01: "rowan.vale@example.net", 0x1035: "<T9@example.net>"}  # fmt: skip
    inner = packet(
        piece(1, 0x00069003, properties({**told, 0x0037: "The first one", 0x1035: "<T8@example.net>"}))
    )
    return {
        "winmail.dat": packet(
            piece(1, 0x00069003, properties(told)),
            attachment(b"list.txt", b"one\ntwo\n"),
            embedded("The first one", inner),
        ),
        "older.tnef": packet(
            piece(
                1,
                0x00060000 | 0x8000,
                struct.pack("<HHHH", 4, 24, 6, 22) + b"Rowan\0" + b"SMTP:rowan@example.net\0",
            ),
            piece(1, 0x00018004, b"\xcf\xf0\xe8\xe2\xe5\xf2\0"),
            piece(1, 0x0002800C, b"\xdf \xe2\xe8\xe4\xe5\xeb.\0"),
        ),
        "cut.dat": packet(piece(1, 0x0002800C, b"As far as it goes.\0"))[:-10],
    }


if __name__ == "__main__":
    importers = Path(__file__).parents[1] / "importers"
    for where, made in (("eml/packets", fixtures()), ("outlook_packet/alone", alone())):
        folder = importers / where / "input"
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in made.items():
            (folder / name).write_bytes(data)
