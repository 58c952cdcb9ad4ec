"""What was seen of a picture once, so that it need not be decoded again to be compared."""

import msgspec


class Look(msgspec.Struct, frozen=True, array_like=True):
    """`width` and `height` are those of the picture as it is shown, in pixels.

    `imprint` is what it looks like as a whole, empty where it is too plain to be told from others; `marks`
    are the places that can be found again, as `formats.landmarks` packs them, in a picture of `seen_width` by
    `seen_height`. `why` says why nothing was seen, in plain words; empty where it could be looked at.
    """

    width: int = 0
    height: int = 0
    imprint: bytes = b""
    marks: bytes = b""
    seen_width: int = 0
    seen_height: int = 0
    why: str = ""


class Pair(msgspec.Struct, frozen=True, array_like=True):
    """Two pictures (SHA-256) of which one holds the other or a part of it.

    `alike` is the number of landmarks that lie alike, `bits` how many of 256 bits of the imprints differ, 256
    where they were not near. `map` takes x, y, 1 of the first to the second, both in parts of width and
    height, row by row; it is empty where only the imprints are alike, and turns over where the second is
    mirrored.
    """

    one: str
    other: str
    alike: int = 0
    bits: int = 256
    map: tuple[float, ...] = ()
