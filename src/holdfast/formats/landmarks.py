"""Places in a picture that can be found again in a copy that was cropped, turned, scaled, or drawn over.

Corners at several scales (C. Harris and M. Stephens, 1988), each with its direction and 256 comparisons of
brightness around it (E. Rublee and others, "ORB: an efficient alternative to SIFT or SURF", 2011). The
comparisons come in pairs that a mirror swaps, so those of a mirrored picture follow from the stored ones.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float32]

SIDE, LONGEST = 448, 1120
"""Pixels of the shorter side at which a picture is looked at, and of the longer side at the most."""

STEP = 2 ** (1 / 3)
"""How much smaller each scale is than the one before."""

LANDMARK = np.dtype([("x", "<u2"), ("y", "<u2"), ("turn", "u1"), ("scale", "u1"), ("bits", "u1", (32,))])
"""x and y in quarters of a pixel; `turn` in 256ths of a circle; `scale` counts steps; `bits` as compared."""

Landmarks = NDArray[np.void]

_MOST = 500
_SCALES = 8
_RADIUS = 15  # of the disc around a corner that is looked at
_EDGE = _RADIUS + 2
_CELLS = 10  # a picture is divided into so many by so many, so that corners lie all over it
_HARRIS = 0.05
_FAINT = 1e-4  # of the strongest corner of a picture
_LEAST = 500.0  # strength of a corner that is more than the noise of saving a picture
_SEED = 20261126


def find(grey: Grey) -> Landmarks:
    """The landmarks of a picture with brightness from 0 to 255, of the size told above."""
    levels = [np.ascontiguousarray(grey, dtype=np.float32)]
    while len(levels) < _SCALES:
        levels.append(_smaller(levels[0], STEP ** -len(levels)))
    levels = [level for level in levels if min(level.shape) >= 2 * _EDGE + 8]
    found = [_corners(level, scale) for scale, level in enumerate(levels)]
    if not found:
        return np.zeros(0, LANDMARK)
    y, x, strength, scale_of = (np.concatenate(part) for part in zip(*found, strict=True))
    keep = _spread(y * STEP**scale_of, x * STEP**scale_of, strength, grey.shape)
    y, x, marks = y[keep], x[keep], np.zeros(len(keep), LANDMARK)
    marks["scale"] = scale_of[keep]
    for scale, level in enumerate(levels):
        here = np.flatnonzero(marks["scale"] == scale)
        turn = _directions(level, y[here], x[here])
        marks["turn"][here] = np.rint(turn * (128 / np.pi)).astype(np.int64) % 256
        marks["bits"][here] = _compared(_summed(_summed(level, 1), 1), y[here], x[here], turn)
        marks["y"][here] = np.rint((y[here] + 0.5) * STEP**scale * 4)
        marks["x"][here] = np.rint((x[here] + 0.5) * STEP**scale * 4)
    return marks


def mirrored(marks: Landmarks, width: int) -> Landmarks:
    """The landmarks that the mirrored picture would have, `width` pixels wide."""
    other = marks.copy()
    other["x"] = np.maximum(width * 4 - marks["x"].astype(np.int64), 0)
    other["turn"] = (128 - marks["turn"].astype(np.int64)) % 256
    other["bits"] = np.roll(marks["bits"], 16, axis=1)
    return other


def _smaller(grey: Grey, factor: float) -> Grey:
    """The picture at another size: averages over areas, in each direction."""
    rows, columns = (max(1, round(size * factor)) for size in grey.shape)
    return np.asarray(_averages(grey.shape[0], rows) @ grey @ _averages(grey.shape[1], columns).T, np.float32)


def _averages(size: int, wanted: int) -> Grey:
    """A matrix that takes `size` values to the averages over `wanted` equal stretches of them."""
    edges = np.linspace(0, size, wanted + 1)
    low, high = edges[:-1, None], edges[1:, None]
    at = np.arange(size)
    share = np.clip(np.minimum(high, at + 1) - np.maximum(low, at), 0, None)
    return np.asarray(share / share.sum(axis=1, keepdims=True), np.float32)


def _over(values: Grey, reach: int, take: Callable[[Grey, Grey], Grey]) -> Grey:
    """What `take` makes of the square of 2 * reach + 1 pixels around each; at the edges of what is there."""
    for axis in (0, 1):
        moved = np.moveaxis(values, axis, 0)
        out = moved.copy()
        for step in range(1, reach + 1):
            out[step:] = take(out[step:], moved[:-step])
            out[:-step] = take(out[:-step], moved[step:])
        values = np.moveaxis(out, 0, axis)
    return values


def _summed(values: Grey, reach: int) -> Grey:
    return _over(values, reach, np.add)


def _corners(level: Grey, scale: int) -> tuple[NDArray[np.int64], ...]:
    """Row, column, strength and scale of the corners of one scale."""
    smooth = _summed(level, 1) / np.float32(9)
    across, down = np.zeros_like(smooth), np.zeros_like(smooth)
    across[:, 1:-1] = smooth[:, 2:] - smooth[:, :-2]
    down[1:-1] = smooth[2:] - smooth[:-2]
    xx, yy, xy = (_summed(one, 2) for one in (across * across, down * down, across * down))
    strength = xx * yy - xy * xy - _HARRIS * (xx + yy) ** 2
    highest = _over(strength, 2, np.maximum)
    inside = np.s_[_EDGE:-_EDGE, _EDGE:-_EDGE]
    y, x = np.nonzero((strength[inside] >= highest[inside]) & (strength[inside] > _LEAST))
    return y + _EDGE, x + _EDGE, strength[inside][y, x], np.full(len(y), scale)


def _spread(
    y: NDArray[np.float64], x: NDArray[np.float64], strength: Grey, shape: tuple[int, ...]
) -> NDArray[np.intp]:
    """Which corners to keep: the strongest of each part of the picture, then the second of each, and on."""
    strong = np.flatnonzero(strength > strength.max(initial=0) * _FAINT)
    cell = (y[strong] * _CELLS // shape[0]).astype(np.int64) * _CELLS + (
        x[strong] * _CELLS // shape[1]
    ).astype(np.int64)
    order = np.lexsort((-strength[strong], cell))
    begins = np.searchsorted(cell[order], cell[order])
    rank = np.arange(len(order)) - begins
    return np.sort(strong[order][np.lexsort((-strength[strong][order], rank))[:_MOST]])


def _directions(level: Grey, y: NDArray[np.int64], x: NDArray[np.int64]) -> NDArray[np.float64]:
    """The direction from each corner to the centre of brightness around it, in radians."""
    values = level[y[:, None] + _DISC[0], x[:, None] + _DISC[1]]
    return np.asarray(np.arctan2(values @ _DISC[0], values @ _DISC[1]), np.float64)


def _compared(
    smooth: Grey, y: NDArray[np.int64], x: NDArray[np.int64], turn: NDArray[np.float64]
) -> NDArray[np.uint8]:
    """Which of two places is brighter, 256 times around each corner, in its direction."""
    cosine, sine = np.cos(turn)[:, None], np.sin(turn)[:, None]
    read = [
        smooth[
            np.rint(y[:, None] + sine * right + cosine * down).astype(np.int64),
            np.rint(x[:, None] + cosine * right - sine * down).astype(np.int64),
        ]
        for right, down in _PLACES
    ]
    return np.packbits(read[0] < read[1], axis=1)


def _disc() -> NDArray[np.int64]:
    y, x = np.mgrid[-_RADIUS : _RADIUS + 1, -_RADIUS : _RADIUS + 1]
    inside = x * x + y * y <= _RADIUS * _RADIUS
    return np.stack((y[inside], x[inside]))


def _places() -> NDArray[np.float64]:
    """Two places each for 256 comparisons; the second half is the first, mirrored at the direction."""
    rng = np.random.default_rng(_SEED)
    places = rng.normal(0, _RADIUS / 2.5, (2, 2, 4096))
    near = np.flatnonzero((np.hypot(places[:, 0], places[:, 1]) < _RADIUS).all(axis=0))[:128]
    half = places[:, :, near]
    return np.concatenate((half, half * np.array([1, -1])[None, :, None]), axis=2)


_DISC = _disc()
_PLACES = _places()
