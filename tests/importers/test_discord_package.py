"""Discord's own package: every message is there and is the owner's, whatever the folders are called."""

import re

import pytest

from holdfast.formats import discord
from holdfast.formats.discord_package import part_of
from holdfast.importers.discord_package import IMPORTER
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from tests.importers.fixtures import HERE, handed
from tests.importers.trees import Tree, read_all, tree


@pytest.mark.parametrize("case", ["package-2024", "package-2021", "chats-2018"])
def test_as_many_messages_as_the_files_have(case: str) -> None:
    given = Tree(handed(HERE / "discord_package" / case / "input"))
    members = [m for m in given if IMPORTER.claims(m, given)]
    files = [m.read() for m in members if m.file_name.startswith("messages.")]
    written = sum(len(re.findall(rb'(?m)^\{"ID"|^7,$|^\d+,(?:20|a while)', data)) for data in files)
    found = list(IMPORTER.read(members, given, Told()))
    paths = {m.at().member or m.source for m in members if m.file_name.startswith("messages.")}
    here = [
        r
        for r in found
        if isinstance(r, Event | Problem) and (r.found_at.member or r.found_at.content) in paths
    ]
    events = [r for r in here if isinstance(r, Event)]
    lost = sum(isinstance(r, Problem) and r.loss in ("record", "member") for r in here)
    assert len(events) + lost == written > 0
    assert all(r.direction == "out" and r.by and r.by.is_owner for r in events)


def test_as_many_uses_as_the_file_has_lines() -> None:
    lines = [
        b'{"event_type":"%s","ip":"192.0.2.1"}' % (b"login_successful" if n % 3 else b"x") for n in range(100)
    ]
    given = {"p/m/c123456789012345678/messages.json": b"[]",
             "p/a/analytics/events-2024-00000-of-00001.json": b"\n".join(lines)}  # fmt: skip
    found = read_all(IMPORTER, given)
    assert sum(isinstance(r, Event) for r in found) == 66
    assert any(isinstance(r, Problem) and r.what.endswith("Their number: 34.") for r in found)


def test_what_lies_beside_a_package_is_left_to_others() -> None:
    made = tree({
        "messages/c123456789012345678/messages.json": b"[]", "result.json": b"{}", "Telegram/result.json": b"{}",
        "account/user.json": b'{"id": "1", "username": "x"}', "README.txt": b"something else",
    })  # fmt: skip
    claimed = {m.path: part_of(m, made) for m in made}
    assert claimed == {
        "messages/c123456789012345678/messages.json": "messages", "result.json": None, "Telegram/result.json": None,
        "account/user.json": "account", "README.txt": None,
    }  # fmt: skip


def test_a_time_by_the_number_where_none_is_written() -> None:
    number = "175928847299117063"
    given = {"m/c123456789012345678/messages.json": b'[{"ID": %s, "Contents": "x"}]' % number.encode()}
    (event,) = (r for r in read_all(IMPORTER, given) if isinstance(r, Event))
    assert event.when.at == discord.moment_of(number)


def test_half_of_a_chat_is_not_compared_with_the_whole() -> None:
    given = {"m/c123456789012345678/messages.json": b'[{"ID": 1, "Contents": "x"}]'}
    (event,) = (r for r in read_all(IMPORTER, given) if isinstance(r, Event))
    assert event.thread != "123456789012345678"
