"""The pixels of a picture, decoded: turned as it is meant to be seen, and no larger than asked for.

Decoders of pictures can be made to crash by a damaged file: call this in a process of its own.
"""

import io

import numpy as np
import pi_heif
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from holdfast.model.errors import InputError

_MOST = 100_000_000
"""Pixels that are decoded at all."""

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "HEIF", "BMP", "TIFF")

_BROKEN = (
    *(UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning),
    *(OSError, ValueError, SyntaxError),
)

_ORIENTATION = 0x0112
_LYING = (5, 6, 7, 8)
"""Values of that tag of EXIF for a picture that is to be shown turned by a quarter."""

_PLAIN, _EVEN = 6.0, 10.0
"""Brightness, of 255, by which an edge may vary within itself, and differ from the edge before it."""


def decoded(given: bytes, side: int) -> tuple[Image.Image, tuple[int, int]]:
    """The first frame in colour, its longer side `side` pixels at the most, and its full size as it is shown.

    What is transparent is white, as most programs show it. InputError where there is no picture.
    """
    pi_heif.register_heif_opener()
    try:
        with Image.open(io.BytesIO(given), formats=_FORMATS) as opened:
            if opened.width * opened.height > _MOST:
                raise ValueError("too many pixels")
            width, height = opened.size
            if opened.getexif().get(_ORIENTATION, 1) in _LYING:
                width, height = height, width
            opened.draft("RGB", (side, side))
            turned = ImageOps.exif_transpose(opened)
            turned.thumbnail((side, side))
            if turned.has_transparency_data:
                turned = turned.convert("RGBA")
                white = Image.new("RGBA", turned.size, "white")
                turned = Image.alpha_composite(white, turned)
            return turned.convert("RGB"), (width, height)
    except _BROKEN as error:
        raise InputError(
            "This picture cannot be decoded.", "It is kept as it was; you can save it."
        ) from error


def brightness(picture: Image.Image) -> NDArray[np.float32]:
    """Rows of brightness from 0 to 255."""
    return np.asarray(picture.convert("L"), dtype=np.float32)


def inside(grey: NDArray[np.float32]) -> tuple[int, int, int, int]:
    """What is left of a picture without borders of one shade: left, top, right, bottom in pixels."""
    top, bottom = _border(grey)
    left, right = _border(grey[top:bottom].T)
    return left, top, right, bottom


def _border(rows: NDArray[np.float32]) -> tuple[int, int]:
    spread, mean = rows.std(axis=1), rows.mean(axis=1)
    ends = []
    for order in (slice(None), slice(None, None, -1)):
        plain = (spread[order] <= _PLAIN) & (np.abs(mean[order] - mean[order][0]) <= _EVEN)
        ends.append(int(plain.argmin()) if not plain.all() else 0)
    return ends[0], len(rows) - ends[1]
