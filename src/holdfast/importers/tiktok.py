"""TikTok, from "Download your data": messages, comments, followers, and where the account was used.

*Where it comes from.* In TikTok: *Settings and privacy*, *Account*, *Download your data*. Choose JSON if you
can. After some days you get a zip with `user_data_tiktok.json` (older: `user_data.json`), or with a folder of
text files. Hand in the zip as it is.

*What it reads.* Direct messages, both sides, also of groups; your own comments and posts; followers, whom you
follow, whom you blocked; what you liked; what you wrote in live videos; and each time when your account was
used, with its address. What you watched, searched for and shared is only counted.

*What it cannot tell.* What others wrote below your videos: of public content TikTok hands over your own only,
as most services do. Pictures and videos in messages come as links that stop working. Messages that were
deleted leave nothing. People are told by the names of their accounts on the day of the export; names can be
changed, and TikTok gives no lasting number. When somebody was blocked, in some exports. What was bought, and
advertisements, are kept, but not read.

*Tested with.* Invented files in the layouts of 2020 to 2025, with lists that are null or empty, and as text
files; damaged ones. Shape only, not proven on a real export.
"""

import re
from collections.abc import Iterator, Sequence

from holdfast.formats import clocks, json_items, tiktok_text
from holdfast.formats.addresses import addresses
from holdfast.formats.asked import Asked
from holdfast.formats.json_entries import Entry, entries
from holdfast.formats.json_items import ANY
from holdfast.formats.markup import links_in_text
from holdfast.formats.stamps import stamp
from holdfast.formats.stored import Record as Stored
from holdfast.formats.stored import rest, word
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Event, Kind
from holdfast.model.locator import Locator
from holdfast.model.problem import Problem
from holdfast.model.told import Told

_NAME = re.compile(r"user_data(?:_tiktok)?(?:[_ (-]*\d+\)?)?\.json", re.IGNORECASE)
_SIGNS = (
    b'"ChatHistory"',
    b'"Direct Message',
    b'"LoginHistoryList"',
    b'"CommentsList"',
    b'"App Settings"',
    b'"Activity"',
)
_LIVE = ("Tiktok Live", "Watch Live History", "WatchLiveMap", ANY)
_CHATS = ((ANY, ANY, "ChatHistory", ANY, ANY), (ANY, ANY, "GroupChat", ANY, ANY))
_LISTS: dict[str, Kind] = {
    "CommentsList": "comment",
    "LoginHistoryList": "sign-in",
    "FansList": "follow",
    "Following": "follow",
    "BlockList": "notice",
    "ItemFavoriteList": "reaction",
    "VideoList": "post",
}
_COUNTED = (
    *("SearchList", "ShareHistoryList", "FavoriteVideoList", "FavoriteHashtagList", "FavoriteSoundList"),
    *("FavoriteEffectsList", "FavoriteCommentList", "HashtagList", "RepostList", "PostList", "Status List"),
    *("OffTikTokActivityDataList", "GoLiveList"),
)
_WATCHED = ("browsing", "watch", "favorite")
_CHATS_IN_TEXT = ("direct messages.txt", "direct message.txt", "chat history.txt")
_TEXTS: dict[str, str] = {
    "comments.txt": "CommentsList",
    "login history.txt": "LoginHistoryList",
    "follower.txt": "FansList",
    "following.txt": "Following",
    "block list.txt": "BlockList",
    "like list.txt": "ItemFavoriteList",
    "likes.txt": "ItemFavoriteList",
    "posts.txt": "VideoList",
    "videos.txt": "VideoList",
}
_PROFILES = ("profile info.txt", "profile information.txt")
_FOLDER = re.compile(
    r"tiktok(?:.*/)?(?:(?:your )?activity|comments?|direct messages?|app settings|profile(?: and settings)?|"
    r"posts?|videos?|likes and favorites|ads and data|tiktok (?:live|shop|shopping))/[^/]+\.txt",
    re.IGNORECASE,
)
_WITH = re.compile(r"(?:Group )?Chat History [Ww]ith (.*?):*\s*\Z")
_WHAT = {"FansList": "follower", "Following": "followed", "BlockList": "blocked"}
_RAW = 2000

_NO_TIME = "The time of this entry is missing or makes no sense."
_UNREAD = "This file belongs to a download from TikTok. It is kept, but not read."


def _claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  the neighbours do not matter
    if _NAME.fullmatch(member.file_name):
        head = member.head(1 << 18).replace(b"\0", b"")
        return any(sign in head for sign in _SIGNS)
    return member.suffix == ".txt" and _FOLDER.search(member.path) is not None


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    asked: dict[str, Asked] = {}
    profile = next((m for m in members if m.file_name.lower() in _PROFILES), None)
    owner = _owner_in_text(profile) if profile is not None else _OWNER
    for member in members:
        file = _File(member, asked.setdefault(member.source, Asked()), owner)
        try:
            yield from file.json() if member.suffix == ".json" else file.text()
        except InputError as error:
            yield Problem(found_at=member.at(), loss="member", what=error.what)
    for source, open_ in asked.items():
        yield from open_.questions(source, "tiktok")


def _owner_in_text(member: Member) -> Account:
    try:
        for entry in tiktok_text.listed(member):
            if isinstance(entry, tiktok_text.Listed) and (name := entry.stored.get("Username", "")):
                return _account(name, is_owner=True) or _OWNER
    except InputError:
        return _OWNER
    return _OWNER


class _File:
    def __init__(self, member: Member, asked: Asked, owner: Account) -> None:
        self._member = member
        self._asked = asked
        self._me = owner

    def json(self) -> Iterator[Record]:
        self._me = self._owner()
        counted: dict[str, int] = {}
        lists = tuple((ANY, ANY, name, ANY) for name in (*_LISTS, *_COUNTED))
        live = ((*_LIVE, "Comments", ANY), (*_LIVE, "Questions", ANY))
        for entry in entries(self._member, (ANY, "CommentsList", ANY), *_CHATS, *lists, *live):
            if isinstance(entry, Problem):
                yield entry
                continue
            section, name = str(entry.path[1]), str(entry.path[-2])
            if name in ("Comments", "Questions"):
                yield from self._checked(self._live(entry))
            elif len(entry.path) == 5:
                yield from self._checked(self._message(entry))
            elif name in _COUNTED or (name == "VideoList" and section.lower().startswith(_WATCHED)):
                counted[section] = counted.get(section, 0) + 1
            else:
                yield from self._checked(self._listed(name, entry.stored, entry.found_at))
        for section in sorted(counted):
            what = f"{counted[section]} entries of one list tell of no contact with others: only counted."
            yield Problem(found_at=self._member.at(), loss="part", what=what, raw=section[:_RAW])

    def _owner(self) -> Account:
        with self._member.open() as stream:
            for item in json_items.items(stream, (ANY, ANY, "ProfileMap", "userName")):
                if name := word(item.value):
                    return _account(name, is_owner=True) or _OWNER
        return _OWNER

    def _checked(self, event: Event) -> Iterator[Record]:
        yield event
        if event.when.at is None and "when" not in event.fields:
            written = event.when.as_written[:_RAW]
            yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=written)

    def _message(self, entry: Entry) -> Event:
        chat = str(entry.path[3])
        found = _WITH.match(chat)
        is_group = entry.path[2] == "GroupChat"
        return self._said(
            found[1] if found else chat,
            _of(entry.stored, "From"),
            _of(entry.stored, "Content"),
            _of(entry.stored, "Date"),
            entry.found_at,
            rest(entry.stored, "From", "Content", "Date") | ({"group": chat} if is_group else {}),
        )

    def _live(self, entry: Entry) -> Event:
        """What the owner wrote below somebody's live video."""
        sort = str(entry.path[-2]).removesuffix("s")
        text, written = (word(entry.stored.get(f"{sort}{part}")) for part in ("Content", "Time"))
        return Event(
            kind="comment",
            service="tiktok",
            when=stamp(written, is_utc=True),
            found_at=entry.found_at,
            by=self._me,
            direction="out",
            text=text,
            links=tuple(links_in_text(text)),
            thread=f"live {entry.path[3]}",
            fields={"what": f"{sort.lower()} in a live video"}
            | rest(entry.stored, f"{sort}Content", f"{sort}Time"),
        )

    def _said(
        self, chat: str, sender: str, text: str, written: str, here: Locator, fields: dict[str, str]
    ) -> Event:
        by = _account(sender)
        other = _account(chat) if "group" not in fields else None
        is_mine = by is not None and by.key == self._me.key
        is_theirs = by is not None and other is not None and by.key == other.key
        is_told = self._me is not _OWNER
        if by is not None and not (is_mine or is_theirs or is_told):
            self._asked.author(by)
        is_in = is_theirs or (is_told and by is not None and not is_mine)
        return Event(
            kind="message",
            service="tiktok",
            when=stamp(written, is_utc=True),
            found_at=here,
            by=self._me if is_mine else by,
            to=(self._me,) if is_in else (other,) if other else (),
            direction="out" if is_mine else "in" if is_in else None,
            text=text,
            links=tuple(links_in_text(text)),
            thread=chat,
            fields=fields,
        )

    def _listed(self, name: str, stored: Stored, here: Locator) -> Event:
        kind = _LISTS[name]
        written, link = _of(stored, "Date"), _of(stored, "Link") or _of(stored, "url")
        text = _of(stored, "comment") if kind == "comment" else _of(stored, "Title") if kind == "post" else ""
        other = _account(_of(stored, "UserName") or _of(stored, "Username"))
        found = addresses(_of(stored, "IP"), "TikTok") if kind == "sign-in" else ()
        others = (other,) if other else ()
        is_theirs = name == "FansList"
        used = ("Date", "Link", "url", "comment", "UserName", *(("IP",) if found else ()))
        used = (*used, *(("Title",) if kind == "post" else ()))
        fields = rest(stored, *(key for key in stored if key.casefold() in {u.casefold() for u in used}))
        if what := _WHAT.get(name):
            fields["what"] = what
        if name == "BlockList" and not written:
            fields["when"] = "not told"
        if kind == "reaction":
            fields["reaction"] = "like"
        return Event(
            kind=kind,
            service="tiktok",
            when=stamp(written, is_utc=True) if written else clocks.unknown(""),
            found_at=here,
            by=other if is_theirs else None if kind == "sign-in" else self._me,
            to=(self._me,) if is_theirs or kind == "sign-in" else others,
            direction=None if kind == "sign-in" else "in" if is_theirs else "out",
            text=text,
            addresses=found,
            links=tuple(dict.fromkeys(one for one in (link, *links_in_text(text)) if "://" in one)),
            thread=link,
            fields=fields,
        )

    def text(self) -> Iterator[Record]:
        name = self._member.file_name.lower()
        if name in _CHATS_IN_TEXT:
            for said in tiktok_text.said(self._member):
                if isinstance(said, Problem):
                    yield said
                else:
                    event = self._said(said.chat, said.sender, said.text, said.written, said.found_at, {})
                    yield from self._checked(event)
        elif name in _TEXTS:
            for entry in tiktok_text.listed(self._member):
                if isinstance(entry, Problem):
                    yield entry
                else:
                    yield from self._checked(self._listed(_TEXTS[name], entry.stored, entry.found_at))
        elif name not in _PROFILES:
            yield Problem(found_at=self._member.at(), loss="member", what=_UNREAD)


_OWNER = Account(service="tiktok", handle="me", shown_as="the owner of this account", is_owner=True)


def _of(stored: Stored, name: str) -> str:
    """A value by its name, which is written with a small or a capital first letter."""
    return word(stored.get(name)) or word(stored.get(name.lower())) or word(stored.get(name.capitalize()))


def _account(name: str, *, is_owner: bool = False) -> Account | None:
    return Account(service="tiktok", handle=name.strip(), is_owner=is_owner) if name.strip() else None


IMPORTER = Importer(title="TikTok data download", version="1", claims=_claims, read=_read)
