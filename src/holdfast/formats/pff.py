"""A mailbox of Outlook as a file (.pst, .ost) [MS-PST], read by libpff where that is installed."""

import io
import struct
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from holdfast.formats import pst_inside
from holdfast.formats.mail import LARGEST
from holdfast.formats.mapi import BROKEN, EMBEDDED, MANY, TOO_DEEP, Kept, Message, Values, short
from holdfast.formats.ole_mail import names
from holdfast.formats.pst_nodes import FAULTS
from holdfast.formats.tree import Member
from holdfast.model.errors import InputError

try:
    import pypff
except ImportError:  # the extra "outlook" is not installed
    pypff = None

MAGIC = b"!BDN"
NOT_INSTALLED = (
    "Reading mailboxes of Outlook needs a part that is not installed. Install it with:"
    " pip install 'holdfast[outlook]', then run `holdfast rebuild`."
)
NOT_OPEN = (
    "This mailbox of Outlook is damaged so that it cannot be opened, or it is of a kind that is not known."
)
FOLDER = "A folder of this mailbox is damaged. What stands in it was not read."
INSIDE = "A message attached to this message was not read: it is damaged, or kept in a way that is not known."
TOO_LARGE = "An attachment of this message is too large to be taken into memory. It is only named."

_FAULTS = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    MemoryError,
    RuntimeError,
)
_DEEP = 100  # folders inside each other
_FOLDERS = 100_000
_PIECE = 1 << 20
_INSIDE = 1 << 30


def seekable(member: Member) -> BinaryIO:
    """A stream that can be read in any order; a mailbox inside a container is held in memory."""
    return io.BytesIO(member.read(_INSIDE)) if member.inner else member.open()


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in a mailbox. `item` is None where it is damaged; `number` is its own, 0 where not known."""

    item: Any
    number: int
    folder: str
    is_deleted: bool = False
    is_orphan: bool = False


class Mailbox:
    """An open mailbox. Every piece of it is read when it is asked for."""

    def __init__(self, stream: BinaryIO) -> None:
        """Raises InputError where it cannot be opened, or where the library that does is not there."""
        if pypff is None:
            raise InputError(NOT_INSTALLED)
        self.stream = stream
        self.file = pypff.file()
        try:
            self.file.open_file_object(stream)
            self._root = self.file.root_folder
        except _FAULTS as error:
            raise InputError(NOT_OPEN) from error
        self.remarks: dict[str, None] = {}
        self.settings: Counter[str] = Counter()
        """What Outlook keeps for itself beside the messages, by its class."""
        self.named = self._names()
        self._bin = self._deleted()

    def all(self, only: str = "") -> Iterator[Found]:
        """All messages in all folders, or in the one called `only`, and what stands in none."""
        if self._root is not None:
            yield from self._folders(self._root, only)
        for n in range(_count(self.file, "number_of_orphan_items")):
            item = _got(self.file.get_orphan_item, n)
            if item is None or isinstance(item, pypff.message):
                yield Found(item=item, number=_number(item), folder="", is_orphan=True)
            elif isinstance(item, pypff.folder):
                yield from self._folders(item, only, is_orphan=True)
            else:
                self._count_setting(item)

    def message(self, number: int, folder: str) -> "Item | None":
        """The message of this number, in this folder or, where none is told, in any."""
        for found in self.all(folder):
            if found.number == number and found.item is not None:
                return Item(self, found.item)
        return None

    def _folders(self, top: Any, only: str, *, is_orphan: bool = False) -> Iterator[Found]:
        waiting = [(top, "", 0, False)]
        seen: set[int] = set()
        while waiting:
            folder, path, depth, is_deleted = waiting.pop()
            number = _number(folder)
            if depth > _DEEP or number in seen or len(seen) > _FOLDERS:
                self.remarks.setdefault(FOLDER)
                continue
            seen.add(number)
            is_deleted = is_deleted or (number == self._bin and number > 0)
            name = str(_got(lambda one: one.name, folder) or "").replace("/", "∕")
            path = f"{path}/{name}" if path and name else path or name
            if not only or path == only:
                yield from self._messages(folder, path, is_deleted=is_deleted, is_orphan=is_orphan)
            below = []
            for n in range(_count(folder, "number_of_sub_folders", self.remarks)):
                one = _got(folder.get_sub_folder, n)
                if one is None:
                    self.remarks.setdefault(FOLDER)
                else:
                    below.append((one, path, depth + 1, is_deleted))
            waiting += reversed(below)

    def _messages(self, folder: Any, path: str, *, is_deleted: bool, is_orphan: bool) -> Iterator[Found]:
        there = set()
        for n in range(_count(folder, "number_of_sub_messages", self.remarks)):
            item = _got(folder.get_sub_message, n)
            number = _number(item)
            there.add(number)
            yield Found(item=item, number=number, folder=path, is_deleted=is_deleted, is_orphan=is_orphan)
        for n in range(_count(folder, "number_of_sub_items", self.remarks)):
            item = _got(folder.get_sub_item, n)
            if item is not None and not isinstance(item, pypff.folder) and _number(item) not in there:
                self._count_setting(item)

    def _count_setting(self, item: Any) -> None:
        named = Item(self, item).values.get(0x001A, "")
        self.settings[named if isinstance(named, str) else "?"] += 1

    def _names(self) -> dict[int, str]:
        lists = _properties(_got(lambda one: one.get_name_to_id_map(), self.file), self.remarks, set())
        entries, letters = lists.get(3, b""), lists.get(4, b"")
        return names(entries, letters) if isinstance(entries, bytes) and isinstance(letters, bytes) else {}

    def _deleted(self) -> int:
        """The number of the folder for deleted items, whatever it is called; 0 where there is none."""
        store = _properties(_got(lambda one: one.get_message_store(), self.file), self.remarks, set())
        entry = store.get(0x35E3)
        return struct.unpack("<I", entry[20:24])[0] if isinstance(entry, bytes) and len(entry) == 24 else 0


class Item(Kept):
    """One message in a mailbox."""

    def __init__(self, mailbox: Mailbox, item: Any) -> None:
        self.item = item
        self.letters: set[int] = set()
        self.named = mailbox.named
        self.stream = mailbox.stream
        self.remarks: dict[str, None] = {}
        self._room = LARGEST  # bytes of attachments that may still be held
        self.values = _properties(item, self.remarks, self.letters)

    def addressees(self) -> Iterator[Values]:
        """The properties of each addressee."""
        people = _got(lambda one: one.recipients, self.item)
        for n in range(min(MANY, _count(people, "number_of_record_sets", self.remarks)) if people else 0):
            record = _got(people.get_record_set, n)
            if record is not None:
                yield _values(record, self.remarks, self.letters)

    def attachments(self) -> Iterator[tuple[Values, Kept | None]]:
        """The properties of each attachment, and the message that it is, if it is one."""
        count = _count(self.item, "number_of_attachments", self.remarks)
        if count > MANY:
            self.remarks.setdefault(TOO_DEEP)
        for n in range(min(count, MANY)):
            one = _got(self.item.get_attachment, n)
            if one is None:
                self.remarks.setdefault(BROKEN)
                continue
            values = _properties(one, self.remarks, self.letters, without=0x3701)
            if values.get(0x3705) == EMBEDDED:
                try:
                    inner = pst_inside.attached(
                        self.stream, _number(self.item), _number(one), self.named, self.remarks
                    )
                except FAULTS:
                    self.remarks.setdefault(INSIDE)
                else:
                    yield values, inner
                continue
            if (data := self._bytes(one)) is not None:
                values[0x3701] = data
            yield values, None

    def _bytes(self, attachment: Any) -> bytes | None:
        size = _count(attachment, "size")
        if size > self._room:
            self.remarks.setdefault(TOO_LARGE)
            return None
        self._room -= size
        pieces: list[bytes] = []
        while size > 0:
            piece = _got(attachment.read_buffer, min(size, _PIECE))
            if not piece:
                self.remarks.setdefault(BROKEN)
                break
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)


def as_mail(member: Member, number: int, folder: str) -> bytes:
    """One message of a mailbox written out as a mail. Raises InputError where it is not there any more."""
    item = Mailbox(seekable(member)).message(number, folder)
    if item is None:
        raise InputError(NOT_OPEN)
    return Message(item).mail()


def _properties(item: Any, remarks: dict[str, None], letters: set[int], *, without: int = 0) -> Values:
    found: Values = {}
    for n in range(_count(item, "number_of_record_sets", remarks) if item is not None else 0):
        record = _got(item.get_record_set, n)
        if record is not None:
            found |= _values(record, remarks, letters, without)
    return found


def _values(record: Any, remarks: dict[str, None], letters: set[int], without: int = 0) -> Values:
    found: Values = {}
    for n in range(_count(record, "number_of_entries", remarks)):
        try:
            entry = record.get_entry(n)
            number, kind = entry.entry_type, entry.value_type
            if number is None or kind is None or number == without:
                continue
            data = entry.data or b""
        except _FAULTS:
            remarks.setdefault(BROKEN)
            continue
        if kind == 0x1F:
            found[number] = data.decode("utf-16-le", "replace").rstrip("\0")
        elif kind in (0x1E, 0x102):
            found[number] = data
            if kind == 0x1E:
                letters.add(number)
        elif len(data) <= 8 and (one := short(kind, data.ljust(8, b"\0"))) is not None:
            found[number] = one
    return found


def _got(get: Any, what: Any) -> Any:
    """What a call of the library gives, None where it fails on damage."""
    try:
        return get(what)
    except _FAULTS:
        return None


def _count(item: Any, name: str, remarks: dict[str, None] | None = None) -> int:
    """A number that the library tells, 0 where it fails on damage."""
    try:
        return int(getattr(item, name) or 0)
    except _FAULTS:
        if remarks is not None:
            remarks.setdefault(BROKEN)
        return 0


def _number(item: Any) -> int:
    return _count(item, "identifier") if item is not None else 0
