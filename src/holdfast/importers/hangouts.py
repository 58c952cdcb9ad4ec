"""Hangouts, from Google Takeout: messages, calls, and who came and went.

*Where it comes from.* From an older copy of your data by takeout.google.com: one file `Hangouts.json`, in the
zip under `Hangouts`. Google closed Hangouts in 2022, so only stored copies hold it. Hand in the zip as it is.

*What it reads.* Every message of every conversation, both sides: when, to the thousandth of a second, by
whom, the words, links, and the addresses of pictures; calls and how they ended; names that were given to a
conversation, and who was added or left. Both layouts: that of 2013 to 2017 and the later one.

*What it cannot tell.* The pictures themselves, where they are not in the zip: their addresses stop working.
Messages that were deleted, and conversations without a history. Names are those of the day of the export, and
missing for many people outside your contacts; the number of their Google account is kept then.

*Tested with.* Invented files in the two layouts that public readers describe: people without names, calls,
links, pictures, groups, and damaged entries. Shape only, not proven on a real export.
"""

import re
from collections.abc import Iterator, Sequence

from holdfast.formats import clocks, json_items
from holdfast.formats.json_entries import Entry, entries
from holdfast.formats.json_items import ANY
from holdfast.formats.markup import links_in_text
from holdfast.formats.stored import Record as Stored
from holdfast.formats.stored import as_field, record, records, rest, word
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Attachment, Event, Kind
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import When

_NAME = re.compile(r"hangouts(?:[_ (-]*\d+\)?)?\.json", re.IGNORECASE)
_SIGN = re.compile(rb'"(?:conversations|conversation_state)"')
_EVENTS = (
    ("conversations", ANY, "events", ANY),
    ("conversation_state", ANY, "conversation_state", "event", ANY),
)
_TALKS = (
    ("conversations", ANY, "conversation"),
    ("conversation_state", ANY, "conversation_state", "conversation"),
)
_KINDS: dict[str, Kind] = {
    "REGULAR_CHAT_MESSAGE": "message",
    "SMS": "message",
    "HANGOUT_EVENT": "call",
    "PHONE_CALL": "call",
    "VOICEMAIL": "call",
}
_USED = (
    *("conversation_id", "sender_id", "timestamp", "self_event_state", "chat_message", "event_id"),
    *("event_type", "hangout_event"),
)
_EMBEDDED = ("plus_photo", "plus_photo_v2", "plus_audio_v2", "place_v2", "thing_v2")
_RAW = 2000

_NO_TIME = "The time of this message is missing or makes no sense."
_GONE = "left out of the export"


def _claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  the neighbours do not matter
    if not _NAME.fullmatch(member.file_name):
        return False
    head = member.head(1 << 14).replace(b"\0", b"")
    return _SIGN.search(head) is not None and b'"conversation_id"' in head


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    for member in members:
        try:
            people = _people(member)
        except InputError as error:
            yield Problem(found_at=member.at(), loss="member", what=error.what)
            continue
        for entry in entries(member, *_EVENTS):
            if isinstance(entry, Problem):
                yield entry
            else:
                yield from _event(entry, people)


class _Talk:
    """Who is in one conversation, and who of them the export was made for."""

    def __init__(self, stored: Stored) -> None:
        # Google writes the conversation inside an object of the same name.
        inner = record(stored.get("conversation")) or stored
        self.title = word(inner.get("name"))
        state = record(record(inner.get("self_conversation_state")).get("self_read_state"))
        self.owner = _ident(state.get("participant_id"))
        self.people = {
            ident: word(one.get("fallback_name")) or word(record(one.get("phone_number")).get("e164"))
            for one in records(inner.get("participant_data"))
            if (ident := _ident(one.get("id")))
        }


def _people(member: Member) -> dict[int, _Talk]:
    """By the number of the conversation in the file. The events are passed over here."""
    found: dict[int, _Talk] = {}
    with member.open() as stream:
        for item in json_items.items(stream, *_TALKS):
            if isinstance(item.value, dict) and isinstance(item.path[1], int):
                found[item.path[1]] = _Talk(item.value)
    return found


def _ident(value: object) -> str:
    return word(record(value).get("gaia_id")) or word(record(value).get("chat_id"))


def _event(entry: Entry, people: dict[int, _Talk]) -> Iterator[Record]:
    stored = entry.stored
    talk = people.get(int(entry.path[1])) or _Talk({})
    sort = word(stored.get("event_type"))
    sender = _ident(stored.get("sender_id"))
    owner = _ident(record(stored.get("self_event_state")).get("user_id")) or talk.owner
    by = _account(sender, talk, owner)
    content = record(record(stored.get("chat_message")).get("message_content"))
    text = "".join(_words(content))
    call = record(stored.get("hangout_event"))
    kind = _KINDS.get(sort, "message" if content else "notice")
    moved = [_ident(one) for one in records(record(stored.get("membership_change")).get("participant_id"))]
    others = [ident for ident in (moved if kind == "notice" else talk.people) if ident != sender]
    fields = {"type": sort} | rest(stored, *_USED) | _call(call)
    if content.get("attachment"):
        fields["attached"] = as_field(content["attachment"])
    if talk.title:
        fields["group"] = talk.title
    is_mine = bool(owner) and sender == owner
    event = Event(
        kind=kind,
        service="hangouts",
        when=_when(word(stored.get("timestamp"))),
        found_at=entry.found_at,
        by=by,
        to=tuple(account for ident in others if (account := _account(ident, talk, owner))),
        direction=None if kind == "notice" or not owner or not sender else "out" if is_mine else "in",
        text=text,
        attached=tuple(_attached(content)),
        links=tuple(dict.fromkeys([*_links(content), *links_in_text(text)])),
        act=word(stored.get("event_id")),
        thread=_ident_of_talk(stored),
        fields={key: value for key, value in fields.items() if value},
    )
    yield event
    if event.when.at is None:
        yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=event.when.as_written[:_RAW])


def _ident_of_talk(stored: Stored) -> str:
    return word(record(stored.get("conversation_id")).get("id"))


def _account(ident: str, talk: _Talk, owner: str) -> Account | None:
    if not ident:
        return None
    name = talk.people.get(ident, "")
    return Account(
        service="hangouts", handle=name or ident, native_id=ident, shown_as=name, is_owner=ident == owner
    )


def _segments(content: Stored) -> Iterator[Stored]:
    """All of them: each line of a message is one."""
    listed = content.get("segment")
    return map(record, listed if isinstance(listed, list) else [])


def _words(content: Stored) -> Iterator[str]:
    for segment in _segments(content):
        is_break = word(segment.get("type")) == "LINE_BREAK"
        yield word(segment.get("text")) or ("\n" if is_break else "")


def _links(content: Stored) -> Iterator[str]:
    for segment in _segments(content):
        if target := word(record(segment.get("link_data")).get("link_target")):
            yield target


def _attached(content: Stored) -> Iterator[Attachment]:
    for one in records(content.get("attachment")):
        item = record(one.get("embed_item"))
        # The older layout gives the kind of what is embedded before its name.
        inside = next((record(item[key]) for key in item if key.rpartition(".")[2] in _EMBEDDED), {})
        url = word(inside.get("url")) or word(record(inside.get("thumbnail")).get("image_url"))
        yield Attachment(name=url or word(item.get("id")), missing=_GONE)


def _call(call: Stored) -> dict[str, str]:
    named = {
        "call": word(call.get("event_type")),
        "duration seconds": word(call.get("hangout_duration_secs")),
    }
    return named | rest(call, "event_type", "hangout_duration_secs", "participant_id")


def _when(count: str) -> When:
    """Microseconds since 1970."""
    if not count.isdecimal() or len(count) < 4:
        return clocks.unknown(count)
    when = clocks.epoch(count[:-3])
    return clocks.instant(when.at, count) if when.at is not None else clocks.unknown(count)


IMPORTER = Importer(title="Hangouts (Google Takeout)", version="1", claims=_claims, read=_read)
