"""Google Chat, from Google Takeout: direct messages and spaces.

*Where it comes from.* At takeout.google.com choose *Google Chat*. You get a zip with a folder `Google Chat`,
which has `Groups` (one folder for each conversation, with `messages.json` and the files) and `Users`. Hand in
the zip as it is.

*What it reads.* Every message, both sides: when, by whom, the words, the files that came with it, links,
reactions, what it quotes, when it was changed and what it said before. Of a deleted message, that it was
there and when it was deleted. Who is in the conversation, and who of them is the owner of the account.

*What it cannot tell.* In most exports, what a deleted message said and when it was sent. When a reaction was
given. Who was in a conversation earlier and left. Whether a message was seen. Messages of a conversation that
keeps no history. Which of the people is you, where the folder `Users` is missing: you are asked. Times are
written in the language of the account; those in other languages than seven of Europe and three of East Asia
stay open.

*Tested with.* Invented exports in the layout that several public readers describe: narrow spaces in times,
changed and deleted messages, files whose names differ on the disk, other languages, and damaged ones. Shape
only, not proven on a real export.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice

import msgspec

from holdfast.formats import clocks, json_items
from holdfast.formats.asked import Asked
from holdfast.formats.attached import attachment
from holdfast.formats.incident_words import MONTHS, bare
from holdfast.formats.json_entries import Entry, entries
from holdfast.formats.json_items import ANY
from holdfast.formats.markup import links_in_text
from holdfast.formats.stamps import stamp
from holdfast.formats.stored import Record as Stored
from holdfast.formats.stored import as_field, record, records, rest, word, words
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Attachment, Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import NamedTime, When

_SIGNS = {
    "messages.json": (b'"messages"', b'"creator"', b'"topic_id"'),
    "group_info.json": (b'"members"', b'"user_type"'),
    "user_info.json": (b'"user"', b'"membership_info"'),
}
_FOLDER = re.compile(r"(?:DM|Space|Group) ")
_DATED = re.compile(
    r"\D*?(?:(\d{1,2})\.? (?:de )?([^\W\d]+)\.?|([^\W\d]+)\.? (\d{1,2}))(?: de)?,? (\d{4})"
    r"\D{0,20}?(\d{1,2})[:.](\d\d)[:.](\d\d) ?([AaPp]\.? ?[Mm]\.?)? ?(?:UTC|GMT)"
)
_NUMBERED = re.compile(
    r"(\d{4})[年년] ?(\d{1,2})[月월] ?(\d{1,2})[日일](\D{1,20}?)"
    r"(\d{1,2})[:時时点시] ?(\d\d)[:分분] ?(\d\d)[秒초]? ?UTC"
)
_HALVES = {"a": ("午前", "上午", "오전"), "p": ("午後", "下午", "오후")}
_SPACES = re.compile(r"[\u00a0\u202f\u2009]")
_URL = "private_do_not_access_or_else_safe_url_wrapped_value"
_MOST = 500
_LONGEST = 100
_RAW = 2000

_NO_TIME = "The time of this message is missing, or written in a way that is not known."
_UNNAMED = "This file lies beside a conversation, but no message of it names it."


def _claims(member: Member, tree: Tree) -> bool:
    if signs := _SIGNS.get(member.file_name):
        head = member.head(1 << 15).replace(b"\0", b"")
        if all(sign in head for sign in signs):
            return True
    messages = tree.get(f"{member.folder}messages.json")
    is_conversation = _FOLDER.match(member.folder.rstrip("/").rpartition("/")[2]) is not None
    return is_conversation and messages is not None and (messages is member or _is_ours(messages))


def _is_ours(member: Member) -> bool:
    return b'"messages"' in member.head(256).replace(b"\0", b"")


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    owners = {account.key for member in members for account in _owner(member)}
    named: set[str] = set()
    asked: dict[str, Asked] = {}
    for member in members:
        if member.file_name == "messages.json":
            open_ = asked.setdefault(member.source, Asked())
            yield from _Conversation(member, tree, owners, named, open_).read()
    for member in members:
        if member.file_name not in _SIGNS and member.path not in named:
            yield Problem(found_at=member.at(), loss="part", what=_UNNAMED)
    for source, open_ in asked.items():
        yield from open_.questions(source, "google_chat")


def _owner(member: Member) -> Iterator[Account]:
    if member.file_name == "user_info.json":
        for value in _values(member, ("user",)):
            if account := _account(record(value)):
                yield account


def _values(member: Member | None, path: tuple[str, ...]) -> list[object]:
    """The first values at a path of a small file; none where it is not there or cannot be read."""
    if member is None:
        return []
    try:
        with member.open() as stream:
            return [item.value for item in islice(json_items.items(stream, path), _MOST)]
    except InputError:
        return []


class _Conversation:
    """One folder: the messages, those who are in it, and the files."""

    def __init__(self, member: Member, tree: Tree, owners: set[str], named: set[str], asked: Asked) -> None:
        self._asked = asked
        self._member = member
        self._tree = tree
        self._owners = owners
        self._named = named
        info = tree.get(f"{member.folder}group_info.json")
        people = (self._marked(record(value)) for value in _values(info, ("members", ANY)))
        self._people = tuple(account for account in people if account is not None)
        self._title = next((name for value in _values(info, ("name",)) if (name := word(value))), "")

    def read(self) -> Iterator[Record]:
        for entry in entries(self._member, ("messages", ANY)):
            if isinstance(entry, Problem):
                yield entry
            else:
                yield from self._message(entry)

    def _marked(self, stored: Stored) -> Account | None:
        account = _account(stored)
        if account is None or account.key not in self._owners:
            return account
        return msgspec.structs.replace(account, is_owner=True)

    def _message(self, entry: Entry) -> Iterator[Record]:
        stored = entry.stored
        by = self._marked(record(stored.get("creator")))
        earlier = records(stored.get("previous_message_versions"))
        versions = [*(word(one.get("created_date")) or word(one.get("updated_date")) for one in earlier)]
        # Of a message that was changed, only its first wording says when it was written.
        written = word(stored.get("created_date")) or next(filter(None, versions), "")
        deleted = word(stored.get("deleted_date"))
        quoted = record(stored.get("quoted_message_metadata"))
        others = tuple(a for a in self._people if by is None or a.key != by.key)
        is_mine = by is not None and by.is_owner
        if by is not None and not self._owners:
            self._asked.author(by)
        text = word(stored.get("text"))
        times = [("edited", word(stored.get("updated_date"))), ("deleted", deleted)]
        event = Event(
            # Of a deleted message often nothing is left but that it was deleted, and when.
            kind="message" if written or not deleted else "notice",
            service="google-chat",
            when=_when(written or deleted),
            times=tuple(NamedTime(name=name, when=_when(said)) for name, said in times if said),
            found_at=entry.found_at,
            by=by,
            to=others,
            direction="out" if is_mine else "in" if by is not None and self._owners else None,
            text=text,
            attached=tuple(self._attached(stored)),
            links=tuple(dict.fromkeys([*links_in_text(text), *_links(stored)])),
            reply_to=word(quoted.get("message_id")),
            act=word(stored.get("message_id")),
            thread=self._member.folder.rstrip("/").rpartition("/")[2],
            fields=self._fields(stored),
        )
        yield event
        if event.when.at is None:
            written = event.when.as_written[:_RAW]
            yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=written)

    def _fields(self, stored: Stored) -> dict[str, str]:
        used = ("creator", "created_date", "updated_date", "deleted_date", "text", "topic_id", "message_id")
        fields = rest(stored, *used, "attached_files", "reactions", "previous_message_versions")
        if self._title:
            fields["group"] = self._title
        if stored.get("deleted_date"):
            fields["state"] = "deleted"
        if topic := word(stored.get("topic_id")):
            fields["topic"] = topic
        if (sort := word(record(stored.get("creator")).get("user_type"))) not in ("", "Human"):
            fields["sender is a"] = sort
        for number, one in enumerate(records(stored.get("previous_message_versions")), 1):
            fields[f"earlier wording {number}"] = as_field(one)
        given = [
            f"{word(record(one.get('emoji')).get('unicode'))} {email}".strip()
            for one in records(stored.get("reactions"))
            for email in words(one.get("reactor_emails")) or [""]
        ]
        return fields | {f"reaction {number}": one for number, one in enumerate(given, 1)}

    def _attached(self, stored: Stored) -> Iterator[Attachment]:
        for one in records(stored.get("attached_files")):
            name = word(one.get("export_name")) or word(one.get("original_name"))
            # What a disk does not take in a name is written as "_" there.
            member = (
                self._tree.get(self._member.folder + name)
                or self._tree.get(self._member.folder + re.sub(r'[?*:"<>|&=]', "_", name))
                or self._tree.get(self._member.folder + name.replace("?", "_"))
            )
            if member is not None:
                self._named.add(member.path)
            yield attachment(word(one.get("original_name")) or name, "", None, member)


def _links(stored: Stored) -> Iterator[str]:
    for one in records(stored.get("annotations")):
        for kind in ("url_metadata", "interaction_data"):
            if url := word(record(record(one.get(kind)).get("url")).get(_URL)):
                yield url
        if url := word(
            record(record(one.get("video_call_metadata")).get("meeting_space")).get("meeting_url")
        ):
            yield url
        if ident := word(record(one.get("youtube_metadata")).get("id")):
            yield f"https://www.youtube.com/watch?v={ident}"
        if ident := word(record(one.get("drive_metadata")).get("id")):
            yield f"https://drive.google.com/open?id={ident}"


def _account(stored: Stored) -> Account | None:
    email, name = word(stored.get("email")), word(stored.get("name"))
    if not email and not name:
        return None
    return Account(service="google-chat", handle=email or name, native_id=email.casefold(), shown_as=name)


def _when(written: str) -> When:
    """A time in words and in UTC, as "Thursday, November 3, 2016 at 11:59:50 AM UTC", or year first."""
    plain = _SPACES.sub(" ", written.strip()[:_LONGEST])
    if found := _DATED.fullmatch(plain):
        day, name = (found[1], found[2]) if found[1] else (found[4], found[3])
        year, month, half = found[5], MONTHS.get(bare(name), 0), (found[9] or "")[:1].lower()
        hour, minute, second = map(int, found.group(6, 7, 8))
    elif found := _NUMBERED.fullmatch(plain):
        year, month, day = found[1], int(found[2]), found[3]
        hour, minute, second = map(int, found.group(5, 6, 7))
        half = "".join(sign for sign, names in _HALVES.items() if any(name in found[4] for name in names))
    else:
        return stamp(written)
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        moment = datetime(int(year), month, int(day), hour, minute, second, tzinfo=UTC)
    except ValueError:
        return clocks.unknown(written)
    return clocks.instant(clocks.milliseconds(moment), written, precision="second")


IMPORTER = Importer(title="Google Chat (Google Takeout)", version="1", claims=_claims, read=_read)
