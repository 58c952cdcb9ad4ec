"""The parts of Discord's own data package, whatever the language of its folders, and what its chats are."""

import re
from collections.abc import Iterator
from typing import Literal
from weakref import WeakKeyDictionary

import msgspec

from holdfast.formats import json_items, stored
from holdfast.formats.json_items import ANY, Item
from holdfast.formats.stored import Record
from holdfast.formats.tree import Member, Tree
from holdfast.model.problem import Problem

Part = Literal["messages", "chat", "names", "account", "events", "log", "facts", "unread"]
"""messages: of one chat. chat: what it is. names: of all chats. account: the owner's. events: how the
program was used. log: who changed a server of the owner's. facts: tells of nothing that happened. unread:
what else there is."""

_CHAT = re.compile(r"^(.*?)([^/]+/)c?(\d{15,20})/(?:channel\.json|messages\.(?:json|csv))$")
_EVENTS = re.compile(r"events-\d{4}-\d{5}-of-\d{5}\.json$")
_SERVER = re.compile(r"[^/]+/\d{15,20}/(?:guild|channels|audit-log|bots|emoji|webhooks)\.json$")
_ACCOUNT = re.compile(r"[^/]+/user\.json$")
_NAMED = re.compile(
    r"(?:account|activity|activities(?:_[a-z]+)?|ads|programs|servers|support_tickets|messages)/",
    re.IGNORECASE,
)
_README = b"Discord Data Package"
_MOST_CHATS = 500_000

_known: WeakKeyDictionary[Tree, dict[str, set[str]]] = WeakKeyDictionary()


class Chat(msgspec.Struct, frozen=True, kw_only=True):
    """What the package tells of a chat: its name, whose server it is in, and who is in it, by their ids."""

    name: str = ""
    sort: str = ""
    server: str = ""
    people: tuple[str, ...] = ()

    @property
    def is_pair(self) -> bool:
        """Whether it is a direct chat of two."""
        return self.sort in ("1", "DM")


def part_of(member: Member, tree: Tree) -> Part | None:
    """What this file of a package is, None where it is not part of one."""
    roots = _roots(tree)
    root = next((root for root in roots if member.path.startswith(root)), None)
    if root is None:
        return None
    way = member.path[len(root) :]
    top = way.partition("/")[0] + "/"
    if way == "README.txt":
        return "facts" if _README in member.head() else None
    if top not in roots[root] and not _NAMED.match(way):
        return None
    if found := _CHAT.match(member.path):
        return "chat" if found[0].endswith("channel.json") else "messages"
    if _EVENTS.search(way):
        return "events"
    if _ACCOUNT.fullmatch(way):
        return "account"
    if way.endswith("/audit-log.json"):
        return "log"
    if way == f"{top}index.json":
        return "names" if top in roots[root] else "facts"
    return "unread" if member.suffix in (".json", ".csv") and not _SERVER.fullmatch(way) else "facts"


def _roots(tree: Tree) -> dict[str, set[str]]:
    """The folders in which packages begin, the deepest first, and the folders inside them that are theirs."""
    if tree not in _known:
        found: dict[str, set[str]] = {}
        for member in tree:
            # Most files of a large folder are seen not to be one by their ending.
            if member.path.endswith((".json", ".csv")) and (chat := _CHAT.match(member.path)):
                found.setdefault(chat[1], set()).add(chat[2])
        for member in tree if found else ():
            for root, tops in found.items():
                way = member.path[len(root) :] if member.path.startswith(root) else ""
                if (
                    _SERVER.fullmatch(way)
                    or _EVENTS.search(way)
                    or (_ACCOUNT.fullmatch(way) and b'"username"' in member.head())
                ):
                    tops.add(way.partition("/")[0] + "/")
        _known[tree] = dict(sorted(found.items(), key=lambda item: -len(item[0])))
    return _known[tree]


def chat_number(member: Member) -> str:
    """The lasting number of the chat that this file belongs to."""
    found = _CHAT.match(member.path)
    return found[3] if found else ""


def chat(member: Member | None) -> tuple[Chat, list[Problem]]:
    """What the file about a chat says, and what could not be read in it."""
    if member is None:
        return Chat(), []
    kept: dict[str, object] = {}
    problems = []
    for item in _items(member, ("type",), ("name",), ("guild",), ("recipients",)):
        if problem := item.problem(member):
            problems.append(problem)
        elif item.path:
            kept[str(item.path[0])] = item.value
    server = stored.record(kept.get("guild"))
    return Chat(
        name=stored.word(kept.get("name")),
        sort=stored.word(kept.get("type")),
        server=stored.word(server.get("name")),
        people=tuple(stored.words(kept.get("recipients"))),
    ), problems


def names(member: Member) -> tuple[dict[str, str], list[Problem]]:
    """The names of all chats by their numbers, and what could not be read."""
    found: dict[str, str] = {}
    problems = []
    for item in _items(member, (ANY,)):
        if problem := item.problem(member):
            problems.append(problem)
        elif item.path and (name := stored.word(item.value)) and len(found) < _MOST_CHATS:
            found[str(item.path[0])] = name
    return found, problems


def person(relation: Record) -> Record:
    """The account that an entry among the friends is about."""
    user = stored.record(relation.get("user"))
    return user or {"id": relation.get("id"), "name": relation.get("nickname")}


def _items(member: Member, *paths: tuple[str, ...]) -> Iterator[Item]:
    with member.open() as stream:
        yield from json_items.items(stream, *paths)
