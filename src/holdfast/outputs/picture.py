"""A picture as it may be shown: drawn anew, small, without anything hidden in it. To be run apart."""

import io
from collections.abc import Sequence

import pi_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from holdfast.model.errors import RequestError

_LARGEST = 1600
"""Pixels of the longer side."""

_PAPER = 1000
"""The same on paper: 80 % of its width at 150 dots to the inch."""

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


def for_paper(given: Sequence[bytes]) -> list[tuple[bytes, int, int] | None]:
    """Pictures for paper, small and grey, with their width and height; None for what is none."""
    pi_heif.register_heif_opener()
    return [_for_paper(one) for one in given]


def _for_paper(given: bytes) -> tuple[bytes, int, int] | None:
    try:
        drawn = _redrawn(given, is_grey=True, largest=_PAPER)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
    with Image.open(io.BytesIO(drawn)) as opened:
        return drawn, opened.width, opened.height


NOT_SHOWN = ("This picture cannot be shown.", "It is kept as it was; you can save it.")
"""What happened and what to do next."""


def _redrawn(given: bytes, *, is_grey: bool, largest: int = _LARGEST) -> bytes:
    with Image.open(io.BytesIO(given), formats=_FORMATS) as opened:
        if opened.width * opened.height > _MOST:
            raise ValueError("too many pixels")
        opened.draft("RGB", (largest, largest))
        turned = ImageOps.exif_transpose(opened)
        turned.thumbnail((largest, largest))
        drawn = turned.convert("L" if is_grey else "RGB")
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=85)
    return out.getvalue()
