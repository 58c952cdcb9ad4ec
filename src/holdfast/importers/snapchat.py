"""Snapchat, from "My Data": chats, snaps, calls, friends, and where the account was used.

*Where it comes from.* At accounts.snapchat.com choose *My Data*, and there *Export JSON Files* as well, all
time, with chat media. You get one zip or several. Hand in all of them as they are.

*What it reads.* Every chat that was saved, both sides, with its files; every snap that came or went, without
its picture; calls; friends, requests, blocked and deleted ones; signing in, with its address; changes of
password, mail address and number. Also the marks that Snapchat leaves: a message was deleted, a picture of
the chat was made, somebody was put out. Older exports, where sent and received stand apart. Pages (HTML) of
chats and snaps are read where the JSON is missing.

*What it cannot tell.* What a snap showed. Chats that were not saved: only their last days, without words. The
text of a deleted message, and whether a person or the clock deleted it. Who was called, in most exports. In
older exports, in which group something was said. Names can be changed; the name shown at the time is not
kept. Which picture belongs to an overlay. Memories, places and searches are kept, but not read.

*Tested with.* Invented exports of both layouts, by the descriptions of several public readers: marks, media,
letters written as entities, empty lists, and damaged ones. Shape only, not proven on a real export.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from weakref import WeakKeyDictionary

from holdfast.formats import json_items, snapchat_lists
from holdfast.formats.asked import Asked
from holdfast.formats.attached import attachment
from holdfast.formats.chat_cards import cards
from holdfast.formats.json_entries import entries
from holdfast.formats.json_items import ANY
from holdfast.formats.markup import links_in_text
from holdfast.formats.snapchat_lists import account, when
from holdfast.formats.stamps import stamp
from holdfast.formats.stored import Record as Stored
from holdfast.formats.stored import rest, word
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Attachment, Event, Kind
from holdfast.model.locator import Locator, Position
from holdfast.model.problem import Problem
from holdfast.model.told import Told

_FILE = re.compile(
    r"(chat_history|snap_history|talk_history|friends|account|account_history)(?:[_ (-]*\d+\)?)?\.json",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?:.*/)?html/(?:chat|snap)_history(?:/subpage_.+)?\.html", re.IGNORECASE)
_OTHER_PAGE = re.compile(r"(?:.*/)?(?:html/[^/]+|index)\.html", re.IGNORECASE)
_MEDIA = re.compile(r"(?:.*/)?chat_media/[^/]+")
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_SIGNS = {
    "chat_history": ("Media Type", "Saved Chat History"),
    "snap_history": ("Media Type", "Snap History"),
    "talk_history": ("Outgoing Calls", "Incoming Calls", "Completed Calls"),
    "friends": ('"Friends"', '"Blocked Users"'),
    "account": ('"Basic Information"', '"Login History"'),
    "account_history": (
        '"Display Name Change"',
        '"Email Change"',
        '"Password Change"',
        '"Mobile Number Change"',
    ),
}
_STATUS = {
    "STATUSERASEDMESSAGE": "deleted a message",
    "STATUSERASEDSNAPMESSAGE": "deleted a snap",
    "STATUSCONVERSATIONCAPTURESCREENSHOT": "made a picture of the screen",
    "STATUSCONVERSATIONCAPTURERECORDING": "recorded the screen",
    "STATUSSAVETOCAMERAROLL": "saved a file from the chat",
    "STATUSPARTICIPANTREMOVED": "left the group or was put out",
    "STATUSCALLMISSEDAUDIO": "a call was not answered",
    "STATUSCALLMISSEDVIDEO": "a video call was not answered",
}
_LISTS = {
    "talk_history": snapchat_lists.call,
    "friends": snapchat_lists.friend,
    "account": snapchat_lists.noted,
    "account_history": snapchat_lists.noted,
}
_HEAD = 1 << 14
_LONG_HEAD = 1 << 18
_RAW = 2000

_NO_TIME = "The time of this entry is missing or makes no sense."
_UNREAD = "This file belongs to a download from Snapchat. It is kept, but not read."
_UNNAMED = "This file came with the chats, but no message names it."

_known: WeakKeyDictionary[Tree, bool] = WeakKeyDictionary()


def _claims(member: Member, tree: Tree) -> bool:
    if member.suffix == ".json":
        return bool(_sort(member)) or _is_beside(member, tree)
    if _PAGE.fullmatch(member.path):
        return _has_chats(tree) or b" UTC" in member.head(_LONG_HEAD)
    if _OTHER_PAGE.fullmatch(member.path):
        first = tree.first_in(f"{member.folder.removesuffix('html/')}json/")
        return first is not None and _is_beside(first, tree)
    return _MEDIA.fullmatch(member.path) is not None and _has_chats(tree)


def _sort(member: Member) -> str:
    found = _FILE.fullmatch(member.file_name)
    if found is None:
        return ""
    plain = member.head(_HEAD).replace(b"\0", b"")
    sort = found[1].lower()
    return sort if any(sign.encode() in plain for sign in _SIGNS[sort]) else ""


def _is_beside(member: Member, tree: Tree) -> bool:
    """Whether it lies in the folder of a download, which is always called the same."""
    known = ("account.json", "chat_history.json", "snap_history.json", "friends.json")
    others = [tree.get(member.folder + name) for name in known] if member.folder.endswith("json/") else []
    return any(_sort(other) for other in others if other is not None)


def _is_alone(member: Member, tree: Tree) -> bool:
    """Whether this is a page that no file in JSON tells the same as; index.html only leads to others."""
    if not member.folder.endswith("html/"):
        return False
    folder, name = member.folder.removesuffix("html/"), member.file_name.removesuffix(".html")
    return tree.get(f"{folder}json/{name}.json") is None


def _has_chats(tree: Tree) -> bool:
    """Whether the chats were handed in as JSON, be it in another zip of the same download."""
    if tree not in _known:
        _known[tree] = any(_sort(member) == "chat_history" for member in tree)
    return _known[tree]


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    files = [(member, _sort(member)) for member in members]
    owner = next((name for member, sort in files if sort == "account" and (name := _owner(member))), "")
    media: dict[str, Member] = {}
    for member in tree:
        if _MEDIA.fullmatch(member.path):
            media.setdefault(_media_id(member), member)
    named: set[str] = set()
    asked: dict[str, Asked] = {}
    for member, sort in files:
        if sort:
            yield from _File(member, sort, owner, media, named).read()
        elif _PAGE.fullmatch(member.path):
            # Where the JSON is there, it tells all that the page does.
            if not _has_chats(tree):
                yield from _page(member, owner, asked.setdefault(member.source, Asked()))
        elif member.suffix == ".json" or _is_alone(member, tree):
            yield Problem(found_at=member.at(), loss="member", what=_UNREAD)
    for member, _ in files:
        if _MEDIA.fullmatch(member.path) and member.path not in named:
            yield Problem(found_at=member.at(), loss="part", what=_UNNAMED)
    for source, questions in asked.items():
        yield from questions.questions(source, "snapchat")


def _owner(member: Member) -> str:
    try:
        with member.open() as stream:
            for item in json_items.items(stream, ("Basic Information", "Username")):
                return word(item.value)
    except InputError:
        return ""
    return ""


def _media_id(member: Member) -> str:
    """The id in a name such as "2019-02-12_b~Ei.jpg"."""
    name = member.file_name.rpartition(".")[0] or member.file_name
    return name.partition("_")[2] or name


class _File:
    """One file of the export. All have lists under names, with one record for each entry."""

    def __init__(
        self, member: Member, sort: str, owner: str, media: dict[str, Member], named: set[str]
    ) -> None:
        self._member = member
        self._sort = sort
        self._me = account(owner, is_owner=True) or snapchat_lists.OWNER
        self._media = media
        self._named = named

    def read(self) -> Iterator[Record]:
        if self._sort == "account":
            yield from self._about()
        make = _LISTS.get(self._sort)
        for entry in entries(self._member, (ANY, ANY)):
            if isinstance(entry, Problem):
                yield entry
                continue
            name, stored, here = str(entry.path[0]), entry.stored, entry.found_at
            yield from _checked(
                make(name, stored, here, self._me) if make else self._chat(name, stored, here)
            )

    def _about(self) -> Iterator[Record]:
        """What the account itself is told to be; its making is an event."""
        with self._member.open() as stream:
            for item in json_items.items(stream, ("Basic Information",)):
                if isinstance(item.value, dict):
                    here = item.at(self._member)
                    event = snapchat_lists.noted("Basic Information", item.value, here, self._me)
                    yield from _checked(event)

    def _chat(self, name: str, stored: Stored, here: Locator) -> Event:
        sort, sent_by = word(stored.get("Media Type")), word(stored.get("From"))
        is_old = name.startswith(("Received ", "Sent "))
        is_mine = name.startswith("Sent ") if is_old else stored.get("IsSender") is True
        other = sent_by or word(stored.get("To")) if is_old else name
        title = word(stored.get("Conversation Title"))
        is_group = not is_old and (bool(title) or _UUID.fullmatch(name) is not None)
        by = (account(sent_by, is_owner=True) or self._me) if is_mine else account(sent_by)
        receiver = None if is_group else account(other)
        written = word(stored.get("Content")) or word(stored.get("Text"))
        text = unescape(written)
        used = ("From", "To", "Content", "Text", "Created", "Media IDs", "IsSender", "Conversation Title")
        fields = rest(stored, *used)
        if text != written:
            fields["text as stored"] = written
        if title:
            fields["group"] = title
        if what := _STATUS.get(sort):
            fields["what"] = what
        if is_old:
            fields["list"] = name
        if self._sort == "snap_history":
            fields["way"] = "snap"
        kind: Kind = "notice" if sort.startswith("STATUS") else "message"
        return Event(
            kind=kind,
            service="snapchat",
            when=when(stored),
            found_at=here,
            by=by,
            to=((receiver,) if receiver else ()) if is_mine else (self._me,),
            direction=None if kind == "notice" else "out" if is_mine else "in" if by else None,
            text=text,
            attached=tuple(self._attached(word(stored.get("Media IDs")))),
            links=tuple(links_in_text(text)),
            thread=other,
            fields=fields,
        )

    def _attached(self, written: str) -> Iterator[Attachment]:
        for ident in (part.strip() for part in written.split("|")):
            if ident:
                member = self._media.get(ident)
                if member is not None:
                    self._named.add(member.path)
                yield attachment(member.file_name if member else ident, "", None, member)


def _checked(event: Event) -> Iterator[Record]:
    yield event
    if event.when.at is None:
        written = event.when.as_written[:_RAW]
        yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=written)


def _page(member: Member, owner: str, asked: Asked) -> Iterator[Record]:
    """A page of one conversation, where nothing better is there: name, words, time."""
    try:
        data = member.read()
    except InputError as error:
        yield Problem(found_at=member.at(), loss="member", what=error.what)
        return
    for card in cards(data):
        is_mine = bool(owner) and card.name == owner
        by: Account | None = account(card.name, is_owner=is_mine)
        if by is not None and not owner:
            asked.author(by)
        fields = {"Media Type": card.sort} if card.sort else {}
        if what := _STATUS.get(card.sort):
            fields["what"] = what
        yield Event(
            kind="notice" if card.sort.startswith("STATUS") else "message",
            service="snapchat",
            when=stamp(card.written),
            found_at=member.at(Position(unit="byte", start=card.start, length=card.length)),
            by=by,
            direction="out" if is_mine else "in" if owner else None,
            text=card.text,
            links=tuple(links_in_text(card.text)),
            thread=member.file_name.removeprefix("subpage_").rpartition(".")[0],
            fields=fields,
        )


IMPORTER = Importer(title='Snapchat "My Data"', version="1", claims=_claims, read=_read)
