"""Databases as WhatsApp keeps them."""

from tests.importers.fixtures import HERE
from tests.importers.made.database import insert
from tests.importers.made.database import make as made

START = 1_700_000_000_000
OTHER, THIRD = "447700900123@s.whatsapp.net", "447700900456@s.whatsapp.net"
GROUP, HIDDEN = "120363000000000001@g.us", "100000000000001@lid"

NEW = """
CREATE TABLE jid (_id INTEGER PRIMARY KEY AUTOINCREMENT, user TEXT NOT NULL, server TEXT NOT NULL, agent INTEGER,
    device INTEGER, type INTEGER, raw_string TEXT);
CREATE TABLE jid_map (lid_row_id INTEGER PRIMARY KEY, jid_row_id INTEGER NOT NULL);
CREATE TABLE chat (_id INTEGER PRIMARY KEY AUTOINCREMENT, jid_row_id INTEGER UNIQUE, hidden INTEGER, subject TEXT,
    created_timestamp INTEGER, archived INTEGER, sort_timestamp INTEGER, group_type INTEGER NOT NULL DEFAULT 0);
CREATE TABLE message (_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_row_id INTEGER NOT NULL,
    from_me INTEGER NOT NULL, key_id TEXT NOT NULL, sender_jid_row_id INTEGER, status INTEGER, broadcast INTEGER,
    recipient_count INTEGER, participant_hash TEXT, origination_flags INTEGER, origin INTEGER, timestamp INTEGER,
    received_timestamp INTEGER, receipt_server_timestamp INTEGER, message_type INTEGER, text_data TEXT,
    starred INTEGER, lookup_tables INTEGER, message_add_on_flags INTEGER, view_mode INTEGER,
    sort_id INTEGER NOT NULL DEFAULT 0);
CREATE TABLE message_media (message_row_id INTEGER PRIMARY KEY, chat_row_id INTEGER, file_path TEXT,
    file_size INTEGER, media_key BLOB, mime_type TEXT, file_length INTEGER, media_name TEXT, file_hash TEXT,
    media_duration INTEGER, media_caption TEXT);
CREATE TABLE message_location (message_row_id INTEGER PRIMARY KEY, chat_row_id INTEGER, latitude REAL,
    longitude REAL, place_name TEXT, place_address TEXT, url TEXT);
CREATE TABLE message_quoted (message_row_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_row_id INTEGER NOT NULL,
    parent_message_chat_row_id INTEGER NOT NULL, from_me INTEGER NOT NULL, sender_jid_row_id INTEGER,
    key_id TEXT NOT NULL, timestamp INTEGER, message_type INTEGER, text_data TEXT);
CREATE TABLE message_revoked (message_row_id INTEGER PRIMARY KEY, revoked_key_id TEXT NOT NULL,
    admin_jid_row_id INTEGER, revoke_timestamp INTEGER);
CREATE TABLE message_edit_info (message_row_id INTEGER PRIMARY KEY, original_key_id TEXT NOT NULL,
    edited_timestamp INTEGER NOT NULL, sender_timestamp INTEGER NOT NULL);
CREATE TABLE message_system (message_row_id INTEGER PRIMARY KEY, action_type INTEGER NOT NULL);
CREATE TABLE message_system_group (message_row_id INTEGER PRIMARY KEY, is_me_joined INTEGER);
CREATE TABLE message_add_on (_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_row_id INTEGER NOT NULL,
    from_me INTEGER NOT NULL, key_id TEXT NOT NULL, sender_jid_row_id INTEGER, parent_message_row_id INTEGER,
    timestamp INTEGER, status INTEGER, message_add_on_type INTEGER);
CREATE TABLE message_add_on_reaction (message_add_on_row_id INTEGER PRIMARY KEY, reaction TEXT,
    sender_timestamp INTEGER);
CREATE TABLE receipt_user (_id INTEGER PRIMARY KEY AUTOINCREMENT, message_row_id INTEGER NOT NULL,
    receipt_user_jid_row_id INTEGER NOT NULL, receipt_timestamp INTEGER, read_timestamp INTEGER,
    played_timestamp INTEGER);
CREATE TABLE call_log (_id INTEGER PRIMARY KEY AUTOINCREMENT, jid_row_id INTEGER, from_me INTEGER, call_id TEXT,
    transaction_id INTEGER, timestamp INTEGER, video_call INTEGER, duration INTEGER, call_result INTEGER,
    bytes_transferred INTEGER, group_jid_row_id INTEGER NOT NULL DEFAULT 0);
CREATE VIRTUAL TABLE message_ftsv2 USING fts4 (content);
CREATE VIEW available_message_view AS SELECT * FROM message WHERE message_type <> 7;
"""
OLD = """
CREATE TABLE messages (_id INTEGER PRIMARY KEY AUTOINCREMENT, key_remote_jid TEXT NOT NULL, key_from_me INTEGER,
    key_id TEXT NOT NULL, status INTEGER, needs_push INTEGER, data TEXT, timestamp INTEGER, media_url TEXT,
    media_mime_type TEXT, media_wa_type TEXT, media_size INTEGER, media_name TEXT, media_hash TEXT,
    media_duration INTEGER, origin INTEGER, latitude REAL, longitude REAL, thumb_image TEXT, remote_resource TEXT,
    received_timestamp INTEGER, send_timestamp INTEGER, receipt_server_timestamp INTEGER,
    receipt_device_timestamp INTEGER, raw_data BLOB, recipient_count INTEGER, media_caption TEXT, starred INTEGER,
    read_device_timestamp INTEGER, played_device_timestamp INTEGER, quoted_row_id INTEGER, edit_version INTEGER);
CREATE TABLE messages_quotes (_id INTEGER PRIMARY KEY AUTOINCREMENT, key_remote_jid TEXT NOT NULL,
    key_from_me INTEGER, key_id TEXT NOT NULL, data TEXT, timestamp INTEGER);
CREATE TABLE chat_list (_id INTEGER PRIMARY KEY AUTOINCREMENT, key_remote_jid TEXT UNIQUE,
    message_table_id INTEGER, subject TEXT, creation INTEGER);
"""
BOOK = """
CREATE TABLE wa_contacts (_id INTEGER PRIMARY KEY AUTOINCREMENT, jid TEXT NOT NULL, is_whatsapp_user BOOLEAN NOT NULL,
    status TEXT, number TEXT, display_name TEXT, wa_name TEXT);
"""


def new() -> None:
    def message(number: int, **columns: object) -> dict[str, object]:
        kept: dict[str, object] = {
            "_id": number,
            "chat_row_id": 1,
            "from_me": 0,
            "key_id": f"3EB0{number:04}",
        }
        kept |= {"timestamp": START + number * 1000, "received_timestamp": START + number * 1000 + 300}
        return (
            kept
            | {"receipt_server_timestamp": -1, "message_type": 0, "status": 0, "sort_id": number}
            | columns
        )

    messages = [
        message(1, text_data="I know you are at home."),
        message(2, text_data="Leave me alone.", from_me=1, receipt_server_timestamp=START + 2100),
        message(3, text_data=None, message_type=15),
        message(4, text_data="Changed text"),
        message(5, text_data="Your door", message_type=1),
        message(6, message_type=5),
        message(7, chat_row_id=2, text_data="In the group", sender_jid_row_id=2),
        message(8, chat_row_id=2, text_data="From a hidden number", sender_jid_row_id=4),
        message(
            9,
            chat_row_id=2,
            text_data="Running club",
            message_type=7,
            status=6,
            sender_jid_row_id=2,
            from_me=1,
        ),
        message(10, text_data="An answer", from_me=1),
        message(11, chat_row_id=3, text_data="By a hidden address"),
        message(12, chat_row_id=99, text_data="In no chat"),
        message(13, text_data="Without a time", timestamp=None),
        message(14, message_type=1),
        message(15, text_data=None, message_type=7, status=6),
    ]
    made(
        "whatsapp_android/2023/input/Databases/msgstore.db",
        NEW,
        {
            "jid": [
                {"_id": n, "user": raw.partition("@")[0], "server": raw.partition("@")[2], "raw_string": raw}
                for n, raw in enumerate((OTHER, THIRD, GROUP, HIDDEN, "100000000000002@lid"), 1)
            ],
            "jid_map": [{"lid_row_id": 4, "jid_row_id": 2}],
            "chat": [
                {"_id": 1, "jid_row_id": 1},
                {"_id": 2, "jid_row_id": 3, "subject": "Running club"},
                {"_id": 3, "jid_row_id": 5},
            ],
            "message": messages,
            "message_media": [
                {
                    "message_row_id": 5,
                    "file_path": "Media/WhatsApp Images/IMG-20231114-WA0000.jpg",
                    "mime_type": "image/jpeg",
                    "file_size": 4,
                    "file_hash": "c2FtcGxl",
                },
                {
                    "message_row_id": 14,
                    "file_path": "Media/gone.jpg",
                    "mime_type": "image/jpeg",
                    "file_size": 900,
                },
            ],
            "message_location": [
                {"message_row_id": 6, "latitude": 51.5, "longitude": -0.125, "place_name": "A station"}
            ],
            "message_revoked": [
                {"message_row_id": 3, "revoked_key_id": "3EB0REVOKED", "revoke_timestamp": START + 60_000}
            ],
            "message_edit_info": [
                {
                    "message_row_id": 4,
                    "original_key_id": "3EB00004",
                    "edited_timestamp": START + 70_000,
                    "sender_timestamp": START + 69_000,
                }
            ],
            "message_quoted": [
                {
                    "message_row_id": 10,
                    "chat_row_id": 1,
                    "parent_message_chat_row_id": 1,
                    "from_me": 0,
                    "key_id": "3EB00001",
                    "text_data": "I know you are at home.",
                }
            ],
            "message_system": [
                {"message_row_id": 9, "action_type": 1},
                {"message_row_id": 15, "action_type": 19},
            ],
            "message_add_on": [
                {
                    "_id": 1,
                    "chat_row_id": 1,
                    "from_me": 0,
                    "key_id": "3EB0A001",
                    "parent_message_row_id": 2,
                    "timestamp": START + 80_000,
                    "message_add_on_type": 56,
                },
                {
                    "_id": 2,
                    "chat_row_id": 2,
                    "from_me": 1,
                    "key_id": "3EB0A002",
                    "parent_message_row_id": 7,
                    "timestamp": START + 81_000,
                    "message_add_on_type": 67,
                },
            ],
            "message_add_on_reaction": [
                {"message_add_on_row_id": 1, "reaction": "\N{SNAKE}", "sender_timestamp": START + 79_000}
            ],
            "receipt_user": [
                {
                    "message_row_id": 2,
                    "receipt_user_jid_row_id": 1,
                    "receipt_timestamp": START + 2500,
                    "read_timestamp": START + 9000,
                }
            ],
            "call_log": [
                {
                    "jid_row_id": 1,
                    "from_me": 0,
                    "call_id": "call:1",
                    "timestamp": START + 90_000,
                    "video_call": 0,
                    "duration": 0,
                    "call_result": 2,
                },
                {
                    "jid_row_id": 1,
                    "from_me": 1,
                    "call_id": "call:2",
                    "timestamp": START + 91_000,
                    "video_call": 1,
                    "duration": 65,
                    "call_result": 5,
                },
            ],
        },
        lambda c: insert(c, "message", message(16, text_data="Only in the log")),
    )
    picture = HERE / "whatsapp_android/2023/input/Media/WhatsApp Images/IMG-20231114-WA0000.jpg"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(b"\xff\xd8\xff\xd9")
    made(
        "whatsapp_android/2023/input/Databases/wa.db",
        BOOK,
        {
            "wa_contacts": [
                {"jid": OTHER, "is_whatsapp_user": 1, "display_name": "Grey Coat", "status": "Busy"},
                {"jid": THIRD, "is_whatsapp_user": 1, "wa_name": "Third"},
            ]
        },
    )
    locked = HERE / "whatsapp_android/2023/input/Databases/msgstore-2023-11-14.1.db.crypt14"
    locked.write_bytes(b"\x80locked, and invented")


def old() -> None:
    rows: list[dict[str, object]] = [
        {
            "key_remote_jid": OTHER,
            "key_from_me": 0,
            "data": "Hello \N{EYES}",
            "received_timestamp": START + 900,
        },
        {
            "key_remote_jid": OTHER,
            "key_from_me": 1,
            "data": "No",
            "status": 13,
            "read_device_timestamp": START + 5000,
        },
        {"key_remote_jid": OTHER, "key_from_me": 0, "data": None, "edit_version": 7},
        {
            "key_remote_jid": OTHER,
            "key_from_me": 0,
            "media_wa_type": "1",
            "media_caption": "Look",
            "media_name": "IMG-20161114-WA0000.jpg",
            "media_mime_type": "image/jpeg",
            "media_size": 1234,
        },
        {"key_remote_jid": GROUP, "key_from_me": 0, "remote_resource": THIRD, "data": "In the group"},
        {
            "key_remote_jid": GROUP,
            "key_from_me": 0,
            "remote_resource": THIRD,
            "status": 6,
            "media_size": 1,
            "data": "New title",
        },
        {"key_remote_jid": OTHER, "key_from_me": 0, "data": "An answer", "quoted_row_id": 1},
        {"key_remote_jid": "-1", "key_from_me": 0, "data": ""},
    ]
    made(
        "whatsapp_android/2016/input/msgstore.db",
        OLD,
        {
            "messages": [
                {"_id": n, "key_id": f"KEY{n}", "timestamp": START - 220_000_000_000 + n} | row
                for n, row in enumerate(rows, 1)
            ],
            "messages_quotes": [{"_id": 1, "key_remote_jid": OTHER, "key_id": "KEY2", "data": "No"}],
            "chat_list": [{"key_remote_jid": GROUP, "subject": "Old club"}],
        },
    )


IOS = """
CREATE TABLE ZWACHATSESSION (Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZSESSIONTYPE INTEGER,
    ZGROUPINFO INTEGER, ZLASTMESSAGEDATE TIMESTAMP, ZCONTACTJID VARCHAR, ZPARTNERNAME VARCHAR);
CREATE TABLE ZWAGROUPMEMBER (Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZCHATSESSION INTEGER,
    ZMEMBERJID VARCHAR, ZCONTACTNAME VARCHAR, ZFIRSTNAME VARCHAR);
CREATE TABLE ZWAPROFILEPUSHNAME (Z_PK INTEGER PRIMARY KEY, ZJID VARCHAR, ZPUSHNAME VARCHAR);
CREATE TABLE ZWAMESSAGE (Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZCHATSESSION INTEGER,
    ZGROUPMEMBER INTEGER, ZMEDIAITEM INTEGER, ZISFROMME INTEGER, ZMESSAGETYPE INTEGER, ZGROUPEVENTTYPE INTEGER,
    ZFLAGS INTEGER, ZSORT INTEGER, ZSTARRED INTEGER, ZMESSAGEDATE TIMESTAMP, ZSENTDATE TIMESTAMP,
    ZSTANZAID VARCHAR, ZFROMJID VARCHAR, ZTOJID VARCHAR, ZTEXT VARCHAR, ZPUSHNAME VARCHAR);
CREATE TABLE ZWAMEDIAITEM (Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZMESSAGE INTEGER,
    ZFILESIZE INTEGER, ZLATITUDE FLOAT, ZLONGITUDE FLOAT, ZMEDIALOCALPATH VARCHAR, ZTITLE VARCHAR,
    ZVCARDNAME VARCHAR, ZVCARDSTRING VARCHAR, ZMETADATA BLOB);
CREATE INDEX Z_WAMessage_session ON ZWAMESSAGE (ZCHATSESSION);
"""
IOS_CALLS = """
CREATE TABLE ZWAAGGREGATECALLEVENT (Z_PK INTEGER PRIMARY KEY, ZINCOMING INTEGER, ZMISSED INTEGER, ZVIDEO INTEGER,
    ZFIRSTDATE TIMESTAMP);
CREATE TABLE ZWACDCALLEVENT (Z_PK INTEGER PRIMARY KEY, Z1CALLEVENTS INTEGER, ZOUTCOME INTEGER, ZDURATION FLOAT,
    ZDATE TIMESTAMP, ZCALLIDSTRING VARCHAR, ZGROUPJIDSTRING VARCHAR);
CREATE TABLE ZWACDCALLEVENTPARTICIPANT (Z_PK INTEGER PRIMARY KEY, Z1PARTICIPANTS INTEGER, ZOUTCOME INTEGER,
    ZJIDSTRING VARCHAR);
"""
APPLE = 721_000_000.5


def ios() -> None:
    def message(number: int, **columns: object) -> dict[str, object]:
        kept: dict[str, object] = {"Z_PK": number, "ZCHATSESSION": 1, "ZISFROMME": 0, "ZMESSAGETYPE": 0}
        return (
            kept
            | {"ZMESSAGEDATE": APPLE + number, "ZSTANZAID": f"3A{number:04}", "ZFROMJID": OTHER}
            | columns
        )

    folder = "whatsapp_ios/2023/input"
    made(
        f"{folder}/ChatStorage.sqlite",
        IOS,
        {
            "ZWACHATSESSION": [
                {"Z_PK": 1, "ZCONTACTJID": OTHER, "ZPARTNERNAME": "Grey Coat"},
                {"Z_PK": 2, "ZCONTACTJID": GROUP, "ZPARTNERNAME": "Running club", "ZGROUPINFO": 1},
            ],
            "ZWAGROUPMEMBER": [
                {"Z_PK": 1, "ZCHATSESSION": 2, "ZMEMBERJID": THIRD, "ZCONTACTNAME": "Third"},
                {"Z_PK": 2, "ZCHATSESSION": 2, "ZMEMBERJID": HIDDEN},
            ],
            "ZWAPROFILEPUSHNAME": [{"ZJID": HIDDEN, "ZPUSHNAME": "~hidden"}],
            "ZWAMESSAGE": [
                message(1, ZTEXT="I know you are at home."),
                message(
                    2,
                    ZTEXT="Leave me alone.",
                    ZISFROMME=1,
                    ZFROMJID=None,
                    ZTOJID=OTHER,
                    ZSENTDATE=APPLE + 2.5,
                ),
                message(3, ZMESSAGETYPE=14),
                message(4, ZMESSAGETYPE=1),
                message(5, ZMESSAGETYPE=5),
                message(6, ZCHATSESSION=2, ZGROUPMEMBER=1, ZFROMJID=GROUP, ZTEXT="In the group"),
                message(7, ZCHATSESSION=2, ZGROUPMEMBER=2, ZFROMJID=GROUP, ZTEXT="By a hidden address"),
                message(
                    8, ZCHATSESSION=2, ZFROMJID=GROUP, ZMESSAGETYPE=6, ZGROUPEVENTTYPE=1, ZTEXT="Running club"
                ),
                message(9, ZCHATSESSION=2, ZFROMJID=GROUP, ZTEXT="By nobody that is told"),
                message(10, ZTEXT="Without a time", ZMESSAGEDATE=None),
                message(11, ZMESSAGETYPE=2),
            ],
            "ZWAMEDIAITEM": [
                {
                    "ZMESSAGE": 4,
                    "ZFILESIZE": 4,
                    "ZTITLE": "Your door",
                    "ZMEDIALOCALPATH": "Media/447700900123@s.whatsapp.net/1/2/door.jpg",
                },
                {"ZMESSAGE": 5, "ZLATITUDE": 51.5, "ZLONGITUDE": -0.125},
                {"ZMESSAGE": 11, "ZFILESIZE": 900, "ZMEDIALOCALPATH": "Media/gone.mp4"},
            ],
        },
        lambda c: insert(c, "ZWAMESSAGE", message(12, ZTEXT="Only in the log")),
    )
    file = HERE / folder / "Message/Media/447700900123@s.whatsapp.net/1/2/door.jpg"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"\xff\xd8\xff\xd9")
    made(
        f"{folder}/CallHistory.sqlite",
        IOS_CALLS,
        {
            "ZWAAGGREGATECALLEVENT": [
                {"Z_PK": 1, "ZINCOMING": 1, "ZMISSED": 1, "ZVIDEO": 0},
                {"Z_PK": 2, "ZINCOMING": 0, "ZMISSED": 0, "ZVIDEO": 1},
            ],
            "ZWACDCALLEVENT": [
                {
                    "Z1CALLEVENTS": 1,
                    "ZOUTCOME": 1,
                    "ZDURATION": 0.0,
                    "ZDATE": APPLE + 100,
                    "ZCALLIDSTRING": "C1",
                },
                {
                    "Z1CALLEVENTS": 2,
                    "ZOUTCOME": 0,
                    "ZDURATION": 65.0,
                    "ZDATE": APPLE + 200,
                    "ZCALLIDSTRING": "C2",
                },
                {
                    "Z1CALLEVENTS": 9,
                    "ZOUTCOME": 0,
                    "ZDURATION": 5.0,
                    "ZDATE": APPLE + 300,
                    "ZCALLIDSTRING": "C3",
                },
            ],
            "ZWACDCALLEVENTPARTICIPANT": [
                {"Z1PARTICIPANTS": 1, "ZOUTCOME": 1, "ZJIDSTRING": OTHER},
                {"Z1PARTICIPANTS": 2, "ZOUTCOME": 0, "ZJIDSTRING": OTHER},
            ],
        },
    )


def make() -> None:
    new()
    ios()
    old()
