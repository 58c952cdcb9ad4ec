"""The log only grows, each entry is in its tree, and a change is one whole step."""

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from holdfast.model.errors import DamageError, LockedError, RequestError, SpaceError
from holdfast.model.source import Source
from holdfast.vault import checkpoint, database, entry, log, merkle
from holdfast.vault.entry import Imported
from holdfast.vault.pieces import Commitment
from holdfast.vault.vault import Vault
from tests.vault.vaults import PHRASE, add, flip, new_vault


@pytest.fixture
def vault(tmp_path):
    return new_vault(tmp_path)


def test_what_is_appended_is_read_back_in_order(vault):
    assert vault.log.append("decide", {"party": "p1", "why": "same number ☎"}, at=5) == 1
    assert vault.log.append("answer", {"zone": "Europe/Vienna"}, at=6) == 2
    found = list(vault.log.entries())
    assert [(e.number, e.action, e.at) for e in found[1:]] == [(1, "decide", 5), (2, "answer", 6)]
    assert found[1].body == {"party": "p1", "why": "same number ☎"}
    assert [e.number for e in vault.log.entries({"answer"})] == [2]
    assert [e.number for e in vault.log.entries(("answer", "create"))] == [0, 2]
    assert [e.number for e in vault.log.entries(after=1)] == [2]


def test_what_cannot_be_written_down_is_refused(vault):
    for value in ("\ud800", 2**60, float("nan")):
        with pytest.raises(RequestError):
            vault.log.append("decide", {"a": value}, at=1)
    assert vault.log.size() == 1


@pytest.mark.parametrize("body", [b"\xff", b'{"action":"import"}'])
def test_an_altered_entry_is_named_where_it_is_read(vault, body):
    add(vault, {"a": b"1"})
    with vault.log.database.transaction():
        vault.log.database.execute("DROP TRIGGER entries_stay", ())
        vault.log.database.execute("UPDATE entries SET body = ? WHERE number = 1", (body,))
    with pytest.raises(DamageError, match="entry 1 "):
        list(vault.log.sources())


def test_a_log_without_its_first_entry_signs_nothing(vault):
    with vault.log.database.transaction():
        vault.log.database.execute("DROP TRIGGER entries_remain", ())
        vault.log.database.execute("DELETE FROM entries", ())
    with pytest.raises(DamageError, match="entry 0 "):
        vault.log.checkpoint(at=1)


def test_more_entries_than_fit_one_page_come_all(vault):
    for number in range(7):
        vault.log.append("answer", {"n": number}, at=number)
    log_page = log._PAGE
    try:
        log._PAGE = 3
        assert [e.body["n"] for e in vault.log.entries({"answer"})] == list(range(7))
        assert [e.number for e in vault.log.entries()] == list(range(8))
    finally:
        log._PAGE = log_page


def test_the_bytes_of_an_entry_are_canonical_and_hash_to_its_leaf(vault):
    vault.log.append("decide", {"z": [1, True, None], "a": {"ü": "ß", "b": ""}}, at=5)
    _, _, _, data, leaf = list(vault.log.rows())[-1]
    decoded = msgspec.json.decode(data)
    assert rfc8785.dumps(decoded) == data
    assert len(bytes.fromhex(decoded["nonce"])) == 16
    assert leaf == merkle.leaf_hash(data)


def test_the_same_decision_twice_has_two_different_leaves(vault):
    vault.log.append("decide", {"a": 1}, at=5)
    vault.log.append("decide", {"a": 1}, at=5)
    assert len(set(vault.log.leaves())) == 3


TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(
    name=TEXT,
    obtained=TEXT,
    size=st.integers(0, 2**53 - 1),
    modified=st.none() | st.integers(-(2**53) + 1, 2**53 - 1),
    already=st.booleans(),
    pieces=st.none() | st.just(Commitment(count=2, root="ef" * 32, salt="01" * 16)),
)
def test_import_entries_are_written_as_rfc_8785_says(name, obtained, size, modified, already, pieces):
    source = Source(
        sha256="ab" * 32, name=name, size=size, received=7, batch=3, modified=modified, obtained=obtained
    )
    data = entry.import_body(Imported(source=source, already=already, commitment=pieces), "00" * 16)
    assert data == rfc8785.dumps(msgspec.json.decode(data))
    assert ("pieces" in msgspec.json.decode(data)) == bool(pieces)
    assert msgspec.json.decode(data)["name"] == name


def test_size_and_root_are_those_of_the_tree_over_all_entries(vault):
    add(vault, {"a": b"1", "b": b"2"})
    assert vault.log.size() == 3
    assert vault.log.root() == merkle.root(vault.log.leaves())


def test_a_checkpoint_signs_the_log_as_it_stands(vault):
    vault.log.append("decide", {}, at=5)
    note = vault.log.checkpoint(at=6)
    point = checkpoint.check(note, vault.description.id, vault.keys.public)
    assert (point.size, point.root) == (2, vault.log.root())
    assert vault.log.checkpoints()[-1] == note


@pytest.mark.parametrize("table", ["entries", "objects", "segments", "checkpoints"])
def test_nothing_can_be_changed_or_removed(vault, table):
    add(vault, {"a": b"1"})
    column = vault.log.database.all(f"PRAGMA table_info({table})")[0][1]
    before = vault.log.database.all(f"SELECT * FROM {table}")
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(DamageError), vault.log.database.transaction():
            vault.log.database.execute(statement, ())
    assert vault.log.database.all(f"SELECT * FROM {table}") == before != []


def test_a_change_that_fails_halfway_leaves_no_trace(vault):
    before = vault.log.database.all("SELECT * FROM frontier")
    with pytest.raises(KeyError), vault.log.database.transaction():  # noqa: PT012 -- fails after a change
        vault.log._extend([("decide", 1, b"{}")])
        raise KeyError
    assert vault.log.database.all("SELECT * FROM frontier") == before
    assert vault.log.size() == 1
    vault.log.append("decide", {}, at=1)


def test_an_entry_stays_when_the_log_was_never_closed(vault):
    vault.log.append("decide", {"a": 1}, at=5)
    assert not (vault.folder / "log.db-wal").stat().st_size
    again = Vault.open(vault.folder, PHRASE)
    assert [e.body for e in again.log.entries({"decide"})] == [{"a": 1}]


def test_two_connections_append_in_turn(vault):
    other = Vault.open(vault.folder, PHRASE)
    for number in range(4):
        (vault, other)[number % 2].log.append("decide", {"n": number}, at=1)
    assert vault.log.size() == other.log.size() == 5
    assert vault.log.root() == merkle.root(other.log.leaves())


def test_a_full_disk_is_told_as_such_and_nothing_is_half_saved(vault):
    vault.log.database.all("PRAGMA max_page_count = 20")
    with pytest.raises(SpaceError):
        vault.log.append("decide", {"a": "x" * 200_000}, at=5)
    assert vault.log.size() == 1
    vault.log.database.all("PRAGMA max_page_count = 100000")
    vault.log.append("decide", {"a": "x" * 200_000}, at=5)


def test_another_program_in_the_middle_of_writing_is_waited_for_and_then_told(vault):
    other = Vault.open(vault.folder, PHRASE)
    other.log.database.all("PRAGMA busy_timeout = 1")
    with vault.log.database.transaction(), pytest.raises(LockedError):
        other.log.append("decide", {}, at=1)


def test_a_damaged_page_is_told_where_it_is_read(vault):
    for number in range(200):
        vault.log.append("decide", {"text": "x" * 100}, at=number)
    vault.close()
    path = vault.folder / "log.db"
    flip(path, path.stat().st_size - 5000)
    again = Vault.open(vault.folder, PHRASE)
    with pytest.raises(DamageError, match=r"log\.db"):
        list(again.log.entries())


def test_a_sqlite_that_can_lose_writes_is_refused(vault, monkeypatch):
    monkeypatch.setattr(database.dbapi2, "sqlite_version_info", (3, 50, 0))
    with pytest.raises(RequestError, match="too old"):
        Vault.open(vault.folder, PHRASE)


def test_nothing_readable_is_in_the_file(vault):
    vault.log.append("decide", {"why": "seven quiet herons"}, at=5)
    data = b"".join(path.read_bytes() for path in vault.folder.rglob("*") if path.is_file())
    assert b"herons" not in data
    assert b"SQLite format" not in data


def test_what_comes_next_is_a_batch_of_its_own(vault):
    assert vault.log.next_batch() == 1
    add(vault, {"a": b"1"})
    add(vault, {"b": b"2", "c": b"3"})
    add(vault, {"a again": b"1"})
    assert [s.batch for s in vault.log.sources()] == [1, 2, 2]
    assert vault.log.next_batch() == 4


def test_a_read_only_place_can_still_be_read(vault, monkeypatch):
    add(vault, {"a": b"1"})
    vault.close()
    monkeypatch.setattr(database.os, "access", lambda *_: False)
    again = Vault.open(vault.folder, PHRASE)
    assert [s.name for s in again.log.sources()] == ["a"]
    with pytest.raises(SpaceError):
        again.log.append("decide", {}, at=1)
