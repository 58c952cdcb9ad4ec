"""Text messages, picture messages and calls from an Android phone's own databases.

*Where it comes from.* The files `mmssms.db` (messages), `calllog.db` or, on older phones, `contacts2.db`
(calls), with the `-wal` and `-journal` files beside them, as a full backup or an adviser's copy of the phone
holds them. The folder `app_parts` beside `mmssms.db` holds what was attached; hand it in as well.

*What it reads.* Every text message (SMS): time, number, text, the network's time, drafts and failed ones,
marked. Every picture message (MMS): the people in it, subject, text, and what was attached, with its
fingerprint where the file is there; also those that were announced and never fetched. Every call: time,
number, name, how long, answered, missed, turned away or blocked. What only the `-wal` file holds is read.

*What it cannot tell.* The number of the phone itself. Messages and calls that were deleted leave nothing
here, and it is not searched for their remains; phones also throw old calls away by themselves. Chats by RCS
are here only where the phone's maker puts them here. Names of people are in the list of calls only. A number
can be faked. The times are the phone's own, except the one called "sent", which comes from the network.

*Tested with.* Invented databases in the layouts of Android 4.4 and later: group messages, drafts, attachments
that are missing, hidden numbers, and damaged ones. Shape only, not proven on a real export.
"""

from collections.abc import Iterator, Sequence

from holdfast.formats import clocks, phones, sqlite
from holdfast.formats.attached import attachment
from holdfast.formats.sqlite import Database, Row
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Attachment, Direction, Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import NamedTime, When

_NAMES = ("mmssms.db", "calllog.db")
_TABLES = {
    "sms": {"address", "body", "date", "type"},
    "pdu": {"date", "msg_box", "m_type"},
    "calls": {"number", "date", "duration", "type"},
}
_PDU = 1
"""Rows of the two tables of messages have the same numbers: this tells their events apart."""

_STATES: dict[int, tuple[Direction, str]] = {
    1: ("in", ""),
    2: ("out", ""),
    3: ("out", "draft"),
    4: ("out", "waiting to be sent"),
    5: ("out", "failed to send"),
    6: ("out", "waiting to be sent"),
}
_CALLS: dict[int, tuple[Direction, str]] = {
    1: ("in", "answered"),
    2: ("out", "dialled"),
    3: ("in", "missed"),
    4: ("in", "voicemail"),
    5: ("in", "rejected"),
    6: ("in", "blocked"),
    7: ("in", "answered on another device"),
}
_PRESENTATIONS = {2: "restricted", 3: "unknown", 4: "payphone"}
_HIDDEN = {"", "-1", "-2", "-3"}
_FROM, _ROLES = 137, {137: "from", 151: "to", 130: "cc", 129: "bcc"}
_SELF = "insert-address-token"  # Android writes this in place of the phone's own number.
_NOT_FETCHED = 130
_MILLISECONDS = 10**11

_NOT_OURS = "This database holds no messages and no calls in a layout that is known."
_NO_TIME = "The time of this entry is missing or makes no sense."
_NO_KIND = "The database does not say whether this came in or went out."
_NO_SENDER = "The database does not say who wrote this message."


def _claims(member: Member, tree: Tree) -> bool:
    main = sqlite.main_of(member, tree)
    return main.file_name in _NAMES or bool(_ours(sqlite.tables(main, tree)))


def _ours(tables: dict[str, tuple[str, ...]]) -> list[str]:
    return [name for name, columns in _TABLES.items() if columns <= set(tables.get(name, ()))]


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    for member in members:
        if sqlite.main_of(member, tree) is not member:
            continue
        try:
            with sqlite.opened(member, tree) as database:
                yield from _Phone(member, tree, database).all()
                yield from database.problems
        except InputError as error:
            yield Problem(found_at=member.at(), loss="member", what=error.what)


class _Phone:
    def __init__(self, member: Member, tree: Tree, database: Database) -> None:
        self._member = member
        self._tree = tree
        self._database = database
        self._parts = database.finder("part", "mid")
        self._addresses = database.finder("addr", "msg_id")
        self._threads = database.finder("threads", "_id")
        self._canonical = database.finder("canonical_addresses", "_id")

    def all(self) -> Iterator[Record]:
        readers = {"sms": self._text_message, "pdu": self._picture_message, "calls": self._call}
        ours = _ours(self._database.tables)
        if not ours:
            yield Problem(found_at=self._member.at(), loss="member", what=_NOT_OURS)
        for table in ours:
            for row in self._database.rows(table):
                if isinstance(row, Problem):
                    yield row
                else:
                    event = readers[table](row)
                    yield event
                    yield from _doubts(event)

    def _text_message(self, row: Row) -> Event:
        fields = row.rest("_id", "address", "body", "date", "date_sent", "type", "subject")
        direction = _state(row, "type", fields)
        address = row.text("address")
        other = phones.account(address) if address else None
        if other is not None and direction is None:
            fields["address"] = address
        sent = row.integer("date_sent")
        return Event(
            kind="message",
            service="sms",
            when=clocks.epoch(row.text("date")),
            times=(NamedTime(name="sent", when=clocks.epoch(str(sent))),) if sent else (),
            found_at=self._member.at(row.position),
            by=phones.OWNER if direction == "out" else other if direction == "in" else None,
            to=(phones.OWNER,) if direction == "in" else (other,) if other and direction == "out" else (),
            direction=direction,
            subject=row.text("subject"),
            text=row.text("body"),
            thread=_thread([other] if other else self._members(row)),
            fields=fields,
        )

    def _picture_message(self, row: Row) -> Event:
        fields = {"table": "pdu"} | row.rest("_id", "date", "date_sent", "msg_box", "sub")
        direction = _state(row, "msg_box", fields)
        if row.integer("m_type") == _NOT_FETCHED:
            fields["state"] = "announced, but never fetched"
        writer, receivers = self._people(row, fields)
        members = self._members(row)
        if direction == "in":
            by = writer
            rest = members if len(members) > 1 else []
            to = (phones.OWNER, *(a for a in rest if writer is None or a.key != writer.key))
        elif direction == "out":
            by, to = phones.OWNER, tuple({a.key: a for a in (*members, *receivers)}.values())
        else:
            by, to = None, ()
        text, attached = self._content(row)
        subject = row.text("sub")
        repaired = _repaired(subject)
        if repaired != subject:
            fields["subject as stored"] = subject
        sent = row.integer("date_sent")
        return Event(
            kind="message",
            service="sms",
            when=_seconds(row.integer("date")),
            times=(NamedTime(name="sent", when=_seconds(sent)),) if sent else (),
            found_at=self._member.at(row.position),
            by=by,
            to=to,
            direction=direction,
            subject=repaired,
            text=text,
            attached=attached,
            thread=_thread(members or ([writer] if writer else receivers)),
            ordinal=_PDU,
            fields=fields,
        )

    def _people(self, row: Row, fields: dict[str, str]) -> tuple[Account | None, list[Account]]:
        """Who wrote a picture message and who was to get it, as its own addresses say."""
        roles: dict[int, list[str]] = {}
        for address in self._addresses(row.number):
            if (written := address.text("address")) and written != _SELF:
                roles.setdefault(address.integer("type") or 0, []).append(written)
        for code, people in roles.items():
            fields[f"addresses: {_ROLES.get(code, f'of kind {code}')}"] = ", ".join(people)
        writers = [phones.account(w) for w in roles.get(_FROM, ())]
        receivers = [phones.account(w) for code, all_of in roles.items() if code != _FROM for w in all_of]
        return (writers[0] if len(writers) == 1 else None), receivers

    def _members(self, row: Row) -> list[Account]:
        """The other people of a conversation."""
        found = []
        for thread in self._threads(row.integer("thread_id")):
            for number in thread.text("recipient_ids").split()[:1000]:
                rows = self._canonical(int(number)) if number.isdecimal() and len(number) < 19 else []
                found += [phones.account(r.text("address")) for r in rows if r.text("address")]
        return found

    def _content(self, row: Row) -> tuple[str, tuple[Attachment, ...]]:
        texts, attached = [], []
        for part in self._parts(row.number):
            media_type, path = part.text("ct"), part.text("_data")
            if media_type == "text/plain" and part.text("text"):
                texts.append(part.text("text"))
            elif media_type != "application/smil":
                names = (part.text(column) for column in ("cl", "name", "fn", "cid"))
                name = next((n for n in names if n), path.rpartition("/")[2])
                attached.append(self._attachment(name, media_type, path.rpartition("/")[2]))
        return "\n".join(texts), tuple(attached)

    def _attachment(self, name: str, media_type: str, file: str) -> Attachment:
        ways = (f"{self._member.folder}{folder}{file}" for folder in ("app_parts/", "", "../app_parts/"))
        member = next((m for way in ways if file and (m := self._tree.get(way))), None)
        return attachment(name, media_type, None, member)

    def _call(self, row: Row) -> Event:
        fields = row.rest("_id", "number", "name", "date", "duration", "type", "presentation")
        code = row.integer("type")
        direction, outcome = _CALLS.get(code or 0, (None, ""))
        fields["type"] = outcome or row.text("type")
        if row.values.get("duration") is not None:
            fields["duration seconds"] = row.text("duration")
        presentation = _PRESENTATIONS.get(row.integer("presentation") or 0, "")
        number = row.text("number")
        other = None if number in _HIDDEN else phones.account(number, row.text("name"))
        if other is None:
            presentation = presentation or "unknown"
        elif direction is None:
            fields["number"] = number
        if presentation:
            fields["presentation"] = presentation
        return Event(
            kind="call",
            service="phone",
            when=clocks.epoch(row.text("date")),
            found_at=self._member.at(row.position),
            by=phones.OWNER if direction == "out" else other if direction == "in" else None,
            to=(phones.OWNER,) if direction == "in" else (other,) if other and direction == "out" else (),
            direction=direction,
            thread=_thread([other] if other else []),
            fields=fields,
        )


def _state(row: Row, column: str, fields: dict[str, str]) -> Direction | None:
    direction, state = _STATES.get(row.integer(column) or 0, (None, ""))
    if state:
        fields["state"] = state
    if direction is None:
        fields["kind as stored"] = row.text(column)
    return direction


def _seconds(count: int | None) -> When:
    return clocks.epoch(str(count or ""), 1000 if (count or 0) > _MILLISECONDS else 1)


def _repaired(subject: str) -> str:
    """A subject in UTF-8, which Android stores byte by byte as if it were Latin-1."""
    try:
        return subject.encode("latin-1").decode()
    except UnicodeError:
        return subject


def _thread(others: Sequence[Account]) -> str:
    return "~".join(sorted({a.native_id or a.handle for a in others}))


def _doubts(event: Event) -> Iterator[Problem]:
    if event.when.at is None:
        raw = event.when.as_written[:2000]
        yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=raw)
    if event.direction is None:
        yield Problem(found_at=event.found_at, loss="part", what=_NO_KIND)
    elif event.by is None and event.kind == "message":
        yield Problem(found_at=event.found_at, loss="part", what=_NO_SENDER)


IMPORTER = Importer(title="Android messages and calls (databases)", version="1", claims=_claims, read=_read)
