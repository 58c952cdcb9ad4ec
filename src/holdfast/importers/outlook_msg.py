"""One message saved by Outlook for Windows (.msg).

*Where it comes from.* "Save as" in Outlook, or a message dragged out of Outlook into a folder.

*What it reads.* Who, to whom, when, subject, text, links, attachments, the headers that the message came with
and the IP addresses in them, hidden addressees of sent mail, messages attached to the message, and what
Outlook notes beside it. Appointments, contacts and tasks are read with their times and addresses.

*What it cannot tell.* Outlook changes a message when it saves it: the original bytes, and with them any
signature of the sender's provider, are gone. Messages sent inside one company, and sent messages, often
have no headers. Their date is then what the sender's Outlook noted. Pictures placed inside rich text and
files that are only linked are not read. Times inside a repeated appointment are kept as stored.

*Tested with.* Invented messages in the layouts that [MS-OXMSG] describes, whole and damaged. Proven on real
files: nine (2007 to 2019, three with messages inside, four never sent) compared by a program with what
another reader finds: subject, sender, number of addressees, time, text, attachments, messages inside. None
was an appointment, a contact or a task.
"""

from collections.abc import Iterator, Sequence

from holdfast.formats import mail, ole_mail, outlook
from holdfast.formats.mapi import Message
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.errors import InputError
from holdfast.model.problem import Problem
from holdfast.model.told import Told

NOT_OUTLOOK = "This is not a message of Outlook, or it is too damaged to open. It was not read."

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  all importers are asked alike
    """A file called .msg that is a compound file; other mails called so are read as mails."""
    return member.suffix in (".msg", ".oft") and member.head(8) == _MAGIC


def read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    """Each file as one message."""
    for member in members:
        try:
            file = ole_mail.File(member.read(mail.LARGEST))
        except InputError as error:
            yield Problem(found_at=member.at(), loss="record", what=error.what)
            continue
        except OSError:
            yield Problem(found_at=member.at(), loss="record", what=NOT_OUTLOOK)
            continue
        if not file.holds(("__properties_version1.0",)):
            yield Problem(found_at=member.at(), loss="record", what=NOT_OUTLOOK)
            continue
        yield from outlook.records(Message(ole_mail.Item(file)), member.at())
        for what in file.remarks:
            yield Problem(found_at=member.at(), loss="part", what=what)


IMPORTER = Importer(title="Messages of Outlook (.msg)", version="2", claims=claims, read=read)
