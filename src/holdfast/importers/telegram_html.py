"""Telegram chats as Telegram Desktop writes them as web pages (HTML): one chat, or the whole account.

*Where it comes from.* In Telegram Desktop, *Export chat history* or *Export Telegram data*, with the format
HTML, which is the one that it offers first. Hand in the whole folder, with `messages.html` in it. If you
still can, export again and choose JSON: it holds more, and its times are exact.

*What it reads.* Every message of every page: who, when, the text, what it answers, from where it was passed
on, what was attached, with its fingerprint where the file is there, calls, and reactions. What the service
notes: who joined, left, called, or took a screenshot of the chat. Devices that are signed in, with their IP
addresses, in an export of the whole account.

*What it cannot tell.* What deleted messages said; they leave nothing. Whether a message was changed. People
bear only the name that they show, so that two of one name look like one. Which of them is you, except in an
export of the whole account. Notes of the service have a day and no time. Older exports write times without
a time zone; newer ones write the offset of winter all year, so that a time is not sure to an hour: tell
Holdfast the time zone of the computer, and it is. Secret chats are never exported.

*Tested with.* Invented exports in the layouts of 2019 to 2025, written after Telegram Desktop's own source,
damaged ones too; and excerpts of two public channels, exported in 2018 and 2021. Otherwise shape only, not
proven on a real export.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser

from holdfast.formats import page_pieces, telegram_page, telegram_place
from holdfast.formats.addresses import addresses
from holdfast.formats.asked import Asked
from holdfast.formats.markup import text_of
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.event import Event
from holdfast.model.locator import Position
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import NamedTime

_IN_ACCOUNT = re.compile(r"^(.*?)(?:chats/chat_\d+|lists)/$")
_ENTRY = re.compile(rb"<div\b[^<>]{0,100}?class\s*=\s*[\"']entry clearfix[^<>]{0,100}>")
_IP = re.compile(r"^[\s]*([0-9A-Fa-f.:]{6,45})(?=\s|$)")
_SESSIONS = ("sessions.html", "web_sessions.html")
_LISTS = ("contacts.html", "frequent.html", "profile_pictures.html", "stories.html")
_LARGEST_PAGE = 4 << 20

_TWICE = "The same chats stand in the JSON file beside these pages, which holds more: the pages are not read."
_LIST = "This list is kept as a page, and not read. Export the account again as JSON to have it read."
_UNNAMED = "This file lies in the export, but no message names it."
_NO_TIME = "The time of this entry is missing or makes no sense."


def _claims(member: Member, tree: Tree) -> bool:
    if member.suffix == ".html":
        return telegram_place.is_page(member)
    root = telegram_place.page_root(member, tree)
    if root is None:
        return False
    if telegram_place.is_looks(member, root):
        return True
    return telegram_place.is_media(member, root) and telegram_place.json_root(member, tree) is None


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:
    export = _Export(members, tree, told)
    for member in members:
        if member.suffix == ".html":
            yield from export.page(member)
    for member in members:
        if export.is_left_over(member):
            yield Problem(found_at=member.at(), loss="part", what=_UNNAMED)
    for source, questions in export.asked.items():
        yield from questions.questions(source, "telegram_html")


class _Export:
    def __init__(self, members: Sequence[Member], tree: Tree, told: Told) -> None:
        self._tree = tree
        self._told = told
        self._named: set[str] = set()
        self._owners: dict[str, str] = {}
        self._threads: dict[str, str] = {}
        self.asked: dict[str, Asked] = {}
        taken: dict[str, str] = {}
        for place in range(len(members)):
            member = members[place]
            if member.suffix != ".html":
                continue
            if telegram_place.is_summary(member):
                self._owners[member.folder] = _owner(member)
            elif telegram_place.is_chat_page(member) and member.folder not in self._threads:
                # Two chats may bear one name; where they lie tells them apart.
                name = telegram_page.title(member)
                is_first = taken.setdefault(name, member.folder) == member.folder
                folder = member.folder.rstrip("/").rpartition("/")[2]
                self._threads[member.folder] = name if is_first else f"{name} ({folder})"

    def page(self, member: Member) -> Iterator[Record]:
        if telegram_place.json_root(member, self._tree) is not None:
            if telegram_place.is_chat_page(member):
                yield Problem(found_at=member.at(), loss="part", what=_TWICE)
        elif telegram_place.is_chat_page(member):
            yield from self._chat(member)
        elif member.file_name in _SESSIONS:
            yield from self._sessions(member)
        elif member.file_name in _LISTS:
            yield Problem(found_at=member.at(), loss="member", what=_LIST)

    def _chat(self, member: Member) -> Iterator[Record]:
        zone, owner = self._told.zone(member.source), self._owner_of(member)
        thread = self._threads.get(member.folder, "")
        asked = self.asked.setdefault(member.source, Asked())
        for record in telegram_page.Page(member, thread, owner, zone, self._finder(member)).records():
            yield record
            if isinstance(record, Event):
                if record.when.at is None and record.when.earliest is not None and record.kind != "notice":
                    asked.time(record.when.as_written)
                if record.by is not None and not owner:
                    asked.author(record.by)

    def _sessions(self, member: Member) -> Iterator[Record]:
        zone = self._told.zone(member.source)
        owner = self._owner_of(member)
        with member.open() as stream:
            for number, piece in enumerate(page_pieces.pieces(stream, _ENTRY)):
                if not number:
                    continue
                here = member.at(Position(unit="byte", start=piece.start, length=piece.length))
                lines = [line for line in text_of(piece.data.decode("utf-8", "replace")).split("\n") if line]
                told = {key: value for line in lines for key, _, value in (line.partition(": "),) if value}
                ip = next((found[1] for line in lines if (found := _IP.match(line))), "")
                active = telegram_page.moment(told.get("Last active", ""), zone)
                event = Event(
                    kind="sign-in",
                    service="telegram",
                    when=telegram_page.moment(told.get("Created", ""), zone),
                    times=(NamedTime(name="last active", when=active),)
                    if active.earliest or active.at
                    else (),
                    found_at=here,
                    to=(Account(service="telegram", handle=owner, is_owner=True),) if owner else (),
                    addresses=addresses(ip, "Telegram, of the last activity"),
                    fields={"entry": "device that is signed in", "device": "; ".join(lines)[:2000]},
                )
                yield event
                if event.when.at is None:
                    if event.when.earliest is None:
                        raw = event.when.as_written
                        yield Problem(found_at=here, loss="part", what=_NO_TIME, raw=raw)
                    else:
                        self.asked.setdefault(member.source, Asked()).time(event.when.as_written)

    def _owner_of(self, member: Member) -> str:
        found = _IN_ACCOUNT.match(member.folder)
        return self._owners.get(found[1] if found else member.folder, "")

    def _finder(self, member: Member) -> Callable[[str], Member | None]:
        def find(way: str) -> Member | None:
            folder = member.folder
            while way.startswith("../"):
                way = way[3:]
                folder = folder.rstrip("/").rpartition("/")[0]
                folder = f"{folder}/" if folder else ""
            found = self._tree.get(folder + way) if way else None
            if found is not None:
                self._named.add(found.path)
            return found

        return find

    def is_left_over(self, member: Member) -> bool:
        """Whether this file came with messages, as it seems, and none names it."""
        if member.suffix == ".html" or member.path in self._named or "_thumb." in member.file_name:
            return False
        root = telegram_place.page_root(member, self._tree)
        return root is not None and not telegram_place.is_looks(member, root)


def _owner(member: Member) -> str:
    """The name that the first page of the account gives its owner."""
    page = LexborHTMLParser(member.head(_LARGEST_PAGE).decode("utf-8", "replace"))
    return " ".join(node.text().strip() for node in page.css(".personal_info .names .value")).strip()


IMPORTER = Importer(title="Telegram chats (web pages)", version="1", claims=_claims, read=_read)
