"""Two pictures laid on each other: what of one is in the other, and where they differ. To be run apart."""

import io
from collections import deque
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from holdfast.counting.copied import pair
from holdfast.counting.picture_changes import changes, in_pixels, map_of
from holdfast.formats.pixels import decoded
from holdfast.formats.sight import seen
from holdfast.model.errors import InputError, RequestError
from holdfast.model.look import Look

_SIDE = 720  # pixels of the longer side of each of the three
_GAP, _LINE = 24, 26
_BLOCK = 12  # pixels: what is smaller is not told from saving again
_FEWEST = 3  # blocks in one place
_FAINT, _ODD = 16.0, 6.0  # brightness of 255, and times the usual difference, from which on a block differs
_RED = (200, 30, 30)

Floats = NDArray[np.float64]


class _Box(NamedTuple):
    """A part of a picture, in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    def in_parts(self, width: int, height: int) -> tuple[int, int, int, int]:
        """The same in parts of 10,000 of the picture."""
        left, right = (x * 10_000 // width for x in (self.left, self.right))
        top, bottom = (y * 10_000 // height for y in (self.top, self.bottom))
        return left, top, right, bottom


class Comparison(msgspec.Struct, frozen=True):
    """`drawing` is a PNG; `says` plain sentences; `parts` outline in the first picture what differs.

    Each part is left, top, right, bottom, in parts of 10,000 of width and height.
    """

    drawing: bytes
    says: tuple[str, ...]
    parts: tuple[tuple[int, int, int, int], ...]


def compared(one: bytes, other: bytes, names: tuple[str, str]) -> Comparison:
    """Lays the second picture on the first. `names` say in the drawing which is which.

    Raises RequestError where one cannot be decoded, or where nothing of one is found in the other. Decoders
    can be made to crash by a damaged file: call this in a process of its own.
    """
    try:
        (first, size), (second, other_size) = decoded(one, _SIDE), decoded(other, _SIDE)
    except InputError as error:
        raise RequestError("One of them is no picture that can be shown.", error.hint) from error
    alike = pair(seen(one), seen(other))
    there = map_of(msgspec.structs.replace(alike, one="1", other="2"), "1") if alike else None
    if there is None:
        raise RequestError(
            "No part of one picture was found in the other.",
            "Look at both yourself: what is very small, or changed much, is not found.",
        )
    laid, covered = _laid(first, second, there)
    parts = _differing(first, laid, covered)
    done = "; ".join(changes(there, _sized(size), _sized(other_size)))
    says = (
        f"The second holds the first, or a part of it: {done}.",
        _told(len(parts), float(covered.mean())),
        "A difference does not say who made it, why, or which of the two was there first.",
    )
    drawing = _drawn(
        first, laid, covered, parts, (*(f"{n}. {name}" for n, name in enumerate(names, 1)), *says)
    )
    told = tuple(part.in_parts(*first.size) for part in parts)
    return Comparison(drawing, says, told)


def _sized(size: tuple[int, int]) -> Look:
    return Look(width=size[0], height=size[1])


def _told(parts: int, share: float) -> str:
    common = f"They have about {max(1, round(share * 100))} of 100 parts of the first in common."
    if not parts:
        return f"{common} There, nothing differs by more than saving again explains."
    return f"{common} There, {parts} part{'s differ' if parts > 1 else ' differs'}; outlined in red."


def _laid(first: Image.Image, second: Image.Image, there: Floats) -> tuple[Image.Image, NDArray[np.bool_]]:
    """The second picture as it lies on the first, and where it lies at all."""
    onto = in_pixels(there, _sized(first.size), _sized(second.size))
    way = tuple(map(float, onto.reshape(-1)))
    laid = second.transform(
        first.size, Image.Transform.AFFINE, way, Image.Resampling.BICUBIC, fillcolor="white"
    )
    whole = Image.new("L", second.size, 255).transform(first.size, Image.Transform.AFFINE, way)
    return laid, np.asarray(whole) > 128


def _differing(first: Image.Image, laid: Image.Image, covered: NDArray[np.bool_]) -> list[_Box]:
    """Boxes around what differs, in pixels of the first picture, the largest first."""
    blocks = _blocks(np.abs(_even(first, laid, covered)), covered)
    known = blocks[~np.isnan(blocks)]
    if not known.size:
        return []
    usual = float(np.median(known))
    spread = 1.48 * float(np.median(np.abs(known - usual)))
    differs = np.nan_to_num(blocks) > max(_FAINT, usual + _ODD * spread)
    groups = sorted(_groups(differs), key=lambda one: (one.left - one.right) * (one.bottom - one.top))
    width, height = first.size
    return [
        _Box(
            one.left * _BLOCK,
            one.top * _BLOCK,
            min(width, one.right * _BLOCK),
            min(height, one.bottom * _BLOCK),
        )
        for one in groups
    ]


def _even(first: Image.Image, laid: Image.Image, covered: NDArray[np.bool_]) -> Floats:
    """How much brighter the first is than the second, once that is as light and as strong in contrast."""
    a, b = (
        np.asarray(one.convert("L").filter(ImageFilter.GaussianBlur(2)), np.float64) for one in (first, laid)
    )
    here, there = a[covered], b[covered]
    gain = float(np.clip(_spread(here) / max(_spread(there), 1.0), 0.5, 2.0)) if here.size else 1.0
    return np.asarray(a - (np.median(here) + gain * (b - np.median(there)) if here.size else b))


def _spread(values: Floats) -> float:
    low, high = np.percentile(values, (25, 75))
    return float(high - low)


def _blocks(differ: Floats, covered: NDArray[np.bool_]) -> Floats:
    """The mean of each block; not a number where one picture does not reach wholly."""
    rows, columns = (length // _BLOCK for length in differ.shape)
    cut = np.s_[: rows * _BLOCK, : columns * _BLOCK]
    shape = (rows, _BLOCK, columns, _BLOCK)
    mean = differ[cut].reshape(shape).mean(axis=(1, 3))
    return np.where(covered[cut].reshape(shape).all(axis=(1, 3)), mean, np.nan)


def _groups(differs: NDArray[np.bool_]) -> list[_Box]:
    """Boxes around blocks that touch, in blocks; those of too few are left out."""
    left = set(map(tuple, np.argwhere(differs).tolist()))
    boxes = []
    while left:
        waiting, group = deque([left.pop()]), []
        while waiting:
            y, x = waiting.popleft()
            group.append((y, x))
            near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
            left -= near
            waiting.extend(near)
        if len(group) >= _FEWEST:
            ys, xs = zip(*group, strict=True)
            boxes.append(_Box(min(xs), min(ys), max(xs) + 1, max(ys) + 1))
    return boxes


def _drawn(
    first: Image.Image,
    laid: Image.Image,
    covered: NDArray[np.bool_],
    parts: list[_Box],
    lines: tuple[str, ...],
) -> bytes:
    """The first picture, the second as it lies on it, and the difference, side by side, with what is said."""
    strong = np.clip(255 - 3 * np.abs(_even(first, laid, covered)), 0, 255)
    difference = Image.fromarray(np.where(covered, strong, 235).astype(np.uint8)).convert("RGB")
    width, height = first.size
    sheet = Image.new("RGB", (3 * width + 4 * _GAP, height + 3 * _GAP + _LINE * len(lines)), "white")
    draw = ImageDraw.Draw(sheet)
    for place, one in enumerate((first, laid, difference)):
        left = _GAP + place * (width + _GAP)
        sheet.paste(one, (left, _GAP))
        for part in parts:
            box = (left + part.left, _GAP + part.top, left + part.right, _GAP + part.bottom)
            draw.rectangle(box, outline=_RED, width=3)
    letters = ImageFont.load_default(16)
    for place, line in enumerate(lines):
        draw.text((_GAP, height + 2 * _GAP + place * _LINE), line, "black", font=letters)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()
