"""The list of calls saved by the Android app "SMS Backup & Restore".

*Where it comes from.* The app writes a file named like `calls-20240131142530.xml` beside the one with
messages. Hand in that file as it is, or the zip it came in.

*What it reads.* Every call: when it began, the number, the name in the phone's address book, how long it
lasted, and whether it was answered, missed, turned away, blocked, or went to voicemail.

*What it cannot tell.* The number of a caller who hid it: such calls are shown, without a caller. What was
said. Whether a call was deleted from the phone before the backup. The number that is shown can be faked. The
time is the phone's own. A number without its country is left so.

*Tested with.* Invented files in the app's layout: all kinds of calls, hidden numbers, damaged and cut-off
files. Shape only, not proven on a real export.
"""

import re
from collections.abc import Iterator, Sequence

from holdfast.formats import clocks, entries, phones
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.event import Direction, Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told

_LAYOUT = entries.Layout(root="calls", records=("call",))
_OPENING = re.compile(rb"<(?:calls[\s/>]|call\s+[a-z_]+\s*=\s*[\"'])")
_HEAD = 16_384

_KINDS: dict[str, tuple[Direction, str]] = {
    "1": ("in", "answered"),
    "2": ("out", "dialled"),
    "3": ("in", "missed"),
    "4": ("in", "voicemail"),
    "5": ("in", "rejected"),
    "6": ("in", "blocked"),
    "7": ("in", "answered on another device"),
}
_PRESENTATIONS = {"1": "", "2": "restricted", "3": "unknown", "4": "payphone"}
# Android's own stand-ins for a number that is not there.
_HIDDEN = {"", "-1", "-2", "-3"}
_SHOWN = {"number", "contact_name", "date", "duration", "type", "presentation"}

_NO_TIME = "The time of this call is missing or makes no sense."
_NO_KIND = "The file does not say whether this call came in or went out."


def _claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  the neighbours do not matter
    if member.suffix not in (".xml", ".txt") and not member.file_name.lower().startswith("calls"):
        return False
    head = member.head(_HEAD).replace(b"\0", b"")
    # A call inside a file of messages is that file's: it is counted there as an entry that is not known.
    return (found := _OPENING.search(head)) is not None and b"<smses" not in head[: found.start()]


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    for member in members:
        for entry in entries.entries(member, _LAYOUT):
            if isinstance(entry, Problem):
                yield entry
            else:
                yield from _call(entry)


def _call(entry: entries.Entry) -> Iterator[Record]:
    kept = {k: v for k, v in entry.attributes.items() if v != "null"}
    code = kept.get("type", "")
    direction, outcome = _KINDS.get(code, (None, ""))
    fields = {k: v for k, v in kept.items() if k not in _SHOWN and v}
    if "duration" in kept:
        fields["duration seconds"] = kept["duration"]
    fields["type"] = outcome or code
    presentation = _PRESENTATIONS.get(kept.get("presentation", "1"), kept.get("presentation", ""))
    number = kept.get("number", "")
    other: Account | None = None
    if number not in _HIDDEN:
        name = kept.get("contact_name", "")
        other = phones.account(number, "" if name == "(Unknown)" else name)
        if direction is None:
            fields["number"] = number
    elif not presentation:
        presentation = "unknown"
    if presentation:
        fields["presentation"] = presentation
    event = Event(
        kind="call",
        service="phone",
        when=clocks.epoch(kept.get("date", "")),
        found_at=entry.found_at,
        by=other if direction == "in" else phones.OWNER if direction == "out" else None,
        to=(phones.OWNER,) if direction == "in" else (other,) if direction == "out" and other else (),
        direction=direction,
        fields=fields,
    )
    yield event
    if event.when.at is None:
        yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=event.when.as_written[:2000])
    if direction is None:
        yield Problem(found_at=event.found_at, loss="part", what=_NO_KIND)


IMPORTER = Importer(title="SMS Backup & Restore: calls", version="1", claims=_claims, read=_read)
