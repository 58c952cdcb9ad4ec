"""The person's "not so" is kept in the log with its reason, holds for the findings, and can be taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.case.case import Case
from holdfast.case.decisions import Answer
from holdfast.model.errors import RequestError
from holdfast.model.finding import Finding
from tests.case.exports import ME, mail, mbox, write
from tests.conftest import PASSPHRASE

THREAT = "I will stab you with a knife tonight"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made, _ = Case.create(tmp_path / "case", PASSPHRASE, work_factor=10)
    paths = write(
        tmp_path / "given", mail_mbox=mbox(mail(1, text=THREAT), mail(2, day=2, text="see you at six"))
    )
    made.add(paths, answers=[Answer(about="me", value=ME), Answer(about="zone", value="UTC")])
    yield made
    made.close()


def listed(case: Case) -> list[Finding]:
    return [
        finding for finding in case.findings() if finding.rule == "read_first" and finding.figures["listed"]
    ]


def test_what_is_not_so_is_listed_no_more_until_it_is_so_after_all(case: Case) -> None:
    (finding,) = listed(case)
    event = finding.rests_on[0]
    heads = [name.removeprefix("listed_") for name in finding.figures if name == "listed_threat"]
    assert heads == ["threat"]
    case.say_not_so(event[:8], "threat", " a line from our play ")
    (said,) = case.not_so()
    assert (said.event, said.head, said.why) == (event, "threat", "a line from our play")
    assert all("listed_threat" not in finding.figures for finding in listed(case))
    case.rebuild()
    assert all("listed_threat" not in finding.figures for finding in listed(case))
    case.say_so_after_all(event, "threat", "I was wrong")
    assert case.not_so() == ()
    (again,) = listed(case)
    assert again.figures["listed_threat"] == 1
    assert [entry.body["what"] for entry in case.log(2)] == ["so after all", "not so"]


def test_a_reason_and_a_known_name_are_asked_for(case: Case) -> None:
    event = listed(case)[0].rests_on[0]
    with pytest.raises(RequestError, match="reason"):
        case.say_not_so(event, "threat", " ")
    with pytest.raises(RequestError, match="looked through"):
        case.say_not_so(event, "anger", "no")
    with pytest.raises(RequestError, match="not said of this event"):
        case.say_so_after_all(event, "threat", "no")
    assert case.not_so() == ()


def test_it_comes_over_from_another_copy(case: Case, tmp_path: Path) -> None:
    event = listed(case)[0].rests_on[0]
    case.backup(tmp_path / "there")
    there = Case.open(tmp_path / "there", PASSPHRASE)
    there.read()
    there.say_not_so(event, "threat", "a line from our play")
    there.note(event, "another entry")
    there.close()
    case.note(event, "so that both grew")
    done = case.merge(tmp_path / "there")
    assert done.conflicts == ()
    assert [said.why for said in case.not_so()] == ["a line from our play"]
