"""Invented exports for the tests of the page: a chat as a zip, a mailbox with a hostile mail, a picture."""

import io
import zipfile
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache

from PIL import Image

CHAT_NAME = "WhatsApp Chat with Robin.zip"
MAIL_NAME = "Inbox.mbox"
STOP = "Please stop writing to me."
SECRET_TEXT = "I saw your blue coat at the station"


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2400, 600), (200, 30, 30)).save(out, "PNG")
    return out.getvalue()


@cache
def chat() -> bytes:
    """Dates that can be read two ways, in a zip as the phone makes it."""
    lines = [
        (
            "03/04/2025, 21:15 - Messages and calls are end-to-end encrypted. No one outside of this chat, not even "
            "WhatsApp, can read or listen to them. Tap to learn more."
        ),
        "03/04/2025, 21:15 - Robin: hello again",
        f"03/04/2025, 21:20 - Kim Hale: {STOP}",
        f"04/04/2025, 07:02 - Robin: {SECRET_TEXT}",
        "05/04/2025, 23:41 - Robin: first line",
        "second line of the same",
        *(f"{day:02d}/05/2025, 22:{day:02d} - Robin: number {day} <b>&amp;</b>" for day in range(1, 13)),
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("WhatsApp Chat with Robin.txt", "\n".join(lines) + "\n")
    return out.getvalue()


HOSTILE = """<html><head><style>@import url(http://198.51.100.9/a.css); body{background:url(http://198.51.100.9/b.png)}
</style><script>document.title='ran'; fetch('http://198.51.100.9/c')</script></head>
<body onload="fetch('http://198.51.100.9/d')"><p style="background:url(http://198.51.100.9/e.png)">Visible words</p>
<img src="http://198.51.100.9/pixel.gif" onerror="top.document.title='ran'">
<a href="http://198.51.100.9/click?who=kim">Look here</a><a href="javascript:alert(1)">and here</a>
<svg><script>top.document.title='ran'</script></svg><iframe src="http://198.51.100.9/f"></iframe>
<form action="http://198.51.100.9/g"><input name="x"><button>Send</button></form>
<meta http-equiv="refresh" content="0;url=http://198.51.100.9/h"><base href="http://198.51.100.9/"></body></html>"""


def mail(number: int) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Robin Vale <robin@example.net>"
    message["To"] = "Kim Hale <kim@example.org>"
    message["Date"] = format_datetime(
        datetime(2025, 6, 1, 21, 5, tzinfo=UTC) + timedelta(days=number, hours=1)
    )
    message["Message-ID"] = f"<{number}.note@example.net>"
    message["Subject"] = f"Note {number}"
    message["Received"] = (
        "from out.example.net (out.example.net [192.0.2.44]) by mx.example.org with ESMTPS; "
        + message["Date"]
    )
    message.set_content(f"This is note {number}. See http://example.net/page?{number}\n")
    return message


def hostile_mail() -> EmailMessage:
    message = mail(99)
    message.replace_header("Subject", "<script>document.title='ran'</script>")
    message.add_alternative(HOSTILE, subtype="html")
    message.add_attachment(picture(), maintype="image", subtype="png", filename="../../me & you.png")
    message.add_attachment(b"MZ\x00\x01", maintype="application", subtype="octet-stream", filename="run.exe")
    return message


@cache
def mailbox() -> bytes:
    mails = [*(mail(number) for number in range(8)), hostile_mail()]
    return b"".join(
        b"From robin@example.net Sun Jun  1 21:05:00 2025\n" + m.as_bytes().rstrip(b"\n") + b"\n\n"
        for m in mails
    )
