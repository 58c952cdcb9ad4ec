"""The log of a case: what happened, in order, in a hash tree, append-only, in one SQLCipher file."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from holdfast.model.errors import DamageError
from holdfast.model.source import Source
from holdfast.vault import checkpoint, merkle
from holdfast.vault.checkpoint import Checkpoint
from holdfast.vault.database import Database
from holdfast.vault.entry import Entry, Imported, canonical, import_body
from holdfast.vault.keys import Keys
from holdfast.vault.placement import Piece, Placement, Sealed

NAME = "log.db"
_PAGE = 1_000
_WITH_FILES = ("create", "key", "anchor")
_SCHEMA = Path(__file__).with_name("schema.sql")
_REMAIN = "CREATE TRIGGER {0}_remain BEFORE DELETE ON {0} BEGIN SELECT RAISE(ABORT, 'originals stay'); END"
_OBJECTS_STAY = (
    "CREATE TRIGGER objects_stay BEFORE UPDATE ON objects BEGIN SELECT RAISE(ABORT, 'originals stay'); END"
)


class Log:
    """One connection, shared by threads. Every change is one transaction, on the disk when it returns."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        """Opens the log that is there. Raises DamageError when it is missing or its first page is altered."""
        if not (folder / NAME).is_file():
            raise DamageError(
                f"{NAME} is missing: it lists what the encrypted files are.",
                "Copy it back from a copy of the case folder. age can still open the originals.",
            )
        self._seed = keys.seed
        self.database = Database(folder / NAME, keys.log_key)

    @classmethod
    def create(cls, folder: Path, keys: Keys) -> "Log":
        """Makes an empty log. The first entry must be "create", with the "id" that signs checkpoints."""
        (folder / NAME).touch(mode=0o600, exist_ok=False)
        log = cls(folder, keys)
        log.database.make(_SCHEMA.read_text("utf-8"))
        return log

    def append(self, action: str, body: dict[str, Any], *, at: int) -> int:
        """Adds one entry and returns its number. `body` holds plain JSON values, numbers below 2**53."""
        data = canonical(action, body, at)
        with self.database.transaction():
            return self._extend([(action, at, data)])

    def record(self, imported: Sequence[Imported], sealed: Iterable[Sealed], *, at: int) -> None:
        """One transaction: pieces, originals, one "import" entry each, frontier and a signed checkpoint."""
        nonces = os.urandom(16 * len(imported)).hex()
        entries = [
            ("import", one.source.received, import_body(one, nonces[32 * n : 32 * n + 32]))
            for n, one in enumerate(imported)
        ]
        placed = {one.source.sha256: one.placement for one in imported if one.placement and not one.already}
        moved = {one.source.sha256: one.placement for one in imported if one.placement and one.already}
        if moved:
            left = sorted({where.container for where in map(self.placement, moved) if where})
            body = {"what": "added again", "sources": sorted(moved), "left": left}
            entries.append(("heal", at, canonical("heal", body, at)))
        with self.database.transaction():
            self._place(sealed, placed)
            if moved:
                self._move(moved)
            self._extend(entries)
            self._sign(at)

    def take(
        self,
        entries: Sequence[tuple[str, int, bytes]],
        sealed: Iterable[Sealed],
        placed: Mapping[str, Placement],
        *,
        at: int,
    ) -> None:
        """One transaction: pieces and originals brought from another copy, and what is logged about them."""
        with self.database.transaction():
            self._place(sealed, placed)
            self._extend(entries)
            self._sign(at)

    def _place(self, sealed: Iterable[Sealed], placed: Mapping[str, Placement]) -> None:
        self.database.insert(
            "INSERT INTO segments (container, number, size, seal)",
            [(s.container, n, size, seal) for s in sealed for n, (size, seal) in enumerate(s.segments)],
        )
        self.database.insert(
            "INSERT INTO objects (sha256, container, start, size)",
            [(sha256, where.container, where.offset, where.size) for sha256, where in placed.items()],
        )

    def _move(self, moved: Mapping[str, Placement]) -> None:
        # The one change there is to where an original lies; the "heal" entry keeps where it was.
        self.database.execute("DROP TRIGGER objects_stay", ())
        self.database.executemany(
            "UPDATE objects SET container = ?, start = ? WHERE sha256 = ?",
            [(where.container, where.offset, sha256) for sha256, where in moved.items()],
        )
        self.database.execute(_OBJECTS_STAY, ())

    def withdraw(
        self, body: Mapping[str, Any], sealed: Iterable[Sealed], moved: Mapping[str, Placement], *, at: int
    ) -> None:
        """One transaction: the original `body["sha256"]` and the containers `body["left"]` are gone.

        What shared them stands in `sealed` now, at `moved`; the entry keeps what was taken out, and why.
        """
        data = canonical("withdraw", body, at)
        with self.database.transaction():
            self._place(sealed, {})
            if moved:
                self._move(moved)
            self.database.execute("DROP TRIGGER objects_remain", ())
            self.database.execute("DROP TRIGGER segments_remain", ())
            self.database.execute("DELETE FROM objects WHERE sha256 = ?", (body["sha256"],))
            self.database.executemany(
                "DELETE FROM segments WHERE container = ?", [(container,) for container in body["left"]]
            )
            self.database.execute(_REMAIN.format("objects"), ())
            self.database.execute(_REMAIN.format("segments"), ())
            self._extend([("withdraw", at, data)])
            self._sign(at)

    def entries(self, actions: Collection[str] = (), after: int = -1) -> Iterator[Entry]:
        """Entries in order, of these actions only (none: of all), with a number above `after`."""
        for number, action, at, data, leaf in self.rows(actions, after):
            body = _decoded(data, number)
            for key in ("action", "at", "nonce"):
                body.pop(key, None)
            yield Entry(number=number, at=at, action=action, body=body, leaf=leaf)

    def sources(self) -> list[Source]:
        """Everything handed in and not withdrawn, each original once, in order."""
        return [source for _, source in self.numbered_sources()]

    def numbered_sources(self) -> list[tuple[int, Source]]:
        """The same with the number of each, from 1: a number stays, whatever is withdrawn."""
        found: dict[int, Source] = {}
        numbers: dict[str, int] = {}
        names: dict[str, list[str]] = {}
        last = 0
        for number, action, at, data, _ in self.rows({"import", "withdraw"}):
            try:
                if action == "withdraw":
                    found.pop(numbers[_withdrawn(data).sha256], None)
                elif (told := _imported(data)).already:
                    names.setdefault(told.sha256, []).append(told.name)
                else:
                    last += 1
                    numbers[told.sha256] = last
                    found[last] = Source(
                        sha256=told.sha256,
                        name=told.name,
                        size=told.size,
                        received=at,
                        batch=told.batch,
                        modified=told.modified,
                        obtained=told.obtained,
                    )
            except (KeyError, ValueError):
                raise _altered(number) from None
        return [(number, _with_names(one, names.get(one.sha256))) for number, one in found.items()]

    def placement(self, sha256: str) -> Placement | None:
        """Where an original is kept, None when it is not."""
        rows = self.database.all("SELECT container, start, size FROM objects WHERE sha256 = ?", (sha256,))
        if not rows:
            return None
        container, start, size = rows[0]
        seals = self.database.all(
            "SELECT seal FROM segments WHERE container = ? ORDER BY number", (container,)
        )
        return Placement(container=container, offset=start, size=size, seals=tuple(s for (s,) in seals))

    def placements(self) -> dict[str, Placement]:
        """Where all originals are kept, by SHA-256."""
        seals: dict[str, list[bytes]] = {}
        for container, seal in self.database.all(
            "SELECT container, seal FROM segments ORDER BY container, number"
        ):
            seals.setdefault(container, []).append(seal)
        shared = {container: tuple(found) for container, found in seals.items()}
        return {
            sha256: Placement(container=container, offset=start, size=size, seals=shared.get(container, ()))
            for sha256, container, start, size in self.database.all(
                "SELECT sha256, container, start, size FROM objects"
            )
        }

    def pieces(self) -> list[Piece]:
        """All encrypted files under objects/, in order."""
        rows = self.database.all(
            "SELECT container, number, size, seal FROM segments ORDER BY container, number"
        )
        return [Piece(*row) for row in rows]

    def has(self, sha256: str) -> bool:
        """Whether these bytes are kept."""
        return bool(self.database.all("SELECT 1 FROM objects WHERE sha256 = ?", (sha256,)))

    def heads(self) -> set[bytes]:
        """The first eight bytes of every SHA-256 that is kept."""
        found = self.database.all("SELECT substr(sha256, 1, 16) FROM objects")
        return {bytes.fromhex(head) for (head,) in found}

    def has_large(self, size: int) -> bool:
        """Whether an original of exactly this size, of one megabyte or more, is kept."""
        found = self.database.all("SELECT 1 FROM objects WHERE size >= 1048576 AND size = ? LIMIT 1", (size,))
        return bool(found)

    def next_batch(self) -> int:
        """The number for what is handed in together next, from 1."""
        last = self.database.all(
            "SELECT body FROM entries WHERE action = 'import' ORDER BY number DESC LIMIT 1"
        )
        return int(msgspec.json.decode(last[0][0])["batch"]) + 1 if last else 1

    def origin(self) -> str:
        """The id of the vault, by which checkpoints are signed."""
        for entry in self.entries({"create"}):
            return str(entry.body.get("id"))
        raise _altered(0)

    def files(self) -> dict[str, str]:
        """The SHA-256 that each file outside objects/ should have, by path."""
        found: dict[str, str] = {}
        for entry in self.entries(_WITH_FILES):
            found |= entry.body.get("files", {})
            for name in entry.body.get("gone", ()):
                found.pop(name, None)
        return found

    def gone(self) -> set[str]:
        """Paths of files outside objects/ that were there once, and should not be any more."""
        named = {name for entry in self.entries(_WITH_FILES) for name in entry.body.get("gone", ())}
        return named - self.files().keys()

    def size(self) -> int:
        """The number of entries."""
        return self.frontier().size

    def root(self) -> bytes:
        """The 32 byte root hash over all entries."""
        return self.frontier().root()

    def frontier(self) -> merkle.Frontier:
        """The hash tree over all entries, as short as it can be told."""
        ((size, nodes),) = self.database.all("SELECT size, nodes FROM frontier")
        return merkle.Frontier(size, [nodes[i : i + 32] for i in range(0, len(nodes), 32)])

    def leaves(self) -> list[bytes]:
        """The leaf hashes of all entries in order, for proofs."""
        return [leaf for (leaf,) in self.database.all("SELECT leaf FROM entries ORDER BY number")]

    def checkpoint(self, *, at: int) -> str:
        """Signs the log as it stands, keeps the text and returns it."""
        with self.database.transaction():
            return self._sign(at)

    def checkpoints(self) -> list[str]:
        """All signed checkpoints in order."""
        return [note for (note,) in self.database.all("SELECT note FROM checkpoints ORDER BY number")]

    def close(self) -> None:
        """Lets go of the file."""
        self.database.close()

    def _extend(self, entries: Sequence[tuple[str, int, bytes]]) -> int:
        frontier = self.frontier()
        first = frontier.size
        leaves = [merkle.leaf_hash(data) for _, _, data in entries]
        self.database.insert(
            "INSERT INTO entries (number, action, at, body, leaf)",
            [(n, *entry, leaf) for n, entry, leaf in zip(count(first), entries, leaves, strict=False)],
        )
        frontier.extend(leaves)
        self.database.execute(
            "UPDATE frontier SET size = ?, nodes = ?", (frontier.size, b"".join(frontier.nodes))
        )
        return first

    def _sign(self, at: int) -> str:
        frontier = self.frontier()
        point = Checkpoint(origin=self.origin(), size=frontier.size, root=frontier.root())
        note = checkpoint.sign(point, self._seed)
        self.database.execute(
            "INSERT INTO checkpoints (size, at, note) VALUES (?, ?, ?)", (frontier.size, at, note)
        )
        return note

    def rows(
        self, actions: Collection[str] = (), after: int = -1
    ) -> Iterator[tuple[int, str, int, bytes, bytes]]:
        """Entries as stored: number, action, at, body bytes, leaf."""
        # A page at a time: an open query would keep a writer from folding the write-ahead log away.
        chosen = msgspec.json.encode(sorted(actions)).decode()
        while True:
            if actions:
                rows = self.database.all(
                    "SELECT number, action, at, body, leaf FROM entries WHERE number > ?"
                    " AND action IN (SELECT value FROM json_each(?)) ORDER BY number LIMIT ?",
                    (after, chosen, _PAGE),
                )
            else:
                rows = self.database.all(
                    "SELECT number, action, at, body, leaf FROM entries WHERE number > ?"
                    " ORDER BY number LIMIT ?",
                    (after, _PAGE),
                )
            yield from rows
            if len(rows) < _PAGE:
                return
            after = rows[-1][0]


class _Withdrawn(msgspec.Struct):
    sha256: str


class _Imported(_Withdrawn):
    name: str
    size: int
    batch: int
    modified: int | None
    obtained: str
    already: bool


# There may be hundreds of thousands, and every command asks for them: read as what they are, not as any JSON.
_withdrawn = msgspec.json.Decoder(_Withdrawn).decode
_imported = msgspec.json.Decoder(_Imported).decode


def _with_names(source: Source, names: list[str] | None) -> Source:
    others = tuple(name for name in dict.fromkeys(names or ()) if name != source.name)
    return msgspec.structs.replace(source, also=others) if others else source


def _decoded(data: bytes, number: int) -> dict[str, Any]:
    try:
        return msgspec.json.decode(data, type=dict[str, Any])
    except ValueError:
        raise _altered(number) from None


def _altered(number: int) -> DamageError:
    return DamageError(f"{NAME}: entry {number} is altered.", "Run verify to see what else is.")
