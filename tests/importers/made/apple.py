"""Databases as iPhones and Macs keep them."""

import plistlib
import sqlite3
from datetime import datetime
from hashlib import sha1
from pathlib import Path

from tests.importers.fixtures import HERE
from tests.importers.made.database import insert
from tests.importers.made.database import make as made

SECOND = 10**9
START = 715_000_000  # 2023-08-29 10:06:40 UTC, counted from 2001
OTHER, THIRD = "+447700900123", "+447700900456"

JOINS = """
CREATE TABLE chat_handle_join (chat_id INTEGER REFERENCES chat (ROWID) ON DELETE CASCADE,
    handle_id INTEGER REFERENCES handle (ROWID) ON DELETE CASCADE, UNIQUE(chat_id, handle_id));
CREATE TABLE message_attachment_join (message_id INTEGER REFERENCES message (ROWID) ON DELETE CASCADE,
    attachment_id INTEGER REFERENCES attachment (ROWID) ON DELETE CASCADE, UNIQUE(message_id, attachment_id));
CREATE TABLE handle (ROWID INTEGER PRIMARY KEY AUTOINCREMENT UNIQUE, id TEXT NOT NULL, country TEXT,
    service TEXT NOT NULL, uncanonicalized_id TEXT, UNIQUE (id, service));
"""
FIRST = """
ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, text TEXT, replace INTEGER DEFAULT 0,
service_center TEXT, handle_id INTEGER DEFAULT 0, subject TEXT, country TEXT, attributedBody BLOB,
version INTEGER DEFAULT 0, type INTEGER DEFAULT 0, service TEXT, account TEXT, account_guid TEXT,
error INTEGER DEFAULT 0, date INTEGER, date_read INTEGER, date_delivered INTEGER,
is_delivered INTEGER DEFAULT 0, is_finished INTEGER DEFAULT 0, is_from_me INTEGER DEFAULT 0,
is_read INTEGER DEFAULT 0, is_sent INTEGER DEFAULT 0, cache_has_attachments INTEGER DEFAULT 0
"""
LATER = """,
item_type INTEGER DEFAULT 0, other_handle INTEGER DEFAULT 0, group_title TEXT, group_action_type INTEGER DEFAULT 0,
associated_message_guid STRING DEFAULT NULL, balloon_bundle_id STRING DEFAULT NULL, payload_data BLOB,
associated_message_type INTEGER DEFAULT 0, expressive_send_style_id STRING DEFAULT NULL,
associated_message_range_location INTEGER DEFAULT 0, associated_message_range_length INTEGER DEFAULT 0,
message_summary_info BLOB DEFAULT NULL
"""
LATEST = """,
destination_caller_id TEXT DEFAULT NULL, is_spam INTEGER DEFAULT 0, thread_originator_guid TEXT DEFAULT NULL,
thread_originator_part TEXT DEFAULT NULL, date_retracted INTEGER, date_edited INTEGER,
was_delivered_quietly INTEGER DEFAULT 0, associated_message_emoji TEXT DEFAULT NULL
"""
CHAT = """
CREATE TABLE chat (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, style INTEGER,
    state INTEGER, account_id TEXT, properties BLOB, chat_identifier TEXT, service_name TEXT, room_name TEXT,
    account_login TEXT, is_archived INTEGER DEFAULT 0, last_addressed_handle TEXT{more});
CREATE TABLE attachment (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL,
    created_date INTEGER DEFAULT 0, start_date INTEGER DEFAULT 0, filename TEXT, uti TEXT, mime_type TEXT,
    transfer_state INTEGER DEFAULT 0, is_outgoing INTEGER DEFAULT 0{attached});
"""
MORE = ", display_name TEXT, group_id TEXT, is_filtered INTEGER, successful_query INTEGER"
ATTACHED = ", user_info BLOB, transfer_name TEXT, total_bytes INTEGER DEFAULT 0, is_sticker INTEGER DEFAULT 0"


def schema(columns: str, joined: str = "", more: str = "", attached: str = "", extra: str = "") -> str:
    return (
        f"CREATE TABLE _SqliteDatabaseProperties (key TEXT, value TEXT, UNIQUE(key)); {JOINS}"
        f"CREATE TABLE chat_message_join (chat_id INTEGER REFERENCES chat (ROWID) ON DELETE CASCADE,"
        f" message_id INTEGER REFERENCES message (ROWID) ON DELETE CASCADE{joined},"
        f" PRIMARY KEY (chat_id, message_id));"
        f"CREATE TABLE message ({columns}); {CHAT.format(more=more, attached=attached)} {extra}"
    )


IOS_6 = schema(FIRST)
IOS_10 = schema(FIRST + LATER, more=MORE, attached=ATTACHED)
MACOS_13 = schema(
    FIRST + LATER + LATEST,
    joined=", message_date INTEGER DEFAULT 0",
    more=MORE,
    attached=ATTACHED,
    # The real one has triggers that call functions of the program; nothing may set them off.
    extra="""CREATE TABLE chat_recoverable_message_join (chat_id INTEGER REFERENCES chat (ROWID) ON DELETE CASCADE,
        message_id INTEGER REFERENCES message (ROWID) ON DELETE CASCADE, delete_date INTEGER,
        ck_sync_state INTEGER DEFAULT 0, PRIMARY KEY (chat_id, message_id));
    CREATE INDEX chat_message_join_idx_message_id_only ON chat_message_join (message_id);
    CREATE TRIGGER after_delete_on_attachment AFTER DELETE ON attachment BEGIN
        SELECT delete_attachment_path(OLD.filename); END;""",
)


def typed(text: str) -> bytes:
    """An archived string with attributes, as far as its text."""
    data = text.encode()
    length = bytes([len(data)]) if len(data) < 0x80 else b"\x81" + len(data).to_bytes(2, "little")
    return (
        b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\x00\x84\x84\x08NSObject\x00"
        b"\x85\x92\x84\x84\x84\x08NSString\x01\x94\x84\x01+"
        + length
        + data
        + b"\x86\x84\x02iI\x01"
        + length
        + b"\x92\x84\x84\x84\x0cNSDictionary\x00\x94\x84\x01i\x01\x92\x84\x96\x96\x1d__kIMMessagePartAttributeName"
        b"\x86\x92\x84\x84\x84\x08NSNumber\x00\x84\x84\x07NSValue\x00\x94\x84\x01*\x84\x99\x99\x00\x86\x86\x86"
    )


def history(*wordings: tuple[str, int], retracted: tuple[int, ...] = ()) -> bytes:
    kept: dict[str, object] = {"amc": 0, "ust": True}
    if wordings:
        kept["ec"] = {"0": [{"t": typed(text), "d": float(START + at)} for text, at in wordings]}
        kept["ep"] = [0]
        kept["otr"] = {"0": {"lo": 0, "le": len(wordings[0][0])}}
    if retracted:
        kept["rp"] = list(retracted)
    return plistlib.dumps(kept, fmt=plistlib.FMT_BINARY)


def message(number: int, **columns: object) -> dict[str, object]:
    kept = {"ROWID": number, "guid": f"00000000-0000-4000-8000-{number:012}", "service": "iMessage"}
    return kept | {"handle_id": 1, "date": (START + 60 * number) * SECOND} | columns


def macos_13() -> None:
    base = "iMessage;-;" + OTHER
    rows = [
        message(
            1, text="Hello", is_read=1, date_read=(START + 90) * SECOND, destination_caller_id="+447700900999"
        ),
        message(
            2,
            attributedBody=typed("I saw you at the station. \N{EYES}"),
            date_delivered=(START + 121) * SECOND,
        ),
        message(3, attributedBody=typed("Please leave me alone."), is_from_me=1, is_sent=1),
        message(
            4,
            attributedBody=typed("Sorry."),
            message_summary_info=history(
                ("I will wait for you.", 240), ("I will wait.", 260), ("Sorry.", 300)
            ),
            date_edited=(START + 300) * SECOND,
        ),
        message(5, message_summary_info=history(retracted=(0,)), date_edited=(START + 360) * SECOND),
        message(
            6,
            text="Loved \u201cPlease leave me alone.\u201d",
            associated_message_guid="p:0/00000000-0000-4000-8000-000000000003",
            associated_message_type=2000,
        ),
        message(
            7,
            text="Removed a heart from \u201cPlease leave me alone.\u201d",
            associated_message_guid="p:0/00000000-0000-4000-8000-000000000003",
            associated_message_type=3000,
        ),
        message(
            8,
            attributedBody=typed("Reacted \N{SNAKE} to an image"),
            associated_message_guid="bp:00000000-0000-4000-8000-000000000009",
            associated_message_type=2006,
            associated_message_emoji="\N{SNAKE}",
        ),
        message(9, attributedBody=typed("\ufffcYour door"), cache_has_attachments=1),
        message(
            10, attributedBody=typed("x" * 300), thread_originator_guid=f"00000000-0000-4000-8000-{2:012}"
        ),
        message(11, text=None, item_type=2, group_title="Running club", handle_id=2),
        message(12, item_type=1, other_handle=1, group_action_type=0, handle_id=2),
        message(13, text="To the group", handle_id=2),
        message(14, text="Her conversation is gone", handle_id=2),
        message(15, text="It belongs to none", handle_id=0),
        message(16, text="Deleted, but not for good"),
        message(17, text="By text message", service="SMS", handle_id=3),
        message(18, text="By another way", service="RCS", handle_id=1),
        message(19, text="Two the same", date=(START + 2000) * SECOND),
        message(20, text="Two the same", date=(START + 2000) * SECOND),
        message(
            21,
            attributedBody=b"\x04\x0bstreamtyped\x81\xe8\x03broken",
            message_summary_info=b"bplist00broken",
        ),
        message(22, text="No time", date=0),
        message(23, text="By mail address", handle_id=4),
    ]
    joined = [*range(1, 11), *range(18, 24)]
    tables = {
        "handle": [
            {"ROWID": 1, "id": OTHER, "service": "iMessage", "country": "gb"},
            {"ROWID": 2, "id": THIRD, "service": "iMessage"},
            {"ROWID": 3, "id": "12345", "service": "SMS"},
            {"ROWID": 4, "id": "Someone@example.org", "service": "iMessage"},
        ],
        "chat": [
            {"ROWID": 1, "guid": base, "style": 45, "chat_identifier": OTHER, "service_name": "iMessage"},
            {
                "ROWID": 2,
                "guid": "iMessage;+;chat100000000000000001",
                "style": 43,
                "chat_identifier": "chat100000000000000001",
                "service_name": "iMessage",
                "display_name": "Running club",
            },
            {
                "ROWID": 3,
                "guid": "SMS;-;12345",
                "style": 45,
                "chat_identifier": "12345",
                "service_name": "SMS",
            },
        ],
        "chat_handle_join": [
            {"chat_id": 1, "handle_id": 1},
            {"chat_id": 2, "handle_id": 1},
            {"chat_id": 2, "handle_id": 2},
            {"chat_id": 3, "handle_id": 3},
        ],
        "message": rows,
        "chat_message_join": [
            *({"chat_id": 1, "message_id": n} for n in joined),
            *({"chat_id": 2, "message_id": n} for n in (11, 12, 13)),
            {"chat_id": 99, "message_id": 14},
            {"chat_id": 3, "message_id": 17},
        ],
        "chat_recoverable_message_join": [
            {"chat_id": 1, "message_id": 16, "delete_date": (START + 5000) * SECOND}
        ],
        "attachment": [
            {
                "ROWID": 1,
                "guid": "at_0",
                "mime_type": "text/plain",
                "transfer_name": "door.txt",
                "filename": "~/Library/Messages/Attachments/0a/10/0000/door.txt",
                "total_bytes": 9,
            },
            {
                "ROWID": 2,
                "guid": "at_1",
                "mime_type": "image/heic",
                "transfer_name": "gone.heic",
                "filename": "~/Library/Messages/Attachments/0b/11/0000/gone.heic",
                "total_bytes": 5000,
            },
        ],
        "message_attachment_join": [
            {"message_id": 9, "attachment_id": 1},
            {"message_id": 9, "attachment_id": 2},
        ],
    }

    def later(connection: sqlite3.Connection) -> None:
        insert(connection, "message", message(24, text="Only in the log"))
        insert(connection, "chat_message_join", {"chat_id": 1, "message_id": 24})

    made("imessage/macos/input/Messages/chat.db", MACOS_13, tables, later)
    file = HERE / "imessage/macos/input/Messages/Attachments/0a/10/0000/door.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"invented\n")


def ios(name: str, layout: str, *, seconds: bool) -> None:
    """An older iPhone: times in seconds, texts as they are, the file in a backup."""
    unit = 1 if seconds else SECOND
    hashed = "3d0d7e5fb2ce288813306e4d4636395e047a3d28"
    path = f"imessage/{name}/input/backup/{'' if seconds else '3d/'}{hashed}"
    kept = sha1(b"MediaDomain-Library/SMS/Attachments/0a/10/AB/note.txt").hexdigest()
    rows = [
        message(n, text=text, date=(START - 300_000_000 + n) * unit, is_from_me=n % 2, service=service)
        for n, (text, service) in enumerate(
            [("One", "iMessage"), ("Two", "SMS"), ("\ufffc", "iMessage"), ("Vier \N{EYES}", "iMessage")], 1
        )
    ]
    made(
        path,
        layout,
        {
            "handle": [{"ROWID": 1, "id": OTHER, "service": "iMessage", "country": "gb"}],
            "chat": [{"ROWID": 1, "guid": "iMessage;-;" + OTHER, "service_name": "iMessage", "style": 45}],
            "chat_handle_join": [{"chat_id": 1, "handle_id": 1}],
            "message": rows,
            "chat_message_join": [{"chat_id": 1, "message_id": n} for n in range(1, 5)],
            "attachment": [
                {
                    "ROWID": 1,
                    "guid": "at_0",
                    "mime_type": "text/plain",
                    "filename": "~/Library/SMS/Attachments/0a/10/AB/note.txt",
                }
            ],
            "message_attachment_join": [{"message_id": 3, "attachment_id": 1}],
        },
    )
    file = HERE / f"imessage/{name}/input/backup/{'' if seconds else kept[:2] + '/'}{kept}"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"invented note\n")


CALLS = """
CREATE TABLE ZCALLRECORD (Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZANSWERED INTEGER,
    ZCALL_CATEGORY INTEGER, ZCALLTYPE INTEGER, ZDISCONNECTED_CAUSE INTEGER, ZFACE_TIME_DATA INTEGER,
    ZHANDLE_TYPE INTEGER, ZNUMBER_AVAILABILITY INTEGER, ZORIGINATED INTEGER, ZREAD INTEGER, ZDATE TIMESTAMP,
    ZDURATION FLOAT, ZDEVICE_ID VARCHAR, ZISO_COUNTRY_CODE VARCHAR, ZLOCATION VARCHAR, ZNAME VARCHAR,
    ZSERVICE_PROVIDER VARCHAR, ZUNIQUE_ID VARCHAR UNIQUE, ZADDRESS BLOB);
CREATE INDEX Z_CallRecord_date ON ZCALLRECORD (ZDATE COLLATE BINARY ASC);
CREATE TABLE Z_PRIMARYKEY (Z_ENT INTEGER PRIMARY KEY, Z_NAME VARCHAR, Z_SUPER INTEGER, Z_MAX INTEGER);
"""
VOICEMAIL = """
CREATE TABLE voicemail (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, remote_uid INTEGER, date INTEGER, token TEXT,
    sender TEXT, callback_num TEXT, duration INTEGER, expiration INTEGER, trashed_date INTEGER, flags INTEGER);
CREATE INDEX date_index on voicemail(date);
"""


def calls() -> None:
    """A backup with the list of calls and the voicemail, one recording among them."""
    rows: list[dict[str, object]] = [
        {"ZADDRESS": OTHER.encode(), "ZANSWERED": 1, "ZORIGINATED": 0, "ZDURATION": 61.5, "ZCALLTYPE": 1},
        {"ZADDRESS": OTHER, "ZANSWERED": 0, "ZORIGINATED": 0, "ZDURATION": 0.0, "ZCALLTYPE": 1, "ZREAD": 0},
        {"ZADDRESS": OTHER, "ZANSWERED": 0, "ZORIGINATED": 1, "ZDURATION": 0.0, "ZCALLTYPE": 1},
        {"ZADDRESS": None, "ZANSWERED": 0, "ZORIGINATED": 0, "ZDURATION": 0.0, "ZCALLTYPE": 1},
        {
            "ZADDRESS": "Someone@example.org",
            "ZANSWERED": 1,
            "ZORIGINATED": 0,
            "ZDURATION": 5.0,
            "ZCALLTYPE": 8,
        },
        {"ZADDRESS": OTHER, "ZANSWERED": 0, "ZORIGINATED": 0, "ZDATE": None},
    ]
    folder = "apple_calls/ios-11/input/backup"
    made(
        f"{folder}/5a/5a4935c78a5255723f707230a451d79c540d2741",
        CALLS,
        {
            "ZCALLRECORD": [
                {
                    "Z_PK": n,
                    "ZDATE": START + n * 100 + 0.25,
                    "ZUNIQUE_ID": f"CALL-{n}",
                    "ZISO_COUNTRY_CODE": "gb",
                }
                | row
                for n, row in enumerate(rows, 1)
            ]
        },
    )
    made(
        f"{folder}/99/992df473bbb9e132f4b3b6e4d33f72171e97bc7a",
        VOICEMAIL,
        {
            "voicemail": [
                {"date": 1_693_303_600, "sender": OTHER, "duration": 12, "flags": 2, "trashed_date": 0},
                {
                    "date": 1_693_303_700,
                    "sender": OTHER,
                    "duration": 3,
                    "flags": 11,
                    "trashed_date": START + 9000,
                },
                {"date": 1_693_303_800, "sender": None, "callback_num": None, "duration": 1},
            ]
        },
    )
    hashed = sha1(b"HomeDomain-Library/Voicemail/1.amr").hexdigest()
    file = HERE / folder / hashed[:2] / hashed
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"#!AMR\ninvented")
    made(
        "apple_calls/mac/input/CallHistory.storedata",
        CALLS,
        {
            "ZCALLRECORD": [
                {"ZDATE": START, "ZADDRESS": THIRD, "ZORIGINATED": 1, "ZANSWERED": 1, "ZDURATION": 1.0}
            ]
        },
    )


FILES = (
    "CREATE TABLE Files (fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT, flags INTEGER, file BLOB);"
)
PROPERTIES = "CREATE TABLE Properties (key TEXT PRIMARY KEY, value BLOB);"
CAMERA, APP, SMS = (
    ("CameraRollDomain", "Media/DCIM/100APPLE/IMG_0042.JPG"),
    ("AppDomain-com.example.app", "Documents/settings.bin"),
    ("HomeDomain", "Library/SMS/sms.db"),
)


def hashed(domain: str, path: str) -> str:
    return sha1(f"{domain}-{path}".encode()).hexdigest()


def device(number: str = "+44 7700 900999") -> dict[str, object]:
    return {
        "Build Version": "21A329",
        "Device Name": "Phone of Robin",
        "Display Name": "Phone of Robin",
        "IMEI": "350000000000000",
        "Installed Applications": ["com.example.app", "com.example.tracker"],
        "Last Backup Date": datetime(2023, 9, 30, 18, 5, 7),  # noqa: DTZ001  a property list has no zone
        "Phone Number": number,
        "Product Name": "iPhone 14",
        "Product Type": "iPhone14,7",
        "Product Version": "17.0",
        "Serial Number": "EXAMPLE0001",
        "iTunes Files": {"ApertureAlbumPrefs": b"invented"},
    }


def write(folder: Path, files: dict[str, object], fmt: plistlib.PlistFormat) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, kept in files.items():
        data = kept if isinstance(kept, bytes) else plistlib.dumps(kept, fmt=fmt)  # type: ignore[arg-type]
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)


def backups() -> None:
    at = HERE / "iphone_backup"
    photo = (HERE / "pictures/cameras/input/IMG_0002.JPG").read_bytes()
    manifest = {"Version": "10.0", "IsEncrypted": False, "Lockdown": {"ProductVersion": "17.0"}}
    state = {"IsFullBackup": False, "SnapshotState": "finished", "Version": "3.3"}

    def below(domain: str, path: str) -> str:
        return f"{hashed(domain, path)[:2]}/{hashed(domain, path)}"

    folder = at / "ios-17/input/00008110-000A00000000001E"
    write(folder, {"Info.plist": device()}, plistlib.FMT_XML)
    write(folder, {"Manifest.plist": manifest, "Status.plist": state}, plistlib.FMT_BINARY)
    write(folder, {below(*CAMERA): photo, below(*APP): b"\x01\x02invented"}, plistlib.FMT_BINARY)
    made(
        "iphone_backup/ios-17/input/00008110-000A00000000001E/Manifest.db",
        FILES + PROPERTIES,
        {
            "Files": [
                {"fileID": hashed(*one), "domain": one[0], "relativePath": one[1], "flags": 1}
                for one in (CAMERA, APP, SMS)
            ]
            + [{"fileID": "0" * 40, "domain": "CameraRollDomain", "relativePath": "Media", "flags": 2}]
        },
    )

    def text(value: str) -> bytes:
        return len(value).to_bytes(2, "big") + value.encode() if value else b"\xff\xff"

    def record(domain: str, path: str, mode: int, *properties: str) -> bytes:
        numbers = mode.to_bytes(2, "big") + bytes(37) + bytes([len(properties) // 2])
        return b"".join(map(text, (domain, path, "", "", ""))) + numbers + b"".join(map(text, properties))

    folder = at / "ios-9/input/backup"
    listed = (
        b"mbdb\x05\x00"
        + record("CameraRollDomain", "Media", 0o040755)
        + record(*CAMERA, 0o100644, "com.example.key", "value")
        + record(*APP, 0o100644)
    )
    old = device("07700 900999") | {"Product Version": "9.3.5"}
    del old["Installed Applications"]
    write(folder, {"Info.plist": old, "Manifest.mbdb": listed}, plistlib.FMT_XML)
    write(folder, {"Manifest.plist": manifest}, plistlib.FMT_XML)
    write(folder, {"Status.plist": state | {"SnapshotState": "uploading"}}, plistlib.FMT_XML)
    write(folder, {hashed(*CAMERA): photo, hashed(*APP): b"\x01\x02invented"}, plistlib.FMT_XML)

    folder = at / "password/input/backup"
    shut = manifest | {"IsEncrypted": True, "BackupKeyBag": b"VERSinvented"}
    write(folder, {"Info.plist": device(), "Manifest.plist": shut}, plistlib.FMT_BINARY)
    write(folder, {"Status.plist": state}, plistlib.FMT_BINARY)
    noise = {below(*one): sha1(one[1].encode()).digest() * 8 for one in (SMS, APP)}
    write(folder, noise | {"Manifest.db": sha1(b"list").digest() * 8}, plistlib.FMT_BINARY)

    folder = at / "damaged/input/backup"
    write(folder, {"Info.plist": b"<?xml version='1.0'?><plist><dict><key>Dev"}, plistlib.FMT_XML)
    write(
        folder, {"Manifest.plist": b"bplist00nothing", "Manifest.mbdb": b"mbdb\x05\x00\x00"}, plistlib.FMT_XML
    )


def make() -> None:
    backups()
    macos_13()
    calls()
    ios("ios-6", IOS_6, seconds=True)
    ios("ios-11", IOS_10, seconds=False)
