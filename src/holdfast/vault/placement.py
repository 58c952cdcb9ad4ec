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


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """A container that is on the disk. `segments` are (size of the encrypted file, seal), in order."""

    container: str
    segments: tuple[tuple[int, bytes], ...]
