"""Runs one call in a process of its own: what takes much memory and keeps it, or what may crash."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from holdfast.model.errors import HoldfastError
from holdfast.vault.memory import close_off, end_with_parent, give_back, keep_little

Given = TypeVar("Given")


def apart(call: Callable[[], Given]) -> Given:
    """What the call returns, or raises. Raises HoldfastError when the process itself broke down.

    The call must be one that can be sent to another process: a function of a module, or a partial of one.
    """
    give_back()  # both processes are there at once
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=context, initializer=_begin) as pool:
        try:
            return pool.submit(call).result()
        except BrokenProcessPool as error:
            raise HoldfastError(
                "This could not be made: the process that should make it stopped.",
                "Close other programs, or choose less at a time. Nothing that was saved is lost.",
            ) from error


def _begin() -> None:
    close_off()
    end_with_parent()
    keep_little()
