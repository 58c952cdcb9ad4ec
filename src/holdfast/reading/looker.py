"""Looks at pictures in a process of its own: a damaged file can make a decoder crash, or never end."""

import contextlib
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Self

import msgspec

from holdfast.formats.sight import seen
from holdfast.model.look import Look
from holdfast.reading.processes import context, undisturbed
from holdfast.reading.worker import limit_memory
from holdfast.vault.memory import close_off

BROKE = "it made its decoder stop"
STUCK = "it took too long to decode"

_SILENCE = 60.0
"""Seconds after which looking at one picture is given up."""


class Looker:
    """Use as a context. The process starts at the first picture, and anew after one that broke it."""

    def __init__(self, silence: float = _SILENCE) -> None:
        self._silence = silence
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def look(self, given: bytes) -> Look:
        """What is seen of a picture; where its decoder breaks down, why nothing is."""
        pipe = self._pipe or self._start()
        why = STUCK
        try:
            pipe.send_bytes(given)
            if pipe.poll(self._silence):
                return msgspec.msgpack.decode(pipe.recv_bytes(), type=Look)
        except (EOFError, OSError):
            why = BROKE
        self._stop()
        return Look(why=why)

    def _start(self) -> Connection:
        self._pipe, far = context().Pipe()
        self._process = context().Process(target=work, args=(far,), daemon=True, name="looker")
        with undisturbed():
            self._process.start()
        far.close()
        return self._pipe

    def _stop(self) -> None:
        if self._process is not None and self._pipe is not None:
            self._process.terminate()
            self._process.join()
            self._pipe.close()
        self._process = self._pipe = None


def work(pipe: Connection) -> None:
    """Takes pictures off the pipe and answers with what is seen of each."""
    limit_memory()
    close_off()
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            pipe.send_bytes(msgspec.msgpack.encode(seen(pipe.recv_bytes())))
