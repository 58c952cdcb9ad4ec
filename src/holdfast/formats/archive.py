"""Zip, tar and single compressed files as lists of entries that can be opened.

Every way in which a container can be broken, locked or lying ends in `InputError`.
"""

import bz2
import gzip
import io
import lzma
import re
import tarfile
import weakref
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO, Literal, cast

import msgspec

from holdfast.model.errors import InputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Kind = Literal["zip", "tar", "gz", "bz2", "xz"]

_SUFFIXES = (".zip", ".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".gz", ".bz2", ".xz")
_MAILDIR = re.compile(r"(^|/)(cur|new|tmp)/[^/]*$")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    lzma.LZMAError,
    tarfile.TarError,
    ValueError,
    KeyError,
    OverflowError,
    MemoryError,
)
_GROWS = "A file inside a container grows far beyond its size: stopped reading it."
_CUT = "A container breaks off or is damaged: what stands behind that place is lost."
_LOCKED = "A file inside a container is locked with a password."


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One file in a container. `packed` are the bytes it takes there; `size` what the container claims.

    `trouble` says why it cannot be opened, and then nothing else counts.
    """

    name: str
    size: int = 0
    packed: int = 0
    open: Callable[[], BinaryIO] = io.BytesIO
    trouble: str = ""


class Counted(io.RawIOBase):
    """A stream that stops with `InputError` once more bytes came out than there can honestly be."""

    def __init__(self, opener: Callable[[], BinaryIO], room: int) -> None:
        self._left = room
        self._opener = opener  # It keeps the container open for as long as this stream is used.
        try:
            self._stream = opener()
        except _BROKEN as error:
            raise InputError("A file inside a container cannot be opened.") from error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        try:
            # One step at a time, so that what came before a damaged place is still given.
            data = cast("io.BufferedIOBase", self._stream).read1(len(view))
        except InputError:
            raise
        except _BROKEN as error:
            raise InputError("A file inside a container is broken and ends too early.") from error
        self._left -= len(data)
        if self._left < 0:
            raise InputError(_GROWS)
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


class Shared(io.RawIOBase):
    """A stream over another one with a place of its own, so that several can be read in turn."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_CUR:
            offset += self._at
        self._at = self._stream.seek(offset, io.SEEK_END if whence == io.SEEK_END else io.SEEK_SET)
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        self._stream.seek(self._at)
        data = self._stream.read(len(view))
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


class Bounded(io.RawIOBase):
    """A seekable stream in which nobody gets further than `room` bytes: beyond is `InputError`.

    `packed` is the stream that `stream` unpacks: it is closed together with it.
    """

    def __init__(self, stream: BinaryIO, packed: BinaryIO, room: int) -> None:
        self._stream = stream
        self._packed = packed
        self._room = room

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._stream.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        # Only `tarfile` reads this stream, and it counts from the start.
        if whence != io.SEEK_SET or offset > self._room:
            raise InputError(_GROWS)
        return self._stream.seek(offset)

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        data = self._stream.read(min(len(view), self._room + 1 - self._stream.tell()))
        if self._stream.tell() > self._room:
            raise InputError(_GROWS)
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            self._packed.close()
        super().close()


def may_be(path: str) -> bool:
    """Whether a file of this name is worth a look: by its ending, or because it has none.

    Files of a Maildir have no endings and are far too many to be looked into one by one.
    """
    name = path.rsplit("/", 1)[-1]
    return name.lower().endswith(_SUFFIXES) or ("." not in name and not _MAILDIR.search(path))


def kind_of(head: Callable[[int], bytes]) -> Kind | None:
    """Which container the first bytes say this is; the name alone is not believed."""
    start = head(512)
    if start[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return "zip"
    if start[257:262] == b"ustar":
        return "tar"
    if start[:3] == b"\x1f\x8b\x08":
        return "gz"
    if start[:3] == b"BZh" and start[4:10] == b"1AY&SY":
        return "bz2"
    if start[:6] == b"\xfd7zXZ\x00":
        return "xz"
    return None


def entries(kind: Kind, stream: BinaryIO, name: str, room: int) -> Iterator[Entry]:
    """The entries of a container. Raises InputError where it cannot be listed at all.

    `room` is how many bytes a compressed list of files may grow to while it is looked through.
    """
    try:
        if kind == "zip":
            container = zipfile.ZipFile(stream)
            weakref.finalize(container, stream.close)
            return iter(_zip(container))
        if kind == "tar":
            return iter(_tar(stream))
        return iter(_compressed(kind, stream, name, room))
    except _BROKEN as error:
        stream.close()
        raise InputError("A container is broken and its list of files cannot be read.") from error


def _zip(container: zipfile.ZipFile) -> list[Entry]:
    found = []
    for info in container.infolist():
        # Some programs for Windows write its own sign between folders, which is no part of a name there.
        is_foreign = info.create_system == 0 or "/" not in info.filename
        name = info.filename.replace("\\", "/") if is_foreign else info.filename
        if name.endswith("/"):
            continue
        if info.flag_bits & 1:
            found.append(Entry(name=name, trouble=_LOCKED))
            continue

        def opener(info: zipfile.ZipInfo = info) -> BinaryIO:
            return cast("BinaryIO", container.open(info))

        found.append(Entry(name=name, size=info.file_size, packed=info.compress_size, open=opener))
    return found


def _tar(stream: BinaryIO) -> list[Entry]:
    container = tarfile.open(fileobj=stream, mode="r:")  # noqa: SIM115  it stays open for its entries
    weakref.finalize(container, stream.close)
    found = []
    while info := _next(container):
        if isinstance(info, str):
            found.append(Entry(name="", trouble=info))
            break
        if info.isdir():
            continue
        if not info.isreg():
            found.append(Entry(name=info.name, trouble="A link inside a container: it is not followed."))
            continue

        def opener(info: tarfile.TarInfo = info) -> BinaryIO:
            return cast("BinaryIO", container.extractfile(info))

        # A file with holes may claim any size: only what stands in the container counts.
        holes = cast("list[tuple[int, int]] | None", info.sparse)
        packed = info.size if holes is None else sum(length for _, length in holes)
        found.append(Entry(name=info.name, size=info.size, packed=packed, open=opener))
    return found


def _next(container: tarfile.TarFile) -> tarfile.TarInfo | str | None:
    """The next header; None at the end; a sentence where the end is none, which `tarfile` passes over."""
    try:
        if info := container.next():
            return info
        stream = cast("BinaryIO", container.fileobj)
        stream.seek(container.offset)
        return None if stream.read(512) == bytes(512) else _CUT
    except (InputError, *_BROKEN):
        return _CUT


def _compressed(kind: Kind, stream: BinaryIO, name: str, room: int) -> list[Entry]:
    packed = stream.seek(0, io.SEEK_END)
    plain = re.sub(r"(?i)\.(gz|bz2|xz)$", "", name)
    plain = re.sub(r"(?i)\.(tgz|tbz2?|txz)$", ".tar", plain)

    def opener() -> BinaryIO:
        own = cast("BinaryIO", io.BufferedReader(Shared(stream), 1 << 16))
        if kind == "gz":
            return cast("BinaryIO", gzip.GzipFile(fileobj=own))
        if kind == "bz2":
            return cast("BinaryIO", bz2.BZ2File(own))
        return cast("BinaryIO", lzma.LZMAFile(own))

    if plain.lower().endswith(".tar"):
        # Listing needs to go back and forth, so the list is made in one pass over the stream.
        return _tar(cast("BinaryIO", Bounded(opener(), stream, room)))
    weakref.finalize(opener, stream.close)
    return [Entry(name=plain if plain != name else f"{name}.out", size=0, packed=packed, open=opener)]
