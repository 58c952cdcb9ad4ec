"""Two copies that both grew are brought together: both originals, both logs, both decisions."""

import shutil
from pathlib import Path

import pytest

from holdfast.case.case import Case
from holdfast.case.copies import check
from holdfast.case.decisions import Answer
from holdfast.model.errors import DamageError, RequestError
from holdfast.vault.database import Database
from tests.conftest import PASSPHRASE

CHAT = "14/06/2025, 18:30 - Rowan: hello\n14/06/2025, 18:31 - Maya: please stop\n"


def letter(name: str, number: int) -> bytes:
    return (
        f"From: {name} <{name}@example.com>\r\nTo: maya@example.org\r\nDate: Sun, 15 Jun 2025 09:0{number}:00"
        f" +0100\r\nSubject: Letter\r\nMessage-ID: <{name}{number}@example.com>\r\n\r\nText {number}.\r\n"
    ).encode()


class Two:
    """A case, and a copy of it that was opened and used by itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.here, _ = Case.create(folder / "here", PASSPHRASE, work_factor=10)
        self.add(self.here, "WhatsApp Chat with Rowan.txt", CHAT.encode())
        self.here.answer([Answer(about="zone", value="Europe/London")])
        self.here.choose(self.events(self.here)[0])
        self.here.backup(folder / "there")
        self.there = Case.open(folder / "there", PASSPHRASE)

    def add(self, case: Case, name: str, data: bytes) -> None:
        (self.folder / "given").mkdir(exist_ok=True)
        path = self.folder / "given" / name
        path.write_bytes(data)
        case.add([path])

    def events(self, case: Case) -> list[str]:
        case.read()
        return [line.row.id for line in case.query.lines()]

    def merge(self):
        self.there.close()
        done = self.here.merge(self.folder / "there")
        assert self.here.verify().faults == []
        return done

    def subjects(self, case: Case) -> list[str]:
        return [line.row.text for line in case.query.lines()]


@pytest.fixture
def two(tmp_path):
    made = Two(tmp_path)
    yield made
    made.here.close()
    made.there.close()


def test_originals_and_events_of_both_are_there(two):
    two.add(two.here, "a.eml", letter("ada", 1))
    two.add(two.there, "b.eml", letter("ben", 2))
    two.add(two.there, "big.bin", bytes(range(256)) * 5000)
    done = two.merge()
    assert (done.originals, done.conflicts, done.lacking) == (2, (), ())
    assert sorted(s.name for s in two.here.vault.log.sources()) == [
        "WhatsApp Chat with Rowan.txt", "a.eml", "b.eml", "big.bin",
    ]  # fmt: skip
    texts = " ".join(filter(None, two.subjects(two.here)))
    assert "Text 1." in texts
    assert "Text 2." in texts
    batches = [source.batch for source in two.here.vault.log.sources()]
    assert len(set(batches)) == 4
    two.here.rebuild()
    assert len(two.events(two.here)) == 4


def test_the_other_log_is_carried_byte_for_byte_and_its_checkpoint_kept(two):
    two.add(two.there, "b.eml", letter("ben", 2))
    two.there.mark("block", "2025-06-20")
    rows = [row[3].decode() for row in two.there.vault.log.rows()]
    note = two.there.vault.log.checkpoints()[-1]
    root = two.there.vault.log.root().hex()
    two.here.mark("order", "2025-07-01")
    two.merge()
    entries = list(two.here.vault.log.entries())
    carried = [entry.body["merged"] for entry in entries if "merged" in entry.body]
    assert [one["entry"] for one in carried] == rows[-2:]
    (told,) = [entry.body for entry in entries if entry.action == "merge"]
    assert told["ends"] == {"size": len(rows), "root": root}
    assert told["begins"]["size"] == len(rows) - 2
    assert told["checkpoint"] == note


def test_decisions_of_both_hold_and_what_contradicts_is_told(two):
    first, second = two.events(two.there)[:2]
    two.here.mark("block", "2025-06-20")
    two.there.mark("order", "2025-07-01")
    two.here.note(first, "mine")
    two.there.note(first, "also mine")
    two.add(two.here, "a.eml", letter("ada", 1))
    two.add(two.there, "b.eml", letter("ben", 2))
    two.here.choose(two.events(two.here)[-1])
    there_event = two.events(two.there)[-1]
    two.there.choose(there_event)
    two.there.choose(second)
    two.there.unchoose("A-3", "not needed")
    two.here.answer([Answer(about="zone", value="Europe/Paris")])
    two.there.answer([Answer(about="zone", value="Europe/Rome")])
    two.there.answer([Answer(about="me", value="whatsapp:maya")])
    done = two.merge()
    assert {marker.kind for marker in two.here.markers()} == {"block", "order"}
    assert [note.text for note in two.here.notes(first)] == ["mine", "also mine"]
    assert {e.label: e.event for e in two.here.exhibits()}["A-3"] == there_event
    assert [e.label for e in two.here.exhibits()] == ["A-1", "A-2", "A-3"]
    assert two.here.zone()[0] == "Europe/Paris"
    assert Answer(about="me", value="whatsapp:maya") in two.here.answers()
    assert any("Exhibit A-2 of the other copy is exhibit A-3" in told for told in done.conflicts)
    assert any("Europe/Paris" in told and "Europe/Rome" in told for told in done.conflicts)
    assert two.here.choose(second).label == "A-5"


def test_what_only_the_other_copy_was_told_holds(two):
    two.there.answer([Answer(about="zone", value="Europe/Rome")])
    two.there.unchoose("A-1", "a mistake")
    assert two.merge().conflicts == ()
    assert two.here.zone()[0] == "Europe/Rome"
    assert two.here.exhibits() == ()


def test_what_the_other_copy_joined_is_joined_here_too(two):
    first, second = two.events(two.there)[:2]
    two.there.together(first, second, "one thought in two lines")
    two.there.answer([Answer(about="country", value="GB")])
    assert two.merge().conflicts == ()
    assert [line.row.told_by for line in two.here.query.lines()] == [2]
    assert Answer(about="country", value="GB") in two.here.answers()


def sha(case: Case, name: str) -> str:
    return next(source.sha256 for source in case.vault.log.sources() if source.name == name)


def test_who_is_around_and_what_few_should_know_is_told_in_either_copy(two):
    two.here.relate("mail:tilda@example.org", "friend")
    two.there.relate("mail:tilda@example.org", "work")
    two.there.relate("mail:ada@example.org", "family")
    two.there.tell("place", "Kestrel Lane")
    done = two.merge()
    assert [(r.account, r.kind) for r in two.here.relations()] == [
        ("mail:tilda@example.org", "friend"),
        ("mail:ada@example.org", "family"),
    ]
    assert [f.words for f in two.here.facts()] == ["Kestrel Lane"]
    assert [c for c in done.conflicts if "mail:tilda@example.org" in c]


def test_what_is_not_so_and_whom_a_line_is_for_is_told_in_either_copy(two):
    two.there.answer([Answer(about="me", value="whatsapp:maya")])
    finding = two.there.findings()[0]
    two.there.object_to(finding, "only my brother")
    line = two.here.mark("stop notice", "2025-06-14")
    two.merge()
    assert [one.why for one in two.here.objections().values()] == ["only my brother"]
    again = Case.open(two.folder / "there", PASSPHRASE)
    again.agree_to(finding, "he says it was not him")
    two.there = again
    two.here.address(line.id, ["whatsapp:rowan"])
    two.merge()
    assert two.here.objections() == {}
    assert [one.accounts for one in two.here.markers()] == [("whatsapp:rowan",)]


def test_what_was_withdrawn_here_does_not_come_back_from_an_older_copy(two):
    two.there.choose(two.events(two.there)[1])
    two.here.withdraw(sha(two.here, "WhatsApp Chat with Rowan.txt"), "not meant to be here")
    two.add(two.there, "b.eml", letter("ben", 2))
    assert two.merge().originals == 1
    assert [s.name for s in two.here.vault.log.sources()] == ["b.eml"]
    assert two.here.exhibits() == ()


def test_what_was_withdrawn_there_is_told_and_stays_here(two):
    two.there.read()
    two.there.withdraw(sha(two.there, "WhatsApp Chat with Rowan.txt"), "a mistake")
    (told,) = two.merge().conflicts
    assert "WhatsApp Chat with Rowan.txt was withdrawn in the other copy (a mistake)" in told
    assert len(two.here.vault.log.sources()) == 1


def test_what_was_added_and_withdrawn_there_leaves_only_its_trace(two):
    two.add(two.there, "b.eml", letter("ben", 2))
    two.there.withdraw(sha(two.there, "b.eml"), "a mistake")
    done = two.merge()
    assert (done.originals, done.lacking, done.conflicts) == (0, (), ())
    assert [one.name for one in two.here.withdrawn()] == ["b.eml"]
    assert len(two.here.vault.log.sources()) == 1


def test_what_was_withdrawn_here_and_added_again_there_is_here_and_told(two):
    two.add(two.here, "b.eml", letter("ben", 2))
    two.here.withdraw(sha(two.here, "b.eml"), "a mistake")
    two.add(two.there, "b.eml", letter("ben", 2))
    (told,) = two.merge().conflicts
    assert "It is here again" in told
    assert len(two.here.vault.log.sources()) == 2
    assert len(two.events(two.here)) == 3
    two.here.close()
    two.here = Case.open(two.folder / "here", PASSPHRASE)
    assert two.here.verify().faults == []


def test_the_same_file_and_exhibit_in_both_are_there_once(two):
    for case in (two.here, two.there):
        two.add(case, "same.eml", letter("ada", 1))
        case.choose(two.events(case)[-1])
    done = two.merge()
    assert (done.originals, done.conflicts) == (0, ())
    assert len(two.here.vault.log.sources()) == 2
    assert len(two.here.exhibits()) == 2
    assert len(two.events(two.here)) == 3


def test_merging_again_brings_in_only_what_is_new(two):
    two.here.mark("block", "2025-06-20")
    two.there.mark("order", "2025-07-01")
    two.merge()
    assert two.here.merge(two.folder / "there").entries == 0
    two.there = Case.open(two.folder / "there", PASSPHRASE)
    two.there.mark("police contact", "2025-07-03")
    done = two.merge()
    assert done.entries == 1
    assert len(two.here.markers()) == 3


def test_afterwards_the_copy_is_brought_up_to_date_by_a_backup(two):
    two.add(two.here, "a.eml", letter("ada", 1))
    two.add(two.there, "b.eml", letter("ben", 2))
    two.there.hand_out()
    two.there.close()
    with pytest.raises(RequestError, match="grew apart"):
        two.here.backup(two.folder / "there")
    two.merge()
    two.here.backup(two.folder / "there")
    assert check(two.folder / "there", PASSPHRASE).faults == []


def test_both_ways_and_by_a_third_copy_everything_arrives_once(two):
    two.there.close()
    shutil.copytree(two.folder / "there", two.folder / "third")
    two.there = Case.open(two.folder / "there", PASSPHRASE)
    third = Case.open(two.folder / "third", PASSPHRASE)
    two.add(third, "c.eml", letter("cleo", 3))
    third.mark("other", "2025-08-01")
    third.close()
    two.add(two.there, "b.eml", letter("ben", 2))
    two.there.merge(two.folder / "third")
    two.add(two.here, "a.eml", letter("ada", 1))
    two.merge()
    assert len(two.here.vault.log.sources()) == 4
    assert len(two.here.markers()) == 1
    assert len(two.events(two.here)) == 5
    there = Case.open(two.folder / "there", PASSPHRASE)
    there.merge(two.folder / "here")
    assert there.verify().faults == []
    assert len(there.vault.log.sources()) == 4
    assert len(there.markers()) == 1
    there.close()


def test_damage_here_is_healed_by_merging(two):
    two.there.mark("order", "2025-07-01")
    (piece,) = (two.folder / "here" / "objects").glob("??/*/*")
    piece.unlink()
    done = two.merge()
    assert done.healed == (piece.relative_to(two.folder / "here").as_posix(),)


def test_what_is_damaged_there_is_named_and_arrives_once_it_is_whole(two):
    two.add(two.there, "b.eml", letter("ben", 2))
    place = list(two.there.vault.log.placements().values())
    listed = {piece.container for piece in two.here.vault.log.pieces()}
    (new,) = [one for one in place if one.container not in listed]
    path = two.there.vault.objects.path(new.container, 0)
    data = path.read_bytes()
    path.unlink()
    two.there.close()
    done = two.here.merge(two.folder / "there")
    assert done.lacking == (path.relative_to(two.folder / "there").as_posix(),)
    assert [fault.kind for fault in two.here.verify().faults] == ["missing"]
    path.write_bytes(data)
    assert two.merge().healed == done.lacking


def test_another_case_and_a_damaged_log_are_refused(two, make_case):
    other = make_case("other")
    other.close()
    with pytest.raises(RequestError, match="no copy of this case"):
        two.here.merge(other.folder)
    with pytest.raises(RequestError, match="no copy of this case"):
        two.here.merge(two.folder / "nothing")
    database = two.there.vault.log.database
    with database.transaction():
        database.execute("DROP TRIGGER entries_stay", ())
        database.execute("UPDATE entries SET at = 5 WHERE number = 1", ())
    two.there.close()
    with pytest.raises(DamageError):
        two.here.merge(two.folder / "there")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entries WHERE number = (SELECT max(number) FROM entries)",
        "DELETE FROM entries WHERE action = 'merge'",
        "UPDATE entries SET body = CAST(replace(CAST(body AS TEXT), '2025-07-01', '2025-07-02') AS BLOB)",
    ],
)
def test_what_was_carried_cannot_be_changed_unseen(two, statement, monkeypatch):
    two.there.mark("order", "2025-07-01")
    two.here.mark("block", "2025-06-20")
    two.merge()
    database: Database = two.here.vault.log.database
    with database.transaction():
        for (name,) in database.all("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            database.execute(f"DROP TRIGGER {name}", ())
        database.execute(statement, ())
    assert any("another copy" in f.what or "other copy" in f.what for f in two.here.verify().faults)
