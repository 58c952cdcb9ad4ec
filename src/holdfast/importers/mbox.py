"""Mail stored as one long file (mbox), as mail programs and Google Takeout make it.

*Where it comes from.* Google Takeout: choose "Mail"; the file is called like "All mail Including Spam and
Trash.mbox" in your language. Google Groups: "topics.mbox". Thunderbird: the files without an ending
("Inbox", "Sent") in its profile folder. Apple Mail: "Export Mailbox". Many other programs can save as mbox.

*What it reads.* Every mail in the file, spam and bin included: who, to whom, when, subject, text, links,
attachments (by name, size and fingerprint), the IP addresses that servers wrote down, Gmail's labels, and
mails and invitations that were attached to a mail. Each event says at which byte of the file it stands.

*What it cannot tell.* The date of a mail is what the sender's device claimed. It is shown as claimed; when
the mail arrived is shown beside it where the file says so. A sender's name, and often the address, can be
made up by the sender. Of a mail that has the same text twice, plain and as a web page, the plain one is
shown. Some programs change lines that start with "From " and it cannot always be undone. A mail that was
deleted before the export is not in it.

*Tested with.* Invented files of all four kinds of mbox, with both kinds of line ends, as Google Takeout
(labels in German and Portuguese), Google Groups, Thunderbird and others write them, whole and broken off.
Proven on real files: 20 small files from the archives of mailing lists, each of their 25 mails counted. What
Google Takeout and Thunderbird write is shape only.
"""

from collections.abc import Iterator, Sequence

from holdfast.formats import mail, mail_dates, maildir, mbox
from holdfast.formats.endings import UNTOLD, says_a_kind
from holdfast.formats.share import Noticed, Share
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.errors import InputError
from holdfast.model.event import Event
from holdfast.model.locator import Position
from holdfast.model.problem import Problem
from holdfast.model.told import Told

TOO_LARGE = "One mail is too large to be read in one piece. It was not read."
BEFORE = "Something stands before the first mail of this file. It was not read."
BROKEN_OFF = "The file cannot be read to its end."
NO_MAIL = "There is no mail in this file."
QUOTED = (
    "Some lines begin with a “>” before the word “From”. It cannot be told whether the mail has it or the "
    "program that saved the mail put it there. The lines are shown as they are in the file."
)

_MAIL, _DOUBT = "mail", "doubt"  # what is noticed of a file
# Bytes that one process reads in a row: long enough that little is opened twice, and several for each.
_LONG, _SHORT, _PARTS = 32 << 20, 1 << 16, 8

_CERTAIN = (".mbox", ".mbx", ".mbs")
_POSSIBLE = (".txt", ".mail", ".mboxrd", ".mboxo", ".mboxcl", ".mboxcl2", ".imapmbox", *UNTOLD)


def claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  all importers are asked alike
    """A file called .mbox, or one that may be anything and begins like an mbox."""
    if member.suffix in _CERTAIN:
        return True
    may_be = member.suffix in _POSSIBLE or not says_a_kind(member.suffix)
    return may_be and maildir.folder_of(member.path) is None and mbox.starts(member.head())


def read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:
    """All mails of all files, then the remarks on each file."""
    noticed: Noticed = set()
    for number, member in enumerate(members):
        quotes = _Quotes(member, tree.share)
        yield from _mails(member, told, tree.share, quotes)
        noticed |= {(number, word) for word in quotes.noticed}
    noticed = tree.share.together(noticed)
    if not tree.share.is_mine:
        return
    for number, member in enumerate(members):
        if (number, _MAIL) not in noticed:
            yield Problem(found_at=member.at(), loss="part", what=NO_MAIL)
        if (number, _DOUBT) in noticed:
            yield Problem(found_at=member.at(), loss="part", what=QUOTED)


def _mails(member: Member, told: Told, share: Share, quotes: "_Quotes") -> Iterator[Record]:
    zone = told.zone(member.source)
    stretches = (
        share.stretches(max(_SHORT, min(member.size // _PARTS, _LONG))) if share.is_shared else mbox.WHOLE
    )
    try:
        with member.open() as stream:
            for piece in mbox.split(stream, stretches=stretches):
                quotes.see(piece)
                yield from _mail(piece, member, zone, quotes)
    except InputError as error:
        if share.is_shared:
            raise
        quotes.noticed.add(_MAIL)
        yield Problem(found_at=member.at(), loss="member", what=f"{BROKEN_OFF} {error.what}")
    share.over()


class _Quotes:
    """What is known of the lines that begin with `>From ` in one file."""

    def __init__(self, member: Member, share: Share) -> None:
        self._member = member
        self._share = share
        self._undoes: bool | None = None
        self.noticed: set[str] = set()

    def see(self, piece: mbox.Piece) -> None:
        """To be shown every piece, before it is read."""
        self.noticed.add(_MAIL)
        if not self._share.is_careful and (
            piece.data is None or (piece.is_quoted and mbox.shows(piece.data))
        ):
            raise self._share.doubt()
        if piece.is_quoted and (piece.counted or not self.can_be_undone()):
            # They have to be left as they are.
            self.noticed.add(_DOUBT)

    def can_be_undone(self) -> bool:
        """Looked up in the whole file, once, when the first quoted mail comes. Few files show it."""
        if self._undoes is None:
            self._undoes = self._share.is_careful and mbox.undoes(self._member.open)
        return self._undoes


def _mail(piece: mbox.Piece, member: Member, zone: str | None, quotes: _Quotes) -> Iterator[Record]:
    found_at = member.at(Position(unit="byte", start=piece.start, length=piece.length))
    data = piece.data
    if data is None:
        yield Problem(found_at=found_at, loss="record", what=TOO_LARGE)
        return
    if piece.is_quoted and not piece.counted and quotes.can_be_undone():
        data = mbox.unquoted(data)
    line = data[: data.find(b"\n")] if piece.opened else b""
    received = mail_dates.envelope(line.decode("latin-1"), zone) if line else None
    records = mail.read(data, found_at, received)
    if piece.opened or any(isinstance(r, Event) for r in records):
        yield from records
    else:
        raw = data[:2000].decode("utf-8", "replace")
        yield Problem(found_at=found_at, loss="part", what=BEFORE, raw=raw)


IMPORTER = Importer(title="Mail in one file (mbox)", version="2", claims=claims, read=read, shared=True)
