"""JSON that services hand out: each record is an event or a lost record, by an independent count."""

import json
from typing import Any

import pytest

from holdfast.importers import claim, importers
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from tests.importers.fixtures import HERE, handed
from tests.importers.trees import Tree, read_all, tree


def messages(value: Any) -> int:
    return len(value["messages"])


def in_hangouts(value: Any) -> int:
    talks = value.get("conversations") or [
        {"events": one["conversation_state"]["event"]} for one in value["conversation_state"]
    ]
    return sum(len(talk["events"]) for talk in talks)


def in_skype(value: Any) -> int:
    return sum(len(talk["MessageList"]) for talk in value["conversations"])


def in_lists(value: Any) -> int:
    """Elements of the lists that stand under a name."""
    return sum(len(one) for one in value.values() if isinstance(one, list))


def told_by_tiktok(value: Any) -> int:
    """Messages and entries of the lists that are read; what was watched or searched for is only counted."""
    sections = [s for root in value.values() for s in root.values() if s]
    chats = [
        c
        for s in sections
        for name in ("ChatHistory", "GroupChat")
        if isinstance(s, dict)
        for c in s.get(name, {}).values()
    ]
    lists = ("LoginHistoryList", "CommentsList", "BlockList", "FansList", "Following", "ItemFavoriteList")
    read = [s[name] or [] for s in sections for name in lists if isinstance(s, dict) and name in s]
    read.append(value["Comment"].get("CommentsList", []))
    live = value.get("Tiktok Live", {}).get("Watch Live History", {}).get("WatchLiveMap", {}).values()
    posts = value.get("Post", {}).get("Posts", {}).get("VideoList", [])
    return sum(map(len, [*chats, *read, posts, *(one["Comments"] for one in live)]))


def in_outbox(value: Any) -> int:
    return len(value["orderedItems"])


COUNTS = [
    ("mastodon", "archive", "outbox.json", in_outbox),
    ("slack", "workspace", "2025-01-11.json", len),
    ("slack", "workspace", "2025-01-12.json", len),
    ("tiktok", "new", "user_data_tiktok.json", told_by_tiktok),
    ("tiktok", "old", "user_data.json", told_by_tiktok),
    ("snapchat", "new", "chat_history.json", in_lists),
    ("snapchat", "new", "snap_history.json", in_lists),
    ("snapchat", "new", "talk_history.json", in_lists),
    ("snapchat", "new", "friends.json", in_lists),
    ("snapchat", "new", "account_history.json", in_lists),
    ("snapchat", "old", "chat_history.json", in_lists),
    ("skype", "export", "messages.json", in_skype),
    ("hangouts", "takeout", "Hangouts.json", in_hangouts),
    ("hangouts", "old", "Hangouts.json", in_hangouts),
    ("google_chat", "takeout", "messages.json", messages),
]


@pytest.mark.parametrize(("name", "case", "file", "count"), COUNTS)
def test_as_many_records_as_the_file_holds(name: str, case: str, file: str, count: Any) -> None:
    importer = importers()[name]
    given = Tree(handed(HERE / name / case / "input"))
    for member in (m for m in given if m.file_name == file and importer.claims(m, given)):
        records = list(importer.read([member], given, Told()))
        told = [r for r in records if isinstance(r, Event) or (isinstance(r, Problem) and r.loss == "record")]
        assert len(told) == count(json.loads(member.read())) > 0
        assert all(r.found_at.position.unit == "byte" for r in told)


EMPTY = [
    (
        "snapchat",
        "json/chat_history.json",
        b'{"Received Saved Chat History": [], "Sent Saved Chat History": []}',
    ),
    ("google_chat", "DM a/messages.json", b'{"messages": []}'),
]


@pytest.mark.parametrize(("name", "file", "data"), EMPTY)
def test_a_file_without_entries_is_claimed_and_nothing_is_told_of_it(
    name: str, file: str, data: bytes
) -> None:
    given = tree({file: data})
    claimed, unclaimed = claim(given)
    assert (list(claimed), unclaimed) == ([name], [])
    assert read_all(importers()[name], {file: data}) == []
