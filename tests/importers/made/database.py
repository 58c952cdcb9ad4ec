"""One database file of a fixture."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from tests.importers.fixtures import HERE

Rows = dict[str, list[dict[str, object]]]


def make(
    path: str, schema: str, rows: Rows, afterwards: Callable[[sqlite3.Connection], None] | None = None
) -> None:
    """Writes `rows` of each table. What `afterwards` does stays in a log beside the file."""
    file = HERE / path
    file.parent.mkdir(parents=True, exist_ok=True)
    work = Path(f"{file}.work")
    for old in (file, Path(f"{file}-wal"), work, Path(f"{work}-wal"), Path(f"{work}-shm")):
        old.unlink(missing_ok=True)
    connection = sqlite3.connect(work)
    connection.execute("PRAGMA page_size = 1024")
    connection.executescript(schema)
    for table, added in rows.items():
        insert(connection, table, *added)
    connection.commit()
    if afterwards:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        afterwards(connection)
        connection.commit()
        shutil.copy(f"{work}-wal", f"{file}-wal")
    shutil.copy(work, file)
    connection.close()
    for old in (work, Path(f"{work}-wal"), Path(f"{work}-shm")):
        old.unlink(missing_ok=True)


def insert(connection: sqlite3.Connection, table: str, *rows: dict[str, object]) -> None:
    for row in rows:
        names = ", ".join(row)
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))
