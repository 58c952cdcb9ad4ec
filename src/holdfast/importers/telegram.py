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
and damaged ones. Shape only, not proven on a real export.
"""

from collections.abc import Iterator, Sequence

from holdfast.formats import json_items, stored, telegram_ids, telegram_place, telegram_stored
from holdfast.formats.asked import Asked
from holdfast.formats.json_items import Item
from holdfast.formats.stored import Record as Stored
from holdfast.formats.telegram_chat import Chat
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.event import Address, Event
from holdfast.model.locator import Locator
from holdfast.model.problem import Problem
from holdfast.model.told import Told

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
_NO_TIME = "The time of this entry is missing or makes no sense."
_NO_SENSE = "This entry is not of a kind that is known."
_FREQUENT = "A list of those most often written to says no times, so that it makes no events. Its entries: "
_UNNAMED = "This file lies in the export, but no message names it."


def _claims(member: Member, tree: Tree) -> bool:
    if member.suffix == ".json":
        return telegram_place.is_json(member)
    root = telegram_place.json_root(member, tree)
    return root is not None and telegram_place.is_media(member, root)


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
        self._chat = Chat(self._zone, asked, self._find)
        self._owner: Account | None = None
        self._frequent = 0

    def _find(self, path: str) -> Member | None:
        member = self._tree.get(f"{self._member.folder}{path}")
        if member is not None:
            self._named.add(member.path)
        return member

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
            self._chat.enter(item.path[:-1])
            self._chat.head(str(item.path[-1]), kept)
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
            self._chat.enter(item.path[:-2])
            yield from self._chat.message(kept, here)

    def _personal(self, kept: Stored) -> None:
        name = " ".join(
            filter(None, (stored.word(kept.get("first_name")), stored.word(kept.get("last_name"))))
        )
        lasting = telegram_ids.native(kept.get("user_id"))
        self._owner = telegram_ids.account(name, kept.get("user_id"), lasting)
        self._chat.own(self._owner)

    def _session(self, kept: Stored, here: Locator) -> Event:
        ip = stored.word(kept.get("last_ip"))
        active = telegram_stored.time(kept, "last_active", self._zone)
        return Event(
            kind="sign-in",
            service="telegram",
            when=telegram_stored.time(kept, "created", self._zone),
            times=telegram_stored.named("last active", active),
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
            when=telegram_stored.time(kept, "date", self._zone),
            found_at=here,
            by=self._owner,
            to=(contact,) if contact else (),
            fields={"entry": "contact that was saved"}
            | stored.rest(kept, "date", "date_unixtime", "first_name", "last_name"),
        )

    def _picture(self, kept: Stored, here: Locator, *, is_story: bool) -> Event:
        expires = telegram_stored.time(kept, "expires", self._zone)
        return Event(
            kind="post" if is_story else "picture",
            service="telegram",
            when=telegram_stored.time(kept, "date", self._zone),
            times=telegram_stored.named("expires", expires),
            found_at=here,
            by=self._owner,
            text=telegram_stored.text(kept)[0],
            attached=tuple(telegram_stored.attached(kept, self._find)),
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


IMPORTER = Importer(title="Telegram chats (JSON)", version="1", claims=_claims, read=_read)
