"""The empty sheet, its columns in any language, and one entry as a file."""

import csv

import pytest

from holdfast.formats.incident_sheet import TITLES, Incident, columns, decode, encode, template


def test_the_empty_sheet_has_the_columns_that_are_read() -> None:
    (titles,) = csv.reader(template().splitlines())
    assert columns(titles) == dict(enumerate(TITLES))


def test_an_entry_is_written_and_read_back() -> None:
    incident = Incident(holdfast_incident=1, date="2024-05-06", what="He waved", effect="fear")
    assert decode(encode(incident)) == incident
    assert b'"where"' not in encode(incident)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"holdfast_incident":2}', b'{"date":"x"}', b"\xff"])
def test_what_is_no_entry_is_none(data: bytes) -> None:
    assert decode(data) is None


@pytest.mark.parametrize(
    "titles",
    ["Date,What happened", "Datum,Was ist passiert?", "Fecha,¿Qué pasó?", "Date,Que s'est-il passé ?",
     "Data,Cosa è successo", "Data,O que aconteceu", "Datum,Wat is er gebeurd", "DATE ,INCIDENT:",
     "Date,Description,Witnesses,Evidence"],
)  # fmt: skip
def test_a_log_is_known_by_its_titles(titles: str) -> None:
    found = columns(titles.split(","))
    assert found is not None
    assert {"date", "what"} <= set(found.values())


@pytest.mark.parametrize(
    "titles",
    ["Date,Description,Amount", "Start,What happened", "Date,Subject,Content", "id,date,body", "Date,Notes,Evidence", ""],
)  # fmt: skip
def test_other_tables_are_not_taken(titles: str) -> None:
    assert columns(titles.split(",")) is None
