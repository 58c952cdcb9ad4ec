"""Every fixture against every importer: no member is claimed twice, and the fixture's own importer claims."""

from pathlib import Path

import pytest

from holdfast.formats.tree import Tree
from holdfast.importers import importers
from tests.importers.fixtures import cases, handed


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c.parent.name}/{c.name}")
def test_each_member_has_at_most_one_importer(case: Path) -> None:
    tree = Tree(handed(case / "input"))
    own = 0
    for member in tree:
        first = [n for n, i in importers().items() if not i.loose and i.claims(member, tree)]
        loose = [n for n, i in importers().items() if i.loose and i.claims(member, tree)]
        assert len(first) <= 1, (member.path, first)
        assert len(loose) <= 1, (member.path, loose)
        own += case.parent.name in (first or loose)
    assert own or case.name.startswith("not-ours")
