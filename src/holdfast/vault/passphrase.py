"""Encrypts the tiny key files under a passphrase, and opens them, as `age --passphrase` does.

`pyrage` would take a gigabyte of memory and seconds to make one, and cannot be told otherwise. It opens one
only where a measurement of the moment finds the computer quick enough: where it is busy or slow, the right
passphrase is refused now and then.
"""

import os
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from holdfast.model.errors import DamageError, LockedError
from holdfast.vault import age

WORK_FACTOR = 18
"""scrypt with N = 2**18 takes 256 MiB of memory, and somewhat under a second."""

_MOST = 20
"""No more is done for a file that somebody else may have put there: it takes a gigabyte."""
_LABEL = b"age-encryption.org/v1/scrypt"


def encrypt(plain: bytes, secret: str, *, work_factor: int = WORK_FACTOR) -> bytes:
    """An age file that opens with this passphrase."""
    salt = os.urandom(16)
    file_key = os.urandom(16)
    body = ChaCha20Poly1305(_wrap(secret, salt, work_factor)).encrypt(bytes(12), file_key, None)
    return bytes(age.seal(f"scrypt {age.unpadded(salt)} {work_factor}", body, file_key, plain))


def decrypt(data: bytes, secret: str) -> bytes:
    """What is inside. Raises LockedError when the passphrase is wrong, or the file is altered."""

    def unwrapped(stanzas: list[age.Stanza]) -> bytes | None:
        words, body = stanzas[0]
        if len(stanzas) != 1 or len(words) != 3 or words[0] != b"scrypt" or len(body) != 32:
            return None
        salt, work = age.unbase64(words[1]), words[2]
        if len(salt) != 16 or not re.fullmatch(rb"[1-9][0-9]?", work) or int(work) > _MOST:
            return None
        return ChaCha20Poly1305(_wrap(secret, salt, int(work))).decrypt(bytes(12), body, None)

    try:
        return bytes(age.opened(data, unwrapped))
    except (DamageError, InvalidTag):
        raise LockedError("This does not open the case.", "Try again, slowly.") from None
    except MemoryError:
        raise LockedError(
            "There is not enough memory to open the case.", "Close other programs, then try again."
        ) from None


def _wrap(secret: str, salt: bytes, work_factor: int) -> bytes:
    return Scrypt(_LABEL + salt, 32, 1 << work_factor, 8, 1).derive(secret.encode())
