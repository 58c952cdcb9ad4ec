"""Whether one picture holds a part of another: landmarks that lie in one like they lie in the other.

Two landmarks that are each other's nearest tell by themselves how the one picture would have to be turned,
scaled and moved to lie on the other. The pair with which most other pairs agree is taken, and all that
agree give the best affine map. Nothing is drawn by chance, so the same pictures give the same answer.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.formats.landmarks import STEP, Landmarks, mirrored

FEWEST = 10
"""Fewer landmarks that lie alike are met by chance."""

SHARE = 0.1
"""Of the landmarks of the part that both would hold, fewer than this are met by chance: letters are alike."""

_FARTHEST = 72  # of 256 comparisons that may come out otherwise
_ROUGH, _FINE = 20.0, 6.0  # pixels by which a landmark may lie beside where it should
_TURNED = 20 / 360  # of a circle
_SCALED = 1.6  # steps
_SQUEEZED = 1.5  # how much more in one direction than across it
_SPREAD = 0.04  # of the area of each picture that the landmarks must lie over

Floats = NDArray[np.float64]
Size = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """`map` takes (x, y, 1) of one picture to the other, both as looked at; `alike` landmarks agree.

    `is_mirrored`: the other picture has to be mirrored first.
    """

    alike: int
    map: Floats
    is_mirrored: bool


def overlap(one: Landmarks, other: Landmarks, size: Size, other_size: Size) -> Overlap | None:
    """How the first picture lies on the other; None where nothing says that it does. Sizes as looked at."""
    found = [
        Overlap(alike=agreed[0], map=agreed[1], is_mirrored=is_mirrored)
        for is_mirrored in (False, True)
        if (
            agreed := _agreed(one, mirrored(other, other_size[0]) if is_mirrored else other, size, other_size)
        )
    ]
    return max(found, key=lambda each: each.alike, default=None)


def _agreed(one: Landmarks, other: Landmarks, size: Size, other_size: Size) -> tuple[int, Floats] | None:
    if min(len(one), len(other)) < FEWEST:
        return None
    near, far = _nearest(one, other)
    if len(near) < FEWEST:
        return None
    a, b = one[near], other[far]
    here, there = _places(a), _places(b)
    turn = (b["turn"].astype(np.float64) - a["turn"]) / 256 % 1
    scale = b["scale"].astype(np.float64) - a["scale"]
    agree = _with_each(here, there, turn, scale)
    inside = agree[int(agree.sum(axis=1).argmax())]
    found = np.zeros((2, 3))
    for allowed in (_ROUGH, _FINE, _FINE, _FINE):
        found = _affine(here[inside], there[inside])
        if np.count_nonzero(inside) < FEWEST or not _is_plausible(found):
            return None
        off = np.hypot(*(here @ found[:, :2].T + found[:, 2] - there).T)
        inside = (off <= allowed) & _is_turned_alike(turn, scale, found)
    alike = int(np.count_nonzero(inside))
    back = np.linalg.inv(np.vstack((found, (0, 0, 1))))[:2]
    both = min(_count_inside(_places(one), found, other_size), _count_inside(_places(other), back, size))
    if alike < max(FEWEST, SHARE * both):
        return None
    wide = _is_wide(here[inside], size) and _is_wide(there[inside], other_size)
    return (alike, found) if wide else None


def _nearest(one: Landmarks, other: Landmarks) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of landmarks that are each other's nearest, and near enough."""
    signs, others = (np.unpackbits(m["bits"], axis=1).astype(np.float32) * 2 - 1 for m in (one, other))
    alike = signs @ others.T
    to, back = alike.argmax(axis=1), alike.argmax(axis=0)
    here = np.flatnonzero(back[to] == np.arange(len(one)))
    here = here[alike[here, to[here]] >= 256 - 2 * _FARTHEST]
    return here, to[here]


def _places(marks: Landmarks) -> Floats:
    return np.stack((marks["x"], marks["y"]), axis=1).astype(np.float64) / 4


def _with_each(here: Floats, there: Floats, turn: Floats, scale: Floats) -> NDArray[np.bool_]:
    """Row i: which pairs lie as the turn and scale of pair i would have them."""
    factor, angle = STEP**scale, turn * 2 * np.pi
    real, imaginary = factor * np.cos(angle), factor * np.sin(angle)
    x, y = here[None, :, 0] - here[:, None, 0], here[None, :, 1] - here[:, None, 1]
    off_x = real[:, None] * x - imaginary[:, None] * y - (there[None, :, 0] - there[:, None, 0])
    off_y = imaginary[:, None] * x + real[:, None] * y - (there[None, :, 1] - there[:, None, 1])
    # The direction and scale of one landmark are rough: what is far from it may lie farther off.
    allowed = _ROUGH + 0.12 * np.hypot(x, y) * factor[:, None]
    turned = np.abs((turn[None, :] - turn[:, None] + 0.5) % 1 - 0.5) <= _TURNED
    return np.asarray(
        (np.hypot(off_x, off_y) <= allowed) & turned & (np.abs(scale[None, :] - scale[:, None]) <= _SCALED)
    )


def _affine(here: Floats, there: Floats) -> Floats:
    """The map of least squares."""
    known = np.column_stack((here, np.ones(len(here))))
    return np.asarray(np.linalg.lstsq(known, there, rcond=None)[0].T, np.float64)


def _is_plausible(found: Floats) -> bool:
    """Whether it turns and scales about alike in all directions, and does not mirror."""
    large, small = np.linalg.svd(found[:, :2], compute_uv=False)
    return bool(
        small > 0.05 and large < 20 and large <= small * _SQUEEZED and np.linalg.det(found[:, :2]) > 0
    )


def _is_turned_alike(turn: Floats, scale: Floats, found: Floats) -> NDArray[np.bool_]:
    angle = np.arctan2(found[1, 0] - found[0, 1], found[0, 0] + found[1, 1]) / (2 * np.pi)
    steps = np.log(np.sqrt(np.linalg.det(found[:, :2]))) / np.log(STEP)
    turned = np.abs((turn - angle + 0.5) % 1 - 0.5) <= _TURNED
    return np.asarray(turned & (np.abs(scale - steps) <= _SCALED))


def _count_inside(places: Floats, found: Floats, size: Size) -> int:
    """How many of these places come to lie inside a picture of this size."""
    moved = places @ found[:, :2].T + found[:, 2]
    return int(np.count_nonzero(((moved >= 0) & (moved < size)).all(axis=1)))


def _is_wide(places: Floats, size: Size) -> bool:
    """Whether they lie over more than a spot, such as a logo."""
    return bool(np.prod(np.ptp(places, axis=0)) >= _SPREAD * size[0] * size[1])
