"""Encrypts the tiny key files under a passphrase, as `age --passphrase` does.

`pyrage` would take a gigabyte of memory and seconds for this and cannot be told otherwise.
"""

import os

import pyrage
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from holdfast.model.errors import LockedError
from holdfast.vault import age

WORK_FACTOR = 18
"""scrypt with N = 2**18 takes 256 MiB of memory, and somewhat under a second."""


def encrypt(plain: bytes, secret: str, *, work_factor: int = WORK_FACTOR) -> bytes:
    """An age file that opens with this passphrase."""
    salt = os.urandom(16)
    wrap = Scrypt(b"age-encryption.org/v1/scrypt" + salt, 32, 1 << work_factor, 8, 1).derive(secret.encode())
    file_key = os.urandom(16)
    body = ChaCha20Poly1305(wrap).encrypt(bytes(12), file_key, None)
    return bytes(age.seal(f"scrypt {age.unpadded(salt)} {work_factor}", body, file_key, plain))


def decrypt(data: bytes, secret: str) -> bytes:
    """What is inside. Raises LockedError when the passphrase is wrong, or the file is altered."""
    try:
        return bytes(pyrage.passphrase.decrypt(data, secret))
    except pyrage.DecryptError:
        raise LockedError("This does not open the case.", "Try again, slowly.") from None
