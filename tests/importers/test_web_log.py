"""Web server logs: each line is a request or a lost one, in every layout, and odd lines cost no more than others."""

import pytest

from holdfast.formats import access_lines
from holdfast.importers.web_log import IMPORTER
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from tests.importers.fixtures import HERE, handed
from tests.importers.trees import Tree, read_all

LINE = '203.0.113.7 - - [13/Jan/2026:19:31:16 +0000] "GET {} HTTP/1.1" 200 1 "-" "x"'


@pytest.mark.parametrize("case", ["text", "columns", "json"])
def test_as_many_records_as_lines(case: str) -> None:
    given = Tree(handed(HERE / "web_log" / case / "input"))
    for member in given:
        assert IMPORTER.claims(member, given)
        records = list(IMPORTER.read([member], given, Told()))
        told = [r for r in records if isinstance(r, Event) or (isinstance(r, Problem) and r.loss == "record")]
        lines = [line for line in member.read().splitlines() if line.strip()]
        # Only in columns is a line with this sign one about the log itself.
        assert len(told) == sum(case != "columns" or not line.startswith(b"#") for line in lines) > 0


def test_other_texts_are_left_alone() -> None:
    for text in (
        "13/01/2026, 19:31 - Robin: GET /photos/ HTTP/1.1",
        "[19:31:16] <robin> 203.0.113.7 - -",
        '{"messages": [{"client": "x", "time": 1, "path": "y"}]}',
        '{"client": "x"}\n{"path": "y"}\n{"time": 1}\n',
        "",
    ):
        assert read_all(IMPORTER, {"access.log": text.encode()}) == []


def test_a_line_of_a_million_signs_is_read_at_once() -> None:
    for odd in ('"' * 200_000, '\\"' * 200_000, "a b " * 100_000, "[" * 200_000):
        assert access_lines.common(LINE.format(odd)) is not None
        access_lines.common(f'1 - - [{odd}"')
        access_lines.common(LINE.format("/") + odd)


def test_depth_in_json_is_a_lost_line() -> None:
    good = '{"remote_addr": "203.0.113.7", "request": "GET /", "msec": "1768332676.524"}\n'
    deep = '{"request": ' + "[" * 100_000 + "\n"
    records = read_all(IMPORTER, {"access.log": (good * 3 + deep).encode()})
    assert [r.loss for r in records if isinstance(r, Problem)][-1] == "record"
    assert sum(isinstance(r, Event) for r in records) == 3
