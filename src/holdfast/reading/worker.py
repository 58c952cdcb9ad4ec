"""The process that reads: hostile bytes are parsed here, with limits, and a crash stays here."""

import contextlib
import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from typing import NamedTuple, overload

import msgspec

from holdfast.formats import phones
from holdfast.formats.share import Noticed, Share
from holdfast.formats.tree import Handed, Member, Tree
from holdfast.importers import Record, claim, importers, nobody, remember
from holdfast.model.errors import DamageError, HoldfastError
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.question import Question
from holdfast.model.source import Source
from holdfast.model.told import DateOrder, Told
from holdfast.reading.job import Job
from holdfast.timeline.load import Encoder, Rows
from holdfast.vault import memory

_MEMORY = 3 << 30
_ROWS = 500

_DAMAGED = "The kept bytes of this file are damaged. Run `holdfast verify`."


Consulted = tuple[str, str, str | None]
"""(about, source SHA-256, the answer or None): something a reader asked of the person's answers."""


class Message(msgspec.Struct, array_like=True):
    """Rows, and the number of input bytes read so far.

    `ends` says that a stretch of the stream is over: the next one is another process's. `over` says that this
    process has come to the end of the stream. `noticed` is what all are to be told that the others noticed,
    None where nothing is. The last message of a job has `last` set, and `consulted`: what was asked of the
    person's answers. `broken`: an importer that shares its stream with another process broke down, so that
    all must be read again by one, or with more care where something was only `doubted`.
    """

    rows: Rows
    done: int
    ends: bool = False
    over: bool = False
    noticed: Noticed | None = None
    last: bool = False
    broken: bool = False
    doubted: bool = False
    consulted: list[Consulted] = []


def as_answer(names: Sequence[str]) -> str | None:
    """Other names of a file in the form of an answer, None where it has none."""
    return msgspec.json.encode(names).decode() if names else None


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

    def country(self, source: str) -> str | None:
        answer = super().country(source)
        self.asked["country", source] = answer
        return answer


def work(pipe: Connection, place: "Synchronized[int]", share: tuple[int, int]) -> None:
    """Takes jobs off the pipe and answers with messages. `place` always tells the member being read.

    `share` is the number of this process, from 0, and of how many that share the jobs.
    """
    limit_memory()
    memory.close_off()
    memory.keep()
    # Records hold no circles: looking for some again and again would cost one second in thirty.
    gc.set_threshold(200_000)
    # They are loaded while the files are still being kept.
    importers()
    with contextlib.suppress(ConnectionError, EOFError):
        while True:
            job: Job = pipe.recv()
            place.value = -1
            _Reading(job, pipe, place, share).all()


def limit_memory() -> None:
    """Keeps a bomb from taking the machine down, where the system offers limits."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


class _Reading:
    def __init__(
        self, job: Job, pipe: Connection, place: "Synchronized[int]", share: tuple[int, int]
    ) -> None:
        self._job = job
        self._pipe = pipe
        self._place = place
        self._share = Share(
            *share, lambda: self._send(ends=True), self._over, careful=job.careful or share[1] == 1
        )
        self._told = Heard(**msgspec.structs.asdict(job.told), asked={})
        self._encoder = Encoder(job.mine)
        self._pack = msgspec.msgpack.Encoder()
        self._number = {source.sha256: number for number, source in job.sources}
        self._members: dict[int, int] = {}
        self._pending = 0
        self._done = 0
        self._inside = 0

    def all(self) -> None:
        tree, claimed, unclaimed = self._tree()
        if self._share.is_mine:
            for trouble in tree.problems:
                self._problem(trouble, None, None)
        self._share.over()
        first = 0
        for name, members in claimed.items():
            if importers()[name].shared or self._share.is_mine:
                self._read(name, members, tree, first)
            self._share.over()
            first += len(members)
        if self._share.is_mine:
            self._left_over(unclaimed, tree)
        self._send(last=True)

    def _left_over(self, unclaimed: list[Member], tree: Tree) -> None:
        """What no importer claims: it came with an event, or nobody understands it."""
        for member in unclaimed:
            if naming := tree.named.get(member.path):
                self._member(member, naming.importer, importers()[naming.importer].version)
            else:
                row = self._member(member, None, None)
                self._problem(nobody(member, tree), row, None)
            self._done += member.size

    def _over(self, noticed: Noticed | None) -> Noticed:
        if self._share.is_shared:
            self._send(over=True, noticed=noticed)
            return set() if noticed is None else self._pipe.recv()
        return noticed or set()

    def _tree(self) -> tuple[Tree, dict[str, list[Member]], list[Member]]:
        """What was handed in, who reads what of it, and what nobody does, whatever it was called."""
        names = {source.sha256: source.name for _, source in self._job.sources}
        others = {source.sha256: source.also for _, source in self._job.sources}
        left: dict[str, list[str]] = {}
        while True:
            handed = [self._handed(source, names[source.sha256]) for _, source in self._job.sources]
            tree = Tree(handed, share=self._share)
            claimed, unclaimed = claim(tree)
            again = False
            for sha256 in {member.source for member in unclaimed if not member.inner}:
                if sha256 not in left:
                    self._told.asked["names", sha256] = as_answer(others[sha256])
                    # Where no other name helps, the first one stays.
                    left[sha256] = [*others[sha256], names[sha256]] if others[sha256] else []
                if left[sha256]:
                    names[sha256] = left[sha256].pop(0)
                    again = True
            if not again:
                return tree, claimed, unclaimed

    def _handed(self, source: Source, name: str) -> Handed:
        return Handed(
            sha256=source.sha256,
            name=name,
            size=source.size,
            open=lambda: self._job.originals.open(source.sha256),
        )

    def _read(self, name: str, members: list[Member], tree: Tree, first: int) -> None:
        """Hands an importer its members. Where it breaks down, it goes on with the ones after."""
        importer = importers()[name]
        rows = {(m.source, m.inner): self._member(m, name, importer.version) for m in members}
        waiting: list[_Waiting] = []
        done = self._done
        for place, member in enumerate(members, first):
            if place in self._job.skip:
                self._trouble(member, self._job.skip[place], rows, name)
            else:
                waiting.append(_Waiting(place, done, member))
            done += member.size
        while waiting:
            records = importer.read(_Turn(waiting, self._begin), tree, self._told)
            trouble = self._run(records, rows, name, tree)
            if not trouble:
                break
            if importer.shared and self._share.is_shared:
                self._send(broken=True)
                return
            at = next((n for n, one in enumerate(waiting) if one.place == self._place.value), 0)
            self._trouble(waiting[at].member, trouble, rows, name)
            waiting = waiting[at + 1 :]
        self._done, self._inside = done, 0

    def _begin(self, one: "_Waiting") -> None:
        self._place.value = one.place
        self._done, self._inside = one.done, 0

    def _run(
        self, records: Iterator[Record], rows: dict[tuple[str, str], int], importer: str, tree: Tree
    ) -> str:
        """Takes in what an importer streams. Gives what went wrong, "" if nothing did."""
        try:
            for record in records:
                if isinstance(record, Question):
                    self._encoder.question(record, self._number[record.source], importer)
                    continue
                at = record.found_at
                row = rows.get((at.content, at.member))
                if isinstance(record, Problem):
                    self._problem(record, row, importer)
                elif row is not None:
                    self._encoder.event(self._placed(record), self._number[at.content], row)
                    if record.attached:
                        remember(record, importer, tree)
                    self._inside = at.position.start if at.position.unit == "byte" else 0
                    self._count()
        except DamageError:
            return _DAMAGED
        except HoldfastError as error:
            return error.what
        except Exception as error:  # noqa: BLE001  one of three places: a broken reader must not end the reading
            return f"Reading broke off here by a fault in the reader ({type(error).__name__})."
        return ""

    def _placed(self, event: Event) -> Event:
        """The event with numbers that name no country put into the one that the person named, if they did."""
        if event.service == "mail":
            return event
        people = (*event.to, event.by) if event.by else event.to
        if not any(map(phones.is_national, people)):
            return event
        country = self._told.country(event.found_at.content)
        if country is None:
            return event
        by, *to = (a and phones.in_country(a, country) for a in (event.by, *event.to))
        return msgspec.structs.replace(event, by=by, to=tuple(to))

    def _member(self, member: Member, importer: str | None, version: str | None) -> int:
        source = self._number[member.source]
        self._members[source] = self._members.get(source, 0) + 1
        row = (source << 32) + self._members[source]
        if self._share.is_mine:
            self._encoder.rows.members.append([row, source, member.inner, importer, version])
            self._count()
        return row

    def _trouble(self, member: Member, what: str, rows: dict[tuple[str, str], int], importer: str) -> None:
        problem = Problem(found_at=member.at(), loss="member", what=what)
        self._problem(problem, rows[member.source, member.inner], importer)

    def _problem(self, problem: Problem, member: int | None, importer: str | None) -> None:
        source = self._number[problem.found_at.content]
        self._encoder.problem(problem, source, source << 32 if member is None else member, importer)
        self._count()

    def _count(self) -> None:
        self._pending += 1
        if self._pending >= _ROWS:
            self._send()

    def _send(
        self,
        *,
        ends: bool = False,
        over: bool = False,
        noticed: Noticed | None = None,
        last: bool = False,
        broken: bool = False,
    ) -> None:
        consulted = [(*key, answer) for key, answer in sorted(self._told.asked.items())] if last else []
        message = Message(
            rows=self._encoder.take(),
            done=self._done + self._inside,
            ends=ends,
            over=over,
            noticed=noticed,
            last=last,
            broken=broken,
            doubted=self._share.is_doubted,
            consulted=consulted,
        )
        self._pipe.send_bytes(self._pack.encode(message))
        self._pending = 0


class _Waiting(NamedTuple):
    """A member to read, its place in the order of reading, and the bytes of those before it."""

    place: int
    done: int
    member: Member


class _Turn(Sequence[Member]):
    """The members an importer is handed. Tells which one it comes to, also in a part of them."""

    def __init__(self, members: list[_Waiting], begin: Callable[[_Waiting], None]) -> None:
        self._members = members
        self._begin = begin

    def __len__(self) -> int:
        return len(self._members)

    @overload
    def __getitem__(self, index: int) -> Member: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Member]: ...

    def __getitem__(self, index: int | slice) -> Member | Sequence[Member]:
        if isinstance(index, slice):
            return _Turn(self._members[index], self._begin)
        return self._members[index].member

    def __iter__(self) -> Iterator[Member]:
        for one in self._members:
            self._begin(one)
            yield one.member
