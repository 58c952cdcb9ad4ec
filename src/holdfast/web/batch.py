"""Files on their way from the browser into the case: streamed, one by one, never on disk in between."""

import io
import queue
import threading
from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol, cast

import msgspec
from anyio import to_thread

from holdfast.model.errors import InputError
from holdfast.vault.intake import Intake
from holdfast.web.job import Job

LEFT_OPEN = 120.0
"""Seconds after which a batch that nobody adds to is finished: the browser was closed."""

_HELD = 8
"""Chunks, of at most 64 kB each, that wait between the network and the case."""


class Kept(msgspec.Struct, frozen=True):
    """What became of one file: kept now, kept before (and made whole again), or not kept and why."""

    name: str
    size: int = 0
    sha256: str = ""
    is_new: bool = True
    is_healed: bool = False
    why: str = ""


class Piece(io.RawIOBase):
    """One file while it arrives: the network writes with `feed`, the case reads it as a stream."""

    def __init__(self, name: str, modified: int | None = None) -> None:
        """`name`: the path as the browser tells it; `modified`: UTC milliseconds."""
        super().__init__()
        self.file_name = tidy(name)
        self.modified = modified
        self.kept = Kept(self.file_name, why="It could not be kept.")
        self._chunks: queue.Queue[bytes | None] = queue.Queue(_HELD)
        self._rest = memoryview(b"")
        self._is_whole = True
        self._is_over = False
        self._is_settled = threading.Event()

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, target: bytearray) -> int:  # type: ignore[override]
        """The next bytes, waiting for them; 0 at the end. Raises InputError when the sending broke off."""
        if not self._rest and not self._is_over:
            chunk = self._chunks.get()
            self._is_over = chunk is None
            self._rest = memoryview(chunk or b"")
        if self._is_over and not self._is_whole:
            raise InputError("The file did not arrive whole.", "Add it once more.")
        taken = self._rest[: len(target)]
        target[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)

    async def feed(self, chunk: bytes) -> None:
        """Takes the next bytes as they come; waits while the case is slower than the network."""
        if chunk:
            await self._put(chunk)

    async def end(self, *, is_whole: bool = True) -> None:
        """No more bytes come; unless `is_whole` the file broke off and is not kept."""
        self._is_whole = is_whole
        await self._put(None)

    async def outcome(self) -> Kept:
        """What became of it, once the case has taken or refused it."""
        await to_thread.run_sync(self._is_settled.wait)
        return self.kept

    def settle(self) -> None:
        """From now on nobody reads it any more."""
        self._is_settled.set()

    async def _put(self, chunk: bytes | None) -> None:
        try:
            self._chunks.put_nowait(chunk)
        except queue.Full:
            await to_thread.run_sync(self._put_patiently, chunk)

    def _put_patiently(self, chunk: bytes | None) -> None:
        while not self._is_settled.is_set():
            try:
                return self._chunks.put(chunk, timeout=0.2)
            except queue.Full:
                continue
        return None


class Keeper(Protocol):
    """Where files go: a case, or a sealed folder."""

    def intake(self, *, obtained: str = "") -> AbstractContextManager[Intake]:
        """What is put in is kept when the block ends."""


class Batch:
    """What is handed in together. One thread writes it all, and the case acknowledges it as a whole."""

    def __init__(self, case: Keeper, obtained: str = "") -> None:
        """`obtained`: where the files are from, in the person's words."""
        self.kept: list[Kept] = []
        self._case = case
        self._obtained = obtained
        self._pieces: queue.Queue[Piece | None] = queue.Queue()
        self._door = threading.Lock()
        self._is_closed = False
        self._job = Job("Keeping the originals", self._run, "/added")

    @property
    def is_over(self) -> bool:
        """Whether nothing can be added any more."""
        return self._job.is_over

    def add(self, piece: Piece) -> None:
        """Takes one more file; it is read while it arrives."""
        with self._door:
            if self._is_closed:
                piece.settle()
            else:
                self._pieces.put(piece)

    def end(self) -> None:
        """No more files come; what has arrived is kept."""
        self._pieces.put(None)

    def wait(self) -> None:
        """Waits until the case has acknowledged all of it. Raises what went wrong."""
        self._job.wait()
        if self._job.error is not None:
            raise self._job.error

    def _run(self, _job: Job) -> None:
        piece: Piece | None = None
        try:
            with self._case.intake(obtained=self._obtained) as intake:
                while (piece := self._next()) is not None:
                    try:
                        put = intake.put(piece.file_name, cast("BinaryIO", piece), modified=piece.modified)
                        piece.kept = Kept(piece.file_name, put.size, put.sha256, put.is_new, put.is_healed)
                    except InputError as error:
                        piece.kept = Kept(piece.file_name, why=error.what)
                    self.kept.append(piece.kept)
                    piece.settle()
        finally:
            self._close(piece)

    def _next(self) -> Piece | None:
        try:
            return self._pieces.get(timeout=LEFT_OPEN)
        except queue.Empty:
            return None

    def _close(self, piece: Piece | None) -> None:
        """Takes nothing more, and lets nobody wait for what was not taken."""
        if piece is not None:
            piece.settle()
        with self._door:
            self._is_closed = True
            while not self._pieces.empty():
                if (left := self._pieces.get()) is not None:
                    left.settle()


def tidy(name: str) -> str:
    """A path as a browser tells it, with "/" between folders, and no steps upwards."""
    parts = "".join(c for c in name if c.isprintable()).replace("\\", "/").split("/")
    kept = "/".join(part for part in parts if part.strip() not in {"", ".", ".."})
    return kept[-1000:] or "file"
