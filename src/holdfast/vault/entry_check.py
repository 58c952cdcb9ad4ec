"""Checks the log: each entry, their order, the hash tree, and every signed checkpoint."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from holdfast.model.errors import DamageError
from holdfast.vault import checkpoint, merkle
from holdfast.vault.clock import ClockCheck
from holdfast.vault.findings import Fault
from holdfast.vault.log import NAME, Log
from holdfast.vault.merge_check import MergeCheck


class EntryCheck:
    """`faults` yields them; afterwards `files`, `imports` and the counts hold what the log says.

    `files` are the SHA-256 that files outside objects/ should have, by path; `imports` the (name, size) of
    each original by SHA-256, under the name by which it was first handed in, `withdrawn` the same of those
    that were taken out again; `left` the containers out of
    which damaged originals were moved.
    """

    def __init__(
        self, log: Log, public: bytes, outside: Iterable[tuple[str, str]] = (), now: int | None = None
    ) -> None:
        """`outside` are checkpoints that lie beside the log or are with others: (where, signed text).

        `now`: UTC milliseconds, when entries dated later are to be told.
        """
        self.clock = ClockCheck(now)
        self._log = log
        self._public = public
        self._outside = list(outside)
        self.files: dict[str, str] = {}
        self.imports: dict[str, tuple[str, int]] = {}
        self.left: set[str] = set()
        self.withdrawn: dict[str, tuple[str, int]] = {}
        self.origin = ""
        self.entries = 0
        self.checkpoints = 0

    def faults(self) -> Iterator[Fault]:
        """Raises DamageError where the database itself cannot be read any further."""
        for trouble in self._log.database.troubles():
            yield Fault(
                what=f"A page of the log is not as it was written ({trouble}).", where=NAME, kind="altered"
            )
        points: dict[int, bytes] = {}
        frontier = merkle.Frontier()
        wrong: list[Fault] = []
        yield from self._points(points)
        beside: dict[int, str] = {}
        yield from self._points_outside(points, beside)
        self._merges = MergeCheck(self._log, self.origin, self._public)
        for number, action, at, data, leaf in self._log.rows():
            self._merges.passed(frontier)
            if number != self.entries:
                yield _log_fault(self.entries, "is missing, or was moved")
                self.entries = number
            self.entries += 1
            yield from self._entry(number, action, at, data, leaf)
            frontier.extend([merkle.leaf_hash(data)])
            signed = points.pop(frontier.size, None)
            if signed is not None and signed != frontier.root() and not wrong:
                wrong.append(
                    Fault(
                        what=f"The first {frontier.size} entries are not those that the checkpoint signed.",
                        where=beside.get(frontier.size, f"{NAME}, checkpoint over {frontier.size} entries"),
                        kind="log",
                    )
                )
        yield from wrong
        if not self._merges.ended():
            yield _log_fault(self.entries, "is missing: the last of what another copy brought in")
        for size in sorted(points):
            yield Fault(
                what=f"The log ends after {frontier.size} entries; a checkpoint signed {size}.",
                where=beside.get(size, f"{NAME}, checkpoint over {size} entries"),
                kind="log",
            )
        stored = self._log.database.all("SELECT size, nodes FROM frontier")
        if stored != [(frontier.size, b"".join(frontier.nodes))]:
            yield Fault(what="The summary of the log does not fit its entries.", where=NAME, kind="log")

    def _points(self, points: dict[int, bytes]) -> Iterator[Fault]:
        origin = self._log.database.all("SELECT body FROM entries WHERE number = 0")
        body = _decoded(origin[0][0]) if origin else {}
        self.origin = str(body.get("id", ""))
        rows = self._log.database.all("SELECT number, size, note FROM checkpoints ORDER BY number")
        self.checkpoints = len(rows)
        for number, size, note in rows:
            try:
                point = checkpoint.check(note, self.origin, self._public)
            except DamageError as error:
                yield Fault(what=error.what, where=f"{NAME}, checkpoint {number}", kind="log")
                continue
            if point.size != size or points.get(size, point.root) != point.root:
                yield Fault(
                    what="A checkpoint contradicts another, or the list of them.",
                    where=f"{NAME}, checkpoint {number}",
                    kind="log",
                )
            points[point.size] = point.root

    def _points_outside(self, points: dict[int, bytes], beside: dict[int, str]) -> Iterator[Fault]:
        for where, note in self._outside:
            try:
                point = checkpoint.check(note, self.origin, self._public)
            except DamageError as error:
                yield Fault(what=error.what, where=where, kind="log")
                continue
            if points.get(point.size, point.root) != point.root:
                yield Fault(what="A checkpoint contradicts the one in the log.", where=where, kind="log")
                continue
            if point.size not in points:
                beside[point.size] = where
            points[point.size] = point.root

    def _entry(self, number: int, action: str, at: int, data: bytes, leaf: bytes) -> Iterator[Fault]:
        body = _decoded(data)
        if "merged" not in body:  # else it tells the time at which it was written in another copy
            self.clock.look(number, at, body)
        if not self._merges.fits(action, body):
            yield _log_fault(number, "does not fit the other copy from which it was brought in")
        if merkle.leaf_hash(data) != leaf or body.get("action") != action or body.get("at") != at:
            yield _log_fault(number, "is altered")
        if (action == "create") != (number == 0):
            yield _log_fault(number, "is not where it belongs")
        files = body.get("files")
        if action in {"create", "key", "anchor"} and isinstance(files, dict):
            self.files |= {str(name): str(digest) for name, digest in files.items()}
            for name in body.get("gone", ()):
                self.files.pop(name, None)
        if action == "import":
            self._import(body)
        if action == "withdraw":
            self.withdrawn[str(body.get("sha256"))] = self.imports.pop(str(body.get("sha256")), ("", 0))
        if action == "heal":
            self.left |= {str(container) for container in body.get("left", ())}

    def _import(self, body: dict[str, Any]) -> None:
        sha256, name, size = str(body.get("sha256")), str(body.get("name")), body.get("size")
        self.imports.setdefault(sha256, (name, size if isinstance(size, int) else -1))


def _log_fault(number: int, trouble: str) -> Fault:
    return Fault(what=f"Entry {number} of the log {trouble}.", where=f"{NAME}, entry {number}", kind="log")


def _decoded(data: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(data, type=dict[str, Any])
    except ValueError:
        return {}
