"""The package of one's own data that Discord gives out: the owner's messages, friends, sign-ins.

*Where it comes from.* In Discord: *User settings, Data & privacy, Request all of my data*. A link comes by
mail, up to 30 days later. Hand in the zip file as it is.

*What it reads.* Every message that the owner of the account wrote: when, the text, in which chat, to whom
in a direct chat, and the addresses of files. Friends, blocked accounts, open requests. When somebody signed
in to the account, or its password or second step was changed, with the IP address, place and device that
Discord noted. Who changed what in servers that the owner runs. The time of each message is compared with
the one inside its number.

*What it cannot tell.* **Anything that others wrote**: this package holds the owner's side only. To keep
what somebody wrote to you, save the chat itself, with DiscordChatExporter or as pictures. Messages that
were deleted are missing, earlier wordings too. The files themselves are not in it, and their addresses
expire. Since when somebody is a friend or blocked, in older packages. How the program was used beyond
signing in is kept and counted, and not read; so are payments, games and advertisements.

*Tested with.* Invented packages in the layouts of 2018, 2021 and 2024, in two languages, and damaged ones;
the times and numbers in a public chat of a package of 2022 agree. Otherwise shape only, not proven on a
real export.
"""

import io
import re
from collections.abc import Iterator, Sequence

from holdfast.formats import discord, discord_package, json_items, markup, stored
from holdfast.formats.discord_package import Chat, chat_number, part_of
from holdfast.formats.headed_rows import HeadedRows
from holdfast.formats.json_items import ANY
from holdfast.formats.stamps import stamp
from holdfast.formats.stored import Record as Stored
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Address, Attachment, Direction, Event, Kind
from holdfast.model.locator import Locator, Position
from holdfast.model.problem import Problem
from holdfast.model.row import iso
from holdfast.model.told import Told

_RELATIONS: dict[str, tuple[Kind, str, Direction | None]] = {
    "1": ("follow", "friend", None),
    "FRIEND": ("follow", "friend", None),
    "2": ("notice", "blocked", "out"),
    "BLOCKED": ("notice", "blocked", "out"),
    "3": ("follow", "friend request received", "in"),
    "PENDING_INCOMING": ("follow", "friend request received", "in"),
    "4": ("follow", "friend request sent", "out"),
    "PENDING_OUTGOING": ("follow", "friend request sent", "out"),
}
_SIGN_IN = re.compile(
    rb'"event_type"\s*:\s*"(?!voice|video|game|stream|activit|media|call|library|overlay)[^"]{0,80}?'
    rb"(?:login|log_in|logout|log_out|session_start|register|password|mfa_|two_fa|captcha_served|"
    rb"account_(?:disabled|deleted|recover|created)|email_(?:change|updat)|new_device|auth_session)"
)
_PLACE = ("city", "region_code", "country_code", "time_zone", "isp", "os", "os_version", "browser", "device",
          "client_version", "event_type")  # fmt: skip
_LONGEST = 1 << 20  # bytes of one line
_APART = 5_000  # milliseconds between an id and its message that are not worth a word

_NO_SENSE = "This entry is not a message of a kind that is known."
_NO_TIME = "The time of this entry is missing or makes no sense."
_USE = "Entries about how the program was used are kept, and not read. Their number: "
_UNREAD = "This file of the package is kept, and not read."
_GONE = "only its address is in the package"
_DAMAGED = "This entry about a sign-in is damaged."
_RAW = 2000


def _claims(member: Member, tree: Tree) -> bool:
    return part_of(member, tree) is not None


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    package = _Package(tree)
    # Who the owner is, and what people and chats are called, is needed before their messages.
    for place in range(len(members)):
        package.learn(members[place])
    for member in members:
        match part_of(member, tree):
            case "account":
                yield from package.relations(member)
            case "names":
                yield from discord_package.names(member)[1]
            case "messages":
                yield from package.messages(member)
            case "events":
                yield from package.events(member)
            case "log":
                yield from package.log(member)
            case "unread":
                yield Problem(found_at=member.at(), loss="member", what=_UNREAD)


class _Package:
    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._owner = Account(
            service="discord", handle="me", shown_as="the owner of this account", is_owner=True
        )
        self._names: dict[str, str] = {}
        self._people: dict[str, Account] = {}

    def learn(self, member: Member) -> None:
        """What a file tells about the owner, about people, or about chats."""
        part = part_of(member, self._tree)
        if part == "names":
            self._names |= discord_package.names(member)[0]
        if part != "account":
            return
        heads: dict[str, object] = {}
        keys = ("id", "username", "discriminator", "global_name")
        with member.open() as stream:
            for item in json_items.items(stream, *((key,) for key in keys), ("relationships", ANY)):
                if len(item.path) == 1:
                    heads[str(item.path[0])] = item.value
                elif other := discord.account(discord_package.person(stored.record(item.value))):
                    self._people[other.native_id] = other
        if owner := discord.account(heads, stored.word(heads.get("id"))):
            self._owner = owner

    def relations(self, member: Member) -> Iterator[Record]:
        with member.open() as stream:
            for item in json_items.items(stream, ("relationships", ANY)):
                if problem := item.problem(member):
                    yield problem
                if isinstance(item.value, dict):
                    yield self._relation(item.value, item.at(member))

    def _relation(self, kept: Stored, here: Locator) -> Event:
        sort = stored.word(kept.get("type"))
        kind, name, direction = _RELATIONS.get(sort, ("notice", f"relation of type {sort}", None))
        other = discord.account(discord_package.person(kept))
        by = other if direction == "in" else self._owner if direction == "out" else None
        return Event(
            kind=kind,
            service="discord",
            when=stamp(stored.word(kept.get("since")), is_utc=True),
            found_at=here,
            by=by,
            to=tuple(one for one in (other, self._owner) if one is not None and one is not by),
            direction=direction,
            fields={"entry": name} | stored.rest(kept, "id", "type", "user", "since"),
        )

    def messages(self, member: Member) -> Iterator[Record]:
        chat, problems = discord_package.chat(self._tree.get(f"{member.folder}channel.json"))
        yield from problems
        number = chat_number(member)
        if member.suffix == ".csv":
            for row in HeadedRows(member):
                if isinstance(row, Problem):
                    yield row
                else:
                    yield from self._message(row[1], row[0], number, chat)
            return
        with member.open() as stream:
            for item in json_items.items(stream, (ANY,)):
                if problem := item.problem(member):
                    yield problem
                if item.broken:
                    continue
                here = item.at(member)
                if isinstance(item.value, dict) and ("ID" in item.value or "Timestamp" in item.value):
                    kept = {key.lower(): value for key, value in item.value.items()}
                    yield from self._message(kept, here, number, chat)
                else:
                    raw = stored.as_field(item.value)[:_RAW]
                    yield Problem(found_at=here, loss="record", what=_NO_SENSE, raw=raw)

    def _message(self, kept: Stored, here: Locator, number: str, chat: Chat) -> Iterator[Record]:
        lasting = stored.word(kept.get("id")).strip()
        written = stored.word(kept.get("timestamp")).strip()
        when = stamp(written, is_utc=True)
        given = discord.moment_of(lasting)
        fields = stored.rest(kept, "id", "timestamp", "contents")
        if when.at is None:
            when = discord.given_out(lasting, written)
        elif given is not None and abs(given - when.at) > _APART:
            fields["time in the id"] = str(iso(given))
        others = [one for one in chat.people if one != self._owner.native_id]
        is_pair = chat.is_pair and len(others) == 1
        if not is_pair:
            named = self._names.get(number) or " / ".join(filter(None, (chat.server, chat.name)))
            fields |= {"chat": named} if named else {}
        text = stored.word(kept.get("contents"))
        yield Event(
            kind="message",
            service="discord",
            when=when,
            found_at=here,
            by=self._owner,
            to=(self._person(others[0], number),) if is_pair else (),
            direction="out",
            text=text,
            attached=tuple(
                Attachment(name=url.partition("?")[0].rpartition("/")[2] or url, missing=_GONE)
                for url in stored.word(kept.get("attachments")).split()[:1000]
            ),
            links=tuple(markup.links_in_text(text)),
            act=lasting,
            # Half of a chat: beside an export of the whole, it must not look as if the rest had gone.
            thread=f"{number}, own side",
            fields=fields,
        )
        if when.at is None:
            yield Problem(found_at=here, loss="part", what=_NO_TIME, raw=written)

    def _person(self, lasting: str, number: str) -> Account:
        """The other one of a direct chat; the list of chats may call it after them, in any language."""
        if known := self._people.get(lasting):
            return known
        named = self._names.get(number, "")
        return Account(service="discord", handle=lasting, native_id=lasting, shown_as=named)

    def events(self, member: Member) -> Iterator[Record]:
        start = others = 0
        with member.open() as stream:
            try:
                while line := stream.readline(_LONGEST):
                    if _SIGN_IN.search(line):
                        here = member.at(Position(unit="byte", start=start, length=len(line.rstrip(b"\r\n"))))
                        yield from self._sign_in(line, here)
                    elif line.strip():
                        others += 1
                    start += len(line)
            except InputError as error:
                yield Problem(found_at=member.at(), loss="member", what=error.what)
        if others:
            yield Problem(found_at=member.at(), loss="part", what=f"{_USE}{others}.")

    def _sign_in(self, line: bytes, here: Locator) -> Iterator[Record]:
        kept = next((item.value for item in json_items.items(io.BytesIO(line), ())), None)
        if not isinstance(kept, dict):
            yield Problem(
                found_at=here, loss="record", what=_DAMAGED, raw=line[:_RAW].decode("utf-8", "replace")
            )
            return
        ip = stored.word(kept.get("ip"))
        # Older packages put the time into quotation marks twice.
        written = stored.word(kept.get("timestamp")).strip('"')
        sort = stored.word(kept.get("event_type"))
        is_change = re.search("password|email|mfa|two_fa", sort) is not None
        when = stamp(written, is_utc=True)
        yield Event(
            kind="notice" if is_change else "sign-in",
            service="discord",
            when=when,
            found_at=here,
            to=(self._owner,),
            addresses=(Address(ip=ip, said_by="Discord"),) if ip else (),
            act=stored.word(kept.get("event_id")),
            fields={key: stored.as_field(kept[key]) for key in _PLACE if kept.get(key)},
        )
        if when.at is None:
            yield Problem(found_at=here, loss="part", what=_NO_TIME, raw=written)

    def log(self, member: Member) -> Iterator[Record]:
        server = member.folder.rstrip("/").rpartition("/")[2]
        with member.open() as stream:
            for item in json_items.items(stream, (ANY,)):
                if problem := item.problem(member):
                    yield problem
                if item.broken or not isinstance(item.value, dict):
                    continue
                kept = item.value
                number, who = stored.word(kept.get("id")), stored.word(kept.get("user_id"))
                by = self._owner if who and who == self._owner.native_id else None
                if by is None and who:
                    by = self._people.get(who) or Account(service="discord", handle=who, native_id=who)
                yield Event(
                    kind="notice",
                    service="discord",
                    when=discord.given_out(number),
                    found_at=item.at(member),
                    by=by,
                    act=number,
                    fields={"entry": "change of a server", "server": server}
                    | stored.rest(kept, "id", "user_id"),
                )


IMPORTER = Importer(title="Discord data package", version="1", claims=_claims, read=_read)
