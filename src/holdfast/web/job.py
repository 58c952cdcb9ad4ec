"""One piece of long work, done in a thread of its own while the page asks how far it is."""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from holdfast.model.errors import LockedError
from holdfast.model.sentence import said

STAGES = {
    "": said("Getting ready"),
    "keeping": said("Keeping the originals"),
    "reading": said("Reading"),
    "settling": said("Putting everything in order"),
    "checking": said("Checking"),
    "copying": said("Copying"),
    "looking": said("Looking at the pictures"),
    "comparing": said("Comparing them"),
}
"""What a stage is called on the page."""


class Job:
    """`title` says what is done; `then` is the page to go to afterwards. Done and total are bytes."""

    def __init__(self, title: str, work: Callable[["Job"], None], then: str) -> None:
        """Starts at once. The thread is a daemon: ending the program does not wait for it."""
        self.title = title
        self.then = then
        self.stage = ""
        self.done = 0
        self.total = 0
        self.error: BaseException | None = None
        self._stop = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        """Whether it has ended, well or not."""
        return self._ended.is_set()

    def progress(self, stage: str, done: int, total: int) -> None:
        """Told from inside the work. Raises LockedError once `stop` was asked for, which ends the work."""
        if self._stop.is_set():
            raise LockedError("The notes were locked before this was finished.", "It goes on the next time.")
        self.stage, self.done, self.total = stage, done, total

    def stop(self) -> None:
        """Ends the work at its next report."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Whether it ended within this time."""
        return self._ended.wait(seconds)

    def _run(self, work: Callable[["Job"], None]) -> None:
        with self:
            work(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Keeps what went wrong, for the page that asks to raise it."""
        self.error = error
        self._ended.set()
        return True
