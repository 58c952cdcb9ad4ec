"""The SQLCipher file under the log: one connection that threads share, and its errors in plain words."""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from holdfast.model.errors import DamageError, HoldfastError, LockedError, RequestError, SpaceError

_AT_ONCE = 400
"""Rows in one step: with five values in each well below the 32,766 that a statement may have."""
_OLDEST = (3, 51, 3)  # older ones can lose the write-ahead log: https://sqlite.org/wal.html#walresetbug


class Database:
    """Statements fail with SpaceError, LockedError or DamageError."""

    def __init__(self, file: Path, key: bytes) -> None:
        """Opens a file that is there with its raw 32 byte key."""
        self._turn = threading.RLock()
        self._connection = _connect(file, key)

    def make(self, schema: str) -> None:
        """Makes the tables of a new file."""
        self.all("PRAGMA journal_mode = WAL")
        with self._errors():
            self._connection.executescript(f"BEGIN;{schema}COMMIT;")

    def all(self, query: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """All rows of a query."""
        with self._turn:
            try:
                found: list[Any] = self._connection.execute(query, values).fetchall()
            except dbapi2.DatabaseError as error:
                raise _explained(error) from None
            return found

    def execute(self, statement: str, values: tuple[Any, ...]) -> None:
        """One change, inside `transaction`."""
        self._connection.execute(statement, values)

    def executemany(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """One change for many rows, inside `transaction`."""
        self._connection.executemany(statement, rows)

    def troubles(self) -> list[str]:
        """What is wrong with the file itself: pages that are not as they were written, broken structure."""
        self.all("PRAGMA wal_checkpoint(TRUNCATE)")
        broken = [str(row[0]) for row in self.all("PRAGMA cipher_integrity_check")]
        return broken or [str(row[0]) for row in self.all("PRAGMA integrity_check(9)") if row[0] != "ok"]

    def insert(self, into: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Adds rows of the same length, inside `transaction`. `into` is the statement up to its values.

        Many in one step: after each step the library lets other threads run, and has to wait for them.
        """
        for first in range(0, len(rows), _AT_ONCE):
            some = rows[first : first + _AT_ONCE]
            one = f"({', '.join('?' * len(some[0]))})"
            values = list(chain.from_iterable(some))
            self._connection.execute(f"{into} VALUES {', '.join([one] * len(some))}", values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; on the disk when it ends."""
        with self._turn, self._errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            # The log is whole in one file again, so that a copy of log.db alone is a copy. Where that cannot
            # be done now, the entry is still safe in the write-ahead log, and it is done later.
            with suppress(dbapi2.OperationalError):
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy(self, file: Path, key: bytes) -> None:
        """Writes the whole, as it stands at one moment, to a new file under the same key."""
        with self._turn, self._errors():
            target = dbapi2.connect(str(file))
            try:
                target.execute("PRAGMA cipher_log_level = NONE")
                target.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
                self._connection.backup(target)
            finally:
                target.close()

    def close(self) -> None:
        """Lets go of the file."""
        with self._turn:
            self._connection.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except dbapi2.DatabaseError as error:
            raise _explained(error) from None


def _connect(file: Path, key: bytes) -> Any:
    if dbapi2.sqlite_version_info < _OLDEST:
        raise RequestError("The SQLite in this installation is too old to be trusted.", "Update sqlcipher3.")
    # A database on a disc that cannot be written to opens only when told that nothing will change it.
    mode = "rw" if os.access(file.parent, os.W_OK) else "ro&immutable=1"
    connection = dbapi2.connect(
        f"{file.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA cache_size = -32768")
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except dbapi2.DatabaseError as error:
        connection.close()
        raise _explained(error) from None
    return connection


def _explained(error: Exception) -> HoldfastError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in {dbapi2.SQLITE_FULL, dbapi2.SQLITE_IOERR, dbapi2.SQLITE_READONLY, dbapi2.SQLITE_CANTOPEN}:
        return SpaceError(
            "The disk did not take the log entry: full, read-only or failing. It is not saved.",
            "Make room or use another disk, then do the same again: nothing is stored twice.",
        )
    if code in {dbapi2.SQLITE_BUSY, dbapi2.SQLITE_LOCKED}:
        return LockedError("Another program is writing to this case.", "Wait until it is done.")
    return DamageError(
        "log.db is altered or cut short: a page of it is not as it was written.",
        "Copy it back from a copy of the case folder. age can still open the originals.",
    )
