"""A message as Outlook keeps it, whatever the file, written out as a mail: all mails are read in one way."""

import hashlib
import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from holdfast.formats import charsets, rtf

BROKEN = "A piece of the message is damaged, or states a length that it does not have. It was left out."
TOO_DEEP = "Messages inside this message are nested too deeply, or there are too many. They were left out."
NO_FILE = "An attachment of this message is only a link, or its bytes are not in the file."

Value = str | int | bytes | datetime | bool | float
Values = dict[int, Value]
"""Properties by their number [MS-OXPROPS]; text in a code page stays bytes."""

MANY = 2_000  # attachments, and as many addressees, of one message
EMBEDDED = 5  # how an attachment that is a message is marked [MS-OXCMSG 2.2.2.9]
_DEEP = 8
_LONG = 4_000  # letters or bytes of one property that are kept beside a message
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_OWN = re.compile(
    rb"^(?:content-[^:\s]*|mime-version)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*\n?", re.IGNORECASE | re.MULTILINE
)
_BARE = re.compile(
    rb"^(from|to|cc)[ \t]*:[^@\n]*(?:\n[ \t][^@\n]*)*(?:\n(?![ \t])|\Z)", re.IGNORECASE | re.MULTILINE
)
_HEADER = re.compile(rb"^[!-9;-~]+[ \t]*:", re.MULTILINE)
_CODE_PAGES = {65001: "utf-8", 20127: "us-ascii", 50220: "iso-2022-jp", 50221: "iso-2022-jp",
    50225: "iso-2022-kr", 51932: "euc-jp", 51949: "euc-kr", 20866: "koi8-r", 21866: "koi8-u",
    54936: "gb18030", 10000: "mac-roman"}  # fmt: skip
_ROLES = {1: "To", 2: "Cc", 3: "Bcc"}


class Kept:
    """One message as a kind of file keeps it: its properties, and ways to its addressees and attachments."""

    values: Values
    letters: set[int]
    """Properties that are text in the code page of the message."""
    named: dict[int, str]
    """What the properties from 0x8000 on are called."""
    remarks: dict[str, None]
    """What was wrong: shared by all messages of one file."""

    def addressees(self) -> Iterator[Values]:
        """The properties of each addressee."""
        raise NotImplementedError

    def attachments(self) -> Iterator[tuple[Values, "Kept | None"]]:
        """The properties of each attachment, and the message that it is, if it is one."""
        raise NotImplementedError


class Message:
    """Writes one message out as a mail: the outermost, or one that is attached to another."""

    def __init__(self, kept: Kept, depth: int = 0) -> None:
        self.kept, self.depth = kept, depth
        self.values = kept.values
        page = self.values.get(0x3FFD) or self.values.get(0x3FDE)
        self.label = code_page(page)
        self._is_signed = False
        self.inside: dict[bytes, dict[str, str]] = {}
        """What is noted beside each message inside this one, by the mail that it was written out as."""

    def text(self, number: int, values: Values | None = None) -> str:
        """A property as text, "" where there is none."""
        value = (self.values if values is None else values).get(number, "")
        if isinstance(value, bytes):
            return charsets.decode(value, self.label)[0].rstrip("\0")
        if isinstance(value, datetime):
            return value.strftime("%Y-%m-%d %H:%M:%S UTC")
        return str(value)

    def moment(self, number: int) -> datetime | None:
        """A property that is a time."""
        value = self.values.get(number)
        return value if isinstance(value, datetime) else None

    @property
    def is_unsent(self) -> bool:
        """Whether it is a draft: written, and never sent."""
        flags = self.values.get(0x0E07)
        return isinstance(flags, int) and bool(flags & 8)

    def mail(self) -> bytes:
        """The whole of it as a mail: its own headers where it keeps them, else made of its properties."""
        attached = list(self._attachments())
        parts = [p for p in (b"" if self._is_signed else self._written(), *attached) if p]
        if len(parts) == 1:
            return self._headers() + parts[0]
        line = self._line(parts)
        return (
            self._headers()
            + b'Content-Type: multipart/mixed; boundary="' + line + b'"\n\n'
            + b"".join(b"--" + line + b"\n" + part + b"\r\n" for part in parts)
            + b"--" + line + b"--\n"
        )  # fmt: skip

    def _line(self, parts: list[bytes]) -> bytes:
        told = hashlib.sha256()
        for part in parts:
            told.update(part)
        return b"=_" + told.hexdigest().encode()

    def _headers(self) -> bytes:
        stored = self.text(0x007D).replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "surrogatepass")
        first = _HEADER.search(stored)
        stored = _OWN.sub(b"", stored[first.start() :].split(b"\n\n")[0] + b"\n") if first else b""
        made = {name.lower().encode(): f"{name}: {value}\n" for name, value in self._made() if value}
        # Inside one company headers name people without an address: what Outlook keeps says more.
        stored = _BARE.sub(lambda m: b"" if m[1].lower() in made else m[0], stored)
        names = {m[0].rstrip(b": \t").lower() for m in _HEADER.finditer(stored)}
        more = "".join(line for name, line in made.items() if name not in names)
        return stored.rstrip(b"\n") + b"\n" * bool(stored) + more.encode("utf-8", "replace")

    def _made(self) -> Iterator[tuple[str, str]]:
        """The headers that the properties come to."""
        yield (
            "From",
            person(
                self.text(0x0042) or self.text(0x0C1A),
                self.text(0x5D02) or self.text(0x5D01) or self.text(0x0065) or self.text(0x0C1F),
            ),
        )
        if self.text(0x0C1F) and self.text(0x0065) and self.text(0x0C1F) != self.text(0x0065):
            yield "Sender", person(self.text(0x0C1A), self.text(0x5D01) or self.text(0x0C1F))
        people: dict[str, list[str]] = {}
        for recipient in self.kept.addressees():
            role = recipient.get(0x0C15)
            to = person(
                self.text(0x3001, recipient), self.text(0x39FE, recipient) or self.text(0x3003, recipient)
            )
            people.setdefault(_ROLES.get(role & 15 if isinstance(role, int) else 0, "To"), []).append(to)
        for role in ("To", "Cc", "Bcc"):
            yield role, ", ".join(people.get(role, ()))
        subject = self.text(0x0037)
        # Where mailboxes are kept, a mark and a number before it tell how long "Re: " or the like is.
        yield "Subject", " ".join((subject[2:] if subject.startswith("\x01") else subject).split())
        sent = self.moment(0x0039)
        yield "Date", format_datetime(sent) if sent else ""
        yield "Message-ID", " ".join(self.text(0x1035).split())
        yield "In-Reply-To", " ".join(self.text(0x1042).split())

    def _written(self) -> bytes:
        plain = self.text(0x1000)
        page, label = self.values.get(0x1013, b""), self.values.get(0x3FDE)
        if isinstance(page, str):
            page, label = page.encode("utf-8", "surrogatepass"), 65001
        packed = self.values.get(0x1009)
        if isinstance(packed, bytes) and not (page or plain.strip()):
            data, is_whole = rtf.unpacked(packed)
            if not is_whole:
                self.kept.remarks.setdefault(BROKEN)
            said, is_page = rtf.content(data)
            if is_page:
                page, label = said.encode("utf-8", "replace"), 65001
            else:
                plain = said
        texts = []
        if plain:
            texts.append(leaf("text/plain; charset=utf-8", plain.encode("utf-8", "replace")))
        if isinstance(page, bytes) and page:
            named = code_page(label)
            texts.append(leaf(f"text/html; charset={named}" if named else "text/html", page))
        if len(texts) < 2:
            return texts[0] if texts else b""
        line = self._line(texts)
        return (
            b'Content-Type: multipart/alternative; boundary="' + line + b'"\n\n'
            + b"".join(b"--" + line + b"\n" + text + b"\r\n" for text in texts)
            + b"--" + line + b"--\n"
        )  # fmt: skip

    def _attachments(self) -> Iterator[bytes]:
        for values, inner in self.kept.attachments():
            called = self.text(0x3707, values) or self.text(0x3704, values) or self.text(0x3001, values)
            data = values.get(0x3701)
            kind = self.text(0x370E, values)
            if inner is not None:
                if self.depth >= _DEEP:
                    self.kept.remarks.setdefault(TOO_DEEP)
                    continue
                message = Message(inner, self.depth + 1)
                written = message.mail()
                self.inside[written] = message.stored()
                self.inside |= message.inside
                yield leaf("message/rfc822", written, called)
            elif not isinstance(data, bytes):
                self.kept.remarks.setdefault(NO_FILE)
            elif kind.lower().startswith("multipart/") and _HEADER.match(data):
                # What was signed is kept as it came: a whole mail without its outer headers, text and all.
                self._is_signed = True
                yield data
            else:
                yield leaf(kind or "application/octet-stream", data, called)

    def stored(self) -> dict[str, str]:
        """What the message keeps beyond a mail: its class, its times, and named properties."""
        told = {
            "Message class": self.text(0x001A),
            "Created": self.text(0x3007),
            "Changed": self.text(0x3008),
            "Conversation": self.text(0x0070),
            "Importance": self.text(0x0017),
        }
        if flags := self.text(0x0E07):
            told["Message flags"] = flags + (", never sent" if self.is_unsent else "")
        if self.depth:
            told["Arrived"] = self.text(0x0E06)
        if self.is_unsent:
            told["Put in its folder"] = self.text(0x0E06)
        for number, value in self.values.items():
            if number in self.kept.named and not (isinstance(value, bytes) and len(value) > _LONG):
                is_bytes = isinstance(value, bytes) and number not in self.kept.letters
                said = value.hex() if is_bytes and isinstance(value, bytes) else self.text(number)
                told[f"Outlook {self.kept.named[number]}"] = (
                    said if len(said) <= _LONG else f"{said[:_LONG]} […]"
                )
        return {name: value for name, value in told.items() if value}


# [MS-OXPROPS]: the numbers that say when and where something is to be, and whose address is kept.
LASTING = {
    0x820D: "appointment starts", 0x820E: "appointment ends", 0x8208: "place", 0x8215: "lasts all day",
    0x8516: "starts", 0x8517: "ends", 0x8104: "task starts", 0x8105: "task due", 0x8101: "task status",
    0x810F: "task completed", 0x8083: "mail address 1", 0x8093: "mail address 2", 0x80A3: "mail address 3",
    0x8080: "mail name 1", 0x8090: "mail name 2", 0x80A0: "mail name 3", 0x8005: "file under",
    0x801A: "home address", 0x801B: "work address", 0x8062: "instant messages", 0x8506: "private",
    0x8205: "busy status", 0x8223: "repeats", 0x8234: "time zone", 0x8530: "reminder",
}  # fmt: skip


def short(kind: int, value: bytes) -> Value | None:
    """A property of a fixed size, from its eight bytes; None where it says nothing or is of another kind."""
    if kind == 0x40:
        ticks = int.from_bytes(value, "little")
        try:
            return _EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None
    if kind == 0x0B:
        return value[0] != 0
    if kind in (0x02, 0x03):
        size = 2 if kind == 0x02 else 4
        return int.from_bytes(value[:size], "little", signed=True)
    if kind == 0x05:
        return float(struct.unpack("<d", value)[0])
    return int.from_bytes(value, "little", signed=True) if kind == 0x14 else None


def code_page(number: Value | None) -> str:
    """The charset of a Windows code page, "" where none is told."""
    if not isinstance(number, int) or number <= 0:
        return ""
    if 28591 <= number <= 28606:
        return f"iso-8859-{number - 28590}"
    return _CODE_PAGES.get(number, f"cp{number}")


def person(name: str, address: str) -> str:
    """A name and an address as a header has them."""
    name = " ".join(name.split()).replace("\\", "\\\\").replace('"', '\\"')
    address = " ".join(address.split()).translate({60: None, 62: None})
    if not address:
        return f'"{name}"' if name else ""
    return f'"{name}" <{address}>' if name and name != address else f"<{address}>"


def leaf(media_type: str, data: bytes, name: str = "") -> bytes:
    """A part of a mail, its bytes as they are."""
    kind = " ".join(media_type.split()).encode("ascii", "replace")
    head = b"Content-Type: " + kind + b"\nContent-Transfer-Encoding: binary\n"
    if name or not kind.startswith(b"text/") or b"charset" not in kind:
        coded = b"".join(b"%%%02X" % byte for byte in name.rstrip("\0").encode("utf-8", "replace"))
        if not kind.startswith(b"text/html") or name:
            head += b"Content-Disposition: attachment; filename*=utf-8''" + coded + b"\n"
    return head + b"\n" + data
