"""Taking something out again, on the command line."""

from pathlib import Path

from tests.cli.program import PASSPHRASE, Terminal
from tests.cli.test_words import lines, said, told


def test_a_file_is_withdrawn_with_a_reason(folder: Path) -> None:
    chat = next(s for s in told("sources", folder, "--json") if "WhatsApp" in s["name"])["sha256"]
    said("withdraw", folder, chat[:12], code=2)
    said("withdraw", folder, chat[:12], "--why", "mine", code=2)
    words = said("withdraw", folder, chat[:12], "--why", "not meant to be here", "--sure")
    assert "cannot be called back" in words
    (one,) = told("withdraw", folder, "--list", "--json")
    assert (one["sha256"], one["why"]) == (chat, "not meant to be here")
    assert "not meant to be here" in said("withdraw", folder, "--list")
    assert [s["sha256"] for s in told("sources", folder, "--json") if s["sha256"] == chat] == []
    assert "Withdrawn by you, no damage: " in said("verify", folder)
    log = said("log", folder)
    assert "a file was withdrawn: " in log
    assert "not meant" not in log


def test_an_event_stands_for_its_file(folder: Path) -> None:
    mail = next(s for s in told("sources", folder, "--json") if s["name"].endswith("morning.eml"))["sha256"]
    (event,) = [one for one in lines("events", folder, "--jsonl") if one["source"] == mail]
    said("withdraw", folder, event["id"], "--why", "why", "--sure")
    assert told("withdraw", folder, "--list", "--json")[0]["sha256"] == mail
    said("withdraw", folder, "f" * 32, "--why", "why", "--sure", code=2)


def test_a_person_is_asked_first(folder: Path) -> None:
    mail = next(s for s in told("sources", folder, "--json") if s["name"].endswith("morning.eml"))["sha256"]
    for answer, code in (("n", 2), ("y", 0)):
        with Terminal("withdraw", folder, mail, "--why", "why") as terminal:
            terminal.answer("Passphrase", PASSPHRASE)
            terminal.answer("Delete", answer)
            assert terminal.end() == code
    assert len(told("withdraw", folder, "--list", "--json")) == 1
