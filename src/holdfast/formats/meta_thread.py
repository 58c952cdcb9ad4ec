"""The chats of a download from Facebook or Instagram, message by message, of every age of the layout."""

import re
from collections.abc import Iterator
from datetime import datetime

from holdfast.formats import clocks, json_items, markup, meta_place, stored
from holdfast.formats.attached import attachment
from holdfast.formats.meta_text import as_stored, fields, is_nobody, meant
from holdfast.formats.stored import Record as Stored
from holdfast.formats.tree import Member, Tree
from holdfast.model.account import Account
from holdfast.model.event import Address, Attachment, Direction, Event, Kind
from holdfast.model.locator import Locator
from holdfast.model.problem import Problem
from holdfast.model.when import When

_HEADS = ("title", "threadName", "thread_type", "thread_path", "is_still_participant", "joinable_mode")
_MEDIA = ("photos", "videos", "audio_files", "gifs", "files", "media")
_USED = (
    "sender_name", "senderName", "sender", "timestamp_ms", "timestamp", "created_at", "content", "text",
    "reactions", "ip", "is_unsent", "isUnsent", *_MEDIA, "sticker", "sender_id_INTERNAL",
)  # fmt: skip
_NUMBER = re.compile(r"_\d+$")
_NOTICES = ("Subscribe", "Unsubscribe")
_NO_SENSE = "This entry is not a message of a kind that is known."
_TWICE = (
    "Two people of this chat bear the name of the owner: the file does not tell which of them wrote what."
)
_NO_TIME = "The time of this message is missing or makes no sense."


class Thread:
    """One file of a chat.

    `owners` are the names that the download gives its owner; `named` takes in the paths of the files that
    messages name.
    """

    def __init__(
        self, member: Member, tree: Tree, service: meta_place.Service, owners: set[str], named: set[str]
    ) -> None:
        self._member = member
        self._tree = tree
        self._service = service
        self._named = named
        self._owners = owners
        self._section, _, self._thread = meta_place.thread_of(member)
        self._heads: dict[str, str] = {}
        self._people: list[str] = []
        self._twice: set[str] = set()
        self.unknown: dict[str, Account] = {}
        """Accounts of a chat of which nothing says who of them is the owner."""

    def records(self) -> Iterator[Event | Problem]:
        """The messages of this file in its order, and what could not be read."""
        self._survey()
        if self._twice:
            yield Problem(found_at=self._member.at(), loss="part", what=_TWICE)
        with self._member.open() as stream:
            for item in json_items.items(stream, ("messages", json_items.ANY)):
                if problem := item.problem(self._member):
                    yield problem
                if not item.broken:
                    yield from self.message(item.value, item.at(self._member))

    def enter(self, people: list[str]) -> None:
        """The next chat of a file that holds all of them."""
        self._people = people
        self._thread = ", ".join(sorted(people))
        self._learn_twice()

    def _survey(self) -> None:
        """What stands after the messages but is needed with each of them."""
        paths = (("participants", json_items.ANY), *((head,) for head in _HEADS))
        with self._member.open() as stream:
            for item in json_items.items(stream, *paths):
                if item.broken or not item.path:
                    continue
                if item.path[0] == "participants":
                    name = item.value.get("name") if isinstance(item.value, dict) else item.value
                    if len(self._people) < 1000:
                        self._people.append(meant(name))
                else:
                    self._heads[str(item.path[0])] = meant(item.value)
        title = self._heads.get("title") or _NUMBER.sub("", self._heads.get("threadName", ""))
        folder = self._heads.get("thread_path", "").rpartition("/")[2]
        self._thread = (
            self._thread or meta_place.lasting_of(folder) or self._heads.get("threadName", "") or title
        )
        self._learn_twice()
        if len(self._people) == 2 and self._people.count(title) == 1 and not self._owners & set(self._people):
            # A chat of two bears the name of the other one.
            self._owners = {name for name in self._people if name != title}

    def _learn_twice(self) -> None:
        """Names of the owner that more than one of the people bears: somebody may have taken it on."""
        mine = [name for name in self._people if name in self._owners]
        self._twice = set(mine) if len(mine) > 1 else set()

    def message(self, kept: object, here: Locator) -> Iterator[Event | Problem]:
        """The message as an event, its reactions, and what is missing in it."""
        if not isinstance(kept, dict) or not any(k in kept for k in ("sender_name", "senderName", "sender")):
            raw = stored.as_field(kept)[:2000]
            yield Problem(found_at=here, loss="record", what=_NO_SENSE, raw=raw)
            return
        sender = kept.get("sender_name", kept.get("senderName", kept.get("sender")))
        by = self._account(meant(sender))
        content = kept.get("content", kept.get("text"))
        share = stored.record(kept.get("share"))
        kind: Kind = "message"
        if kept.get("type") == "Call" or "call_duration" in kept:
            kind = "call"
        elif kept.get("type") in _NOTICES or ("type" not in kept and kept.get("users")):
            # Since 2022 only the people named say that somebody came or went.
            kind = "notice"
        text = meant(content)
        event = Event(
            kind=kind,
            service=self._service,
            when=_when(kept),
            found_at=here,
            by=by,
            to=self._to(by),
            direction=self._direction(by),
            text=text,
            attached=tuple(self._attached(kept)),
            addresses=(Address(ip=ip, said_by="Facebook"),) if (ip := stored.word(kept.get("ip"))) else (),
            links=tuple(
                dict.fromkeys((*filter(None, (meant(share.get("link")),)), *markup.links_in_text(text)))
            ),
            thread=self._thread,
            fields=self._fields(kept) | as_stored((("text", content), ("name", sender))),
        )
        yield event
        if event.when.at is None:
            yield Problem(found_at=here, loss="part", what=_NO_TIME, raw=event.when.as_written)
        for place, reaction in enumerate(stored.records(kept.get("reactions")), 1):
            if reaction.get("timestamp"):
                yield self._reaction(event, reaction, place)
        if self._direction(by) is None and by.key not in self.unknown and len(self.unknown) < 1000:
            people = (by, *(self._account(name) for name in self._people))
            self.unknown |= {account.key: account for account in people}

    def _fields(self, kept: Stored) -> dict[str, str]:
        told = fields(kept, *_USED, *(("type",) if kept.get("type") in ("Generic", "text") else ()))
        if self._section not in ("", "inbox"):
            told["folder"] = self._section
        if len(self._people) != 2 and (title := self._heads.get("title") or self._heads.get("threadName")):
            told["chat"] = title
        if kept.get("is_unsent") is True or kept.get("isUnsent") is True:
            told["state"] = "taken back by its writer"
        for place, reaction in enumerate(stored.records(kept.get("reactions")), 1):
            told[f"reaction {place}"] = (
                f"{meant(reaction.get('reaction'))} {meant(reaction.get('actor'))}".strip()
            )
        return told

    def _reaction(self, event: Event, kept: Stored, number: int) -> Event:
        by = self._account(meant(kept.get("actor")))
        return Event(
            kind="reaction",
            service=self._service,
            when=clocks.epoch(stored.word(kept.get("timestamp")), per_second=1),
            found_at=event.found_at,
            ordinal=number,
            by=by,
            to=(event.by,) if event.by and event.by.key != by.key else (),
            direction=self._direction(by),
            thread=self._thread,
            fields={"reaction": meant(kept.get("reaction"))},
        )

    def _account(self, name: str) -> Account:
        if is_nobody(name):
            # Of all accounts that are gone, only those of one chat can be the same one.
            return Account(
                service=self._service,
                handle=name or "?",
                native_id=f"gone from {self._thread}",
                shown_as=name,
            )
        if name in self._twice:
            return Account(
                service=self._service, handle=name, native_id=f"one of two in {self._thread}", shown_as=name
            )
        return Account(service=self._service, handle=name, is_owner=name in self._owners)

    def _to(self, by: Account) -> tuple[Account, ...]:
        # The people of a group are those of the day of the download; who was there before is not told.
        others = (
            [self._account(name) for name in dict.fromkeys(self._people)] if len(self._people) == 2 else []
        )
        return tuple(other for other in others if other.key != by.key)

    def _direction(self, by: Account) -> Direction | None:
        if by.is_owner:
            return "out"
        return "in" if self._owners & set(self._people) and not self._twice else None

    def _attached(self, kept: Stored) -> Iterator[Attachment]:
        listed = [file for key in _MEDIA for file in stored.records(kept.get(key))]
        if sticker := stored.record(kept.get("sticker")):
            listed.append(sticker)
        for file in listed:
            if uri := meant(file.get("uri")):
                member = meta_place.find(self._member, self._tree, uri)
                if member is not None:
                    self._named.add(member.path)
                yield attachment(uri.rpartition("/")[2] or uri, "", None, member)


def _when(kept: Stored) -> When:
    for key in ("timestamp_ms", "timestamp"):
        if written := stored.word(kept.get(key)):
            return clocks.epoch(written)
    written = stored.word(kept.get("created_at"))
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return clocks.unknown(written)
    if moment.tzinfo is None:
        return clocks.wall(moment, written, None)
    return clocks.instant(clocks.milliseconds(moment), written)
