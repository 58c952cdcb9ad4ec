"""Encrypts pieces and brings them to the disk: encryption on the calling thread, the disk on others."""

import secrets
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from holdfast.model.errors import HoldfastError
from holdfast.vault import age, durable
from holdfast.vault.placement import Sealed

_WRITERS = 3
_WAITING = 3  # encrypted pieces in memory at most: 24 MiB


class Place(Protocol):
    """Where sealed containers go, whose they are, and what they are called there."""

    root: Path
    incoming: Path
    recipient: str

    def free_name(self, sha256: bytes) -> str:
        """A name that no container has yet, for these bytes."""


class Container:
    """One folder in the making, under a random name in objects/incoming until it is whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.segments: list[tuple[int, bytes]] = []
        self.writes: list[Future[None]] = []


class Sealer:
    """Use as a context; leaving waits for the disk, whatever happened."""

    def __init__(self, objects: Place) -> None:
        self._objects = objects
        self._pool = ThreadPoolExecutor(_WRITERS, "seal")
        self._room = threading.BoundedSemaphore(_WAITING)
        self._moves: list[Future[None]] = []
        self._done: list[Sealed] = []
        self._failed: HoldfastError | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True)

    def begin(self) -> Container:
        """A new container. Raises SpaceError."""
        container = Container(self._objects.incoming / secrets.token_hex(16))
        durable.new_folder(self._objects.incoming)
        durable.new_folder(container.folder)
        return container

    def add(self, container: Container, plain: bytes | memoryview) -> None:
        """Seals the next piece. Waits while the disk is behind. Raises SpaceError of earlier pieces."""
        self._check()
        data = age.encrypt(plain, self._objects.recipient)
        path = container.folder / f"{len(container.segments):04d}"
        container.segments.append((len(data), age.header_mac(data)))
        self._room.acquire()
        container.writes.append(self._pool.submit(self._write, path, data))

    def finish(self, container: Container, sha256: bytes) -> str:
        """Moves the container to its name once all its pieces are on the disk. Returns that name."""
        name = self._objects.free_name(sha256)
        final = self._objects.root / name[:2] / name
        self._moves.append(self._pool.submit(self._place, container, final))
        self._done.append(Sealed(container=name, segments=tuple(container.segments)))
        return name

    def discard(self, container: Container) -> None:
        """Takes back what this very run wrote and nobody was told of: half a file, or a second copy."""
        wait(container.writes)
        shutil.rmtree(container.folder, ignore_errors=True)

    def drain(self) -> list[Sealed]:
        """Waits until everything finished is durable, and returns it.

        Raises SpaceError, and from then on always: what is not known to be on the disk must not be logged.
        """
        return self.draining()()

    def draining(self) -> Callable[[], list[Sealed]]:
        """The same for what is finished by now, to be called by another thread."""
        moves, done = self._moves, self._done
        self._moves, self._done = [], []

        def drain() -> list[Sealed]:
            wait(moves)
            self._check()
            return done

        return drain

    def _check(self) -> None:
        if self._failed:
            raise self._failed

    def _write(self, path: Path, data: bytearray) -> None:
        try:
            durable.write_file(path, data)
        except HoldfastError as error:
            self._failed = error
        finally:
            self._room.release()

    def _place(self, container: Container, final: Path) -> None:
        # Its pieces went to the same workers before: each is done or under way, so this cannot wait for ever.
        wait(container.writes)
        if not self._failed:
            try:
                durable.place_folder(container.folder, final)
            except HoldfastError as error:
                self._failed = error
