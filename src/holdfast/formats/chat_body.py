"""What a line of an exported chat is: a message, a call, or something the service itself says."""

import re
from typing import Literal

import msgspec

from holdfast.formats import chat_words as words
from holdfast.formats.chat_words import INVISIBLE, SPACE, plain, unmarked

_FILE = r"[^<>:/\\\n\u200e]{1,200}?\.[A-Za-z0-9]{2,5}"
_BRACKETED = re.compile(
    rf"[<‹][{INVISIBLE}{SPACE}]*(?P<word>[^<>:：\n]{{2,40}})[:：][{INVISIBLE}{SPACE}]*(?P<file>{_FILE})[{INVISIBLE}{SPACE}]*[>›]"
)
_AFTER_NAME = re.compile(
    rf"(?P<file>{_FILE})[{INVISIBLE}{SPACE}]+[<(（][{INVISIBLE}]*(?P<word>[^<>()（）\n]{{2,40}})[)）>]"
)
_NO_SPACE = re.compile(r"[\w-]+\.\w{2,4}")
_OWN_NAME = re.compile(
    r"(?:IMG|VID|AUD|PTT|STK|DOC|GIF)-\d{8}-WA\d{4}\.\w{2,5}|\d{8}-[A-Z]+-\d{4}(?:-\d{2}){5}\.\w{2,5}"
)
_DOCUMENT = re.compile(rf"(?P<file>{_FILE}) • .*")
_EDITED = re.compile(rf"[{INVISIBLE}{SPACE}]*<(?P<word>[^<>:\n]{{4,60}})>[{INVISIBLE}{SPACE}]*$")
_BULLET = re.compile(rf"^.{{1,200}}? • [{INVISIBLE}]*\d+ [^\n\u200e•]{{1,20}}\u200e?$")
_MAP = re.compile(
    r"https?://(?:maps\.google\.[a-z.]+|www\.google\.[a-z.]+/maps|maps\.apple\.com)/\S{0,300}?[?&](?:q|ll)=(-?\d{1,3}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)"
)
_LINK = re.compile(r"https?://[^\s<>\"“”\u200e\u200f\u2068\u2069]{1,2000}")
_LINKED = re.compile(r"[^\n]{0,80}https?://")
_REMARK = 200
_FAR = 1 << 14


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A file named in a line (`name`), or one that is said to be left out (`missing` says why)."""

    name: str
    missing: str = ""


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """`text` is what the author wrote, without the app's own marks; `fields` what those marks say."""

    kind: Literal["message", "call", "notice"]
    text: str
    marks: tuple[Mark, ...] = ()
    links: tuple[str, ...] = ()
    fields: dict[str, str] = {}


LEFT_OUT = "left out of the export"
ONLY_ONCE = "could be seen only once, on a phone"
NOTHING = "the export shows nothing here, as it does for what can be seen only once"


def body(text: str, *, has_author: bool, is_ios: bool, beside: frozenset[str] = frozenset()) -> Body:
    """Tell what this text is. `beside` are the names of the files that lie beside the chat."""
    clean = plain(text)
    bare = clean.rstrip(".。").lower()
    if found := _call(text, clean):
        return found
    if words.DELETED.fullmatch(bare):
        return Body(kind="notice", text=_shown(text), fields={"deleted": "yes"})
    if not has_author or words.OPENING.match(clean):
        return _notice(text)
    if (marked := _marked(text, beside)) is not None:
        return marked
    if not (is_ios and text.lstrip(SPACE).startswith("\u200e")):
        return _message(text, clean)
    # The app wrote this line itself; where it does not stand for something sent, it is a notice.
    if words.ONCE.search(clean[:_REMARK]):
        return _message(text, clean, Mark(name="", missing=ONLY_ONCE))
    if not any(what.match(clean) for what in (words.POLL, words.SENT, _LINKED)) and not _EDITED.match(text):
        return _notice(text)
    return _message(text, clean)


def _shown(text: str) -> str:
    """The text as stored, but for the mark and the spaces that the app sets around it."""
    return text.strip(SPACE + "\r\n").removeprefix("\u200e").strip(SPACE)


def _notice(text: str) -> Body:
    fields = {"number changed": "yes"} if words.NUMBER_CHANGED.search(plain(text)) else {}
    return Body(kind="notice", text=_shown(text), fields=fields)


def _call(text: str, clean: str) -> Body | None:
    first = words.CALL.match(clean)
    if first is None or "\n" in clean or not words.CALL_TAIL.fullmatch(clean, first.end()):
        return None
    fields = {"call": "video" if words.VIDEO.search(first[0]) else "voice"}
    if words.MISSED.search(clean):
        fields["missed"] = "yes"
    elif length := words.LENGTH.search(clean, first.end()):
        fields["length"] = length[0].strip(" .")
    return Body(kind="call", text=_shown(text), fields=fields)


def _marked(text: str, beside: frozenset[str]) -> Body | None:
    """The message that this text is, if a file comes with it or is said to have been left out."""
    first, _, more = text.partition("\n")
    line = plain(first)
    if found := _BRACKETED.search(text, 0, _FAR):
        name = plain(found["file"])
        if name in beside or words.ATTACHED.search(found["word"]) or _OWN_NAME.fullmatch(name):
            before = text[: found.start()].strip()
            # The name and the number of pages of a document are the app's words, not the author's.
            before = "" if _BULLET.match(before) else unmarked(before)
            written = "\n".join(part for part in (before, text[found.end() :].strip()) if part)
            return _message(written, plain(written), Mark(name=name))
    if found := _AFTER_NAME.fullmatch(first.strip()):
        name = plain(found["file"])
        if (
            name in beside
            or words.ATTACHED.search(found["word"])
            or _OWN_NAME.fullmatch(name)
            or _NO_SPACE.fullmatch(name)
        ):
            return _message(more, plain(more), Mark(name=name))
    is_short = not more and len(line) <= 60
    if is_short and line.startswith("<") and line.endswith(">"):
        return _message("", "", Mark(name="", missing=LEFT_OUT)) if _is_left_out(line[1:-1]) else None
    if (document := _DOCUMENT.fullmatch(line)) and _is_left_out(line[-60:]):
        return _message(more, plain(more), Mark(name=document["file"], missing=LEFT_OUT))
    if (
        is_short
        and len(line) <= 40
        and ("\u200e" in first or line.count(" ") in {1, 2})
        and _is_left_out(line)
    ):
        return _message("", "", Mark(name=line, missing=LEFT_OUT))
    return None


def _is_left_out(line: str) -> bool:
    return bool(words.OMITTED.search(line))


def _message(text: str, clean: str, *marks: Mark) -> Body:
    fields: dict[str, str] = {}
    end = text[-_REMARK:]
    if (found := _EDITED.search(end)) and words.EDITED.search(found["word"]):
        fields["edited"] = plain(found["word"])
        text = text[: len(text) - len(end) + found.start()]
    if not marks and clean in {"", "null"}:
        marks = (Mark(name="", missing=NOTHING),)
    if words.POLL.match(clean):
        lines = [plain(line) for line in text.split("\n")]
        asked = words.POLL.sub("", lines[0], count=1).strip() or (lines[1] if len(lines) > 1 else "")
        options = [words.OPTION.sub("", line, count=1) for line in lines if words.OPTION.match(line)]
        fields |= {"poll": asked, "options": "\n".join(options)}
    if place := _MAP.search(text):
        fields["location"] = f"{place[1]},{place[2]}"
    links = tuple(dict.fromkeys(link.rstrip(".,;:!?)]}'") for link in _LINK.findall(text)))
    return Body(kind="message", text=_shown(text), marks=marks, links=links, fields=fields)
