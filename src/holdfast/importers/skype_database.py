"""Skype's older database on a computer: messages, calls, and requests to be a contact.

*Where it comes from.* Skype for Windows, macOS and Linux kept a file `main.db` until about 2018, in a folder
named after the account (on Windows in `AppData/Roaming/Skype`). Hand in the file, best with what begins alike
beside it (`main.db-wal`, `main.db-journal`).

*What it reads.* Every message of every conversation, both sides: when, by whom, the words without markup and
as stored, what they quote, links, names of files; when something was changed; requests to be a contact, and
blocking; who came and went. Every call: who called, who took part, how long.

*What it cannot tell.* What was removed from the database; messages from before the program was set up on that
computer. The words of a message that was emptied, and earlier wordings. The files themselves. Whether a
message was seen by the other side. The clock is that of Skype, or of the computer where it was not connected.

*Tested with.* Invented databases in the layout that public readers describe, and damaged ones. Shape only,
not proven on a real export.
"""

from collections.abc import Iterator, Sequence

from holdfast.formats import clocks, skype_text, sqlite
from holdfast.formats.sqlite import Database, Row
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Attachment, Direction, Event, Kind
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import NamedTime

_OURS = {"author", "body_xml", "timestamp", "from_dispname"}
_SORTS: dict[int, tuple[Kind, str]] = {
    2: ("notice", "topic changed"),
    4: ("notice", "conference began"),
    8: ("notice", "chat changed"),
    10: ("notice", "people added"),
    11: ("notice", "people were not added"),
    12: ("notice", "people removed"),
    13: ("notice", "left"),
    30: ("notice", "call began"),
    39: ("notice", "call ended"),
    50: ("follow", "contact request"),
    51: ("follow", "contact request accepted"),
    53: ("notice", "blocked"),
    60: ("message", "action"),
    61: ("message", "text"),
    63: ("message", "contacts sent"),
    64: ("message", "SMS"),
    67: ("message", "voicemail"),
    68: ("message", "files sent"),
    70: ("message", "video message"),
    100: ("notice", "role changed"),
    110: ("notice", "birthday"),
    201: ("message", "picture"),
}
_USED = (
    *("id", "convo_id", "author", "from_dispname", "timestamp", "body_xml", "edited_timestamp", "type"),
    *("chatname", "dialog_partner", "guid"),
)
_CALL = ("id", "begin_timestamp", "host_identity", "duration", "is_incoming", "conv_dbid")
_MOST = 1000

_NO_TIME = "The time of this entry is missing or makes no sense."


def _claims(member: Member, tree: Tree) -> bool:
    main = sqlite.main_of(member, tree)
    return set(sqlite.tables(main, tree).get("Messages", ())) >= _OURS


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    for member in members:
        if sqlite.main_of(member, tree) is not member:
            continue
        try:
            with sqlite.opened(member, tree) as database:
                yield from _Skype(member, database).read()
                yield from database.problems
        except InputError as error:
            yield Problem(found_at=member.at(), loss="member", what=error.what)


class _Skype:
    """One database: whose it is, its conversations, and who takes part in them."""

    def __init__(self, member: Member, database: Database) -> None:
        self._member = member
        self._database = database
        accounts = [row.text("skypename") for row in _rows(database, "Accounts")]
        # One database belongs to one account; were there two, nothing would say which wrote.
        self._owner = accounts[0] if len(accounts) == 1 else ""
        self._talk = database.finder("Conversations", "id")
        self._people = database.finder("Participants", "convo_id")
        self._called = database.finder("CallMembers", "call_db_id")

    def read(self) -> Iterator[Record]:
        for table, make in (("Messages", self._message), ("Calls", self._call)):
            for row in self._database.rows(table):
                if isinstance(row, Problem):
                    yield row
                    continue
                event = make(row)
                yield event
                if event.when.at is None:
                    raw = event.when.as_written
                    yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=raw)

    def _message(self, row: Row) -> Event:
        number = row.integer("type")
        kind, sort = _SORTS.get(61 if number is None else number, ("notice", "of a kind that is not known"))
        written, author = row.text("body_xml"), row.text("author")
        text = skype_text.plain(written)
        quote, file = skype_text.quote(written), skype_text.file(written)
        fields = row.rest(*_USED) | {"type": sort if number in _SORTS else f"{sort}: {number}"}
        if text != written:
            fields["text as stored"] = written
        if quote is not None:
            fields["answers"] = quote.text
        edited = row.text("edited_timestamp")
        if kind == "message" and not written and edited:
            fields["state"] = "emptied"
        thread, title = self._thread(row, "convo_id")
        if title:
            fields["group"] = title
        guid = row.data("guid").hex() or row.text("guid")
        is_talk = kind != "notice"
        return Event(
            kind=kind,
            service="skype",
            when=clocks.epoch(row.text("timestamp"), 1),
            times=(NamedTime(name="edited", when=clocks.epoch(edited, 1)),)
            if edited not in ("", "0")
            else (),
            found_at=self._member.at(row.position),
            by=self._account(author, row.text("from_dispname")),
            to=self._others(row, author) if is_talk else (),
            direction=self._direction(author) if is_talk else None,
            text=text,
            attached=(Attachment(name=file[0], size=file[1], missing="left out of the export"),)
            if file
            else (),
            links=skype_text.links(written),
            act=f"{thread}:{guid}" if guid else "",
            thread=thread,
            fields=fields,
        )

    def _call(self, row: Row) -> Event:
        host, is_in = row.text("host_identity"), row.integer("is_incoming")
        members = self._called(row.integer("id"))[:_MOST]
        others = {m.text("identity"): m.text("dispname") for m in members if m.text("identity")}
        fields = row.rest(*_CALL) | {"duration seconds": row.text("duration") or "0"}
        for number, member in enumerate(members, 1):
            lasted = member.text("call_duration") or "0"
            fields[f"took part {number}"] = f"{member.text('identity')}, {lasted} seconds"
        by = host or (next(iter(others), "") if is_in else self._owner)
        to = [*others, *([self._owner] if is_in else [])]
        return Event(
            kind="call",
            service="skype",
            when=clocks.epoch(row.text("begin_timestamp"), 1),
            found_at=self._member.at(row.position),
            by=self._account(by, others.get(by, "")),
            to=tuple(
                account
                for one in dict.fromkeys(to)
                if one != by and (account := self._account(one, others.get(one, ""))) is not None
            ),
            direction=None if is_in is None else "in" if is_in else "out",
            thread=self._thread(row, "conv_dbid")[0],
            fields=fields,
        )

    def _thread(self, row: Row, column: str) -> tuple[str, str]:
        """The lasting name of a conversation, and the title of a group."""
        for talk in self._talk(row.integer(column)):
            is_group = talk.integer("type") != 1
            return talk.text("identity"), talk.text("displayname") if is_group else ""
        return row.text("dialog_partner") or row.text("chatname"), ""

    def _others(self, row: Row, author: str) -> tuple[Account, ...]:
        people = [p.text("identity") for p in self._people(row.integer("convo_id"))[:_MOST]]
        named = [*people, row.text("dialog_partner"), *([self._owner] if author != self._owner else [])]
        found = (self._account(one, "") for one in dict.fromkeys(named) if one != author)
        return tuple(account for account in found if account is not None)

    def _account(self, ident: str, shown_as: str) -> Account | None:
        if not ident:
            return None
        is_owner = ident == self._owner
        return Account(service="skype", handle=ident, native_id=ident, shown_as=shown_as, is_owner=is_owner)

    def _direction(self, author: str) -> Direction | None:
        if not self._owner or not author:
            return None
        return "out" if author == self._owner else "in"


def _rows(database: Database, table: str) -> Iterator[Row]:
    return (row for row in database.rows(table) if isinstance(row, Row))


IMPORTER = Importer(title="Skype database (main.db)", version="1", claims=_claims, read=_read)
