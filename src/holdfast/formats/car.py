"""Archives of addressed blocks (CAR, version 1) as Bluesky's servers give them, and the tree in them.

https://ipld.io/specs/transport/car/carv1/ and https://atproto.com/specs/repository tell the layout.
"""

import hashlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from holdfast.formats import dag_cbor
from holdfast.formats.dag_cbor import Link

_LARGEST = 16 << 20  # bytes of one block
_MOST = 2_000_000  # entries of trees that are remembered
_SHA256 = b"\x12\x20"


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One block: `start` and `length` of its bytes in the file; `fault` says why there is no value."""

    cid: bytes
    start: int
    length: int
    value: Any = None
    fault: str = ""
    raw: bytes = b""


class Tree(msgspec.Struct, kw_only=True):
    """Whose records they are, and by which key each is known: `live` now, `gone` in an older tree only.

    `missing` counts parts of the tree of now that are not in the file, `absent` has the keys of records that
    are not.
    """

    did: str = ""
    live: dict[bytes, list[str]] = {}
    gone: dict[bytes, list[str]] = {}
    missing: int = 0
    absent: tuple[str, ...] = ()


CUT_OFF = "The file breaks off here: its end is missing."
_NO_ARCHIVE = "This is not an archive of blocks, or its beginning is damaged."
TOO_LARGE = "A block of this file is larger than a record can be."
_WRONG = "This block does not match its own fingerprint: it was damaged or changed."
_NO_VALUE = "This block is damaged and could not be read."


def blocks(stream: BinaryIO) -> Iterator[Block]:
    """Every block, in order. A last one without a fingerprint says that the file breaks off, and where."""
    at, size = _varint(stream, 0)
    head = stream.read(size) if 0 <= size < _LARGEST else b""
    if size < 0 or len(head) != size or b"eroots" not in head:
        yield Block(cid=b"", start=0, length=len(head), fault=_NO_ARCHIVE)
        return
    at += size
    yield Block(cid=b"", start=at - size, length=size, value=_decoded(head))
    while True:
        begin = at
        at, size = _varint(stream, at)
        if size == 0 and at == begin:
            return
        data = _passed(stream, size) if size >= _LARGEST else stream.read(max(size, 0))
        if size < 0 or data is None or (size < _LARGEST and len(data) != size):
            yield Block(cid=b"", start=begin, length=at - begin + len(data or b""), fault=CUT_OFF)
            return
        at += size
        if size >= _LARGEST:
            yield Block(cid=b"", start=at - size, length=size, fault=TOO_LARGE)
            continue
        yield _block(data, at - size)


def tree(found: Iterator[Block]) -> Tree:
    """Goes through all blocks once, and remembers what is no record: the newest state, and the trees."""
    commits: dict[bytes, dict[str, Any]] = {}
    nodes: dict[bytes, dict[str, Any]] = {}
    others: set[bytes] = set()
    roots: list[bytes] = []
    entries = 0
    for block in found:
        if not block.cid and isinstance(block.value, dict):
            roots = [one.cid for one in block.value.get("roots") or [] if isinstance(one, Link)]
        elif is_commit(block.value):
            commits[block.cid] = block.value
        elif is_node(block.value) and entries < _MOST:
            nodes[block.cid] = block.value
            entries += len(block.value["e"]) + 1
        elif block.cid:
            others.add(block.cid)
    newest = next((commits[cid] for cid in roots if cid in commits), next(iter(commits.values()), {}))
    told = Tree(did=str(newest.get("did") or ""), live={}, gone={})
    top = newest.get("data")
    reached: set[bytes] = set()
    waiting = [top.cid] if isinstance(top, Link) else []
    while waiting:
        cid = waiting.pop()
        if cid in reached:
            continue
        reached.add(cid)
        node = nodes.get(cid)
        if node is None:
            told.missing += 1
            continue
        waiting.extend(_below(node))
        for key, value in _keys(node):
            told.live.setdefault(value, []).append(key)
    for cid, node in nodes.items():
        if cid not in reached:
            for key, value in _keys(node):
                told.gone.setdefault(value, []).append(key)
    told.absent = tuple(key for cid, keys in told.live.items() if cid not in others for key in keys)
    return told


def is_commit(value: object) -> bool:
    """Whether it is a signed state of the whole."""
    return (
        isinstance(value, dict) and isinstance(value.get("data"), Link) and "sig" in value and "did" in value
    )


def is_node(value: object) -> bool:
    """Whether it is a part of a tree."""
    return isinstance(value, dict) and isinstance(value.get("e"), list) and "l" in value


def _below(node: dict[str, Any]) -> Iterator[bytes]:
    for link in (node["l"], *(one.get("t") for one in node["e"] if isinstance(one, dict))):
        if isinstance(link, Link):
            yield link.cid


def _keys(node: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """The keys of a part, each written as what it shares with the one before, and the rest."""
    before = b""
    for one in node["e"]:
        if not isinstance(one, dict):
            continue
        shared, rest, value = one.get("p"), one.get("k"), one.get("v")
        if isinstance(shared, int) and isinstance(rest, bytes) and isinstance(value, Link):
            before = before[: max(0, shared)] + rest
            yield before.decode("utf-8", "replace"), value.cid


def _block(data: bytes, start: int) -> Block:
    size = 34 if data[:2] == _SHA256 else 36
    cid, content = data[:size], data[size:]
    fault = ""
    if cid[-34:-32] == _SHA256 and hashlib.sha256(content).digest() != cid[-32:]:
        fault = _WRONG
    value = _decoded(content)
    if value is None:
        fault = fault or _NO_VALUE
    return Block(
        cid=cid,
        start=start + size,
        length=len(content),
        value=value,
        fault=fault,
        raw=content[:2000] if fault else b"",
    )


def _decoded(content: bytes) -> Any:
    try:
        return dag_cbor.decoded(content)
    except ValueError:
        return None


def _varint(stream: BinaryIO, at: int) -> tuple[int, int]:
    """Where it ends, and its value: 0 at the end of the file where nothing was read, -1 where it is none."""
    value = 0
    for place in range(10):
        byte = stream.read(1)
        if not byte:
            return at, 0 if place == 0 else -1
        at += 1
        value |= (byte[0] & 127) << (7 * place)
        if byte[0] < 128:
            return at, value
    return at, -1


def _passed(stream: BinaryIO, size: int) -> bytes | None:
    """Goes past a stretch without holding it; None where the file ends before."""
    while size > 0:
        piece = stream.read(min(size, 1 << 20))
        if not piece:
            return None
        size -= len(piece)
    return b""
