"""The lists in a download from Facebook or Instagram beside its chats: comments, followers, sign-ins."""

import ipaddress
import re
from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from holdfast.formats import clocks, json_items, markup, meta_place, stored
from holdfast.formats.attached import attachment
from holdfast.formats.json_items import ANY
from holdfast.formats.meta_labels import labelled
from holdfast.formats.meta_text import fields, meant
from holdfast.formats.stored import Record as Stored
from holdfast.formats.tree import Member, Tree
from holdfast.model.account import Account
from holdfast.model.event import Address, Attachment, Direction, Event, Kind
from holdfast.model.locator import Locator
from holdfast.model.problem import Problem
from holdfast.model.services import name_of as name_of_service
from holdfast.model.when import NamedTime, When

_VERSION = re.compile(r"_v\d+$")
_PART = re.compile(r"_\d+$")
_TIMES = ("timestamp", "created_timestamp", "creation_timestamp", "updated_timestamp")
_NO_TIME = "The time of this entry is missing or makes no sense."
_NO_SENSE = "This entry is not of a kind that is known."
_NOT_READ = "This file of the download is kept, but what it holds is not read."


class Entry(msgspec.Struct, frozen=True):
    """What the entries of a list are: "in" where the named account did it, "out" where the owner did.

    None where the list does not say who: whoever signed in to an account need not be its owner.
    """

    kind: Kind
    name: str
    direction: Direction | None


def name_of(member: Member) -> str:
    """The name by which a file without a key of its own is known: "followers_1.json" is "followers"."""
    return _PART.sub("", member.file_name.rpartition(".")[0])


class Lists:
    """Reads the lists that `table` knows by key or name of file; `owner` is whose download it is."""

    def __init__(self, service: str, owner: Account, table: Mapping[str, Entry], tree: Tree) -> None:
        self._service = service
        self._owner = owner
        self._table = table
        self._tree = tree

    def records(self, member: Member) -> Iterator[Event | Problem]:
        """The entries of this file in its order. A file without any that is known is said to be unread."""
        keys = json_items.keys(member.head())
        with member.open() as stream:
            is_list = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
        by_name = self._table.get(name_of(member))
        paths: list[tuple[str, ...]] = []
        if is_list and by_name is not None:
            paths = [(ANY,)]
        elif not is_list:
            paths = [(key, ANY) for key in keys if _VERSION.sub("", key) in self._table]
            if not paths and by_name is not None:
                # One entry alone, which is no list.
                paths = [()]
        if not paths:
            yield Problem(found_at=member.at(), loss="member", what=_NOT_READ)
            return
        with member.open() as stream:
            for item in json_items.items(stream, *paths):
                if problem := item.problem(member):
                    yield problem
                if item.broken:
                    continue
                key = _VERSION.sub("", str(item.path[0])) if item.path and not is_list else ""
                entry = self._table.get(key, by_name)
                if not isinstance(item.value, dict) or entry is None:
                    raw = stored.as_field(item.value)[:2000]
                    yield Problem(found_at=item.at(member), loss="record", what=_NO_SENSE, raw=raw)
                    continue
                yield from self._event(item.value, entry, item.at(member), member)

    def _event(self, kept: Stored, entry: Entry, here: Locator, member: Member) -> Iterator[Event | Problem]:
        other = self._other(kept, entry)
        by = {"out": self._owner, "in": other, None: None}[entry.direction]
        when = _when(kept)
        text = _text(kept, entry)
        mapped = stored.record(kept.get("string_map_data"))
        values = (*_values(kept), *_values(mapped), *_values(_session(kept)))
        ips = dict.fromkeys(filter(None, map(_ip, (*values, *(one.value for one in labelled(kept))))))
        updated = stored.word(kept.get("updated_timestamp"))
        links = [link for link in _links(kept) if link]
        event = Event(
            kind=entry.kind,
            service=self._service,
            when=when,
            times=(NamedTime(name="last seen", when=clocks.epoch(updated, 1)),)
            if updated and updated != when.as_written
            else (),
            found_at=here,
            by=by,
            to=tuple(a for a in (other, self._owner) if a and a is not by),
            direction=entry.direction,
            text=text,
            attached=tuple(self._attached(kept, member)),
            addresses=tuple(Address(ip=ip, said_by=name_of_service(self._service)) for ip in ips),
            links=tuple(dict.fromkeys((*links, *markup.links_in_text(text)))),
            fields={"entry": entry.name} | fields(kept, *_TIMES),
        )
        yield event
        if when.at is None:
            yield Problem(found_at=here, loss="part", what=_NO_TIME, raw=when.as_written)

    def _other(self, kept: Stored, entry: Entry) -> Account | None:
        """Whom the entry is about, where it is about somebody."""
        if entry.kind not in ("follow", "notice"):
            return None
        listed = stored.records(kept.get("string_list_data"))
        name = next(
            (
                text
                for value in (
                    *(one.get("value") for one in listed),
                    kept.get("title"),
                    kept.get("name"),
                    *(_last(stored.word(one.get("href"))) for one in listed),
                )
                if (text := meant(value))
            ),
            "",
        )
        return Account(service=self._service, handle=name) if name else None

    def _attached(self, kept: Stored, member: Member) -> Iterator[Attachment]:
        listed = [*stored.records(kept.get("media")), *stored.records(kept.get("media_list_data"))]
        for inside in stored.records(kept.get("attachments")):
            listed += [stored.record(one.get("media")) for one in stored.records(inside.get("data"))]
        if kept.get("uri"):
            listed.append(kept)
        for file in listed:
            if uri := meant(file.get("uri")):
                yield attachment(
                    uri.rpartition("/")[2] or uri, "", None, meta_place.find(member, self._tree, uri)
                )


def _session(kept: Stored) -> Stored:
    return stored.record(kept.get("session"))


def _values(kept: Stored) -> Iterator[str]:
    for value in kept.values():
        yield stored.word(value.get("value") if isinstance(value, dict) else value)


def _ip(text: str) -> str:
    if not 6 < len(text) < 46:
        return ""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""


def _last(href: str) -> str:
    return href.rstrip("/").rpartition("/")[2]


def _links(kept: Stored) -> Iterator[str]:
    for one in stored.records(kept.get("string_list_data")):
        yield meant(one.get("href"))
    for named in labelled(kept):
        yield named.href
    for inside in stored.records(kept.get("attachments")):
        for one in stored.records(inside.get("data")):
            yield meant(stored.record(one.get("external_context")).get("url"))


def _text(kept: Stored, entry: Entry) -> str:
    """What the owner wrote: the first of the values that may be it, whatever the language of their names."""
    return next((text for value in _texts(kept, entry.kind) if (text := meant(value))), "")


def _texts(kept: Stored, kind: Kind) -> Iterator[object]:
    if kind not in ("comment", "post", "reaction"):
        return
    for inside in stored.records(kept.get("data")):
        yield stored.record(inside.get("comment")).get("comment")
        yield inside.get("post")
    if kind == "comment":
        for value in stored.record(kept.get("string_map_data")).values():
            yield stored.record(value).get("value")
    if kind != "reaction":
        yield from (one.value for one in labelled(kept) if not one.href and not one.value.startswith("http"))
    if kind == "post":
        yield from (one.get("title") for one in (kept, *stored.records(kept.get("media"))))


def _when(kept: Stored) -> When:
    listed = (
        kept,
        *stored.records(kept.get("string_list_data")),
        *filter(None, map(stored.record, stored.record(kept.get("string_map_data")).values())),
        _session(kept),
        *stored.records(kept.get("media")),
    )
    for one in listed:
        for key in _TIMES:
            if (written := stored.word(one.get(key))) and written != "0":
                return clocks.epoch(written, per_second=1)
    for named in labelled(kept):
        if (written := stored.word(named.time)) and written != "0":
            return clocks.epoch(written, per_second=1)
    title = stored.word(kept.get("title"))
    try:
        moment = datetime.fromisoformat(title)
    except ValueError:
        return clocks.unknown("")
    if moment.tzinfo is None:
        return clocks.unknown(title)
    return clocks.instant(clocks.milliseconds(moment), title, precision="second")
