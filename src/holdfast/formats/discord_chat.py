"""A chat of Discord as DiscordChatExporter writes it into JSON, message by message."""

import re
from collections.abc import Iterator

from holdfast.formats import discord, json_items, markup, stored
from holdfast.formats.asked import Asked
from holdfast.formats.attached import attachment
from holdfast.formats.json_items import ANY
from holdfast.formats.stamps import stamp
from holdfast.formats.stored import Record as Stored
from holdfast.formats.tree import Member, Tree
from holdfast.model.account import Account
from holdfast.model.event import Attachment, Direction, Event
from holdfast.model.locator import Locator
from holdfast.model.problem import Problem
from holdfast.model.row import iso
from holdfast.model.when import NamedTime, When

_HEADS = ("guild", "channel", "dateRange", "messageCount")
_USED = (
    "id", "timestamp", "timestampEdited", "callEndedTimestamp", "content", "author", "reference",
    "inlineEmojis",
)  # fmt: skip
_FORWARDED = "forwardedMessage"
_PAIR = ("DirectTextChat", "1")
_APART = 5_000  # milliseconds between an id and its message that are not worth a word
_DEEP = 6
_SIGN = re.compile(rb"%([0-9A-Fa-f]{2})")

_NO_SENSE = "This entry is not a message of a kind that is known."
_NO_TIME = "The time of this entry is missing or makes no sense."
_LIMITED = "This export was limited to a stretch of time: what lies before or after it is not in it."
_COUNT = "The export says that it holds another number of messages than were found. Said, and found: "


class Chat:
    """One file. `named` takes in the paths of the files that entries name."""

    def __init__(self, member: Member, tree: Tree, zone: str | None, asked: Asked, named: set[str]) -> None:
        self._member = member
        self._tree = tree
        self._zone = zone
        self._asked = asked
        self._named = named
        self._guild: Stored = {}
        self._channel: Stored = {}
        self._owner = self._other = ""
        self._pair: list[Account] = []
        self._count = 0

    def records(self) -> Iterator[Event | Problem]:
        """The messages in the order of the file, and what could not be read."""
        with self._member.open() as stream:
            for item in json_items.items(stream, *((head,) for head in _HEADS), ("messages", ANY)):
                if problem := item.problem(self._member):
                    yield problem
                if item.path and item.path[0] == "messages" and len(item.path) > 1:
                    self._count += 1
                if item.broken:
                    continue
                here = item.at(self._member)
                match item.path[0]:
                    case "messages":
                        yield from self._message(item.value, here)
                    case "guild":
                        self._guild = stored.record(item.value)
                        self._name(self._guild)
                    case "channel":
                        self._channel = stored.record(item.value)
                        self._name(self._channel)
                        self._learn_pair()
                    case "dateRange" if any(stored.record(item.value).values()):
                        yield Problem(found_at=here, loss="part", what=_LIMITED)
                    case "messageCount" if item.value != self._count:
                        said = stored.word(item.value)[:20]
                        yield Problem(found_at=here, loss="part", what=f"{_COUNT}{said}, {self._count}.")

    def _learn_pair(self) -> None:
        """Who the two of a direct chat are: it is called after the other one."""
        if not self._is_pair():
            return
        seen: dict[str, tuple[Stored, Account]] = {}
        with self._member.open() as stream:
            for item in json_items.items(stream, ("messages", ANY, "author")):
                user = stored.record(item.value)
                if (one := discord.account(user)) and one.native_id:
                    seen.setdefault(one.native_id, (user, one))
                if len(seen) == 2:
                    break
        title = stored.word(self._channel.get("name"))
        others = [
            one.native_id
            for user, one in seen.values()
            if title and title in (one.handle, stored.word(user.get("name")), one.shown_as)
        ]
        if len(others) == 1:
            self._other = others[0]
            self._owner = next((number for number in seen if number != self._other), "")
        self._pair = [self._account(user) or one for user, one in seen.values()]

    def _is_pair(self) -> bool:
        return stored.word(self._channel.get("type")) in _PAIR

    def _account(self, user: Stored) -> Account | None:
        return discord.account(user, self._owner)

    def _message(self, kept: object, here: Locator) -> Iterator[Event | Problem]:
        if not isinstance(kept, dict) or not ("author" in kept or "content" in kept):
            raw = stored.as_field(kept)[:2000]
            yield Problem(found_at=here, loss="record", what=_NO_SENSE, raw=raw)
            return
        self._name(kept)
        number = stored.word(kept.get("id"))
        writer = stored.record(kept.get("author"))
        by = self._account(writer)
        passed_on = stored.record(kept.get(_FORWARDED))
        text = (
            stored.word(kept.get("content"))
            or stored.word(passed_on.get("content"))
            or _embedded(kept)
            or _embedded(passed_on)
        )
        when = self._time(kept.get("timestamp"), number)
        event = Event(
            kind=discord.kind_of(stored.word(kept.get("type"))),
            service="discord",
            when=when,
            times=tuple(self._times(kept)),
            found_at=here,
            by=by,
            to=self._to(kept, by),
            direction=self._direction(by),
            text=text,
            attached=tuple(self._attached(kept, passed_on)),
            links=tuple(
                dict.fromkeys((*markup.links_in_text(text), *_previews(kept), *_previews(passed_on)))
            ),
            reply_to="" if passed_on else stored.word(stored.record(kept.get("reference")).get("messageId")),
            act=number,
            thread=stored.word(self._channel.get("id")) or stored.word(self._channel.get("name")),
            fields=self._fields(kept, writer, number, when),
        )
        yield event
        if when.at is None and when.earliest is None:
            yield Problem(found_at=here, loss="part", what=_NO_TIME, raw=when.as_written)
        if by is not None and event.direction is None:
            self._asked.author(by)

    def _fields(self, kept: Stored, writer: Stored, number: str, when: When) -> dict[str, str]:
        fields = stored.rest(kept, *_USED, *(("type",) if kept.get("type") == "Default" else ()))
        if passed_on := stored.record(kept.get("reference")) if _FORWARDED in kept else {}:
            fields["reference"] = stored.as_field(passed_on)
        told = stored.rest(writer, "id", "name", "discriminator", "nickname", "avatarUrl")
        fields |= {f"author {key}": value for key, value in told.items()}
        if not self._is_pair():
            names = (self._guild.get("name"), self._channel.get("category"), self._channel.get("name"))
            fields["chat"] = " / ".join(filter(None, map(stored.word, names)))
        given = discord.moment_of(number)
        if given is not None and when.at is not None and abs(given - when.at) > _APART:
            # A message and its id are made in one moment: somebody changed one of the two.
            fields["time in the id"] = str(iso(given))
        return fields

    def _time(self, value: object, number: str) -> When:
        written = stored.word(value)
        when = stamp(written, self._zone)
        if when.at is None and when.earliest is None:
            return discord.given_out(number, written)
        if when.at is None:
            self._asked.time(written)
        return when

    def _times(self, kept: Stored) -> Iterator[NamedTime]:
        for name, key in (("edited", "timestampEdited"), ("call ended", "callEndedTimestamp")):
            if written := stored.word(kept.get(key)):
                yield NamedTime(name=name, when=stamp(written, self._zone))

    def _to(self, kept: Stored, by: Account | None) -> tuple[Account, ...]:
        if self._is_pair():
            return tuple(one for one in self._pair if by is not None and one.key != by.key)
        named = (self._account(user) for user in stored.records(kept.get("mentions")))
        return tuple({one.key: one for one in named if one is not None}.values())

    def _direction(self, by: Account | None) -> Direction | None:
        if by is None or not by.native_id:
            return None
        if by.is_owner:
            return "out"
        return "in" if self._owner or by.native_id == self._other else None

    def _attached(self, kept: Stored, passed_on: Stored) -> Iterator[Attachment]:
        for one in (*stored.records(kept.get("attachments")), *stored.records(passed_on.get("attachments"))):
            url = stored.word(one.get("url"))
            name = stored.word(one.get("fileName")) or url.rpartition("/")[2]
            size = one.get("fileSizeBytes")
            yield attachment(name, "", size if isinstance(size, int) else None, self._find(url))
        for one in (*stored.records(kept.get("stickers")), *stored.records(passed_on.get("stickers"))):
            url = stored.word(one.get("sourceUrl"))
            yield attachment(stored.word(one.get("name")) or url, "", None, self._find(url))

    def _find(self, url: str) -> Member | None:
        return downloaded(self._member, self._tree, url)

    def _name(self, kept: Stored) -> None:
        """Note the pictures of people, emojis and previews that were downloaded with the chat."""
        left: list[tuple[object, int]] = [(kept, 0)]
        while left:
            value, depth = left.pop()
            if isinstance(value, dict):
                for key, inner in value.items():
                    if isinstance(inner, str):
                        if key.endswith(("rl", "RL")) and (member := self._find(inner)):
                            self._named.add(member.path)
                    elif depth < _DEEP:
                        left.append((inner, depth + 1))
            elif isinstance(value, list):
                left += [(inner, depth + 1) for inner in value if depth < _DEEP]


def downloaded(member: Member, tree: Tree, url: str) -> Member | None:
    """The downloaded file of this address, as exports on Windows or elsewhere write its way."""
    if not url or url.startswith(("http:", "https:")):
        return None
    way = member.folder + url.replace("\\", "/").removeprefix("./")
    # Pages write their ways as addresses, in which most signs are numbers.
    plain = _SIGN.sub(lambda m: bytes([int(m[1], 16)]), way.encode("utf-8", "replace"))
    return tree.get(way) or tree.get(plain.decode("utf-8", "replace"))


def _embedded(kept: Stored) -> str:
    """What stands in the boxes of a message that has no text of its own."""
    parts = []
    for box in stored.records(kept.get("embeds")):
        parts += [stored.word(box.get("title")), stored.word(box.get("description"))]
        for field in stored.records(box.get("fields")):
            parts += [stored.word(field.get("name")), stored.word(field.get("value"))]
    return "\n".join(filter(None, parts))


def _previews(kept: Stored) -> Iterator[str]:
    for box in stored.records(kept.get("embeds")):
        if (url := stored.word(box.get("url"))).startswith("http"):
            yield url
