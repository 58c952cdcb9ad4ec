"""A picture as it may be shown: drawn anew, small, without anything hidden in it. To be run apart."""

import io
from collections.abc import Mapping, Sequence
from hashlib import sha256
from types import MappingProxyType

from PIL import Image

from holdfast.formats.pixels import decoded
from holdfast.model.errors import InputError, RequestError
from holdfast.model.redaction import Box

_LARGEST = 1600
"""Pixels of the longer side."""

_PAPER = 1000
"""The same on paper: 80 % of its width at 150 dots to the inch."""

_FULL = 1 << 16
"""More pixels than the side of any picture that is decoded."""

_ALL_BYTES = 12_000_000
"""All pictures of a paper together: the typesetter holds each several times over."""

_LEAST_BYTES = 16_000
_QUALITIES = (85, 70, 55, 40, 25)

NOT_SHOWN = ("This picture cannot be shown.", "It is kept as it was; you can save it.")
"""What happened and what to do next."""


def redrawn(given: bytes, *, is_grey: bool, boxes: Sequence[Box] = ()) -> bytes:
    """The first frame of a picture as a JPEG no larger than a screen. Raises RequestError if there is none.

    What is in `boxes` is black before anything else is done: no pixel of it is left in any other.

    Decoders of pictures can be made to crash by a damaged file: call this in a process of its own.
    """
    try:
        return _redrawn(given, is_grey=is_grey, largest=_LARGEST, boxes=boxes)[0]
    except InputError as error:
        raise RequestError(*NOT_SHOWN) from error


def for_screen(
    given: Sequence[bytes], *, boxes: Mapping[str, Sequence[Box]] = MappingProxyType({})
) -> list[bytes | None]:
    """Each as `redrawn` draws it, in colour; None where there is none. `boxes` by SHA-256."""

    def drawn(data: bytes) -> bytes | None:
        try:
            return redrawn(data, is_grey=False, boxes=boxes.get(sha256(data).hexdigest(), ()))
        except RequestError:
            return None

    return [drawn(data) for data in given]


def size(given: bytes) -> tuple[int, int]:
    """Width and height in pixels, as it is shown. Raises RequestError where there is no picture."""
    try:
        return decoded(given, 16)[1]
    except InputError as error:
        raise RequestError(*NOT_SHOWN) from error


def covered(given: bytes, boxes: Sequence[Box]) -> bytes:
    """The picture at its full size as a PNG, with black in the boxes and nothing hidden."""
    try:
        picture = _covered(given, boxes)
    except InputError as error:
        raise RequestError(*NOT_SHOWN) from error
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def for_paper(
    given: Sequence[bytes],
    *,
    boxes: Mapping[str, Sequence[Box]] = MappingProxyType({}),
    is_small: bool = False,
    among: int = 1,
) -> list[tuple[bytes, int, int] | None]:
    """Pictures for paper, grey, with their width and height; None for what is none.

    `boxes` are what is black in them, by SHA-256. `is_small`: for papers in which they are many, and printed
    at half the width. `among` is how many pictures the whole paper has: the more, the coarser each may be.
    """
    most = max(_LEAST_BYTES, _ALL_BYTES // max(1, among))
    largest = _PAPER // 2 if is_small else _PAPER
    return [_for_paper(one, largest, most, boxes.get(sha256(one).hexdigest(), ())) for one in given]


def _for_paper(given: bytes, largest: int, most: int, boxes: Sequence[Box]) -> tuple[bytes, int, int] | None:
    try:
        return _redrawn(given, is_grey=True, largest=largest, most=most, boxes=boxes)
    except InputError:
        return None


def _redrawn(
    given: bytes, *, is_grey: bool, largest: int, boxes: Sequence[Box], most: int | None = None
) -> tuple[bytes, int, int]:
    if boxes:
        picture = _covered(given, boxes)
        picture.thumbnail((largest, largest))
    else:
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


def _covered(given: bytes, boxes: Sequence[Box]) -> Image.Image:
    """At full size: a picture that was made smaller first would mix pixels over the edge of a box."""
    picture, _ = decoded(given, _FULL)
    for box in boxes:
        picture.paste((0, 0, 0), (box.left, box.top, box.right, box.bottom))
    return picture
