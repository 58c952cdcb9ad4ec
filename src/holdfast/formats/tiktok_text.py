"""The text files of a download from TikTok: "Name: value" lines, and chats with a line above each message."""

import re
from collections.abc import Iterator

import msgspec

from holdfast.formats.text_lines import TextLines
from holdfast.formats.tree import Member
from holdfast.model.locator import Locator, Position
from holdfast.model.problem import Problem

_CHAT = re.compile(r"(?:>+ ?)?Chat History [Ww]ith (.{1,200}?):*\s*")
_LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: UTC)?)(?::? (.*))?")
_SAID = re.compile(r"([\w.]{1,64}): ?(.*)", re.DOTALL)
_PAIR = re.compile(r"([A-Z][A-Za-z ]{1,40}): ?(.*)")
_RAW = 2000

_STRAY = "This line belongs to no entry of the kind that TikTok writes."
_LETTERS = "line(s) are not in UTF-8: some letters may be wrong."


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One message: the other one's name, the sender's, the time and the words as written."""

    chat: str
    sender: str
    text: str
    written: str
    found_at: Locator


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a list: its values by name."""

    stored: dict[str, str]
    found_at: Locator


def listed(member: Member) -> Iterator[Listed | Problem]:
    """The entries of a list, one after the other with an empty line after each. Raises InputError."""
    lines = TextLines(member)
    first, end, last, stored = 0, 0, "", dict[str, str]()
    for number, line in _with_end(lines, ""):
        if stored and not line.strip():
            yield Listed(stored=stored, found_at=_at(member, first, end))
            first, last, stored = 0, "", {}
        found = _PAIR.match(line)
        if found is not None and found[1] not in stored:
            first, last = first or number, found[1]
            stored[last] = found[2]
        elif line.strip() and last:
            stored[last] += f"\n{line}"
        elif line.strip():
            yield _stray(member, number, line)
        end = number if line.strip() else end
    yield from _letters(member, lines)


def said(member: Member) -> Iterator[Said | Problem]:
    """The messages of all chats. Raises InputError."""
    lines = TextLines(member)
    chat, first, end, written, body = "", 0, 0, "", list[str]()
    for number, line in _with_end(lines, "Chat History with :"):
        title, head = _CHAT.fullmatch(line), _LINE.fullmatch(line)
        if title is not None or head is not None:
            if written:
                found = _SAID.fullmatch("\n".join(body))
                sender, text = (found[1], found[2]) if found else ("", "\n".join(body))
                here = _at(member, first, end)
                yield Said(chat=chat, sender=sender, text=text, written=written, found_at=here)
            chat, written = (title[1], "") if title else (chat, head[1] if head else "")
            first, body = number, [head[2]] if head and head[2] else []
        elif written and line.strip():
            body.append(line)
        elif line.strip():
            yield _stray(member, number, line)
        end = number if line.strip() else end
    yield from _letters(member, lines)


def _with_end(lines: TextLines, end: str) -> Iterator[tuple[int, str]]:
    yield from lines
    yield 0, end


def _letters(member: Member, lines: TextLines) -> Iterator[Problem]:
    if lines.repaired:
        yield Problem(found_at=member.at(), loss="part", what=f"{lines.repaired} {_LETTERS}")


def _stray(member: Member, number: int, line: str) -> Problem:
    return Problem(found_at=_at(member, number, number), loss="record", what=_STRAY, raw=line[:_RAW])


def _at(member: Member, first: int, last: int) -> Locator:
    return member.at(Position(unit="line", start=first, length=last - first + 1))
