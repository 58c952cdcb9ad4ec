"""The signed state of the log: a C2SP checkpoint, a short text that anyone can keep and check.

Format: https://c2sp.org/tlog-checkpoint and https://c2sp.org/signed-note
"""

import base64
import binascii
import hashlib

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from holdfast.model.errors import DamageError, RequestError


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """`origin` is the id of the vault, `size` the number of entries, `root` their 32 byte root hash."""

    origin: str
    size: int
    root: bytes


def sign(point: Checkpoint, seed: bytes) -> str:
    """The text of the signed checkpoint, for the 32 byte Ed25519 seed."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    body = f"{point.origin}\n{point.size}\n{_b64(point.root)}\n"
    signature = key.sign(body.encode())
    number = _key_number(point.origin, key.public_key().public_bytes_raw())
    return f"{body}\n— {point.origin} {_b64(number + signature)}\n"


def check(text: str, origin: str, public: bytes) -> Checkpoint:
    """What a checkpoint says. Raises DamageError unless this vault's key (32 bytes) signed it."""
    body, _, signatures = text.partition("\n\n")
    body += "\n"
    lines = body.split("\n")
    try:
        point = Checkpoint(
            origin=lines[0], size=int(lines[1]), root=base64.b64decode(lines[2], validate=True)
        )
        _, _, signed = signatures.removesuffix("\n").split(" ")
        raw = base64.b64decode(signed, validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], body.encode())
    except (IndexError, ValueError, binascii.Error, InvalidSignature):
        raise DamageError("The signature of a checkpoint is wrong.") from None
    if text != f"{body}\n— {origin} {_b64(raw)}\n" or point.origin != origin:
        raise DamageError("A checkpoint was not written by this case.")
    if raw[:4] != _key_number(origin, public):
        raise DamageError("A checkpoint names another key.")
    return point


def size_of(text: str) -> int:
    """The number of entries that a checkpoint we signed speaks for."""
    return int(text.split("\n")[1])


def line(text: str) -> str:
    """A signed checkpoint as one line, to be printed or read out: origin, size, root, signature."""
    origin, size, root, _, signature = text.rstrip("\n").split("\n")
    return " ".join((origin, size, root, signature.rpartition(" ")[2]))


def from_line(text: str) -> str:
    """The signed checkpoint that a line stands for. Raises RequestError for what is no such line."""
    parts = text.split()
    if len(parts) != 4 or not parts[1].isascii() or not parts[1].isdigit():
        raise RequestError(
            "That is not the line of a checkpoint.", "It has four parts, with a space between each two."
        )
    origin, size, root, signature = parts
    return f"{origin}\n{size}\n{root}\n\n— {origin} {signature}\n"


def verifier(origin: str, public: bytes) -> str:
    """The public key as other programs for signed notes read it."""
    return f"{origin}+{_key_number(origin, public).hex()}+{_b64(bytes([1]) + public)}"


def _key_number(origin: str, public: bytes) -> bytes:
    return hashlib.sha256(origin.encode() + b"\n\x01" + public).digest()[:4]


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
