"""Every byte of a small case or package is changed in turn: each change is noticed, and the file is named."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from tests.case.packages import checker
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


def flip_package(
    bag: Path, step: Callable[[str, int], int], *, first: int = 0, is_over: Callable[[], bool] = lambda: False
) -> Iterator[Flipped]:
    """The same for a package, by the verify.py that is in it. `step` is told the name and size of each file."""
    verify = checker()
    digests = verify.digests
    good = {name: digests(bag, name) for name in verify.files_in(bag)}
    for name in sorted(good, key=lambda one: ((bag / one).stat().st_size, one)):
        # What is not changed is not hashed again each time.
        verify.digests = lambda _, path, name=name: digests(bag, path) if path == name else good[path]
        path, data = bag / name, (bag / name).read_bytes()
        told = Flipped(name=name, size=len(data))
        for place in range(first, len(data), step(name, len(data))):
            if is_over():
                break
            altered = bytearray(data)
            altered[place] ^= 1 << place % 8
            path.write_bytes(altered)
            told.tried += 1
            try:
                list(verify.check(bag))
                told.unnoticed.append(place)
            except verify.Wrong as wrong:
                if name in str(wrong):
                    told.named += 1
                else:
                    told.noticed += 1
        path.write_bytes(data)
        yield told
