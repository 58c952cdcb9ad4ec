"""A picture as it may be shown: drawn anew, small, without anything hidden in it. To be run apart."""

import io

import pi_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from holdfast.model.errors import RequestError

_LARGEST = 1600
"""Pixels of the longer side."""

_MOST = 100_000_000
"""Pixels that are decoded at all."""

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "HEIF", "BMP", "TIFF")


def redrawn(given: bytes, *, is_grey: bool) -> bytes:
    """The first frame of a picture as a JPEG no larger than a screen. Raises RequestError if there is none.

    Decoders of pictures can be made to crash by a damaged file: call this in a process of its own.
    """
    pi_heif.register_heif_opener()
    try:
        return _redrawn(given, is_grey=is_grey)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise RequestError(*NOT_SHOWN) from error


NOT_SHOWN = ("This picture cannot be shown.", "It is kept as it was; you can save it.")
"""What happened and what to do next."""


def _redrawn(given: bytes, *, is_grey: bool) -> bytes:
    with Image.open(io.BytesIO(given), formats=_FORMATS) as opened:
        if opened.width * opened.height > _MOST:
            raise ValueError("too many pixels")
        opened.draft("RGB", (_LARGEST, _LARGEST))
        turned = ImageOps.exif_transpose(opened)
        turned.thumbnail((_LARGEST, _LARGEST))
        drawn = turned.convert("L" if is_grey else "RGB")
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=85)
    return out.getvalue()
