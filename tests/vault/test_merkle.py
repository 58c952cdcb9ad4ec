"""The hash tree gives the published answers, and its proofs hold for every size and for nothing else."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.model.errors import DamageError
from holdfast.vault import merkle

# The inputs and roots that Certificate Transparency implementations test with.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
MOST = 70
LEAVES = [merkle.leaf_hash(str(n).encode()) for n in range(MOST)]


def by_definition(entries: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word, on whole entries."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return hashlib.sha256(b"\x01" + by_definition(entries[:k]) + by_definition(entries[k:])).digest()


def test_the_roots_are_the_published_ones():
    leaves = [merkle.leaf_hash(bytes.fromhex(text)) for text in INPUTS]
    assert [merkle.root(leaves[: n + 1]).hex() for n in range(8)] == ROOTS


def test_the_root_of_nothing_is_the_hash_of_nothing():
    assert merkle.root([]) == hashlib.sha256(b"").digest()


@given(st.lists(st.binary(max_size=5), max_size=40))
def test_the_root_follows_the_definition(entries):
    assert merkle.root([merkle.leaf_hash(entry) for entry in entries]) == by_definition(entries)


@given(st.lists(st.integers(0, 9), max_size=6))
def test_adding_in_several_goes_is_adding_in_one(steps):
    frontier, done = merkle.Frontier(), 0
    for step in steps:
        frontier.extend(LEAVES[done : done + step])
        done += step
        frontier = merkle.Frontier(frontier.size, frontier.nodes)
    assert frontier.root() == merkle.root(LEAVES[:done])


def test_a_summary_that_does_not_fit_its_size_is_refused():
    with pytest.raises(DamageError):
        merkle.Frontier(3, [b"x"])


def test_every_entry_is_proved_to_be_in_trees_of_every_size():
    for size in range(1, MOST):
        root = merkle.root(LEAVES[:size])
        for index in range(size):
            proof = merkle.inclusion(LEAVES[:size], index)
            assert len(proof) <= size.bit_length()
            merkle.check_inclusion(LEAVES[index], index, size, proof, root)


def test_every_longer_tree_is_proved_to_begin_with_every_shorter_one():
    roots = [merkle.root(LEAVES[:n]) for n in range(MOST)]
    for second in range(1, MOST):
        for first in range(1, second + 1):
            proof = merkle.consistency(LEAVES[:second], first)
            merkle.check_consistency(first, second, roots[first], roots[second], proof)


@settings(max_examples=200)
@given(size=st.integers(1, MOST - 1), data=st.data())
def test_a_changed_inclusion_proof_shows_nothing(size, data):
    index = data.draw(st.integers(0, size - 1))
    proof, root = merkle.inclusion(LEAVES[:size], index), merkle.root(LEAVES[:size])
    change = data.draw(st.sampled_from(["leaf", "index", "size", "root", "longer", "shorter", "node"]))
    leaf, at, total = LEAVES[index], index, size
    if change == "leaf":
        leaf = LEAVES[(index + 1) % MOST]
    elif change == "index":
        at = data.draw(st.integers(-1, size + 1).filter(lambda n: n != index))
    elif change == "size":
        total, at = 0, index
    elif change == "root":
        root = bytes(32)
    elif change == "longer":
        proof = [*proof, bytes(32)]
    elif not proof:
        return
    elif change == "shorter":
        proof = proof[:-1]
    else:
        proof[data.draw(st.integers(0, len(proof) - 1))] = bytes(32)
    with pytest.raises(DamageError):
        merkle.check_inclusion(leaf, at, total, proof, root)


def test_what_is_no_hash_is_in_no_log():
    with pytest.raises(DamageError):
        merkle.check_inclusion(b"", 0, 1, [], b"")


@settings(max_examples=200)
@given(second=st.integers(1, MOST - 1), data=st.data())
def test_a_changed_consistency_proof_shows_nothing(second, data):
    first = data.draw(st.integers(1, second))
    roots = [merkle.root(LEAVES[:first]), merkle.root(LEAVES[:second])]
    proof = merkle.consistency(LEAVES[:second], first)
    change = data.draw(st.sampled_from(["old", "new", "longer", "shorter", "node", "first"]))
    if change in {"old", "new"}:
        roots[change == "new"] = bytes(32)
    elif change == "longer":
        proof = [*proof, bytes(32)]
    elif change == "first":
        first = data.draw(st.sampled_from([0, second + 1]))
    elif not proof:
        return
    elif change == "shorter":
        proof = proof[:-1]
    else:
        proof[data.draw(st.integers(0, len(proof) - 1))] = bytes(32)
    with pytest.raises(DamageError):
        merkle.check_consistency(first, second, roots[0], roots[1], proof)
