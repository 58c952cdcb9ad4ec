"""Each fixture gives exactly the records written beside it. `pytest --update-golden` writes them anew."""

from pathlib import Path

import pytest

from tests.importers.fixtures import as_line, cases, read


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c.parent.name}/{c.name}")
def test_fixture_reads_as_written_down(case: Path, request: pytest.FixtureRequest) -> None:
    lines = [as_line(record) for record in read(case)]
    expected = case / "expected.jsonl"
    if request.config.getoption("--update-golden"):
        expected.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == expected.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c.parent.name}/{c.name}")
def test_reading_twice_gives_the_same(case: Path) -> None:
    assert [as_line(r) for r in read(case)] == [as_line(r) for r in read(case)]


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c.parent.name}/{c.name}")
def test_every_event_has_an_id_of_its_own(case: Path) -> None:
    from holdfast.model.event import Event

    ids = [r.id for r in read(case) if isinstance(r, Event)]
    assert len(ids) == len(set(ids))
