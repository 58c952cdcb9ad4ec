"""A case as a place that keeps and reads: created, opened, added to, read, checked, made again."""

import io
import json
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from time import time_ns
from typing import Any, Self

import msgspec

from holdfast.case.decisions import Answer, Decisions, checked, fold
from holdfast.case.giving import Refused, Watch, each_file, put_each
from holdfast.case.progress import Progress, quiet
from holdfast.formats.incident_sheet import Incident, encode
from holdfast.importers import importers
from holdfast.model.errors import DamageError
from holdfast.model.source import Source
from holdfast.reading.job import Job, Originals
from holdfast.reading.reader import Reader
from holdfast.reading.worker import as_answer
from holdfast.timeline.index import FORMAT, Index, erase
from holdfast.timeline.query import Query
from holdfast.timeline.tellings import Said
from holdfast.vault.clock import set_back
from holdfast.vault.entry import Entry
from holdfast.vault.findings import Verification
from holdfast.vault.intake import Intake
from holdfast.vault.vault import Vault
from holdfast.vault.verification import verify


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the files handed in: newly kept, already here, and refused with the reason.

    `healed` are those of the already kept that were damaged, and are whole again.
    """

    kept: tuple[Source, ...]
    already: tuple[str, ...]
    healed: tuple[str, ...]
    refused: tuple[Refused, ...]


def now() -> int:
    """UTC milliseconds by this machine's clock."""
    return time_ns() // 1_000_000


class Kept:
    """The vault and the index of one case, unlocked. Calls from several threads take turns."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.folder: Path = vault.folder
        self._turn = threading.RLock()
        self._decided: tuple[int, Decisions] = (0, Decisions())
        self._open_index()

    def _open_index(self) -> None:
        file, key = self.folder / "index.db", self.vault.keys.index_key
        # The index is derived: one that is damaged, or of another format, is simply made again by `read`.
        try:
            self._index = Index(file, key)
        except DamageError:
            erase(file)
            self._index = Index(file, key)
        if self._index.format != FORMAT:
            self._index.close()
            erase(file)
            self._index = Index(file, key)
        # Readers have a connection of their own: they see what is settled, not what is being loaded.
        self._shown = Index(file, key)
        self.query = Query(self._shown)

    @classmethod
    def create(cls, folder: Path, passphrase: str, *, work_factor: int = 18) -> tuple[Self, str]:
        """Makes an empty case and gives it with its recovery key, which is shown this once.

        Raises RequestError where the folder holds something already, or the passphrase is empty.
        """
        vault, recovery = Vault.create(folder, passphrase, now=now(), work_factor=work_factor)
        return cls(vault), recovery

    @classmethod
    def open(cls, folder: Path, secret: str) -> Self:
        """Opens a case with its passphrase or recovery key.

        Raises RequestError where there is none, LockedError for a wrong word, DamageError for a broken one.
        """
        return cls(Vault.open(folder, secret))

    def close(self) -> None:
        """Locks the case."""
        with self._turn:
            self._shown.close()
            self._index.close()
            self.vault.close()

    # Giving

    def add(
        self,
        paths: Sequence[Path],
        *,
        obtained: str = "",
        answers: Sequence[Answer] = (),
        progress: Progress = quiet,
    ) -> Added:
        """Keeps files and folders, then reads them. Files that cannot be read are refused one by one.

        `answers` without a source are about the files of this call only. Raises SpaceError when the disk
        takes no more; what was saved until then stays saved.
        """
        answers = [checked(answer) for answer in answers]
        already: dict[str, str] = {}
        healed: list[str] = []
        refused: list[Refused] = []
        # The reading process starts while the files are being kept.
        files = list(each_file(paths, refused, beside=self.folder))
        total = sum(file.size for file in files)
        with self._turn, self.vault.writing(), Reader(total) as reader:
            with self._keeping(obtained) as (intake, kept):
                watch = Watch(progress, total)
                for file, put in put_each(intake, files, watch, refused):
                    if not put.is_new:
                        already[file.name] = put.sha256
                    if put.is_healed:
                        healed.append(file.name)
            self._log_answers(answers, intake.batch if kept else 0, list(already.values()))
            self._read(reader, self._unread(self.vault.log.numbered_sources()), progress)
        return Added(kept=tuple(kept), already=tuple(already), healed=tuple(healed), refused=tuple(refused))

    @contextmanager
    def intake(self, *, obtained: str = "") -> Iterator[Intake]:
        """For files that come as streams: what is put in is kept when the block ends. Then call `read`."""
        with self._turn, self.vault.writing(), self._keeping(obtained) as (intake, _):
            yield intake

    @contextmanager
    def _keeping(self, obtained: str) -> Iterator[tuple[Intake, list[Source]]]:
        kept: list[Source] = []
        with self.vault.intake(now=now, obtained=obtained, saved=kept.extend) as intake:
            yield intake, kept

    def write_incident(self, incident: Incident) -> str:
        """Keeps one entry of the hand-written log as a source of its own, and reads it. Gives its SHA-256."""
        data = encode(incident)
        name = (
            f"incident-{datetime.fromtimestamp(now() / 1000, UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}.json"
        )
        with self._turn, self.vault.writing():
            with self.intake() as intake:
                put = intake.put(name, io.BytesIO(data), modified=None)
            self.read()
        return put.sha256

    def read(self, progress: Progress = quiet) -> None:
        """Reads what is kept but not read yet, or was read with other answers or by older importers."""
        with self._turn, self.vault.writing():
            kept = self.vault.log.numbered_sources()
            self._index.keep_only({number for number, _ in kept})
            unread = self._unread(kept)
            if unread or not self._index.is_settled(*self._said()):
                size = max((sum(s.size for _, s in sources) for sources in unread.values()), default=0)
                with Reader(size) as reader:
                    self._read(reader, unread, progress)

    @property
    def is_read(self) -> bool:
        """Whether everything kept is read, by this version and with the answers as they are."""
        with self._turn:
            is_bare = not self._index.read_batches()
            return not self._unread(self.vault.log.numbered_sources()) and (
                is_bare or self._index.is_settled(*self._said())
            )

    def _read(self, reader: Reader, unread: dict[int, list[tuple[int, Source]]], progress: Progress) -> None:
        for batch, members in unread.items():
            self._read_batch(reader, batch, members, progress)
        if unread or not self._index.is_settled(*self._said()):
            progress("settling", 0, 0)
            self._index.settle(*self._said())

    def _unread(self, kept: Sequence[tuple[int, Source]]) -> dict[int, list[tuple[int, Source]]]:
        """The batches that wait to be read, with their sources and the numbers of these in the case."""
        batches: dict[int, list[tuple[int, Source]]] = {}
        for number, source in kept:
            batches.setdefault(source.batch, []).append((number, source))
        done = self._index.read_batches()
        return {
            batch: members
            for batch, members in sorted(batches.items())
            if batch not in done or not self._is_current(batch, members, *done[batch])
        }

    def _is_current(
        self, batch: int, members: list[tuple[int, Source]], versions: str, consulted: str
    ) -> bool:
        told = self._decisions().told(batch)
        names = {source.sha256: as_answer(source.also) for _, source in members if source.also}
        asked: dict[str, Callable[[str], str | None]] = {
            "zone": told.zone,
            "date_order": told.date_order,
            "country": told.country,
            "names": names.get,
        }
        return versions == _versions() and all(
            asked[about](source) == answer for about, source, answer in msgspec.json.decode(consulted)
        )

    def _read_batch(
        self, reader: Reader, batch: int, members: list[tuple[int, Source]], progress: Progress
    ) -> None:
        total = sum(source.size for _, source in members)
        places = self.vault.log.placements()
        originals = Originals(self.vault.reader(), {s.sha256: places[s.sha256] for _, s in members})
        decisions = self._decisions()

        def job(skip: dict[int, str], careful: bool) -> Job:  # noqa: FBT001
            return Job(
                sources=tuple(members),
                originals=originals,
                told=decisions.told(batch),
                mine=decisions.words_for_me(),
                skip=skip,
                careful=careful,
            )

        reader.read_batch(self._index, batch, _versions, job, lambda done: progress("reading", done, total))

    def _said(self) -> tuple[frozenset[str], frozenset[str], Said]:
        """As `Index.settle` takes them: own accounts, files in which nobody is them, what is joined."""
        decisions = self._decisions()
        return decisions.words_for_me(), frozenset(decisions.nobody), decisions.said()

    def _decisions(self) -> Decisions:
        size = self.vault.log.size()
        told, decisions = self._decided
        if told != size:
            # The log only grows: what is new is added to what is known.
            entries = self.vault.log.entries(("answer", "decide"), after=told - 1)
            self._decided = size, fold(((entry.action, entry.body) for entry in entries), decisions)
        return self._decided[1]

    def _log_answers(self, answers: Sequence[Answer], batch: int, sources: Sequence[str]) -> None:
        """Logs answers that are not in force yet: about a batch and further sources, or as they say.

        An account of one's own is one's own everywhere; clocks and dates belong to files.
        """
        scopes = [Answer(about="me", value="", batch=batch)] if batch else []
        scopes += [Answer(about="me", value="", source=source) for source in sources]
        in_force = self._decisions().answers()
        for answer in answers:
            own = answer.about in ("me", "provider") or bool(answer.source) or not scopes
            for scope in [answer] if own else scopes:
                scoped = msgspec.structs.replace(answer, source=scope.source, batch=scope.batch)
                if scoped not in in_force:
                    self._log("answer", answer=msgspec.to_builtins(scoped))

    def _log(self, action: str, **body: Any) -> None:
        self.vault.log.append(action, body, at=now())

    # Checking

    def verify(self, progress: Progress = quiet) -> Verification:
        """Checks every byte and every entry, and says what is wrong by name. Writes nothing."""
        with self._turn:
            return verify(self.vault, lambda done, total: progress("checking", done, total), now=now())

    def rebuild(self, progress: Progress = quiet) -> None:
        """Makes the index again from the originals and the log."""
        with self._turn, self.vault.writing():
            self._shown.close()
            self._index.close()
            erase(self.folder / "index.db")
            self._open_index()
            self.read(progress)

    def log(self, limit: int = 200) -> list[Entry]:
        """The newest entries of the log, newest first."""
        size = self.vault.log.size()
        found = list(self.vault.log.entries(after=max(-1, size - limit - 2)))
        dated = [
            msgspec.structs.replace(entry, back=set_back(before.at, entry.at))
            for before, entry in pairwise(found)
        ]
        return (found[:1] + dated)[-limit:][::-1]


def _versions() -> str:
    return json.dumps({name: importer.version for name, importer in importers().items()})
