"""Foreign databases: what is in them, what of it is damaged, and what they may not do."""

import io
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3

from holdfast.formats import sqlite
from holdfast.formats.sqlite import Row
from holdfast.formats.tree import Handed, Tree
from holdfast.model.errors import DamageError, InputError
from holdfast.model.problem import Problem
from tests.importers.trees import tree

KEY = "ab" * 32
MADE = """
CREATE TABLE message (id INTEGER PRIMARY KEY, text TEXT, data BLOB, at REAL);
CREATE INDEX by_text ON message (text);
CREATE TABLE pair (first TEXT PRIMARY KEY, second) WITHOUT ROWID;
"""


@pytest.fixture
def made(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.executescript(MADE)
    rows = [(f"text {n} " * 10, bytes([n % 256]) * n, n / 4) for n in range(1500)]
    connection.executemany("INSERT INTO message (text, data, at) VALUES (?, ?, ?)", rows)
    connection.executemany("INSERT INTO pair VALUES (?, ?)", [(f"k{n}", n) for n in range(50)])
    connection.commit()
    yield connection
    connection.close()


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if not p.name.endswith("-shm")}


def read(
    given: dict[str, bytes], table: str, secret: str = "", name: str = "a.db"
) -> tuple[list[Row], list[Problem]]:
    made = tree(given)
    member = made.get(name)
    assert member is not None
    with sqlite.opened(member, made, secret) as database:
        found = list(database.rows(table))
        problems = database.problems
    rows = [r for r in found if isinstance(r, Row)]
    return rows, [*(r for r in found if isinstance(r, Problem)), *problems]


def test_every_row_is_as_sqlite_itself_reads_it(made: sqlite3.Connection, tmp_path: Path) -> None:
    for table in ("message", "pair"):
        rows, problems = read(files(tmp_path), table)
        assert [tuple(r.values.values()) for r in rows] == made.execute(f"SELECT * FROM {table}").fetchall()
        assert not problems
    assert [r.number for r in read(files(tmp_path), "pair")[0]] == list(range(1, 51))


def test_what_only_the_log_holds_is_read_and_what_was_not_committed_is_not(
    made: sqlite3.Connection, tmp_path: Path
) -> None:
    made.execute("PRAGMA journal_mode = WAL")
    made.execute("PRAGMA wal_autocheckpoint = 0")
    made.execute("UPDATE message SET text = 'changed' WHERE id = 700")
    made.commit()
    kept = files(tmp_path)
    made.execute("PRAGMA cache_size = 1")
    made.execute("UPDATE message SET text = 'never'")
    whole = files(tmp_path)
    made.rollback()
    assert len(whole["a.db-wal"]) > len(kept["a.db-wal"])
    for given in (kept, whole):
        rows, _ = read(given, "message")
        assert len(rows) == 1500
        assert [r.number for r in rows if r.values["text"] in ("changed", "never")] == [700]
    rows, _ = read({"a.db": kept["a.db"]}, "message")
    assert not [r for r in rows if r.values["text"] == "changed"]


def test_a_log_that_was_cut_off_or_is_another_ones_is_told(made: sqlite3.Connection, tmp_path: Path) -> None:
    made.execute("PRAGMA journal_mode = WAL")
    made.execute("PRAGMA wal_autocheckpoint = 0")
    made.execute("DELETE FROM message WHERE id > 10")
    made.commit()
    given = files(tmp_path)
    assert len(read(given, "message")[0]) == 10
    damaged = bytearray(given["a.db-wal"])
    damaged[200] ^= 1
    for log in (bytes(damaged), b"nothing of the kind" * 10):
        rows, problems = read(given | {"a.db-wal": log}, "message")
        assert (len(rows), [p.loss for p in problems]) == (1500, ["part"])


def test_rows_around_a_damaged_place_are_read_and_the_others_counted(
    made: sqlite3.Connection, tmp_path: Path
) -> None:
    data = bytearray(files(tmp_path)["a.db"])
    at = len(data) // 3 // 4096 * 4096
    data[at : at + 4096] = b"\xff" * 4096
    rows, problems = read({"a.db": bytes(data)}, "message")
    numbers = [r.number for r in rows]
    assert len(set(numbers)) == len(numbers)
    assert {1, 1500} <= set(numbers)
    lost = [p for p in problems if p.loss == "record"]
    assert lost
    assert len(rows) + len(lost) in (1500, len(rows) + 1)


@pytest.mark.parametrize("part", range(50))
def test_a_database_cut_off_anywhere_ends_in_rows_or_a_problem(
    made: sqlite3.Connection, tmp_path: Path, part: int
) -> None:
    data = files(tmp_path)["a.db"]
    try:
        rows, problems = read({"a.db": data[: len(data) * part // 50]}, "message")
    except InputError:
        return
    assert problems
    assert len(rows) < 1500 or len(rows) + len(problems) > 1500


def test_text_that_is_no_text_is_shown_and_told(made: sqlite3.Connection, tmp_path: Path) -> None:
    made.execute("UPDATE message SET text = CAST(x'41ff42' AS TEXT) WHERE id = 3")
    made.commit()
    rows, problems = read(files(tmp_path), "message")
    assert (len(rows), rows[2].text("text")) == (1500, "A\ufffdB")
    assert [(p.loss, p.found_at.position.start) for p in problems] == [("part", 3)]


def test_a_view_in_the_place_of_a_table_and_a_table_that_is_code_are_not_there(
    made: sqlite3.Connection, tmp_path: Path
) -> None:
    made.executescript(
        """CREATE VIEW sms AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;
        CREATE VIRTUAL TABLE words USING fts5(word);"""
    )
    given = tree(files(tmp_path))
    member = given.get("a.db")
    assert member is not None
    with sqlite.opened(member, given) as database:
        assert "sms" not in database.tables
        assert "words" not in database.tables
        assert not list(database.rows("sms"))


def test_a_tree_of_pages_that_bites_its_own_tail_comes_to_an_end(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.executescript("PRAGMA page_size = 512; CREATE TABLE t (a); ")
    connection.executemany("INSERT INTO t VALUES (?)", [("x" * 100,)] * 400)
    connection.commit()
    connection.close()
    data = bytearray((tmp_path / "a.db").read_bytes())
    # Page 2 is the root of the table: all its children become itself.
    count = int.from_bytes(data[512 + 3 : 512 + 5], "big")
    assert data[512] == 5
    for n in range(count):
        cell = 512 + int.from_bytes(data[512 + 12 + 2 * n : 512 + 14 + 2 * n], "big")
        data[cell : cell + 4] = (2).to_bytes(4, "big")
    rows, problems = read({"a.db": bytes(data)}, "t")
    assert len(rows) < 400
    assert problems


def test_rows_are_found_by_a_value_with_an_index_and_without(
    made: sqlite3.Connection, tmp_path: Path
) -> None:
    given = tree(files(tmp_path))
    member = given.get("a.db")
    assert member is not None
    with sqlite.opened(member, given) as database:
        assert [r.number for r in database.finder("message", "text")("text 7 " * 10)] == [8]
        assert [r.number for r in database.finder("message", "id")(8)] == [8]
        assert [r.number for r in database.finder("message", "at")(2.5)] == [11]
        assert database.finder("message", "nothing")(8) == []
        assert database.finder("nothing", "id")(8) == []


def test_a_locked_database_opens_with_its_key_and_log_and_with_no_other(tmp_path: Path) -> None:
    connection = sqlcipher3.connect(str(tmp_path / "a.db"))
    connection.execute(f"PRAGMA key = \"x'{KEY}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE t (a)")
    connection.executemany("INSERT INTO t VALUES (?)", [(f"{n}" * 100,) for n in range(500)])
    connection.commit()
    given = files(tmp_path)
    connection.close()
    assert "a.db-wal" in given
    for files_now in (given, files(tmp_path)):
        rows, problems = read(files_now, "t", KEY)
        assert [r.text("a") for r in rows] == [f"{n}" * 100 for n in range(500)]
        assert not problems
    for wrong in ("cd" * 32, "no key", "ab"):
        with pytest.raises(InputError):
            read(given, "t", wrong)


def test_a_locked_page_that_was_altered_is_told(tmp_path: Path) -> None:
    connection = sqlcipher3.connect(str(tmp_path / "a.db"))
    connection.execute(f"PRAGMA key = \"x'{KEY}'\"")
    connection.execute("CREATE TABLE t (a)")
    connection.executemany("INSERT INTO t VALUES (?)", [(f"{n}" * 100,) for n in range(500)])
    connection.commit()
    connection.close()
    data = bytearray((tmp_path / "a.db").read_bytes())
    data[4096 * 10 + 5] ^= 1
    rows, problems = read({"a.db": bytes(data)}, "t", KEY)
    assert 0 < len(rows) < 500
    assert [p.what for p in problems if "key" in p.what]


@pytest.mark.parametrize(
    "data", [b"", b"SQLite format 3\0", b"SQLite format 3\0" + b"\xff" * 5000, b"x" * 5000]
)
def test_what_is_no_database_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(InputError):
        read({"a.db": data}, "t")


def test_damage_below_is_not_taken_for_damage_of_the_database(
    made: sqlite3.Connection, tmp_path: Path
) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 100_000:
                raise DamageError("A piece is altered.")
            return super().read(size)

    data = files(tmp_path)["a.db"]
    given = Tree([Handed(sha256="0" * 64, name="a.db", size=len(data), open=lambda: Broken(data))])
    with pytest.raises(DamageError), sqlite.opened(given.members[0], given) as database:
        list(database.rows("message"))


def test_columns_beyond_those_used_are_kept_as_stored() -> None:
    row = Row(1, {"a": "x", "b": 0, "c": None, "d": b"\1\2", "e": 5, "f": 2.5, "g": b"x" * 100, "h": "7"})
    rest = row.rest("a")
    assert rest.pop("g").startswith("100 bytes, SHA-256 ")
    assert rest == {"d": "0102", "e": "5", "f": "2.5", "h": "7"}
    assert (row.integer("h"), row.integer("a"), row.text("f"), row.text("none"), row.data("d")) == (
        7,
        None,
        "2.5",
        "",
        b"\1\2",
    )
