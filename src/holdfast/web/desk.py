"""What the page keeps between requests: the open case, the work in hand, what was shown. Nothing on disk."""

import threading
import time
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from holdfast.case.case import Case
from holdfast.case.package import Packaged
from holdfast.model.errors import LockedError, RequestError
from holdfast.model.ways import Ways
from holdfast.vault.inbox import is_sealed
from holdfast.web.batch import Batch, Kept
from holdfast.web.job import Job

IDLE = 15 * 60.0
"""Seconds without anybody doing anything after which the case is locked."""

T = TypeVar("T")


class Made(msgspec.Struct, frozen=True):
    """Something that was made to leave. `title` says what it is, `told` what to know of it, by sentences.

    `name` is that of the file: it says nothing to somebody who looks at the list of downloads.
    """

    title: str
    name: str
    media_type: str
    data: bytes
    told: tuple[str, ...] = ()


class Desk:
    """One person, one case, one browser. Locked until `open`; `lock` forgets everything at once."""

    def __init__(self, folder: Path, language: str = "") -> None:
        """`language`: the tag of the one that was asked for at the start, if any was."""
        self.folder = folder
        self.has_been_warned = False
        self.language = language
        self._case: Case | None = None
        self._lock = threading.Lock()
        self.touch()
        self._clear()

    def _clear(self) -> None:
        self.job: Job | None = None
        self.batch: Batch | None = None
        self.kept: list[Kept] = []
        self._shown_until = 0.0
        self.seen = 0
        self.made: Made | None = None
        self.package: tuple[Packaged, bytes] | None = None
        self.recovery_key = ""
        self.verification: Any = None
        self.copied: list[str] = []
        self._known: dict[Hashable, Any] = {}

    @property
    def is_there(self) -> bool:
        """Whether the folder holds a case."""
        return (self.folder / "vault.json").is_file()

    @property
    def is_sealed(self) -> bool:
        """Whether it is a sealed folder, to which can only be added."""
        return is_sealed(self.folder)

    @property
    def is_open(self) -> bool:
        """Whether the passphrase was given."""
        return self._case is not None

    @property
    def case(self) -> Case:
        """The open case. Raises LockedError while it is locked."""
        if self._case is None:
            raise LockedError("The notes are locked.", "Type the passphrase to open them.")
        return self._case

    def open(self, secret: str) -> None:
        """Opens the case. Raises what `Case.open` raises."""
        with self._lock:
            if self._case is not None:
                return
            case = self._case = Case.open(self.folder, secret)
        self.touch()
        if not case.is_read:
            # A newer version reads what an older one read, or goes on where reading was broken off.
            self.start("Reading what is kept", lambda job: case.read(job.progress), "/")

    def create(self, passphrase: str) -> None:
        """Makes a new case; its recovery key stays on the desk until it was written down."""
        with self._lock:
            if self._case is None:
                self._case, self.recovery_key = Case.create(self.folder, passphrase)
        self.touch()

    def lock(self) -> None:
        """Forgets what was shown, stops what is going on, and closes the case as soon as that has stopped."""
        with self._lock:
            case, job, batch = self._case, self.job, self.batch
            self._case = None
            self._clear()
            if case is None:
                return
            if job is not None:
                job.stop()
            if batch is not None:
                batch.end()

        def close() -> None:
            if job is not None:
                job.wait()
            if batch is not None:
                batch.wait()
            case.close()

        closing = threading.Thread(target=close, daemon=True)
        closing.start()
        closing.join(timeout=2)

    def start(self, title: str, work: Callable[[Job], object], then: str, *, changes: bool = True) -> Job:
        """Begins long work on the case; `changes`: it leaves the case other than it was.

        Raises RequestError while other work is going on.
        """

        def whole(job: Job) -> None:
            try:
                work(job)
            finally:
                if changes:
                    self.changed()

        with self._lock:
            if self.is_busy:
                raise RequestError(
                    "Something else is still being worked on.", "Wait until it is done and try again."
                )
            self.job = Job(title, whole, then)
            return self.job

    def look_for(self, what: Hashable, title: str, find: Callable[[], object], then: str) -> None:
        """Begins to find what will be remembered as `what`; begins nothing while other work goes on.

        Asking for a page again is no fault: where the work is shown, it leads on once that is over.
        """
        if not self.is_busy:
            self.start(title, lambda _job: self.remember(what, find), then, changes=False)

    @property
    def ways(self) -> Ways:
        """How the person wants to be shown things."""
        return self.case.ways() if self._case is not None else Ways()

    @property
    def left(self) -> frozenset[str]:
        """What somebody else reads instead."""
        return self.case.left() if self._case is not None else frozenset()

    @property
    def shows_texts(self) -> bool:
        """Whether all texts are shown just now."""
        return time.monotonic() < self._shown_until

    def show_texts(self, *, is_on: bool) -> None:
        """Shows all texts for as long as the person wants, or hides them."""
        long = self.ways.minutes * 60 or float("inf")
        self._shown_until = time.monotonic() + long if is_on else 0.0

    @property
    def offers_a_break(self) -> bool:
        """Whether so many texts were seen that a break is offered."""
        after = self.ways.pause_after
        return 0 < after <= self.seen

    @property
    def labels(self) -> dict[str, str]:
        """The labels of events that are exhibits."""
        return {one.event: one.label for one in self.case.exhibits() if one.event}

    @property
    def is_busy(self) -> bool:
        """Whether long work is going on."""
        return self.job is not None and not self.job.is_over

    def changed(self) -> None:
        """Forgets what was worked out, because the case is no longer what it was."""
        self._known = {}

    def remember(self, name: Hashable, find: Callable[[], T]) -> T:
        """What `find` gives, worked out once for each state of the case."""
        known = self._known
        if name not in known:
            if len(known) > 200:
                known.clear()
            known[name] = find()
        found: T = known[name]
        return found

    def knows(self, name: Hashable) -> bool:
        """Whether this was worked out already."""
        return name in self._known

    def touch(self) -> None:
        """Somebody did something just now."""
        self._last = (time.monotonic(), time.time())

    @property
    def idle(self) -> float:
        """Seconds since then. The monotonic clock may stand still while a laptop sleeps: both are asked."""
        monotonic, wall = self._last
        return max(time.monotonic() - monotonic, time.time() - wall)

    def lock_if_idle(self) -> None:
        """Locks when nobody did anything for long. Work going on is finished first."""
        is_giving = self.batch is not None and not self.batch.is_over
        if self.is_open and not self.is_busy and not is_giving and self.idle > IDLE:
            self.lock()
