"""What a person at a terminal meets: prompts, second chances, words that cannot bend the terminal."""

import re
from pathlib import Path

from tests.cli.program import PASSPHRASE, Terminal


def test_a_new_case_asks_twice_and_shows_the_recovery_key_once(tmp_path: Path) -> None:
    with Terminal("new", tmp_path / "mine") as terminal:
        terminal.answer("Passphrase:", PASSPHRASE)
        terminal.answer("The same once more:", "something else altogether")
        terminal.wait_for("not the same")
        terminal.answer("Passphrase:", PASSPHRASE)
        terminal.answer("The same once more:", PASSPHRASE)
        assert terminal.end() == 0
    assert len(re.findall(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}", terminal.seen)) == 1
    assert PASSPHRASE not in terminal.seen
    assert "A longer one" not in terminal.seen
    assert (tmp_path / "mine" / "vault.json").exists()


def test_an_empty_passphrase_is_asked_for_again_and_a_short_one_gets_a_hint(tmp_path: Path) -> None:
    with Terminal("new", tmp_path / "mine") as terminal:
        terminal.answer("Passphrase:", "")
        terminal.answer("Passphrase:", "kitten")
        terminal.wait_for("A longer one is harder to guess")
        terminal.wait_for("The same once more:")
        terminal.interrupt()
        assert terminal.end() == 1
    assert not (tmp_path / "mine").exists()


def test_a_mistyped_passphrase_may_be_typed_again_three_times_at_most(made: Path) -> None:
    with Terminal("markers", made) as terminal:
        terminal.answer("Passphrase", "mistyped")
        terminal.wait_for("This does not open the case.")
        terminal.answer("while you type):", PASSPHRASE)
        assert terminal.end() == 0
    assert "No lines are drawn yet" in terminal.seen
    with Terminal("markers", made) as terminal:
        for _ in range(3):
            terminal.answer("while you type):", "mistyped")
        assert terminal.end() == 5


def test_ctrl_c_at_the_prompt_ends_quietly(made: Path) -> None:
    with Terminal("timeline", made) as terminal:
        terminal.wait_for("Passphrase")
        terminal.interrupt()
        assert terminal.end() == 1
    assert "Stopped." in terminal.seen
    assert "Traceback" not in terminal.seen


def test_nothing_in_the_evidence_steers_the_terminal(made: Path) -> None:
    for words in (
        ["timeline", made, "--show-text"],
        ["events", made, "--jsonl"],
        ["sources", made],
        ["problems", made],
        ["questions", made],
        ["log", made],
    ):
        with Terminal(*words) as terminal:
            terminal.answer("while you type):", PASSPHRASE)
            assert terminal.end() == 0, words
        # A line of progress is our own, and begins with a carriage return.
        evidence = terminal.seen.replace("\r\n", "\n").replace("\r", "")
        assert not re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", evidence), words
        assert "\nname.bin" not in evidence


def test_one_event_is_shown_in_words_on_a_terminal(made: Path) -> None:
    with Terminal("timeline", made, "--service", "mail") as terminal:
        terminal.answer("while you type):", PASSPHRASE)
        assert terminal.end() == 0
    found = re.search(r"([0-9a-f]{8})  15 June 2025", terminal.seen)
    assert found
    with Terminal("show", made, found[1]) as terminal:
        terminal.answer("while you type):", PASSPHRASE)
        assert terminal.end() == 0
    assert "Good morning" in terminal.seen
    assert "Only this." in terminal.seen
    assert "rowan@example.com" in terminal.seen
    assert '"id"' not in terminal.seen
    with Terminal("show", made, found[1], "--json") as terminal:
        terminal.answer("while you type):", PASSPHRASE)
        assert terminal.end() == 0
    assert '"id"' in terminal.seen


def test_progress_is_shown_on_a_terminal_and_not_on_a_dumb_one(made: Path) -> None:
    with Terminal("verify", made) as terminal:
        terminal.answer("while you type):", PASSPHRASE)
        assert terminal.end() == 0
    assert "\rChecking" in terminal.seen
    with Terminal("verify", made, TERM="dumb") as terminal:
        terminal.answer("while you type):", PASSPHRASE)
        assert terminal.end() == 0
    assert "\rChecking" not in terminal.seen
