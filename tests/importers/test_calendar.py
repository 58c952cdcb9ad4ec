"""Invitations: every appointment in the text is an event or a lost record."""

from holdfast.importers import eml
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


def test_an_invitation_reads_the_same_inside_a_mail_and_as_a_file_of_its_own() -> None:
    mail = (HERE / "eml/invitations/input/1 seen and attached.eml").read_bytes()
    start, end = mail.index(b"BEGIN:VCALENDAR"), mail.index(b"END:VCALENDAR") + 15
    (alone,) = (r for r in read_all(IMPORTER, {"a.ics": mail[start:end]}) if isinstance(r, Event))
    # The part to be seen and the part to be saved are one invitation.
    letter, inside = (r for r in read_all(eml.IMPORTER, {"a.eml": mail}) if isinstance(r, Event))
    assert inside.parent == letter.id
    for name in (
        "kind",
        "service",
        "when",
        "times",
        "by",
        "to",
        "subject",
        "text",
        "act",
        "thread",
        "fields",
    ):
        assert getattr(inside, name) == getattr(alone, name), name


def test_a_thousand_invitations_in_one_mail_are_read_up_to_a_limit_and_the_rest_is_told() -> None:
    one = b"BEGIN:VEVENT\r\nUID:%d\r\nDTSTAMP:20260310T090001Z\r\nSUMMARY:x\r\nEND:VEVENT\r\n"
    parts = (
        b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n"
        + b"".join(one % n for n in range(1000))
        + b"END:VCALENDAR\r\n"
    )
    mail = (
        b"From: a@example.org\r\nDate: Tue, 10 Mar 2026 09:00:00 +0000\r\nContent-Type: text/calendar\r\n\r\n"
    )
    records = read_all(eml.IMPORTER, {"a.eml": mail + parts})
    invited = [r for r in records if isinstance(r, Event) and r.kind == "invitation"]
    assert (len(invited), len({e.id for e in invited})) == (200, 200)
    assert sum(isinstance(r, Problem) for r in records) == 1
