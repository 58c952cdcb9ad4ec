"""WhatsApp's own databases from an iPhone (ChatStorage.sqlite, CallHistory.sqlite).

*Where it comes from.* From a backup of the iPhone without a password: `ChatStorage.sqlite`, there under the
name `7c7fba66680ef796b916b067077cc246adacf01d`, and `CallHistory.sqlite` from the same app. Hand in the
folder `Message/Media` beside it as well, or the whole folder of the backup.

*What it reads.* Every message: who, in which chat, when, when it was sent, the text or caption, what was
attached with its fingerprint where the file is there, places, lines of the service, and that a message was
deleted for everyone. Names as the address book or the people themselves give them. Calls.

*What it cannot tell.* What a deleted message said. Messages that were deleted on this phone only leave
nothing, and it is not searched for their remains. Reactions, answers, edits and receipts are kept here in a
form of WhatsApp's own that is not read. What most lines of the service mean. Some accounts are known by a
hidden address ("@lid") only. The times are those of the phone.

*Tested with.* Invented databases in WhatsApp's layout: groups, deleted messages, calls, and damaged ones.
Shape only, not proven on a real export.
"""

import hashlib
from collections.abc import Iterator, Sequence

from holdfast.formats import apple, iphone_backup, jids, sqlite
from holdfast.formats.attached import attachment
from holdfast.formats.sqlite import Database, Row
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Attachment, Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import NamedTime

_NAMES = ("ChatStorage.sqlite", "7c7fba66680ef796b916b067077cc246adacf01d")
_TABLES = {"ZWAMESSAGE": {"ZISFROMME", "ZMESSAGEDATE", "ZTEXT"}, "ZWACDCALLEVENT": {"ZDATE", "ZDURATION"}}
_DOMAIN = "AppDomainGroup-group.net.whatsapp.WhatsApp.shared"
_SERVICE = (6, 10)
_POINTS = (4, 5)
_SORTS = {
    1: "image",
    2: "video",
    3: "voice or sound",
    4: "contact",
    5: "place",
    6: "line of the service",
    7: "link",
    8: "document",
    10: "missed call, or a line of the service",
    11: "animated image",
    14: "deleted for everyone",
    15: "sticker",
}
_OUTCOMES = {0: "answered", 1: "missed"}

_NOT_OURS = "This database holds no messages and no calls of WhatsApp in a layout that is known."
_NO_TIME = "The time of this entry is missing or makes no sense."
_NO_SENDER = "The database does not say who wrote this message."


def _claims(member: Member, tree: Tree) -> bool:
    main = sqlite.main_of(member, tree)
    if iphone_backup.is_locked(main, tree):
        return False
    return main.file_name in _NAMES or bool(_ours(sqlite.tables(main, tree)))


def _ours(tables: dict[str, tuple[str, ...]]) -> list[str]:
    return [name for name, columns in _TABLES.items() if columns <= set(tables.get(name, ()))]


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    for member in members:
        if sqlite.main_of(member, tree) is not member:
            continue
        try:
            with sqlite.opened(member, tree) as database:
                yield from _Chats(member, tree, database).all()
                yield from database.problems
        except InputError as error:
            yield Problem(found_at=member.at(), loss="member", what=error.what)


class _Chats:
    def __init__(self, member: Member, tree: Tree, database: Database) -> None:
        self._member = member
        self._tree = tree
        self._database = database
        find = database.finder
        self._session = find("ZWACHATSESSION", "Z_PK")
        self._session_of = find("ZWACHATSESSION", "ZCONTACTJID")
        self._person = find("ZWAGROUPMEMBER", "Z_PK")
        self._pushed = find("ZWAPROFILEPUSHNAME", "ZJID")
        self._media = find("ZWAMEDIAITEM", "ZMESSAGE")
        self._call_group = find("ZWAAGGREGATECALLEVENT", "Z_PK")
        self._callers = find("ZWACDCALLEVENTPARTICIPANT", "Z1PARTICIPANTS")

    def all(self) -> Iterator[Record]:
        ours = _ours(self._database.tables)
        if not ours:
            yield Problem(found_at=self._member.at(), loss="member", what=_NOT_OURS)
        for table in ours:
            for row in self._database.rows(table):
                if isinstance(row, Problem):
                    yield row
                    continue
                event = self._message(row) if table == "ZWAMESSAGE" else self._call(row)
                yield event
                if event.when.at is None:
                    raw = event.when.as_written
                    yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=raw)
                if event.by is None and event.kind == "message":
                    yield Problem(found_at=event.found_at, loss="part", what=_NO_SENDER)

    def _message(self, row: Row) -> Event:
        used = ("Z_PK", "Z_ENT", "Z_OPT", "ZISFROMME", "ZMESSAGEDATE", "ZSENTDATE", "ZTEXT", "ZSTANZAID")
        fields = row.rest(*used, "ZMESSAGETYPE", "ZSORT", "ZPUSHNAME")
        chat, title = "", ""
        for session in self._session(row.integer("ZCHATSESSION")):
            chat, title = session.text("ZCONTACTJID"), session.text("ZPARTNERNAME")
        is_mine, sort = bool(row.integer("ZISFROMME")), row.integer("ZMESSAGETYPE") or 0
        if sort:
            fields["sort"] = _SORTS.get(sort, str(sort))
        if chat and jids.is_group(chat) and title:
            fields["group"] = title
        other = jids.account(chat, title) if chat else None
        writer = self._writer(row, chat, title)
        is_service = sort in _SERVICE
        media = self._media(row.number)
        caption = next((m.text("ZTITLE") for m in media if m.text("ZTITLE")), "")
        for item in media:
            kept = {
                name: item.text(name) for name in ("ZLATITUDE", "ZLONGITUDE", "ZVCARDNAME") if item.text(name)
            }
            if sort in (4, 5):
                fields |= kept
        return Event(
            kind="notice" if is_service else "message",
            service="whatsapp",
            when=apple.moment(_number(row, "ZMESSAGEDATE")),
            times=_times(row),
            found_at=self._member.at(row.position),
            by=jids.OWNER if is_mine else None if is_service and writer == other else writer,
            to=((other,) if other else ()) if is_mine else (jids.OWNER,),
            direction="out" if is_mine else "in",
            text=row.text("ZTEXT") or caption,
            attached=tuple(a for item in media for a in self._attached(item)),
            act=f"{chat}/{row.text('ZSTANZAID')}" if row.text("ZSTANZAID") else "",
            thread=chat,
            fields=fields,
        )

    def _writer(self, row: Row, chat: str, title: str) -> Account | None:
        for person in self._person(row.integer("ZGROUPMEMBER")):
            jid = person.text("ZMEMBERJID")
            name = person.text("ZCONTACTNAME") or self._name(jid)
            return jids.account(jid, name)
        jid = row.text("ZFROMJID")
        if jid and not jids.is_group(jid):
            return jids.account(jid, title if jid == chat else self._name(jid))
        return jids.account(chat, title) if chat else None

    def _name(self, jid: str) -> str:
        for row in self._pushed(jid):
            return row.text("ZPUSHNAME")
        return ""

    def _call(self, row: Row) -> Event:
        fields = row.rest("Z_PK", "Z_ENT", "Z_OPT", "ZDATE", "ZDURATION", "ZGROUPJIDSTRING", "ZCALLIDSTRING")
        fields["duration seconds"] = row.text("ZDURATION") or "0"
        incoming = row.integer("ZINCOMING")
        for whole in self._call_group(row.integer("Z1CALLEVENTS")):
            incoming = whole.integer("ZINCOMING") if incoming is None else incoming
            fields["type"] = "video" if whole.integer("ZVIDEO") else "voice"
            fields["missed"] = "yes" if whole.integer("ZMISSED") else "no"
        outcome = row.integer("ZOUTCOME")
        if outcome is not None:
            fields["result"] = _OUTCOMES.get(outcome, str(outcome))
        group = row.text("ZGROUPJIDSTRING")
        jid = next((p.text("ZJIDSTRING") for p in self._callers(row.number)), "")
        title = next((s.text("ZPARTNERNAME") for s in self._session_of(jid)), "") if jid else ""
        other = jids.account(jid, title or self._name(jid)) if jid else None
        is_known = incoming is not None
        return Event(
            kind="call",
            service="whatsapp",
            when=apple.moment(_number(row, "ZDATE")),
            found_at=self._member.at(row.position),
            by=(other if incoming else jids.OWNER) if is_known else None,
            to=((jids.OWNER,) if incoming else (other,) if other else ()) if is_known else (),
            direction=("in" if incoming else "out") if is_known else None,
            act=f"call/{row.text('ZCALLIDSTRING')}" if row.text("ZCALLIDSTRING") else "",
            thread=group or jid,
            fields=fields,
        )

    def _attached(self, item: Row) -> Iterator[Attachment]:
        path = item.text("ZMEDIALOCALPATH")
        if not path:
            return
        hashed = hashlib.sha1(f"{_DOMAIN}-Message/{path}".encode("utf-8", "replace"), usedforsecurity=False)
        digits = hashed.hexdigest()
        base = self._member.folder.removesuffix(f"{self._member.file_name[:2]}/")
        ways = (f"{self._member.folder}Message/{path}", f"{base}{digits[:2]}/{digits}", f"{base}{digits}")
        member = next((m for way in ways if (m := self._tree.get(way))), None)
        size = item.integer("ZFILESIZE")
        yield attachment(path.rpartition("/")[2], "", size, member)


def _number(row: Row, column: str) -> float | None:
    value = row.values.get(column)
    return value if isinstance(value, int | float) else None


def _times(row: Row) -> tuple[NamedTime, ...]:
    sent = _number(row, "ZSENTDATE")
    return (NamedTime(name="sent", when=apple.moment(sent)),) if sent else ()


IMPORTER = Importer(title="WhatsApp database (iPhone)", version="1", claims=_claims, read=_read)
