"""Drives the reading process and loads what it sends into the index."""

import multiprocessing
import queue
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

import msgspec

from holdfast.model.locator import Locator
from holdfast.model.problem import Problem
from holdfast.reading.job import Job
from holdfast.reading.worker import Consulted, Message, work
from holdfast.timeline.index import Index
from holdfast.timeline.load import Encoder

_SILENCE = 600.0
"""Seconds without a word after which reading a member is given up."""

_COMMIT = 20_000
"""Events in one transaction: large, because each costs a write of every page it touched."""

_CRASHED = "Reading this file made the reader stop; it was left out. The original is kept."
_STUCK = "Reading this file took too long; it was left out. The original is kept."


class _Process:
    """The process, and a thread that takes messages off its pipe while the index is busy."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, far = context.Pipe()
        self.place = context.Value("q", -1, lock=False)
        self._process = context.Process(target=work, args=(far, self.place), daemon=True, name="reader")
        self._process.start()
        far.close()
        self.arrived: queue.Queue[bytes | None] = queue.Queue(maxsize=4)
        self._receiver = threading.Thread(target=_receive, args=(self._pipe, self.arrived), daemon=True)
        self._receiver.start()

    def give(self, job: Job) -> None:
        """Sends a job; its messages arrive until the one that is the last."""
        self._pipe.send(job)

    def stop(self) -> None:
        """Ends it, whatever it is doing."""
        self._process.terminate()
        self._process.join()
        while self._receiver.is_alive():
            try:
                self.arrived.get(timeout=0.05)
            except queue.Empty:
                continue
        self._pipe.close()


def _receive(pipe: Connection, arrived: "queue.Queue[bytes | None]") -> None:
    try:
        while True:
            arrived.put(pipe.recv_bytes())
    except (EOFError, OSError):
        arrived.put(None)


class Reader:
    """Use as a context. The process starts at once, and anew after a file that broke it."""

    def __init__(self, silence: float = _SILENCE) -> None:
        self._silence = silence
        self._process = _Process()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.stop()

    def read_batch(
        self,
        index: Index,
        batch: int,
        versions: str,
        make_job: Callable[[dict[int, str]], Job],
        progress: Callable[[int], None],
    ) -> None:
        """Reads one batch into the index, going on after any member that breaks the reader.

        `make_job` is given the members to leave out, by their place in the reading, with the reason.
        `progress` is told the input bytes read. What was in the index of this batch before is replaced.
        """
        skip: dict[int, str] = {}
        while True:
            job = make_job(dict(skip))
            index.begin(job.sources, batch, versions)
            try:
                outcome = self._attempt(index, job, progress)
            except BaseException:
                index.abandon()
                raise
            if isinstance(outcome, list):
                index.finish(batch, msgspec.json.encode(outcome).decode())
                return
            index.abandon()
            self._process.stop()
            self._process = _Process()
            place, why = outcome
            if place < 0 or place in skip:
                # It is no single file: opening what was handed in breaks, or leaving it out did not help.
                _give_up(index, batch, versions, job, why)
                return
            skip[place] = why

    def _attempt(
        self, index: Index, job: Job, progress: Callable[[int], None]
    ) -> tuple[int, str] | list[Consulted]:
        """One try: the answers that were asked for, or the place at which it broke down and why."""
        decode = msgspec.msgpack.Decoder(Message).decode
        pending = 0
        try:
            self._process.give(job)
        except OSError:
            return -1, _CRASHED
        while True:
            try:
                packed = self._process.arrived.get(timeout=self._silence)
            except queue.Empty:
                return self._process.place.value, _STUCK
            if packed is None:
                return self._process.place.value, _CRASHED
            message = decode(packed)
            index.insert(message.rows)
            progress(message.done)
            if message.last:
                return message.consulted
            pending += len(message.rows.events) + len(message.rows.problems)
            if pending >= _COMMIT:
                index.pause()
                pending = 0


def _give_up(index: Index, batch: int, versions: str, job: Job, why: str) -> None:
    """Counts every file of a batch that cannot be read as a problem, so that the case can be used."""
    encoder = Encoder(job.mine)
    for number, source in job.sources:
        problem = Problem(found_at=Locator(content=source.sha256), loss="member", what=why)
        encoder.problem(problem, number, number << 32, None)
    index.begin(job.sources, batch, versions)
    index.insert(encoder.take())
    index.finish(batch, "[]")
