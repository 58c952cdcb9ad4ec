"""One writer at a time, across threads and programs."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from holdfast.model.errors import LockedError
from holdfast.vault.durable import space_error


class WriterLock:
    """The file `lock` in the vault. Falls away by itself when the program that holds it ends."""

    def __init__(self, folder: Path) -> None:
        self._file = filelock.FileLock(folder / "lock", timeout=0, thread_local=False, mode=0o600)
        self._counting = threading.Lock()
        self._alone = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Holds it, within this program as often as needed. Raises LockedError when another one does."""
        with self._counting:
            try:
                self._file.acquire()
            except filelock.Timeout:
                raise LockedError(
                    "This case is in use: another program is adding to it.",
                    "Wait until it is done, or close the other window.",
                ) from None
            except OSError as error:
                raise space_error(error) from None
        try:
            yield
        finally:
            with self._counting:
                self._file.release()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Holds it, once at a time even within this program. Raises LockedError."""
        if not self._alone.acquire(blocking=False):
            raise LockedError("Files are being added to this case already.", "Wait until that is done.")
        try:
            with self.held():
                yield
        finally:
            self._alone.release()
