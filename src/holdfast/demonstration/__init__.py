"""Makes an invented case from a seed: files as real services export them.

Nobody in it lives; every address and number is one reserved for examples. The same seed gives the same
bytes on every run, so that a test, a demonstration and a paper can all speak of the same case.
"""

from collections.abc import Iterator

import msgspec

from holdfast.demonstration import chats, diary, phone, pictures, postbox
from holdfast.demonstration.decisions import DemoAnswer, DemoMarker, answers, markers
from holdfast.demonstration.mail import whole
from holdfast.demonstration.pieces import DemoFile, milliseconds
from holdfast.formats.incident_sheet import Incident

__all__ = [
    "DemoAnswer",
    "DemoFile",
    "DemoMarker",
    "Planted",
    "answers",
    "files",
    "incidents",
    "markers",
    "planted",
]


class Planted(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in one file: `importer` is who reads it, "" for nobody; `records` how many there are."""

    importer: str
    records: int


def files(seed: int = 7) -> Iterator[DemoFile]:
    """Every file that Maya hands in, in order of name within each kind."""
    modified = milliseconds(phone.BACKUP)
    contents = {
        "mail/All mail Including Spam and Trash.mbox": postbox.takeout(seed),
        "mail/saved message.eml": whole(postbox.saved()),
        "mail/broken off.eml": postbox.damaged(),
        **postbox.folder(seed),
        "WhatsApp Chat with Rowan.zip": chats.apple_chat(seed),
        "WhatsApp Chat with Tilda.txt": chats.android_chat(seed),
        "sms-20251006.xml": phone.sms_backup(seed),
        "calls-20251006.xml": phone.call_backup(seed),
        "diary.csv": diary.sheet(),
        "photos/IMG_20250712_201455.jpg": pictures.photograph(),
        "photos/Screenshot_20250803-231502.png": pictures.screenshot(),
        "holiday.xyz": bytes(range(0, 256, 7)) + b"a program that is no longer installed wrote this",
    }
    for name, data in contents.items():
        yield DemoFile(name=name, data=data, modified=modified)


def planted(seed: int = 7) -> dict[str, Planted]:
    """How many records the makers of the files put into each of them, by name."""
    return {
        "mail/All mail Including Spam and Trash.mbox": Planted(
            importer="mbox", records=len(postbox.mailbox(seed))
        ),
        "mail/saved message.eml": Planted(importer="eml", records=1),
        "mail/broken off.eml": Planted(importer="eml", records=1),
        **{name: Planted(importer="maildir", records=1) for name in postbox.folder(seed)},
        "WhatsApp Chat with Rowan.zip": Planted(importer="whatsapp", records=chats.apple_count(seed)),
        "WhatsApp Chat with Tilda.txt": Planted(importer="whatsapp", records=len(chats.friend_talk(seed))),
        "sms-20251006.xml": Planted(importer="sms_backup", records=phone.sms_count(seed)),
        "calls-20251006.xml": Planted(importer="call_backup", records=len(phone.calls(seed))),
        "diary.csv": Planted(importer="incident_log", records=len(diary.SHEET)),
        "photos/IMG_20250712_201455.jpg": Planted(importer="pictures", records=1),
        "photos/Screenshot_20250803-231502.png": Planted(importer="pictures", records=1),
        "holiday.xyz": Planted(importer="", records=0),
    }


def incidents() -> tuple[Incident, ...]:
    """The entries that Maya writes into the log by hand, in the program."""
    return diary.NOTED_HERE
