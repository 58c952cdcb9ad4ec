"""A backup of an iPhone or iPad as a folder: what its files were called, and whether it is locked.

Each file stands under the SHA-1 of "domain-path", since iOS 10 in folders of the first two digits. A list of
them, `Manifest.db` or before iOS 10 `Manifest.mbdb`, tells the domain and the path.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from weakref import WeakKeyDictionary

import msgspec

from holdfast.formats import apple, sqlite
from holdfast.formats.sqlite import Row
from holdfast.formats.tree import Member, Tree
from holdfast.model.errors import InputError

LISTS = ("Manifest.plist", "Manifest.db", "Manifest.mbdb")
OTHERS = ("Info.plist", "Status.plist", "Manifest.mbdx", "Manifest.db-wal", "Manifest.db-shm")

_HASHED = re.compile(r"[0-9a-f]{40}")
_MAGIC = b"mbdb\x05\x00"
_LARGEST = 256 << 20
_FIXED = 40  # bytes of numbers in a record of Manifest.mbdb, the last of them the number of properties


class Backup(msgspec.Struct, frozen=True, kw_only=True):
    """The folder of one backup, "" or ending in "/".

    `is_locked`: it was made with a password, so that no file in it can be read. `names` tells what each file
    was called, "domain/path", by its hash; empty where no list tells.
    """

    folder: str
    is_locked: bool
    names: dict[str, str]


_known: WeakKeyDictionary[Tree, dict[str, Backup | None]] = WeakKeyDictionary()


def backup_of(member: Member, tree: Tree) -> Backup | None:
    """The backup that a file stands in by its name and its folder, None where there is none."""
    name, folder = member.file_name, member.folder
    if _HASHED.fullmatch(name):
        folder = folder.removesuffix(f"{name[:2]}/") if folder.endswith(f"/{name[:2]}/") else folder
        folder = "" if folder == f"{name[:2]}/" else folder
    elif name not in (*LISTS, *OTHERS):
        return None
    known = _known.setdefault(tree, {})
    if folder not in known:
        known[folder] = _look(folder, tree) if any(tree.get(folder + one) for one in LISTS) else None
    return known[folder]


def _look(folder: str, tree: Tree) -> Backup:
    head, listed, older = (tree.get(folder + name) for name in LISTS)
    told = apple.properties(_bytes(head)) if head else None
    if told is not None:
        locked = told.get("IsEncrypted") is True
    else:
        locked = listed is not None and listed.size > 0 and not listed.head(6).startswith(b"SQLite")
    pairs: Iterable[tuple[str, str]] = ()
    if not locked:
        pairs = _listed(listed, tree) if listed else _listed_before(_bytes(older)) if older else ()
    return Backup(folder=folder, is_locked=locked, names={_hash(*pair): "/".join(pair) for pair in pairs})


def _hash(domain: str, path: str) -> str:
    named = f"{domain}-{path}".encode("utf-8", "replace")
    return hashlib.sha1(named, usedforsecurity=False).hexdigest()


def is_locked(member: Member, tree: Tree) -> bool:
    """Whether a file stands in a backup that was made with a password."""
    found = backup_of(member, tree)
    return found is not None and found.is_locked


def told_name(member: Member, tree: Tree) -> str:
    """What a file was called on the device, "" where no list tells."""
    found = backup_of(member, tree)
    return found.names.get(member.file_name, "") if found else ""


def _bytes(member: Member) -> bytes:
    try:
        return member.read(_LARGEST)
    except InputError:
        return b""


def _listed(member: Member, tree: Tree) -> Iterator[tuple[str, str]]:
    try:
        with sqlite.opened(member, tree) as database:
            for row in database.rows("Files"):
                # Folders and links have no file of their own.
                if isinstance(row, Row) and row.integer("flags") == 1:
                    yield row.text("domain"), row.text("relativePath")
    except InputError:
        return


def _listed_before(data: bytes) -> Iterator[tuple[str, str]]:
    """The records of Manifest.mbdb: five texts, numbers, and properties that are pairs of texts."""
    at = len(_MAGIC) if data.startswith(_MAGIC) else len(data)
    while at < len(data):
        texts = []
        for _ in range(5):
            text, at = _text(data, at)
            texts.append(text)
        fixed = data[at : at + _FIXED]
        if len(fixed) < _FIXED:
            return
        at += _FIXED
        for _ in range(2 * fixed[-1]):
            _, at = _text(data, at)
        # The kind of a file is in its mode, as on any Unix; 8 is a file with bytes.
        if fixed[0] >> 4 == 8:
            yield texts[0], texts[1]


def _text(data: bytes, at: int) -> tuple[str, int]:
    length = int.from_bytes(data[at : at + 2], "big")
    at += 2
    if length == 0xFFFF:
        return "", at
    return data[at : at + length].decode("utf-8", "replace"), at + length
