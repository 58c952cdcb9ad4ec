"""Slack, from the export of a workspace: channels, groups and direct messages.

*Where it comes from.* An owner or administrator of the workspace makes it at *Settings*, *Import/Export
Data*. It is a zip with `users.json`, `channels.json` and one folder for each conversation, with one file
for each day. The programs slackdump and slack-advanced-exporter write the same layout. Hand in the zip as
it is.

*What it reads.* Every message: when, to the millionth of a second, by whom, the words with names in place
of numbers, files, links, reactions, answers, and when it was changed; who came and went, topics and names.
Of a deleted message, that it was there. Who is in a conversation.

*What it cannot tell.* Whose export it is: you are asked which name is you. Private channels and direct
messages, unless the owner of the workspace asked Slack for them: the usual export holds public channels
only. Earlier wordings, in most exports. When a reaction was given. Who deleted a message. The files
themselves: there are only links, which need a way in. Names are those of the day of the export. Canvases,
lists and the log of connected programs are kept, but not read.

*Tested with.* Invented exports in Slack's documented layout: channels, direct messages, threads, edits,
deletions, calls, bots, marked-up text, and damaged files; and an excerpt of a public export of 2015.
Otherwise shape only, not proven on a real export.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape

from holdfast.formats import clocks, json_items
from holdfast.formats.json_entries import Entry, entries
from holdfast.formats.json_items import ANY
from holdfast.formats.markup import links_in_text
from holdfast.formats.roots import Roots
from holdfast.formats.stored import Record as Stored
from holdfast.formats.stored import record, records, rest, word, words
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Attachment, Event, Kind
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import NamedTime, When

_LISTS = ("users.json", "channels.json", "groups.json", "dms.json", "mpims.json", "org_users.json")
_PRIVATE = ("dms.json", "mpims.json")
_UNREAD = ("integration_logs.json", "canvases.json", "lists.json", "huddle_transcripts.json")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\.json")
_USER = (b'"id"', b'"name"')
_MARK = re.compile(r"<([@#!]?)([^<>|\s]{1,2000})(?:\|([^<>]{0,2000}))?>")
_DELETED = ("tombstone", "message_deleted")
_CALLS = ("huddle_thread", "sh_room_created")
_NOTICES = (
    *("channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "channel_archive"),
    *("channel_unarchive", "group_join", "group_leave", "group_topic", "group_purpose", "group_name"),
    *("group_archive", "group_unarchive", "pinned_item", "unpinned_item", "bot_add", "bot_remove"),
    *("channel_convert_to_private", "channel_posting_permissions", "reminder_add", "joiner_notification"),
    *_DELETED,
)
_USED = (
    *("type", "user", "text", "ts", "thread_ts", "edited", "reactions", "user_profile"),
    *("replies", "reply_users", "reply_count", "reply_users_count", "latest_reply", "team", "user_team"),
    *("source_team", "subscribed", "last_read", "upload", "display_as_bot", "is_locked", "parent_user_id"),
)
_MOST = 200_000
_FEW = 100
_RAW = 2000

_NO_TIME = "The time of this message is missing or makes no sense."
_KEPT = "This file belongs to an export from Slack. It is kept, but not read."


def _is_root(tree: Tree, folder: str) -> bool:
    users = tree.get(f"{folder}users.json")
    if users is None:
        return False
    head = users.head(4096).replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    is_list = head.startswith(b"[") and all(sign in head for sign in _USER)
    return is_list and any(tree.get(folder + name) is not None for name in _LISTS[1:5])


_ROOTS = Roots(_is_root)


def _claims(member: Member, tree: Tree) -> bool:
    if member.suffix != ".json":
        return False
    root = _ROOTS.of(member, tree)
    if root is None:
        return False
    inside = member.path[len(root) :]
    if "/" not in inside:
        return inside in _LISTS or inside in _UNREAD
    return inside.count("/") == 1 and _DAY.fullmatch(member.file_name) is not None


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    spaces: dict[str, _Space] = {}
    for member in members:
        root = _ROOTS.of(member, tree) or ""
        space = spaces.get(root)
        if space is None:
            space = spaces[root] = _Space(root, tree)
        if member.file_name in _UNREAD and member.head(8).strip() != b"[]":
            yield Problem(found_at=member.at(), loss="member", what=_KEPT)
        elif _DAY.fullmatch(member.file_name):
            for entry in entries(member, (ANY,)):
                if isinstance(entry, Problem):
                    yield entry
                else:
                    yield from space.message(entry, member)


class _Space:
    """One workspace: its people and its conversations, by their lasting numbers."""

    def __init__(self, root: str, tree: Tree) -> None:
        self._names: dict[str, tuple[str, str]] = {}
        self._talks: dict[str, Stored] = {}
        for name in ("users.json", "org_users.json"):
            for one in _listed(tree.get(root + name)):
                profile = record(one.get("profile"))
                shown = word(profile.get("display_name")) or word(profile.get("real_name"))
                self._names[word(one.get("id"))] = (
                    word(one.get("name")),
                    shown or word(one.get("real_name")),
                )
        for name in _LISTS[1:5]:
            for one in _listed(tree.get(root + name)):
                kept = {key: one.get(key) for key in ("id", "name", "members")}
                kept["is private"] = name in _PRIVATE
                # Folders have the name of a channel, and the number of a conversation without a name.
                self._talks[word(one.get("name")) or word(one.get("id"))] = kept
                self._talks[word(one.get("id"))] = kept

    def message(self, entry: Entry, member: Member) -> Iterator[Record]:
        stored = entry.stored
        sort = word(stored.get("subtype"))
        folder = member.folder.rstrip("/").rpartition("/")[2].removesuffix("!")
        talk = self._talks.get(folder, {})
        channel = word(talk.get("id")) or folder
        by = self._by(stored)
        text = self._text(word(stored.get("text")))
        edited = word(record(stored.get("edited")).get("ts"))
        ident, thread = word(stored.get("ts")), word(stored.get("thread_ts"))
        others = words(talk.get("members")) if talk.get("is private") else []
        kind: Kind = "notice" if sort in _NOTICES else "call" if sort in _CALLS else "message"
        event = Event(
            kind=kind,
            service="slack",
            when=_when(ident),
            times=(NamedTime(name="edited", when=_when(edited)),) if edited else (),
            found_at=entry.found_at,
            by=by,
            to=tuple(self._account(one) for one in others[:_FEW] if by is None or one != by.native_id),
            text=text,
            attached=tuple(_attached(stored)),
            links=tuple(dict.fromkeys([*_links(word(stored.get("text"))), *links_in_text(text)])),
            reply_to=f"{channel}:{thread}" if thread and thread != ident else "",
            act=f"{channel}:{ident}" if ident else "",
            thread=channel,
            fields=self._fields(stored, text, folder if folder != channel else ""),
        )
        yield event
        if event.when.at is None:
            yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=ident[:_RAW])

    def _fields(self, stored: Stored, text: str, group: str) -> dict[str, str]:
        fields = {"group": group} if group else {}
        # Blocks say the same as the text, in pieces, but for some messages of programs.
        fields |= rest(stored, *_USED, *(("blocks",) if text else ()))
        if text != word(stored.get("text")):
            fields["text as stored"] = word(stored.get("text"))
        if word(stored.get("subtype")) in _DELETED:
            fields["state"] = "deleted"
        given = [
            f"{word(one.get('name'))} {self._account(user).handle}"
            for one in records(stored.get("reactions"))
            for user in words(one.get("users"))
        ]
        return fields | {f"reaction {number}": one for number, one in enumerate(given, 1)}

    def _by(self, stored: Stored) -> Account | None:
        user = word(stored.get("user"))
        if user and user != "USLACKBOT":
            profile = record(stored.get("user_profile"))
            shown = word(profile.get("display_name")) or word(profile.get("real_name"))
            return self._account(user, word(profile.get("name")), shown)
        if word(stored.get("subtype")) in _DELETED:
            return None
        bot = word(stored.get("bot_id")) or user
        name = word(stored.get("username")) or word(record(stored.get("bot_profile")).get("name"))
        return (
            Account(service="slack", handle=name or bot, native_id=bot, shown_as=name)
            if bot or name
            else None
        )

    def _account(self, ident: str, handle: str = "", shown_as: str = "") -> Account:
        name, shown = self._names.get(ident, ("", ""))
        return Account(
            service="slack", handle=name or handle or ident, native_id=ident, shown_as=shown or shown_as
        )

    def _text(self, written: str) -> str:
        """Numbers in marks become names, and Slack's three letters for markup are put back."""

        def put(found: re.Match[str]) -> str:
            sign, target, label = found[1], found[2], found[3]
            if sign == "@":
                return f"@{label or self._names.get(target, (target, ''))[0] or target}"
            if sign == "#":
                return f"#{label or word(self._talks.get(target, {}).get('name')) or target}"
            if sign == "!":
                return f"@{label or target.partition('^')[0]}"
            return f"{label} ({target})" if label and label != target else target

        return unescape(_MARK.sub(put, written))


def _listed(member: Member | None) -> Iterator[Stored]:
    """The objects in one of the lists about people or conversations."""
    if member is None:
        return
    try:
        with member.open() as stream:
            for number, item in enumerate(json_items.items(stream, (ANY,))):
                if isinstance(item.value, dict) and number < _MOST:
                    yield item.value
    except InputError:
        return


def _attached(stored: Stored) -> Iterator[Attachment]:
    for one in [*records(stored.get("files")), record(stored.get("file"))]:
        if not one:
            continue
        size = one.get("size")
        yield Attachment(
            name=word(one.get("name")) or word(one.get("title")) or word(one.get("id")),
            media_type=word(one.get("mimetype")),
            size=size if isinstance(size, int) and size >= 0 else None,
            missing="deleted" if word(one.get("mode")) == "tombstone" else "left out of the export",
        )


def _links(written: str) -> Iterator[str]:
    for found in _MARK.finditer(written):
        if not found[1] and "://" in found[2]:
            yield unescape(found[2])


def _when(ts: str) -> When:
    """Seconds since 1970 with a fraction; it names the message as well."""
    seconds, _, part = ts.partition(".")
    if not seconds.isdecimal() or (part and not part.isdecimal()):
        return clocks.unknown(ts)
    when = clocks.epoch(f"{seconds}{part[:3].ljust(3, '0')}")
    return clocks.instant(when.at, ts) if when.at is not None else clocks.unknown(ts)


IMPORTER = Importer(title="Slack workspace export", version="1", claims=_claims, read=_read)
