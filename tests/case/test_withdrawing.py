"""What is withdrawn goes out of the timeline, the search and the papers; the rest is as if it had never been."""

from pathlib import Path

import pytest

from holdfast.case.case import Case
from holdfast.case.decisions import Answer
from holdfast.model.errors import RequestError
from holdfast.timeline.filter import Filter
from tests.case.exports import CHAT, SMS, mail, mbox, write

ZONE = [Answer(about="zone", value="Europe/London")]


def names(case: Case) -> list[str]:
    return sorted({line.row.source_name for line in case.query.lines(Filter())})


@pytest.fixture
def full(case: Case, tmp_path: Path) -> Case:
    case.add(
        write(tmp_path / "in", mail_mbox=mbox(mail(1), mail(2)), chat_txt=CHAT, sms_xml=SMS), answers=ZONE
    )
    return case


def sha(case: Case, name: str) -> str:
    return next(source.sha256 for source in case.vault.log.sources() if source.name == name)


def test_the_timeline_and_the_search_follow(full: Case) -> None:
    words = next(line.row.text for line in full.query.lines(Filter()) if line.row.source_name == "chat.txt")
    word = max(words.split(), key=len)
    assert [line for line in full.query.lines(Filter(words=word)) if line.row.source_name == "chat.txt"]
    full.withdraw(sha(full, "chat.txt"), "not meant to be here")
    assert names(full) == ["mail.mbox", "sms.xml"]
    assert [line for line in full.query.lines(Filter(words=word)) if line.row.source_name == "chat.txt"] == []
    assert [one.name for one in full.withdrawn()] == ["chat.txt"]
    result = full.verify()
    assert (result.ok, [one.name for one in result.withdrawn]) == (True, ["chat.txt"])
    full.rebuild()
    assert names(full) == ["mail.mbox", "sms.xml"]


def test_the_rest_reads_as_if_it_had_never_been(full: Case, tmp_path: Path) -> None:
    full.withdraw(sha(full, "chat.txt"), "not meant to be here")
    other, _ = Case.create(tmp_path / "other", "some quiet words", work_factor=10)
    other.add(write(tmp_path / "in2", mail_mbox=mbox(mail(1), mail(2)), sms_xml=SMS), answers=ZONE)
    told = [[line.row.as_json() for line in one.query.lines(Filter())] for one in (full, other)]
    assert told[0] == told[1]
    assert full.query.totals() == other.query.totals()
    other.close()


def test_a_whole_batch_can_go(full: Case) -> None:
    for name in ("mail.mbox", "chat.txt", "sms.xml"):
        full.withdraw(sha(full, name), "why")
    assert full.query.totals()["events"] == 0
    assert full.query.totals()["sources"] == 0
    assert full.findings() is not None


def test_an_exhibit_in_it_goes_with_it_and_the_paper_can_still_be_made(full: Case) -> None:
    event = next(line.row for line in full.query.lines(Filter()) if line.row.source_name == "chat.txt")
    full.choose(event.id)
    full.withdraw(event.source, "why")
    assert full.exhibits() == ()
    assert full.packet().startswith(b"%PDF")


def test_an_event_is_withdrawn_only_with_a_file_of_its_own(full: Case, tmp_path: Path) -> None:
    shared = next(line.row for line in full.query.lines(Filter()) if line.row.source_name == "mail.mbox")
    with pytest.raises(RequestError, match="2 events"):
        full.only_source_of(shared.id)
    full.add(write(tmp_path / "one", single_eml=mail(9)))
    alone = next(line.row for line in full.query.lines(Filter()) if line.row.source_name == "single.eml")
    assert full.only_source_of(alone.id) == alone.source


def test_it_can_be_handed_in_again(full: Case, tmp_path: Path) -> None:
    full.withdraw(sha(full, "chat.txt"), "why")
    added = full.add(write(tmp_path / "in", chat_txt=CHAT), answers=ZONE)
    assert [source.name for source in added.kept] == ["chat.txt"]
    assert names(full) == ["chat.txt", "mail.mbox", "sms.xml"]
    assert full.verify().ok
