"""A chat of Discord as DiscordChatExporter writes it into plain text.

Nothing marks a message but its first line, a date in brackets and a name, after an empty one. Somebody could
write such a line into a message, and it would be taken for another one.
"""

import re
from collections.abc import Iterator

from holdfast.formats import discord_dates, markup
from holdfast.formats.asked import Asked
from holdfast.formats.attached import attachment
from holdfast.formats.discord_chat import downloaded
from holdfast.formats.discord_dates import Dates
from holdfast.formats.text_lines import TextLines
from holdfast.formats.tree import Member, Tree
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Attachment, Event
from holdfast.model.locator import Position
from holdfast.model.problem import Problem

_HEAD = re.compile(r"\[([^\[\]]{6,60})\] (.{1,200}?)( \(pinned\))?")
_FENCE = "=" * 62
_TITLE = re.compile(r"(Guild|Channel): (.{1,500})")
_IN_NAME = re.compile(r"\[(\d{15,20})\]")
_COUNTED = re.compile(r"Exported (\d[\d.,\s]{0,20}) message\(s\)")
_PARTS = {
    "{Attachments}": "attachments",
    "{Embed}": "embeds",
    "{Stickers}": "stickers",
    "{Reactions}": "reactions",
}
_MOST_LINES = 20_000  # of one message that are kept

_COUNT = "The export says that it holds another number of messages than were found. Said, and found: "
_NO_END = "The text breaks off here: the number of messages, which ends it, is missing."
_LETTERS = "line(s) of this text are not in UTF-8: letters may be wrong."


class Text:
    """One file."""

    def __init__(self, member: Member, tree: Tree, dates: Dates, asked: Asked) -> None:
        self._member = member
        self._tree = tree
        self._dates = dates
        self._asked = asked
        in_name = _IN_NAME.findall(member.path)
        self._thread = in_name[-1] if in_name else ""
        self._titles: list[str] = []
        self._said: int | None = None

    def records(self) -> Iterator[Event | Problem]:
        """The messages in the order of the text, and what could not be read."""
        try:
            for number, found, _ in self._heads(TextLines(self._member)):
                if found is not None:
                    self._dates.see(number, found[1])
            self._dates.settle()
            yield from self._messages()
        except InputError as error:
            yield Problem(found_at=self._member.at(), loss="member", what=error.what)

    def _messages(self) -> Iterator[Event | Problem]:
        lines, count, last = TextLines(self._member), 0, 0
        begun: tuple[int, re.Match[str], list[str]] | None = None
        self._titles, self._said = [], None
        for number, found, line in self._heads(lines):
            last = number
            if found is not None:
                if begun is not None:
                    yield self._event(*begun)
                    count += 1
                begun = (number, found, [])
            elif begun is not None and len(begun[2]) < _MOST_LINES:
                begun[2].append(line)
        if begun is not None:
            yield self._event(*begun)
            count += 1
        end = self._member.at(Position(unit="line", start=max(last, 1), length=1))
        if self._said is None:
            yield Problem(found_at=end, loss="member", what=_NO_END)
        elif self._said != count:
            yield Problem(found_at=end, loss="part", what=f"{_COUNT}{self._said}, {count}.")
        if lines.repaired:
            yield Problem(found_at=self._member.at(), loss="part", what=f"{lines.repaired} {_LETTERS}")

    def _heads(self, lines: TextLines) -> Iterator[tuple[int, re.Match[str] | None, str]]:
        """The lines between the two frames, and which of them begin a message."""
        fences, is_after_gap = 0, True
        for number, line in lines:
            if line == _FENCE:
                fences += 1
            elif fences < 2:
                if title := _TITLE.match(line):
                    self._titles.append(title[2].strip())
            elif fences == 2:
                found = _HEAD.fullmatch(line) if is_after_gap else None
                yield number, found if found and discord_dates.is_date(found[1]) else None, line
            elif said := _COUNTED.fullmatch(line):
                self._said = int(re.sub(r"\D", "", said[1]))
            is_after_gap = not line

    def _event(self, number: int, found: re.Match[str], lines: list[str]) -> Event:
        while lines and not lines[-1].strip():
            lines.pop()
        body, parts = _parted(lines)
        text = "\n".join(body).strip("\n")
        by = Account(service="discord", handle=found[2].strip())
        self._asked.author(by)
        fields = {"chat": " / ".join(self._titles)} if not self._is_direct() else {}
        fields |= {key: "\n".join(parts[key])[:20_000] for key in ("embeds", "reactions") if parts.get(key)}
        if found[3]:
            fields["isPinned"] = "true"
        return Event(
            kind="message",
            service="discord",
            when=self._dates.when(number, found[1]),
            found_at=self._member.at(Position(unit="line", start=number, length=1 + len(lines))),
            by=by,
            text=text or fields.get("embeds", ""),
            attached=tuple(self._attached([*parts.get("attachments", ()), *parts.get("stickers", ())])),
            links=tuple(markup.links_in_text(text)),
            thread=self._thread or " / ".join(self._titles),
            fields=fields,
        )

    def _is_direct(self) -> bool:
        return not self._titles or self._titles[0] == "Direct Messages"

    def _attached(self, urls: list[str]) -> Iterator[Attachment]:
        for url in filter(None, urls):
            name = url.partition("?")[0].replace("\\", "/").rpartition("/")[2] or url
            yield attachment(name, "", None, downloaded(self._member, self._tree, url))


def _parted(lines: list[str]) -> tuple[list[str], dict[str, list[str]]]:
    """What was written, and what the export tells beside it, each part behind its own mark."""
    body: list[str] = []
    parts: dict[str, list[str]] = {}
    into, is_after_gap = body, False
    for line in lines:
        if is_after_gap and line in _PARTS:
            into = parts.setdefault(_PARTS[line], [])
        else:
            into.append(line)
        is_after_gap = not line
    return body, parts
