"""How the processes begin in which bytes from outside are parsed."""

import contextlib
import multiprocessing
import os
import pkgutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING

from holdfast import importers

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

_ROOM = 107 - len("/pymp-12345678/listener-12345678")
"""Characters that the name of the folder for temporary files may have, for a socket in it."""


@cache
def context() -> "ForkServerContext | SpawnContext":
    """Makes the processes.

    On Linux one that has loaded the importers stays aside, and each other is a copy of it: there at once, and
    with one memory for what all of them load. Elsewhere a copy is not safe, and each loads them anew.
    """
    if sys.platform != "linux" or len(os.fsencode(tempfile.gettempdir())) > _ROOM:
        return multiprocessing.get_context("spawn")
    found = pkgutil.iter_modules(importers.__path__, f"{importers.__name__}.")
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(["holdfast.reading.worker", *(module.name for module in found)])
    return made


def prepare() -> None:
    """Begins to load what the readers need, where that can be done before one is wanted."""
    if context().get_start_method() == "forkserver":
        from multiprocessing import forkserver  # not every system has it

        with undisturbed():
            forkserver.ensure_running()


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Ctrl-C is for the program, which ends its processes itself: they inherit that they do not hear it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Where it had to be begun within, it would let Ctrl-C through again: it unblocks what it blocks.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
