"""The index database: opened, filled, settled. Derived from originals and log; deleting it loses nothing."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
from sqlcipher3 import dbapi2

from holdfast.formats.words import words
from holdfast.model.errors import DamageError, LockedError, SpaceError
from holdfast.model.source import Source
from holdfast.timeline.again import gone
from holdfast.timeline.load import Columns, Rows, named
from holdfast.timeline.tellings import Said, join

# Without a word for them the library looks for one each time, which takes a microsecond for each such value.
dbapi2.register_adapter(bytes, bytearray)
dbapi2.register_adapter(type(None), lambda none: none)

FORMAT = 9
"""Goes up when schema.sql changes; an index of another format is made anew."""

_INSERT = {
    "accounts": (
        "INSERT OR IGNORE INTO account (id, key, service, handle, native_id, shown_as, is_owner, mine) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    ),
    "namings": "INSERT OR IGNORE INTO naming (id, account, shown_as) VALUES (?, ?, ?)",
    "events": (
        "INSERT INTO event (id, name, sort, at, earliest, latest, as_written, precision, basis, kind, "
        "service, author, stated, direction, member, act, named, thread, naming, subject, text, rest) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ),
    "addressees": "INSERT INTO addressee (event, place, account, sort) VALUES (?, ?, ?, ?)",
    "problems": (
        "INSERT INTO problem (id, member, path, loss, what, raw, unit, start, length, importer) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ),
    "questions": (
        "INSERT OR IGNORE INTO question (about, source, importer, examples, choices) VALUES (?, ?, ?, ?, ?)"
    ),
    "members": "INSERT INTO member (id, source, path, importer, version) VALUES (?, ?, ?, ?, ?)",
}

# A source that asks which account is the person's own is told once one of those it offers is theirs.
_TOLD_BY_CHOICE = """
INSERT OR IGNORE INTO told_source
SELECT q.source FROM question q, json_each(q.choices) c JOIN account a ON a.key = c.value
WHERE q.about = 'me' AND a.mine
"""

# What the format states stays. From an own account: out. Addressed to somebody: in only if that is the
# person. Addressed to nobody by name (a chat): in where it is known who in it, or on the service, they are.
_DIRECT = """
WITH found AS MATERIALIZED (
    SELECT e.id, e.direction AS before, CASE
        WHEN a.mine THEN -1
        WHEN EXISTS (SELECT 1 FROM addressee t WHERE t.event = e.id) THEN
            EXISTS (SELECT 1 FROM addressee t JOIN account b ON b.id = t.account
                    WHERE t.event = e.id AND b.mine)
        WHEN e.id >> 32 IN (SELECT source FROM question WHERE about = 'me') THEN
            e.id >> 32 IN (SELECT id FROM told_source)
        ELSE a.service IN (SELECT service FROM account WHERE mine)
    END AS way
    FROM event e JOIN account a ON a.id = e.author WHERE e.stated = 0
)
UPDATE event SET direction = found.way FROM found WHERE found.way <> found.before AND event.id = found.id
"""


# What every page asks for: a large case is counted once, not each time it is opened.
_COUNT = """
INSERT INTO counted (service, kind, direction, is_again, number)
SELECT service, kind, direction, same_as IS NOT NULL, count(*) FROM event GROUP BY 1, 2, 3, 4
"""


_NO_ROOM = (
    "The disk did not take the timeline: full, read-only or failing. The files are saved.",
    "Make room, then run `holdfast rebuild`.",
)


@contextmanager
def told() -> Iterator[None]:
    """Turns what the database says into what a person can act on."""
    try:
        yield
    except OSError as error:
        raise SpaceError(*_NO_ROOM) from error
    except dbapi2.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in {dbapi2.SQLITE_FULL, dbapi2.SQLITE_IOERR, dbapi2.SQLITE_READONLY}:
            raise SpaceError(*_NO_ROOM) from error
        if code in {dbapi2.SQLITE_CORRUPT, dbapi2.SQLITE_NOTADB}:
            raise DamageError("The index is damaged.", "Run `holdfast rebuild` to make it again.") from error
        raise


class Index:
    """One connection. Reading is safe beside a writer; only one writer holds the case at a time."""

    def __init__(self, file: Path, key: bytes) -> None:
        """Opens the index, or makes an empty one. Raises DamageError if it cannot be read with this key."""
        self.connection = _connect(file, key)
        self._events: dict[int, int] = {}
        self._problems: dict[int, int] = {}

    def close(self) -> None:
        """Lets go of the file."""
        self.connection.close()

    @property
    def format(self) -> int:
        """The format this index was made with; anything but FORMAT means: make it again."""
        found: int = self.connection.execute("PRAGMA user_version").fetchone()[0]
        return found

    @told()
    def begin(self, sources: Sequence[tuple[int, Source]], batch: int, versions: str) -> None:
        """Opens a transaction to read one batch in, and takes out what an earlier reading left of it."""
        self._events.clear()
        self._problems.clear()
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        run("DELETE FROM batch WHERE id = ?", (batch,))
        numbers = [number for number, _ in sources]
        span = (min(numbers, default=0), max(numbers, default=0))
        known = {number for (number,) in run("SELECT id FROM source WHERE id BETWEEN ? AND ?", span)}
        for number in known.intersection(numbers):
            self._take_out(number)
        self.connection.executemany(
            "INSERT OR REPLACE INTO source (id, sha256, name, size, received, batch, modified, obtained) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (number, s.sha256, s.name, s.size, s.received, s.batch, s.modified, s.obtained)
                for number, s in sources
            ),
        )
        run("INSERT INTO batch (id, versions, consulted, read_ok) VALUES (?, ?, '[]', 0)", (batch, versions))

    @told()
    def keep_only(self, numbers: Collection[int]) -> None:
        """Takes out what was read from sources that are kept no more.

        What was handed in together with them is read again: one file can be part of another's record.
        """
        run = self.connection.execute
        gone = [one for one in run("SELECT id, batch FROM source") if one[0] not in numbers]
        if not gone:
            return
        run("BEGIN IMMEDIATE")
        for number, batch in gone:
            self._take_out(number)
            run("DELETE FROM source WHERE id = ?", (number,))
            run("DELETE FROM batch WHERE id = ?", (batch,))
            run("DELETE FROM look WHERE source = ?", (number,))
        run("DELETE FROM alike WHERE one NOT IN (SELECT sha256 FROM look)")
        run("DELETE FROM alike WHERE other NOT IN (SELECT sha256 FROM look)")
        run("DELETE FROM settled")
        run("COMMIT")

    def _take_out(self, source: int) -> None:
        run = self.connection.execute
        span = (source << 32, (source + 1) << 32)
        run("DELETE FROM words WHERE rowid >= ? AND rowid < ?", span)
        run("DELETE FROM addressee WHERE event >= ? AND event < ?", span)
        run("DELETE FROM event WHERE id >= ? AND id < ?", span)
        run("DELETE FROM problem WHERE id >= ? AND id < ?", span)
        run("DELETE FROM member WHERE source = ?", (source,))
        run("DELETE FROM question WHERE source = ?", (source,))

    @told()
    def insert(self, rows: Rows) -> None:
        """Adds ready rows after those of the same sources, inside the transaction of `begin`."""
        _follow(rows.addressees, self._events)
        _advance(self._events, _follow(rows.events, self._events))
        _advance(self._problems, _follow(rows.problems, self._problems))
        run = self.connection.executemany
        for table, statement in _INSERT.items():
            if chunk := getattr(rows, table):
                run(statement, chunk)
        run(
            "INSERT INTO words (rowid, said) VALUES (?, ?)",
            (
                (event[0], words(f"{event[-3]}\n{event[-2]}\n{names}"))
                for event, names in zip(rows.events, rows.names, strict=True)
            ),
        )

    @told()
    def pause(self) -> None:
        """Commits what was inserted so far. The batch still counts as unread until `finish`."""
        self.connection.execute("COMMIT")
        self.connection.execute("BEGIN IMMEDIATE")

    @told()
    def finish(self, batch: int, consulted: str) -> None:
        """Marks the batch as read, with the answers that mattered, and ends the transaction."""
        self.connection.execute(
            "UPDATE batch SET read_ok = 1, consulted = ? WHERE id = ?", (consulted, batch)
        )
        self.connection.execute("COMMIT")

    def abandon(self) -> None:
        """Undoes what was inserted since the last commit; the batch stays unread."""
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    @told()
    def settle(self, mine: frozenset[str], nobody: frozenset[str], said: Said) -> None:
        """After reading, or after a new answer: which accounts are the person's own, and what follows.

        `mine` are the words with which the person named their accounts; `nobody` the sources (SHA-256) in
        which they say none of the authors is them. Then tellings of one act are joined, also as they `said`,
        and everything is counted.
        """
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        self.connection.create_function("is_mine", 2, lambda key, native: int(named(key, native, mine)))
        run("UPDATE account SET mine = 1 WHERE mine = 0 AND (is_owner OR is_mine(key, native_id))")
        run("UPDATE account SET mine = 0 WHERE mine = 1 AND NOT (is_owner OR is_mine(key, native_id))")
        run("CREATE TEMP TABLE told_source (id INTEGER PRIMARY KEY)")
        self.connection.executemany(
            "INSERT INTO told_source SELECT id FROM source WHERE sha256 = ?", [(s,) for s in sorted(nobody)]
        )
        run(_TOLD_BY_CHOICE)
        run(_DIRECT)
        run("DROP TABLE told_source")
        join(run, said)
        run("UPDATE event SET gone = NULL WHERE gone IS NOT NULL")
        self.connection.executemany(
            "UPDATE event SET gone = ? WHERE id = ?", [(source, event) for event, source in gone(run)]
        )
        # Accounts that only an earlier reading knew.
        run(
            "DELETE FROM account WHERE id NOT IN (SELECT author FROM event WHERE author IS NOT NULL) "
            "AND id NOT IN (SELECT account FROM addressee)"
        )
        run("DELETE FROM naming WHERE id NOT IN (SELECT naming FROM event WHERE naming IS NOT NULL)")
        run("DELETE FROM counted")
        run(_COUNT)
        run("DELETE FROM settled")
        run("INSERT INTO settled (words) VALUES (?)", (_settled(mine, nobody, said),))
        run("COMMIT")

    def is_settled(self, mine: frozenset[str], nobody: frozenset[str], said: Said) -> bool:
        """Whether directions already follow from just these answers."""
        found = self.connection.execute("SELECT words FROM settled").fetchone()
        return found is not None and found[0] == _settled(mine, nobody, said)

    def read_batches(self) -> dict[int, tuple[str, str]]:
        """The batches that are wholly read: their importer versions and the answers consulted, as JSON."""
        found = self.connection.execute("SELECT id, versions, consulted FROM batch WHERE read_ok = 1")
        return {batch: (versions, consulted) for batch, versions, consulted in found}


def _connect(file: Path, key: bytes) -> Any:
    if not file.exists():
        with told():
            file.touch(mode=0o600)
    connection = dbapi2.connect(file, isolation_level=None, check_same_thread=False)
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        # Large pages and a hash with hardware behind it: a third less time than the defaults.
        connection.execute("PRAGMA cipher_page_size = 16384")
        connection.execute("PRAGMA cipher_hmac_algorithm = HMAC_SHA256")
        connection.execute("PRAGMA cache_size = -24576")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA busy_timeout = 10000")
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        if found == 0:
            _create(connection)
    except dbapi2.OperationalError as error:
        connection.close()
        if "locked" in str(error) or "busy" in str(error):
            raise LockedError("The index is in use.", "Wait until the other program is done.") from error
        raise DamageError(
            "The index cannot be opened.", "Run `holdfast rebuild` to make it again."
        ) from error
    except dbapi2.DatabaseError as error:
        connection.close()
        raise DamageError("The index is damaged.", "Run `holdfast rebuild` to make it again.") from error
    return connection


def _follow(rows: list[Columns], taken: dict[int, int]) -> Counter[int]:
    """Moves rows that are numbered from 1 within their source behind those taken; counts them by source."""
    counts: Counter[int] = Counter()
    for row in rows:
        source = row[0] >> 32
        counts[source] += 1
        row[0] += taken.get(source, 0)
    return counts


def _advance(taken: dict[int, int], counts: Counter[int]) -> None:
    for source, count in counts.items():
        taken[source] = taken.get(source, 0) + count


def erase(file: Path) -> None:
    """Deletes an index that nobody has open. Nothing is lost: it can be made again."""
    with told():
        for ending in ("", "-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)


def _settled(mine: frozenset[str], nobody: frozenset[str], said: Said) -> str:
    return msgspec.json.encode([sorted(mine), sorted(nobody), said]).decode()


def _create(connection: Any) -> None:
    schema = resources.files("holdfast.timeline").joinpath("schema.sql").read_text(encoding="utf-8")
    connection.executescript(f"BEGIN; {schema}")
    # Large batches of words at a time: full-text search spends itself on merging small ones.
    connection.execute("INSERT INTO words (words, rank) VALUES ('hashsize', 16777216)")
    connection.execute("INSERT INTO words (words, rank) VALUES ('automerge', 16)")
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("COMMIT")
