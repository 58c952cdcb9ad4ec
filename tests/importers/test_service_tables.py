"""Tables that services hand out: each row is an event or a lost record, or is counted where it tells nothing new."""

import csv
import io

import pytest

from holdfast.formats.stamps import stamp
from holdfast.importers import importers
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from tests.importers.fixtures import HERE, handed
from tests.importers.trees import Tree, read_all

HEADS = "id,permalink,thread_id,date,ip,from,to\n"


def rows(data: bytes) -> int:
    """Rows below the titles, by the reader of the standard library."""
    return (
        sum(bool(row) for row in csv.reader(io.StringIO(data.decode("utf-8-sig", "replace"), newline=""))) - 1
    )


@pytest.mark.parametrize(
    ("name", "case"),
    [("reddit", "request"), ("linkedin", "old"), ("youtube", "tables")],
)
def test_as_many_records_as_rows(name: str, case: str) -> None:
    importer = importers()[name]
    given = Tree(handed(HERE / name / case / "input"))
    for member in [m for m in given if importer.claims(m, given)]:
        records = [
            r
            for r in importer.read([member], given, Told())
            if not isinstance(r, Problem) or r.loss != "part"
        ]
        told = sum(isinstance(r, Event | Problem) for r in records)
        assert told in (rows(member.read()), 0), member.path


def test_heads_without_the_whole_are_read() -> None:
    reddit = importers()["reddit"]
    head = "m1,x,,2025-05-18 04:35:32 UTC,,robin,tess\n"
    whole = "id,permalink,thread_id,date,ip,from,to,subject,body\nm2,x,,2025-05-18 04:35:32 UTC,,robin,tess,,hello\n"
    alone = {"message_headers.csv": (HEADS + head).encode()}
    assert [r.act for r in read_all(reddit, alone) if isinstance(r, Event)] == ["t4_m1"]
    both = alone | {"messages.csv": whole.encode()}
    assert [r.act for r in read_all(reddit, both) if isinstance(r, Event)] == ["t4_m2"]


def test_a_time_is_taken_as_far_as_it_tells() -> None:
    assert stamp("2024-04-20 01:29:22 UTC").at == 1_713_576_562_000
    assert stamp("2024-04-20T01:29:22.686Z").at == 1_713_576_562_686
    assert stamp("2024-04-20 03:29:22+02:00").at == 1_713_576_562_000
    assert stamp("2024-04-20 01:29:22", is_utc=True).basis == "documented"
    assert stamp("2024-04-20 03:29:22", "Europe/Berlin").at == 1_713_576_562_000
    assert stamp("2024-04-20 03:29:22").at is None
    assert stamp("2024-04-20").precision == "day"
    for wrong in (
        "",
        "2024-13-01 00:00:00 UTC",
        "20/04/2024",
        "2024-04-20 25:00:00Z",
        "0000-00-00 00:00:00",
        "x" * 9999,
    ):
        assert stamp(wrong).precision == "none", wrong
