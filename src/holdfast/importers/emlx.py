"""Mails as Apple Mail keeps them (.emlx, .partial.emlx).

*Where it comes from.* The folder "Library/Mail" of a Mac, or a copy of it. Each mail is a file of its own.

*What it reads.* Every mail as for single mails, together with what Apple Mail noted below it: when it was
received, and whether it was read, answered, flagged, passed on, thrown away, or taken for junk.

*What it cannot tell.* The date of a mail is what the sender's device claimed; the date received is what the
person's own Mac noted. Attachments of a ".partial.emlx" file stand in files of their own beside it: they
are not joined to the mail again. Mails that were never loaded from the server are not here.

*Tested with.* Invented mails as Apple Mail writes them, whole and damaged. Shape only, not proven on a real
export.
"""

import html
import re
from collections.abc import Iterator, Sequence

from holdfast.formats import clocks, mail
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.errors import InputError
from holdfast.model.locator import Position
from holdfast.model.problem import Problem
from holdfast.model.told import Told

NO_LENGTH = "The file does not begin with the length of its mail. It was read as one mail to its end."
TOO_SHORT = "The mail breaks off: the file ends before the length that it states."
APART = "Attachments of this mail are kept in files of their own. They are not joined to it."

_LENGTH = re.compile(rb"[ \t]*(\d{1,12})[ \t]*\r?\n")
_NOTED = re.compile(r"<key>([^<]{1,100})</key>\s*<(integer|real|string)>([^<]{0,4000})</")
# As listed at https://www.jwz.org/blog/2005/07/emlx-flags/; bits that count things are left.
_MARKS = {
    0: "read",
    1: "thrown away",
    2: "answered",
    3: "encrypted",
    4: "flagged",
    6: "draft",
    8: "passed on",
    9: "redirected",
    23: "signed",
    24: "junk",
    25: "not junk",
}


def claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  all importers are asked alike
    """A file called .emlx."""
    return member.suffix == ".emlx"


def read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    """Each file as one mail."""
    for member in members:
        try:
            data = member.read(mail.LARGEST)
        except InputError as error:
            yield Problem(found_at=member.at(), loss="record", what=error.what)
            continue
        yield from _mail(member, data)


def _mail(member: Member, data: bytes) -> Iterator[Record]:
    first = _LENGTH.match(data)
    begin = first.end() if first else 0
    end = min(len(data), begin + int(first[1])) if first else len(data)
    at = member.at(Position(unit="byte", start=begin, length=end - begin))
    noted = {m[1]: html.unescape(m[3]) for m in _NOTED.finditer(data[end:].decode("utf-8", "replace"))}
    arrived = clocks.epoch(noted.get("date-received", "").partition(".")[0], per_second=1)
    fields = {f"Apple Mail {name}": value for name, value in noted.items()}
    if marks := _marks(noted.get("flags", "")):
        fields["Marks"] = marks
    yield from mail.read(data[begin:end], at, arrived if arrived.at is not None else None, fields)
    if not first:
        yield Problem(found_at=at, loss="part", what=NO_LENGTH)
    elif end - begin < int(first[1]):
        yield Problem(found_at=at, loss="part", what=TOO_SHORT)
    if b"\nX-Apple-Content-Length:" in data[begin:end]:
        yield Problem(found_at=at, loss="part", what=APART)


def _marks(flags: str) -> str:
    if not flags.isdecimal() or len(flags) > 20:
        return ""
    bits = int(flags)
    return ", ".join(word for bit, word in _MARKS.items() if bits >> bit & 1)


IMPORTER = Importer(title="Mails of Apple Mail (.emlx)", version="2", claims=claims, read=read)
