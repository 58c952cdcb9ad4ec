"""Where an original is kept: a stretch of bytes in a container of encrypted pieces."""

import msgspec

SEGMENT = 8 << 20
"""Every piece but the last of a container holds exactly this many bytes before encryption."""


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """`container` names the folder, `offset` and `size` count decrypted bytes.

    `seals` are the 32 byte seals of all pieces of the container, in order.
    """

    container: str
    offset: int
    size: int
    seals: tuple[bytes, ...] = ()

    def pieces(self) -> range:
        """The numbers of the pieces in which it lies. Nothing at all lies in one piece too."""
        last = max(0, len(self.seals) - 1)
        first = min(self.offset // SEGMENT, last)
        return range(first, max(first, (self.offset + self.size - 1) // SEGMENT) + 1)


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """A container that is on the disk. `segments` are (size of the encrypted file, seal), in order."""

    container: str
    segments: tuple[tuple[int, bytes], ...]


class Piece(msgspec.Struct, frozen=True):
    """One encrypted file under objects/: its place, its size, and the seal that names this very file."""

    container: str
    number: int
    size: int
    seal: bytes
