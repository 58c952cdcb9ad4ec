"""WhatsApp's own database from an Android phone (msgstore.db, unlocked).

*Where it comes from.* The file `msgstore.db` from the phone's inner storage, or a backup of it that was
unlocked with its key, for instance by `wadecrypt` or by an adviser. `wa.db` beside it holds the names of the
phone's address book; hand it in as well, and the folder `Media`. Locked backups, called `msgstore.db.crypt14`
or alike, are kept, but cannot be read here.

*What it reads.* Both ages of the database (table `messages`, and since 2021 `message`): who wrote, to whom,
when, when it arrived, the text or caption, what was attached with its fingerprint where the file is there,
places, answers, reactions, edits, messages that were deleted for everyone, who joined or left, and calls.

*What it cannot tell.* What a deleted or edited message said before. Messages that were deleted on this phone
only leave nothing, and it is not searched for their remains. The number of the phone itself is not always
told. Some accounts are known by a hidden address ("@lid") only. The times are those of the phone and of
WhatsApp's servers. What the lines of the service mean is told only where it is known.

*Tested with.* Invented databases in the layouts of 2016 and of 2023, with groups, deleted and edited
messages, calls, and damaged ones. Shape only, not proven on a real export.
"""

import contextlib
from collections.abc import Iterator, Sequence

from holdfast.formats import clocks, jids, sqlite
from holdfast.formats.attached import attachment
from holdfast.formats.sqlite import Database, Row
from holdfast.formats.tree import Member, Tree
from holdfast.formats.whatsapp_codes import ACTIONS, RESULTS, TYPES
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Attachment, Event, Kind
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import NamedTime

_LOCKED = (".crypt5", ".crypt7", ".crypt8", ".crypt9", ".crypt10", ".crypt12", ".crypt14", ".crypt15")
_NAMES = ("msgstore.db", "wa.db")
_REVOKED = 15
_SYSTEM = 7
_SYSTEM_STATUS = 6
_NEED_KEY = (
    "This backup is locked. Have it unlocked with its key first (the program wadecrypt does it), or use"
    " Export chat in WhatsApp instead."
)
_NOT_OURS = "This database holds no messages of WhatsApp in a layout that is known."
_NO_TIME = "The time of this entry is missing or makes no sense."
_NO_SENDER = "The database does not say who wrote this message."


def _claims(member: Member, tree: Tree) -> bool:
    main = sqlite.main_of(member, tree)
    name = main.file_name.lower()
    if main.suffix in _LOCKED:
        return True
    return name in _NAMES or bool(_age(sqlite.tables(main, tree)))


def _age(tables: dict[str, tuple[str, ...]]) -> str:
    """Which age of the layout this is, "new" or "old"; "" where it is no such database."""
    if {"chat_row_id", "key_id", "text_data"} <= set(tables.get("message", ())):
        return "new"
    if {"key_remote_jid", "key_from_me", "key_id"} <= set(tables.get("messages", ())):
        return "old"
    return ""


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    for member in members:
        if sqlite.main_of(member, tree) is not member:
            continue
        if member.suffix in _LOCKED:
            yield Problem(found_at=member.at(), loss="member", what=_NEED_KEY)
            continue
        try:
            with sqlite.opened(member, tree) as database:
                if age := _age(database.tables):
                    yield from _Chats(member, tree, database, _names(member, tree)).all(age)
                elif "wa_contacts" not in database.tables:
                    yield Problem(found_at=member.at(), loss="member", what=_NOT_OURS)
                yield from database.problems
        except InputError as error:
            yield Problem(found_at=member.at(), loss="member", what=error.what)


def _names(member: Member, tree: Tree) -> dict[str, str]:
    """What the phone's address book, beside the database, calls people, by their address."""
    names: dict[str, str] = {}
    book = tree.get(f"{member.folder}wa.db")
    if book is None:
        return names
    # That it cannot be opened is told where it is read for itself.
    with contextlib.suppress(InputError), sqlite.opened(book, tree) as database:
        for row in database.rows("wa_contacts"):
            if isinstance(row, Row) and (name := row.text("display_name") or row.text("wa_name")):
                names[row.text("jid")] = name
    return names


class _Chats:
    def __init__(self, member: Member, tree: Tree, database: Database, names: dict[str, str]) -> None:
        self._member = member
        self._tree = tree
        self._database = database
        self._names = names
        find = database.finder
        self._jid = find("jid", "_id")
        self._jid_named = find("jid", "raw_string")
        self._number_of = find("jid_map", "lid_row_id")
        self._chat = find("chat", "_id")
        self._chat_of = find("chat", "jid_row_id")
        self._listed = find("chat_list", "key_remote_jid")
        self._details = {
            table: find(table, "message_row_id")
            for table in (
                *(
                    "message_media",
                    "message_location",
                    "message_quoted",
                    "message_revoked",
                    "message_edit_info",
                ),
                *(
                    "message_system",
                    "message_system_group",
                    "message_system_number_change",
                    "message_forwarded",
                ),
                *("message_system_chat_participant", "message_vcard", "message_text", "receipt_user"),
            )
        }
        self._quoted = find("messages_quotes", "_id")
        self._reaction = find("message_add_on_reaction", "message_add_on_row_id")
        self._message = find("message", "_id")

    def all(self, age: str) -> Iterator[Record]:
        readers = {"messages": self._old} if age == "old" else {"message": self._new}
        readers |= {"call_log": self._call, "message_add_on": self._add_on}
        for table, reader in readers.items():
            for row in self._database.rows(table):
                if isinstance(row, Problem):
                    yield row
                    continue
                event = reader(row)
                yield event
                if event.when.at is None:
                    raw = event.when.as_written
                    yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=raw)
                if event.by is None and event.kind == "message":
                    yield Problem(found_at=event.found_at, loss="part", what=_NO_SENDER)

    def _new(self, row: Row) -> Event:
        used = ("_id", "chat_row_id", "from_me", "key_id", "sender_jid_row_id", "timestamp", "text_data")
        fields = row.rest(*used, "received_timestamp", "receipt_server_timestamp", "message_type", "sort_id")
        chat, subject = self._conversation(row.integer("chat_row_id"))
        writer = self._raw(row.integer("sender_jid_row_id"))
        details = {table: rows[0] for table, find in self._details.items() if (rows := find(row.number))}
        for table, detail in details.items():
            if table not in ("message_media", "receipt_user"):
                kept = detail.rest("message_row_id", "chat_row_id", "_id")
                fields |= {f"{table.removeprefix('message_')}: {k}": v for k, v in kept.items()}
        times = self._times(
            row, ("received_timestamp", "received"), ("receipt_server_timestamp", "at the server")
        )
        edited, revoked = details.get("message_edit_info"), details.get("message_revoked")
        if edited:
            times += self._times(edited, ("edited_timestamp", "edited"))
        if revoked:
            times += self._times(revoked, ("revoke_timestamp", "deleted"))
        if receipt := details.get("receipt_user"):
            names = (("receipt_timestamp", "delivered"), ("read_timestamp", "read"))
            times += self._times(receipt, *names)
        # A deletion and an edit come with a key of their own, and name that of the message they are about.
        key = row.text("key_id")
        if revoked or edited:
            fields["key_id"] = key
            key = (
                (revoked and revoked.text("revoked_key_id"))
                or (edited and edited.text("original_key_id"))
                or key
            )
        if about := details.get("message_system_chat_participant"):
            fields["about"] = self._raw(about.integer("user_jid_row_id"))
        media = details.get("message_media")
        quoted = details.get("message_quoted")
        text = row.text("text_data") or (media.text("media_caption") if media else "")
        action = details["message_system"].integer("action_type") if "message_system" in details else None
        return self._event(
            row,
            fields,
            chat=chat,
            writer=writer,
            subject=subject,
            # A line of the service counts as this phone's own, whoever it names.
            is_mine=bool(row.integer("from_me")) and not writer,
            key=key,
            kind_of=row.integer("message_type") or 0,
            is_notice=row.integer("message_type") == _SYSTEM or row.integer("status") == _SYSTEM_STATUS,
            action=action,
            text=text,
            times=times,
            attached=self._attached(media, "file_path", "media_name", "file_size") if media else (),
            reply_to=quoted.text("key_id") if quoted else "",
        )

    def _old(self, row: Row) -> Event:
        used = ("_id", "key_remote_jid", "key_from_me", "key_id", "remote_resource", "timestamp", "data")
        media = ("media_wa_type", "media_name", "media_mime_type", "media_size", "media_caption")
        stamps = (
            *(("received_timestamp", "received"), ("receipt_server_timestamp", "at the server")),
            *(("receipt_device_timestamp", "delivered"), ("read_device_timestamp", "read")),
        )
        fields = row.rest(*used, *media, *(column for column, _ in stamps), "thumb_image", "raw_data")
        chat = row.text("key_remote_jid")
        subject = next((c.text("subject") for c in self._listed(chat)), "") or self._subject(chat)
        kind_of = row.integer("media_wa_type") or 0
        is_notice = row.integer("status") == _SYSTEM_STATUS
        quoted = self._quoted(row.integer("quoted_row_id")) if row.integer("quoted_row_id") else []
        return self._event(
            row,
            fields,
            chat=chat,
            writer=row.text("remote_resource"),
            subject=subject,
            is_mine=bool(row.integer("key_from_me")) and not row.text("remote_resource"),
            key=row.text("key_id"),
            kind_of=_REVOKED if row.integer("edit_version") == 7 else kind_of,
            is_notice=is_notice,
            action=row.integer("media_size") if is_notice else None,
            text=row.text("data") or row.text("media_caption"),
            times=self._times(row, *stamps),
            attached=self._attached(row, "media_name", "media_name", "media_size")
            if row.text("media_name")
            else (),
            reply_to=quoted[0].text("key_id") if quoted else "",
        )

    def _event(
        self,
        row: Row,
        fields: dict[str, str],
        *,
        chat: str,
        writer: str,
        subject: str,
        is_mine: bool,
        key: str,
        kind_of: int,
        is_notice: bool,
        action: int | None,
        text: str,
        times: tuple[NamedTime, ...],
        attached: tuple[Attachment, ...],
        reply_to: str,
    ) -> Event:
        kind: Kind = "notice" if is_notice else "message"
        if action is not None:
            fields["what happened"] = ACTIONS.get(action, f"action {action}")
        if kind_of and not is_notice:
            fields["sort"] = TYPES.get(kind_of, str(kind_of))
        if subject:
            fields["group"] = subject
        other = self._account(chat)
        by = jids.OWNER if is_mine else self._account(writer) or other
        to = ((other,) if other else ()) if is_mine else (jids.OWNER,)
        if is_notice and not writer:
            by = None
        return Event(
            kind=kind,
            service="whatsapp",
            when=clocks.epoch(row.text("timestamp")),
            times=times,
            found_at=self._member.at(row.position),
            by=by,
            to=to,
            direction=None if by is None else "out" if is_mine else "in",
            text=text,
            attached=attached,
            reply_to=reply_to,
            act=f"{chat}/{key}",
            thread=chat,
            fields=fields,
        )

    def _call(self, row: Row) -> Event:
        fields = row.rest("_id", "jid_row_id", "from_me", "timestamp", "video_call", "call_result")
        fields["type"] = "video" if row.integer("video_call") else "voice"
        result = row.integer("call_result")
        if result is not None:
            fields["result"] = RESULTS.get(result, str(result))
        raw = self._raw(row.integer("jid_row_id"))
        group = self._raw(row.integer("group_jid_row_id"))
        other = self._account(raw)
        is_mine = bool(row.integer("from_me"))
        return Event(
            kind="call",
            service="whatsapp",
            when=clocks.epoch(row.text("timestamp")),
            found_at=self._member.at(row.position),
            by=jids.OWNER if is_mine else other,
            to=((other,) if other else ()) if is_mine else (jids.OWNER,),
            direction="out" if is_mine else "in",
            act=f"call/{row.text('call_id')}" if row.text("call_id") else "",
            thread=group or raw,
            fields=fields,
        )

    def _add_on(self, row: Row) -> Event:
        """What was added to a message: a reaction, a vote, and more that is only kept as stored."""
        fields = row.rest("_id", "from_me", "key_id", "sender_jid_row_id", "timestamp", "chat_row_id")
        chat, _ = self._conversation(row.integer("chat_row_id"))
        for reaction in self._reaction(row.number):
            fields["reaction"] = reaction.text("reaction") or "taken back"
        is_mine = bool(row.integer("from_me"))
        other = self._account(chat)
        parents = self._message(row.integer("parent_message_row_id"))
        return Event(
            kind="reaction" if "reaction" in fields else "notice",
            service="whatsapp",
            when=clocks.epoch(row.text("timestamp")),
            found_at=self._member.at(row.position),
            ordinal=1,
            by=jids.OWNER if is_mine else self._account(self._raw(row.integer("sender_jid_row_id"))) or other,
            to=((other,) if other else ()) if is_mine else (jids.OWNER,),
            direction="out" if is_mine else "in",
            reply_to=parents[0].text("key_id") if parents else "",
            act=f"{chat}/{row.text('key_id')}" if row.text("key_id") else "",
            thread=chat,
            fields=fields,
        )

    def _raw(self, number: int | None) -> str:
        """An address by its number; the one with a telephone number where a hidden one has it."""
        if not number:
            return ""
        mapped = self._number_of(number)
        rows = (mapped and self._jid(mapped[0].integer("jid_row_id"))) or self._jid(number)
        for row in rows:
            return row.text("raw_string") or f"{row.text('user')}@{row.text('server')}"
        return ""

    def _conversation(self, number: int | None) -> tuple[str, str]:
        """The address of a chat, and its title where it is a group."""
        for row in self._chat(number) if number else ():
            return self._raw(row.integer("jid_row_id")), row.text("subject")
        return "", ""

    def _subject(self, jid: str) -> str:
        for row in self._jid_named(jid):
            for chat in self._chat_of(row.number):
                return chat.text("subject")
        return ""

    def _account(self, jid: str) -> Account | None:
        return jids.account(jid, self._names.get(jid, "")) if jid else None

    def _times(self, row: Row, *columns: tuple[str, str]) -> tuple[NamedTime, ...]:
        named = ((name, row.integer(column) or 0) for column, name in columns)
        return tuple(NamedTime(name=name, when=clocks.epoch(str(at))) for name, at in named if at > 0)

    def _attached(self, row: Row, path: str, name: str, size: str) -> tuple[Attachment, ...]:
        stored = row.text(path)
        shown = row.text(name) or stored.rpartition("/")[2]
        media_type = row.text("mime_type") or row.text("media_mime_type")
        if not shown and not media_type:
            return ()
        told = row.integer(size)
        folders = (
            self._member.folder,
            self._member.folder.removesuffix("Databases/").removesuffix("databases/"),
        )
        member = next((m for f in folders if stored and (m := self._tree.get(f + stored))), None)
        return (attachment(shown, media_type, told, member),)


IMPORTER = Importer(title="WhatsApp database (Android)", version="1", claims=_claims, read=_read)
