"""Skype, and Teams for private people, from the export of messages: chats, calls, and what was deleted.

*Where it comes from.* At go.skype.com/export, before Skype was closed in 2025; it gave a file such as
`8_name_export.tar` with `messages.json`, `endpoints.json` and a folder `media`. Teams for private people
gives the same. Hand in the file as it is.

*What it reads.* Every message of every conversation, both sides: when, by whom, the words without markup and
as stored, what they quote, links, files with their fingerprint where they are there; calls with who took part
and how long; who came and went; when something was changed or deleted.

*What it cannot tell.* The words of a deleted message and earlier wordings. Files older than 2017, and those
that were deleted. Who stands behind a name: the name shown is that of the day, the account's own stays.
Whether a message was seen. What was written in a chat encrypted from end to end. Accounts of a workplace or
school: there only an administrator can export. Of a call, the file says who wrote the line about it, which
is usually who called.

*Tested with.* Invented exports in the layout that public readers describe: calls, files, quotes, edits,
deletions, members, Teams, and damaged entries. Shape only, not proven on a real export.
"""

import re
from collections.abc import Iterator, Sequence

from holdfast.formats import clocks, json_items, skype_text
from holdfast.formats.attached import attachment
from holdfast.formats.json_entries import Entry, entries
from holdfast.formats.json_items import ANY
from holdfast.formats.stamps import stamp
from holdfast.formats.stored import Record as Stored
from holdfast.formats.stored import record, rest, word, words
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Attachment, Direction, Event, Kind
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import NamedTime, When

_NAME = re.compile(r"messages(?:[_ (-]*\d+\)?)?\.json", re.IGNORECASE)
_SIGNS = (b'"conversations"', b'"userId"')
_USED = ("id", "displayName", "originalarrivaltime", "messagetype", "content", "conversationid", "from")
_TIMES = {"edittime": "edited", "deletetime": "deleted", "composetime": "sent"}
_NOTICES = ("ThreadActivity", "Event/", "Notice", "PopCard", "Signal")
_ENCRYPTED = "EndToEndEncryption"
_TEAMS = ("@thread.v2", "@thread.tacv2", "@unq.gbl.spaces")
_LISTED = re.compile(r'"([^"]{1,200})"')
_LONG = 100_000
_RAW = 2000

_NO_TIME = "The time of this message is missing or makes no sense."
_UNNAMED = "This file came with the messages, but none of them names it."


def _claims(member: Member, tree: Tree) -> bool:
    if _NAME.fullmatch(member.file_name):
        return _is_ours(member)
    folder = member.folder.removesuffix("media/")
    if member.file_name == "endpoints.json" or folder != member.folder:
        messages = tree.get(f"{folder}messages.json")
        return messages is not None and _is_ours(messages)
    return False


def _is_ours(member: Member) -> bool:
    head = member.head(1 << 14).replace(b"\0", b"")
    return all(sign in head for sign in _SIGNS)


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:
    named: set[str] = set()
    for member in members:
        if _NAME.fullmatch(member.file_name):
            yield from _Export(member, tree, told, named).read()
    for member in members:
        is_media = member.file_name != "endpoints.json" and not _NAME.fullmatch(member.file_name)
        if is_media and member.path not in named:
            yield Problem(found_at=member.at(), loss="part", what=_UNNAMED)


class _Export:
    """One file of messages, with the conversations told around them."""

    def __init__(self, member: Member, tree: Tree, told: Told, named: set[str]) -> None:
        self._member = member
        self._zone = told.zone(member.source)
        self._named = named
        self._media: dict[str, list[Member]] = {}
        first = next((m for m in tree if m.folder == f"{member.folder}media/"), None)
        for file in tree.beside(first) if first is not None else ():
            self._media.setdefault(file.file_name.partition(".")[0], []).append(file)
        self._owner = ""
        self._talks: dict[int, tuple[str, str, list[str]]] = {}

    def read(self) -> Iterator[Record]:
        try:
            self._around()
        except InputError as error:
            yield Problem(found_at=self._member.at(), loss="member", what=error.what)
            return
        for entry in entries(self._member, ("conversations", ANY, "MessageList", ANY)):
            if isinstance(entry, Problem):
                yield entry
            else:
                yield from self._message(entry)

    def _around(self) -> None:
        """Whose export it is, and what the conversations are called."""
        paths = (
            ("userId",),
            *(("conversations", ANY, key) for key in ("id", "displayName", "threadProperties")),
        )
        with self._member.open() as stream:
            for item in json_items.items(stream, *paths):
                if item.path == ("userId",):
                    self._owner = skype_text.name_of(word(item.value))
                elif len(item.path) == 3:
                    number, key = int(item.path[1]), item.path[2]
                    ident, name, people = self._talks.get(number, ("", "", []))
                    if key == "id":
                        ident = word(item.value)
                    elif key == "displayName":
                        name = word(item.value)
                    else:
                        people = _members(record(item.value).get("members"))
                    self._talks[number] = (ident, name, people)

    def _message(self, entry: Entry) -> Iterator[Record]:
        stored = entry.stored
        talk, name, people = self._talks.get(int(entry.path[1]), ("", "", []))
        talk = word(stored.get("conversationid")) or talk
        sort = word(stored.get("messagetype"))
        kind: Kind = "call" if sort == "Event/Call" else "notice" if sort.startswith(_NOTICES) else "message"
        sender = skype_text.name_of(word(stored.get("from")))
        written = word(stored.get("content"))
        text = skype_text.plain(written) if kind == "message" and not sort.startswith(_ENCRYPTED) else ""
        properties, quote = record(stored.get("properties")), skype_text.quote(written)
        acts = skype_text.acts(written) if kind == "notice" else {}
        fields = rest(stored, *_USED, "imdisplayname", *_TIMES) | {"type": sort}
        fields |= {key: ", ".join(values) for key, values in acts.items()}
        if text != written:
            fields["text as stored"] = written
        if name and not talk.startswith("8:"):
            fields["group"] = name
        if kind == "call":
            fields |= skype_text.call(written)
        if word(properties.get("deletetime")):
            fields["state"] = "deleted"
        if quote is not None:
            fields["answers"] = quote.text
        if sort.startswith(_ENCRYPTED):
            fields["state"] = "encrypted: the words are not in this file"
        event = Event(
            kind=kind,
            service="teams" if talk.endswith(_TEAMS) else "skype",
            when=self._when(word(stored.get("originalarrivaltime")) or word(stored.get("composetime"))),
            times=tuple(self._times(properties, stored)),
            found_at=entry.found_at,
            by=self._account(sender, word(stored.get("displayName")) or word(stored.get("imdisplayname"))),
            to=tuple(self._others(talk, name, acts.get("target", []) if acts else people, sender)),
            direction=self._direction(sender) if kind != "notice" else None,
            text=text,
            attached=tuple(self._attached(stored, written)),
            links=skype_text.links(written) if kind == "message" else (),
            reply_to=f"{talk}:{quote.message}" if quote is not None and quote.message else "",
            act=f"{talk}:{word(stored.get('id'))}" if stored.get("id") else "",
            thread=talk,
            fields={key: value for key, value in fields.items() if value},
        )
        yield event
        if event.when.at is None:
            raw = event.when.as_written[:_RAW]
            yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=raw)

    def _direction(self, sender: str) -> Direction | None:
        if not self._owner or not sender:
            return None
        return "out" if sender == self._owner else "in"

    def _when(self, written: str) -> When:
        return stamp(written, self._zone)

    def _times(self, properties: Stored, stored: Stored) -> Iterator[NamedTime]:
        for key, name in _TIMES.items():
            told = word(properties.get(key)) or word(stored.get(key))
            if told and told != word(stored.get("originalarrivaltime")):
                yield NamedTime(name=name, when=_counted(told))

    def _others(self, talk: str, name: str, people: list[str], sender: str) -> Iterator[Account]:
        """Those a message went to: the other one, the members of the group, or whom a notice is about."""
        if talk.startswith("8:"):
            people = [skype_text.name_of(talk)] if sender == self._owner else [self._owner]
        for one in people:
            account = self._account(one, name if talk == f"8:{one}" else "")
            if account is not None and one != sender:
                yield account

    def _account(self, ident: str, shown_as: str) -> Account | None:
        if not ident:
            return None
        is_owner = ident == self._owner
        return Account(service="skype", handle=ident, native_id=ident, shown_as=shown_as, is_owner=is_owner)

    def _attached(self, stored: Stored, content: str) -> Iterator[Attachment]:
        name, size = skype_text.file(content) or ("", None)
        for ident in words(stored.get("amsreferences")) or ([""] if name else []):
            files = self._media.get(ident, [])
            self._named.update(file.path for file in files)
            # Beside a file stands another one that tells about it.
            member = next((file for file in files if file.suffix != ".json"), None)
            yield attachment(name or ident, "", size, member)


def _members(value: object) -> list[str]:
    """A list, or a text that holds one."""
    names = _LISTED.findall(value[:_LONG]) if isinstance(value, str) else words(value)
    return [skype_text.name_of(one) for one in names]


def _counted(written: str) -> When:
    """A time year first, or milliseconds since 1970."""
    if written.isdecimal():
        return clocks.epoch(written)
    return stamp(written)


IMPORTER = Importer(title="Skype export", version="1", claims=_claims, read=_read)
