"""The log kept by hand: every row that holds anything is an incident or a problem."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.formats.incident_sheet import TITLES, Incident, encode, template
from holdfast.importers import Record
from holdfast.importers.incident_log import IMPORTER
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.question import Question
from holdfast.model.told import Told
from tests.importers.trees import read_all, tree


def read(text: str | bytes, name: str = "log.csv", told: Told | None = None) -> list[Record]:
    return read_all(IMPORTER, {name: text if isinstance(text, bytes) else text.encode()}, told)


def events(records: list[Record]) -> list[Event]:
    return [r for r in records if isinstance(r, Event)]


def test_the_private_column_is_kept_apart() -> None:
    (event,) = events(read("Date,What happened,Effect (private),My feelings\n2024-01-02,x,fear,anger\n"))
    assert event.fields == {"private: effect": "fear", "private: My feelings": "anger"}
    assert "fear" not in event.text


def test_an_incident_has_no_author_and_says_when_it_was_written_down() -> None:
    (event,) = events(
        read("Date,Time zone,What happened,Who,Written down on\n2024-01-02,UTC,x,@grey,2024-01-03 09:00\n")
    )
    assert (event.by, event.fields["who"], event.times[0].name) == (None, "@grey", "written down")
    assert event.times[0].when.at is not None


def test_a_date_whose_order_other_rows_prove_is_decided() -> None:
    rows = "Date,What happened\n03/04/2024,x\n15/04/2024,y\n"
    first, _ = events(read(rows, told=Told(zones={"": "UTC"})))
    assert first.when.earliest is not None
    assert first.when.latest is not None
    assert first.when.latest - first.when.earliest == 86_400_000


def test_a_date_whose_order_nothing_proves_is_asked_about_and_then_decided() -> None:
    rows = "Date,What happened\n03/04/2024,x\n"
    asked = [r for r in read(rows) if isinstance(r, Question)]
    assert [(q.about, q.choices) for q in asked] == [
        ("zone", ()),
        ("date_order", ("day_first", "month_first")),
    ]
    told = Told(zones={"": "UTC"}, date_orders={"": "day_first"})
    assert not [r for r in read(rows, told=told) if isinstance(r, Question)]


@pytest.mark.parametrize("zone", ["EST", "Nowhere/Else", "BST", "local"])
def test_a_zone_that_could_be_several_is_not_guessed(zone: str) -> None:
    records = read(f"Date,Time,Time zone,What happened\n2024-01-02,10:00,{zone},x\n")
    assert events(records)[0].when.at is None
    assert [r.raw for r in records if isinstance(r, Problem)] == [zone]


def test_a_told_zone_is_used_where_the_row_has_none() -> None:
    rows = "Date,Time,Time zone,What happened\n2024-01-02,10:00,,x\n2024-01-02,10:00,Asia/Tokyo,x\n"
    first, second = events(read(rows, told=Told(zones={"": "UTC"})))
    assert first.when.at is not None
    assert second.when.at == first.when.at - 9 * 3_600_000


def test_an_own_column_named_like_ours_is_kept_beside_it() -> None:
    (event,) = events(read("Date,What happened,Where,where\n2024-01-02,x,home,garden\n"))
    assert event.fields == {"where": "home", "where (column)": "garden"}


def test_titles_that_vanish_between_two_looks_are_told() -> None:
    made = tree({"log.csv": b"nothing\n"})
    records = list(IMPORTER.read(list(made), made, Told()))
    assert [r.loss for r in records if isinstance(r, Problem)] == ["member"]


def test_an_entry_beyond_all_measure_is_told() -> None:
    records = read(b'{"holdfast_incident":1,"what":"' + b"x" * (2 << 20) + b'"}', "incident-1.json")
    assert [r.loss for r in records if isinstance(r, Problem)] == ["member"]


def test_an_entry_made_here_is_read() -> None:
    data = encode(
        Incident(holdfast_incident=1, date="2024-05-06T10:00:00+00:00", what="https://example.org/x.")
    )
    (event,) = events(read(data, "incident-2024.json"))
    assert event.when.at == 1_714_989_600_000
    assert event.links == ("https://example.org/x",)


def test_tables_of_other_programs_and_other_files_are_left_alone() -> None:
    made = tree(
        {"a.csv": b"Date,Description,Amount\n", "incident-x.json": b"{}", "a.pdf": b"Date,What happened\n"}
    )
    assert [m for m in made if IMPORTER.claims(m, made)] == []


cell = st.text(alphabet="ab ,;\n0123", max_size=10)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(cell, min_size=len(TITLES), max_size=len(TITLES)), max_size=6))
def test_every_row_that_holds_anything_is_one_incident(table: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(table)
    records = read(template() + out.getvalue())
    assert len(events(records)) == sum(any(c.strip() for c in row) for row in table)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_below_the_titles_are_read_without_failing(data: bytes) -> None:
    assert read(template().encode() + data) is not None


def test_a_log_cut_off_anywhere_never_fails() -> None:
    data = (template() + '2024-01-02,"10:00\n",UTC,"x, ""y""",z\n' * 20).encode()
    for part in range(50):
        read(data[: len(data) * part // 50])
