"""Commands that prepare papers, in words and as JSON."""

from pathlib import Path

import pytest

from tests.cli.test_words import lines, said, told


def test_laws_are_listed_by_place_with_what_they_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "US-TX" in said("laws")
    assert {"id": "DE", "name": "Germany", "also": ["EU"]} in told("laws", "--json")
    shown = said("laws", "US-NY")
    assert "only a court can say" in shown
    assert "Not shown: 2 that nobody has verified" in shown
    assert "no legal advice" in shown
    assert all(law["read"] and law["source"] for law in told("laws", "US-NY", "--json"))
    said("laws", "MARS", code=2)


def test_numbers_to_call_are_listed_for_all_places_and_for_one() -> None:
    listed = said("numbers")
    assert "GB  United Kingdom: 999\n" in listed
    assert "IE  Ireland: 112 or 999\n" in listed
    one = said("numbers", "GB")
    assert one.startswith("In danger now: 999\n")
    assert "0808 802 0300  National Stalking Helpline, about stalking\n" in one
    (shown,) = told("numbers", "GB", "--json")
    assert shown["line"][0]["source"].startswith("arun.gov.uk")
    said("numbers", "MARS", code=2)


def test_behaviours_are_listed_with_their_ordinary_explanations() -> None:
    shown = said("behaviours")
    assert "mail_flood:" in shown
    assert shown.count("Ordinary explanations:") == len(told("behaviours", "--json"))


def test_an_indicator_is_left_out_of_papers_and_brought_in_again(folder: Path) -> None:
    assert "No indicator" in said("hide", folder)
    said("hide", folder, "weapon")
    assert said("hide", folder).split() == ["weapon"]
    said("hide", folder, "weapon", "--back")
    assert "No indicator" in said("hide", folder)
    said("hide", folder, "no such thing", code=2)


def test_a_tag_and_words_for_papers_are_kept_shown_and_taken_back(folder: Path) -> None:
    event = lines("events", folder, "--jsonl")[0]["id"]
    assert "Nothing is tagged" in said("tags", folder)
    said("tag", folder, event, "mail_flood")
    assert event[:8] in said("tags", folder)
    assert told("tags", folder, "--json")[0]["behaviour"] == "mail_flood"
    said("untag", folder, event, "mail_flood", "--why", "it was not")
    assert "Nothing is written" in said("statements", folder)
    assert "law:de_238/impact" in said("state", folder, "--topics")
    said("state", folder, "impact", "I moved.\nTwice.", "--day", "May")
    (kept,) = told("statements", folder, "--json")
    assert "Twice" not in said("statements", folder)
    assert "    Twice" in said("statements", folder, "--show-text")
    assert "about May" in said("statements", folder)
    said("unstate", folder, kept["id"], "--why", "not now")
    said("state", folder, "impact", code=2)
    assert "words for papers were written" in said("log", folder)
