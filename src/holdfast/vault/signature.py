"""The vault's signature under a text that leaves it, in the forms that other programs check by themselves."""

import base64
import hashlib
from textwrap import wrap

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

NAMESPACE = "holdfast-package"
"""What `ssh-keygen -Y verify -n` must be told: a signature for one purpose is none for another."""


def raw(data: bytes, seed: bytes) -> bytes:
    """The 64 bytes of an Ed25519 signature (RFC 8032), for the 32 byte seed; `openssl pkeyutl` checks it."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(data)


def ssh(data: bytes, seed: bytes) -> str:
    """A signature that `ssh-keygen -Y verify` checks.

    Format: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig
    """
    key = Ed25519PrivateKey.from_private_bytes(seed)
    frame = _field(NAMESPACE.encode()) + _field(b"") + _field(b"sha512")
    signed = key.sign(b"SSHSIG" + frame + _field(hashlib.sha512(data).digest()))
    blob = (
        b"SSHSIG\x00\x00\x00\x01"
        + _field(_ssh_key(key.public_key().public_bytes_raw()))
        + frame
        + _field(_field(b"ssh-ed25519") + _field(signed))
    )
    lines = wrap(base64.b64encode(blob).decode(), 70)
    return "\n".join(("-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""))


def allowed_signers(name: str, public: bytes) -> str:
    """The line of a file for `ssh-keygen -Y verify -f`: whose key this is, and for what it counts."""
    return f'{name} namespaces="{NAMESPACE}" ssh-ed25519 {base64.b64encode(_ssh_key(public)).decode()}\n'


def pem(public: bytes) -> str:
    """The 32 byte public key as OpenSSL reads it."""
    key = Ed25519PublicKey.from_public_bytes(public)
    form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(*form).decode()


def _ssh_key(public: bytes) -> bytes:
    return _field(b"ssh-ed25519") + _field(public)


def _field(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data
