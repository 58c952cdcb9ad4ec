"""A database as Skype kept it on a computer."""

from tests.importers.made.database import make as made

START = 1_400_000_000

SCHEMA = """
CREATE TABLE Accounts (id INTEGER NOT NULL PRIMARY KEY, is_permanent INTEGER, skypename TEXT, fullname TEXT);
CREATE TABLE Conversations (id INTEGER NOT NULL PRIMARY KEY, is_permanent INTEGER, identity TEXT, type INTEGER,
    displayname TEXT, creation_timestamp INTEGER);
CREATE TABLE Participants (id INTEGER NOT NULL PRIMARY KEY, is_permanent INTEGER, convo_id INTEGER, identity TEXT,
    rank INTEGER);
CREATE TABLE Messages (id INTEGER NOT NULL PRIMARY KEY, is_permanent INTEGER, convo_id INTEGER, chatname TEXT,
    author TEXT, from_dispname TEXT, dialog_partner TEXT, timestamp INTEGER, type INTEGER, sending_status INTEGER,
    edited_by TEXT, edited_timestamp INTEGER, body_xml TEXT, identities TEXT, guid BLOB, remote_id INTEGER);
CREATE TABLE Calls (id INTEGER NOT NULL PRIMARY KEY, is_permanent INTEGER, begin_timestamp INTEGER,
    host_identity TEXT, duration INTEGER, is_incoming INTEGER, conv_dbid INTEGER, name TEXT);
CREATE TABLE CallMembers (id INTEGER NOT NULL PRIMARY KEY, is_permanent INTEGER, identity TEXT, dispname TEXT,
    call_duration INTEGER, call_db_id INTEGER);
CREATE INDEX IX_Participants_convo_id ON Participants (convo_id);
"""


def message(author: str, text: str | None, seconds: int, **more: object) -> dict[str, object]:
    row: dict[str, object] = {
        "convo_id": 1,
        "author": author,
        "from_dispname": author.title(),
        "dialog_partner": "robin.example",
        "timestamp": START + seconds,
        "type": 61,
        "body_xml": text,
        "guid": bytes([seconds % 256]) * 32,
    }
    return row | more


def make() -> None:
    made(
        "skype_database/main/input/main.db",
        SCHEMA,
        {
            "Accounts": [{"skypename": "tess.example", "fullname": "Tess"}],
            "Conversations": [
                {"id": 1, "identity": "robin.example", "type": 1, "displayname": "Robin"},
                {"id": 2, "identity": "#robin/$abc", "type": 2, "displayname": "Garden"},
            ],
            "Participants": [
                {"convo_id": 1, "identity": "robin.example"},
                {"convo_id": 1, "identity": "tess.example"},
                {"convo_id": 2, "identity": "robin.example"},
                {"convo_id": 2, "identity": "tess.example"},
                {"convo_id": 2, "identity": "mallow"},
            ],
            "Messages": [
                message("robin.example", "Let me in &amp; talk <ss type=\"smile\">:)</ss>", 0, type=50),
                message("tess.example", "no <a href=\"https://example.org/a\">https://example.org/a</a>", 10),
                message("robin.example", "", 20, edited_timestamp=START + 25, edited_by="robin.example"),
                message(
                    "robin.example",
                    '<quote author="tess.example" timestamp="1">no</quote>why',
                    30,
                    edited_timestamp=START + 33,
                ),
                message(
                    "robin.example",
                    '<files alt=""><file size="1234" index="0">gate.jpg</file></files>',
                    40,
                    type=68,
                ),
                message("mallow", "hi all", 50, convo_id=2, dialog_partner=None),
                message("robin.example", None, 60, convo_id=2, type=10, identities="tess.example"),
                message("robin.example", "of a later kind", 70, type=999),
                message("robin.example", "when", 80, timestamp=None),
                message("robin.example", None, 90, type=53),
            ],
            "Calls": [
                {"begin_timestamp": START + 100, "host_identity": "robin.example", "duration": 61,
                 "is_incoming": 1, "conv_dbid": 1, "name": "1-1400000100"},
                {"begin_timestamp": START + 200, "host_identity": "tess.example", "duration": None,
                 "is_incoming": 0, "conv_dbid": 1, "name": "1-1400000200"},
            ],
            "CallMembers": [
                {"identity": "robin.example", "dispname": "Robin", "call_duration": 60, "call_db_id": 1},
                {"identity": "robin.example", "dispname": "Robin", "call_duration": None, "call_db_id": 2},
            ],
        },
    )  # fmt: skip
