"""Locked and packed files that cannot be opened here, with what to do instead.

*Where it comes from.* Backups of Signal on Android, backups of Android devices made by a computer, archives
in 7z or RAR, and files locked with OpenPGP or age.

*What it reads.* Nothing of what is inside. Each is known by its first bytes or its name, kept as it is, and
listed with one plain sentence that says what helps.

*What it cannot tell.* What is inside. Whether somebody has the passphrase.

*Tested with.* Invented beginnings of every kind above. Shape only, not proven on a real export.
"""

import re
from collections.abc import Iterator, Sequence

from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.problem import Problem
from holdfast.model.told import Told

_SIGNAL = (
    "This backup of Signal is locked with its passphrase of 30 digits. The free program signalbackup-tools"
    " opens it on a computer: with --exportxml it writes a file that can be added here. Or take screenshots"
    " of the chat."
)
_SIGNAL_FOLDER = (
    "This folder is a backup of Signal in its new form, locked with the recovery key: it cannot be read here."
    " Link Signal on a computer with the phone and add what the free program signal-export writes, or take"
    " screenshots."
)
_ANDROID = (
    "This is a backup of an Android device as a computer makes it: it cannot be read here. On the phone, use"
    " the app SMS Backup & Restore for messages and calls, and Export chat in WhatsApp, and add those files."
)
_PACKED = "This is a packed archive of a kind that is not opened here. Unpack it, and add what is inside."
_PGP = "This file is locked. Unlock it with the key it was locked with, and add the file inside."

_HEADS = (
    (b"ANDROID BACKUP\n", _ANDROID),
    (b"7z\xbc\xaf\x27\x1c", _PACKED),
    (b"Rar!\x1a\x07", _PACKED),
    (b"-----BEGIN PGP MESSAGE-----", _PGP),
    (b"age-encryption.org/v1\n", _PGP),
)
_SNAPSHOT = re.compile(r"(?:\A|/)signal-backup-[\d-]+/(?:main|metadata|files)\Z")
_SHARED = re.compile(r"(?:\A|/)SignalBackups/files/")
# A frame of up to 255 bytes: a header that holds 16 bytes of start and 32 bytes of salt.
_FRAME = re.compile(rb"\0\0\0.\x0a.\x0a\x10.{16}\x12\x20.{32}", re.DOTALL)


def _claims(member: Member, tree: Tree) -> bool:
    is_part = _SNAPSHOT.search(member.path) or _SHARED.search(member.path)
    return bool(is_part or _what(member, tree))


def _what(member: Member, tree: Tree) -> str:
    """What to do instead, "" where this is no such file, or one of a folder that says it elsewhere."""
    if _SNAPSHOT.search(member.path):
        first = next(m for m in tree.beside(member) if _SNAPSHOT.search(m.path))
        return _SIGNAL_FOLDER if member is first else ""
    if _SHARED.search(member.path):
        return ""
    head = member.head(128)
    if _FRAME.match(head):
        return _SIGNAL
    return next((what for start, what in _HEADS if head.startswith(start)), "")


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    for member in members:
        if what := _what(member, tree):
            yield Problem(found_at=member.at(), loss="member", what=what)


IMPORTER = Importer(title="Locked files", version="1", claims=_claims, read=_read, loose=True)
