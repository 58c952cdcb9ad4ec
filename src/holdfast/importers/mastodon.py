"""Mastodon, from the archive of one's own account: posts, replies, direct messages that the person wrote.

*Where it comes from.* In Mastodon: *Preferences*, *Import and export*, *Data export*, *Request your
archive*. You get a file such as `archive-20260113.zip` or `.tar.gz` with `outbox.json`, `actor.json` and
the media. Hand it in as it is.

*What it reads.* Everything the account wrote: posts, replies, what it shared of others, and direct
messages, each with its time, its readers, the accounts it mentions, links, warnings and files. Who the
owner is.

*What it cannot tell.* What others wrote, also in direct messages: the archive holds the owner's side only.
What was deleted. Earlier wordings. Followers, blocked accounts and lists: Mastodon hands those out as
tables, elsewhere. What was liked and marked for later is told without a time, and is only counted. Whose
account a mention is today: names and servers can be changed.

*Tested with.* Invented archives in the layout of a public one that was compared with this reader: replies,
direct messages, shares, polls, warnings, files, a count that does not fit, and damaged ones. Shape only,
not proven on a real export.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from holdfast.formats import json_items
from holdfast.formats.attached import attachment
from holdfast.formats.json_entries import Entry, entries
from holdfast.formats.json_items import ANY
from holdfast.formats.markup import links_in_page, text_of
from holdfast.formats.stamps import stamp
from holdfast.formats.stored import Record as Stored
from holdfast.formats.stored import record, records, rest, word, words
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Attachment, Event, Kind
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import NamedTime

_SIGNS = (b"www.w3.org/ns/activitystreams", b'"OrderedCollection"')
_FILES = ("outbox.json", "actor.json", "likes.json", "bookmarks.json")
_MEDIA = "media_attachments/"
_PUBLIC = ("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public")
_USED = (
    *(
        "id",
        "type",
        "summary",
        "inReplyTo",
        "published",
        "updated",
        "url",
        "attributedTo",
        "to",
        "cc",
        "content",
    ),
    *("contentMap", "summaryMap", "attachment", "tag", "replies", "likes", "shares", "atomUri", "signature"),
    *("inReplyToAtomUri", "conversation", "context"),
)
_PERSON = re.compile(r"https?://([^/@\s]+)/(?:.*/)?(?:users/|@)([^/@\s]+)/?\Z")
_HEAD = 1 << 14
_RAW = 2000

_NO_TIME = "The time of this entry is missing or makes no sense."
_UNNAMED = "This file came with the posts, but none of them names it."


def _claims(member: Member, tree: Tree) -> bool:
    if member.file_name in _FILES:
        outbox = tree.get(f"{member.folder}outbox.json")
        return outbox is not None and _is_ours(outbox)
    root, found, _ = member.path.partition(_MEDIA)
    outbox = tree.get(f"{root}outbox.json") if found else None
    return outbox is not None and _is_ours(outbox)


def _is_ours(member: Member) -> bool:
    head = member.head(_HEAD).replace(b"\0", b"")
    return all(sign in head for sign in _SIGNS)


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    named: set[str] = set()
    for member in members:
        if member.file_name == "outbox.json":
            yield from _Outbox(member, tree, named).read()
        elif member.file_name in ("likes.json", "bookmarks.json"):
            yield from _counted(member)
    for member in members:
        if member.file_name not in _FILES and member.path not in named:
            yield Problem(found_at=member.at(), loss="part", what=_UNNAMED)


def _counted(member: Member) -> Iterator[Problem]:
    count = 0
    try:
        with member.open() as stream:
            for item in json_items.items(stream, ("orderedItems", ANY)):
                if problem := item.problem(member):
                    yield problem
                count += not item.broken
    except InputError as error:
        yield Problem(found_at=member.at(), loss="member", what=error.what)
    if count:
        what = f"{count} posts that were liked or marked for later are told without a time: only counted."
        yield Problem(found_at=member.at(), loss="part", what=what)


def _first(member: Member | None, key: str) -> object:
    """The value of a key of the file itself, None where it cannot be read."""
    if member is None:
        return None
    try:
        with member.open() as stream:
            return next((item.value for item in islice(json_items.items(stream, (key,)), 1)), None)
    except InputError:
        return None


class _Outbox:
    """Everything that one account sent out."""

    def __init__(self, member: Member, tree: Tree, named: set[str]) -> None:
        self._member = member
        self._tree = tree
        self._named = named
        self._shown_as = word(_first(tree.get(f"{member.folder}actor.json"), "name"))

    def read(self) -> Iterator[Record]:
        count = 0
        for entry in entries(self._member, ("orderedItems", ANY)):
            if isinstance(entry, Problem):
                count += entry.loss == "record"
                yield entry
                continue
            count += 1
            event = self._event(entry)
            yield event
            if event.when.at is None:
                raw = event.when.as_written[:_RAW]
                yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=raw)
        told = _first(self._member, "totalItems")
        if isinstance(told, int) and told != count:
            what = f"The file says that it holds {told} entries; {count} were found, as is often so here."
            yield Problem(found_at=self._member.at(), loss="part", what=what)

    def _event(self, entry: Entry) -> Event:
        stored = entry.stored
        sort, inner = word(stored.get("type")), record(stored.get("object"))
        # What was shared of others is only pointed at.
        target = word(stored.get("object"))
        written = word(inner.get("content"))
        readers = _readers(inner or stored)
        answers = word(inner.get("inReplyTo"))
        kind: Kind = "message" if readers == "direct" else "comment" if answers else "post"
        fields = rest(inner, *_USED) | {"type": sort, "readers": readers}
        if target:
            kind = "post"
            fields["what"] = "shared a post" if sort == "Announce" else sort
        for number, one in enumerate(records(inner.get("attachment")), 1):
            if name := word(one.get("name")):
                fields[f"description {number}"] = name
        if written:
            fields["text as stored"] = written
        edited = word(inner.get("updated"))
        return Event(
            kind=kind,
            service="mastodon",
            when=stamp(word(stored.get("published")) or word(inner.get("published"))),
            times=(NamedTime(name="edited", when=stamp(edited)),) if edited else (),
            found_at=entry.found_at,
            by=_owner(word(stored.get("actor")) or word(inner.get("attributedTo")), self._shown_as),
            to=tuple(_mentioned(inner)),
            direction="out",
            subject=word(inner.get("summary")),
            text=text_of(written),
            attached=tuple(self._attached(inner)),
            links=tuple(
                dict.fromkeys(
                    [*([target] if target else []), *links_in_page(written.encode("utf-8", "replace"))]
                )
            ),
            reply_to=answers or target,
            act=word(inner.get("id")) or word(stored.get("id")),
            thread=word(inner.get("conversation")),
            fields=fields,
        )

    def _attached(self, inner: Stored) -> Iterator[Attachment]:
        for one in records(inner.get("attachment")):
            url = word(one.get("url"))
            if not url:
                continue
            _, found, path = url.partition(_MEDIA)
            member = self._tree.get(f"{self._member.folder}{_MEDIA}{path}") if found else None
            if member is not None:
                self._named.add(member.path)
            yield attachment(url.rpartition("/")[2], word(one.get("mediaType")), None, member)


def _readers(stored: Stored) -> str:
    """Who could read it, by the lists of those it went to."""
    to, cc = (words(stored.get(key)) or [word(stored.get(key))] for key in ("to", "cc"))
    if any(one in _PUBLIC for one in to):
        return "everybody"
    if any(one in _PUBLIC for one in cc):
        return "everybody, unlisted"
    return "followers" if any(one.endswith("/followers") for one in (*to, *cc)) else "direct"


def _mentioned(inner: Stored) -> Iterator[Account]:
    for tag in records(inner.get("tag")):
        url, name = word(tag.get("href")), word(tag.get("name"))
        handle = _handle(url) or name.removeprefix("@") or url
        if word(tag.get("type")) == "Mention" and handle:
            yield Account(service="mastodon", handle=handle, native_id=url)


def _owner(url: str, shown_as: str) -> Account:
    """An outbox has nothing but what its owner sent."""
    handle = _handle(url) or url or "me"
    return Account(service="mastodon", handle=handle, native_id=url, shown_as=shown_as, is_owner=True)


def _handle(url: str) -> str:
    """The address of an account tells its name and its server: "tess@garden.example.org"."""
    found = _PERSON.match(url)
    return f"{found[2]}@{found[1]}" if found else ""


IMPORTER = Importer(title="Mastodon archive", version="1", claims=_claims, read=_read)
