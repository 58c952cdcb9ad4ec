"""The log alone, in every form: each read back by something else, and every line and number compared."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from datetime import datetime

import icalendar
import msgspec
import pytest

from holdfast.model.row import Row
from holdfast.model.when import When
from holdfast.outputs.cells import LONGEST, cell, is_formula, table
from holdfast.outputs.load_file import Document, load_file
from holdfast.outputs.log_calendar import log_calendar
from holdfast.outputs.log_columns import TITLES, LogInput, entries
from holdfast.outputs.log_csv import log_csv
from holdfast.outputs.log_json import log_json
from holdfast.outputs.log_paper import log_paper
from holdfast.outputs.log_sheets import log_sheets
from holdfast.outputs.log_workbook import log_workbook
from holdfast.outputs.timesketch import timesketch
from holdfast.outputs.typesetting import pdf
from tests.outputs.samples import SCRIPTS, START, row, sample
from tests.outputs.test_packet import A4, LETTER, pages, size, squeezed

FORMULAS = [
    "=1+1",
    "+44 7700 900123",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =cmd|' /C calc'!A0",
    "＝1+1",
    "|x",
    "%0A=1",
    "\u00a0=1",
]
INCIDENT = {
    "where": "my front door",
    "who": "not known",
    "technology": "telephone",
    "witnesses": "Idris from number 14",
    "reported to": "police",
    "officer": "desk officer",
    "badge": "0000",
    "report number": "EX-0000-25",
    "evidence": "IMG_1.jpg",
    "private: effect": "SECRET-OF-THE-PERSON",
}


def incident(number: int = 40, **changed: object) -> Row:
    plain = {
        "kind": "incident",
        "service": "incident log",
        "by": None,
        "to": (),
        "direction": None,
        "subject": "",
        "text": "Flowers on my step.",
        "fields": INCIDENT,
    }
    return row(number, **{**plain, **changed})


def given(**changed: object) -> LogInput:
    one = sample()
    plain = {
        "title": one.title,
        "prepared_at": one.prepared_at,
        "prepared_by": one.prepared_by,
        "zone": one.zone,
        "zone_basis": one.zone_basis,
        "rows": [*one.rows, incident()],
        "exhibits": one.exhibits,
        "markers": one.markers,
        "left_out": one.left_out,
        "version": one.version,
    }
    return LogInput(**{**plain, **changed})


def csv_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet(data: bytes, number: int = 1) -> list[dict[str, str]]:
    """The cells of a sheet of a workbook by row, read by the standard's own rules."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        root = ET.fromstring(file.read(f"xl/worksheets/sheet{number}.xml"))
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    assert not root.findall(".//m:f", space)
    return [
        {
            re.sub(r"\d", "", c.attrib["r"]): "".join(t.text or "" for t in c.iterfind(".//m:t", space))
            for c in found.findall("m:c", space)
        }
        for found in root.findall(".//m:row", space)
    ]


def test_every_entry_and_every_step_is_one_line_in_order_of_time() -> None:
    one = given()
    found = [*entries(one)]
    assert [entry.row.id for entry in found if entry.row] == [r.id for r in one.rows]
    assert sum(entry.marker is not None for entry in found) == len(one.markers)
    known = [entry.when.order_key() for entry in found if entry.when.order_key() is not None]
    assert known == sorted(known)
    assert [e.cells["number"] for e in found if e.row] == [str(n) for n in range(1, len(one.rows) + 1)]


def test_a_log_kept_by_hand_fills_the_columns_that_such_logs_have() -> None:
    (line,) = [e.cells for e in entries(given(rows=[incident()], markers=()))]
    for column, field in (
        *(("where", "where"), ("who", "who"), ("technology", "technology"), ("witnesses", "witnesses")),
        *(("reported_to", "reported to"), ("officer", "officer"), ("badge", "badge")),
        *(("report_number", "report number"), ("evidence", "evidence")),
    ):
        assert line[column] == INCIDENT[field]
    assert (line["what"], line["date"]) == ("Flowers on my step.", "2026-01-10")


def test_times_say_how_they_are_known() -> None:
    lines = {e.row.id: e.cells for e in entries(given()) if e.row}
    assert lines[f"{20:032x}"]["date"].startswith("undecided: between 3 Jan 2026")
    assert lines[f"{20:032x}"]["time_known"] == "written as: 03/01/2026, 22:14"
    assert lines[f"{22:032x}"]["time_known"] == "by the sender's own clock"
    first = lines[f"{0:032x}"]
    assert (first["date"], first["time"], first["zone"]) == (
        "2025-12-29",
        "09:20:00",
        "Europe/London (UTC+0)",
    )


@pytest.mark.parametrize(
    ("precision", "date", "time"),
    [
        ("year", "2025", ""),
        ("month", "2025-12", ""),
        ("day", "2025-12-29", ""),
        ("none", "time unknown", ""),
        ("hour", "2025-12-29", "between 09:00 and 09:59"),
        ("minute", "2025-12-29", "09:20"),
    ],
)
def test_a_time_is_written_as_finely_as_it_is_known(precision: str, date: str, time: str) -> None:
    (line,) = [e.cells for e in entries(given(rows=[row(0, precision=precision)], markers=()))]
    assert (line["date"], line["time"]) == (date, time)


def test_a_time_outside_the_calendar_breaks_nothing() -> None:
    far = given(rows=[row(0, at=10**17)], markers=())
    assert csv_rows(log_csv(far))[0]["Date"] == "a time outside the calendar"
    assert log_calendar(far)[1] == 1
    assert timesketch(far)[1] == 1


def test_the_table_says_what_the_log_says() -> None:
    one = given()
    shown = csv_rows(log_csv(one))
    assert [*shown[0]] == [*TITLES.values()]
    assert len(shown) == len(one.rows) + len(one.markers)
    numbered = [line for line in shown if line["No."]]
    for record, line in zip(one.rows, numbered, strict=True):
        assert line["Id of the record"] == record.id
        assert line["SHA-256 of the file"] == record.source
    assert Counter(line["Direction"] for line in numbered if line["Direction"]) == Counter(
        {"in": "received", "out": "sent", None: "direction undecided"}[r.direction]
        for r in one.rows
        if r.kind != "incident"
    )
    words = "\n".join(line["What happened"] for line in shown)
    assert all(text in words for text in SCRIPTS.values())
    assert "SECRET-OF-THE-PERSON" not in log_csv(one).decode("utf-8-sig")


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_in_a_table_is_a_formula(text: str) -> None:
    assert is_formula(text) or not text.strip()
    ((read,),) = csv.reader(io.StringIO(table([[text]]).decode("utf-8-sig"), newline=""))
    assert read.startswith("'")
    one = given(rows=[row(0, text=text, subject="", by=None, to=())], markers=())
    for found in csv.reader(io.StringIO(log_csv(one).decode("utf-8-sig"), newline="")):
        assert not any(is_formula(value) for value in found)
    for cells in sheet(log_workbook(one)):
        assert cells
    for line in csv_rows(timesketch(one)[0]):
        assert not any(is_formula(value) for value in line.values())


def test_words_that_are_no_formula_stay_as_they_are() -> None:
    assert table([["plain", 'with "quotes", commas\nand lines']]).decode("utf-8-sig") == (
        '"plain","with ""quotes"", commas\nand lines"\r\n'
    )
    assert not is_formula(" ")


def test_a_cell_is_never_longer_than_spreadsheets_take_and_says_so() -> None:
    shown = cell("a" * 40_000)
    assert len(shown) < 32_767
    assert shown.endswith("8,000 more characters; full text at source)")
    assert cell("a" * LONGEST) == "a" * LONGEST
    assert cell("x\u202ey\x00") == "x⟨U+202E⟩y⟨U+0000⟩"


def test_the_workbook_is_words_only_and_the_same_every_time() -> None:
    one = given()
    data = log_workbook(one)
    assert data == log_workbook(one)
    rows = sheet(data)
    assert [*rows[0].values()] == [*TITLES.values()]
    assert len(rows) - 1 == len(one.rows) + len(one.markers)
    listed = csv_rows(log_csv(one))
    for cells, line in zip(rows[1:], listed, strict=True):
        assert cells["F"] == line["What happened"].removeprefix("'") or is_formula(cells["F"])
    told = " ".join(" ".join(cells.values()) for cells in sheet(data, 2))
    assert one.left_out[0] in told
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert not any("docProps" in name or "vba" in name.lower() for name in file.namelist())
        assert file.testzip() is None


def test_the_json_has_every_line_and_what_is_left_out() -> None:
    one = given()
    told = json.loads(log_json(one))
    assert told["left_out"] == [*one.left_out]
    assert told["zone"] == "Europe/London"
    assert len(told["entries"]) == len(one.rows) + len(one.markers)
    instants = [entry["at"] for entry in told["entries"] if entry["number"]]
    assert sum(at is None for at in instants) == sum(r.at is None for r in one.rows)
    for at, record in zip(instants, one.rows, strict=True):
        assert at is None or datetime.fromisoformat(at).timestamp() * 1000 == record.at


def test_the_calendar_can_be_read_and_its_titles_say_nothing() -> None:
    one = given()
    data, without = log_calendar(one)
    assert without == 0
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert len(events) == len(one.rows) + len(one.markers)
    described = "\n".join(str(event["DESCRIPTION"]) for event in events)
    assert all(text in described for text in SCRIPTS.values())
    titles = " ".join(str(event["SUMMARY"]) for event in events)
    assert "shop" not in titles
    undecided = [event for event in events if "undecided" in str(event["SUMMARY"])]
    assert [str(event["DTSTART"].dt) for event in undecided] == ["2026-01-03"]
    assert [str(event["DTEND"].dt) for event in undecided] == ["2026-01-05"]
    exact = {str(e["UID"]): e["DTSTART"].dt for e in events}
    assert exact[f"{0:032x}@holdfast.invalid"].timestamp() * 1000 == START


def test_evidence_can_begin_no_line_of_a_calendar() -> None:
    text = "x\nEND:VEVENT\r\nBEGIN:VALARM\nATTACH:http://example.org/a;b,c\\d"
    data, _ = log_calendar(given(rows=[row(0, text=text, subject="")], markers=()))
    assert data.count(b"END:VEVENT\r\n") == 1
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert str(event["DESCRIPTION"]).startswith(text.replace("\r", ""))


def test_what_has_no_time_is_left_out_of_calendars_and_counted() -> None:
    lost = row(1, at=None, precision="none", basis="unknown", as_written="once")
    _, without = log_calendar(given(rows=[row(0), lost], markers=()))
    assert without == 1
    data, lacking = timesketch(given(rows=[row(0), lost], markers=()))
    assert (lacking, len(csv_rows(data))) == (1, 1)


def test_timesketch_gets_the_columns_it_asks_for() -> None:
    one = given()
    data, without = timesketch(one)
    found = csv_rows(data)
    assert {"message", "datetime", "timestamp_desc"} <= set(found[0])
    assert len(found) + without == len(one.rows) + len(one.markers)
    assert without == 1
    by_id = {line["id"]: line for line in found}
    for record in one.rows:
        if record.at is not None:
            line = by_id[record.id]
            assert datetime.fromisoformat(line["datetime"]).timestamp() * 1000 == record.at
            assert int(line["timestamp"]) == record.at * 1000


def test_a_load_file_has_the_hash_of_every_document() -> None:
    documents = [
        Document(
            number=n,
            row=r,
            label="A-1" if n == 1 else "",
            native="natives/HF1.eml" if n == 1 else "",
            native_sha256="ab" * 32 if n == 1 else "",
            native_size=10,
            text=f"text/{n}.txt",
            text_sha256="cd" * 32,
            withheld="" if n == 1 else "not a mail",
        )
        for n, r in enumerate(given().rows[:3], 1)
    ]
    found = csv_rows(load_file(documents, "UTC"))
    assert [line["DOCID"] for line in found] == ["HF0000001", "HF0000002", "HF0000003"]
    assert (found[0]["NATIVESHA256"], found[0]["NATIVESIZE"]) == ("ab" * 32, "10")
    assert (found[1]["NATIVESIZE"], found[1]["WITHHELD"]) == ("", "not a mail")
    assert found[0]["RECORDID"] == documents[0].row.id


def test_the_log_on_paper_has_every_line_and_says_what_is_left_out() -> None:
    one = given()
    made = pdf(log_paper(one, computer=()))
    text = "".join(pages(made))
    assert made == pdf(log_paper(one, computer=()))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert squeezed(one.left_out[0]) in text
    assert squeezed("Idris from number 14") in text
    assert "Badge:0000" in text
    assert "SECRET" not in text
    assert "Entries41" in text
    assert size(made) == (A4[1], A4[0])
    large = pdf(log_paper(one, paper="letter", large_print=True, computer=()))
    assert size(large) == (LETTER[1], LETTER[0])
    assert len(pages(large)) > len(pages(made))
    empty = "".join(pages(pdf(log_paper(given(rows=[], markers=(), left_out=()), computer=()))))
    assert "Thereisnoentry." in empty


@pytest.mark.parametrize("large", [False, True])
def test_empty_sheets_have_the_columns_of_such_logs_and_as_many_pages_as_asked(large: bool) -> None:
    made = pdf(log_sheets(paper="letter", large_print=large, pages=3, made_at=START))
    found = pages(made)
    assert len(found) == 3
    for n, text in enumerate(found, 1):
        for word in ("Date", "Time", "Timezone", "Witnesses", "Officer", "Badge,reportnumber"):
            assert text.count(word) >= (2 if large else 4), word
        assert f"Page{n}of3" in text


def test_a_step_without_a_time_comes_last() -> None:
    marker = msgspec.structs.replace(sample().markers[0], when=When(as_written="once", precision="none"))
    assert [*entries(given(markers=(marker,)))][-1].marker == marker
