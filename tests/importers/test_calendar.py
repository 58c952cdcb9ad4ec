"""Invitations: every appointment in the text is an event or a lost record."""

from holdfast.importers.calendar import IMPORTER
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from tests.importers.fixtures import HERE, handed
from tests.importers.trees import Tree, read_all


def test_as_many_records_as_the_files_begin() -> None:
    for case in sorted((HERE / "calendar").iterdir()):
        given = Tree(handed(case / "input"))
        records = list(IMPORTER.read(list(given), given, Told()))
        begun = sum(
            p.read_bytes().count(b"BEGIN:VEVENT") + p.read_bytes().count(b"BEGIN:VTODO")
            for p in (case / "input").iterdir()
        )
        lost = sum(isinstance(r, Problem) and r.loss == "record" for r in records)
        assert sum(isinstance(r, Event) for r in records) + lost == begun > 0


def test_the_place_of_an_appointment_is_its_own_text() -> None:
    data = (HERE / "calendar/exports/input/calendar.ics").read_bytes()
    for record in read_all(IMPORTER, {"a.ics": data}):
        if isinstance(record, Event):
            p = record.found_at.position
            piece = data[p.start : p.start + p.length]
            assert piece.startswith(b"BEGIN:VEVENT")
            assert piece.endswith(b"END:VEVENT\r\n")
            assert record.subject.encode() in piece


def test_a_told_zone_decides_times_without_one_and_no_others() -> None:
    data = (HERE / "calendar/exports/input/calendar.ics").read_bytes()
    events = [
        r for r in read_all(IMPORTER, {"a.ics": data}, Told(zones={"": "Asia/Tokyo"})) if isinstance(r, Event)
    ]
    told = {e.subject: e.when for e in events}
    assert (told["By no zone"].at, told["By no zone"].basis) == (1_688_290_200_000, "declared")
    assert (told["In a named zone"].at, told["In a named zone"].basis) == (
        1_688_232_600_000,
        "sender_claimed",
    )
    assert told["In the hour that comes twice"].at is None


def test_hostile_files_come_to_an_end() -> None:
    deep = b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 10_000 + b"END:VEVENT\n" * 10_000
    wide = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + b"X-A:1\n" * 100_000 + b"END:VEVENT\n"
    folded = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a" + b"\n b" * 100_000 + b"\nEND:VEVENT\n"
    for data in (deep, wide, folded):
        records = read_all(IMPORTER, {"a.ics": data})
        assert [r for r in records if isinstance(r, Event)]
    records = read_all(IMPORTER, {"a.ics": deep})
    lost = sum(isinstance(r, Problem) and r.loss == "record" for r in records)
    assert lost + sum(isinstance(r, Event) for r in records) == 10_000


def test_a_file_without_an_appointment_is_told() -> None:
    (problem,) = read_all(IMPORTER, {"a.ics": b"BEGIN:VCALENDAR\nEND:VCALENDAR\n"})
    assert isinstance(problem, Problem)
    assert problem.loss == "member"
