"""What was done to a picture to get another, told from where its parts lie in the other."""

import numpy as np
from numpy.typing import NDArray

from holdfast.model.look import Look, Pair
from holdfast.model.sentence import phrase, said

_WHOLE = 0.97
_TURNED = 1.5  # degrees
_GRID = 60

Map = NDArray[np.float64]


def map_of(pair: Pair, first: str) -> Map | None:
    """Takes x, y, 1 of the picture `first` to the other of the pair, in parts of width and height."""
    if not pair.map:
        return None
    there = np.array(pair.map).reshape(2, 3)
    if first == pair.one:
        return there
    return np.asarray(np.linalg.inv(np.vstack((there, (0, 0, 1))))[:2], np.float64)


def in_pixels(there: Map, one: Look, other: Look) -> Map:
    """The same map for pixels of two pictures of these sizes."""
    own = np.diag([1 / one.width, 1 / one.height, 1.0])
    return np.asarray(np.diag([other.width, other.height]) @ there @ own, np.float64)


def changes(there: Map | None, one: Look, other: Look) -> tuple[str, ...]:
    """In plain words; ("the whole of it",) where it lies just as it did."""
    if there is None:
        return (phrase("alike as a whole"),)
    told: list[str] = []
    pixels = in_pixels(there, one, other)
    is_mirrored = bool(np.linalg.det(pixels[:, :2]) < 0)
    if is_mirrored:
        told.append(phrase("mirrored"))
    across, down = (-pixels[:, 0] if is_mirrored else pixels[:, 0]), pixels[:, 1]
    angle = np.degrees(np.arctan2(across[1] - down[0], across[0] + down[1]))
    if abs(angle) >= _TURNED:
        quarters = round(angle / 90) * 90
        turned = quarters if abs(angle - quarters) < _TURNED else round(angle)
        told.append(said("turned by %(degrees)s degrees", degrees=abs(turned)))
    left = _share(there)
    if left < _WHOLE:
        told.append(said("cut: about %(parts)s of it are left", parts=_parts(left)))
    added = _share(np.asarray(np.linalg.inv(np.vstack((there, (0, 0, 1))))[:2], np.float64))
    if added < _WHOLE:
        told.append(said("something beside it: it fills about %(parts)s of the other", parts=_parts(added)))
    scale = float(np.sqrt(abs(np.linalg.det(pixels[:, :2]))))
    if scale < 1 / 1.05 or scale > 1.05:
        parts = round(scale * 100)
        told.append(
            said("smaller: to %(parts)s of 100 parts of its width", parts=parts)
            if scale < 1
            else said("larger: to %(parts)s of 100 parts of its width", parts=parts)
        )
    return tuple(told) or (phrase("the whole of it"),)


def _share(there: Map) -> float:
    """How much of the first picture lies inside the second."""
    at = (np.arange(_GRID) + 0.5) / _GRID
    x, y = (one.reshape(-1) for one in np.meshgrid(at, at))
    moved = there[:, :2] @ np.stack((x, y)) + there[:, 2:]
    return float(((moved >= 0) & (moved <= 1)).all(axis=0).mean())


def _parts(share: float) -> str:
    return said("%(parts)s of 100 parts", parts=max(1, round(share * 100)))
