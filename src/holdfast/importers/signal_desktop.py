"""Signal on a computer (Signal Desktop): its own database, with the key that lies beside it.

*Where it comes from.* The folder of Signal Desktop: `AppData/Roaming/Signal` on Windows, `Library/Application
Support/Signal` on a Mac, `.config/Signal` on Linux. Hand in `config.json` and `sql/db.sqlite` together, with
the `-wal` file beside the latter.

*What it reads.* Every message: who, in which conversation, when it was sent and received, its text, what came
with it, reactions, answers, earlier wordings of edited messages, and that a message was deleted for everyone.
Lines of the service (safety number changed, people joined or left), and calls.

*What it cannot tell.* Since 2024 most computers keep the key in their own store of passwords: then
`config.json` holds only a locked one, and the database can be opened on that computer only. What came with
messages is kept locked by Signal; only its name, size and Signal's own fingerprint are told. Messages that
vanished by timer, or were deleted on this computer, leave nothing. What a message said that was deleted for
everyone. Messages from before this computer was linked. The time is the sender's own clock.

*Tested with.* Invented databases locked in Signal's way, in the layouts of 2020 and 2024, with edits,
deletions, groups, calls, wrong keys, and damaged ones. Shape only, not proven on a real export.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from holdfast.formats import clocks, phones, sqlite
from holdfast.formats.sqlite import Database, Row
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Attachment, Event, Kind
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import NamedTime, When

OWNER = Account(service="signal", handle="me", shown_as="the owner of this account", is_owner=True)

_CONFIG_MOST = 1 << 20
_JSON_MOST = 8 << 20
_MESSAGES = ("incoming", "outgoing", "story")

_NO_CONFIG = "The key to this database is missing: hand in config.json from the same folder as well."
_ENCRYPTED = (
    "The key to this database is kept by the computer it came from (encryptedKey in config.json): it cannot"
    " be opened here. On that computer, export the chats with the program signal-export, or take screenshots."
)
_BAD_CONFIG = "The file with the key to Signal's database is damaged or holds no key."
_NOT_OURS = "This database holds no messages of Signal in a layout that is known."
_NO_TIME = "The time of this entry is missing or makes no sense."
_NO_SENDER = "The database does not say who wrote this message."
_NO_DETAILS = "The details of this message are damaged: what came with it and what changed is not known."


class _Config(msgspec.Struct):
    key: str = ""
    encryptedKey: str = ""  # noqa: N815  as it is written there


def _claims(member: Member, tree: Tree) -> bool:
    main = sqlite.main_of(member, tree)
    if main.file_name == "db.sqlite":
        return main.folder.endswith("sql/") or _config(main, tree) is not None
    places = (f"{member.folder}sql/db.sqlite", f"{member.folder}db.sqlite")
    return member.file_name == "config.json" and any(tree.get(place) for place in places)


def _config(member: Member, tree: Tree) -> Member | None:
    """The file with the key, one folder up or beside."""
    up = member.folder.removesuffix("sql/")
    return tree.get(f"{up}config.json") or tree.get(f"{member.folder}config.json")


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    for member in members:
        if sqlite.main_of(member, tree) is not member or member.file_name == "config.json":
            continue
        try:
            with sqlite.opened(member, tree, _secret(member, tree)) as database:
                if not database.has("messages", "json", "conversationId"):
                    yield Problem(found_at=member.at(), loss="member", what=_NOT_OURS)
                    continue
                yield from _Messages(member, database).all()
                yield from database.problems
        except InputError as error:
            yield Problem(found_at=member.at(), loss="member", what=error.what)


def _secret(member: Member, tree: Tree) -> str:
    """The key, "" for a database that is unlocked already. Raises InputError where there is none."""
    if member.head(16) == b"SQLite format 3\0":
        return ""
    config = _config(member, tree)
    if config is None:
        raise InputError(_NO_CONFIG)
    try:
        read = msgspec.json.decode(config.read(_CONFIG_MOST), type=_Config)
    except msgspec.DecodeError as error:
        raise InputError(_BAD_CONFIG) from error
    if not read.key:
        raise InputError(_ENCRYPTED if read.encryptedKey else _BAD_CONFIG)
    return read.key


class _Messages:
    def __init__(self, member: Member, database: Database) -> None:
        self._member = member
        self._database = database
        self._by_id = database.finder("conversations", "id")
        columns = ("serviceId", "uuid", "e164", "groupId")
        self._by_other = [database.finder("conversations", column) for column in columns]
        self._files = database.finder("message_attachments", "messageId")

    def all(self) -> Iterator[Record]:
        for table, reader in (("messages", self._message), ("callsHistory", self._call)):
            for row in self._database.rows(table):
                if isinstance(row, Problem):
                    yield row
                else:
                    yield from reader(row)

    def _message(self, row: Row) -> Iterator[Record]:
        details = _decoded(row.text("json"))
        kept: dict[str, Any] = details or {}
        used = (
            "rowid",
            "id",
            "json",
            "sent_at",
            "received_at",
            "conversationId",
            "source",
            "sourceServiceId",
        )
        fields = row.rest(*used, "sourceUuid", "body", "expiresAt")
        sort = row.text("type") or str(kept.get("type", ""))
        chat = self._conversation(row.text("conversationId"))
        # The column of numbers makes "+44…" a number without its plus; the details keep it as it was.
        phone = _word(kept.get("source")) or (f"+{row.text('source')}" if row.integer("source") else "")
        writer = row.text("sourceServiceId") or row.text("sourceUuid") or phone
        is_mine = sort == "outgoing"
        is_group = chat is not None and chat.text("type") == "group"
        if is_group and chat:
            fields["group"] = chat.text("name")
        other = _account(chat) if chat and not is_group else None
        by = OWNER if is_mine else self._account(writer) or (other if sort == "incoming" else None)
        kind: Kind = "message" if sort in _MESSAGES else "notice"
        times = _times(kept, edits := _list(kept.get("editHistory")))
        for number, edit in enumerate(reversed(edits[1:]), 1):
            fields[f"wording {number}"] = _word(edit.get("body"))
        if kept.get("deletedForEveryone"):
            fields["state"] = "deleted for everyone"
        event = Event(
            kind=kind,
            service="signal",
            when=_when(row.integer("sent_at") or kept.get("sent_at") or kept.get("timestamp")),
            times=times,
            found_at=self._member.at(row.position),
            by=by,
            to=(() if is_group or not other else (other,)) if is_mine else (OWNER,),
            direction="out" if is_mine else "in" if sort == "incoming" else None,
            text=row.text("body") or _word(kept.get("body")),
            attached=tuple(self._attached(row, kept)),
            reply_to=_word(_dict(kept.get("quote")).get("id")),
            act=row.text("id"),
            thread=row.text("conversationId"),
            fields=fields,
        )
        yield event
        for number, reaction in enumerate(_list(kept.get("reactions")), 1):
            yield self._reaction(event, reaction, number)
        yield from _doubts(event)
        if details is None and row.text("json"):
            yield Problem(found_at=event.found_at, loss="part", what=_NO_DETAILS)

    def _reaction(self, event: Event, reaction: dict[str, Any], number: int) -> Event:
        writer = _word(reaction.get("fromId"))
        return Event(
            kind="reaction",
            service="signal",
            when=_when(reaction.get("timestamp")),
            found_at=event.found_at,
            ordinal=number,
            by=self._account(writer),
            reply_to=event.act,
            thread=event.thread,
            fields={"reaction": _word(reaction.get("emoji"))},
        )

    def _call(self, row: Row) -> Iterator[Record]:
        fields = row.rest("timestamp", "endedTimestamp", "direction")
        other = self._account(row.text("peerId"))
        chat = self._conversation(row.text("peerId"))
        is_mine = row.text("direction") == "Outgoing"
        ended = row.integer("endedTimestamp")
        event = Event(
            kind="call",
            service="signal",
            when=_when(row.integer("timestamp")),
            times=(NamedTime(name="ended", when=_when(ended)),) if ended else (),
            found_at=self._member.at(row.position),
            by=OWNER if is_mine else other,
            to=((other,) if other else ()) if is_mine else (OWNER,),
            direction="out" if is_mine else "in",
            act=f"call:{row.text('callId')}" if row.text("callId") else "",
            thread=chat.text("id") if chat else row.text("peerId"),
            fields=fields,
        )
        yield event
        yield from _doubts(event)

    def _conversation(self, name: str) -> Row | None:
        for find in (self._by_id, *self._by_other) if name else ():
            if rows := find(name):
                return rows[0]
        return None

    def _account(self, name: str) -> Account | None:
        row = self._conversation(name)
        if row is not None and row.text("type") != "group":
            return _account(row)
        is_other = name and row is None
        return (
            Account(service="signal", handle=name, native_id=phones.normal(name) or name)
            if is_other
            else None
        )

    def _attached(self, row: Row, kept: dict[str, Any]) -> Iterator[Attachment]:
        files = _list(kept.get("attachments")) or [
            {name: file.values.get(name) for name in ("fileName", "contentType", "size", "plaintextHash")}
            for file in self._files(row.text("id"))
        ]
        for file in files:
            size = file.get("size")
            yield Attachment(
                name=_word(file.get("fileName")),
                media_type=_word(file.get("contentType")),
                size=size if isinstance(size, int) and size >= 0 else None,
                sha256=_word(file.get("plaintextHash")),
                missing="Signal keeps it locked; the fingerprint is Signal's own",
            )


def _account(row: Row) -> Account:
    """A person; Signal's own lasting id where there is one, else the number."""
    number = row.text("e164")
    lasting = row.text("serviceId") or row.text("uuid") or phones.normal(number) or row.text("id")
    names = (row.text(column) for column in ("name", "profileFullName", "profileName"))
    return Account(
        service="signal",
        handle=number or lasting,
        native_id=lasting,
        shown_as=next((n for n in names if n), ""),
    )


def _times(kept: dict[str, Any], edits: list[dict[str, Any]]) -> tuple[NamedTime, ...]:
    names = {"received_at_ms": "received", "serverTimestamp": "at the server", "readAt": "read"}
    times = [(name, kept[key]) for key, name in names.items() if kept.get(key)]
    times += [("edited", edit.get("timestamp")) for edit in reversed(edits[:-1])]
    if deleted := kept.get("deletedForEveryoneTimestamp"):
        times.append(("deleted", deleted))
    return tuple(NamedTime(name=name, when=_when(at)) for name, at in times)


def _decoded(text: str) -> dict[str, Any] | None:
    if len(text) > _JSON_MOST:
        return None
    try:
        read = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None
    return read if isinstance(read, dict) else None


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)][:10_000] if isinstance(value, list) else []


def _word(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) else ""


def _when(count: object) -> When:
    return (
        clocks.epoch(str(int(count))) if isinstance(count, int | float) and count > 0 else clocks.unknown("")
    )


def _doubts(event: Event) -> Iterator[Problem]:
    if event.when.at is None:
        yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME)
    if event.by is None and event.kind == "message":
        yield Problem(found_at=event.found_at, loss="part", what=_NO_SENDER)


IMPORTER = Importer(title="Signal Desktop", version="1", claims=_claims, read=_read)
