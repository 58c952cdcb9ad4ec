"""Chats of Discord as the program DiscordChatExporter writes them: direct messages, groups, channels.

*Where it comes from.* DiscordChatExporter is a free program, not one of Discord's. Choose the format
**JSON**, and *Download assets*, so that pictures are kept before their addresses expire. Hand in the whole
folder. Know that Discord's terms forbid to let a program use your account for you; ask a lawyer or an
advice centre where that may matter. A bot, or the owner of a server, may export its channels.

*What it reads.* Of JSON, every message of both sides: who, with the lasting number of the account, when to
the millisecond, the text, when it was last changed, what it answers or passes on, files with their
fingerprints where they were downloaded, reactions with who gave them, whom it names; calls and when they
ended; who joined, was added, or pinned something. The time is compared with the one inside the number of
the message, which Discord gave out itself. Of the web page (HTML), the same as far as it is shown; the time
is the one inside the number. Of the table (CSV) and the plain text (TXT), who, when, the text, the
addresses of files.

*What it cannot tell.* Deleted messages are missing, and nothing shows that they were there. Of a changed
message, only the last text. Which of the accounts is yours, except in a direct chat. Who was there and only
read. How a call went, and who took part. Table and text have no numbers of messages, and those of before
about 2024 show times by the clock of a computer whose zone they do not name: you are asked. In the plain
text, a message that holds a line like the head of another one looks like two, and people have no numbers.
An export is a file that anybody could have changed; Discord's own data package can confirm your own
messages.

*Tested with.* Invented exports in the layouts of 2019 to 2025, written after the source of the program,
damaged ones too; and an excerpt of a public page of 2021, whose times and numbers agree. Otherwise shape
only, not proven on a real export.
"""

import re
from collections.abc import Iterator, Sequence

from holdfast.formats import json_items, markup
from holdfast.formats.asked import Asked
from holdfast.formats.attached import attachment
from holdfast.formats.discord_chat import Chat, downloaded
from holdfast.formats.discord_dates import Dates
from holdfast.formats.discord_page import Page
from holdfast.formats.discord_text import Text
from holdfast.formats.headed_rows import HeadedRows, Values, titles
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.event import Event
from holdfast.model.locator import Locator
from holdfast.model.problem import Problem
from holdfast.model.told import Told

_HEAD = 1 << 15
_KEYS = {"guild", "channel", "messages"}
_COLUMNS = ("authorid", "author", "date", "content", "attachments", "reactions")
_PAGE = b"chatlog__message"
_LINES = re.compile(rb"\s*={62}\r?\nGuild: ")
_IN_NAME = re.compile(r"\[(\d{15,20})\]")
_FOLDER = re.compile(r"^(.*\.(?:json|html|csv|txt))_Files/", re.IGNORECASE)

_UNNAMED = "This file lies beside a chat, but no message of the chat names it."
_NO_TIME = "The time of this row is missing or written in a way that is not known."
_EMPTY = "This table holds no rows."


def _claims(member: Member, tree: Tree) -> bool:
    if folder := _FOLDER.match(member.path):
        chat = tree.get(folder[1])
        return chat is not None and _is_chat(chat)
    return _is_chat(member)


def _is_chat(member: Member) -> bool:
    match member.suffix:
        case ".json":
            head = member.head(_HEAD)
            return b"guild" in head and set(json_items.keys(head)) >= _KEYS
        case ".html" | ".htm":
            # The style sheet, which stands first, names what the page is made of.
            return _PAGE in member.head(_HEAD)
        case ".csv":
            return titles(member) == _COLUMNS
        case ".txt":
            return bool(_LINES.match(member.head(200).removeprefix(b"\xef\xbb\xbf")))
    return False


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:
    asked: dict[str, Asked] = {}
    named: set[str] = set()
    for member in members:
        if _FOLDER.match(member.path):
            continue
        questions = asked.setdefault(member.source, Asked())
        zone = told.zone(member.source)
        dates = Dates(zone, told.date_order(member.source), questions)
        match member.suffix:
            case ".json":
                yield from Chat(member, tree, zone, questions, named).records()
            case ".csv":
                yield from _table(member, tree, dates, questions)
            case ".txt":
                yield from Text(member, tree, dates, questions).records()
            case _:
                yield from Page(member, tree, questions, named).records()
    for member in members:
        if _FOLDER.match(member.path) and member.path not in named and member.path not in tree.named:
            yield Problem(found_at=member.at(), loss="part", what=_UNNAMED)
    for source, questions in asked.items():
        yield from questions.questions(source, "discord_exporter")


def _table(member: Member, tree: Tree, dates: Dates, asked: Asked) -> Iterator[Record]:
    in_name = _IN_NAME.findall(member.path)
    thread = in_name[-1] if in_name else member.file_name.rpartition(".")[0]
    for row in HeadedRows(member):
        if not isinstance(row, Problem):
            dates.see(row[0].position.start, row[1]["date"].strip())
    dates.settle()
    count = 0
    for row in HeadedRows(member):
        count += 1
        if isinstance(row, Problem):
            yield row
            continue
        event = _row(*row, member, tree, dates, thread)
        yield event
        if event.when.at is None and event.when.earliest is None:
            yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=event.when.as_written)
        if event.by is not None:
            asked.author(event.by)
    if not count:
        yield Problem(found_at=member.at(), loss="part", what=_EMPTY)


def _row(here: Locator, row: Values, member: Member, tree: Tree, dates: Dates, thread: str) -> Event:
    text, number, name = row["content"], row["authorid"].strip(), row["author"].strip()
    urls = [url for url in row["attachments"].split(",") if url]
    return Event(
        kind="message",
        service="discord",
        when=dates.when(here.position.start, row["date"].strip()),
        found_at=here,
        by=Account(service="discord", handle=name or number, native_id=number) if name or number else None,
        text=text,
        attached=tuple(
            attachment(url.replace("\\", "/").rpartition("/")[2], "", None, downloaded(member, tree, url))
            for url in urls
        ),
        links=tuple(markup.links_in_text(text)),
        thread=thread,
        fields={"reactions": row["reactions"]} if row["reactions"] else {},
    )


IMPORTER = Importer(title="Discord chats (DiscordChatExporter)", version="1", claims=_claims, read=_read)
