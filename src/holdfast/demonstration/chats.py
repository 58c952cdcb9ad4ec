"""WhatsApp chats as the two kinds of telephone write them."""

import io
import zipfile

from holdfast.demonstration import daily, pictures
from holdfast.demonstration.pieces import at, clock, days, dice, later
from holdfast.demonstration.talk import BLOCKED, PHOTO, Said, course_talk

_LRM = "\u200e"
_ENCRYPTED = (
    "Messages and calls are end-to-end encrypted. "
    "Only people in this chat can read, listen to, or share them."
)


def apple_chat(seed: int) -> bytes:
    """The chat with the other person: a zip with `_chat.txt` (CRLF, marks, seconds) and one photograph."""
    talk = course_talk(seed)
    lines = [f"{_LRM}[{talk[0].at:%d/%m/%Y, %H:%M:%S}] Rowan: {_LRM}{_ENCRYPTED}"]
    lines += [_apple_line(said) for said in talk]
    lines.append(f"{_LRM}[{clock(BLOCKED):%d/%m/%Y, %H:%M:%S}] Rowan: {_LRM}You blocked this contact.")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in (
            (PHOTO, pictures.small_jpeg((70, 90, 150))),
            ("_chat.txt", ("\r\n".join(lines) + "\r\n").encode()),
        ):
            entry = zipfile.ZipInfo(name, date_time=(2025, 6, 20, 9, 20, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            box.writestr(entry, data)
    return out.getvalue()


def apple_count(seed: int) -> int:
    """How many dated entries stand in that chat: the messages, the first notice and the block."""
    return len(course_talk(seed)) + 2


def android_chat(seed: int) -> bytes:
    """The chat with a friend: one text file, minutes only, media left out."""
    lines = [
        f"{said.at:%d/%m/%Y, %H:%M} - " + (f"{said.by}: {said.text}" if said.by else said.text)
        for said in friend_talk(seed)
    ]
    return ("\n".join(lines) + "\n").encode()


def friend_talk(seed: int) -> list[Said]:
    """Ordinary talk with a friend; an entry without an author is written by the service."""
    chance = dice(seed, "tilda")
    first = clock("2025-03-01 17:02:00")
    talk = [Said(first, "", f"{_ENCRYPTED} Learn more.")]
    for day in days(first.replace(hour=0, minute=0)):
        if chance.random() < 0.55:
            continue
        moment = at(day, chance.randint(17, 21), chance.randint(0, 59))
        for turn in range(chance.randint(1, 4)):
            by = ("Tilda Marchetti", "Maya")[turn % 2]
            bank = (daily.TILDA_SAYS, daily.MAYA_SAYS)[turn % 2]
            words = chance.choice(bank).format(
                day=chance.choice(daily.DAYS), thing=chance.choice(daily.THINGS)
            )
            talk.append(Said(moment, by, words))
            moment = later(moment, minutes=chance.randint(1, 9))
    talk += [Said(clock(written), by, text) for written, by, text in daily.TILDA_BETWEEN]
    return sorted(talk, key=lambda said: said.at)


def _apple_line(said: Said) -> str:
    head = f"[{said.at:%d/%m/%Y, %H:%M:%S}] {said.by}: "
    match said.mark:
        case "PHOTO":
            return f"{_LRM}{head}{_LRM}<attached: {PHOTO}>"
        case "DELETED":
            return f"{_LRM}{head}{_LRM}This message was deleted."
        case "CALL":
            return f"{_LRM}{head}{_LRM}Missed voice call"
        case "EDITED":
            return f"{head}{said.text} {_LRM}<This message was edited>"
        case _:
            return head + said.text
