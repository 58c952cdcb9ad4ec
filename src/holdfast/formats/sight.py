"""Looks at one picture, so that copies of it can be found: its size, its imprint, its landmarks.

Decoders of pictures can be made to crash by a damaged file: call this in a process of its own.
"""

from PIL import Image

from holdfast.formats import imprint, landmarks, pixels
from holdfast.model.errors import InputError
from holdfast.model.look import Look

VERSION = 1
"""Goes up when a picture is looked at in another way: then all are looked at again."""

SMALLEST = 48
"""Pixels; smaller pictures are signs and spacers."""

NOT_DECODED = "it cannot be decoded"
TOO_SMALL = "it is too small to be told from others"

_SIDE = 2048  # pixels to which a picture is brought by its decoder already, where that can


def seen(given: bytes) -> Look:
    """What is seen of these bytes; never raises for bad ones."""
    try:
        picture, (width, height) = pixels.decoded(given, _SIDE)
    except InputError:
        return Look(why=NOT_DECODED)
    if min(width, height) < SMALLEST:
        return Look(width=width, height=height, why=TOO_SMALL)
    picture = sized(picture)
    grey = pixels.brightness(picture)
    left, top, right, bottom = pixels.inside(grey)
    return Look(
        width=width,
        height=height,
        imprint=imprint.imprint(grey[top:bottom, left:right]),
        marks=landmarks.find(grey).tobytes(),
        seen_width=picture.width,
        seen_height=picture.height,
    )


def sized(picture: Image.Image) -> Image.Image:
    """At the size at which pictures are looked at, whether they were larger or smaller."""
    factor = min(landmarks.SIDE / min(picture.size), landmarks.LONGEST / max(picture.size))
    size = tuple(max(1, round(length * factor)) for length in picture.size)
    way = Image.Resampling.BOX if factor < 0.5 else Image.Resampling.BICUBIC
    return picture.resize((size[0], size[1]), way)
