"""Phones' and programs' own databases: what is read is all that SQLite itself counts."""

import sqlite3
from pathlib import Path

import pytest
import sqlcipher3

from holdfast.importers import claim, importers
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from tests.importers.fixtures import HERE, handed
from tests.importers.made.signal import KEY
from tests.importers.trees import Tree, read_all, tree

TABLES = {
    "apple_calls": ("ZCALLRECORD", "voicemail"),
    "android_messages": ("sms", "pdu", "calls"),
    "imessage": ("message",),
    "skype_database": ("Messages", "Calls"),
    "whatsapp_android": ("message", "messages", "message_add_on", "call_log"),
    "whatsapp_ios": ("ZWAMESSAGE", "ZWACDCALLEVENT"),
}
CASES = [(name, case) for name in TABLES for case in sorted(p for p in (HERE / name).iterdir() if p.is_dir())]


def counted(file: Path, tables: tuple[str, ...], folder: Path) -> int:
    """How many rows SQLite itself counts, in a copy, because it writes beside what it opens."""
    for part in file.parent.glob(f"{file.name}*"):
        (folder / part.name).write_bytes(part.read_bytes())
    connection = sqlite3.connect(folder / file.name)
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    total = sum(connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables if t in there)
    connection.close()
    return int(total)


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda v: v if isinstance(v, str) else v.name)
def test_every_row_is_an_event_or_a_lost_record(name: str, case: Path, tmp_path: Path) -> None:
    given = Tree(handed(case / "input"))
    claimed, _ = claim(given)
    records = list(importers()[name].read(claimed[name], given, Told()))
    events = sum(isinstance(r, Event) for r in records)
    lost = sum(isinstance(r, Problem) and r.loss == "record" for r in records)
    files = [
        p for p in (case / "input").rglob("*") if p.is_file() and p.read_bytes()[:15] == b"SQLite format 3"
    ]
    assert events + lost == sum(counted(file, TABLES[name], tmp_path) for file in files) > 0


# Skype's file has a name that many databases have: what it holds alone tells.
@pytest.mark.parametrize("name", sorted(TABLES.keys() - {"skype_database"}))
def test_a_file_of_the_right_name_that_is_no_such_database_is_told(name: str) -> None:
    names = {"imessage": "chat.db", "android_messages": "mmssms.db", "whatsapp_android": "msgstore.db"}
    names |= {"apple_calls": "voicemail.db", "whatsapp_ios": "ChatStorage.sqlite"}
    file = names[name]
    for data in (b"nothing of the kind", b""):
        records = read_all(importers()[name], {file: data})
        assert [r.loss for r in records if isinstance(r, Problem)] == ["member"]


def test_a_database_with_a_view_where_the_messages_were_gives_nothing_and_says_so(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "chat.db")
    connection.executescript(
        """CREATE TABLE handle (id); CREATE TABLE chat_message_join (chat_id);
        CREATE VIEW message AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
            SELECT i AS guid, i AS text FROM n;"""
    )
    connection.close()
    records = read_all(importers()["imessage"], {"chat.db": (tmp_path / "chat.db").read_bytes()})
    assert [type(r) for r in records] == [Problem]


def test_a_database_inside_a_zip_is_read_with_its_log(tmp_path: Path) -> None:
    import io
    import zipfile

    folder = HERE / "imessage/macos/input/Messages"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as container:
        for name in ("chat.db", "chat.db-wal"):
            container.write(folder / name, name)
    made = tree({"Messages.zip": packed.getvalue()})
    records = list(importers()["imessage"].read(list(made), made, Told()))
    assert "Only in the log" in {r.text for r in records if isinstance(r, Event)}


def test_signals_own_count_is_reached() -> None:
    case = HERE / "signal_desktop/2024"
    given = Tree(handed(case / "input"))
    claimed, _ = claim(given)
    records = list(importers()["signal_desktop"].read(claimed["signal_desktop"], given, Told()))
    connection = sqlcipher3.connect(str(case / "input/Signal/sql/db.sqlite"))
    connection.execute(f"PRAGMA key = \"x'{KEY}'\"")
    tables = ("messages", "callsHistory")
    total = sum(connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables)
    connection.close()
    assert sum(isinstance(r, Event) and r.kind != "reaction" for r in records) == total > 0


def test_signals_database_without_its_key_says_what_is_missing() -> None:
    data = (HERE / "signal_desktop/2024/input/Signal/sql/db.sqlite").read_bytes()
    for config, word in (
        ({}, "config.json"),
        ({"config.json": b'{"encryptedKey": "7631"}'}, "encryptedKey"),
        ({"config.json": b"{broken"}, "damaged"),
        ({"config.json": b'{"key": "' + b"00" * 32 + b'"}'}, "does not open"),
    ):
        records = read_all(importers()["signal_desktop"], {"sql/db.sqlite": data} | config)
        assert [word in r.what for r in records if isinstance(r, Problem)] == [True]
        assert len(records) == 1
