"""The write-ahead log beside an SQLite database (`-wal`): what was saved, but not yet put into the file.

Only whole, committed transactions count, as for SQLite itself: https://www.sqlite.org/fileformat2.html#walformat
"""

import struct
from array import array
from typing import BinaryIO, Literal

_HEAD = 32
_FRAME_HEAD = 24
_MAGIC = (0x377F0682, 0x377F0683)
_MOST = 0xFFFFFFFF

_Order = Literal["<", ">"]


class Wal:
    """`page_size` in bytes, 0 where this is no such log. `pages` tells where in the stream a page stands.

    `count` is the number of pages of the database after the last transaction, 0 where there is none.
    `is_cut` says that frames after the last whole transaction belong to one that was never finished.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.page_size = self.count = 0
        self.pages: dict[int, int] = {}
        self.is_cut = False
        stream.seek(0)
        head = stream.read(_HEAD)
        if len(head) < _HEAD:
            return
        magic, _, size, _, *salts, first, second = struct.unpack(">8I", head)
        order: _Order = ">" if magic & 1 else "<"
        sums = checksum(head[:24], order)
        if magic not in _MAGIC or sums != (first, second) or not _is_page_size(size):
            return
        self.page_size = size
        self._frames(order, salts, sums)

    def _frames(self, order: _Order, salts: list[int], sums: tuple[int, int]) -> None:
        pending: dict[int, int] = {}
        at = _HEAD
        while len(frame := self._stream.read(_FRAME_HEAD + self.page_size)) == _FRAME_HEAD + self.page_size:
            number, count, *rest = struct.unpack(">6I", frame[:_FRAME_HEAD])
            if rest[:2] != salts or not number:
                # Frames of an older log, which SQLite writes over from the start.
                break
            sums = checksum(frame[_FRAME_HEAD:], order, checksum(frame[:8], order, sums))
            if sums != (rest[2], rest[3]):
                self.is_cut = True
                return
            pending[number] = at + _FRAME_HEAD
            at += len(frame)
            if count:
                self.pages.update(pending)
                self.count = count
                pending = {}
        self.is_cut = bool(pending)

    def page(self, number: int) -> bytes | None:
        """The newest committed bytes of a page, None where the log does not hold it."""
        at = self.pages.get(number)
        if at is None or number > self.count:
            return None
        self._stream.seek(at)
        return self._stream.read(self.page_size)


def checksum(data: bytes, order: _Order, sums: tuple[int, int] = (0, 0)) -> tuple[int, int]:
    """SQLite's running sum over pairs of 32-bit words; `data` is a multiple of 8 bytes long."""
    first, second = sums
    words = array("I", data)
    if (order == "<") != (struct.pack("=H", 1) == b"\1\0"):
        words.byteswap()
    for n in range(0, len(words), 2):
        first = (first + words[n] + second) & _MOST
        second = (second + words[n + 1] + first) & _MOST
    return first, second


def _is_page_size(size: int) -> bool:
    return 512 <= size <= 65536 and size & (size - 1) == 0
