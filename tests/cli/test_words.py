"""What the commands say, in words and as JSON."""

import inspect
import json
import os
import re
import resource
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from holdfast.cli import main, page, printed
from tests.cli.program import PASSPHRASE, PROGRAM, run, start, surroundings


def said(*words: str | Path, code: int = 0) -> str:
    """Runs a command within this process; what it printed."""
    result: Result = CliRunner(env={"HOLDFAST_PASSPHRASE": PASSPHRASE}).invoke(
        main.holdfast, [os.fspath(word) for word in words], standalone_mode=False
    )
    if code == 0:
        assert result.exception is None, result.exception
    else:
        assert getattr(result.exception, "exit_code", None) == code
    return result.stdout


def told(*words: str | Path) -> Any:
    return json.loads(said(*words))


def lines(*words: str | Path) -> list[dict[str, Any]]:
    # As a program reads lines that takes more for a line end than "\n" is.
    return [json.loads(line) for line in said(*words).splitlines()]


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"]])
def test_the_program_alone_says_what_can_be_done_and_quickly(words: list[str]) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = run(*words)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert ended.returncode == 0
    assert b"holdfast COMMAND CASE" in ended.stdout
    assert ended.stderr == b""
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.25
    if not words:
        assert b"holdfast new my-case" in ended.stdout


def test_each_command_begins_its_help_with_its_line_in_the_list() -> None:
    context = click.Context(main.holdfast)
    listed = {name: line for section in main._SECTIONS.values() for name, (_, line) in section.items()}
    for name, line in listed.items():
        command = main.holdfast.get_command(context, name)
        assert command
        assert command.help
        assert inspect.cleandoc(command.help).split("\n")[0] == line
        assert "\\b" not in command.help


def test_each_option_says_what_it_is_for() -> None:
    context = click.Context(main.holdfast)
    for name in main.holdfast.list_commands(context):
        command = main.holdfast.get_command(context, name)
        assert command
        for option in command.params:
            assert (
                not isinstance(option, click.Option) or option.help or isinstance(option.type, click.Choice)
            )


def test_what_was_written_is_hidden_until_asked_for(made: Path) -> None:
    for words in (["timeline", made], ["search", made, "stop"]):
        assert "please stop" not in said(*words)
        assert "please stop" in said(*words, "--show-text")
    assert "4 events." in said("timeline", made)
    assert "1 event." in said("timeline", made, "--limit", "1")
    assert "1 event." in said("timeline", made, "--service", "mail", "--direction", "undecided")


def test_events_come_one_a_line_with_all_that_was_promised(made: Path) -> None:
    found = lines("events", made, "--jsonl")
    assert len(found) == 4
    promised = {"id", "parent", "kind", "at", "as_written", "basis", "precision", "service", "by", "to"}
    promised |= {"direction", "subject", "text", "attachments", "addresses", "links", "source", "member"}
    assert all(promised | {"position", "occurrence"} <= set(event) for event in found)
    assert "hello \x1b[31mthere\x9b2J" in {event["text"] for event in found}
    assert "\u202edone\u202c again" in {event["text"] for event in found}


def test_problems_findings_and_sources_are_there_for_programs(made: Path) -> None:
    assert {"what", "loss", "source", "member", "position", "importer", "raw"} <= set(
        lines("problems", made, "--jsonl")[0]
    )
    for finding in told("findings", made, "--json"):
        assert {"rule", "version", "parameters", "says", "figures", "otherwise", "limits", "rests_on"} <= set(
            finding
        )
    sources = told("sources", made, "--json")
    assert len(sources) == 3
    chat = next(source for source in sources if "WhatsApp" in source["name"])
    assert {"name", "sha256", "size", "received", "members", "importers", "questions"} <= set(chat)
    assert chat["importers"]["whatsapp"]["events"] == 3
    assert chat["members"] == {"claimed": 1, "unclaimed": []}
    assert {question["about"] for question in chat["questions"]} == {"me", "zone"}
    assert any("time zone" in sentence for sentence in chat["cannot_tell"]["whatsapp"])
    listed = said("sources", made)
    assert listed.count("What files read as whatsapp cannot tell:") == 1
    assert all(sentence in listed for sentence in chat["cannot_tell"]["whatsapp"])
    odd = next(source for source in sources if "odd" in source["name"])
    assert odd["members"]["unclaimed"] == [""]


def test_verify_names_what_it_checked_and_says_damage_in_the_same_form(folder: Path) -> None:
    assert told("verify", folder, "--json")["ok"] is True
    assert "Everything is as the log says." in said("verify", folder)
    described = folder / "vault.json"
    described.chmod(0o600)
    described.write_bytes(b"{" + described.read_bytes()[2:])
    result = json.loads(said("verify", folder, "--json", code=4))
    assert result["ok"] is False
    assert "vault.json" in result["faults"][0]["what"]


def test_questions_say_how_to_answer_and_answers_can_be_taken_back(folder: Path) -> None:
    asked = said("questions", folder)
    assert "Which account is yours?" in asked
    assert f"holdfast answer {folder} zone ZONE --source" in asked
    assert "changes nothing so far" in said("answer", folder, "me", "mail:nobody@example.org")
    assert said("answer", folder, "me", "whatsapp:maya") == "The answer is kept.\n"
    said("answer", folder, "zone", "Europe/London")
    assert "from you" in said("timeline", folder)
    assert "14 June 2025, 18:30 Europe/London" in said("timeline", folder)
    said("answer", folder, "me", "whatsapp:maya", "--take-back")
    said("answer", folder, "zone", "Europe/London", "--take-back")
    assert "from you" not in said("timeline", folder)
    said("answer", folder, "zone", "Europe/London", "--take-back", code=2)
    said("answer", folder, "zone", "Europe/Londinium", code=2)


def test_a_file_is_added_with_answers_for_it(folder: Path, tmp_path: Path) -> None:
    more = tmp_path / "WhatsApp Chat with Sam.txt"
    more.write_text("01/02/2025, 08:00 - Sam: hi\n01/02/2025, 08:01 - Maya: hello\n")
    out = said("add", folder, more, "--me", "Maya", "--zone", "Europe/London", "--day-first")
    assert "Saved: 1 file." in out
    assert "The case now holds 6 events." in out
    assert "1 February 2025, 08:00 Europe/London" in said("timeline", folder)
    again = told("add", folder, more, "--json")
    assert again == {"kept": [], "already": [more.name], "healed": [], "refused": []}
    assert "no file to keep" in said("add", folder, _made(tmp_path / "nothing"))
    assert "No account named" in said("add", folder, more, "--me", "Somebody") or "Maya" in said(
        "accounts", folder
    )


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_lines_exhibits_and_notes_are_told_in_words(folder: Path) -> None:
    event = lines("events", folder)[0]["id"]
    drawn = said("mark", folder, "stop notice", "--at", "2025-06-14T18:31", "--zone", "Europe/London")
    assert "stop notice" in drawn
    assert "No account" in said(
        "mark", folder, "block", "--at", "2025-06-15", "--to", "mail:nobody@example.org"
    )
    ordered = said("mark", folder, "order", "--at", "2025-06-16", "--ends", "2025-12-16")
    assert "16 June 2025  order, until 16 December 2025." in ordered
    listed = said("markers", folder)
    assert re.search(r"14 June 2025, 17:31 UTC  stop notice\n", listed)
    assert "15 June 2025  block, about mail:nobody@example.org" in listed
    marker = told("markers", folder, "--json")[0]["id"]
    said("unmark", folder, marker, "--why", "a slip")
    assert "stop notice" not in said("markers", folder)
    assert said("exhibit", folder, event[:10], "--caption", "the first") == "Chosen as A-1.\n"
    assert "A-1" in said("exhibits", folder)
    said("unexhibit", folder, "A-1", "--why", "a slip")
    assert "Nothing is chosen yet" in said("exhibits", folder)
    assert "private" in said("note", folder, event[:10], "my own secret words")
    done = said("log", folder)
    for words in ("the case was made", "a line was drawn: stop notice", "a note was written", "A-1"):
        assert words in done
    assert "secret" not in done
    assert told("log", folder, "--json")[0]["action"] == "decide"
    said("mark", folder, "block", "--at", "yesterday", code=2)


def test_an_incident_is_kept_and_its_zone_must_exist(folder: Path) -> None:
    said("incident", folder, "--date", "2025-06-16", "--what", "Somebody rang and said nothing.")
    assert "Somebody rang" in said("timeline", folder, "--show-text")
    said("incident", folder, "--date", "2025-06-16", "--what", "x", "--zone", "Nowhere/At all", code=2)
    assert said("log-sheet").startswith("Date,Time,")


def test_the_packet_is_written_and_said_not_to_be_encrypted(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "packet.pdf"
    assert "not encrypted" in said("packet", folder, "--out", out, "--paper", "letter")
    assert out.read_bytes().startswith(b"%PDF-")
    said("packet", folder, "--out", out, code=2)
    said("packet", folder, "--out", tmp_path / "no" / "packet.pdf", code=2)


def test_the_index_can_be_made_again(folder: Path) -> None:
    before = said("events", folder)
    assert said("rebuild", folder) == "Made again: 4 events.\n"
    assert said("events", folder) == before


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_terminals_of_few_characters_get_escapes_and_json_stays_utf_8(made: Path, encoding: str) -> None:
    own = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C", "TERM": "dumb"}
    ended = run("timeline", made, "--show-text", **own)
    assert (ended.returncode, ended.stderr) == (0, b"")
    ended = run("events", made, **own)
    assert ended.returncode == 0
    assert len([json.loads(line) for line in ended.stdout.decode("utf-8").splitlines()]) == 4


def test_words_that_are_no_text_are_a_wrong_request(made: Path) -> None:
    ended = subprocess.run(
        [*PROGRAM, "note", str(made), "aa", b"caf\xe9"],
        capture_output=True,
        timeout=300,
        env=surroundings(PYTHONUTF8="1"),
        check=False,
    )
    assert ended.returncode == 2
    assert b"is not text" in ended.stderr


def test_json_holds_nothing_that_steers_and_no_half_characters(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    value = {"a": "\x1b[2J \x7f \x9b2J \x85 \u2028 \u202e \udcff é 🙂"}
    printed.write_lines([value])
    sys.stdout.flush()
    written = capfdbinary.readouterr().out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", written.decode("utf-8"))
    assert json.loads(written) == {"a": value["a"].replace("\udcff", "\ufffd")}
    assert "é 🙂".encode() in written


def test_evidence_cannot_begin_a_line_of_its_own() -> None:
    assert printed.one_line("a\nholdfast: b\x1b[0m\u2029c\r") == "a holdfast: b\ufffd[0m c\ufffd"
    assert printed.plain("two\nlines \u2067turned\u2069") == "two\nlines turned"


def test_the_demonstration_is_made_once_and_never_over_another_case(made: Path, tmp_path: Path) -> None:
    demo = tmp_path / "demo"
    first = said("demo", demo, "--no-open")
    assert page.DEMO_PASSPHRASE in first
    assert f"holdfast open {demo}" in first
    assert "there already" in said("demo", demo, "--no-open")
    said("demo", made, "--no-open", code=2)
    # The one record in which most rules find something: all of it can leave as JSON.
    printed = CliRunner(env={"HOLDFAST_PASSPHRASE": page.DEMO_PASSPHRASE}).invoke(
        main.holdfast, ["findings", os.fspath(demo), "--json"], standalone_mode=False
    )
    assert printed.exception is None, printed.exception
    rules = {one["rule"] for one in json.loads(printed.stdout)}
    assert {"changes", "floods", "near_copies", "read_first", "switched_accounts", "timed_messages"} <= rules


def test_a_taken_port_and_an_unknown_case_are_wrong_requests_for_the_page(made: Path, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        said("open", made, "--no-browser", "--port", str(other.getsockname()[1]), code=2)
    said("open", tmp_path / "nowhere", "--no-browser", code=2)


def test_the_page_of_a_name_that_is_new_offers_to_make_the_case(tmp_path: Path) -> None:
    with start("open", tmp_path / "nowhere", "--no-browser", HOLDFAST_PASSPHRASE=None) as program:
        try:
            assert program.stdout is not None
            first = program.stdout.readline().decode()
            assert first.startswith("There is no case of that name yet.")
            link = next(line.strip() for raw in program.stdout if (line := raw.decode()).startswith("http"))
            with urllib.request.build_opener(urllib.request.HTTPCookieProcessor()).open(link) as page:
                assert "Could someone else see this device?" in page.read().decode()
        finally:
            program.kill()
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    assert run("open", tmp_path / "full", "--no-browser", HOLDFAST_PASSPHRASE=None).returncode == 2
