"""Telegram chats as Telegram Desktop writes them in JSON: one chat, or the whole account.

*Where it comes from.* In Telegram Desktop: *Settings, Advanced, Export Telegram data*, or in a chat the menu,
*Export chat history*. Choose the format JSON ("machine-readable"), and photos and files with it. Hand in the
whole folder, with `result.json` in it.

*What it reads.* Every message of every chat, also of those you left: who, when, the text, when it was last
changed, what it answers, from where it was passed on, and what was attached, with its fingerprint where the
file is there. Calls, and how they ended. What the service notes: who joined, left, took a screenshot of the
chat, cleared it or set a timer. Reactions. Devices that are signed in, with their IP addresses. When contacts
were saved. Profile pictures and stories.

*What it cannot tell.* What deleted messages said; they leave nothing. Of a changed message, only the last
text. Secret chats are never exported. Exports from before about 2021 write times without a time zone: you
are asked for it; so it is with the times of reactions. In an export of one group chat, which of the people is
you. Calls do not say who hung up.

*Tested with.* Invented exports in the layouts of 2019 to 2025, written after Telegram Desktop's own source,
and damaged ones. Not yet with an export of a real account.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from holdfast.formats import clocks, json_items, markup, stored, telegram_ids
from holdfast.formats.asked import Asked
from holdfast.formats.attached import attachment
from holdfast.formats.json_items import Item
from holdfast.formats.roots import Roots
from holdfast.formats.stored import Record as Stored
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.event import Address, Attachment, Event, Kind
from holdfast.model.locator import Locator
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import NamedTime, When

_MAIN = "result.json"
_PARTS = {
    "personal_information",
    "profile_pictures",
    "stories",
    "contacts",
    "frequent_contacts",
    "sessions",
    "web_sessions",
    "other_data",
    "chats",
    "left_chats",
}
_MEDIA = re.compile(
    r"(?:chats/chat_\d+/)?(?:photos|video_files|voice_messages|round_video_messages|stickers|files|animations|"
    r"contacts|profile_pictures|stories|userpics)/"
)
_TYPE = re.compile(rb'"type"\s*:\s*"(?:%s)"' % "|".join(telegram_ids.KINDS).encode())
_CHAT_HEADS = ("name", "type", "id")
_PATHS = (
    ("personal_information",),
    *((key,) for key in _CHAT_HEADS),
    ("messages", "*"),
    *((part, "list", "*", key) for part in ("chats", "left_chats") for key in _CHAT_HEADS),
    *((part, "list", "*", "messages", "*") for part in ("chats", "left_chats")),
    *((part, "list", "*") for part in ("contacts", "frequent_contacts", "sessions", "web_sessions")),
    ("profile_pictures", "*"),
    ("stories", "*"),
)
_CALLS = ("phone_call", "group_call", "conference_call")
_MISSING = re.compile(r"\((?:File|Photo) (not included|unavailable|exceeds maximum size)")
_WHY = {
    "not included": "left out of the export",
    "unavailable": "could not be had at the time of the export",
    "exceeds maximum size": "larger than the export was told to take",
}
_NO_TIME = "The time of this entry is missing or makes no sense."
_NO_SENSE = "This entry is not a message of a kind that is known."
_UNSUPPORTED = (
    "Telegram did not write this message into the export: it was of a kind too new for the program."
)
_FREQUENT = "A list of those most often written to says no times, so that it makes no events. Its entries: "
_UNNAMED = "This file lies in the export, but no message names it."


def _is_root(tree: Tree, folder: str) -> bool:
    member = tree.get(folder + _MAIN)
    return member is not None and _is_ours(member)


_roots = Roots(_is_root)


def _is_ours(member: Member) -> bool:
    head = member.head()
    keys = set(json_items.keys(head))
    if {"type", "id", "messages"} <= keys:
        return bool(_TYPE.search(head.replace(b"\0", b"")))
    return "about" in keys and bool(keys & _PARTS)


def _claims(member: Member, tree: Tree) -> bool:
    if member.suffix == ".json":
        return _is_ours(member)
    root = _roots.of(member, tree)
    return root is not None and bool(_MEDIA.match(member.path, len(root)))


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:
    asked: dict[str, Asked] = {}
    named: set[str] = set()
    for member in members:
        if member.suffix == ".json":
            yield from _Export(member, tree, told, asked.setdefault(member.source, Asked()), named).all()
    for member in members:
        if member.suffix != ".json" and member.path not in named and "_thumb." not in member.file_name:
            yield Problem(found_at=member.at(), loss="part", what=_UNNAMED)
    for source, questions in asked.items():
        yield from questions.questions(source, "telegram")


class _Export:
    def __init__(self, member: Member, tree: Tree, told: Told, asked: Asked, named: set[str]) -> None:
        self._member = member
        self._tree = tree
        self._zone = told.zone(member.source)
        self._asked = asked
        self._named = named
        self._owner: Account | None = None
        self._owner_id = ""
        self._chat: dict[str, Any] = {}
        self._place: tuple[object, ...] | None = None
        self._thread = ""
        self._frequent = 0

    def all(self) -> Iterator[Record]:
        with self._member.open() as stream:
            for item in json_items.items(stream, *_PATHS):
                if problem := item.problem(self._member):
                    yield problem
                if not item.broken:
                    yield from self._item(item)
        if self._frequent:
            yield Problem(found_at=self._member.at(), loss="part", what=f"{_FREQUENT}{self._frequent}.")

    def _item(self, item: Item) -> Iterator[Record]:
        first, kept = item.path[0], item.value
        here = item.at(self._member)
        if item.path[-1] in _CHAT_HEADS and (len(item.path) == 1 or item.path[-2] != "list"):
            self._enter(item.path[:-1])
            self._chat[str(item.path[-1])] = kept
            self._thread = telegram_ids.thread(stored.word(self._chat.get("type")), self._chat.get("id"))
        elif first == "personal_information":
            self._personal(stored.record(kept))
        elif not isinstance(kept, dict):
            yield Problem(found_at=here, loss="record", what=_NO_SENSE, raw=stored.as_field(kept)[:2000])
        elif first == "frequent_contacts":
            self._frequent += 1
        elif first in ("sessions", "web_sessions"):
            yield from self._checked(self._session(kept, here))
        elif first == "contacts":
            yield from self._checked(self._contact(kept, here))
        elif first in ("profile_pictures", "stories"):
            yield from self._checked(self._picture(kept, here, is_story=first == "stories"))
        else:
            self._enter(item.path[:-2])
            yield from self._message(kept, here)

    def _personal(self, kept: Stored) -> None:
        name = " ".join(
            filter(None, (stored.word(kept.get("first_name")), stored.word(kept.get("last_name"))))
        )
        self._owner_id = telegram_ids.native(kept.get("user_id"))
        self._owner = telegram_ids.account(name, kept.get("user_id"), self._owner_id)

    def _enter(self, place: tuple[object, ...]) -> None:
        """What is known of one chat says nothing of the next."""
        if place != self._place:
            self._place, self._chat, self._thread = place, {}, ""

    def _message(self, kept: Stored, here: Locator) -> Iterator[Record]:
        sort = kept.get("type")
        if sort not in ("message", "service") or "id" not in kept:
            what = _UNSUPPORTED if sort == "unsupported" else _NO_SENSE
            yield Problem(found_at=here, loss="record", what=what, raw=stored.as_field(kept)[:2000])
            return
        by = self._account(kept, "actor") if sort == "service" else None
        by = by or self._account(kept, "from")
        action = stored.word(kept.get("action"))
        kind: Kind = "call" if action in _CALLS else "notice" if sort == "service" else "message"
        other = self._other()
        text, links = _text(kept)
        edited = self._time(kept, "edited")
        event = Event(
            kind=kind,
            service="telegram",
            when=self._time(kept, "date"),
            times=(NamedTime(name="edited", when=edited),) if _is_told(edited) else (),
            found_at=here,
            by=by,
            to=self._to(by, other),
            direction=self._direction(by, other),
            text=text,
            attached=tuple(self._attached(kept)),
            links=tuple(dict.fromkeys((*links, *markup.links_in_text(text)))),
            reply_to=self._act(kept.get("reply_to_message_id")),
            act=self._act(kept.get("id")),
            thread=self._thread or stored.word(self._chat.get("name")),
            fields=self._fields(kept),
        )
        yield from self._checked(event)
        yield from self._reactions(kept, event)
        if by is not None and self._owner is None and not self._is_pair():
            self._asked.author(by)

    def _fields(self, kept: Stored) -> dict[str, str]:
        fields = stored.rest(
            kept, "type", "date", "date_unixtime", "edited", "edited_unixtime", "from", "from_id", "actor",
            "actor_id", "text", "text_entities", "reply_to_message_id", "file_name", "mime_type",
        )  # fmt: skip
        if not self._is_pair() and (name := stored.word(self._chat.get("name"))):
            fields["chat"] = name
        return fields

    def _reactions(self, kept: Stored, event: Event) -> Iterator[Event]:
        """Each reaction whose author and time the export tells; the sums stay with the message."""
        number = 0
        for reaction in stored.records(kept.get("reactions")):
            sign = stored.word(reaction.get("emoji")) or stored.word(reaction.get("document_id"))
            for one in stored.records(reaction.get("recent")):
                number += 1
                by = self._account(one, "from")
                when = self._time(one, "date")
                if when.at is None and when.earliest is not None:
                    self._asked.time(when.as_written)
                yield Event(
                    kind="reaction",
                    service="telegram",
                    when=when,
                    found_at=event.found_at,
                    ordinal=number,
                    by=by,
                    to=(event.by,) if event.by else (),
                    direction=self._direction(by, self._other()),
                    reply_to=event.act,
                    act=f"{event.act}/{by.native_id if by else ''}/{sign}" if event.act else "",
                    thread=event.thread,
                    fields={"reaction": sign},
                )

    def _session(self, kept: Stored, here: Locator) -> Event:
        ip = stored.word(kept.get("last_ip"))
        active = self._time(kept, "last_active")
        return Event(
            kind="sign-in",
            service="telegram",
            when=self._time(kept, "created"),
            times=(NamedTime(name="last active", when=active),) if _is_told(active) else (),
            found_at=here,
            to=(self._owner,) if self._owner else (),
            addresses=(Address(ip=ip, said_by="Telegram, of the last activity"),) if ip else (),
            fields=stored.rest(
                kept, "created", "created_unixtime", "last_active", "last_active_unixtime", "last_ip"
            ),
        )

    def _contact(self, kept: Stored, here: Locator) -> Event:
        names = (stored.word(kept.get("first_name")), stored.word(kept.get("last_name")))
        phone = stored.word(kept.get("phone_number"))
        contact = telegram_ids.account(" ".join(filter(None, names)) or phone, kept.get("user_id"), "")
        return Event(
            kind="notice",
            service="telegram",
            when=self._time(kept, "date"),
            found_at=here,
            by=self._owner,
            to=(contact,) if contact else (),
            fields={"entry": "contact that was saved"}
            | stored.rest(kept, "date", "date_unixtime", "first_name", "last_name"),
        )

    def _picture(self, kept: Stored, here: Locator, *, is_story: bool) -> Event:
        expires = self._time(kept, "expires")
        return Event(
            kind="post" if is_story else "picture",
            service="telegram",
            when=self._time(kept, "date"),
            times=(NamedTime(name="expires", when=expires),) if _is_told(expires) else (),
            found_at=here,
            by=self._owner,
            text=_text(kept)[0],
            attached=tuple(self._attached(kept)),
            fields={"entry": "story" if is_story else "profile picture"}
            | stored.rest(
                kept, "date", "date_unixtime", "expires", "expires_unixtime", "text", "text_entities"
            ),
        )

    def _checked(self, event: Event) -> Iterator[Record]:
        yield event
        if event.when.at is None:
            if event.when.earliest is None:
                raw = event.when.as_written
                yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=raw)
            else:
                self._asked.time(event.when.as_written)

    def _time(self, kept: Stored, name: str) -> When:
        epoch = stored.word(kept.get(f"{name}_unixtime"))
        if epoch and epoch != "0":
            return clocks.epoch(epoch, per_second=1)
        written = stored.word(kept.get(name))
        try:
            local = datetime.fromisoformat(written)
        except ValueError:
            return clocks.unknown(written)
        if local.tzinfo is not None:
            return clocks.instant(clocks.milliseconds(local), written, precision="second")
        # Old exports write 1970 for a time that there is not.
        return clocks.unknown("") if local.year <= 1970 else clocks.wall(local, written, self._zone)

    def _is_pair(self) -> bool:
        return self._chat.get("type") in ("personal_chat", "bot_chat")

    def _other(self) -> Account | None:
        """The other one in a chat of two, whose number the chat bears."""
        if not self._is_pair():
            return None
        return telegram_ids.account(self._chat.get("name"), self._thread, "")

    def _account(self, kept: Stored, key: str) -> Account | None:
        number = kept.get(f"{key}_id")
        owner = self._owner_id
        lasting = telegram_ids.native(number)
        is_alone = self._chat.get("type") == "saved_messages"
        if not owner and lasting and (is_alone or (self._is_pair() and self._thread not in ("", lasting))):
            # A chat of two bears the number of the other one, so that whoever else writes is the owner.
            owner = lasting
        return telegram_ids.account(kept.get(key), number, owner)

    def _to(self, by: Account | None, other: Account | None) -> tuple[Account, ...]:
        if by is None or other is None:
            return ()
        if by.native_id != other.native_id:
            return (other,)
        return (self._owner,) if self._owner else ()

    def _direction(self, by: Account | None, other: Account | None) -> Any:
        if by is None:
            return None
        if by.is_owner:
            return "out"
        return "in" if self._owner_id or (other and by.native_id == other.native_id) else None

    def _act(self, number: object) -> str:
        return f"{self._thread}/{number}" if self._thread and stored.word(number) else ""

    def _attached(self, kept: Stored) -> Iterator[Attachment]:
        for key in ("photo", "file", "contact_vcard", "media"):
            if not (path := stored.word(kept.get(key))):
                continue
            media_type = stored.word(kept.get("mime_type")) if key == "file" else ""
            name = stored.word(kept.get("file_name")) if key == "file" else ""
            if found := _MISSING.search(path):
                label = name or path[: found.start()].strip() or stored.word(kept.get("media_type")) or key
                yield Attachment(name=label, media_type=media_type, missing=_WHY[found[1]])
                continue
            member = self._tree.get(f"{self._member.folder}{path}")
            if member is not None:
                self._named.add(member.path)
            size = kept.get(f"{key}_size" if key == "file" else f"{key}_file_size")
            yield attachment(
                name or path.rpartition("/")[2], media_type, size if isinstance(size, int) else None, member
            )


def _is_told(when: When) -> bool:
    return when.at is not None or when.earliest is not None


def _text(kept: Stored) -> tuple[str, list[str]]:
    """The text without its marks, and the addresses that lie behind words of it."""
    parts = kept.get("text")
    if not parts:
        parts = kept.get("text_entities")
    if isinstance(parts, str):
        return parts, []
    texts, links = [], []
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, dict):
            texts.append(stored.word(part.get("text")))
            if href := stored.word(part.get("href")):
                links.append(href)
        else:
            texts.append(stored.word(part))
    return "".join(texts), links


IMPORTER = Importer(title="Telegram chats (JSON)", version="1", claims=_claims, read=_read)
