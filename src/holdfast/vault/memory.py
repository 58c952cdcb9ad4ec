"""Memory: what was used for one piece is kept for the next, and keys are kept off the disk, where it can be.

A key in Python is a value that cannot be wiped, and libraries make copies of it that cannot be reached. What
can be done is done: the memory of a process is not written out when it crashes, no other program of the same
person may read it, and the pages in which the keys lie for long are not moved out to the disk.
"""

import ctypes
import signal
import sys

_TRIM, _MAP, _ARENAS = -1, -3, -8  # names of these settings in malloc.h of glibc
_KEPT = 32 << 20  # bytes that are not given back at once
_SET_PDEATHSIG, _SET_DUMPABLE = 1, 4  # PR_SET_PDEATHSIG and PR_SET_DUMPABLE in prctl.h of Linux
_PIECE = 32 << 20  # bytes up to which a piece comes from what was kept; glibc takes no more


def keep() -> None:
    """To be called by a process before it handles many pieces of some MiB.

    Fresh memory costs more than encrypting what is put into it: a third of the time of taking files in.
    """
    library = _glibc()
    if library is not None:
        library.mallopt(_TRIM, _KEPT)
        library.mallopt(_MAP, _PIECE)


def keep_little() -> None:
    """To be called by a process that is to take little memory, rather than little time."""
    library = _glibc()
    if library is not None:
        library.mallopt(_ARENAS, 1)
        library.mallopt(_TRIM, 1 << 17)
        library.mallopt(_MAP, 1 << 16)


def give_back() -> None:
    """To be called when all pieces are done."""
    library = _glibc()
    if library is not None:
        library.malloc_trim(0)


def close_off() -> None:
    """To be called first by every process that handles keys: no core dumps, and no reading from outside."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)


def end_with_parent() -> None:
    """To be called by a process that works for another: what it holds goes when that is killed (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def pin(*secrets: str | bytes) -> None:
    """Keeps the pages in which these lie in memory, as far as the system lets this person do so.

    They stay so until the process ends: other values lie in the same pages.
    """
    if sys.platform == "win32":
        lock = ctypes.windll.kernel32.VirtualLock
    else:
        lock = ctypes.CDLL(None).mlock
    for secret in secrets:
        lock(ctypes.c_void_p(id(secret)), ctypes.c_size_t(sys.getsizeof(secret)))


def _glibc() -> ctypes.CDLL | None:
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None
