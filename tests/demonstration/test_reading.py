"""Every invented file is read by its importer, and gives just as many records as were put into it."""

import hashlib

import pytest

from holdfast import demonstration
from holdfast.formats.tree import Tree
from holdfast.importers import claim, importers
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from tests.importers import trees

FILES = {file.name: file.data for file in demonstration.files()}
PLANTED = demonstration.planted()
TOLD = Told(zones={"": "Europe/London"}, date_orders={"": "day_first"})


@pytest.fixture(scope="module")
def tree() -> Tree:
    return trees.tree(FILES)


@pytest.mark.parametrize("name", list(FILES))
def test_each_file_has_its_importer(name: str, tree: Tree) -> None:
    claimed, unclaimed = claim(tree)
    readers = {reader for reader, members in claimed.items() if any(m.name == name for m in members)}
    wanted = PLANTED[name].importer
    assert readers == ({wanted} if wanted else set())
    assert (name in {m.name for m in unclaimed}) == (wanted == "")


@pytest.mark.parametrize("name", [name for name, planted in PLANTED.items() if planted.importer])
def test_each_file_gives_as_many_records_as_were_planted(name: str, tree: Tree) -> None:
    claimed, _ = claim(tree)
    planted = PLANTED[name]
    members = [m for m in claimed[planted.importer] if m.name == name]
    records = list(importers()[planted.importer].read(members, tree, TOLD))
    events = [record for record in records if isinstance(record, Event)]
    lost = [r for r in records if isinstance(r, Problem) and r.loss == "record"]
    assert len(events) + len(lost) == planted.records
    assert len({event.id for event in events}) == len(events)


def test_only_the_broken_mail_and_a_quoted_line_in_the_mailbox_are_remarked_on(tree: Tree) -> None:
    claimed, _ = claim(tree)
    troubled = set()
    for reader, members in claimed.items():
        for record in importers()[reader].read(members, tree, TOLD):
            if isinstance(record, Problem):
                source = record.found_at.content
                troubled |= {n for n, d in FILES.items() if hashlib.sha256(d).hexdigest() == source}
    assert troubled == {"mail/broken off.eml", "mail/All mail Including Spam and Trash.mbox"}
