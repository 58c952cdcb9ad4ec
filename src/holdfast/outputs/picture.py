"""A picture as it may be shown: drawn anew, small, without anything hidden in it. To be run apart."""

import io
from collections.abc import Sequence

from holdfast.formats.pixels import decoded
from holdfast.model.errors import InputError, RequestError

_LARGEST = 1600
"""Pixels of the longer side."""

_PAPER = 1000
"""The same on paper: 80 % of its width at 150 dots to the inch."""

_ALL_BYTES = 12_000_000
"""All pictures of a paper together: the typesetter holds each several times over."""

_LEAST_BYTES = 16_000
_QUALITIES = (85, 70, 55, 40, 25)

NOT_SHOWN = ("This picture cannot be shown.", "It is kept as it was; you can save it.")
"""What happened and what to do next."""


def redrawn(given: bytes, *, is_grey: bool) -> bytes:
    """The first frame of a picture as a JPEG no larger than a screen. Raises RequestError if there is none.

    Decoders of pictures can be made to crash by a damaged file: call this in a process of its own.
    """
    try:
        return _redrawn(given, is_grey=is_grey, largest=_LARGEST)[0]
    except InputError as error:
        raise RequestError(*NOT_SHOWN) from error


def for_paper(
    given: Sequence[bytes], *, is_small: bool = False, among: int = 1
) -> list[tuple[bytes, int, int] | None]:
    """Pictures for paper, grey, with their width and height; None for what is none.

    `is_small`: for papers in which they are many, and printed at half the width. `among` is how many pictures
    the whole paper has: the more, the coarser each may have to be.
    """
    most = max(_LEAST_BYTES, _ALL_BYTES // max(1, among))
    return [_for_paper(one, _PAPER // 2 if is_small else _PAPER, most) for one in given]


def _for_paper(given: bytes, largest: int, most: int) -> tuple[bytes, int, int] | None:
    try:
        return _redrawn(given, is_grey=True, largest=largest, most=most)
    except InputError:
        return None


def _redrawn(given: bytes, *, is_grey: bool, largest: int, most: int | None = None) -> tuple[bytes, int, int]:
    picture, _ = decoded(given, largest)
    shades = picture.convert("L" if is_grey else "RGB")
    made = b""
    for quality in _QUALITIES:
        out = io.BytesIO()
        shades.save(out, "JPEG", quality=quality)
        made = out.getvalue()
        if most is None or len(made) <= most:
            break
    return made, picture.width, picture.height
