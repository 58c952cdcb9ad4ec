"""Databases as Android keeps them."""

import sqlite3

from tests.importers.fixtures import HERE
from tests.importers.made.database import make as made

START = 1_700_000_000_000
OTHER, THIRD = "+447700900123", "07700 900456"

SMS = """
CREATE TABLE sms (_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, person INTEGER, date INTEGER,
    date_sent INTEGER DEFAULT 0, protocol INTEGER, read INTEGER DEFAULT 0, status INTEGER DEFAULT -1, type INTEGER,
    reply_path_present INTEGER, subject TEXT, body TEXT, service_center TEXT, locked INTEGER DEFAULT 0,
    error_code INTEGER DEFAULT 0, seen INTEGER DEFAULT 0{sms});
CREATE TABLE pdu (_id INTEGER PRIMARY KEY AUTOINCREMENT, thread_id INTEGER, date INTEGER,
    date_sent INTEGER DEFAULT 0, msg_box INTEGER, read INTEGER DEFAULT 0, m_id TEXT, sub TEXT, sub_cs INTEGER,
    ct_t TEXT, ct_l TEXT, exp INTEGER, m_cls TEXT, m_type INTEGER, v INTEGER, m_size INTEGER, pri INTEGER,
    rr INTEGER, rpt_a INTEGER, resp_st INTEGER, st INTEGER, tr_id TEXT, seen INTEGER DEFAULT 0,
    text_only INTEGER DEFAULT 0{pdu});
CREATE TABLE addr (_id INTEGER PRIMARY KEY, msg_id INTEGER, contact_id INTEGER, address TEXT, type INTEGER,
    charset INTEGER);
CREATE TABLE part (_id INTEGER PRIMARY KEY AUTOINCREMENT, mid INTEGER, seq INTEGER DEFAULT 0, ct TEXT, name TEXT,
    chset INTEGER, cd TEXT, fn TEXT, cid TEXT, cl TEXT, ctt_s INTEGER, ctt_t TEXT, _data TEXT, text TEXT);
CREATE TABLE canonical_addresses (_id INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT);
CREATE TABLE threads (_id INTEGER PRIMARY KEY AUTOINCREMENT, date INTEGER DEFAULT 0,
    message_count INTEGER DEFAULT 0, recipient_ids TEXT, snippet TEXT, snippet_cs INTEGER DEFAULT 0,
    read INTEGER DEFAULT 1, type INTEGER DEFAULT 0, error INTEGER DEFAULT 0, has_attachment INTEGER DEFAULT 0);
CREATE INDEX partMidIndex ON part (mid);
CREATE VIEW sms_restricted AS SELECT * FROM sms WHERE type = 1;
CREATE TRIGGER sms_words AFTER INSERT ON sms BEGIN SELECT _DELETE_FILE('x'); END;
"""
CALLS = """
CREATE TABLE calls (_id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT{presentation}, date INTEGER,
    duration INTEGER, data_usage INTEGER, type INTEGER, features INTEGER NOT NULL DEFAULT 0, new INTEGER,
    name TEXT, numbertype INTEGER, numberlabel TEXT, countryiso TEXT, voicemail_uri TEXT, is_read INTEGER,
    geocoded_location TEXT);
"""


def messages(path: str, *, is_new: bool) -> None:
    schema = SMS.format(
        sms=", sub_id INTEGER DEFAULT -1, creator TEXT" * is_new, pdu=", creator TEXT" * is_new
    )
    # The trigger would call what only the phone has: it is put in after the rows.
    tables, _, trigger = schema.partition("CREATE TRIGGER")
    texts = [
        {"address": OTHER, "type": 1, "body": "I know where you live.", "date_sent": START - 2000, "read": 1},
        {"address": OTHER, "type": 2, "body": "Do not write to me again."},
        {"address": OTHER, "type": 1, "body": "Zwei gleiche \N{EYES}", "date": START + 5000},
        {"address": OTHER, "type": 1, "body": "Zwei gleiche \N{EYES}", "date": START + 5000},
        {"address": THIRD, "type": 1, "body": "A number without its country"},
        {"address": "12345", "type": 1, "body": "Your code", "service_center": "+447700900000"},
        {"address": None, "type": 3, "body": "Never sent", "thread_id": 2},
        {"address": OTHER, "type": 5, "body": "It did not go out", "error_code": 31},
        {"address": OTHER, "type": 77, "body": "Of no known kind"},
        {"address": OTHER, "type": 1, "body": "Without a time", "date": None},
    ]
    pictures = [
        {"date": START // 1000 + 60, "msg_box": 1, "m_type": 132, "thread_id": 2, "m_id": "mm1@example.org"},
        {"date": START // 1000 + 61, "msg_box": 2, "m_type": 128, "thread_id": 2, "date_sent": START // 1000},
        {
            "date": START // 1000 + 62,
            "msg_box": 1,
            "m_type": 130,
            "ct_l": "http://mms.example.net/1",
            "thread_id": 1,
        },
        {"date": START // 1000 + 63, "msg_box": 1, "m_type": 132, "sub": "Grüße".encode().decode("latin-1")},
    ]

    def later(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TRIGGER" + trigger.rstrip())

    made(
        path,
        tables,
        {
            "canonical_addresses": [{"_id": 1, "address": OTHER}, {"_id": 2, "address": "+447700900789"}],
            "threads": [{"_id": 1, "recipient_ids": "1"}, {"_id": 2, "recipient_ids": "1 2"}],
            "sms": [{"_id": n, "thread_id": 1, "date": START + n * 1000} | t for n, t in enumerate(texts, 1)],
            "pdu": [{"_id": n} | p for n, p in enumerate(pictures, 1)],
            "addr": [
                {"msg_id": 1, "address": OTHER, "type": 137, "charset": 106},
                {"msg_id": 1, "address": "insert-address-token", "type": 151},
                {"msg_id": 1, "address": "+447700900789", "type": 151},
                {"msg_id": 2, "address": "insert-address-token", "type": 137},
                {"msg_id": 2, "address": OTHER, "type": 151},
                {"msg_id": 2, "address": "+447700900789", "type": 151},
                {"msg_id": 3, "address": OTHER, "type": 137},
            ],
            "part": [
                {"mid": 1, "ct": "application/smil", "text": "<smil/>"},
                {"mid": 1, "ct": "text/plain", "text": "Look at this"},
                {
                    "mid": 1,
                    "ct": "text/x-note",
                    "cl": "note.bin",
                    "_data": "/data/user_de/0/app_parts/PART_1",
                },
                {"mid": 1, "ct": "image/jpeg", "cl": "gone.jpg", "_data": "/data/user_de/0/app_parts/PART_2"},
                {"mid": 2, "ct": "text/plain", "text": "To both of you"},
                {"mid": 4, "ct": "text/plain", "text": "No sender is told"},
            ],
        },
        later,
    )


def calls(path: str, *, is_new: bool) -> None:
    hidden: dict[str, object] = {"number": "", "presentation": 2} if is_new else {"number": "-2"}
    rows: list[dict[str, object]] = [
        {"number": OTHER, "type": 1, "duration": 65, "name": "Somebody"},
        {"number": OTHER, "type": 2, "duration": 0},
        {"number": OTHER, "type": 3, "duration": 0, "new": 1},
        hidden | {"type": 3, "duration": 0},
        {"number": THIRD, "type": 5, "duration": 0, "geocoded_location": "Nowhere"},
        {"number": OTHER, "type": 6, "duration": 0},
        {"number": OTHER, "type": 4, "duration": 12, "voicemail_uri": "content://voicemail/1"},
        {"number": OTHER, "type": 0, "duration": 0},
    ]
    made(
        path,
        CALLS.format(presentation=", presentation INTEGER NOT NULL DEFAULT 1" if is_new else ""),
        {"calls": [{"_id": n, "date": START + n * 60_000} | row for n, row in enumerate(rows, 1)]},
    )


def make() -> None:
    messages("android_messages/android-12/input/databases/mmssms.db", is_new=True)
    calls("android_messages/android-12/input/databases/calllog.db", is_new=True)
    messages("android_messages/android-4/input/mmssms.db", is_new=False)
    calls("android_messages/android-4/input/contacts2.db", is_new=False)
    file = HERE / "android_messages/android-12/input/databases/app_parts/PART_1"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"an invented note\n")
