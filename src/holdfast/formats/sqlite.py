"""A foreign SQLite database as tables of rows: read-only, never unpacked to disk, and not trusted.

Only real tables are read, whole or by a key. A table that was replaced by a view is not there. Rows that were
deleted are not looked for, and neither are older states that a file or its log may still hold.
"""

import contextlib
import hashlib
import io
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import BinaryIO

import apsw
import msgspec

from holdfast.formats.sqlite_pages import MAGIC, Pages, Shelf
from holdfast.formats.sqlite_wal import Wal
from holdfast.formats.tree import Member, Tree
from holdfast.model.errors import InputError
from holdfast.model.locator import Position
from holdfast.model.problem import Problem

LARGEST = 1 << 30
"""Bytes of a database inside a container, which is held in memory."""

_CELL = 64 << 20
_STEPS = 100_000
_MOST_STEPS = 2_000
_MOST_LOST = 10_000
_SHORT = 64
_ASIDE = ("-wal", "-shm", "-journal")
_LIMITS = {
    apsw.SQLITE_LIMIT_LENGTH: _CELL,
    apsw.SQLITE_LIMIT_SQL_LENGTH: 1 << 20,
    apsw.SQLITE_LIMIT_EXPR_DEPTH: 100,
    apsw.SQLITE_LIMIT_ATTACHED: 0,
    apsw.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    apsw.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_SWITCHES = {
    apsw.SQLITE_DBCONFIG_DEFENSIVE: 1,
    apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA: 0,
    apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER: 0,
    apsw.SQLITE_DBCONFIG_ENABLE_VIEW: 0,
    apsw.SQLITE_DBCONFIG_ENABLE_FKEY: 0,
    apsw.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION: 0,
}

_NO_DATABASE = "This file is not a database, or its beginning is damaged."
_WRONG_KEY = "The key does not open this database, or its first page is damaged."
_NO_LIST = "The list of tables in this database is damaged."
_CUT_OFF = "This database was cut off: pages are missing at its end."
_LOCKED_PAGES = "Pages of this database do not open with its key: they are damaged."
_LOG_CUT = (
    "The log beside this database ends within a change that was not finished: that one was not applied."
)
_LOG_ODD = "The log beside this database is damaged or does not belong to it: it was not applied."
_JOURNAL = "A change to this database was not finished when it was copied: it may hold half of that change."
_DAMAGED = "A table of this database is damaged: rows are missing here."
_FEWER = "The database counts more rows in this table than could be read: so many are lost."
_LETTERS = "Some letters in this row are damaged; they are shown as \ufffd."
_UNFOUND = "A table that others point into is damaged: some rows were not found in it."

Value = str | int | float | bytes | None


class Row(msgspec.Struct, frozen=True):
    """One row. `number` is its row id, else its place in the table from 1."""

    number: int
    values: dict[str, Value]
    is_repaired: bool = False

    def text(self, name: str) -> str:
        """A value as text; "" where it is empty or the column is not there."""
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, bytes):
            return value.decode("utf-8", "replace")
        return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)

    def integer(self, name: str) -> int | None:
        """A whole number, None where there is none."""
        value = self.values.get(name)
        if isinstance(value, str) and len(value) < 20 and value.lstrip("-").isdecimal():
            return int(value)
        if isinstance(value, float):
            return int(value) if abs(value) < 1 << 63 else None
        return value if isinstance(value, int) else None

    def data(self, name: str) -> bytes:
        """Bytes, b"" where there are none."""
        value = self.values.get(name)
        return value if isinstance(value, bytes) else b""

    def rest(self, *used: str) -> dict[str, str]:
        """All other columns that hold anything, as stored; a number 0 is what a table holds where nothing is.

        Long bytes are told by their size and fingerprint: they stand in the row.
        """
        return {
            name: _written(value)
            for name, value in self.values.items()
            if value not in (None, "", 0, b"") and name not in used
        }

    @property
    def position(self) -> Position:
        """Where it stands in its member."""
        return Position(unit="row", start=self.number, length=1)


def _written(value: Value) -> str:
    if not isinstance(value, bytes):
        return str(value)
    if len(value) <= _SHORT:
        return value.hex()
    return f"{len(value)} bytes, SHA-256 {hashlib.sha256(value).hexdigest()}"


class Database:
    """Open with `opened`. `tables` are the real tables and their columns, in the order of their making.

    `problems` are remarks about the whole file, for the importer to pass on when it has read all.
    """

    def __init__(self, member: Member, connection: apsw.Connection, pages: Pages) -> None:
        self._member = member
        self._connection = connection
        self._most_rows = pages.count * pages.page_size
        self._quiet = 0
        connection.set_progress_handler(self._is_enough, _STEPS)
        self._encoding = "utf-8"
        self._numbers: dict[str, str] = {}
        self._indexed: set[tuple[str, str]] = set()
        self.problems: list[Problem] = []
        self.tables: dict[str, tuple[str, ...]] = {}
        try:
            self._list()
        except (apsw.Error, UnicodeDecodeError) as error:
            raise InputError(_NO_LIST) from error
        connection.authorizer = _allowed

    def _list(self) -> None:
        encodings = {"UTF-16le": "utf-16-le", "UTF-16be": "utf-16-be"}
        for (written,) in self._query("PRAGMA encoding"):
            self._encoding = encodings.get(str(written), "utf-8")
        # A virtual table is code, and a view is a question: neither holds rows of its own. A column that is
        # worked out from others holds nothing either, and one row on which that fails would stop all.
        named = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        for table in [str(name) for (name,) in self._query(named)]:
            columns = list(
                self._query("SELECT name, type, pk FROM pragma_table_xinfo(?) WHERE hidden = 0", table)
            )
            self.tables[table] = tuple(str(name) for name, _, _ in columns)
            keys = [str(name) for name, kind, pk in columns if pk and str(kind).upper() == "INTEGER"]
            first = (
                "SELECT i.name FROM pragma_index_list(?) AS l, pragma_index_info(l.name) AS i"
                " WHERE i.seqno = 0 AND l.partial = 0"
            )
            keys += [str(name) for (name,) in self._query(first, table)]
            self._indexed.update((table, name) for name in keys)
            self._numbers[table] = self._number(table)

    def _number(self, table: str) -> str:
        """By what name a table knows the number of a row; "" where its rows have none."""
        taken = {name.lower() for name in self.tables[table]}
        for name in ("_rowid_", "oid", "rowid"):
            if name not in taken:
                with contextlib.suppress(apsw.SQLError):
                    list(self._query(f"SELECT {name} FROM {_quoted(table)} LIMIT 0"))
                    return name
        return ""

    def _query(self, sql: str, *bound: Value) -> Iterator[tuple[Value, ...]]:
        self._quiet = 0
        for row in self._connection.cursor().execute(sql, bound):
            yield row
            self._quiet = 0

    def _is_enough(self) -> bool:
        """Stops a query that works and works without giving a row."""
        self._quiet += 1
        return self._quiet > _MOST_STEPS

    def has(self, table: str, *columns: str) -> bool:
        """Whether this is a real table with at least these columns."""
        return table in self.tables and set(columns) <= set(self.tables[table])

    def count(self, table: str) -> int | None:
        """How many rows a table has, None where nothing tells; of a damaged one an index may."""
        with contextlib.suppress(apsw.Error):
            # Not count(*), which would go through a tree that bites its own tail without ever looking up.
            for (number,) in self._query(f"SELECT sum(1) FROM {_quoted(table)}"):
                return number if isinstance(number, int) else 0
        return None

    def rows(self, table: str) -> Iterator[Row | Problem]:
        """Every row of a table in its own order, and what of it could not be read.

        Nothing where the table is not there. Behind a damaged place reading goes on from the end backwards.
        """
        if table not in self.tables:
            return
        seen, last, as_bytes = 0, None, False
        while True:
            try:
                for row in self._stretch(table, last, seen, as_bytes=as_bytes):
                    seen += 1
                    last = row.number
                    yield from self._told(row)
            except UnicodeDecodeError:
                as_bytes = True
                continue
            except apsw.Error:
                break
            return
        here = self._member.at(Position(unit="row", start=last or 0))
        if self._numbers[table]:
            with contextlib.suppress(apsw.Error):
                for row in self._stretch(table, last, seen, as_bytes=True, backwards=True):
                    seen += 1
                    yield from self._told(row)
        counted = self.count(table)
        yield Problem(found_at=here, loss="record" if counted is None else "part", what=_DAMAGED, raw=table)
        for _ in range(min((counted or 0) - seen, _MOST_LOST)):
            yield Problem(found_at=here, loss="record", what=_FEWER, raw=table)

    def _told(self, row: Row) -> Iterator[Row | Problem]:
        yield row
        if row.is_repaired:
            yield Problem(found_at=self._member.at(row.position), loss="part", what=_LETTERS)

    def _stretch(
        self, table: str, last: int | None, seen: int, *, as_bytes: bool, backwards: bool = False
    ) -> Iterator[Row]:
        """The rows after row `last`, of which `seen` came before. Their numbers rise, or they are damaged."""
        order = self._numbers[table]
        if not order:
            found = self._select(table, "LIMIT -1 OFFSET ?", (seen,), as_bytes=as_bytes)
        else:
            where = f"WHERE {order} > ? " if last is not None else ""
            bound = (last,) if last is not None else ()
            way = "DESC" if backwards else "ASC"
            found = self._select(table, f"{where}ORDER BY {order} {way}", bound, as_bytes=as_bytes)
        before = None if backwards else last
        for row in found:
            seen += 1
            is_odd = before is not None and (row.number >= before if backwards else row.number <= before)
            if seen > self._most_rows or (order and is_odd):
                raise apsw.CorruptError
            before = row.number
            yield row if order else Row(seen, row.values, row.is_repaired)

    def _select(self, table: str, rest: str, bound: tuple[Value, ...], *, as_bytes: bool) -> Iterator[Row]:
        columns = self.tables[table]
        wanted = [_quoted(name) for name in columns]
        if as_bytes:
            # Letters that are not Unicode can only be had as bytes.
            wanted = [f"CASE typeof({c}) WHEN 'text' THEN CAST({c} AS BLOB) ELSE {c} END" for c in wanted]
            wanted += [f"typeof({_quoted(name)})" for name in columns]
        number = self._numbers[table] or "0"
        for first, *values in self._query(
            f"SELECT {', '.join([number, *wanted])} FROM {_quoted(table)} {rest}", *bound
        ):
            kinds = values[len(columns) :]
            for n, kind in enumerate(kinds):
                if kind == "text" and isinstance(data := values[n], bytes):
                    values[n] = data.decode(self._encoding, "replace")
            is_repaired = any(
                kind == "text" and "\ufffd" in str(value) for kind, value in zip(kinds, values, strict=False)
            )
            number_of = first if isinstance(first, int) else 0
            yield Row(number_of, dict(zip(columns, values, strict=False)), is_repaired)

    def finder(self, table: str, column: str) -> Callable[[Value], list[Row]]:
        """Gives the rows of a table that hold a value in a column, none where there is no such column.

        Without an index the table is held in memory.
        """
        if not self.has(table, column):
            return lambda value: []  # noqa: ARG005
        if (table, column) in self._indexed:
            return lambda value: self._find(table, column, value)
        held: dict[Value, list[Row]] = {}
        for row in self.rows(table):
            if isinstance(row, Problem):
                self.problems.append(row)
            else:
                held.setdefault(row.values[column], []).append(row)
        return lambda value: held.get(value, [])

    def _find(self, table: str, column: str, value: Value) -> list[Row]:
        if value is None:
            return []
        try:
            return list(self._select(table, f"WHERE {_quoted(column)} = ?", (value,), as_bytes=True))
        except apsw.Error:
            problem = Problem(found_at=self._member.at(), loss="part", what=_UNFOUND, raw=table)
            if problem not in self.problems:
                self.problems.append(problem)
            return []


@contextlib.contextmanager
def opened(member: Member, tree: Tree, secret: str = "") -> Iterator[Database]:
    """A database, with the log beside it laid over. Raises InputError where it cannot be opened.

    `secret` is the key of a database that SQLCipher locked, in hex digits.
    """
    with contextlib.ExitStack() as open_now:
        stream = open_now.enter_context(_stream(member))
        log = tree.get(f"{member.path}-wal")
        wal = Wal(open_now.enter_context(_stream(log))) if log and log.size else None
        try:
            pages = Pages(stream, wal, secret)
        except ValueError as error:
            raise InputError(_WRONG_KEY) from error
        if not pages.is_database:
            raise InputError(_WRONG_KEY if secret else _NO_DATABASE)
        shelf = Shelf(pages)
        open_now.callback(shelf.unregister)
        try:
            connection = apsw.Connection("it", flags=apsw.SQLITE_OPEN_READONLY, vfs=shelf.name)
            open_now.callback(connection.close, True)  # noqa: FBT003
            _restrict(connection)
        except apsw.Error as error:
            raise InputError(_NO_DATABASE) from error
        database = Database(member, connection, pages)
        database.problems += _remarks(member, tree, pages, wal)
        yield database
        if pages.damaged:
            database.problems.append(Problem(found_at=member.at(), loss="part", what=_LOCKED_PAGES))


def main_of(member: Member, tree: Tree) -> Member:
    """The database that a file belongs to, which SQLite keeps beside it; else the file itself."""
    for ending in _ASIDE:
        if member.path.endswith(ending) and (main := tree.get(member.path.removesuffix(ending))):
            return main
    return member


@lru_cache(maxsize=1)
def tables(member: Member, tree: Tree) -> dict[str, tuple[str, ...]]:
    """The tables of a database and their columns, nothing where it is none or cannot be opened."""
    if member.head(16) != MAGIC:
        return {}
    try:
        with opened(member, tree) as database:
            return database.tables
    except InputError:
        return {}


def _stream(member: Member) -> BinaryIO:
    return io.BytesIO(member.read(LARGEST)) if member.inner else member.open()


def _remarks(member: Member, tree: Tree, pages: Pages, wal: Wal | None) -> Iterator[Problem]:
    journal = tree.get(f"{member.path}-journal")
    remarks = {
        _CUT_OFF: pages.missing > 0,
        _LOG_ODD: wal is not None and wal.page_size != pages.page_size,
        _LOG_CUT: wal is not None and wal.is_cut,
        # A journal that was dealt with is empty or begins with zeros.
        _JOURNAL: journal is not None and bool(journal.head(8).strip(b"\0")),
    }
    for what, is_so in remarks.items():
        if is_so:
            yield Problem(found_at=member.at(), loss="part", what=what)


def _restrict(connection: apsw.Connection) -> None:
    """Takes from a connection all that a hostile database could use: it may only be read."""
    for limit, most in _LIMITS.items():
        connection.limit(limit, most)
    for switch, to in _SWITCHES.items():
        connection.config(switch, to)
    for setting in (
        "query_only = 1",
        "cell_size_check = 1",
        "temp_store = 2",
        "mmap_size = 0",
        "cache_size = -8000",
    ):
        connection.execute(f"PRAGMA {setting}")


def _allowed(
    action: int, first: str | None, second: str | None, database: str | None, trigger: str | None
) -> int:
    del first, database, trigger
    is_plain = action in (apsw.SQLITE_SELECT, apsw.SQLITE_READ)
    is_function = action == apsw.SQLITE_FUNCTION and second != "load_extension"
    return apsw.SQLITE_OK if is_plain or is_function else apsw.SQLITE_DENY


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
