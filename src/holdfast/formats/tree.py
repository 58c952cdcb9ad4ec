"""What was handed in, as read-only members: files, and the files inside zip, tar and compressed files.

Nothing is ever unpacked to disk, so a hostile path is only a name. Sizes are counted while bytes stream
and not believed from a header.
"""

import contextlib
import io
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, NamedTuple, cast

import msgspec

from holdfast.formats import archive
from holdfast.formats.share import Share
from holdfast.model.errors import InputError
from holdfast.model.locator import Locator, Position
from holdfast.model.problem import Problem

_NAMELESS = "without a name"


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much a container may hold before it is a danger: nesting, files, bytes, growth."""

    depth: int = 4
    members: int = 1_000_000
    member_bytes: int = 256 << 30
    ratio: int = 1_000
    free_bytes: int = 64 << 20  # growth is only judged above this
    nested_bytes: int = 256 << 20  # a container inside a container is held in memory


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """One file as it was handed in. `open` gives its original bytes, seekable."""

    sha256: str
    name: str
    size: int
    open: Callable[[], BinaryIO]


class Member:
    """One readable file: handed in itself (`inner` is ""), or inside a container that was."""

    __slots__ = ("_open", "_room", "_suffix", "inner", "name", "size", "source")

    def __init__(
        self, *, source: str, name: str, inner: str, size: int, room: int, opener: Callable[[], BinaryIO]
    ) -> None:
        self.source = source
        self.name = name
        self.inner = inner
        self.size = size
        self._room = room
        self._open = opener
        self._suffix: str | None = None

    @property
    def path(self) -> str:
        """The whole way to it: "folder/chat.zip!/_chat.txt"."""
        return f"{self.name}!/{self.inner}" if self.inner else self.name

    @property
    def file_name(self) -> str:
        """The last part of its path."""
        return (self.inner or self.name).rsplit("/", 1)[-1]

    @property
    def folder(self) -> str:
        """The path without its last part; members of one folder share it."""
        return self.path[: -len(self.file_name)]

    @property
    def suffix(self) -> str:
        """The ending in lower case with its dot, or ""."""
        # Every importer asks for it, of every file.
        if self._suffix is None:
            stem, dot, ending = self.file_name.rpartition(".")
            self._suffix = f".{ending.lower()}" if dot and stem else ""
        return self._suffix

    def open(self) -> BinaryIO:
        """A stream over the bytes; seekable only where `inner` is "".

        Raises InputError, now or while reading, for a broken, locked or bursting container.
        """
        if not self.inner:
            return self._open()
        return cast("BinaryIO", io.BufferedReader(archive.Counted(self._open, self._room), 1 << 16))

    def head(self, length: int = 4096) -> bytes:
        """The first bytes, as many of them as can be read."""
        data = b""
        with contextlib.suppress(InputError), self.open() as stream:
            # Step by step: a stream that breaks gives nothing of the stretch in which it does.
            while len(data) < length and (new := cast("io.BufferedIOBase", stream).read1(length - len(data))):
                data += new
        return data

    def read(self, most: int = 64 << 20) -> bytes:
        """All bytes of a small member. Raises InputError if there are more than `most`."""
        with self.open() as stream:
            # A stream sets aside all that it is asked for: ask for what is expected, then for the rest.
            data = stream.read(min(most, self.size) + 1)
            if self.size < len(data) <= most:
                data += stream.read(most + 1 - len(data))
        if len(data) > most:
            raise InputError("A file is larger than this kind of file can be.", "Look at where it came from.")
        return data

    def at(self, position: Position | None = None) -> Locator:
        """The locator of a place in this member."""
        return Locator(content=self.source, member=self.inner, position=position or Position())


class Naming(NamedTuple):
    """Who says that a member came with an event: the name of an importer, and the id of the event."""

    importer: str
    event: str


class Tree:
    """All members of what was handed in together, in the order handed in.

    `share` tells importers of long streams which records to read. `problems` lists containers and entries
    that could not be opened. `named` has the members that events read so far name as having come with them,
    by path: loose importers are asked last, and see them all.
    """

    def __init__(
        self, handed: Sequence[Handed], limits: Limits | None = None, share: Share | None = None
    ) -> None:
        self.share = share or Share()
        self.limits = limits or Limits()
        self.problems: list[Problem] = []
        self.members: list[Member] = []
        self.named: dict[str, Naming] = {}
        self._is_full = False
        for item in handed:
            whole = Member(
                source=item.sha256, name=item.name, inner="", size=item.size, room=item.size, opener=item.open
            )
            self._place(whole, depth=0)
        self._paths = {m.path: m for m in self.members}
        self._folders: dict[str, list[Member]] | None = None

    def __iter__(self) -> Iterator[Member]:
        return iter(self.members)

    def get(self, path: str) -> Member | None:
        """The member at this whole path."""
        return self._paths.get(path)

    def beside(self, member: Member) -> list[Member]:
        """The members in the same folder, itself among them."""
        return self._by_folder().get(member.folder, [])

    def first_in(self, folder: str) -> Member | None:
        """The first member that lies in this folder itself."""
        return next(iter(self._by_folder().get(folder, [])), None)

    def _by_folder(self) -> dict[str, list[Member]]:
        if self._folders is None:
            self._folders = {}
            for m in self.members:
                self._folders.setdefault(m.folder, []).append(m)
        return self._folders

    def _place(self, member: Member, depth: int) -> None:
        kind = archive.kind_of(member.head) if archive.may_be(member.path) else None
        if kind is None:
            self._keep(member)
            return
        if depth >= self.limits.depth:
            self._trouble(member, "Containers stand inside each other too deeply: not opened any further.")
            return
        try:
            room = self._room(member.size)
            entries = archive.entries(kind, self._seekable(member), member.file_name, room)
        except InputError as error:
            self._trouble(member, error.what)
            return
        seen: dict[str, int] = {}
        names: set[str] = set()
        for entry in entries:
            if entry.trouble:
                self._trouble(member, entry.trouble, raw=entry.name)
                continue
            # Without a name it would look like the container itself.
            first = name = entry.name or _NAMELESS
            while name in names:
                seen[first] = seen.get(first, 1) + 1
                name = f"{first}#{seen[first]}"
            names.add(name)
            inner = f"{member.inner}!/{name}" if member.inner else name
            self._place(
                Member(
                    source=member.source,
                    name=member.name,
                    inner=inner,
                    size=entry.size,
                    room=self._room(entry.packed),
                    opener=entry.open,
                ),
                depth + 1,
            )

    def _room(self, packed: int) -> int:
        """How many bytes may honestly come out of so many."""
        return min(self.limits.member_bytes, max(self.limits.free_bytes, packed * self.limits.ratio))

    def _seekable(self, member: Member) -> BinaryIO:
        return member.open() if not member.inner else io.BytesIO(member.read(self.limits.nested_bytes))

    def _keep(self, member: Member) -> None:
        if len(self.members) >= self.limits.members:
            if not self._is_full:
                self._trouble(member, "There are more files than can be looked at in one go.")
            self._is_full = True
            return
        self.members.append(member)

    def _trouble(self, member: Member, what: str, raw: str = "") -> None:
        self.problems.append(Problem(found_at=member.at(), loss="member", what=what, raw=raw))
