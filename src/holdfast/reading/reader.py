"""Drives the reading process and loads what it sends into the index."""

import multiprocessing
import queue
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection

import msgspec

from holdfast.model.errors import HoldfastError
from holdfast.reading.job import Job
from holdfast.reading.worker import Message, work
from holdfast.timeline.index import Index

Consulted = tuple[str, str, str | None]
"""(about, source SHA-256, the answer or None): something a reader asked of the person's answers."""

_SILENCE = 600.0
"""Seconds without a word after which reading a member is given up."""

_COMMIT = 20_000
"""Events in one transaction: large, because each costs a write of every page it touched."""

_CRASHED = "Reading this file made the reader stop; it was left out. The original is kept."
_STUCK = "Reading this file took too long; it was left out. The original is kept."


def read_batch(
    index: Index,
    batch: int,
    versions: str,
    make_job: Callable[[dict[int, str]], Job],
    progress: Callable[[int], None],
    *,
    silence: float = _SILENCE,
) -> None:
    """Reads one batch into the index, member by member, going on after any member that breaks the reader.

    `make_job` is given the members to leave out, by their place in the reading. `progress` is told the input
    bytes read. What was in the index of this batch before is replaced.
    """
    skip: dict[int, str] = {}
    while True:
        job = make_job(dict(skip))
        index.begin(job.sources, batch, versions)
        try:
            broken = _attempt(index, job, progress, silence)
        except BaseException:
            index.abandon()
            raise
        if isinstance(broken, list):
            index.finish(batch, msgspec.json.encode(broken).decode())
            return
        index.abandon()
        place, why = broken
        if place in skip:
            # Even left out it breaks: then it is not that member. Give up on the whole batch, visibly.
            raise HoldfastError("Reading stopped again and again.", "Free some memory and try again.")
        skip[place] = why


def _attempt(
    index: Index, job: Job, progress: Callable[[int], None], silence: float
) -> tuple[int, str] | list[Consulted]:
    """One run of the process: the answers it asked for, or the place at which it broke down and why."""
    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe()
    place = context.Value("q", -1, lock=False)
    process = context.Process(target=work, args=(far, place), daemon=True, name="reader")
    process.start()
    far.close()
    arrived: queue.Queue[bytes | None] = queue.Queue(maxsize=4)
    receiver = threading.Thread(target=_receive, args=(near, arrived), daemon=True)
    try:
        near.send(job)
        receiver.start()
        return _load(index, arrived, progress, silence, lambda: int(place.value))
    finally:
        process.terminate()
        process.join()
        near.close()
        while receiver.is_alive():
            _drain(arrived)
            receiver.join(0.05)


def _receive(pipe: Connection, arrived: "queue.Queue[bytes | None]") -> None:
    """Takes messages off the pipe while the index is busy, so that reading goes on meanwhile."""
    try:
        while True:
            arrived.put(pipe.recv_bytes())
    except (EOFError, OSError):
        arrived.put(None)


def _drain(arrived: "queue.Queue[bytes | None]") -> None:
    try:
        while True:
            arrived.get_nowait()
    except queue.Empty:
        return


def _load(
    index: Index,
    arrived: "queue.Queue[bytes | None]",
    progress: Callable[[int], None],
    silence: float,
    place: Callable[[], int],
) -> tuple[int, str] | list[Consulted]:
    decode = msgspec.msgpack.Decoder(Message).decode
    pending = 0
    while True:
        try:
            packed = arrived.get(timeout=silence)
        except queue.Empty:
            return place(), _STUCK
        if packed is None:
            return place(), _CRASHED
        message = decode(packed)
        index.insert(message.rows)
        progress(message.done)
        if message.last:
            return message.consulted
        pending += len(message.rows.events) + len(message.rows.problems)
        if pending >= _COMMIT:
            index.pause()
            pending = 0
