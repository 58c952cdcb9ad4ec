"""Chats by signal-export: each line of data.json, or each head in chat.md, is an event or a lost record."""

import re

from holdfast.importers.signal_export import IMPORTER
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.question import Question
from holdfast.model.told import Told
from tests.importers.fixtures import HERE, handed
from tests.importers.trees import Tree, read_all, tree


def test_as_many_records_as_the_files_have() -> None:
    for case, name, pattern in (
        ("version-3", "data.json", b"(?m)^.+$"),
        ("version-1", "chat.md", rb"(?m)^\[\d{4}-"),
    ):
        given = Tree(handed(HERE / "signal_export" / case / "input"))
        members = [m for m in given if IMPORTER.claims(m, given)]
        records = list(IMPORTER.read(members, given, Told()))
        (file,) = (HERE / "signal_export" / case / "input").rglob(name)
        lost = sum(isinstance(r, Problem) and r.loss == "record" for r in records)
        assert (
            sum(isinstance(r, Event) for r in records) + lost
            == len(re.findall(pattern, file.read_bytes()))
            > 0
        )


def test_the_zone_is_asked_for_once_and_decides() -> None:
    given = {"Chat/chat.md": b"[2024-06-01 10:00:00] Me: a\n[2024-06-01 10:00:01] Me: b\n"}
    assert [q.examples for q in read_all(IMPORTER, given) if isinstance(q, Question)] == [
        ("2024-06-01 10:00:00", "2024-06-01 10:00:01")
    ]
    told = read_all(IMPORTER, given, Told(zones={"": "Europe/Berlin"}))
    assert [r.when.at for r in told if isinstance(r, Event)] == [1_717_228_800_000, 1_717_228_801_000]
    assert not [r for r in told if isinstance(r, Question)]


def test_other_files_of_these_names_are_left_alone() -> None:
    made = tree({"data.json": b'{"messages": []}', "index.html": b"<p>", "x/chat.md": b"# A title\n"})
    assert not [m for m in made if IMPORTER.claims(m, made)]
