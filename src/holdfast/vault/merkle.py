"""The hash tree over the log, as in Certificate Transparency (RFC 6962, RFC 9162), SHA-256.

A proof lets somebody else see that an entry is in the log, or that a later log only grew, without the log.
"""

import hashlib
from collections.abc import Iterable, Sequence

from holdfast.model.errors import DamageError

EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The 32 bytes that stand for one entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The 32 bytes that stand for two subtrees side by side."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the full subtrees, largest first: all that is needed to add a leaf or tell the root."""

    def __init__(self, size: int = 0, nodes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.nodes = list(nodes)
        if len(self.nodes) != size.bit_count():
            raise DamageError("The summary of the log does not fit its length.")

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Adds leaves (leaf hashes) in order."""
        nodes, size = self.nodes, self.size
        for leaf in leaves:
            node, rest = leaf, size
            while rest & 1:
                node = node_hash(nodes.pop(), node)
                rest >>= 1
            nodes.append(node)
            size += 1
        self.size = size

    def root(self) -> bytes:
        """The root hash of the tree as it stands."""
        if not self.nodes:
            return EMPTY
        node = self.nodes[-1]
        for left in reversed(self.nodes[:-1]):
            node = node_hash(left, node)
        return node


def root(leaves: Sequence[bytes]) -> bytes:
    """The root hash over leaf hashes."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


def inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The proof that leaf `index` (from 0) is in the tree over `leaves`, lowest node first."""
    proof: list[bytes] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        split = low + _split(high - low)
        if index < split:
            proof.append(root(leaves[split:high]))
            high = split
        else:
            proof.append(root(leaves[low:split]))
            low = split
    return proof[::-1]


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> None:
    """Raises DamageError unless the proof leads from the leaf to the root (RFC 9162, 2.1.3.2)."""
    fits = 0 <= index < size and len(leaf) == len(EMPTY)
    node, place, last = leaf, index, size - 1
    for beside in proof:
        fits = fits and last > 0
        if place & 1 or place == last:
            node = node_hash(beside, node)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, beside)
        place, last = place >> 1, last >> 1
    if not fits or last != 0 or node != expected:
        raise DamageError("The proof does not show that the entry is in the log.")


def consistency(leaves: Sequence[bytes], first: int) -> list[bytes]:
    """The proof that the tree over all `leaves` begins with the tree over the first `first` (1 or more)."""
    proof: list[bytes] = []
    low, high, whole = 0, len(leaves), True
    while high - low > first - low:
        split = low + _split(high - low)
        if first <= split:
            proof.append(root(leaves[split:high]))
            high = split
        else:
            proof.append(root(leaves[low:split]))
            low, whole = split, False
    if not whole:
        proof.append(root(leaves[low:high]))
    return proof[::-1]


def check_consistency(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> None:
    """Raises DamageError unless the longer log begins with the shorter (RFC 9162, 2.1.4.2)."""
    fits = 0 < first <= second
    if fits and first == second:
        fits = not proof and first_root == second_root
    elif fits:
        path = list(proof) if first & (first - 1) else [first_root, *proof]
        fits = bool(path) and _leads(path, first, second, first_root, second_root)
    if not fits:
        raise DamageError("The proof does not show that the log only grew.")


def _leads(path: Sequence[bytes], first: int, second: int, first_root: bytes, second_root: bytes) -> bool:
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for beside in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(beside, old), node_hash(beside, new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1
