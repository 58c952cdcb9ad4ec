"""The files below the paths a person names, with the names they are kept under."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from holdfast.case.progress import Progress
from holdfast.model.errors import InputError, RequestError, SpaceError
from holdfast.vault.intake import Intake, Put

_READING = os.O_RDONLY | getattr(os, "O_BINARY", 0)


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was not kept, and why."""

    name: str
    why: str


class File(msgspec.Struct, frozen=True, kw_only=True):
    """`name` is the path from the folder the person named, with "/"; `modified` UTC milliseconds."""

    path: str
    name: str
    size: int
    modified: int


class Watch:
    """Tells how much of what is handed in was taken from its streams."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def took(self, count: int) -> None:
        """So many bytes more."""
        self._done += count
        self._progress("keeping", self._done, self._total)


class _Stream:
    """A file as a stream that is watched. As little as reading takes: there may be hundreds of thousands."""

    __slots__ = ("_number", "_took")

    def __init__(self, number: int, took: Callable[[int], None]) -> None:
        self._number = number
        self._took = took

    def read(self, size: int) -> bytes:
        if data := os.read(self._number, size):
            self._took(len(data))
        return data

    def seekable(self) -> bool:
        try:
            self.tell()
        except OSError:
            return False
        return True

    def seek(self, offset: int) -> int:
        return os.lseek(self._number, offset, os.SEEK_SET)

    def tell(self) -> int:
        return os.lseek(self._number, 0, os.SEEK_CUR)


def put_each(
    intake: Intake, files: Iterable[File], watch: Watch, refused: list[Refused]
) -> Iterator[tuple[File, Put]]:
    """Hands files over one by one; those that cannot be read are refused. Raises SpaceError."""
    for file in files:
        number = -1
        try:
            number = os.open(file.path, _READING)
            stream = cast("BinaryIO", _Stream(number, watch.took))
            put = intake.put(file.name, stream, modified=file.modified, size_hint=file.size)
        except SpaceError:
            raise
        except InputError as error:
            refused.append(Refused(name=file.name, why=error.what))
        except OSError as error:
            refused.append(Refused(name=file.name, why=error.strerror or "It cannot be read."))
        else:
            yield file, put
        finally:
            if number >= 0:
                os.close(number)


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
    case = os.path.realpath(beside)
    for path in paths:
        top = path.name or path.resolve().name
        if path.is_dir():
            yield from _below(str(path), top, refused, case)
        else:
            yield from _file(str(path), top, refused)


def _below(top: str, top_name: str, refused: list[Refused], case: str) -> Iterator[File]:
    """The files of one folder, then those of its folders, each in order of name."""
    # A list of what is still to do, because folders can stand inside each other deeper than calls can.
    # No link is followed on the way, so below a real path every path is real.
    waiting = [(os.path.realpath(top), top_name)]
    while waiting:
        folder, name = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            refused.append(Refused(name=_sound(name), why=error.strerror or "It cannot be opened."))
            continue
        folders = []
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append((entry.path, f"{name}/{entry.name}"))
            else:
                yield from _file(entry.path, f"{name}/{entry.name}", refused)
        waiting += [f for f in reversed(folders) if f[0] != case]


def _file(path: str, name: str, refused: list[Refused]) -> Iterator[File]:
    # Strings and one look at each file: there may be hundreds of thousands of them.
    try:
        found = os.lstat(path)
    except OSError as error:
        refused.append(Refused(name=_sound(name), why=error.strerror or "It cannot be read."))
        return
    if not stat.S_ISREG(found.st_mode):
        refused.append(Refused(name=_sound(name), why="It is a link or a device, not a file."))
        return
    yield File(path=path, name=_sound(name), size=found.st_size, modified=found.st_mtime_ns // 1_000_000)


def _sound(name: str) -> str:
    """A name whose bytes are not UTF-8 is kept with those bytes written in hexadecimal."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
