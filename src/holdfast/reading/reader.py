"""Drives the reading process and loads what it sends into the index."""

import os
import queue
import threading
from collections import deque
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from types import TracebackType
from typing import Self

import msgspec

from holdfast.formats.share import Noticed
from holdfast.model.locator import Locator
from holdfast.model.problem import Problem
from holdfast.reading.job import Job
from holdfast.reading.processes import context, undisturbed
from holdfast.reading.worker import Consulted, Message, work
from holdfast.timeline.index import Index
from holdfast.timeline.load import Encoder

_SILENCE = 600.0
"""Seconds without a word after which reading a member is given up."""

_LARGE = 64 << 20
"""Bytes from which on two processes read."""

_COMMIT = 20_000
"""Events in one transaction: large, because each costs a write of every page it touched."""

_CRASHED = "Reading this file made the reader stop; it was left out. The original is kept."
_STUCK = "Reading this file took too long; it was left out. The original is kept."


def _pack(told: Job | Noticed) -> memoryview:
    return ForkingPickler.dumps(told)


class _Process:
    """The process, and a thread that takes messages off its pipe while the index is busy."""

    def __init__(self, share: tuple[int, int]) -> None:
        self._pipe, far = context().Pipe()
        self.place = context().Value("q", -1, lock=False)
        self._process = context().Process(
            target=work, args=(far, self.place, share), daemon=True, name="reader"
        )
        with undisturbed():
            self._process.start()
        far.close()
        self.arrived: queue.Queue[bytes | None] = queue.Queue(maxsize=4)
        self._receiver = threading.Thread(target=_receive, args=(self._pipe, self.arrived), daemon=True)
        self._receiver.start()

    def give(self, told: memoryview) -> None:
        """Sends a job, whose messages arrive until the one that is the last, or what all have noticed."""
        self._pipe.send_bytes(told)

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
    """Use as a context. The processes start at once, and anew after a file that broke one.

    `size` is how many bytes are likely to be read: a second process pays only for many.
    """

    def __init__(self, size: int = 0, silence: float = _SILENCE) -> None:
        self._silence = silence
        self._count = 2 if size >= _LARGE and (os.cpu_count() or 1) > 1 else 1
        self._processes = self._begun()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            process.stop()

    def read_batch(
        self,
        index: Index,
        batch: int,
        versions: Callable[[], str],
        make_job: Callable[[dict[int, str], bool], Job],
        progress: Callable[[int], None],
    ) -> None:
        """Reads one batch into the index, going on after any member that breaks the reader.

        `make_job` is given the members to leave out, by their place in the reading, with the reason, and
        whether it has to be careful. `progress` is told the input bytes read. What was in the index of this
        batch before is replaced. `versions` are those of the importers: asked for once the processes are at
        work.
        """
        skip: dict[int, str] = {}
        careful = False
        while True:
            job = make_job(dict(skip), careful)
            is_given = self._give(job)
            index.begin(job.sources, batch, versions())
            try:
                outcome = self._attempt(index, progress) if is_given else (-1, _CRASHED)
            except BaseException:
                index.abandon()
                raise
            if isinstance(outcome, list):
                index.finish(batch, msgspec.json.encode(outcome).decode())
                return
            index.abandon()
            if outcome is None:
                careful = True
                self._restart(self._count)
                continue
            # From here on one process reads alone: what breaks is then found, and left out, in order.
            was_shared = self._count > 1
            self._restart(1)
            if was_shared:
                continue
            place, why = outcome
            if place < 0 or place in skip:
                # It is no single file: opening what was handed in breaks, or leaving it out did not help.
                _give_up(index, batch, versions(), job, why)
                return
            skip[place] = why

    def _restart(self, count: int) -> None:
        for process in self._processes:
            process.stop()
        self._count = count
        self._processes = self._begun()

    def _begun(self) -> list[_Process]:
        return [_Process((number, self._count)) for number in range(self._count)]

    def _give(self, job: Job) -> bool:
        """Hands each process the job, and says whether all were there to take it."""
        packed = _pack(job)
        try:
            for process in self._processes:
                process.give(packed)
        except OSError:
            return False
        return True

    def _attempt(
        self, index: Index, progress: Callable[[int], None]
    ) -> tuple[int, str] | list[Consulted] | None:
        """One try: the answers that were asked for, or the place at which it broke down and why.

        None where something was assumed of a file that is not true of it.

        The processes read stretches of each stream in turn, and their rows are loaded in that order.
        """
        decode = msgspec.msgpack.Decoder(Message).decode
        consulted: set[Consulted] = set()
        noticed: Noticed = set()
        pending = streams = done = 0
        turns = deque(self._processes)
        while turns:
            process = turns[0]
            try:
                packed = process.arrived.get(timeout=self._silence)
            except queue.Empty:
                return process.place.value, _STUCK
            message = decode(packed) if packed is not None else None
            if message is not None and message.doubted:
                return None
            if message is None or message.broken:
                return process.place.value, _CRASHED
            index.insert(message.rows)
            done = max(done, message.done)
            progress(done)
            consulted.update(message.consulted)
            if message.ends:
                turns.rotate(-1)
            if message.over or message.last:
                turns.popleft()
                noticed.update(message.noticed or ())
            if message.over and not turns:
                streams += 1
                turns.extend(self._processes)
                turns.rotate(-streams)
                if message.noticed is not None:
                    told = _pack(noticed)
                    for process in turns:
                        process.give(told)
                    noticed = set()
            pending += len(message.rows.events) + len(message.rows.problems)
            if pending >= _COMMIT:
                index.pause()
                pending = 0
        return sorted(consulted, key=str)


def _give_up(index: Index, batch: int, versions: str, job: Job, why: str) -> None:
    """Counts every file of a batch that cannot be read as a problem, so that the case can be used."""
    encoder = Encoder(job.mine)
    for number, source in job.sources:
        problem = Problem(found_at=Locator(content=source.sha256), loss="member", what=why)
        encoder.problem(problem, number, number << 32, None)
    index.begin(job.sources, batch, versions)
    index.insert(encoder.take())
    index.finish(batch, "[]")
