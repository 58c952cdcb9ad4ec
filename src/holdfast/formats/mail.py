"""One RFC 5322 message as an event: who, when, what, what came with it, and what could not be read."""

import hashlib
import io
import re
from collections.abc import Iterator, Mapping

import msgspec

from holdfast.formats import appointments, clocks, mail_dates, mail_reports
from holdfast.formats.mail_addresses import accounts, addresses
from holdfast.formats.mail_content import Content
from holdfast.formats.mail_headers import LINE_FEED, RAW, RETURN, Lines, Remarks, text
from holdfast.formats.mail_parts import parse
from holdfast.model.account import Account
from holdfast.model.event import Event, Kind, event_id
from holdfast.model.locator import Locator
from holdfast.model.problem import Problem
from holdfast.model.when import NamedTime, When

LARGEST = 256 << 20
"""Bytes of one mail, above which it is not held in memory and becomes a problem."""

NOT_A_MAIL = "This does not have the headers of a mail. It was not read."
EMPTY = "There is nothing in this mail."
NO_SENDER = "The mail does not say who it is from."
NO_DATE_RECEIVED = "The mail has no usable date of its own. The time shown is when a server says it arrived."
NO_DATE = "The mail has no date that can be understood."
TOO_DEEP = "A mail inside a mail is nested too deeply, or there are too many. It is only listed."
TOO_MANY_INVITED = "There are more invitations inside this mail than are read. The mail itself is kept."
INSIDE = "A mail inside this mail could not be read. It is only listed."

_KNOWN = frozenset(
    b"from to cc bcc subject date message-id received return-path sender reply-to mime-version content-type "
    b"delivered-to in-reply-to references apparently-to newsgroups resent-from resent-to".split()
)
# What is kept beyond the common columns, as stored, and how its name is usually written.
_FIELDS = {
    name.lower().encode(): name
    for line in (
        "Message-ID In-Reply-To References Sender Reply-To Return-Path Delivered-To X-Original-To",
        "Envelope-To Resent-From Resent-To Resent-Date X-Mailer User-Agent X-PHP-Originating-Script",
        "X-Authenticated-User X-Authenticated-Sender X-Originating-Email X-Sender X-Envelope-From",
        "Authentication-Results Received-SPF Organization Newsgroups X-Forwarded-To X-Failed-Recipients",
        "Auto-Submitted Precedence List-Id List-Unsubscribe Disposition-Notification-To Return-Receipt-To",
        "Importance X-Priority Keywords Comments X-Spam-Flag X-Gmail-Labels X-GM-THRID X-GM-MSGID",
        "X-Google-Groups Thread-Topic X-Mozilla-Status Status X-Status",
    )
    for name in line.split()
}
_DEEP = 8  # mails inside each other
_MANY = 200  # mails inside one mail
_PICTURES = 50  # of one mail, that its page would load from elsewhere
_ONLY_HEADERS = {"Came back": "only its headers"}
_ESCAPED = re.compile(r"^>+(?=From )", re.MULTILINE)
_ID = re.compile(r"<[^<>]+>")


def read(
    data: bytes,
    found_at: Locator,
    received: When | None = None,
    fields: dict[str, str] | None = None,
    inside: Mapping[bytes, dict[str, str]] | None = None,
) -> list[Event | Problem]:
    """The events of one mail, itself first, then invitations and mails inside it, then what was wrong.

    `received` is when the mailbox says the mail arrived. An explicit one stands in where the mail has no
    usable date of its own. `fields` is added to the fields of the mail itself, `inside` to those of the mails
    inside it, each known by its bytes. Never raises.
    """
    if LINE_FEED not in data and RETURN in data:
        data = data.replace(b"\r", b"\n")
    return _Reader(found_at, inside or {}).read(data, received, fields)


def inside(data: bytes, found_at: Locator, event: str) -> bytes:
    """The bytes of the mail inside the mail at this place whose event has this id; none if there is none."""
    reader = _Reader(found_at, {})
    reader.wanted = event
    reader.read(data)
    return reader.found


class _Reader:
    """Numbers the mails found at one place, from the outermost. `found` is the one that is `wanted`."""

    __slots__ = ("found", "found_at", "inside", "invited", "made", "wanted")

    def __init__(self, found_at: Locator, inside: Mapping[bytes, dict[str, str]]) -> None:
        self.found_at = found_at
        self.inside = inside
        self.made = self.invited = 0
        self.wanted = ""
        self.found = b""

    def read(
        self,
        data: bytes,
        received: When | None = None,
        fields: dict[str, str] | None = None,
        parent: str = "",
        depth: int = 0,
    ) -> list[Event | Problem]:
        remarks: Remarks = {}
        whole = parse(data, remarks)
        lines = whole.lines
        if _KNOWN.isdisjoint(lines):
            what = NOT_A_MAIL if data.strip() else EMPTY
            raw = data[:RAW].decode("utf-8", "replace")
            if parent:
                return [Problem(found_at=self.found_at, loss="part", what=INSIDE, raw=raw)]
            return [Problem(found_at=self.found_at, loss="record", what=what, raw=raw)]
        content = Content(whole, remarks)
        hint = content.charset
        senders = _people(lines, (b"from",), remarks, hint)
        by = senders[0] if senders else None
        if by is None:
            remarks.setdefault(NO_SENDER, "")
        times = [NamedTime(name="received", when=received)] if received else []
        times += _received(lines)
        kept = _fields(lines, fields, remarks, hint)
        if len(senders) > 1:
            kept["From"] = text(lines[b"from"][0], remarks, hint)
        if content.pictures:
            kept["Remote pictures"] = "\n".join(list(dict.fromkeys(content.pictures))[:_PICTURES])
        when, as_written = _when(lines, times, remarks)
        subject = text(lines[b"subject"][0], remarks, hint) if b"subject" in lines else ""
        replied = _ID.search(kept.get("In-Reply-To", ""))
        ordinal, self.made = self.made, self.made + 1
        about = content.report.get("Report Original-Message-ID", "")
        # What a server or a mail program reports is a notice: nobody wrote it.
        kind: Kind = "notice" if mail_reports.is_report(whole, content.report) else "message"
        if content.report or content.noted:
            kept = content.noted | kept | content.report
        out: list[Event | Problem] = [
            Event(
                kind=kind,
                service="mail",
                when=when,
                found_at=self.found_at,
                times=tuple(times),
                by=by,
                to=_people(lines, (b"to", b"cc", b"bcc"), remarks, hint),
                subject=subject,
                text=content.text,
                attached=tuple(content.attached),
                addresses=addresses(lines) + mail_reports.seen(content.report),
                links=tuple(dict.fromkeys(content.links)),
                reply_to=replied[0] if replied else kept.get("In-Reply-To", "") or about,
                parent=parent,
                act=_act(kept.get("Message-ID", ""), by, as_written, content),
                ordinal=ordinal,
                fields=kept,
            )
        ]
        me = ""
        if self.wanted or content.calendars or content.mails or content.heads:
            me = event_id(self.found_at, kind, ordinal)
        if self.wanted and me == self.wanted:
            self.found = data
        for calendar in content.calendars:
            out += self._invitations(calendar, me, when)
        if content.mails or content.heads:
            inside = [(one, self.inside.get(one) or content.inside.get(one, {})) for one in content.mails] + [
                (one, _ONLY_HEADERS) for one in content.heads
            ]
            for inner, beside in inside:
                if depth >= _DEEP or self.made >= _MANY:
                    remarks.setdefault(TOO_DEEP, "")
                    break
                out += self.read(inner, fields=beside, parent=me, depth=depth + 1)
        out += [
            Problem(found_at=self.found_at, loss="part", what=w, raw=raw[:RAW]) for w, raw in remarks.items()
        ]
        return out

    def _invitations(self, calendar: bytes, parent: str, sent: When) -> Iterator[Event | Problem]:
        """What a calendar inside a mail holds, at the place of the mail, each numbered."""
        for record in appointments.read(io.BytesIO(calendar), lambda _: self.found_at, None):
            if isinstance(record, Problem):
                yield msgspec.structs.replace(record, loss="part")
            elif self.invited < _MANY:
                if "time from" in record.fields:
                    kept = record.fields | {"time from": "the mail it came with"}
                    record = msgspec.structs.replace(record, when=sent, fields=kept)  # noqa: PLW2901
                yield msgspec.structs.replace(record, parent=parent, ordinal=self.invited)
                self.invited += 1
            else:
                yield Problem(found_at=self.found_at, loss="part", what=TOO_MANY_INVITED)
                return


def _people(lines: Lines, names: tuple[bytes, ...], remarks: Remarks, hint: str) -> tuple[Account, ...]:
    found = [a for name in names for value in lines.get(name, ()) for a in accounts(value, remarks, hint)]
    return tuple(found) if len(found) < 2 else tuple(dict.fromkeys(found))


def _fields(lines: Lines, given: dict[str, str] | None, remarks: Remarks, hint: str) -> dict[str, str]:
    kept = dict(given or ())
    for key, values in lines.items():
        if key in _FIELDS:
            said = text(values[0], remarks, hint)
            if len(values) > 1:
                said = "\n".join([said, *(text(v, remarks, hint) for v in values[1:])])
            kept[_FIELDS[key]] = said
    return kept


def _received(lines: Lines) -> list[NamedTime]:
    """When the topmost `Received:` says the mail came in: the server nearest to the reader wrote it."""
    values = lines.get(b"received")
    if not values:
        return []
    _, semicolon, date = values[0].rpartition(b";")
    if not semicolon:
        return []
    when = mail_dates.parse(" ".join(date.decode("utf-8", "replace").split()), basis="explicit")
    return [NamedTime(name="received", when=when)] if when.order_key() is not None else []


def _when(lines: Lines, times: list[NamedTime], remarks: Remarks) -> tuple[When, str]:
    """When the sender says it was written; failing that, when a server says it arrived."""
    values = lines.get(b"date")
    as_written = text(values[0], remarks) if values else ""
    when = mail_dates.parse(as_written) if as_written else clocks.unknown("")
    if when.at is not None or when.earliest is not None:
        return when, as_written
    for time in times:
        if time.when.at is not None and time.when.basis == "explicit":
            remarks.setdefault(NO_DATE_RECEIVED, as_written[:RAW])
            return time.when, as_written
    remarks.setdefault(NO_DATE, as_written[:RAW])
    return when, as_written


def _act(message_id: str, by: Account | None, date: str, content: Content) -> str:
    """The lasting name of the mail itself. Two mails that share a Message-ID but not their words differ."""
    if not message_id:
        return ""
    said = _ESCAPED.sub("", content.text) if ">From " in content.text else content.text
    told = hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=6)
    for one in content.attached:
        told.update(one.sha256.encode())
    return f"{message_id} {by.handle.casefold() if by else ''} {date} {told.hexdigest()}"
