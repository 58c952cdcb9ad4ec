"""Mail stored as one file for each mail, in folders called "cur" and "new" (Maildir).

*Where it comes from.* A copy of a mailbox from a mail server (Dovecot, Courier), from a hosting provider's
backup, or from programs such as mutt, KMail, Evolution, mbsync and OfflineIMAP.

*What it reads.* Every mail as for single mails, together with its folder and the marks in its file name:
seen, answered, flagged, passed on, draft, in the bin. Folders inside folders are read in both common
layouts, also from copies made on Windows, where the ":" in the names has been replaced.

*What it cannot tell.* The time stamp of a file is when it was copied, so it is not used. The date of a mail
is what the sender's device claimed. Mails in "tmp" were still being delivered and may be incomplete.

*Tested with.* Invented folders in both layouts, with names as Dovecot, Courier and Windows copies have them.
Shape only, not proven on a real export.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from holdfast.formats import mail
from holdfast.formats.maildir import folder_of
from holdfast.formats.share import FEW
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.errors import InputError
from holdfast.model.problem import Problem
from holdfast.model.told import Told

_FLAGS = re.compile(r"[:;!]2,([A-Za-z]*)\Z")
_CODED = re.compile(r"&([^-]*)-")
_OTHERS = (".eml", ".mbox", ".mbx")


def claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  all importers are asked alike
    """A file in a folder "cur", "new" or "tmp" whose name is one that mail servers give."""
    return member.suffix not in _OTHERS and folder_of(member.path) is not None


def read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    """Each file as one mail."""
    for begin, end in tree.share.stretches(FEW):
        for member in members[begin:end]:
            try:
                data = member.read(mail.LARGEST)
            except InputError as error:
                yield Problem(found_at=member.at(), loss="record", what=error.what)
                continue
            yield from mail.read(data, member.at(), fields=_fields(member))
        if end >= len(members):
            break
    tree.share.over()


def _fields(member: Member) -> dict[str, str]:
    folder = _folder(folder_of(member.path) or "")
    fields = {"Folder": folder} if folder else {}
    flags = _FLAGS.search(member.file_name)
    return fields | {"Flags": flags[1]} if flags and flags[1] else fields


@lru_cache(maxsize=256)
def _folder(path: str) -> str:
    """The folder's own name: ".Archive.2024" is "Archive/2024", and IMAP's &…- are letters."""
    name = path.rsplit("/", 1)[-1]
    if name.startswith("."):
        name = name[1:].replace(".", "/")
    return _CODED.sub(_letters, name)


def _letters(m: re.Match[str]) -> str:
    if not m[1]:
        return "&"
    try:
        return base64.b64decode(m[1].replace(",", "/") + "=" * (-len(m[1]) % 4), validate=True).decode(
            "utf-16-be"
        )
    except (binascii.Error, UnicodeDecodeError):
        return m[0]


IMPORTER = Importer(title="Mail in folders (Maildir)", version="2", claims=claims, read=read, shared=True)
