"""Comments on one's own website: as many as a plain count of their tags, and hostile files end in time."""

import csv
import io

import pytest

from holdfast.importers import importers
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from tests.importers.fixtures import HERE, handed
from tests.importers.trees import Tree, read_all

HEAD = b'<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item>'


@pytest.mark.parametrize(
    ("name", "case", "tags"),
    [
        ("wordpress", "site", (b"<wp:comment>", b"<wp:post_type>post<")),
        ("wordpress", "damaged", (b"<wp:comment>",)),
        ("disqus", "forum", (b"<post ",)),
    ],
)
def test_as_many_events_as_tags(name: str, case: str, tags: tuple[bytes, ...]) -> None:
    given = Tree(handed(HERE / name / case / "input"))
    (member,) = (m for m in given if importers()[name].claims(m, given) and m.suffix == ".xml")
    events = [r for r in importers()[name].read([member], given, Told()) if isinstance(r, Event)]
    assert len(events) == sum(member.read().count(tag) for tag in tags) > 0
    # The place of each is where its tag begins, and the slice is the whole of it.
    for event in events:
        place = event.found_at.position
        piece = member.read()[place.start : place.start + place.length]
        assert piece.startswith((b"<wp:comment>", b"<item>", b"<post "))


@pytest.mark.parametrize(
    "inside",
    [
        b"<a>" * 20_000,
        b"<![CDATA[" * 20_000,
        b"<!--" * 20_000,
        b"<" * 40_000,
        b"&" * 40_000,
        b"<wp:comment>" * 5_000,
        b"</a>" * 20_000,
        b"<a b='" * 10_000,
        b"<wp:comment><wp:comment_content>" + b"x" * (3 << 20),
    ],
    ids=["depth", "cdata", "comments", "signs", "references", "opened", "closed", "attributes", "long"],
)
def test_hostile_files_end_in_problems(inside: bytes) -> None:
    records = read_all(importers()["wordpress"], {"x.xml": HEAD + inside})
    assert any(isinstance(r, Problem) and r.loss == "member" for r in records)
    assert all(len(r.text) <= 1 << 20 for r in records if isinstance(r, Event))


def test_the_table_of_a_site_has_spam_too() -> None:
    given = Tree(handed(HERE / "wordpress" / "site" / "input"))
    member = next(m for m in given if m.suffix == ".csv")
    records = list(importers()["wordpress"].read([member], given, Told()))
    rows = list(csv.reader(io.StringIO(member.read().decode(), newline="")))[1:]
    assert sum(isinstance(r, Event) for r in records) == len(rows) == 3
    assert next(r.fields.get("state") for r in records if isinstance(r, Event)) == "marked as spam"
