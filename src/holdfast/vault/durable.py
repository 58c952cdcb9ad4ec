"""Writing so that it is still there after the power fails: write, fsync, read back, rename, fsync."""

import errno
import os
import sys
from pathlib import Path

from holdfast.model.errors import SpaceError

_STEP = 1 << 20
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def write_file(path: Path, data: bytes | bytearray) -> None:
    """Writes a new file, forces it to the disk and compares what the disk gives back.

    Raises SpaceError when the disk does not take it, or gives back something else.
    """
    try:
        fd = os.open(path, _FLAGS, 0o600)
        try:
            _write(fd, data)
            sync(fd)
            _compare(fd, data)
        finally:
            os.close(fd)
    except OSError as error:
        raise space_error(error) from None


def replace(new: Path, path: Path) -> None:
    """Puts a finished file in the place of another, in one step that cannot be half done."""
    try:
        new.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise space_error(error) from None


def new_folder(path: Path) -> None:
    """Makes a folder that only the owner can open, and those above it, if they are not there yet."""
    try:
        if not path.is_dir():
            new_folder(path.parent)
            path.mkdir(mode=0o700, exist_ok=True)
            sync_folder(path.parent)
    except OSError as error:
        raise space_error(error) from None


def place_folder(folder: Path, final: Path) -> None:
    """Moves a finished folder to its name, in one step that cannot be half done."""
    try:
        sync_folder(folder)
        new_folder(final.parent)
        os.rename(folder, final)  # noqa: PTH104 -- the tests let this very call fail
        sync_folder(final.parent)
    except OSError as error:
        raise space_error(error) from None


def replace_file(path: Path, data: bytes | bytearray, beside: Path) -> None:
    """Puts bytes in the place of a file in one step: what was there stays until they are safe.

    `beside` is where they lie until then, on the same disk; what an interruption left there goes.
    """
    new_folder(path.parent)
    remove(beside)
    write_file(beside, data)
    replace(beside, path)


def remove(path: Path) -> None:
    """Takes a file away, if it is there."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise space_error(error) from None


def sync_file(path: Path) -> None:
    """Forces to the disk what another library wrote."""
    try:
        fd = os.open(path, os.O_RDWR)
        try:
            sync(fd)
        finally:
            os.close(fd)
    except OSError as error:
        raise space_error(error) from None


def sync(fd: int) -> None:
    """Forces a file's bytes out of every cache on the way."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(fd, fcntl.F_FULLFSYNC)  # fsync alone leaves bytes in the drive's cache on macOS
    else:
        os.fsync(fd)


def sync_folder(folder: Path) -> None:
    """Forces the names in a folder to the disk. Windows has no such call and does it by itself."""
    if os.name == "nt":
        return
    try:
        fd = os.open(folder, os.O_RDONLY)
        try:
            sync(fd)
        finally:
            os.close(fd)
    except OSError as error:
        raise space_error(error) from None


def space_error(error: OSError) -> SpaceError:
    """What a failing disk means for the person."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return SpaceError(
            "The disk is full: what was being added is not saved yet.",
            "Make room, then add the same files again: what is already saved is not stored twice.",
        )
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return SpaceError(
            "This place cannot be written to: what was being added is not saved.",
            "Keep the case in a folder of your own, on a disk that can be written to.",
        )
    return SpaceError(
        f"The disk did not take what was written ({errno.errorcode.get(error.errno or 0, 'unknown')}).",
        "Nothing was reported as saved. Try another disk, and keep what you wanted to add.",
    )


def _write(fd: int, data: bytes | bytearray) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def _compare(fd: int, data: bytes | bytearray) -> None:
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
    os.lseek(fd, 0, os.SEEK_SET)
    place = 0
    while piece := os.read(fd, _STEP):
        if piece != data[place : place + len(piece)]:
            break
        place += len(piece)
    if place != len(data):
        raise OSError(errno.EIO, "other bytes came back")
