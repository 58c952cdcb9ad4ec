"""One mail as bytes, the way it stands in a mailbox: headers, encodings, parts."""

import base64
import hashlib
import quopri
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime

import msgspec

from holdfast.demonstration.people import MAYA, Person
from holdfast.demonstration.pieces import TOWN, in_utc


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """`at` is when the provider took it. `behind` is by how many seconds the sender's own clock was behind.

    `charset` is how text is written on the wire. `attached` is (file name, media type, bytes). `labels` are
    those of the mailbox it lies in; `thread` joins mails of one conversation.
    """

    at: datetime
    by: Person
    to: Person
    subject: str
    text: str
    html: str = ""
    charset: str = "utf-8"
    attached: tuple[tuple[str, str, bytes], ...] = ()
    labels: tuple[str, ...] = ("Inbox", "Opened")
    thread: str = ""
    behind: int = 1
    list_id: str = ""

    @property
    def number(self) -> int:
        """The mailbox's own number of this mail: the same for the same mail."""
        told = f"{self.at.isoformat()}\0{self.by.mail}\0{self.subject}".encode()
        return 1_800_000_000_000_000_000 + int.from_bytes(hashlib.sha256(told).digest()[:6], "big")

    @property
    def message_id(self) -> str:
        """As the sender's program would name it."""
        return f"<{in_utc(self.at):%Y%m%d%H%M%S}.{self.number % 99991}@{self.by.mail.split('@')[1]}>"


def whole(mail: Mail) -> bytes:
    """Header block and body with CRLF at every line, as it came over the wire."""
    lines = [*_trace(mail), *_envelope(mail)]
    kind, body = _body(mail)
    text = "\r\n".join([*lines, *kind, "", ""])
    return text.encode("ascii") + body


def thread_number(mail: Mail) -> int:
    """The number that the mailbox gives to the conversation."""
    root = mail.thread or f"{mail.by.mail}/{mail.subject}"
    return 1_700_000_000_000_000_000 + int.from_bytes(hashlib.sha256(root.encode()).digest()[:6], "big")


def encoded(text: str, charset: str = "utf-8") -> str:
    """Words of a header: as they are, or as RFC 2047 encoded words where they need it."""
    if text.isascii():
        return text
    return Header(text, charset, maxlinelen=70).encode(linesep="\r\n")


def _address(person: Person, charset: str) -> str:
    return f"{encoded(person.name, charset)} <{person.mail}>" if person.name else person.mail


def _trace(mail: Mail) -> list[str]:
    """What the servers wrote, newest first. Mail from the mailbox's own person has not travelled."""
    if mail.by.mail == MAYA.mail:
        return []
    host = mail.by.mail.split("@")[1]
    stamp = format_datetime(mail.at.astimezone(UTC))
    sent = format_datetime(mail.at.astimezone(TOWN))
    ident = f"{mail.number % 0xFFFFFFFF:08x}"
    relay = f"198.51.100.{20 + len(host) % 60}"
    return [
        f"Delivered-To: {mail.to.mail}",
        _folded(f"Received: by mx1.example.org with LMTP id {ident};", stamp),
        f"Return-Path: <{mail.by.mail}>",
        _folded(
            f"Received: from out.{host} (out.{host} [{relay}])",
            f"by mx1.example.org with ESMTPS id {ident}a",
            f"for <{mail.to.mail}>",
            "(version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384);",
            stamp,
        ),
        _folded(
            f"Received-SPF: pass (example.org: domain of {mail.by.mail}",
            f"designates {relay} as permitted sender)",
            f"client-ip={relay};",
        ),
        _folded(
            "Authentication-Results: mx1.example.org;",
            f"dkim=pass header.d={host};",
            f"spf=pass smtp.mailfrom={mail.by.mail}",
        ),
        _folded(f"Received: from webmail ([{_literal(mail.by.ip)}]) by out.{host} with HTTP;", sent),
    ]


def _folded(*pieces: str) -> str:
    return "\r\n        ".join(pieces)


def _literal(ip: str) -> str:
    return f"IPv6:{ip}" if ":" in ip else ip


def _envelope(mail: Mail) -> list[str]:
    sent = datetime.fromtimestamp(mail.at.timestamp() - mail.behind, TOWN)
    lines = [
        "MIME-Version: 1.0",
        f"Date: {format_datetime(sent)}",
        f"Message-ID: {mail.message_id}",
        f"Subject: {encoded(mail.subject, mail.charset)}",
        f"From: {_address(mail.by, mail.charset)}",
        f"To: {_address(mail.to, 'utf-8')}",
    ]
    if mail.by.ip and not mail.list_id and mail.by.mail != MAYA.mail:
        lines.append(f"X-Originating-IP: [{mail.by.ip}]")
    if mail.list_id:
        host = mail.by.mail.split("@")[1]
        lines += [
            f"List-Id: <{mail.list_id}>",
            f"List-Unsubscribe: <https://{host}/leave>",
            "Precedence: bulk",
        ]
    return lines


def _body(mail: Mail) -> tuple[list[str], bytes]:
    kind, body = _text_part("plain", mail.text, mail.charset)
    if mail.html:
        kind, body = _multipart(
            mail, "alternative", [(kind, body), _text_part("html", mail.html, mail.charset)]
        )
    if mail.attached:
        files = [_file_part(*attached) for attached in mail.attached]
        kind, body = _multipart(mail, "mixed", [(kind, body), *files])
    return kind, body


def _text_part(subtype: str, text: str, charset: str) -> tuple[list[str], bytes]:
    raw = text.rstrip("\n").replace("\n", "\r\n").encode(charset) + b"\r\n"
    if raw.isascii():
        how = "7bit"
    elif charset == "utf-8":
        how, raw = (
            "quoted-printable",
            quopri.encodestring(raw.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n"),
        )
    else:
        how, raw = "base64", _base64(raw)
    return [
        f'Content-Type: text/{subtype}; charset="{charset.upper()}"',
        f"Content-Transfer-Encoding: {how}",
    ], raw


def _file_part(name: str, media_type: str, data: bytes) -> tuple[list[str], bytes]:
    return [
        f'Content-Type: {media_type}; name="{name}"',
        f'Content-Disposition: attachment; filename="{name}"',
        "Content-Transfer-Encoding: base64",
    ], _base64(data)


def _base64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def _multipart(mail: Mail, subtype: str, parts: list[tuple[list[str], bytes]]) -> tuple[list[str], bytes]:
    edge = f"{mail.number:024x}{subtype[:3]}"
    body = b""
    for kind, data in parts:
        body += f"--{edge}\r\n".encode() + "\r\n".join([*kind, "", ""]).encode() + data
    return [f'Content-Type: multipart/{subtype}; boundary="{edge}"'], body + f"--{edge}--\r\n".encode()
