"""The chats in a JSON export of Telegram, message by message."""

from collections.abc import Callable, Iterator

from holdfast.formats import markup, stored, telegram_ids, telegram_stored
from holdfast.formats.asked import Asked
from holdfast.formats.stored import Record as Stored
from holdfast.formats.tree import Member
from holdfast.model.account import Account
from holdfast.model.event import Direction, Event, Kind
from holdfast.model.locator import Locator
from holdfast.model.problem import Problem

_CALLS = ("phone_call", "group_call", "conference_call")
_NO_TIME = "The time of this entry is missing or makes no sense."
_NO_SENSE = "This entry is not a message of a kind that is known."
_MARKS = {"id", "date", "date_unixtime"}
_UNSUPPORTED = (
    "Telegram did not write this message into the export: it was of a kind too new for the program."
)


class Chat:
    """One chat after the other of a file. `find` gives the file at a way that the export names."""

    def __init__(self, zone: str | None, asked: Asked, find: Callable[[str], Member | None]) -> None:
        self._zone = zone
        self._asked = asked
        self._find = find
        self._owner: Account | None = None
        self._owner_id = ""
        self._heads: dict[str, object] = {}
        self._place: tuple[object, ...] | None = None
        self._thread = ""

    def own(self, owner: Account | None) -> None:
        """Whose export it is, where it says so."""
        self._owner = owner
        self._owner_id = owner.native_id if owner else ""

    def enter(self, place: tuple[object, ...]) -> None:
        """What is known of one chat says nothing of the next."""
        if place != self._place:
            self._place, self._heads, self._thread = place, {}, ""

    def head(self, key: str, value: object) -> None:
        """What the file says of the chat that was entered."""
        self._heads[key] = value
        self._thread = telegram_ids.thread(stored.word(self._heads.get("type")), self._heads.get("id"))

    def message(self, kept: Stored, here: Locator) -> Iterator[Event | Problem]:
        """A message or a note of the service as an event, its reactions, and what is missing in it."""
        sort = kept.get("type")
        if sort not in ("message", "service") or not kept.keys() & _MARKS:
            what = _UNSUPPORTED if sort == "unsupported" else _NO_SENSE
            yield Problem(found_at=here, loss="record", what=what, raw=stored.as_field(kept)[:2000])
            return
        by = self._account(kept, "actor") if sort == "service" else None
        by = by or self._account(kept, "from")
        action = stored.word(kept.get("action"))
        kind: Kind = "call" if action in _CALLS else "notice" if sort == "service" else "message"
        other = self._other()
        text, links = telegram_stored.text(kept)
        edited = telegram_stored.time(kept, "edited", self._zone)
        event = Event(
            kind=kind,
            service="telegram",
            when=telegram_stored.time(kept, "date", self._zone),
            times=telegram_stored.named("edited", edited),
            found_at=here,
            by=by,
            to=self._to(by, other),
            direction=self._direction(by, other),
            text=text,
            attached=tuple(telegram_stored.attached(kept, self._find)),
            links=tuple(dict.fromkeys((*links, *markup.links_in_text(text)))),
            reply_to=self._act(kept.get("reply_to_message_id")),
            act=self._act(kept.get("id")),
            thread=self._thread or stored.word(self._heads.get("name")),
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
        if not self._is_pair() and (name := stored.word(self._heads.get("name"))):
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
                when = telegram_stored.time(one, "date", self._zone)
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

    def _checked(self, event: Event) -> Iterator[Event | Problem]:
        yield event
        if event.when.at is None:
            if event.when.earliest is None:
                raw = event.when.as_written
                yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=raw)
            else:
                self._asked.time(event.when.as_written)

    def _is_pair(self) -> bool:
        return self._heads.get("type") in ("personal_chat", "bot_chat")

    def _other(self) -> Account | None:
        """The other one in a chat of two, whose number the chat bears."""
        if not self._is_pair():
            return None
        return telegram_ids.account(self._heads.get("name"), self._thread, "")

    def _account(self, kept: Stored, key: str) -> Account | None:
        number = kept.get(f"{key}_id")
        owner = self._owner_id
        lasting = telegram_ids.native(number)
        is_alone = self._heads.get("type") == "saved_messages"
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

    def _direction(self, by: Account | None, other: Account | None) -> Direction | None:
        if by is None:
            return None
        if by.is_owner:
            return "out"
        return "in" if self._owner_id or (other and by.native_id == other.native_id) else None

    def _act(self, number: object) -> str:
        return f"{self._thread}/{number}" if self._thread and stored.word(number) else ""
