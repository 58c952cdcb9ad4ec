"""How a mail came, in `holdfast show`."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.cli.program import run
from tests.importers.mailbox import whole

MAIL = """Received: from out.example.net (out.example.net [198.51.100.7]) by mx.example.org; Mon, 3 Mar 2025 09:15:04 +0000
Received: from home (home [203.0.113.66]) by out.example.net; Mon, 3 Mar 2025 09:15:01 +0000
From: Rowan Vale <rowan.vale@example.net>
To: ines@example.org
Subject: Hello
Date: Mon, 3 Mar 2025 10:15:00 +0100
Message-ID: <C1@example.net>

Hello.
"""


def test_a_provider_that_was_named_tells_what_can_be_relied_on(
    empty: Callable[[], Path], tmp_path: Path
) -> None:
    case, mail = empty(), tmp_path / "one.eml"
    mail.write_text(MAIL)
    assert run("add", case, mail).returncode == 0
    listed = run("timeline", case).stdout.decode().split()[0]
    assert json.loads(run("show", case, listed).stdout)["route"]["ip"] == ""
    assert run("answer", case, "provider", "example.org").returncode == 0
    route = json.loads(run("show", case, listed).stdout)["route"]
    assert route["ip"] == "198.51.100.7"
    assert [hop["is_proven"] for hop in route["hops"]] == [True, False]
    assert run("answer", case, "provider", "no domain").returncode != 0
    assert run("answer", case, "provider", "example.org", "--take-back").returncode == 0
    assert json.loads(run("show", case, listed).stdout)["route"]["ip"] == ""


def test_a_damaged_original_leaves_the_rest_to_be_shown(empty: Callable[[], Path], tmp_path: Path) -> None:
    case, mail = empty(), tmp_path / "one.eml"
    mail.write_text(MAIL)
    assert run("add", case, mail).returncode == 0
    listed = run("timeline", case).stdout.decode().split()[0]
    for piece in (case / "objects").rglob("*"):
        if piece.is_file():
            piece.unlink()
    shown = run("show", case, listed)
    assert shown.returncode == 0
    told = json.loads(shown.stdout)
    assert told["subject"] == "Hello"
    assert told["route"]["says"].startswith("The original of this mail is damaged or missing")


def test_a_mail_inside_a_mail_has_a_way_of_its_own(empty: Callable[[], Path], tmp_path: Path) -> None:
    case, mail = empty(), tmp_path / "one.eml"
    inner = MAIL.replace("Subject: Hello", "Subject: The inner one")
    head = (
        "From: ines@example.org\nTo: help@example.com\nSubject: Fwd\nDate: Tue, 4 Mar 2025 10:00:00 +0000\n"
    )
    mail.write_text(
        f'{head}Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: message/rfc822\n\n'
        f"{MAIL}\n--b\nContent-Type: message/rfc822\n\n{inner.replace('198.51.100.7', '198.51.100.9')}\n--b--\n"
    )
    assert run("add", case, mail).returncode == 0
    assert run("answer", case, "provider", "example.org").returncode == 0
    events = [json.loads(line) for line in run("events", case, "--jsonl").stdout.splitlines()]
    ways = {e["subject"]: json.loads(run("show", case, e["id"]).stdout)["route"]["ip"] for e in events}
    assert ways == {"Fwd": "", "Hello": "198.51.100.7", "The inner one": "198.51.100.9"}


def test_a_message_in_a_mailbox_of_outlook_is_found_again(empty: Callable[[], Path], tmp_path: Path) -> None:
    case, store = empty(), tmp_path / "outlook.pst"
    store.write_bytes(whole())
    assert run("add", case, store).returncode == 0
    assert run("answer", case, "provider", "example.org").returncode == 0
    events = {e["subject"]: e for e in map(json.loads, run("events", case, "--jsonl").stdout.splitlines())}
    outer = events["Your new door"]
    shown = run("show", case, outer["id"], "--original").stdout
    assert shown.startswith(b"Received: from out.example.net")
    assert b"one\r\ntwo\r" in shown
    route = json.loads(run("show", case, outer["id"]).stdout)["route"]
    assert (route["ip"], route["hops"][0]["is_proven"]) == ("198.51.100.7", True)
    assert events["The first one"]["parent"] == outer["id"]
