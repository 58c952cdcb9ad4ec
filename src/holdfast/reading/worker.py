"""The process that reads: hostile bytes are parsed here, with limits, and a crash stays here."""

import contextlib
import sys
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized

import msgspec

from holdfast.formats.tree import Handed, Member, Tree
from holdfast.importers import Importer, claim, importers
from holdfast.model.errors import DamageError, HoldfastError
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import DateOrder, Told
from holdfast.reading.job import Job
from holdfast.timeline.load import Encoder, Rows

_MEMORY = 3 << 30
_ROWS = 1_000

_NOBODY = "No importer understands this file."
_DAMAGED = "The kept bytes of this file are damaged. Run `holdfast verify`."


Consulted = tuple[str, str, str | None]
"""(about, source SHA-256, the answer or None): something a reader asked of the person's answers."""


class Message(msgspec.Struct, array_like=True):
    """Rows, and the number of input bytes read so far.

    The last message of a job has `last` set, and `consulted`: what was asked of the person's answers.
    """

    rows: Rows
    done: int
    last: bool = False
    consulted: list[Consulted] = []


class Heard(Told, frozen=True, kw_only=True):
    """The answers, remembering which of them a reader asked for: only those can change what it reads."""

    asked: dict[tuple[str, str], str | None]

    def zone(self, source: str) -> str | None:
        answer = super().zone(source)
        self.asked["zone", source] = answer
        return answer

    def date_order(self, source: str) -> DateOrder | None:
        answer = super().date_order(source)
        self.asked["date_order", source] = answer
        return answer


def work(pipe: Connection, place: "Synchronized[int]") -> None:
    """Takes jobs off the pipe and answers with messages. `place` always tells the member being read."""
    limit_memory()
    with contextlib.suppress(BrokenPipeError, EOFError):
        while True:
            job: Job = pipe.recv()
            place.value = -1
            _Reading(job, pipe, place).all()


def limit_memory() -> None:
    """Keeps a bomb from taking the machine down, where the system offers limits."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


class _Reading:
    def __init__(self, job: Job, pipe: Connection, place: "Synchronized[int]") -> None:
        self._job = job
        self._pipe = pipe
        self._place = place
        self._told = Heard(zones=job.told.zones, date_orders=job.told.date_orders, asked={})
        self._encoder = Encoder(job.mine)
        self._pack = msgspec.msgpack.Encoder()
        self._number = {source.sha256: number for number, source in job.sources}
        self._members: dict[int, int] = {}
        self._pending = 0
        self._done = 0

    def all(self) -> None:
        tree = Tree(
            [self._handed(source.sha256, source.name, source.size) for _, source in self._job.sources]
        )
        for trouble in tree.problems:
            self._problem(trouble, None, None)
        claimed, unclaimed = claim(tree)
        for member in unclaimed:
            row = self._member(member, None, None)
            self._problem(Problem(found_at=member.at(), loss="member", what=_NOBODY), row, None)
            self._done += member.size
        place = 0
        for name, members in claimed.items():
            importer = importers()[name]
            for member in members:
                self._place.value = place
                row = self._member(member, name, importer.version)
                if place in self._job.skip:
                    what = self._job.skip[place]
                    self._problem(Problem(found_at=member.at(), loss="member", what=what), row, name)
                else:
                    self._read(name, importer, member, row, tree)
                self._done += member.size
                place += 1
        self._send(last=True)

    def _handed(self, sha256: str, name: str, size: int) -> Handed:
        return Handed(sha256=sha256, name=name, size=size, open=lambda: self._job.originals.open(sha256))

    def _read(self, name: str, importer: Importer, member: Member, row: int, tree: Tree) -> None:
        """Reads one member. Whatever goes wrong in the importer becomes a problem of this member."""
        source = self._number[member.source]
        trouble = ""
        try:
            for record in importer.read([member], tree, self._told):
                if isinstance(record, Event):
                    self._encoder.event(record, source, row)
                    start = record.found_at.position.start if record.found_at.position.unit == "byte" else 0
                    self._count(start)
                elif isinstance(record, Problem):
                    self._problem(record, row, name)
                else:
                    self._encoder.question(record, source, name)
        except DamageError:
            trouble = _DAMAGED
        except HoldfastError as error:
            trouble = error.what
        except Exception as error:  # noqa: BLE001  one of three places: a broken reader must not end the reading
            trouble = f"Reading broke off here by a fault in the reader ({type(error).__name__})."
        if trouble:
            self._problem(Problem(found_at=member.at(), loss="member", what=trouble), row, name)

    def _member(self, member: Member, importer: str | None, version: str | None) -> int:
        source = self._number[member.source]
        self._members[source] = self._members.get(source, 0) + 1
        row = (source << 32) + self._members[source]
        self._encoder.rows.members.append((row, source, member.inner, importer, version))
        self._count(0)
        return row

    def _problem(self, problem: Problem, member: int | None, importer: str | None) -> None:
        source = self._number[problem.found_at.content]
        self._encoder.problem(problem, source, source << 32 if member is None else member, importer)
        self._count(0)

    def _count(self, inside: int) -> None:
        self._pending += 1
        if self._pending >= _ROWS:
            self._send(inside=inside)

    def _send(self, inside: int = 0, *, last: bool = False) -> None:
        consulted = [(*key, answer) for key, answer in sorted(self._told.asked.items())] if last else []
        message = Message(rows=self._encoder.take(), done=self._done + inside, last=last, consulted=consulted)
        self._pipe.send_bytes(self._pack.encode(message))
        self._pending = 0
