"""Numbers without a country: two accounts, until the person says in which country they were written."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.case.case import Case
from holdfast.case.decisions import Answer
from holdfast.model.errors import RequestError
from tests.case.exports import SMS, mail, mbox, write

NATIONAL = SMS.replace(b"+447700900123", b"07700 900123").replace(b"your bus", b"the bus")
SHORT = SMS.replace(b"+447700900123", b"60777").replace(b"your bus", b"a bus")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made, _ = Case.create(tmp_path / "case", "long enough a phrase", work_factor=2)
    yield made
    made.close()


def keys(case: Case) -> set[str]:
    return {account.key for account, *_ in case.query.accounts() if account.service == "phone"}


def test_a_told_country_makes_one_account_of_two_spellings_and_can_be_taken_back(
    case: Case, tmp_path: Path
) -> None:
    case.add(write(tmp_path / "in", a_xml=SMS, b_xml=NATIONAL, c_xml=SHORT, mail_mbox=mbox(mail(1))))
    before = {"phone:+447700900123", "phone:07700900123", "phone:60777", "phone:me"}
    assert keys(case) == before
    case.answer([Answer(about="country", value="gb")])
    assert keys(case) == before - {"phone:07700900123"}
    written = {line.row.by.handle for line in case.query.lines() if line.row.by}
    assert "07700 900123" in written or "+447700900123" in written
    assert [(a.about, a.value) for a in case.answers()] == [("country", "GB")]
    case.answer([Answer(about="country", value="")])
    assert keys(case) == before


def test_the_same_message_in_two_exports_is_one_once_both_numbers_are_one(case: Case, tmp_path: Path) -> None:
    case.add(write(tmp_path / "a", a_xml=SMS))
    case.add(write(tmp_path / "b", b_xml=SMS.replace(b"+447700900123", b"07700 900123")))
    assert len(list(case.query.lines())) == 3
    case.answer([Answer(about="country", value="GB")])
    assert [line.row.told_by for line in case.query.lines()] == [2, 2]


def test_a_number_that_the_country_does_not_have_stays_as_it_is(case: Case, tmp_path: Path) -> None:
    case.add(write(tmp_path / "in", b_xml=NATIONAL))
    case.answer([Answer(about="country", value="DK")])
    assert "phone:07700900123" in keys(case)


def test_ones_own_number_is_known_in_both_spellings(case: Case, tmp_path: Path) -> None:
    case.add(write(tmp_path / "in", b_xml=NATIONAL))
    case.answer([Answer(about="me", value="07700 900123"), Answer(about="country", value="GB")])
    assert case.query.mine() == {"phone:me", "phone:+447700900123"}


def test_a_word_that_is_no_country_is_refused(case: Case) -> None:
    with pytest.raises(RequestError, match="not a country"):
        case.answer([Answer(about="country", value="Atlantis")])
