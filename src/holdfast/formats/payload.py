"""Base64 of any length, hashed and counted while it streams past and never held."""

import binascii
import hashlib
import re

_BREAKS = re.compile(rb"&#(?:10|13|x[aAdD]);")


class Payload:
    """Feed it base64 in pieces of any size, then `finish`. `size` is in bytes once decoded.

    `is_broken` says that it stopped being base64; then `size` and the hash mean nothing.
    """

    __slots__ = ("_digest", "_rest", "is_broken", "size")

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._rest = b""
        self.size = 0
        self.is_broken = False

    def feed(self, piece: bytes) -> None:
        """The next bytes of base64; line breaks, also written as references, do not matter."""
        data = self._rest + piece
        # A reference to a line break may be cut in two by the end of the piece.
        cut = data.rfind(b"&", -5)
        ahead = data[cut:] if cut >= 0 and b";" not in data[cut:] else b""
        data = _BREAKS.sub(b"", data[: len(data) - len(ahead)]).translate(None, b" \t\r\n")
        whole = len(data) & ~3
        self._rest = data[whole:] + ahead
        self._decode(data[:whole])

    def finish(self) -> None:
        """What is left at the end; missing "=" are forgiven."""
        if self._rest:
            rest, self._rest = self._rest, b""
            self._decode(rest + b"=" * (-len(rest) % 4))

    @property
    def sha256(self) -> str:
        """The hash of the decoded bytes, in hex."""
        return self._digest.hexdigest()

    def _decode(self, data: bytes) -> None:
        if self.is_broken or not data:
            return
        try:
            plain = binascii.a2b_base64(data, strict_mode=True)
        except binascii.Error:
            self.is_broken = True
            return
        self._digest.update(plain)
        self.size += len(plain)
