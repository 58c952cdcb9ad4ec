"""Every byte of a small case is changed in turn: each change is noticed, and the file is named."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from tests.faults.small import Small, names, opened_anew, opened_with

OPENING = ("keys/identity.age", "keys/databases.age", "vault.json")


class Flipped(msgspec.Struct, kw_only=True):
    """What came of the bytes of one file: `places` of those that nothing noticed."""

    name: str
    size: int
    tried: int = 0
    named: int = 0
    noticed: int = 0
    unnoticed: list[int] = []


def flip_all(
    small: Small, *, first: int = 0, step: int = 1, is_over: Callable[[], bool] = lambda: False
) -> Iterator[Flipped]:
    """Changes byte number `first`, `first` + `step`, … of every file, small ones first, one at a time, and looks.

    Leaves out what is left once `is_over`.
    """
    for path in sorted(small.files(), key=lambda one: one.stat().st_size):
        yield flip(small, path, first, step, is_over)


def flip(
    small: Small, path: Path, first: int = 0, step: int = 1, is_over: Callable[[], bool] = lambda: False
) -> Flipped:
    """The same for one file."""
    good = path.read_bytes()
    name = small.name(path)
    told = Flipped(name=name, size=len(good))
    for place in range(first, len(good), step):
        if is_over():
            break
        bad = bytearray(good)
        bad[place] ^= 1 << place % 8
        path.write_bytes(bad)
        found = (
            opened_anew(small.folder) if name.startswith(OPENING) else opened_with(small.folder, small.keys)
        )
        path.write_bytes(good)
        told.tried += 1
        if names(found, name):
            told.named += 1
        elif found:
            told.noticed += 1
        else:
            told.unnoticed.append(place)
    return told
