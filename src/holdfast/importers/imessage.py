"""Messages from a Mac or an iPhone: iMessage, text messages (SMS) and RCS, from Apple's own database.

*Where it comes from.* On a Mac the file `chat.db` (and beside it `chat.db-wal`) in the folder
`Library/Messages`; hand in both, or the whole folder with its attachments. From an iPhone the file `sms.db`,
which a backup without a password keeps under the name `3d0d7e5fb2ce288813306e4d4636395e047a3d28`; the whole
folder of the backup can be handed in.

*What it reads.* Every message: who wrote it, to whom, when, when it was delivered and read, its text, the
conversation, and what was attached, with its fingerprint where the file is there. Reactions, and their being
taken back. Wordings before an edit, each with its time. Messages that were unsent, or lie in "Recently
Deleted". Who joined or left a group, and its new names. What only the `-wal` file holds is read as well.

*What it cannot tell.* Messages that were deleted for good leave nothing here, and it is not searched for
their remains. Of an unsent message only the fact is left, not always its text. Names are not in this
file, only numbers and addresses; the number of the phone itself is not told for every message. A message that
belongs to no conversation any more is shown without one. A sender's number can be faked in text messages.
The times are those of the device. Databases of iOS 5 and older are not read.

*Tested with.* Invented databases in the layouts of iOS 6, iOS 10 and macOS 13 and later, with edits, unsent
messages, reactions, groups, joins into nothing, and damaged ones. Shape only, not proven on a real export.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence

from holdfast.formats import apple, iphone_backup, phones, sqlite
from holdfast.formats.attached import attachment
from holdfast.formats.sqlite import Database, Row, Value
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Attachment, Direction, Event, Kind
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import NamedTime

_NAMES = ("chat.db", "sms.db", "3d0d7e5fb2ce288813306e4d4636395e047a3d28")
_SERVICES = {"imessage": "imessage", "imessagelite": "imessage", "sms": "sms", "rcs": "rcs"}
_MARK = "\ufffc"  # Stands in the text where an attachment is shown.

_REACTIONS = {
    0: "loved",
    1: "liked",
    2: "disliked",
    3: "laughed at",
    4: "emphasized",
    5: "questioned",
    6: "an emoji",
    7: "a sticker",
}
_ITEMS = {
    1: "somebody was added or removed",
    2: "the group was renamed",
    3: "somebody left, or the group's picture changed",
    4: "a place was shared",
    5: "a recording was kept",
    6: "a shared activity",
}
_SHOWN = (
    *(
        "ROWID",
        "guid",
        "text",
        "attributedBody",
        "handle_id",
        "subject",
        "date",
        "date_read",
        "date_delivered",
    ),
    *("date_edited", "date_retracted", "is_from_me", "item_type", "associated_message_type"),
    *("associated_message_guid", "thread_originator_guid", "message_summary_info"),
)

_OLD = "This is a database of iOS 5 or older, or not one of messages: it is not read."
_NO_TIME = "The time of this message is missing or makes no sense."
_NO_SENDER = "The database does not say who wrote this message."
_NO_TEXT = "The text of this message is kept in a form that could not be read."
_NO_HISTORY = "The earlier wordings of this message are damaged."


def _claims(member: Member, tree: Tree) -> bool:
    main = sqlite.main_of(member, tree)
    if iphone_backup.is_locked(main, tree):
        return False
    return main.file_name in _NAMES or _is_ours(sqlite.tables(main, tree))


def _is_ours(tables: dict[str, tuple[str, ...]]) -> bool:
    return {"message", "handle", "chat_message_join"} <= set(tables) and "guid" in tables["message"]


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    for member in members:
        if sqlite.main_of(member, tree) is not member:
            continue
        try:
            with sqlite.opened(member, tree) as database:
                if not _is_ours(database.tables):
                    yield Problem(found_at=member.at(), loss="member", what=_OLD)
                    continue
                yield from _Messages(member, tree, database).all()
                yield from database.problems
        except InputError as error:
            yield Problem(found_at=member.at(), loss="member", what=error.what)


class _Messages:
    """The messages of one database, and the tables they point into."""

    def __init__(self, member: Member, tree: Tree, database: Database) -> None:
        self._member = member
        self._tree = tree
        self._database = database
        find: Callable[[str, str], Callable[[Value], list[Row]]] = database.finder
        self._handle = find("handle", "ROWID")
        self._chat = find("chat", "ROWID")
        self._chat_of = find("chat_message_join", "message_id")
        self._deleted = find("chat_recoverable_message_join", "message_id")
        self._people_of = find("chat_handle_join", "chat_id")
        self._attached_to = find("message_attachment_join", "message_id")
        self._attachment = find("attachment", "ROWID")
        # A backup keeps each file under a hash of its path, in folders of the hash's first two digits.
        self._base = member.folder
        if self._base.endswith(f"{member.file_name[:2]}/"):
            self._base = self._base[:-3]

    def all(self) -> Iterator[Record]:
        for row in self._database.rows("message"):
            if isinstance(row, Problem):
                yield row
            else:
                yield from self._message(row)

    def _message(self, row: Row) -> Iterator[Record]:
        here = self._member.at(row.position)
        fields = row.rest(*_SHOWN)
        service = _SERVICES.get(row.text("service").lower(), "imessage" if not row.text("service") else "sms")
        chat, is_deleted = self._conversation(row, fields)
        others = self._others(chat)
        writer = self._account(row.integer("handle_id"))
        direction: Direction = "out" if row.integer("is_from_me") else "in"
        by: Account | None
        to: tuple[Account, ...]
        if direction == "out":
            by, to = phones.OWNER, others or ((writer,) if writer else ())
        else:
            by = writer
            to = (phones.OWNER, *(a for a in others if writer is None or a.key != writer.key))
        history = apple.summary(row.data("message_summary_info"))
        text, is_read = self._text(row)
        kind = self._kind(row, fields)
        reply_to = row.text("thread_originator_guid")
        if kind == "reaction":
            reply_to = row.text("associated_message_guid").rpartition("/")[2].removeprefix("bp:")
        elif row.text("associated_message_guid"):
            fields["associated_message_guid"] = row.text("associated_message_guid")
        for number, (wording, _) in enumerate(history.wordings[:-1], 1):
            fields[f"wording {number}"] = wording
        if history.retracted:
            fields["taken back"] = "parts of this message" if text else "this message was unsent"
        if is_deleted:
            fields["state"] = "in Recently Deleted"
        event = Event(
            kind=kind,
            service=service,
            when=apple.moment(_count(row, "date")),
            times=tuple(_times(row, history)),
            found_at=here,
            by=by,
            to=to,
            direction=direction,
            subject=row.text("subject"),
            text=text,
            attached=tuple(self._attachments(row.number)),
            reply_to=reply_to,
            act=row.text("guid"),
            thread=chat.text("guid") if chat else "",
            fields=fields,
        )
        yield event
        if event.when.at is None:
            yield Problem(found_at=here, loss="part", what=_NO_TIME, raw=row.text("date"))
        if by is None and kind != "notice":
            yield Problem(found_at=here, loss="part", what=_NO_SENDER)
        if not is_read:
            yield Problem(found_at=here, loss="part", what=_NO_TEXT)
        if history.is_broken:
            yield Problem(found_at=here, loss="part", what=_NO_HISTORY)

    def _conversation(self, row: Row, fields: dict[str, str]) -> tuple[Row | None, bool]:
        """The conversation of a message, and whether the message lies in Recently Deleted."""
        joins = self._chat_of(row.number)
        deleted = self._deleted(row.number)
        for join in (*joins, *deleted):
            for chat in self._chat(join.integer("chat_id")):
                if name := chat.text("display_name"):
                    fields["group"] = name
                if deleted:
                    fields.update(deleted[0].rest("chat_id", "message_id"))
                return chat, bool(deleted and not joins)
        fields["conversation"] = "its conversation is gone" if joins else "it belongs to no conversation"
        return None, bool(deleted)

    def _others(self, chat: Row | None) -> tuple[Account, ...]:
        if chat is None:
            return ()
        found = [self._account(p.integer("handle_id")) for p in self._people_of(chat.number)]
        return tuple({a.key: a for a in found if a}.values())

    def _account(self, number: int | None) -> Account | None:
        for handle in self._handle(number) if number else ():
            name = handle.text("id")
            if "@" in name:
                return Account(service="imessage", handle=name, native_id=name.casefold())
            return phones.account(name)
        return None

    def _text(self, row: Row) -> tuple[str, bool]:
        """The text without the marks for attachments, and whether there was none that could not be read."""
        stored = row.text("text")
        body = row.data("attributedBody")
        decoded = None if stored or not body else apple.text_of(body)
        return (stored or decoded or "").replace(_MARK, "").strip("\0"), bool(
            stored or not body or decoded is not None
        )

    def _kind(self, row: Row, fields: dict[str, str]) -> Kind:
        code = row.integer("associated_message_type") or 0
        if 2000 <= code < 2008 or 3000 <= code < 3008:
            fields["reaction"] = fields.pop("associated_message_emoji", "") or _REACTIONS[code % 1000]
            if code >= 3000:
                fields["state"] = "taken back"
            return "reaction"
        if code:
            fields["associated_message_type"] = str(code)
        if item := row.integer("item_type") or 0:
            fields["what happened"] = _ITEMS.get(item, f"kind {item}")
            if other := self._account(row.integer("other_handle")):
                fields["about"] = other.handle
            return "notice"
        return "message"

    def _attachments(self, number: int) -> Iterator[Attachment]:
        for join in self._attached_to(number):
            for row in self._attachment(join.integer("attachment_id")):
                path = row.text("filename")
                name = row.text("transfer_name") or path.rpartition("/")[2]
                media_type, size = row.text("mime_type"), row.integer("total_bytes")
                member = self._file(path)
                yield attachment(name, media_type, size, member)

    def _file(self, path: str) -> Member | None:
        """An attachment by the path in the database: in the folder beside it, or in a backup."""
        _, found, inside = path.partition("/Attachments/")
        if not found:
            return None
        hashed = hashlib.sha1(
            f"MediaDomain-Library/SMS/Attachments/{inside}".encode("utf-8", "replace"), usedforsecurity=False
        ).hexdigest()
        ways = (f"Attachments/{inside}", f"{hashed[:2]}/{hashed}", hashed)
        return next((m for way in ways if (m := self._tree.get(self._base + way))), None)


def _times(row: Row, history: apple.Summary) -> Iterator[NamedTime]:
    # When a message is unsent, the system notes that as its last edit.
    changed = "deleted" if history.retracted else "edited"
    names = {"date_delivered": "delivered", "date_read": "read", "date_retracted": "deleted"}
    for _, when in history.wordings[1:]:
        yield NamedTime(name="edited", when=when)
    if history.retracted or not history.wordings:
        names["date_edited"] = changed
    for column, name in names.items():
        if count := _count(row, column):
            yield NamedTime(name=name, when=apple.moment(count))


def _count(row: Row, column: str) -> float | None:
    value = row.values.get(column)
    return value if isinstance(value, int | float) else None


IMPORTER = Importer(title="Apple Messages (chat.db, sms.db)", version="1", claims=_claims, read=_read)
