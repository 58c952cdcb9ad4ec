"""Words that a file writes in another way than they are read: %40, =C3=A9, &#64;, =?utf-8?B?…?=, xn--…

Each text is given together with where every character of it stands in the text it was made from.
"""

import base64
import binascii
import email.header
import html
import quopri
import re
from collections.abc import Sequence

import msgspec

_TRIGGERS = re.compile(r"%[0-9A-Fa-f]{2}|=[0-9A-F]{2}|&[#\w]|\\u[0-9a-fA-F]{4}|=\?|xn--|[A-Za-z0-9+/_-]{16}")
_WORD = r"=\?[^?\s]{1,40}\?[bBqQ]\?[^?\s]*\?="
_ESCAPES = re.compile(
    rf"(?P<word>{_WORD}(?:\s+{_WORD})*)"
    r"|(?P<percent>(?:%[0-9A-Fa-f]{2})+)"
    r"|(?P<quoted>(?:=[0-9A-F]{2})+|=\r?\n)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});)"
    r"|(?P<unicode>(?:\\u[0-9a-fA-F]{4})+)"
    r"|(?P<domain>(?<![\w-])xn--[A-Za-z0-9-]{1,59})"
    r"|(?P<base64>(?<![\w+/-])[A-Za-z0-9+/_-]{16,}={0,2})"
)
_TWICE = 2


class View(msgspec.Struct, frozen=True):
    """A text, and for each of its characters where it begins and ends in the text it was made from."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def views(text: str) -> list[View]:
    """The text as it is, and where anything in it is written in another way, as it is read then."""
    found = [View(text, range(len(text)), range(1, len(text) + 1))]
    for _ in range(_TWICE):
        if not _TRIGGERS.search(found[-1].text):
            break
        nearer = _unescaped(found[-1])
        if nearer.text == found[-1].text:
            break
        found.append(nearer)
    return found


def _unescaped(view: View) -> View:
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    for escape in _ESCAPES.finditer(view.text):
        read = _read(escape)
        if read is None:
            continue
        parts += [view.text[place : escape.start()], read]
        starts += view.starts[place : escape.start()]
        ends += view.ends[place : escape.start()]
        starts += [view.starts[escape.start()]] * len(read)
        ends += [view.ends[escape.end() - 1]] * len(read)
        place = escape.end()
    parts.append(view.text[place:])
    starts += view.starts[place:]
    ends += view.ends[place:]
    return View("".join(parts), starts, ends)


def _read(escape: re.Match[str]) -> str | None:
    """What an escape stands for, None where it stands for itself."""
    raw = escape.group()
    try:
        match escape.lastgroup:
            case "word":
                return str(email.header.make_header(email.header.decode_header(raw)))
            case "percent":
                return bytes.fromhex(raw.replace("%", "")).decode()
            case "quoted":
                return quopri.decodestring(raw.encode()).decode()
            case "entity":
                return html.unescape(raw)
            case "unicode":
                return (
                    raw.encode().decode("unicode_escape").encode("utf-16", "surrogatepass").decode("utf-16")
                )
            case "domain":
                return raw.encode().decode("idna")
        padded = raw.rstrip("=").replace("-", "+").replace("_", "/")
        read = base64.b64decode(padded + "=" * (-len(padded) % 4), validate=True).decode()
    except (UnicodeError, ValueError, LookupError, binascii.Error, email.errors.HeaderParseError):
        return None
    return read if read.isprintable() else None
