"""Databases as Signal Desktop keeps them: locked."""

import json

import sqlcipher3

from tests.importers.fixtures import HERE

START = 1_700_000_000_000
KEY = "0123456789abcdef" * 4
ME = "aaaaaaaa-0000-4000-8000-000000000001"
OTHER, THIRD = "aaaaaaaa-0000-4000-8000-000000000002", "aaaaaaaa-0000-4000-8000-000000000003"

CONVERSATIONS = """
CREATE TABLE conversations (id STRING PRIMARY KEY ASC, json TEXT, active_at INTEGER, type STRING, members TEXT,
    name TEXT, profileName TEXT, profileFamilyName TEXT, profileFullName TEXT, e164 TEXT, {person} TEXT,
    groupId TEXT);
CREATE TABLE messages (rowid INTEGER PRIMARY KEY ASC, id STRING UNIQUE, json TEXT, readStatus INTEGER,
    expires_at INTEGER, sent_at INTEGER, schemaVersion INTEGER, conversationId STRING, received_at INTEGER,
    source STRING, hasAttachments INTEGER, expireTimer INTEGER, type STRING, body TEXT, isErased INTEGER,
    isViewOnce INTEGER, {writer} TEXT{more});
CREATE INDEX messages_conversation ON messages (conversationId, received_at);
"""
NEW = CONVERSATIONS.format(
    person="serviceId",
    writer="sourceServiceId",
    more=", isStory INTEGER GENERATED ALWAYS AS (type IS 'story'),"
    " callId TEXT GENERATED ALWAYS AS (json_extract(json, '$.callId'))",
) + (
    "CREATE TABLE callsHistory (callId TEXT PRIMARY KEY, peerId TEXT NOT NULL, ringerId TEXT DEFAULT NULL,"
    " mode TEXT NOT NULL, type TEXT NOT NULL, direction TEXT NOT NULL, status TEXT NOT NULL,"
    " timestamp INTEGER NOT NULL, startedById TEXT DEFAULT NULL, endedTimestamp INTEGER DEFAULT NULL);"
    " CREATE VIRTUAL TABLE messages_fts USING fts5 (body);"
)
OLD = CONVERSATIONS.format(person="uuid", writer="sourceUuid", more="")


def write(folder: str, schema: str, rows: dict[str, list[dict[str, object]]], config: dict[str, str]) -> None:
    """The salt in a locked file is new each time: one that is there already is left as it is."""
    place = HERE / "signal_desktop" / folder / "input/Signal"
    if (place / "sql/db.sqlite").exists():
        return
    (place / "sql").mkdir(parents=True)
    (place / "config.json").write_text(json.dumps(config, indent=2))
    connection = sqlcipher3.connect(str(place / "sql/db.sqlite"))
    connection.execute(f"PRAGMA key = \"x'{KEY}'\"")
    connection.executescript(schema)
    for table, added in rows.items():
        for row in added:
            marks = ", ".join("?" * len(row))
            connection.execute(
                f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values())
            )
    connection.commit()
    connection.close()


def message(
    number: int, sort: str, details: dict[str, object] | None = None, **columns: object
) -> dict[str, object]:
    at = START + number * 1000
    kept = {"timestamp": at, "received_at_ms": at + 400, "type": sort} | (details or {})
    return {
        "rowid": number,
        "id": f"bbbbbbbb-0000-4000-8000-{number:012}",
        "json": json.dumps(kept),
        "sent_at": at,
        "received_at": number,
        "conversationId": "c-other",
        "type": sort,
    } | columns


def new() -> None:
    edits = [
        {"body": "Sorry.", "timestamp": START + 60_000},
        {"body": "I will wait.", "timestamp": START + 30_000},
        {"body": "I will wait for you.", "timestamp": START + 3000},
    ]
    picture = {"contentType": "image/jpeg", "fileName": "door.jpg", "size": 1234, "plaintextHash": "ab" * 32}
    write(
        "2024",
        NEW,
        {
            "conversations": [
                {
                    "id": "c-other",
                    "type": "private",
                    "e164": "+447700900123",
                    "serviceId": OTHER,
                    "name": "Grey Coat",
                },
                {"id": "c-third", "type": "private", "serviceId": THIRD, "profileFullName": "Third Person"},
                {"id": "c-group", "type": "group", "name": "Running club", "groupId": "Z3JvdXA="},
                {"id": "c-me", "type": "private", "e164": "+447700900999", "serviceId": ME},
            ],
            "messages": [
                message(
                    1, "incoming", body="I saw you today.", sourceServiceId=OTHER, source="+447700900123"
                ),
                message(
                    2,
                    "outgoing",
                    {
                        "reactions": [{"emoji": "\N{SNAKE}", "fromId": "c-other", "timestamp": START + 2500}],
                        "quote": {"id": START + 1000, "text": "I saw you today."},
                    },
                    body="Leave me alone.",
                ),
                message(3, "incoming", {"editHistory": edits}, body="Sorry.", sourceServiceId=OTHER),
                message(
                    4, "incoming", {"deletedForEveryone": True}, body="", sourceServiceId=OTHER, isErased=1
                ),
                message(5, "incoming", {"attachments": [picture]}, body="Your door", sourceServiceId=OTHER),
                message(6, "incoming", body="Hello all", sourceServiceId=THIRD, conversationId="c-group"),
                message(7, "outgoing", body="Hello", conversationId="c-group"),
                message(8, "keychange"),
                message(9, "call-history", {"callId": "1"}),
                message(10, "incoming", body="From one who is gone", sourceServiceId="nobody-here"),
                message(11, "incoming", body="Its details are broken", sourceServiceId=OTHER, json="[]"),
                message(
                    12,
                    "incoming",
                    {"timestamp": 0},
                    body="Without a time",
                    sent_at=None,
                    sourceServiceId=OTHER,
                ),
            ],
            "callsHistory": [
                {
                    "callId": "1",
                    "peerId": OTHER,
                    "mode": "Direct",
                    "type": "Audio",
                    "direction": "Incoming",
                    "status": "Missed",
                    "timestamp": START + 9000,
                },
                {
                    "callId": "2",
                    "peerId": "c-other",
                    "mode": "Direct",
                    "type": "Video",
                    "direction": "Outgoing",
                    "status": "Accepted",
                    "timestamp": START + 90_000,
                    "endedTimestamp": START + 150_000,
                },
            ],
        },
        {"key": KEY},
    )


def old() -> None:
    write(
        "2020",
        OLD,
        {
            "conversations": [{"id": "c-other", "type": "private", "e164": "+447700900123", "uuid": OTHER}],
            "messages": [
                message(1, "incoming", body="Hello", sourceUuid=OTHER),
                message(2, "incoming", body="By number only", source="+447700900456"),
                message(3, "outgoing", body="No"),
            ],
        },
        {"key": KEY},
    )
    write("locked", OLD, {}, {"encryptedKey": "763130abcdef"})


def make() -> None:
    new()
    old()
