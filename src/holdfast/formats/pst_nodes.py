"""The inside of a mailbox file [MS-PST]: nodes, the blocks of their bytes, and the lists written in these.

The library that opens mailboxes does not hand out messages that are attached to messages: they are found
here. All reading raises one of `FAULTS` where the file does not hold what it should.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from holdfast.formats.mail import LARGEST
from holdfast.formats.mapi import Values, short

FAULTS = (ValueError, LookupError, ArithmeticError, OSError, struct.error)
_LEVELS = 8  # of a tree of pages
_MOST = 2 * LARGEST  # bytes that are read in all
_SHORT = (0x02, 0x03, 0x04, 0x0A, 0x0B)
_LONG = (0x05, 0x14, 0x40)
# "Compressible encryption" [MS-PST 5.1]: each byte stands for another.
_LETTERS = bytes.fromhex(
    "47f1b4e60b6a7248854e9eebe2f89453e0bba002e85a09abdbe3bac67cc310dd39059630f53760828cc9134a6b1df3fb"
    "8f2697ca911701c4322d6e3195ffd923d1005e79dc443b1a28c5615720903d83b943be67d2464276c06d5b7eb20f1629"
    "3ca903540dda5ddff6b7c762cd8d06d3695c86d614f7a56675acb1e94521700c879f74a4224c6fbf1f56aa2eb3783350"
    "b0a392bccf191ca763cb1e4d3e4b1b9b4fe7f0eead3ab55904ea40552551e57a893868527bfc27aed7bdfa07f4cc8e5f"
    "ef359c842b15d5773449b6120a7f7188fd9d18417d93d8582ccefe24afdeb836c8a180a69998a82f0e816573e4c2a28a"
    "d4e111d0088b2af2ed9a643fc16cf9ec"
)


class Node(msgspec.Struct, frozen=True):
    """Where the bytes of a node are, and the list of what belongs to it."""

    data: int
    below: int


class Nodes:
    """The trees of a mailbox with long numbers (Outlook 2003 and later)."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._room = _MOST
        head = self._read(0, 600)
        version, self._cipher = struct.unpack_from("<10xH", head)[0], head[513]
        if version < 23 or self._cipher > 1:
            raise ValueError
        self._is_large = version >= 36  # pages of 4 KiB, blocks that are packed
        self._nodes, self._blocks = struct.unpack_from("<224xQ8xQ", head)

    def node(self, number: int) -> Node:
        """The node of this number."""
        return Node(*struct.unpack_from("<8xQQ", self._find(self._nodes, number)))

    def below(self, node: Node) -> dict[int, Node]:
        """What belongs to a node, by number."""
        return dict(self._listed(node.below, 0)) if node.below else {}

    def blocks(self, number: int, depth: int = 0) -> Iterator[bytes]:
        """The bytes of a node, block by block."""
        data = self._block(number)
        self._room -= len(data)
        if self._room < 0:
            raise ValueError
        if not number & 2:
            yield data
            return
        kind, level, count = struct.unpack_from("<BBH", data)
        if kind != 1 or level not in (1, 2) or depth > 1:
            raise ValueError
        for inner in struct.unpack_from(f"<{count}Q", data, 8):
            yield from self.blocks(inner, depth + 1)

    def properties(self, node: Node, letters: set[int]) -> Values:
        """The list of properties that a node is; `letters` takes in those that are text in a code page."""
        heap = _Heap(self, node)
        found: Values = {}
        for key, entry in heap.tree(heap.root, 2, 6):
            kind, value = struct.unpack("<HI", entry)
            if kind in _SHORT:
                one = short(kind, entry[2:].ljust(8, b"\0"))
            elif kind in _LONG:
                one = short(kind, heap.value(value).ljust(8, b"\0"))
            elif kind == 0x0D:
                one = struct.unpack_from("<I", heap.value(value).ljust(4, b"\0"))[0]
            else:
                one = _value(kind, heap.value(value), key, letters)
            if one is not None:
                found[key] = one
        return found

    def rows(self, node: Node, letters: set[int]) -> Iterator[Values]:
        """The rows of the table that a node is."""
        heap = _Heap(self, node)
        head = heap.value(heap.root)
        count, end, where = struct.unpack_from("<xB6xH4xI", head)
        columns = [struct.unpack_from("<IHBB", head, 22 + 8 * n) for n in range(count)]
        bits = end - -(-count // 8)
        if bits < 0 or not end:
            raise ValueError
        for piece in heap.pieces(where):
            for at in range(0, len(piece) - end + 1, end):
                yield _row(piece[at : at + end], columns, bits, heap, letters)

    def _listed(self, number: int, depth: int) -> Iterator[tuple[int, Node]]:
        data = self._block(number)
        kind, level, count = struct.unpack_from("<BBH", data)
        if kind != 2 or depth > 1:
            raise ValueError
        for n in range(count):
            if level:
                yield from self._listed(struct.unpack_from("<8xQ", data, 8 + 16 * n)[0], depth + 1)
            else:
                key, where, below = struct.unpack_from("<QQQ", data, 8 + 24 * n)
                yield key & 0xFFFFFFFF, Node(where, below)

    def _find(self, at: int, key: int) -> bytes:
        """The entry of this key in the tree of pages that begins at `at`."""
        for _ in range(_LEVELS):
            if self._is_large:
                page = self._read(at, 4096)
                count, size, level = struct.unpack_from("<4056xH2xBB", page)
            else:
                page = self._read(at, 512)
                count, size, level = struct.unpack_from("<488xBxBB", page)
            below = b""
            for n in range(count):
                entry = page[size * n : size * (n + 1)]
                if int.from_bytes(entry[:8], "little") > key:
                    break
                below = entry
            if len(below) < 24:
                raise ValueError
            if not level:
                if int.from_bytes(below[:8], "little") != key:
                    raise ValueError
                return below
            (at,) = struct.unpack_from("<16xQ", below)
        raise ValueError

    def _block(self, number: int) -> bytes:
        at, size, whole = struct.unpack_from("<8xQHH", self._find(self._blocks, number & ~1))
        data = self._read(at, size)
        if self._is_large and size != whole:
            unpacking = zlib.decompressobj()
            try:
                data = unpacking.decompress(data, whole)
            except zlib.error as error:
                raise ValueError from error
        return data.translate(_LETTERS) if self._cipher and not number & 2 else data

    def _read(self, at: int, size: int) -> bytes:
        # The library reads the same stream, and need not look where it stands.
        before = self._stream.tell()
        self._stream.seek(at)
        data = self._stream.read(size)
        self._stream.seek(before)
        if len(data) < size:
            raise ValueError
        return data


class _Heap:
    """Small pieces of bytes in the blocks of a node, each known by a number."""

    def __init__(self, nodes: Nodes, node: Node) -> None:
        self._nodes, self._node = nodes, node
        self._blocks = list(nodes.blocks(node.data))
        self._below: dict[int, Node] | None = None
        if not self._blocks or len(self._blocks[0]) < 12 or self._blocks[0][2] != 0xEC:
            raise ValueError
        self.root: int = struct.unpack_from("<4xI", self._blocks[0])[0]

    def value(self, number: int) -> bytes:
        """The bytes of this number, in the heap or in a node of their own."""
        return b"".join(self.pieces(number))

    def pieces(self, number: int) -> Iterator[bytes]:
        """The same, block by block where they stand in a node of their own."""
        if not number:
            return
        if number & 0x1F:
            if self._below is None:
                self._below = self._nodes.below(self._node)
            if number not in self._below:
                raise ValueError
            yield from self._nodes.blocks(self._below[number].data)
            return
        index, block = number >> 5 & 0x7FF, number >> 16
        if block >= len(self._blocks) or not index:
            raise ValueError
        data = self._blocks[block]
        (places,) = struct.unpack_from("<H", data)
        begin, end = struct.unpack_from("<HH", data, places + 4 + 2 * (index - 1))
        if not begin <= end <= len(data):
            raise ValueError
        yield data[begin:end]

    def tree(self, number: int, key: int, entry: int) -> Iterator[tuple[int, bytes]]:
        """The keys and entries of a tree in the heap, which have these sizes."""
        kind, keys, entries, level, top = struct.unpack_from("<BBBBI", self.value(number).ljust(8, b"\0"))
        if kind != 0xB5 or (keys, entries) != (key, entry) or level > 3:
            raise ValueError
        yield from self._level(top, key, entry, level)

    def _level(self, number: int, key: int, entry: int, level: int) -> Iterator[tuple[int, bytes]]:
        data = self.value(number)
        size = key + (4 if level else entry)
        for at in range(0, len(data) - size + 1, size):
            name, rest = int.from_bytes(data[at : at + key], "little"), data[at + key : at + size]
            if level:
                yield from self._level(int.from_bytes(rest, "little"), key, entry, level - 1)
            else:
                yield name, rest


def _row(data: bytes, columns: list[tuple[int, ...]], bits: int, heap: _Heap, letters: set[int]) -> Values:
    found: Values = {}
    for tag, at, size, bit in columns:
        key, kind = tag >> 16, tag & 0xFFFF
        if not data[bits + bit // 8] & 0x80 >> bit % 8:
            continue
        cell = data[at : at + size]
        if kind in _SHORT or kind in _LONG:
            one = short(kind, cell.ljust(8, b"\0"))
        else:
            one = _value(kind, heap.value(int.from_bytes(cell, "little")), key, letters)
        if one is not None:
            found[key] = one
    return found


def _value(kind: int, data: bytes, key: int, letters: set[int]) -> str | bytes | None:
    if kind == 0x1F:
        return data.decode("utf-16-le", "replace").rstrip("\0")
    if kind == 0x1E:
        letters.add(key)
    if kind in (0x1E, 0x102):
        return data
    return None
