"""How a mail came, in `holdfast show`."""

import json
from pathlib import Path

from tests.cli.program import run

MAIL = """Received: from out.example.net (out.example.net [198.51.100.7]) by mx.example.org; Mon, 3 Mar 2025 09:15:04 +0000
Received: from home (home [203.0.113.66]) by out.example.net; Mon, 3 Mar 2025 09:15:01 +0000
From: Rowan Vale <rowan.vale@example.net>
To: ines@example.org
Subject: Hello
Date: Mon, 3 Mar 2025 10:15:00 +0100
Message-ID: <C1@example.net>

Hello.
"""


def test_a_provider_that_was_named_tells_what_can_be_relied_on(tmp_path: Path) -> None:
    case, mail = tmp_path / "case", tmp_path / "one.eml"
    mail.write_text(MAIL)
    assert run("new", case).returncode == 0
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


def test_a_damaged_original_leaves_the_rest_to_be_shown(tmp_path: Path) -> None:
    case, mail = tmp_path / "case", tmp_path / "one.eml"
    mail.write_text(MAIL)
    assert run("new", case).returncode == 0
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
