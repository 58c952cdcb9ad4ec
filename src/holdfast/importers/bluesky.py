"""Bluesky, from the repository of one's own account: posts, replies, likes, follows, blocks.

*Where it comes from.* In Bluesky: *Settings*, *Account*, *Export my data*, *Download CAR file*. You get a
file such as `repo.car`. Hand it in as it is.

*What it reads.* Every record that the account made: posts and replies with links, mentions and the names of
pictures; likes, shares, follows, blocks and lists; each with the time that the app told and the one in its
key. Records that an older state of the account still shows and the newest does not are kept, and marked.
Each is held against its own fingerprint.

*What it cannot tell.* What others wrote: the file holds the owner's side only. Direct messages: they are
not part of it. The pictures themselves, which have to be asked for apart. Who followed or blocked the
owner. Names of accounts: others are told by their lasting number (DID) only. The time of a record is told
by the app that made it, and can be invented; so can its key.

*Tested with.* Invented repositories, with trees of several levels, removed records, missing parts, wrong
fingerprints, and damaged ones; the values in them were compared with those of an independent reader. Shape
only, not proven on a real export.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from holdfast.formats import car, clocks, dag_cbor
from holdfast.formats.car import Block
from holdfast.formats.markup import links_in_text
from holdfast.formats.stamps import stamp
from holdfast.formats.stored import Record as Stored
from holdfast.formats.stored import record, records, rest, word
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Attachment, Direction, Event, Kind
from holdfast.model.locator import Locator, Position
from holdfast.model.problem import Loss, Problem
from holdfast.model.told import Told
from holdfast.model.when import NamedTime, When

_KINDS: dict[str, tuple[Kind, str]] = {
    "app.bsky.feed.post": ("post", ""),
    "app.bsky.feed.like": ("reaction", "like"),
    "app.bsky.feed.repost": ("post", "shared a post"),
    "app.bsky.graph.follow": ("follow", "followed"),
    "app.bsky.graph.block": ("notice", "blocked"),
    "app.bsky.graph.listblock": ("notice", "blocked a list"),
}
_TID = re.compile(r"[2-7a-j][2-7a-z]{12}")
_LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
_DID = re.compile(r"(?:at://)?(did:[a-z]+:[A-Za-z0-9._:%-]+)")
_HEAD = 1 << 10
_RAW = 2000

_NO_TIME = "The time of this record makes no sense."
_ABSENT = "The account's list names this record, but it is not in the file."
_NO_TREE = (
    "Parts of the account's list are missing: records that it names there cannot be told from removed ones."
)
_REMOVED = "no longer in the account's list of records"
_NOT_FOUND = "not in what is left of the account's list of records"


def _claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  the neighbours do not matter
    if member.suffix != ".car":
        return False
    head = member.head(_HEAD)
    return b"eroots" in head and b"gversion" in head


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    for member in members:
        try:
            with member.open() as stream:
                known = car.tree(car.blocks(stream))
            with member.open() as stream:
                for block in car.blocks(stream):
                    yield from _block(block, member, known)
        except InputError as error:
            yield Problem(found_at=member.at(), loss="member", what=error.what)
            continue
        for key in known.absent:
            yield Problem(found_at=member.at(), loss="record", what=_ABSENT, raw=key[:_RAW])
        if known.missing:
            yield Problem(found_at=member.at(), loss="part", what=_NO_TREE)


def _block(block: Block, member: Member, known: car.Tree) -> Iterator[Record]:
    here = member.at(Position(unit="byte", start=block.start, length=block.length))
    if block.fault and block.value is None:
        loss: Loss = "record" if block.cid or block.fault == car.TOO_LARGE else "member"
        raw = block.raw.decode("utf-8", "replace")
        yield Problem(found_at=here, loss=loss, what=block.fault, raw=raw)
        return
    if not block.cid or car.is_commit(block.value) or car.is_node(block.value):
        return
    stored = record(dag_cbor.plain(block.value))
    keys = known.live.get(block.cid) or known.gone.get(block.cid) or [""]
    state = "" if block.cid in known.live else _NOT_FOUND if known.missing else _REMOVED
    for ordinal, key in enumerate(keys):
        event = _event(stored, key, known.did, here, ordinal, state)
        yield event
        if event.when.at is None and event.when.as_written:
            yield Problem(found_at=here, loss="part", what=_NO_TIME, raw=event.when.as_written[:_RAW])
    if block.fault:
        yield Problem(found_at=here, loss="part", what=block.fault)


def _event(stored: Stored, key: str, did: str, here: Locator, ordinal: int, state: str) -> Event:
    sort = word(stored.get("$type"))
    kind, what = _KINDS.get(sort, ("notice", ""))
    reply = record(stored.get("reply"))
    parent, root = (word(record(reply.get(end)).get("uri")) for end in ("parent", "root"))
    subject = stored.get("subject")
    target = word(subject) or word(record(subject).get("uri"))
    facets = [f for facet in records(stored.get("facets")) for f in records(facet.get("features"))]
    embed = record(stored.get("embed"))
    text = word(stored.get("text"))
    if sort == "app.bsky.feed.post" and parent:
        kind = "comment"
    fields = rest(stored, "$type", "text", "createdAt", "reply") | {"type": sort}
    if what:
        fields["what"] = what
    if state:
        fields["state"] = state
    uri = f"at://{did}/{key}" if did and key else ""
    links = [word(one.get("uri")) for one in (*facets, record(embed.get("external")))]
    by = Account(service="bluesky", handle=did or "me", native_id=did, is_owner=True)
    direction: Direction | None = None if kind == "notice" and not what else "out"
    return Event(
        kind=kind,
        service="bluesky",
        when=_when(stored, key),
        times=_key_time(key),
        found_at=here,
        ordinal=ordinal,
        by=by,
        to=tuple(_others(did, (parent, target, *(word(one.get("did")) for one in facets)))),
        direction=direction,
        text=text or word(stored.get("description")),
        attached=tuple(_attached(embed)),
        links=tuple(dict.fromkeys([*(link for link in links if "://" in link), *links_in_text(text)])),
        reply_to=parent or (target if target.startswith("at://") else ""),
        act=uri,
        thread=root or (uri if sort == "app.bsky.feed.post" else ""),
        fields=fields,
    )


def _others(did: str, named: Sequence[str]) -> Iterator[Account]:
    """The accounts that a record points at, each once."""
    found = dict.fromkeys(match[1] for one in named if (match := _DID.match(one)))
    return (Account(service="bluesky", handle=one, native_id=one) for one in found if one != did)


def _attached(embed: Stored) -> Iterator[Attachment]:
    media = record(embed.get("media")) or embed
    listed = [*records(media.get("images")), *([media] if media.get("video") else [])]
    for one in listed:
        blob = record(one.get("image")) or record(one.get("video"))
        size = blob.get("size")
        yield Attachment(
            name=word(blob.get("ref")) or word(blob.get("cid")),
            media_type=word(blob.get("mimeType")),
            size=size if isinstance(size, int) and size >= 0 else None,
            missing="left out of the export",
        )


def _when(stored: Stored, key: str) -> When:
    """What the app says; a record without a time has that in its key, if any."""
    written = word(stored.get("createdAt"))
    if written:
        when = stamp(written)
        return msgspec.structs.replace(when, basis="sender_claimed") if when.at is not None else when
    times = _key_time(key)
    return times[0].when if times else clocks.unknown("")


def _key_time(key: str) -> tuple[NamedTime, ...]:
    """Most keys are a count of microseconds, and a number of the program that made them."""
    written = key.rpartition("/")[2]
    if not _TID.fullmatch(written):
        return ()
    count = 0
    for letter in written:
        count = count << 5 | _LETTERS.index(letter)
    when = clocks.epoch(str((count >> 10) // 1000))
    if when.at is None:
        return ()
    when = msgspec.structs.replace(when, as_written=written, basis="sender_claimed")
    return (NamedTime(name="in its key", when=when),)


IMPORTER = Importer(title="Bluesky repository (CAR)", version="1", claims=_claims, read=_read)
