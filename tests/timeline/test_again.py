"""Two exports of one chat: only what is new is added, and what the newer one lacks is shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.case.case import Case
from holdfast.case.decisions import Answer
from holdfast.model.row import Row

UTC = [Answer(about="zone", value="UTC")]
NAME = "WhatsApp Chat with Rowan.txt"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made, _ = Case.create(tmp_path / "case", "long enough a phrase", work_factor=2)
    yield made
    made.close()


def line(minute: int, text: str, by: str = "Rowan") -> str:
    return f"{13 + minute // 1440}/06/2025, {minute // 60 % 24:02d}:{minute % 60:02d} - {by}: {text}\n"


def add(case: Case, folder: Path, *lines: str, name: str = NAME) -> None:
    folder.mkdir()
    (folder / name).write_text("".join(lines), encoding="utf-8")
    case.add([folder / name], answers=UTC)


def rows(case: Case) -> list[Row]:
    return [one.row for one in case.query.lines()]


def gone(case: Case) -> dict[str, str]:
    return {r.text: r.gone_from for r in rows(case) if r.gone_from}


TALK = [line(n * 7, f"words {n}", "Rowan" if n % 3 else "Maya") for n in range(12)]


def test_what_a_newer_export_lacks_is_said_and_what_it_adds_is_added(case: Case, tmp_path: Path) -> None:
    add(case, tmp_path / "a", *TALK[:10])
    add(case, tmp_path / "b", *TALK[:4], *TALK[5:])
    assert [r.text for r in rows(case)] == [f"words {n}" for n in range(12)]
    assert gone(case) == {"words 4": NAME}


def test_the_order_in_which_they_are_handed_in_does_not_matter(case: Case, tmp_path: Path) -> None:
    add(case, tmp_path / "b", *TALK[:4], *TALK[5:])
    add(case, tmp_path / "a", *TALK[:10])
    assert gone(case) == {"words 4": NAME}


def test_what_only_the_newer_one_has_is_not_gone(case: Case, tmp_path: Path) -> None:
    add(case, tmp_path / "a", *TALK[:4], *TALK[5:10])
    add(case, tmp_path / "b", *TALK)
    assert gone(case) == {}


def test_one_of_two_equal_messages_of_one_minute_can_be_gone(case: Case, tmp_path: Path) -> None:
    add(case, tmp_path / "a", *TALK[:5], TALK[4], *TALK[5:])
    add(case, tmp_path / "b", *TALK, line(900, "later"))
    assert [r.text for r in rows(case)].count("words 4") == 2
    assert gone(case) == {"words 4": NAME}


def test_a_contact_saved_under_another_name_makes_nothing_disappear(case: Case, tmp_path: Path) -> None:
    add(case, tmp_path / "a", *TALK)
    add(case, tmp_path / "b", *(x.replace("Rowan", "Do not answer") for x in TALK), line(900, "later"))
    assert gone(case) == {}


def test_exports_that_tell_few_moments_alike_are_not_compared(case: Case, tmp_path: Path) -> None:
    add(case, tmp_path / "a", *TALK)
    add(case, tmp_path / "b", TALK[0], *(line(n * 7 + 3, "other") for n in range(1, 12)), TALK[11])
    assert gone(case) == {}


def test_what_lies_outside_the_days_of_the_newer_one_is_not_gone(case: Case, tmp_path: Path) -> None:
    add(case, tmp_path / "a", *TALK)
    add(case, tmp_path / "b", *TALK[6:], line(900, "later"))
    assert gone(case) == {}


def test_other_chats_are_not_compared(case: Case, tmp_path: Path) -> None:
    add(case, tmp_path / "a", *TALK)
    add(case, tmp_path / "b", *TALK[:4], *TALK[5:], name="WhatsApp Chat with Tilda.txt")
    assert gone(case) == {}


def test_a_third_export_that_has_it_again_takes_the_remark_away(case: Case, tmp_path: Path) -> None:
    add(case, tmp_path / "a", *TALK)
    add(case, tmp_path / "b", *TALK[:4], *TALK[5:], line(900, "later"))
    assert gone(case) == {"words 4": NAME}
    add(case, tmp_path / "c", *TALK, line(900, "later"), line(901, "last"))
    assert gone(case) == {}
    case.rebuild()
    assert gone(case) == {}


def test_the_names_an_account_was_shown_under_are_kept_with_their_times(case: Case, tmp_path: Path) -> None:
    from tests.case.exports import mail, mbox

    (tmp_path / "m.mbox").write_bytes(
        mbox(
            mail(1, by="rowan@example.com").replace(b"From: <", b"From: Rowan <"),
            mail(2, by="rowan@example.com").replace(b"From: <", b"From: A friend <"),
            mail(3, by="rowan@example.com").replace(b"From: <", b"From: Rowan <"),
            mail(4, by="tilda@example.com").replace(b"From: <", b"From: Tilda <"),
        )
    )
    case.add([tmp_path / "m.mbox"])
    names = case.query.names()
    assert {key: [(n.name, n.number) for n in shown] for key, shown in names.items()} == {
        "mail:rowan@example.com": [("Rowan", 2), ("A friend", 1)]
    }
    first = names["mail:rowan@example.com"][0]
    assert (first.first, first.last) == (rows(case)[0].at, rows(case)[2].at)
