"""Mailboxes of Outlook for Windows as one file (.pst, .ost).

*Where it comes from.* Outlook keeps mail in such files: "Open & Export" writes a `.pst`, an account that is
also on a server has an `.ost`. Close Outlook before you copy one.

*What it reads.* Every message in every folder, with its folder, whether it stands among the deleted items
(where the mailbox says which folder that is), and messages that stand in no folder any more. Who, to whom,
when, subject, text, links, attachments, the headers that the message came with and the IP addresses in them,
messages attached to the message, and what Outlook notes beside it. Appointments, contacts, tasks and notes,
with their times and addresses. It needs the extra part "outlook" (`pip install 'holdfast[outlook]'`).

*What it cannot tell.* Outlook changes a message when it keeps it: the original bytes, and with them any
signature of the sender's provider, are gone. Sent messages, and those inside one company, often have no
headers: their date is then what the sender's Outlook noted. What was deleted for good is not looked for in
the unused parts of the file. Files that are only linked, and properties that are lists, are not read. In
files of Outlook 2002 and older, messages attached to messages are only counted. Times inside a repeated
appointment are kept as stored. What Outlook keeps for itself (views, rules, settings) is only counted. A file
whose index is damaged is not opened: try Outlook's own repair program on a copy. A mailbox inside a zip is
read up to 1 GiB; hand in a larger one as it is.

*Tested with.* Invented mailboxes written as [MS-PST] describes, whole and damaged. Proven on real files:
three (one of 2009, two of 2021) of 416 items in all, none larger than 17 MB, read without loss. None held a
message inside a message.
"""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from holdfast.formats import outlook, pff
from holdfast.formats.mapi import Message
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.errors import InputError
from holdfast.model.locator import Position
from holdfast.model.problem import Problem
from holdfast.model.told import Told

DAMAGED = "An item of this mailbox is damaged. It was not read."
TWICE = "An item of this mailbox stands in it twice. It is told once."
SETTINGS = "What Outlook keeps for itself (views, rules, settings) was not read, only counted."


def claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  all importers are asked alike
    """A file with the name and the first letters of a mailbox."""
    return member.suffix in (".pst", ".ost") and member.head(4) == pff.MAGIC


def read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    """Each file folder by folder."""
    for member in members:
        try:
            with pff.seekable(member) as stream:
                yield from _mailbox(member, stream)
        except InputError as error:
            yield Problem(found_at=member.at(), loss="member", what=error.what)


def _mailbox(member: Member, stream: BinaryIO) -> Iterator[Record]:
    mailbox = pff.Mailbox(stream)
    seen: set[int] = set()
    for found in mailbox.all():
        if found.item is None or not found.number:
            yield Problem(found_at=member.at(), loss="record", what=DAMAGED, raw=found.folder)
            continue
        at = member.at(Position(unit="row", start=found.number))
        if found.number in seen:
            yield Problem(found_at=at, loss="part", what=TWICE, raw=found.folder)
            continue
        seen.add(found.number)
        fields = {"Folder": found.folder}
        if found.is_deleted:
            fields["Marks"] = "among the deleted items"
        if found.is_orphan:
            fields["Marks"] = "in no folder any more"
        item = pff.Item(mailbox, found.item)
        yield from outlook.records(Message(item), at, fields)
        for what in item.remarks:
            yield Problem(found_at=at, loss="part", what=what)
    for what in mailbox.remarks:
        yield Problem(found_at=member.at(), loss="part", what=what)
    if mailbox.settings:
        listed = "\n".join(f"{name}: {count}" for name, count in sorted(mailbox.settings.items()))
        yield Problem(found_at=member.at(), loss="part", what=SETTINGS, raw=listed[:4000])


IMPORTER = Importer(title="Mailboxes of Outlook (.pst, .ost)", version="2", claims=claims, read=read)
