"""A person says which accounts belong together, or do not, and takes it back; nothing is joined by itself."""

from pathlib import Path

import pytest

from holdfast.case.case import Case
from holdfast.case.decisions import Answer
from holdfast.model.errors import RequestError
from holdfast.model.link import Link, parties
from tests.case.test_merging import Two

ADA, BEN, CLEO = "whatsapp:ada", "whatsapp:ben", "whatsapp:cleo"
CHAT = b"14/06/2025, 18:30 - Ada: hello\n14/06/2025, 18:31 - Ben: hi\n14/06/2025, 18:32 - Cleo: yes\n"


@pytest.fixture
def chat(case: Case, tmp_path: Path) -> Case:
    path = tmp_path / "WhatsApp Chat with Ada.txt"
    path.write_bytes(CHAT)
    case.add([path], answers=[Answer(about="zone", value="UTC")])
    return case


def test_what_is_said_of_two_accounts_is_kept_with_its_reason_whichever_is_named_first(chat: Case) -> None:
    made = chat.link(BEN, ADA, " the same photo ")
    assert (made.accounts, made.is_one, made.why) == ((ADA, BEN), True, "the same photo")
    assert chat.links() == (made,)
    assert [group.accounts for group in chat.parties()] == [(ADA, BEN)]


def test_a_link_changes_no_account_and_no_event(chat: Case) -> None:
    before = ([a for a, *_ in chat.query.accounts()], [line.row for line in chat.query.lines()])
    chat.link(ADA, BEN, "the same photo")
    assert ([a for a, *_ in chat.query.accounts()], [line.row for line in chat.query.lines()]) == before


def test_a_refusal_is_remembered_joins_nothing_and_replaces_what_was_said(chat: Case) -> None:
    chat.link(ADA, BEN, "the same photo")
    chat.link(ADA, BEN, "they sat at one table", is_one=False)
    (link,) = chat.links()
    assert (link.is_one, link.why) == (False, "they sat at one table")
    assert chat.parties() == ()


def test_taking_back_leaves_nothing_said_and_both_in_the_log(chat: Case) -> None:
    chat.link(ADA, BEN, "the same photo")
    chat.unlink(BEN, ADA, "another photo after all")
    assert chat.links() == ()
    assert [entry.body["what"] for entry in chat.log(2)] == ["unlink", "link"]
    with pytest.raises(RequestError, match="Nothing was said"):
        chat.unlink(ADA, BEN, "again")


def test_what_was_said_is_there_when_the_case_is_opened_anew(chat: Case) -> None:
    made = chat.link(ADA, CLEO, "the same photo")
    chat.rebuild()
    assert chat.links() == (made,)


@pytest.mark.parametrize(
    ("one", "other", "why", "says"),
    [
        (ADA, ADA, "x", "one and the same"),
        (ADA, "mail:nobody@example.org", "x", "not in the case"),
        (ADA, BEN, "  ", "reason"),
    ],
)
def test_a_link_needs_two_known_accounts_and_a_reason(
    chat: Case, one: str, other: str, why: str, says: str
) -> None:
    with pytest.raises(RequestError, match=says):
        chat.link(one, other, why)
    assert chat.links() == ()


def test_taking_back_needs_a_reason(chat: Case) -> None:
    chat.link(ADA, BEN, "the same photo")
    with pytest.raises(RequestError, match="reason"):
        chat.unlink(ADA, BEN, "")


def test_links_that_touch_make_one_party_and_others_their_own() -> None:
    def link(one: str, other: str, *, is_one: bool = True) -> Link:
        return Link(accounts=(one, other), is_one=is_one, why="x", at=0)

    told = (link("a", "b"), link("c", "d"), link("e", "f"), link("b", "c"), link("d", "e", is_one=False))
    first, second = parties(told)
    assert first.accounts == ("a", "b", "c", "d")
    assert {one.accounts for one in first.links} == {("a", "b"), ("c", "d"), ("b", "c")}
    assert second.accounts == ("e", "f")


@pytest.fixture
def two(tmp_path: Path):
    made = Two(tmp_path)
    yield made
    made.here.close()
    made.there.close()


def test_links_of_another_copy_come_along_and_a_contradiction_is_told(two: Two) -> None:
    rowan, maya = "whatsapp:rowan", "whatsapp:maya"
    two.there.read()
    two.there.link(rowan, maya, "there")
    two.there.unlink(rowan, maya, "there")
    two.there.link(rowan, maya, "there, after all")
    assert two.merge().conflicts == ()
    assert [link.why for link in two.here.links()] == ["there, after all"]


def test_what_both_copies_say_differently_stays_as_it_was_said_here(two: Two) -> None:
    rowan, maya = "whatsapp:rowan", "whatsapp:maya"
    two.there.read()
    two.here.link(rowan, maya, "here")
    two.there.link(rowan, maya, "there", is_one=False)
    (conflict,) = two.merge().conflicts
    assert "belong together" in conflict
    assert [(link.is_one, link.why) for link in two.here.links()] == [(True, "here")]
