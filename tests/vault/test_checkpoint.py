"""Checkpoints are C2SP signed notes: anyone with the public key can check them."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from holdfast.model.errors import DamageError
from holdfast.vault import checkpoint
from holdfast.vault.checkpoint import Checkpoint

SEED = bytes(range(32))
PUBLIC = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
POINT = Checkpoint(origin="0123abcd", size=42, root=bytes(range(32)))


def test_the_text_is_what_the_specification_says():
    body, signatures = checkpoint.sign(POINT, SEED).split("\n\n")
    assert body == "0123abcd\n42\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    dash, name, signed = signatures.split(" ")
    raw = base64.b64decode(signed)
    assert (dash, name, signed[-1]) == ("\u2014", "0123abcd", "\n")
    assert raw[:4] == hashlib.sha256(b"0123abcd\n\x01" + PUBLIC).digest()[:4]
    Ed25519PrivateKey.from_private_bytes(SEED).public_key().verify(raw[4:], (body + "\n").encode())


@given(st.integers(0, 2**60), st.binary(min_size=32, max_size=32))
def test_what_was_signed_is_read_back(size, root):
    point = Checkpoint(origin="abc", size=size, root=root)
    assert checkpoint.check(checkpoint.sign(point, SEED), "abc", PUBLIC) == point


def test_any_changed_letter_is_noticed():
    text = checkpoint.sign(POINT, SEED)
    for place, letter in enumerate(text):
        for other in ("A" if letter != "A" else "B", "", "\n" if letter != "\n" else " "):
            with pytest.raises(DamageError):
                checkpoint.check(text[:place] + other + text[place + 1 :], POINT.origin, PUBLIC)


def test_another_key_or_another_case_is_noticed():
    text = checkpoint.sign(POINT, SEED)
    with pytest.raises(DamageError):
        checkpoint.check(text, POINT.origin, bytes(32))
    with pytest.raises(DamageError):
        checkpoint.check(text, "other", PUBLIC)
    with pytest.raises(DamageError):
        checkpoint.check("", "other", PUBLIC)


def test_the_public_key_is_written_as_other_programs_read_it():
    name, number, key = checkpoint.verifier("abc", PUBLIC).split("+", 2)
    assert base64.b64decode(key) == b"\x01" + PUBLIC
    assert number == hashlib.sha256(f"{name}\n".encode() + base64.b64decode(key)).hexdigest()[:8]
