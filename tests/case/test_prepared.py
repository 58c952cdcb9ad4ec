"""What a person prepares for papers is kept in the log, and can be taken back."""

from pathlib import Path

import pytest

from holdfast.case.case import Case
from holdfast.model.errors import RequestError
from tests.case.exports import CHAT, write


def event(case: Case, folder: Path) -> str:
    case.add(write(folder / "in", chat_txt=CHAT))
    return next(case.query.lines()).row.id


def test_a_tag_is_set_and_taken_back_by_the_person(case: Case, tmp_path: Path) -> None:
    name = event(case, tmp_path)
    case.tag(name[:8], "unwanted_direct_contact")
    case.tag(name, "unwanted_direct_contact")
    assert [(one.event, one.behaviour) for one in case.tags()] == [(name, "unwanted_direct_contact")]
    case.untag(name, "unwanted_direct_contact", "It was wanted then.")
    assert case.tags() == ()
    with pytest.raises(RequestError):
        case.untag(name, "unwanted_direct_contact", "again")
    with pytest.raises(RequestError):
        case.tag(name, "grooming_or_solicitation")


def test_words_for_papers_stand_as_they_were_written(case: Case, tmp_path: Path) -> None:
    name = event(case, tmp_path)
    kept = case.state("impact", "  I moved.\nTwice. ", day="May 2025", event=name[:10])
    assert (kept.text, kept.day, kept.event) == ("I moved.\nTwice.", "May 2025", name)
    assert case.statements() == (kept,)
    case.unstate(kept.id, "Not now.")
    assert case.statements() == ()
    for about, text in (("law:none/of", "x"), ("indicator:psychosis", "x"), ("impact", " ")):
        with pytest.raises(RequestError):
            case.state(about, text)
    with pytest.raises(RequestError):
        case.unstate(kept.id, "again")


def test_an_indicator_can_be_left_out_and_brought_in_again(case: Case) -> None:
    case.hide("weapon", is_hidden=True)
    assert case.hidden() == {"weapon"}
    case.hide("weapon", is_hidden=False)
    assert case.hidden() == frozenset()
    with pytest.raises(RequestError):
        case.hide("psychosis", is_hidden=True)


def test_redactions_are_kept_by_recipient(case: Case) -> None:
    first = case.redact("witness", "Tilda Marchetti", "She asked for it.", recipient="court")
    every = case.redact("child", "Ane", "A child.")
    assert case.redactions() == (first, every)
    assert case.redactions("court") == (first, every)
    assert case.redactions("police") == (every,)
    case.unredact(first.id, "She agreed.")
    assert case.redactions() == (every,)
    for wrong in (
        {"kind": "witness", "words": "T", "why": "x"},
        {"kind": "witness", "words": "Tilda", "why": " "},
        {"kind": "nobody", "words": "Tilda", "why": "x"},
        {"kind": "witness", "words": "Tilda", "why": "x", "recipient": "everybody"},
    ):
        with pytest.raises(RequestError):
            case.redact(**wrong)
    with pytest.raises(RequestError):
        case.unredact(first.id, "again")
