"""The files below the paths a person names, with the names they are kept under."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from holdfast.case.progress import Progress
from holdfast.model.errors import RequestError


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was not kept, and why."""

    name: str
    why: str


class File(msgspec.Struct, frozen=True, kw_only=True):
    """`name` is the path from the folder the person named, with "/"; `modified` UTC milliseconds."""

    path: Path
    name: str
    size: int
    modified: int


class Watch:
    """Tells how much of what is handed in was taken from its streams."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def over(self, stream: BinaryIO) -> BinaryIO:
        """The same stream, watched."""
        return cast("BinaryIO", _Watched(stream, self._took))

    def _took(self, count: int) -> None:
        self._done += count
        self._progress("keeping", self._done, self._total)


class _Watched:
    def __init__(self, stream: BinaryIO, took: Callable[[int], None]) -> None:
        self._stream = stream
        self._took = took
        self.seekable = stream.seekable
        self.seek = stream.seek

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._took(len(data))
        return data


def each_file(paths: Sequence[Path], refused: list[Refused], beside: Path) -> Iterator[File]:
    """Every regular file at or below the paths, in order of name. Links are not followed.

    Raises RequestError for a path that does not exist, or that is the case itself (`beside`).
    """
    for path in paths:
        if not path.exists():
            raise RequestError("A file or folder that was named does not exist.", "Look at the spelling.")
        whole = path.resolve()
        if beside.resolve() in (whole, *whole.parents):
            raise RequestError("That is the case itself.", "Name the files that should go into it.")
    for path in paths:
        top = path.name or path.resolve().name
        if not path.is_dir():
            yield from _file(path, top, refused)
            continue
        for folder, folders, names in os.walk(path, onerror=lambda e: refused.append(_closed(e))):
            folders.sort()
            inside = Path(folder).relative_to(path).as_posix()
            prefix = f"{top}/" if inside == "." else f"{top}/{inside}/"
            folders[:] = [f for f in folders if Path(folder, f).resolve() != beside.resolve()]
            for name in sorted(names):
                yield from _file(Path(folder, name), f"{prefix}{name}", refused)


def _file(path: Path, name: str, refused: list[Refused]) -> Iterator[File]:
    try:
        found = path.lstat()
    except OSError as error:
        refused.append(Refused(name=_sound(name), why=error.strerror or "It cannot be read."))
        return
    if path.is_symlink() or not path.is_file():
        refused.append(Refused(name=_sound(name), why="It is a link or a device, not a file."))
        return
    yield File(path=path, name=_sound(name), size=found.st_size, modified=found.st_mtime_ns // 1_000_000)


def _closed(error: OSError) -> Refused:
    return Refused(name=_sound(Path(error.filename or "").name), why=error.strerror or "It cannot be opened.")


def _sound(name: str) -> str:
    """A name whose bytes are not UTF-8 is kept with those bytes written in hexadecimal."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
