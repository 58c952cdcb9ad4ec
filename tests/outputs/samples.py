"""Invented people and their records, for the papers: several channels, scripts and a stop notice in the middle."""

from collections.abc import Sequence
from typing import Any

import pytest

from holdfast.model.account import Account
from holdfast.model.event import Address, Attachment
from holdfast.model.exhibit import Exhibit
from holdfast.model.finding import Finding, Table
from holdfast.model.locator import Position
from holdfast.model.marker import Marker
from holdfast.model.row import Row
from holdfast.model.source import Source
from holdfast.model.when import NamedTime, When
from holdfast.outputs.glyphs import Typeface, cover, installed
from holdfast.outputs.packet import AccountLine, PacketInput, packet
from holdfast.outputs.typesetting import pdf

needs_fonts = pytest.mark.skipif(
    bool(cover("你こ안😀", installed()).missing),
    reason="needs fonts for East Asia and emoji on this computer (fonts-noto-cjk, fonts-noto-color-emoji)",
)

MINUTE = 60_000
DAY = 86_400_000
START = 1_767_000_000_000  # 29 Dec 2025, 09:20 UTC

ME = Account(service="mail", handle="sam.ortega@example.org", shown_as="Sam Ortega")
OTHER = Account(service="mail", handle="r.kestrel@example.net", shown_as="R. Kestrel")
PHONE = Account(service="phone", handle="+44 7700 900123", native_id="+447700900123")
MY_PHONE = Account(service="phone", handle="+44 7700 900456", native_id="+447700900456")
CHAT = Account(service="whatsapp", handle="~kes", shown_as="~kes")
MY_CHAT = Account(service="whatsapp", handle="Sam")

SCRIPTS = {
    "latin": "Grüße, señora Łukasz — “naïve” façade",
    "cyrillic": "Я видел твою машину у дома",
    "greek": "Καλημέρα σε όλους",
    "arabic": "مرحبا كيف حالك اليوم",
    "hebrew": "שלום מה שלומך",
    "hindi": "नमस्ते आप कैसे हैं",
    "thai": "สวัสดีครับ",
    "chinese": "你好吗",
    "japanese": "こんにちは",
    "korean": "안녕하세요",
    "emoji": "😀 👨‍👩‍👧 ❤️ 1️⃣ 🇬🇧",
}
HOSTILE = (
    '#let x = 1 #read("/etc/passwd") *bold* _it_ $x^2$ <b>b</b> \\ `raw` [link] @ref = // /* */',
    "null:\x00 lone:\ud800 override:\u202egnp.exe zero:a\u200bb isolate:\u2067x private:\ue000 bell:\x07",
)


def row(number: int, **changed: Any) -> Row:
    """A mail from the other person, the `number`th, with whatever is changed."""
    at = START + number * 7 * 60 * MINUTE
    plain: dict[str, Any] = {
        "id": f"{number:032x}",
        "parent": "",
        "kind": "message",
        "at": at,
        "earliest": None,
        "latest": None,
        "as_written": "Mon, 29 Dec 2025 09:20:00 +0000",
        "basis": "explicit",
        "precision": "second",
        "service": "mail",
        "by": OTHER,
        "to": (ME,),
        "direction": "in",
        "subject": "Thinking of you",
        "text": f"I went past the shop again today, number {number}.",
        "attached": (),
        "addresses": (),
        "links": (),
        "times": (),
        "fields": {},
        "reply_to": "",
        "source": "a1b2c3d4" * 8,
        "source_name": "takeout/All mail.mbox",
        "member": "",
        "position": Position(unit="byte", start=1000 * number, length=900),
        "occurrence": f"{number:x}",
        "joined_because": "",
        "told_by": 1,
        "thread": "",
        "gone_from": "",
        "gone_received": None,
    }
    return Row(**{**plain, **changed})


def rows() -> list[Row]:
    """Forty entries: mail, text messages, a chat, calls, every script, hostile text, undecided times."""
    chat = {
        "service": "whatsapp",
        "by": CHAT,
        "to": (MY_CHAT,),
        "subject": "",
        "source": "0f1e2d3c" * 8,
        "source_name": "WhatsApp Chat with kes.zip",
        "member": "_chat.txt",
    }
    phone = {"service": "phone", "by": PHONE, "to": (MY_PHONE,), "subject": "", "source_name": "sms-2026.xml"}
    found: list[Row] = []
    for number in range(40):
        place = {"position": Position(unit="line", start=number + 1, length=1)}
        if number % 5 == 1:
            found.append(row(number, **chat, **place, text="u there? i can see the light is on"))
        elif number % 5 == 2:
            found.append(
                row(number, **phone, kind="call", text="", fields={"duration": "0", "type": "missed"})
            )
        elif number % 5 == 3:
            found.append(
                row(number, by=ME, to=(OTHER,), direction="out", text="Please do not write to me again.")
            )
        else:
            found.append(row(number))
    for number, (name, text) in enumerate(SCRIPTS.items(), 4):
        found[number] = row(number, **chat, text=f"{text}", fields={"script": name})
    for number, text in enumerate(HOSTILE, 16):
        found[number] = row(number, subject="", text=text)
    found[20] = row(
        20,
        at=None,
        earliest=START + 130 * 60 * MINUTE,
        latest=START + 156 * 60 * MINUTE,
        as_written="03/01/2026, 22:14",
        basis="unknown",
        precision="minute",
        **chat,
        direction=None,
        text="Seen you on the 38 bus",
    )
    found[22] = row(
        22,
        text="\n\n".join(f"Paragraph {n}. " + "You never answer and I keep writing. " * 9 for n in range(30)),
        basis="sender_claimed",
        attached=(
            Attachment(name="house.jpg", media_type="image/jpeg", size=184_220, sha256="9c" * 32),
            Attachment(name="voice.ogg", media_type="audio/ogg", missing="left out of the export"),
        ),
        addresses=(Address(ip="203.0.113.77", said_by="Received line of mx.example.org"),),
        links=("https://example.com/" + "path/" * 30 + "?q=" + "A1b2" * 60,),
        times=(
            NamedTime(name="received", when=When(as_written="x", at=START + 22 * 7 * 60 * MINUTE + 4000)),
        ),
        fields={
            "Message-ID": "<" + "c" * 120 + "@mail.example.net>",
            "Received": "from mail.example.net (203.0.113.77) by mx.example.org with ESMTPS",
            "private:note": "SECRET-OF-THE-PERSON",
        },
        told_by=2,
    )
    found[24] = row(24, text="QUJD" * 300)
    return found


def sample(**changed: Any) -> PacketInput:
    """The packet of Sam Ortega."""
    log = rows()
    exhibits = [
        Exhibit(
            label="A-1",
            event=log[4].id,
            caption="The first message after the move",
            digest="1f" * 32,
            chosen=START,
        ),
        Exhibit(label="A-2", event=log[22].id, caption="A long letter", digest="2f" * 32, chosen=START),
        Exhibit(label="A-3", event=log[7].id, caption="", digest="3f" * 32, chosen=START),
        Exhibit(
            label="A-4",
            event=log[17].id,
            caption="With characters that cannot be seen",
            digest="4f" * 32,
            chosen=START,
        ),
    ]
    chosen = {exhibit.event: log[int(exhibit.event, 16)] for exhibit in exhibits}
    plain: dict[str, Any] = {
        "title": "Contacts with Sam Ortega",
        "prepared_at": START + 60 * DAY,
        "prepared_by": "Sam Ortega",
        "zone": "Europe/London",
        "zone_basis": "told",
        "rows": log,
        "exhibits": exhibits,
        "exhibit_rows": chosen,
        "context": {event: log[int(event, 16) - 2 : int(event, 16) + 3] for event in chosen},
        "markers": [
            Marker(
                id="m1",
                kind="stop notice",
                when=When(as_written="2026-01-03", at=START + 5 * DAY, precision="day", basis="declared"),
                accounts=(OTHER.key,),
                note="I asked them by mail not to contact me again.",
                proof=log[18].id,
            ),
            Marker(
                id="m2",
                kind="police contact",
                when=When(
                    as_written="2026-01-07T11:00", at=START + 9 * DAY, precision="minute", basis="declared"
                ),
                note="Spoke to the front desk. They gave me a number.",
            ),
        ],
        "findings": [
            Finding(
                rule="after_notice",
                version="1",
                parameters={"days": 14},
                says="After the stop notice of 3 Jan 2026, 14 more messages were received from R. Kestrel. "
                "This is consistent with contact that went on although it had been asked to stop.",
                figures={"before": 12, "after": 14, "share": 0.5384615, "p": 0.00002, "unknown": None},
                tables=(
                    Table(
                        title="By week",
                        columns=("Week", "Received"),
                        rows=(("2026-W01", 12), ("2026-W02", 14)),
                    ),
                ),
                otherwise=("Some of it may be automatic mail.", "The notice may not have been read."),
                limits=("It does not know whether the notice arrived.",),
                rests_on=(*(r.id for r in log[18:30] if r.direction == "in"), "f" * 32),
            ),
            Finding(
                rule="hours",
                version="2",
                parameters={},
                says="Of 31 entries, 9 were received between 23:00 and 05:00.",
                figures={"night": 9, "all": 31},
                otherwise=("The other person may work at night.",),
                limits=(),
                rests_on=(),
            ),
        ],
        "sources": [
            Source(
                sha256="a1b2c3d4" * 8,
                name="takeout/All mail.mbox",
                size=18_220_117,
                received=START + 50 * DAY,
                batch=1,
            ),
            Source(
                sha256="0f1e2d3c" * 8,
                name="WhatsApp Chat with kes.zip",
                size=40_112,
                received=START + 51 * DAY,
                batch=2,
                obtained="Exported on my own phone, with media",
            ),
        ],
        "left_out": ["Family mail of 2024 is left out because it is about somebody else."],
        "problems": {"takeout/All mail.mbox": 3},
        "read": {
            "a1b2c3d4" * 8: ["Read as Mailbox, version 1: 28 entries, 3 problems."],
            "0f1e2d3c" * 8: [
                "Read as WhatsApp chat export, version 1: 31 entries, 0 problems.",
                "Not understood: 1 of 4 files: odd.xyz.",
            ],
        },
        "loss_statements": {"Mailbox": ["A mailbox does not say whether a message was read."]},
        "accounts": [
            AccountLine(key=OTHER.key, shown="R. Kestrel", count_in=20, count_out=8, is_mine=False),
            AccountLine(key=ME.key, shown="Sam Ortega", count_in=8, count_out=20, is_mine=True),
        ],
        "log_root": "d4" * 32,
        "log_size": 57,
        "checkpoint": "holdfast/7c1e\n57\n1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NQ=\n\n— holdfast/7c1e AAECAwQFBgc=\n",
        "vault_id": "7c1e" * 8,
        "version": "0.1.0",
    }
    return PacketInput(**{**plain, **changed})


def printed(given: PacketInput, computer: Sequence[Typeface] | None = None) -> bytes:
    """The packet as a PDF."""
    return pdf(packet(given, computer))
