"""A packet of Outlook that was saved from a mail (winmail.dat).

*Where it comes from.* Outlook packs rich mails into a file called `winmail.dat`. Other mail programs show it
as an attachment that they cannot open, and people save it.

*What it reads.* The message in the packet: its text, links, files, messages attached to it, and what Outlook
notes beside it.

*What it cannot tell.* Who sent the mail that it came with, to whom and when, unless the packet repeats it:
hand in that mail itself, where it is opened as well. Times that are noted without a zone are not read, nor
files that are only linked, pictures placed inside rich text, and properties that are lists.

*Tested with.* Invented packets in the layout that [MS-OXTNEF] describes, whole and damaged. Proven on real
files: 19 packets were read, and their attachments compared with what another reader finds.
"""

from collections.abc import Iterator, Sequence

from holdfast.formats import mail, outlook, tnef
from holdfast.formats.endings import says_a_kind
from holdfast.formats.mapi import Message
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.errors import InputError
from holdfast.model.problem import Problem
from holdfast.model.told import Told


def claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  all importers are asked alike
    """A file that begins as a packet, under a name that it may have."""
    may_be = member.suffix in (".dat", ".tnef") or not says_a_kind(member.suffix)
    return may_be and member.head(4) == tnef.MAGIC


def read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    """Each file as one message."""
    for member in members:
        try:
            packet = tnef.Packet(member.read(mail.LARGEST))
        except InputError as error:
            yield Problem(found_at=member.at(), loss="record", what=error.what)
            continue
        yield from outlook.records(Message(packet), member.at())
        for what in packet.remarks:
            yield Problem(found_at=member.at(), loss="part", what=what)


IMPORTER = Importer(title="Packets of Outlook (winmail.dat)", version="2", claims=claims, read=read)
