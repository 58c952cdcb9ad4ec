"""Small exports about invented people, as files to hand in."""

from pathlib import Path

ME = "maya@example.org"
OTHER = "rowan@example.com"


def mail(
    number: int, *, by: str = OTHER, to: str = ME, day: int = 1, text: str = "saw your light on"
) -> bytes:
    return (
        f"Message-ID: <{number}@example.com>\r\nFrom: <{by}>\r\nTo: <{to}>\r\nSubject: number {number}\r\n"
        f"Date: Sun, {day:02d} Jun 2025 12:{number % 60:02d}:00 +0000\r\n\r\n{text}\r\n"
    ).encode()


def mbox(*mails: bytes) -> bytes:
    return b"".join(b"From x@example.com Sun Jun  1 12:00:00 2025\r\n" + m + b"\r\n" for m in mails)


def whatsapp(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


CHAT = whatsapp(
    "13/06/2025, 21:14 - Rowan: home safe?",
    "13/06/2025, 21:20 - Maya: please stop writing to me",
    "14/06/2025, 07:02 - Rowan: nice coat today",
)
UNDECIDED_CHAT = whatsapp(
    "03/04/2025, 21:14 - Rowan: home safe?",
    "03/04/2025, 21:20 - Maya: please stop writing to me",
)
SMS = (
    b"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"2\">\n"
    b'  <sms protocol="0" address="+447700900123" date="1749844800000" type="1" subject="null" '
    b'body="your bus was late" read="1" status="-1" date_sent="0" contact_name="(Unknown)" />\n'
    b'  <sms protocol="0" address="+447700900123" date="1749844860000" type="2" subject="null" '
    b'body="who is this?" read="1" status="-1" date_sent="0" contact_name="(Unknown)" />\n</smses>\n'
)


def write(folder: Path, **files: bytes) -> list[Path]:
    """Files by name, with the underscore before the ending turned into a dot: `mail_mbox` is mail.mbox."""
    folder.mkdir(exist_ok=True)
    paths = []
    for name, data in files.items():
        stem, _, ending = name.rpartition("_")
        path = folder / f"{stem}.{ending}"
        path.write_bytes(data)
        paths.append(path)
    return paths
