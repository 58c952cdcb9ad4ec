"""Well-formed mails made from a seed, and the standard library as a second reader of them."""

import base64
import email
import quopri
import random
from email import policy
from email.message import Message

WORDS = ["you", "your", "street", "window", "night", "again", "call", "answer", "why", "never", "home"]
LETTERS = {
    "us-ascii": "plain words only",
    "utf-8": "Zoë 👀 שלום привет",
    "iso-8859-1": "café über señor",
    "koi8-r": "почему ты молчишь",
    "windows-1256": "أنا أراك",
    "gb2312": "我看见你了",
    "iso-2022-jp": "昨日見ました",
    "euc-kr": "편지를 봤어",
}
NAMES = ["Rowan Hale", '"Hale, Rowan"', "=?utf-8?Q?Zo=C3=AB_B?=", '"O\'Neill (work)"', ""]


def made(rng: random.Random, line_end: bytes = b"\n") -> bytes:
    """One mail as programs write them; the same for the same seed."""
    number = rng.randrange(10**9)
    name = rng.choice(NAMES)
    sender = f"{name} <rowan{rng.randrange(5)}@example.net>" if name else f"rowan{number % 5}@example.net"
    head = [
        f"Received: from mx{hop}.example.net (mx{hop}.example.net [192.0.2.{rng.randrange(256)}])\n"
        f"\tby in{hop}.example.org with ESMTPS id {number:x};\n\tTue, {1 + hop:02d} Mar 2026 21:14:0{hop} +0000\n"
        for hop in range(rng.randrange(4))
    ]
    head.append(
        f"Message-ID: <{number}@example.net>\nFrom: {sender}\nTo: Mira <mira@example.org>, b@example.org\n"
    )
    head.append(f"Subject: {' '.join(rng.choices(WORDS, k=4))}\n =?utf-8?B?{_b64('Ж é'.encode())}?=\n")
    head.append(
        f"Date: {rng.choice(['Tue, 03 Mar 2026 22:14:05 +0100', '3 Mar 2026 01:02:03 -0330 (NST)'])}\n"
    )
    head.append("MIME-Version: 1.0\n")
    data = "".join(head).encode() + _entity(rng, rng.randrange(3))
    return data.replace(b"\r\n", b"\n").replace(b"\n", line_end)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _entity(rng: random.Random, depth: int) -> bytes:
    if depth == 0:
        return rng.choice([_text, _page, _file])(rng)
    if rng.random() < 0.15:
        return b"Content-Type: message/rfc822\n\n" + made(rng)
    mark = f"=_{rng.randrange(10**9)}_{depth}"
    kind = rng.choice(["mixed", "alternative", "related", "report; report-type=delivery-status"])
    parts = [_entity(rng, rng.randrange(depth)) for _ in range(1 + rng.randrange(3))]
    body = b"".join(b"--" + mark.encode() + b"\n" + part + b"\n" for part in parts)
    preamble = rng.choice([b"", b"This is a message in several parts.\n"])
    return (
        f'Content-Type: multipart/{kind}; boundary="{mark}"\n\n'.encode()
        + preamble
        + body
        + f"--{mark}--\n".encode()
    )


def _text(rng: random.Random) -> bytes:
    charset, letters = rng.choice(list(LETTERS.items()))
    text = (
        " ".join(rng.choices(WORDS, k=rng.randrange(1, 40)))
        + "\n"
        + letters
        + "\nhttps://example.com/a?b=c\n"
    )
    return _coded(rng, f"Content-Type: text/plain; charset={charset}\n", text.encode(charset))


def _page(rng: random.Random) -> bytes:
    page = f'<p>{rng.choice(WORDS)} <b>é</b><br><a href="https://example.com/{rng.randrange(9)}?a=1&amp;b">x</a></p>\n'
    return _coded(rng, 'Content-Type: text/html; charset="UTF-8"\n', page.encode())


def _file(rng: random.Random) -> bytes:
    head = f'Content-Type: image/png; name="{rng.randrange(99)}.png"\nContent-Disposition: attachment\n'
    return (
        head.encode()
        + b"Content-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(rng.randbytes(rng.randrange(200)))
    )


def _coded(rng: random.Random, head: str, data: bytes) -> bytes:
    how = rng.choice(["8bit", "quoted-printable", "base64"])
    if how == "quoted-printable":
        data = quopri.encodestring(data)
    elif how == "base64":
        data = base64.encodebytes(data)
    return f"{head}Content-Transfer-Encoding: {how}\n\n".encode() + data


def leaves(data: bytes) -> list[tuple[str, bytes]]:
    """What the standard library finds: type and decoded bytes of every leaf, in order."""
    found: list[tuple[str, bytes]] = []

    def walk(part: Message) -> None:
        if part.get_content_type() == "message/rfc822":
            found.append(("message/rfc822", b""))
            for inner in part.get_payload():
                walk(inner)
        elif part.is_multipart():
            for inner in part.get_payload():
                walk(inner)
        else:
            found.append((part.get_content_type(), part.get_payload(decode=True)))

    walk(email.message_from_bytes(data, policy=policy.compat32))
    return found
