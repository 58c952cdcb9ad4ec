"""A message as Outlook saves it in a file of its own [MS-OXMSG]."""

import io
import struct
from collections.abc import Iterator

import olefile

from holdfast.formats.mapi import BROKEN, LASTING, MANY, TOO_DEEP, Kept, Message, Values, short

_FAULTS = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    OverflowError,
    struct.error,
)


def is_compound(head: bytes) -> bool:
    """Whether a file that begins so is a compound file."""
    return head.startswith(olefile.MAGIC)


def as_mail(data: bytes) -> bytes:
    """A compound file written out as a mail; any other bytes as they are."""
    if not is_compound(data):
        return data
    try:
        return Message(Item(File(data))).mail()
    except OSError:
        return data


class Item(Kept):
    """One message in a compound file."""

    def __init__(self, file: "File", path: tuple[str, ...] = ()) -> None:
        self.file, self.path = file, path
        self.values = file.values(path, 24 if path else 32)
        self.letters = file.letters
        self.named = file.named
        self.remarks = file.remarks

    def addressees(self) -> Iterator[Values]:
        """The properties of each addressee."""
        for name in self.file.below(self.path, "__recip_version1.0_#")[:MANY]:
            yield self.file.values((*self.path, name), 8)

    def attachments(self) -> Iterator[tuple[Values, Kept | None]]:
        """The properties of each attachment, and the message that it is, if it is one."""
        names = self.file.below(self.path, "__attach_version1.0_#")
        if len(names) > MANY:
            self.remarks.setdefault(TOO_DEEP)
        for name in names[:MANY]:
            values = self.file.values((*self.path, name), 8)
            inner = (*self.path, name, "__substg1.0_3701000D")
            is_message = self.file.holds((*inner, "__properties_version1.0"))
            yield values, Item(self.file, inner) if is_message and 0x3701 not in values else None


class File:
    """The compound file around the messages. Every read is bounded by the file and never fails."""

    def __init__(self, data: bytes) -> None:
        """Raises OSError where `data` is no compound file at all."""
        self.remarks: dict[str, None] = {}
        self.letters: set[int] = set()
        try:
            self._ole = olefile.OleFileIO(io.BytesIO(data))
            self._streams = {"/".join(path).lower(): path for path in self._ole.listdir()}
        except _FAULTS as error:
            raise OSError from error
        self._children: dict[str, dict[str, None]] = {}
        for path in self._streams.values():
            for n in range(len(path)):
                self._children.setdefault("/".join(path[:n]).lower(), {}).setdefault(path[n])
        self.named = self._names()

    def below(self, path: tuple[str, ...], beginning: str) -> list[str]:
        """Names in this folder of the file that begin so, in order."""
        names = self._children.get("/".join(path).lower(), {})
        return sorted(n for n in names if n.lower().startswith(beginning.lower()))

    def holds(self, path: tuple[str, ...]) -> bool:
        """Whether there is such a stream."""
        return "/".join(path).lower() in self._streams

    def stream(self, path: tuple[str, ...]) -> bytes:
        """The bytes of a stream, none where it is missing or damaged."""
        real = self._streams.get("/".join(path).lower())
        if real is None:
            return b""
        try:
            return bytes(self._ole.openstream(real).read())
        except _FAULTS:
            self.remarks.setdefault(BROKEN)
            return b""

    def values(self, path: tuple[str, ...], head: int) -> Values:
        """Properties of a message, addressee or attachment: short ones from a table, others from streams."""
        found: Values = {}
        table = self.stream((*path, "__properties_version1.0"))
        for at in range(head, len(table) - 15, 16):
            kind, number, _, value = struct.unpack_from("<HHI8s", table, at)
            one = short(kind, value)
            if one is not None:
                found[number] = one
        for name in self.below(path, "__substg1.0_"):
            try:
                number, kind = int(name[12:16], 16), int(name[16:20], 16)
            except ValueError:
                continue
            if len(name) != 20 or kind not in (0x1E, 0x1F, 0x102) or not self.holds((*path, name)):
                continue
            data = self.stream((*path, name))
            if kind == 0x1E:
                self.letters.add(number)
            found[number] = data.decode("utf-16-le", "replace").rstrip("\0") if kind == 0x1F else data
        return found

    def _names(self) -> dict[int, str]:
        """What the numbers from 0x8000 on are called in this file."""
        return names(
            self.stream(("__nameid_version1.0", "__substg1.0_00030102")),
            self.stream(("__nameid_version1.0", "__substg1.0_00040102")),
        )


def names(entries: bytes, letters: bytes) -> dict[int, str]:
    """What the numbers from 0x8000 on are called, by the two lists that say it [MS-OXMSG 2.2.3]."""
    found: dict[int, str] = {}
    for at in range(0, len(entries) - 7, 8):
        one, kind, index = struct.unpack_from("<IHH", entries, at)
        if kind & 1:
            size = struct.unpack_from("<I", letters, one)[0] if one + 4 <= len(letters) else 0
            found[0x8000 + index] = letters[one + 4 : one + 4 + min(size, 500)].decode("utf-16-le", "replace")
        else:
            found[0x8000 + index] = LASTING.get(one, f"property {one:04X}")
    return found
