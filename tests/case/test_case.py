"""A case from end to end: what is added is kept, read, shown, decided about, handed over and checked."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from holdfast.case import case as case_module
from holdfast.case.case import Case
from holdfast.case.decisions import Answer
from holdfast.case.printing import Ordered
from holdfast.formats.incident_sheet import VERSION, Incident
from holdfast.importers import cannot_tell, importers, proof
from holdfast.model.errors import InputError, LockedError, RequestError, SpaceError
from holdfast.model.row import Row
from holdfast.timeline.filter import Filter
from holdfast.vault.intake import Intake
from tests.case.exports import CHAT, ME, OTHER, SMS, UNDECIDED_CHAT, mail, mbox, write
from tests.conftest import PASSPHRASE


def rows(case: Case, **which: object) -> list[Row]:
    return [line.row for line in case.query.lines(Filter(**which))]  # type: ignore[arg-type]


def dump(case: Case) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the index."""
    connection = case.query._run
    tables = (
        "source",
        "member",
        "account",
        "event",
        "addressee",
        "problem",
        "question",
        "batch",
        "settled",
        "joined",
    )
    found = {
        t: list(connection(f"SELECT * FROM {t} ORDER BY 1, 2" if t != "settled" else "SELECT * FROM settled"))
        for t in tables
    }
    found["words"] = list(
        connection("SELECT rowid FROM words WHERE words MATCH 'light OR coat OR bus' ORDER BY 1")
    )
    return found


def test_what_is_added_is_one_timeline_and_comes_back_unchanged(case: Case, tmp_path: Path) -> None:
    given = write(tmp_path / "in", mail_mbox=mbox(mail(1), mail(2)), chat_txt=CHAT, sms_xml=SMS)
    added = case.add(given, answers=[Answer(about="zone", value="Europe/London")])
    assert [s.name for s in added.kept] == ["mail.mbox", "chat.txt", "sms.xml"]
    assert [r.service for r in rows(case)] == ["mail", "mail", "sms", "sms", *["whatsapp"] * 3]
    for path in given:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        back = io.BytesIO()
        case.extract(digest, back)
        assert back.getvalue() == path.read_bytes()
    with pytest.raises(RequestError):
        case.extract("0" * 64, io.BytesIO())
    assert case.verify().ok


def test_adding_again_stores_nothing_new_and_says_so(case: Case, tmp_path: Path) -> None:
    given = write(tmp_path / "in", mail_mbox=mbox(mail(1)))
    case.add(given)
    before = sorted(p.name for p in (case.folder / "objects").rglob("*") if p.is_file())
    again = case.add(given)
    assert not again.kept
    assert again.already == ("mail.mbox",)
    assert sorted(p.name for p in (case.folder / "objects").rglob("*") if p.is_file()) == before
    assert len(rows(case)) == 1


def test_the_same_mail_from_two_sources_is_one_occurrence_and_both_are_kept(
    case: Case, tmp_path: Path
) -> None:
    case.add(write(tmp_path / "in", mail_mbox=mbox(mail(1), mail(2)), one_eml=mail(1)))
    assert len(rows(case)) == 2
    told = {r.subject: r.told_by for r in rows(case)}
    assert told == {"number 1": 2, "number 2": 1}
    both = [r for r in rows(case, repeats=True) if r.subject == "number 1"]
    assert len({r.occurrence for r in both}) == 1
    assert len({r.id for r in both}) == 2
    assert case.query.tellings(both[0].id) == [both[1].id]


def test_two_equal_messages_in_one_minute_stay_two_also_when_a_second_export_tells_both(
    case: Case, tmp_path: Path
) -> None:
    line = b"13/06/2025, 21:14 - Rowan: hello\n"
    newer = line * 2 + b"14/06/2025, 21:15 - Maya: later\n"
    case.add(write(tmp_path / "in", chat_txt=line * 2), answers=[Answer(about="zone", value="UTC")])
    case.add(write(tmp_path / "in", newer_txt=newer), answers=[Answer(about="zone", value="UTC")])
    assert [r.text for r in rows(case)] == ["hello", "hello", "later"]
    assert len(rows(case, repeats=True)) == 5


def test_direction_follows_from_the_accounts_that_the_person_names(case: Case, tmp_path: Path) -> None:
    mails = mbox(mail(1), mail(2, by=ME, to=OTHER), mail(3, by=OTHER, to="tilda@example.net"))
    case.add(write(tmp_path / "in", mail_mbox=mails))
    assert {r.direction for r in rows(case)} == {None}
    (question,) = case.waiting()
    assert question.about == "me"
    assert f"mail:{ME}" in question.choices
    case.answer([Answer(about="me", value=f"mail:{ME}")])
    assert [r.direction for r in rows(case)] == ["in", "out", None]
    assert not case.waiting()
    case.answer([Answer(about="me", value=f"-mail:{ME}")])
    assert {r.direction for r in rows(case)} == {None}


def test_who_is_who_in_a_chat_is_asked_for_each_chat(case: Case, tmp_path: Path) -> None:
    one_sided = b"13/06/2025, 21:14 - Rowan: hello\n14/06/2025, 21:14 - Rowan: hello?\n"
    case.add(
        write(tmp_path / "in", chat_txt=CHAT, other_txt=one_sided),
        answers=[Answer(about="zone", value="UTC"), Answer(about="me", value="Maya")],
    )
    by_source = {s["name"]: s["sha256"] for s in case.query.sources()}
    assert [r.direction for r in rows(case, source=by_source["chat.txt"])] == ["in", "out", "in"]
    # Nobody in the second chat is known to be the person: it is not guessed who wrote to whom.
    assert [r.direction for r in rows(case, source=by_source["other.txt"])] == [None, None]
    assert [q.source_name for q in case.waiting()] == ["other.txt"]
    case.answer([Answer(about="me", value="none", source=by_source["other.txt"])])
    assert [r.direction for r in rows(case, source=by_source["other.txt"])] == ["in", "in"]


def test_what_the_format_states_is_not_changed_by_answers(case: Case, tmp_path: Path) -> None:
    case.add(write(tmp_path / "in", sms_xml=SMS), answers=[Answer(about="me", value="+447700900123")])
    assert [r.direction for r in rows(case)] == ["in", "out"]


def test_an_id_with_capital_letters_is_the_persons_own_as_the_question_names_it(
    case: Case, tmp_path: Path
) -> None:
    files = {
        "users.json": [{"id": "U1", "name": "maya"}, {"id": "U2", "name": "rowan"}],
        "dms.json": [{"id": "D1", "members": ["U1", "U2"]}],
        "D1/2025-01-12.json": [
            {"type": "message", "user": "U2", "text": "hello?", "ts": "1736640000.000000"},
            {"type": "message", "user": "U1", "text": "no", "ts": "1736640060.000000"},
        ],
    }
    with zipfile.ZipFile(tmp_path / "slack.zip", "w") as made:
        for name, value in files.items():
            made.writestr(name, json.dumps(value))
    case.add([tmp_path / "slack.zip"])
    assert [r.direction for r in rows(case)] == [None, None]
    (question,) = case.waiting()
    assert "slack:U1" in question.choices
    case.answer([Answer(about="me", value="slack:U1")])
    assert [r.direction for r in rows(case)] == ["in", "out"]
    assert not case.waiting()


def test_an_unanswered_zone_leaves_times_undecided_and_an_answer_can_be_changed(
    case: Case, tmp_path: Path
) -> None:
    case.add(write(tmp_path / "in", chat_txt=CHAT))
    assert all(r.at is None and r.earliest is not None for r in rows(case))
    assert "zone" in {q.about for q in case.waiting()}
    first = rows(case)[0].id
    case.answer([Answer(about="zone", value="Europe/London")])
    assert rows(case)[0].as_json()["at"] == "2025-06-13T20:14:00Z"
    case.answer([Answer(about="zone", value="America/New_York")])
    assert rows(case)[0].as_json()["at"] == "2025-06-14T01:14:00Z"
    assert rows(case)[0].id == first


def test_an_undecidable_date_order_is_asked_and_not_guessed(case: Case, tmp_path: Path) -> None:
    zone = Answer(about="zone", value="UTC")
    case.add(write(tmp_path / "in", chat_txt=UNDECIDED_CHAT), answers=[zone])
    assert {r.at for r in rows(case)} == {None}
    assert "date_order" in {q.about for q in case.waiting()}
    case.answer([Answer(about="date_order", value="month_first")])
    assert rows(case)[0].as_json()["at"] == "2025-03-04T21:14:00Z"


def test_answers_on_add_are_about_those_files_only(case: Case, tmp_path: Path) -> None:
    case.add(write(tmp_path / "in", one_txt=CHAT), answers=[Answer(about="zone", value="Europe/London")])
    case.add(
        write(tmp_path / "in", two_txt=UNDECIDED_CHAT), answers=[Answer(about="zone", value="Asia/Tokyo")]
    )
    case.answer([Answer(about="date_order", value="day_first")])
    assert {r.as_written: r.as_json()["at"] for r in rows(case) if "home" in r.text} == {
        "13/06/2025, 21:14": "2025-06-13T20:14:00Z",
        "03/04/2025, 21:14": "2025-04-03T12:14:00Z",
    }
    # Handing a file in again with another zone changes the answer for that file.
    case.add(write(tmp_path / "in", one_txt=CHAT), answers=[Answer(about="zone", value="UTC")])
    assert rows(case, words="coat")[0].as_json()["at"] == "2025-06-14T07:02:00Z"


@pytest.mark.parametrize(
    "answer",
    [
        Answer(about="zone", value="Londn"),
        Answer(about="date_order", value="backwards"),
        Answer(about="me", value=" "),
        Answer(about="me", value="none"),
    ],
)
def test_a_wrong_answer_is_refused(case: Case, answer: Answer) -> None:
    with pytest.raises(RequestError):
        case.answer([answer])
    assert case.answers() == []


def test_rebuilding_gives_the_identical_index(case: Case, tmp_path: Path) -> None:
    zone = Answer(about="zone", value="Europe/London")
    case.add(
        write(tmp_path / "in", mail_mbox=mbox(mail(1), mail(2)), chat_txt=CHAT, sms_xml=SMS), answers=[zone]
    )
    case.add(write(tmp_path / "in", one_eml=mail(2), new_txt=UNDECIDED_CHAT, unknown_bin=b"\x00\x01\x02"))
    case.answer([Answer(about="me", value=ME), Answer(about="me", value="Maya")])
    case.answer([Answer(about="date_order", value="day_first")])
    case.mark("stop notice", "2025-06-13T21:20")
    before = dump(case)
    assert before["event"]
    assert before["problem"]
    case.rebuild()
    assert dump(case) == before


def test_an_index_that_is_gone_or_damaged_is_made_again(
    make_case: Callable[..., Case], tmp_path: Path
) -> None:
    case = make_case()
    case.add(write(tmp_path / "in", mail_mbox=mbox(mail(1))))
    before = dump(case)
    case.close()
    (case.folder / "index.db").write_bytes(b"not a database at all" * 1000)
    opened = Case.open(case.folder, PASSPHRASE)
    assert rows(opened) == []
    opened.read()
    assert dump(opened) == before
    opened.close()


def test_markers_exhibits_and_notes_are_kept_and_can_be_taken_back(
    make_case: Callable[..., Case], tmp_path: Path
) -> None:
    case = make_case()
    case.add(write(tmp_path / "in", mail_mbox=mbox(mail(1), mail(2))))
    event = rows(case)[0].id
    marker = case.mark(
        "stop notice", "2025-06-01", zone="Europe/London", accounts=[f"mail:{OTHER}"], proof=event[:10]
    )
    assert marker.proof == event
    order = case.mark("order", "2025-07-01T10:00+02:00", ends="2026-07-01")
    assert order.when.at == 1751356800000
    exhibit = case.choose(event, "the first")
    with pytest.raises(RequestError, match="already"):
        case.choose(event)
    case.note(event, "I was at home", private=True)
    case.close()
    again = Case.open(case.folder, PASSPHRASE)
    assert again.markers() == (marker, order)
    assert again.exhibits() == (exhibit,)
    assert [n.text for n in again.notes(event)] == ["I was at home"]
    again.unmark(order.id, "a mistake")
    again.unchoose("A-1", "another one is better")
    assert again.markers() == (marker,)
    assert again.choose(rows(again)[1].id).label == "A-2"
    for wrong in (
        lambda: again.unmark("x", "y"),
        lambda: again.unchoose("B-9", "y"),
        lambda: again.choose("zz"),
    ):
        with pytest.raises(RequestError):
            wrong()
    again.close()


@pytest.mark.parametrize("wrong", ["14.06.2025", "yesterday", "2025-13-01", ""])
def test_a_marker_needs_a_date_that_cannot_be_misread(case: Case, wrong: str) -> None:
    with pytest.raises(RequestError):
        case.mark("block", wrong)


def test_findings_follow_the_case(case: Case, tmp_path: Path) -> None:
    assert case.findings() == []
    mails = mbox(*[mail(n, day=n) for n in range(1, 25)])
    case.add(write(tmp_path / "in", mail_mbox=mails), answers=[Answer(about="me", value=ME)])
    case.mark("stop notice", "2025-06-12T00:00")
    found = {f.rule for f in case.findings()}
    assert "notice_line" in found
    assert case.findings() is case.findings()
    notice = next(f for f in case.findings() if f.rule == "notice_line")
    assert len(notice.rests_on) == 13


def test_a_record_of_a_file_with_old_line_ends_is_given_alone(case: Case, tmp_path: Path) -> None:
    case.add(write(tmp_path / "in", chat_txt=CHAT.replace(b"\n", b"\r")))
    (last,) = [r for r in rows(case) if "coat" in r.text]
    assert case.original(last.id) == b"14/06/2025, 07:02 - Rowan: nice coat today\r"


def test_what_came_with_a_record_is_found_in_another_file_that_was_handed_in(
    case: Case, tmp_path: Path
) -> None:
    folder = tmp_path / "WhatsApp Chat with Rowan"
    named = b"13/06/2025, 21:14 - Rowan: IMG-1.jpg (file attached)\n"
    write(folder, chat_txt=named + CHAT)
    (folder / "IMG-1.jpg").write_bytes(b"\xff\xd8 a picture")
    case.add([folder])
    (row,) = [r for r in rows(case) if r.attached]
    assert case.attachment(row.id, 0)[1] == b"\xff\xd8 a picture"


def test_the_original_of_a_record_is_given_byte_for_byte(case: Case, tmp_path: Path) -> None:
    mails = mbox(mail(1), mail(2))
    case.add(write(tmp_path / "in", mail_mbox=mails, chat_txt=CHAT, sms_xml=SMS, one_eml=mail(9)))
    originals = {r.service + r.text[:12]: case.original(r.id) for r in rows(case, repeats=True)}
    assert originals["whatsappnice coat to"] == b"14/06/2025, 07:02 - Rowan: nice coat today\n"
    assert originals["smsyour bus was"].startswith(b"<sms ")
    found = [case.original(r.id) for r in rows(case, services=("mail",), repeats=True)]
    assert mbox(mail(1)) in found
    assert mail(9) in found
    assert case.original(rows(case)[0].id, most=4) == b"From"


def test_attachments_come_back_decoded_and_never_the_wrong_one(case: Case, tmp_path: Path) -> None:
    body = (
        b"From: a@example.org\r\nTo: maya@example.org\r\nDate: Sun, 01 Jun 2025 12:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n'
        b'--b\r\nContent-Type: application/pdf; name="x.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        b"JVBERi0xLjQ=\r\n--b--\r\n"
    )
    case.add(write(tmp_path / "in", one_eml=body))
    event = rows(case)[0]
    attached, data = case.attachment(event.id, 0)
    assert (attached.name, data) == ("x.pdf", b"%PDF-1.4")
    for number in (1, -1):
        with pytest.raises(RequestError):
            case.attachment(event.id, number)


def test_a_written_incident_is_a_source_and_an_event(case: Case) -> None:
    case.write_incident(
        Incident(
            holdfast_incident=VERSION,
            date="2025-06-02",
            time="18:30",
            zone="Europe/London",
            what="A car waited outside.",
        )
    )
    (event,) = rows(case)
    assert (event.kind, event.as_json()["at"], event.text) == (
        "incident",
        "2025-06-02T17:30:00Z",
        "A car waited outside.",
    )


def test_a_folder_is_added_with_its_structure_and_odd_entries_are_refused(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder, mail_mbox=mbox(mail(1)))
    (folder / "sub").mkdir()
    (folder / "sub" / "chat.txt").write_bytes(CHAT)
    (folder / "link").symlink_to(folder / "mail.mbox")
    added = case.add([folder])
    assert [s.name for s in added.kept] == ["in/mail.mbox", "in/sub/chat.txt"]
    assert [r.name for r in added.refused] == ["in/link"]


def test_a_missing_path_and_the_case_itself_are_refused_before_anything_is_kept(
    case: Case, tmp_path: Path
) -> None:
    given = write(tmp_path / "in", mail_mbox=mbox(mail(1)))
    for wrong in (tmp_path / "nowhere", case.folder, case.folder / "objects"):
        with pytest.raises(RequestError):
            case.add([*given, wrong])
    assert list(case.vault.log.sources()) == []


def test_a_disk_that_is_full_stops_the_adding_and_a_broken_file_does_not(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = write(tmp_path / "in", a_mbox=mbox(mail(1)), b_mbox=mbox(mail(2)))
    real = Intake.put

    def broken(self: Intake, name: str, *rest: object, **named: object) -> object:
        if name == "a.mbox":
            raise InputError("It changed while it was read.")
        return real(self, name, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Intake, "put", broken)
    added = case.add(given)
    assert [r.name for r in added.refused] == ["a.mbox"]
    assert [s.name for s in added.kept] == ["b.mbox"]

    def full(*_: object, **__: object) -> object:
        raise SpaceError("The disk is full.")

    monkeypatch.setattr(Intake, "put", full)
    with pytest.raises(SpaceError):
        case.add(given)
    assert case.verify().ok


def test_a_wrong_passphrase_opens_nothing(case: Case) -> None:
    with pytest.raises(LockedError):
        Case.open(case.folder, "wrong")


def test_unknown_files_and_every_record_are_accounted_for(case: Case, tmp_path: Path) -> None:
    case.add(write(tmp_path / "in", mail_mbox=mbox(mail(1)), thing_xyz=b"\x00\x01 not known"))
    sources = {s["name"]: s for s in case.query.sources()}
    assert sources["thing.xyz"]["members"] == {"claimed": 0, "unclaimed": [""]}
    assert sources["mail.mbox"]["importers"]["mbox"]["events"] == 1
    assert [p["source_name"] for p in case.query.problems()] == ["thing.xyz"]
    assert case.query.totals()["unclaimed"] == 1


def test_what_came_with_a_message_belongs_to_it_and_holds_no_entries(case: Case) -> None:
    given = Path(__file__).parents[1] / "importers/imessage/macos/input/Messages"
    case.add([given])
    sources = {s["name"]: s for s in case.query.sources()}
    door = sources["Messages/Attachments/0a/10/0000/door.txt"]
    assert door["members"] == {"claimed": 1, "unclaimed": []}
    assert {n: (i["events"], i["without"]) for n, i in door["importers"].items()} == {"imessage": (0, 1)}
    # The log beside the database belongs to it too; the database itself holds the messages.
    assert sources["Messages/chat.db-wal"]["importers"]["imessage"]["without"] == 1
    assert sources["Messages/chat.db"]["importers"]["imessage"]["without"] == 0
    assert case.query.totals()["unclaimed"] == 0


def test_windows_move_through_the_timeline_both_ways(case: Case, tmp_path: Path) -> None:
    case.add(write(tmp_path / "in", mail_mbox=mbox(*[mail(n) for n in range(1, 21)])))
    every = list(case.query.lines())
    first = list(case.query.lines(limit=8))
    second = list(case.query.lines(after=first[-1].cursor, limit=8))
    back = list(case.query.lines(before=second[0].cursor, limit=8))
    assert first + second == every[:16]
    assert back == first


def test_filters_choose_by_account_channel_direction_day_and_words(case: Case, tmp_path: Path) -> None:
    given = write(
        tmp_path / "in", mail_mbox=mbox(mail(1), mail(2, by=ME, to=OTHER, day=20)), chat_txt=CHAT, sms_xml=SMS
    )
    case.add(given, answers=[Answer(about="me", value=ME), Answer(about="zone", value="Europe/London")])
    assert len(rows(case, accounts=(f"mail:{OTHER}",))) == 2
    assert len(rows(case, services=("sms", "mail"))) == 4
    assert [r.subject for r in rows(case, directions=("out",), services=("mail",))] == ["number 2"]
    assert len(rows(case, directions=("undecided",))) == 3
    assert len(rows(case, since=case.day("2025-06-14"), until=case.day("2025-06-14", end=True))) == 1
    assert [r.text for r in rows(case, words="coat")] == ["nice coat today"]
    assert rows(case, words="…") == []
    assert rows(case, undecided_time=True) == []
    assert case.query.count(Filter(kinds=("message",))) == 7
    every = rows(case)
    clock = {r.id: datetime.fromtimestamp((r.at or 0) / 1000, ZoneInfo("Europe/London")).hour for r in every}
    night = [r.id for r in every if clock[r.id] >= 20 or clock[r.id] < 6]
    assert 0 < len(night) < len(every)
    assert [r.id for r in rows(case, hours=(20, 6), zone="Europe/London")] == night
    assert [r.id for r in rows(case, hours=(6, 20), zone="Europe/London")] == [
        r.id for r in every if r.id not in night
    ]
    (thread,) = {r.thread for r in every if r.thread}
    inside = [r.id for r in every if r.thread == thread]
    assert 0 < len(inside) < len(every)
    assert [r.id for r in rows(case, thread=thread)] == inside
    assert [r.id for r in rows(case, only=(every[1].id,))] == [every[1].id]
    assert rows(case, only=()) == []


def test_the_packet_is_made_and_the_log_keeps_its_hash(case: Case, tmp_path: Path) -> None:
    case.add(
        write(tmp_path / "in", mail_mbox=mbox(mail(1), mail(2)), chat_txt=CHAT),
        answers=[Answer(about="me", value=ME)],
    )
    case.choose(rows(case)[0].id, "the first")
    pdf = case.packet(Ordered(title="A test"))
    assert pdf.startswith(b"%PDF-")
    (entry,) = case.vault.log.entries(("export",))
    assert entry.body["sha256"] == hashlib.sha256(pdf).hexdigest()


def test_every_importer_says_whether_real_files_were_read() -> None:
    for name in importers():
        assert proof(name), name


def test_every_importer_says_what_it_cannot_tell() -> None:
    for name in importers():
        assert cannot_tell(name), name


def test_the_newest_entries_of_the_log_come_first(case: Case) -> None:
    case.mark("block", "2025-06-01")
    case.mark("other", "2025-06-02")
    assert [e.action for e in case.log(2)] == ["decide", "decide"]
    assert case.log(2)[0].number > case.log(2)[1].number
    assert json.dumps(case.log(1)[0].body)


def test_the_same_bytes_under_a_name_that_tells_more_are_read_under_that_name(
    make_case: Callable[..., Case], tmp_path: Path
) -> None:
    case = make_case("one")
    data = mbox(mail(1), mail(2))
    case.add(write(tmp_path / "first", a_jpg=data, b_jpg=b"no picture", b_eml=mail(3)))
    assert case.query.totals()["events"] == 1
    for name in ("c.png", "a.mbox", "d.jpg"):
        (tmp_path / name).write_bytes(data)
        assert case.add([tmp_path / name]).already == (name,)
    told = {line.row.subject: line.row.source_name for line in case.query.lines()}
    assert len(told) == 3
    assert [source["members"]["unclaimed"] for source in case.query.sources()] == [[], [""], []]
    before = dump(case)
    case.rebuild()
    assert dump(case) == before


def test_an_archive_under_a_wrong_name_is_opened_once_it_has_a_right_one(case: Case, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mails/one.eml", mail(1))
    case.add(write(tmp_path / "first", a_jpg=packed.getvalue()))
    assert case.query.totals()["events"] == 0
    case.add(write(tmp_path / "second", a_zip=packed.getvalue()))
    (line,) = case.query.lines()
    assert case.original(line.row.id) == mail(1)


def test_another_name_does_not_take_away_what_was_read(case: Case, tmp_path: Path) -> None:
    case.add(write(tmp_path / "first", a_mbox=mbox(mail(1), mail(2))))
    before = dump(case)
    case.add(write(tmp_path / "second", a_jpg=mbox(mail(1), mail(2))))
    assert dump(case) == before


def test_a_packet_can_be_signed_and_the_log_keeps_with_which_certificate(case: Case) -> None:
    pytest.importorskip("pyhanko")
    pdf = case.packet(sign=True)
    assert b"ETSI.CAdES.detached" in pdf
    (entry,) = [entry for entry in case.log() if entry.action == "export"]
    assert entry.body["certificate"] == case.vault.signing().fingerprint
    assert entry.body["sha256"] == hashlib.sha256(pdf).hexdigest()


def test_without_the_extra_it_says_what_to_install(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_module, "find_spec", lambda _name: None)
    with pytest.raises(RequestError) as raised:
        case.packet(sign=True)
    assert "holdfast[sign]" in raised.value.hint
    assert [entry.action for entry in case.log() if entry.action == "export"] == []
