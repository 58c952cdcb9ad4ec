"""Pages of a database that SQLCipher 4 locked, opened with its key.

Layout of a page: encrypted bytes, then 16 bytes to start the cipher with, then a sum over both and the page's
number. The first page begins with the salt: https://www.zetetic.net/sqlcipher/design/
"""

import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE = 4096
_SALT, _IV, _SUM = 16, 16, 64
_MAGIC = b"SQLite format 3\0"


class Key:
    """Opens pages. `first` are the bytes of the first page; `secret` is the key itself, 64 hex digits.

    96 digits hold the salt as well. Raises ValueError for anything else.
    """

    def __init__(self, secret: str, first: bytes) -> None:
        raw = bytes.fromhex(secret)
        if len(raw) not in (32, 48):
            raise ValueError
        key, salt = raw[:32], raw[32:] or first[:_SALT]
        self._cipher = algorithms.AES(key)
        mask = bytes(byte ^ 0x3A for byte in salt)
        self._sums = hashlib.pbkdf2_hmac("sha512", key, mask, 2, 32)

    def opened(self, page: bytes, number: int) -> bytes | None:
        """A page as SQLite knows it, None where the key is wrong or the page is damaged."""
        start = _SALT if number == 1 else 0
        body, iv, stored = page[start : -_IV - _SUM], page[-_IV - _SUM : -_SUM], page[-_SUM:]
        told = hmac.digest(self._sums, body + iv + struct.pack("<I", number), "sha512")
        if len(page) != PAGE or not hmac.compare_digest(told, stored):
            return None
        decryptor = Cipher(self._cipher, modes.CBC(iv)).decryptor()
        plain = decryptor.update(body) + decryptor.finalize()
        return (_MAGIC if number == 1 else b"") + plain + bytes(_IV + _SUM)
