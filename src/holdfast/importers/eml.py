"""One mail saved as one file (.eml).

*Where it comes from.* Thunderbird ("Save as"), Apple Mail ("Save as", raw message source), Gmail on the web
("Download message"), Outlook on the web ("Download"), or a mail dragged out of a mail program.

*What it reads.* Who, to whom, when, subject, text, links, attachments (by name, size and fingerprint), the
IP addresses that servers wrote down, and mails that were attached to the mail. What Outlook packs into a
"winmail.dat" is opened. Bounces, receipts and complaints are notices, with what they say to machines; the
mail that they are about stands below them. An invitation inside a mail is an entry of its own below it, with
its times; those without a zone stay undecided. Bounces that are plain text only are read as mails.

*What it cannot tell.* The date of a mail is what the sender's device claimed. A sender's name, and often
the address, can be made up by the sender. Of a mail that has the same text twice, plain and as a web page,
the plain one is shown. Whether the signature of the sender's provider is right is not checked here.

*Tested with.* Invented mails in many encodings and languages, whole and damaged: forwarded mails, bounces,
invitations, receipts, complaints, packets from Outlook, mails without a date or without a sender, and mails
saved under another name. Proven on real files for packets from Outlook (19, their attachments compared with
what another reader finds), for bounces (117, each read), and for 36 published mails, among them damaged ones,
whose subject, sender, addressees, date, text and attachments were compared with what another reader finds.
"""

import re
from collections.abc import Iterator, Sequence

from holdfast.formats import mail, mail_dates, maildir
from holdfast.formats.endings import UNTOLD, says_a_kind
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.errors import InputError
from holdfast.model.problem import Problem
from holdfast.model.told import Told

_BOM = b"\xef\xbb\xbf"
_POSSIBLE = (".txt", ".mail", ".mim", ".mime", ".rfc822", ".email", ".msg", *UNTOLD)
_LARGE_HEAD = 1 << 16
# The headers that between them only a mail has, each at the start of a line.
_HEADER = re.compile(
    rb"^(received|return-path|delivered-to|message-id|date|from|to|subject|mime-version)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_BLANK = re.compile(rb"\n\r?\n")
_LINE = re.compile(rb"[!-9;-~]+[ \t]*:")


def claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  all importers are asked alike
    """A file called .eml, or one that may be anything and has the head of a mail and nothing else."""
    if member.suffix == ".eml":
        return True
    may_be = member.suffix in _POSSIBLE or not says_a_kind(member.suffix)
    if not may_be or maildir.folder_of(member.path) is not None:
        return False
    head = member.head()
    if _LINE.match(head.removeprefix(_BOM)) and _BLANK.search(head) is None and len(head) < member.size:
        # What servers write on top can be long: the headers that tell a mail may come after it.
        head = member.head(_LARGE_HEAD)
    return _is_mail(head.removeprefix(_BOM))


def _is_mail(head: bytes) -> bool:
    if not _LINE.match(head):
        return False
    block = _BLANK.split(head, maxsplit=1)[0]
    seen = {name.lower() for name in _HEADER.findall(block)}
    return len(seen) >= 3 and bool(seen & {b"from", b"received"}) and not block.startswith(b"From: <Saved by")


def read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    """Each file as one mail."""
    for member in members:
        try:
            data = member.read(mail.LARGEST).removeprefix(_BOM).lstrip(b"\r\n")
        except InputError as error:
            yield Problem(found_at=member.at(), loss="record", what=error.what)
            continue
        received = None
        if data.startswith(b"From "):
            line = data[:1000].split(b"\n")[0].decode("latin-1")
            received = mail_dates.envelope(line, told.zone(member.source))
        yield from mail.read(data, member.at(), received)


IMPORTER = Importer(title="Single mails (.eml)", version="2", claims=claims, read=read)
