"""A chat of Discord as DiscordChatExporter writes it for looking at, as a web page: message by message.

The page shows times by the clock of a computer somewhere; but the id of each message tells its instant.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from holdfast.formats import discord, markup, page_pieces
from holdfast.formats.asked import Asked
from holdfast.formats.attached import attachment
from holdfast.formats.discord_chat import downloaded
from holdfast.formats.tree import Member, Tree
from holdfast.model.account import Account
from holdfast.model.event import Attachment, Event, Kind
from holdfast.model.locator import Locator, Position
from holdfast.model.problem import Problem
from holdfast.model.when import NamedTime

_BEGINS = re.compile(
    rb"<div\b[^<>]{0,600}?chatlog__message-group"
    rb"|<div\b(?=[^<>]{0,600}?chatlog__message)[^<>]{0,600}?data-message-id\s*="
)
_NUMBER = re.compile(r"<div\b[^<>]{0,600}?data-message-id\s*=\s*[\"']?(\d{1,20})")
_GROUP = re.compile(r"<div\b[^<>]{0,600}?chatlog__message-group")
_ENTRY = re.compile(r"<div\b[^<>]{0,200}?preamble__entry\b(?!-)[^<>]{0,200}>([^<]{0,2000})")
_IN_NAME = re.compile(r"\[(\d{15,20})\]")
_DIGITS = re.compile(r"\d{15,20}")
_BY = ".chatlog__author, .chatlog__author-name, .chatlog__system-notification-author"
_TIME = ".chatlog__timestamp, .chatlog__short-timestamp, .chatlog__system-notification-timestamp"
_REPLY = ".chatlog__reply-link, .chatlog__reference-link"
_LINKED = re.compile(r"""(?:href|src)\s*=\s*["']?([^"'\s>]{1,2000})""", re.IGNORECASE)
_LOCAL = re.compile(r"_Files[/\\]")
_MANY = 10_000  # tags of one piece; more would cost a parser too much
_RAW = 2000

_BROKEN = "This message is damaged, or written in a way that is not known."
_NO_TIME = "The number of this message tells no time."
_CUT = "This message is too long to be read whole."
_OFF = "The page breaks off here: its end is missing."
_NOTHING = "This page holds no message that could be read. Export the chat again as JSON, which holds more."


class Page:
    """One file. `named` takes in the paths of the files that the page names."""

    def __init__(self, member: Member, tree: Tree, asked: Asked, named: set[str]) -> None:
        self._member = member
        self._tree = tree
        self._asked = asked
        self._named = named
        in_name = _IN_NAME.findall(member.path)
        self._thread = in_name[-1] if in_name else ""
        self._title = ""
        self._by: Account | None = None
        self._written = self._answered = ""

    def records(self) -> Iterator[Event | Problem]:
        """The messages in the order of the page, and what could not be read."""
        count, last = 0, ""
        here = self._member.at()
        with self._member.open() as stream:
            for number, piece in enumerate(page_pieces.pieces(stream, _BEGINS)):
                here = self._member.at(Position(unit="byte", start=piece.start, length=piece.length))
                text = piece.data.decode("utf-8", "replace")
                self._note_files(text)
                if number == 0:
                    self._title = " / ".join(
                        markup.text_of(entry).strip() for entry in _ENTRY.findall(text)[:2]
                    )
                else:
                    for record in self._piece(text, here):
                        count += 1
                        yield record
                    if len(piece.data) < piece.length:
                        yield Problem(found_at=here, loss="part", what=_CUT)
                last = text[-_RAW:]
                if piece.trouble:
                    yield Problem(found_at=here, loss="member", what=piece.trouble)
        if count and "</html" not in last:
            yield Problem(found_at=here, loss="member", what=_OFF)
        if not count:
            yield Problem(found_at=self._member.at(), loss="member", what=_NOTHING)

    def _piece(self, text: str, here: Locator) -> Iterator[Event | Problem]:
        if text.count("<") > _MANY:
            yield Problem(found_at=here, loss="record", what=_BROKEN, raw=text[:_RAW])
            return
        page = LexborHTMLParser(text).body
        if _GROUP.match(text):
            # What heads a group stands before its first message, or inside of it, as the version has it.
            self._by, self._written, self._answered = None, "", ""
        if page is None:
            return
        self._learn_head(page)
        if (number := _NUMBER.match(text)) is None:
            return
        event = self._event(page, number[1], here)
        self._answered = ""
        yield event
        if event.when.at is None:
            yield Problem(found_at=here, loss="part", what=_NO_TIME, raw=event.when.as_written[:_RAW])

    def _learn_head(self, page: LexborNode) -> None:
        if (by := page.css_first(_BY)) is not None:
            full = (by.attributes.get("title") or "").strip()
            shown = by.text(strip=True)
            handle = full or shown
            lasting = (by.attributes.get("data-user-id") or "").strip()
            if handle or lasting:
                self._by = Account(
                    service="discord",
                    handle=handle or lasting,
                    native_id=lasting,
                    shown_as=shown if shown != handle else "",
                )
        if (time := page.css_first(_TIME)) is not None:
            self._written = (time.attributes.get("title") or time.text(strip=True)).strip()
        if (answered := page.css_first(_REPLY)) is not None:
            number = _DIGITS.search(answered.attributes.get("onclick") or "")
            self._answered = number[0] if number else ""

    def _event(self, page: LexborNode, number: str, here: Locator) -> Event:
        note = page.css_first(".chatlog__system-notification-content")
        kind: Kind = "message"
        if note is not None:
            kind = "call" if "started a call" in note.text() else "notice"
        fields = (
            {"chat": self._title} if self._title and not self._title.startswith("Direct Messages") else {}
        )
        times = []
        if (edited := page.css_first(".chatlog__edited-timestamp")) is not None:
            written = edited.attributes.get("title") or edited.text(strip=True)
            times.append(NamedTime(name="edited", when=discord.given_out("", written or "")))
        content = note if note is not None else page.css_first(".chatlog__content")
        text = ""
        if content is not None:
            text = _written(content)
        if boxes := "\n\n".join(_text(box) for box in page.css(".chatlog__embed"))[:20_000]:
            fields["embeds"] = boxes
        if reactions := [f"{_alt(one)} {_text(one)}".strip() for one in page.css(".chatlog__reaction")]:
            fields["reactions"] = ", ".join(reactions)[:2000]
        by = self._by
        if by is not None:
            self._asked.author(by)
        return Event(
            kind=kind,
            service="discord",
            when=discord.given_out(number, self._written),
            times=tuple(times),
            found_at=here,
            by=by,
            text=text or boxes,
            attached=tuple(self._attached(page)),
            links=tuple(markup.links_in_text(text or boxes)),
            reply_to=self._answered,
            act=number,
            thread=self._thread or self._title,
            fields=fields,
        )

    def _attached(self, page: LexborNode) -> Iterator[Attachment]:
        seen: set[str] = set()
        for one in page.css(".chatlog__attachment, .chatlog__sticker"):
            url = next((u for u in _linked(one.html or "") if not u.startswith("#")), "")
            if url and url not in seen:
                seen.add(url)
                member = downloaded(self._member, self._tree, url)
                name = url.partition("?")[0].replace("\\", "/").rpartition("/")[2]
                yield attachment(name, "", None, member)

    def _note_files(self, text: str) -> None:
        if _LOCAL.search(text):
            for url in _linked(text):
                if (member := downloaded(self._member, self._tree, url)) is not None:
                    self._named.add(member.path)


def _linked(text: str) -> list[str]:
    return [url.replace("&amp;", "&") for url in _LINKED.findall(text)]


def _written(content: LexborNode) -> str:
    """What somebody wrote: line ends count here, and a small picture stands for a sign."""
    for mark in content.css(".chatlog__edited-timestamp"):
        mark.decompose()
    for sign in content.css("img"):
        sign.replace_with(sign.attributes.get("alt") or "")
    return content.text().strip()


def _text(node: LexborNode) -> str:
    return markup.text_of(node.html or "")


def _alt(node: LexborNode) -> str:
    picture = node.css_first("img")
    return (picture.attributes.get("alt") or "") if picture is not None else ""
