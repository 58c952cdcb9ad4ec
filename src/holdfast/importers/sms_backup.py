"""Text and picture messages saved by the Android app "SMS Backup & Restore".

*Where it comes from.* The app writes a file named like `sms-20240131142530.xml`, to the phone or to a cloud
folder. Hand in that file as it is, or the zip it came in.

*What it reads.* Every text message (SMS) and picture message (MMS): the time, the number, the name in the
phone's address book, the text, the subject, and what was attached (its size and a fingerprint). Messages that
were never sent (drafts, waiting, failed) are shown and marked. Emoji that the app writes in a broken way are
put right. Where the file is damaged, reading goes on with the next message, and the damage is listed.

*What it cannot tell.* The number of the phone itself: the file does not hold it. Whether a message was
deleted before the backup was made. Who really held the other phone; a number can be faked. A message whose
whole text is the word "null" looks like an empty one. The time is the phone's own, except the one called
"sent", which comes from the network where there is one. A number without its country is left so.

*Tested with.* Invented files in the app's layout: texts, group messages, drafts, broken emoji, other scripts,
cut-off and hostile files. Shape only, not proven on a real export.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from holdfast.formats import clocks, entries, phones
from holdfast.formats.elements import Piece
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.event import Attachment, Direction, Event
from holdfast.model.locator import Locator
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import NamedTime

_LAYOUT = entries.Layout(
    root="smses",
    records=("sms", "mms"),
    inside=("parts", "part", "addrs", "addr"),
    payloads={"part": "data"},
)
_OPENING = re.compile(rb"<(?:smses[\s/>]|sms\s+[a-z_]+\s*=\s*[\"']|mms\s+[a-z_]+\s*=\s*[\"'])")
_HEAD = 16_384

_STATES: dict[str, tuple[Direction, str]] = {
    "1": ("in", ""),
    "2": ("out", ""),
    "3": ("out", "draft"),
    "4": ("out", "waiting to be sent"),
    "5": ("out", "failed to send"),
    "6": ("out", "waiting to be sent"),
}
_FROM = "137"
_ROLES = {"137": "from", "151": "to", "130": "cc", "129": "bcc"}
_SELF = "insert-address-token"  # Android writes this in place of the phone's own number.

_SHOWN = {"address", "contact_name", "body", "subject", "sub", "date", "date_sent", "type", "msg_box"}
_NO_TIME = "The time of this message is missing or makes no sense."
_NO_KIND = "The file does not say whether this message was sent or received."
_NO_SENDER = "The file does not say which of the people in this group wrote this message."
_BAD_DATA = "The bytes of an attachment are damaged in the file."
_LEFT_OUT = "left out of the export"


def _claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  the neighbours do not matter
    if member.suffix not in (".xml", ".txt") and not member.file_name.lower().startswith("sms"):
        return False
    return bool(_OPENING.search(member.head(_HEAD).replace(b"\0", b"")))


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    for member in members:
        for entry in entries.entries(member, _LAYOUT):
            if isinstance(entry, Problem):
                yield entry
            elif entry.name == "sms":
                yield from _text_message(entry.attributes, entry.found_at)
            else:
                yield from _picture_message(entry)


def _text_message(stored: dict[str, str], found_at: Locator) -> Iterator[Record]:
    kept = {k: v for k, v in stored.items() if v != "null" and v}
    direction, fields = _state(kept, kept.get("type", ""))
    address = kept.get("address", "")
    other = phones.account(address, _contact(kept)) if address else None
    if other is None or direction is None:
        _keep(fields, kept, ("address", "contact_name"))
    by, to = _ends(direction, other, (other,) if other else ())
    event = Event(
        kind="message",
        service="sms",
        when=clocks.epoch(kept.get("date", "")),
        times=_sent(kept, per_second=1000),
        found_at=found_at,
        by=by,
        to=to,
        direction=direction,
        subject=kept.get("subject", ""),
        text=kept.get("body", ""),
        thread=_thread((other,) if other else ()),
        fields=fields,
    )
    yield event
    if event.by is None or event.when.at is None:
        yield from _doubts(event)


def _picture_message(entry: entries.Entry) -> Iterator[Record]:
    kept = {k: v for k, v in entry.attributes.items() if v and v != "null"}
    direction, fields = _state(kept, kept.get("msg_box", ""))
    fields["type"] = "mms"
    if "type" in kept:
        fields["type as stored"] = kept["type"]
    group = tuple(a for a in kept.get("address", "").split("~") if a and a != _SELF)
    name = _contact(kept) if len(group) == 1 else ""
    named = {phones.account(a).key: phones.account(a, name) for a in group}
    if len(group) != 1 or direction is None:
        _keep(fields, kept, ("address", "contact_name"))
    roles = _roles(entry.inside)
    for role, written in roles.items():
        fields[f"addresses: {role}"] = ", ".join(written)

    def accounts(written: Sequence[str]) -> list[Account]:
        told = (phones.account(a) for a in dict.fromkeys(written) if a != _SELF)
        return [named.get(a.key, a) for a in told]

    writers = accounts(roles.get("from", ()))
    author = writers[0] if len(writers) == 1 else next(iter(named.values())) if len(named) == 1 else None
    if direction == "in":
        # The phone's own number stands among the receivers, and only the list of the group leaves it out.
        others = [a for a in named.values() if len(named) > 1 and (not author or a.key != author.key)]
    else:
        told = accounts([a for role in ("to", "cc", "bcc") for a in roles.get(role, ())])
        others = list(({a.key: a for a in named.values()} | {a.key: a for a in told}).values())
    by, to = _ends(direction, author, others)
    text, attached, problems = _parts(entry, fields)
    event = Event(
        kind="message",
        service="sms",
        when=clocks.epoch(kept.get("date", "")),
        times=_sent(kept, per_second=1),
        found_at=entry.found_at,
        by=by,
        to=to,
        direction=direction,
        subject=kept.get("sub", ""),
        text=text,
        attached=attached,
        thread=_thread(named.values()),
        fields=fields,
    )
    yield event
    yield from problems
    yield from _doubts(event)


def _state(kept: dict[str, str], code: str) -> tuple[Direction | None, dict[str, str]]:
    """Which way a message went, and the fields to keep as stored, with its state where it was never sent."""
    fields = {k: v for k, v in kept.items() if k not in _SHOWN}
    direction, state = _STATES.get(code, (None, ""))
    if state:
        fields["state"] = state
    if direction is None and code:
        fields["kind as stored"] = code
    return direction, fields


def _ends(
    direction: Direction | None, author: Account | None, others: Sequence[Account]
) -> tuple[Account | None, tuple[Account, ...]]:
    """Who wrote, and to whom."""
    if direction == "in":
        return author, (phones.OWNER, *(a for a in others if author is None or a.key != author.key))
    if direction == "out":
        return phones.OWNER, tuple(others)
    return None, ()


def _thread(others: Iterable[Account]) -> str:
    return "~".join(sorted(a.native_id or a.handle for a in others))


def _contact(kept: dict[str, str]) -> str:
    name = kept.get("contact_name", "")
    return "" if name == "(Unknown)" else name


def _keep(fields: dict[str, str], kept: dict[str, str], names: Sequence[str]) -> None:
    fields.update({name: kept[name] for name in names if kept.get(name)})


def _sent(kept: dict[str, str], per_second: int) -> tuple[NamedTime, ...]:
    written = kept.get("date_sent", "")
    if not written.strip("0"):
        return ()
    return (NamedTime(name="sent", when=clocks.epoch(written, per_second)),)


def _roles(inside: Sequence[Piece]) -> dict[str, list[str]]:
    """The numbers that the message itself names, by what they are to it."""
    roles: dict[str, list[str]] = {}
    for piece in inside:
        address = piece.attributes.get("address", "null")
        if piece.name == "addr" and address not in ("null", ""):
            code = piece.attributes.get("type", "")
            roles.setdefault(_ROLES.get(code, f"of kind {code}"), []).append(address)
    return roles


def _parts(entry: entries.Entry, fields: dict[str, str]) -> tuple[str, tuple[Attachment, ...], list[Problem]]:
    """The text of a picture message, what came with it, and what of that is damaged."""
    texts, attached, problems, layouts = [], [], [], 0
    for part in entry.inside:
        if part.name != "part":
            continue
        kept = {k: v for k, v in part.attributes.items() if v not in ("null", "")}
        media_type, text, payload = kept.get("ct", ""), kept.get("text", ""), part.payload
        if media_type == "application/smil":
            layouts += 1
        elif media_type == "text/plain" and (payload is None or not payload.size):
            texts.append(text)
        else:
            name = next((kept[k] for k in ("cl", "name", "fn", "cid") if k in kept), "")
            is_broken = payload is not None and payload.is_broken
            if is_broken:
                problems.append(Problem(found_at=entry.found_at, loss="part", what=_BAD_DATA))
            attached.append(_attachment(name, media_type, part, text))
    if layouts:
        fields["layout parts"] = str(layouts)
    return "\n".join(t for t in texts if t), tuple(attached), problems


def _attachment(name: str, media_type: str, part: Piece, text: str) -> Attachment:
    payload = part.payload
    if payload is not None and payload.is_broken:
        return Attachment(name=name, media_type=media_type, missing="its bytes are damaged in the export")
    if payload is not None and payload.size:
        return Attachment(name=name, media_type=media_type, size=payload.size, sha256=payload.sha256)
    if text:
        data = text.encode()
        sha256 = hashlib.sha256(data).hexdigest()
        return Attachment(name=name, media_type=media_type, size=len(data), sha256=sha256)
    return Attachment(name=name, media_type=media_type, missing=_LEFT_OUT)


def _doubts(event: Event) -> Iterator[Problem]:
    if event.when.at is None:
        yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=event.when.as_written[:2000])
    if event.direction is None:
        yield Problem(found_at=event.found_at, loss="part", what=_NO_KIND)
    elif event.by is None:
        yield Problem(found_at=event.found_at, loss="part", what=_NO_SENDER)


IMPORTER = Importer(title="SMS Backup & Restore: messages", version="1", claims=_claims, read=_read)
