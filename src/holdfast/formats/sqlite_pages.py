"""The pages of an SQLite database as SQLite is shown them: read-only, unlocked, its log laid over them."""

import io
import struct
from collections import OrderedDict
from typing import Any, BinaryIO

import apsw

from holdfast.formats import sqlcipher
from holdfast.formats.sqlite_wal import Wal

MAGIC = b"SQLite format 3\0"
_BLOCK = 1 << 16
_BLOCKS = 256
_MOST_PAGES = 0xFFFFFFFE


class Pages:
    """A file of pages for SQLite. `damaged` are the numbers of those that the key did not open.

    A file that was cut off is shown in the length that its first page tells, with zeros where nothing is
    left, so that SQLite reads what is there.
    """

    def __init__(self, stream: BinaryIO, wal: Wal | None, secret: str = "") -> None:
        self._stream = stream
        self._blocks: OrderedDict[int, bytes] = OrderedDict()
        self._size = stream.seek(0, io.SEEK_END)
        self._key: sqlcipher.Key | None = None
        self.damaged: set[int] = set()
        first = self._stored(0, sqlcipher.PAGE)
        if secret:
            self._key = sqlcipher.Key(secret, first)
        self._wal = wal if wal and wal.page_size and wal.count else None
        self.page_size = sqlcipher.PAGE if secret else _page_size(first) or (wal.page_size if wal else 0)
        if self._wal and self._wal.page_size != self.page_size:
            self._wal = None
        self._head = self.page(1)[:100] if self.page_size else b""
        self.count = self._count()

    @property
    def is_database(self) -> bool:
        """Whether the first bytes say that this is a database."""
        return self._head.startswith(MAGIC) and bool(self.page_size)

    @property
    def missing(self) -> int:
        """The number of pages that are not there, because the file was cut off."""
        return 0 if self._wal else max(0, self.count - -(-self._size // self.page_size))

    def _count(self) -> int:
        if self._wal:
            return self._wal.count
        if not self.page_size:
            return 0
        there = -(-self._size // self.page_size)
        told, changes, valid = (struct.unpack_from(">I", self._head, at)[0] for at in (28, 24, 92))
        # The length in the first page holds only where it was written together with the last change.
        return max(there, told) if changes == valid and told <= _MOST_PAGES else there

    def page(self, number: int) -> bytes:
        """One page, from 1, as SQLite is to see it; zeros where it is not there or does not open."""
        data = self._wal.page(number) if self._wal else None
        if data is None:
            data = self._stored((number - 1) * self.page_size, self.page_size)
        if self._key and data.strip(b"\0"):
            opened = self._key.opened(data, number)
            if opened is None:
                self.damaged.add(number)
            data = opened or b""
        data = data.ljust(self.page_size, b"\0")
        if number == 1:
            # The two bytes that say "this file has a log": the log is laid over already.
            data = data[:18] + b"\1\1" + data[20:]
        return data

    def _stored(self, at: int, length: int) -> bytes:
        """Bytes of the file, which is read in larger blocks, because a stream may have to decrypt much."""
        data = b""
        while len(data) < length and at + len(data) < self._size:
            place = at + len(data)
            number, start = divmod(place, _BLOCK)
            block = self._blocks.pop(number, None)
            if block is None:
                self._stream.seek(number * _BLOCK)
                block = self._stream.read(_BLOCK)
                if len(self._blocks) >= _BLOCKS:
                    self._blocks.popitem(last=False)
            self._blocks[number] = block
            if not (piece := block[start : start + length - len(data)]):
                break
            data += piece
        return data

    # What SQLite asks of a file: https://www.sqlite.org/c3ref/io_methods.html

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        data = b""
        end = min(offset + amount, self.count * self.page_size)
        while offset + len(data) < end:
            number, start = divmod(offset + len(data), self.page_size)
            data += self.page(number + 1)[start : start + end - offset - len(data)]
        return data

    def xFileSize(self) -> int:  # noqa: N802
        return self.count * self.page_size

    def xClose(self) -> None:  # noqa: N802
        self._blocks.clear()

    def xLock(self, level: int) -> None: ...  # noqa: N802

    def xUnlock(self, level: int) -> None: ...  # noqa: N802

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return False

    def xFileControl(self, op: int, ptr: int) -> bool:  # noqa: N802, ARG002
        return False

    def xSectorSize(self) -> int:  # noqa: N802
        return self.page_size

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        return apsw.SQLITE_IOCAP_IMMUTABLE


class Shelf(apsw.VFS):
    """Where SQLite looks for files: it finds one, named "it", and may write nothing."""

    def __init__(self, pages: Pages) -> None:
        self.name = f"holdfast-{id(pages)}"
        self._pages = pages
        super().__init__(self.name, "")

    def xOpen(self, name: Any, flags: list[int]) -> Any:  # noqa: N802, ARG002
        if not flags[0] & apsw.SQLITE_OPEN_MAIN_DB:
            raise apsw.CantOpenError
        flags[1] = flags[0] & ~apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_READONLY
        return self._pages

    def xFullPathname(self, name: str) -> str:  # noqa: N802
        return name

    def xAccess(self, pathname: str, flags: int) -> bool:  # noqa: N802, ARG002
        return False

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802, FBT001, ARG002
        raise apsw.ReadOnlyError


def _page_size(first: bytes) -> int:
    if not first.startswith(MAGIC) or len(first) < 100:
        return 0
    size = int.from_bytes(first[16:18], "big")
    size = 65536 if size == 1 else size
    return size if 512 <= size <= 65536 and size & (size - 1) == 0 else 0
