"""Anchors and checkpoints on the command line: nobody is asked but by `anchor`, and nothing is lost."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from holdfast.case import anchored
from holdfast.case.case import Case
from tests.cli.program import PASSPHRASE
from tests.cli.test_words import lines, said, told
from tests.lookup.server import Behaviour, serving
from tests.vault.authority import TestAuthority


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return TestAuthority(tmp_path_factory.mktemp("authority") / "one")


@pytest.fixture
def server(authority: TestAuthority) -> Iterator[Behaviour]:
    with serving(authority) as behaviour:
        yield behaviour


@pytest.fixture
def named(folder: Path, server: Behaviour, tmp_path: Path) -> Path:
    roots = tmp_path / "roots.pem"
    roots.write_text(server.authority.roots)
    said("anchor", folder, "--authority", server.url, "--roots", roots)
    return folder


def test_nobody_is_asked_until_it_is_asked_for(named: Path, server: Behaviour) -> None:
    for words in (["verify"], ["log"], ["timeline"], ["anchor", "--list"], ["checkpoint"]):
        said(words[0], named, *words[1:])
    assert server.asked == []


def test_a_stamp_is_had_and_told_and_had_once(named: Path, server: Behaviour) -> None:
    words = said("anchor", named)
    assert "IP address" in words
    assert f"Stamped by {server.url}" in words
    assert "Nobody was asked" in said("anchor", named)
    assert len(server.asked) == 1
    (standing,) = told("anchor", named, "--list", "--json")
    assert (standing["url"], standing["due"], standing["waiting"]) == (server.url, False, None)
    assert standing["stamped"] < standing["expires"]
    assert told("verify", named, "--json")["checked"]["anchors"] == 1
    assert f"a time stamp was received from {server.url}" in said("log", named)


def test_what_cannot_be_had_waits_and_is_had_later(named: Path, server: Behaviour) -> None:
    server.status, server.body = 503, b""
    said("anchor", named, code=3)
    (standing,) = told("anchor", named, "--list", "--json")
    assert standing["waiting"]
    assert "HTTP 503" in standing["why"]
    assert "waits since" in said("anchor", named, "--list")
    server.status, server.body = 200, b"no stamp"
    said("anchor", named, code=3)
    server.body = None
    (asked,) = told("anchor", named, "--json")
    assert asked["time"]
    assert abs(asked["clock_ahead"]) < 60_000
    assert told("anchor", named, "--list", "--json")[0]["waiting"] is None
    assert told("verify", named, "--json")["ok"]


def test_one_authority_that_fails_does_not_hinder_the_other(
    named: Path, server: Behaviour, authority: TestAuthority, tmp_path: Path
) -> None:
    with serving(authority) as other:
        said("anchor", named, "--authority", other.url, "--roots", tmp_path / "roots.pem")
        server.status = 500
        said("anchor", named, code=3)
        stamped = {one["url"]: bool(one["stamped"]) for one in told("anchor", named, "--list", "--json")}
        assert stamped == {server.url: False, other.url: True}
        said(
            "anchor",
            named,
            "--authority",
            "http://third.example.org",
            "--roots",
            tmp_path / "roots.pem",
            code=2,
        )
        said("anchor", named, "--forget", server.url)
        assert [one["url"] for one in told("anchor", named, "--list", "--json")] == [other.url]


@pytest.mark.slow
def test_a_stamp_is_renewed_before_its_certificate_ends_and_both_are_proven_after(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day, roots = timedelta(days=1), tmp_path / "roots.pem"
    ending = TestAuthority(
        tmp_path / "ending", first=datetime.now(UTC) - day, days=1 + timedelta(seconds=6) / day
    )
    with serving(ending) as server:
        roots.write_text(ending.roots)
        said("anchor", folder, "--authority", server.url, "--roots", roots)
        said("anchor", folder)
        (standing,) = told("anchor", folder, "--list", "--json")
        ends = datetime.fromisoformat(standing["expires"])
        assert standing["due"]
        assert "ends soon: renew it" in said("anchor", folder, "--list")
        # The authority goes on with new certificates, under another root.
        following = TestAuthority(tmp_path / "following")
        server.authority = following
        roots.write_text(following.roots)
        said("anchor", folder, "--authority", server.url, "--roots", roots)
        assert f"Stamped by {server.url}" in said("anchor", folder)
        time.sleep(max(0, (ends - datetime.now(UTC)).total_seconds()) + 1)
        assert "Nobody was asked" in said("anchor", folder)
        (standing,) = told("anchor", folder, "--list", "--json")
        assert datetime.fromisoformat(standing["expires"]) > ends + 300 * day
        assert len(server.asked) == 2

    case = Case.open(folder, PASSPHRASE)
    old, new = case.vault.anchors.tokens()
    case.close()
    assert (old.roots, new.roots) == (ending.roots, following.roots)
    assert old.expires < time.time() * 1000 < new.expires
    assert old.number < new.size  # The stamp that ended stands in what the new one is about.
    checked = told("verify", folder, "--json")
    assert (checked["ok"], checked["checked"]["anchors"]) == (True, 2)

    event = lines("events", folder, "--jsonl")[0]["id"]
    said("exhibit", folder, event, "--caption", "the first")
    said("package", folder, "--out", tmp_path / "out")
    assert b"2 earlier checkpoint(s)" in _run([sys.executable, "-I", "verify.py"], tmp_path / "out")
    page = (tmp_path / "out/VERIFY.txt").read_text("utf-8").splitlines()
    commands = [line.split() for line in page if "openssl ts -verify" in line and "-attime" in line]
    assert [command[4] for command in commands[:2]] == ["data/log/stamp-1.txt", "data/log/stamp-2.txt"]
    for command in commands[:2]:
        assert b"Verification: OK" in _run(command, tmp_path / "out")
    outdated = [word for word in commands[0] if word != "-attime" and not word.isdecimal()]
    assert b"Verification: OK" not in _run(outdated, tmp_path / "out")

    # And so on: before the new one ends, that is due too.
    monkeypatch.setattr(anchored, "now", lambda: new.expires - 30 * 86_400_000)
    assert told("anchor", folder, "--list", "--json")[0]["due"]


def _run(command: list[str], folder: Path) -> bytes:
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).stdout


def test_without_an_authority_it_says_how_to_name_one(folder: Path, tmp_path: Path) -> None:
    said("anchor", folder, code=2)
    said("anchor", folder, "--authority", "https://stamp.example.org", code=2)
    said("anchor", folder, "--forget", "https://stamp.example.org", code=2)
    (tmp_path / "none.pem").write_text("nothing")
    said(
        "anchor", folder, "--authority", "https://stamp.example.org", "--roots", tmp_path / "none.pem", code=2
    )
    assert said("anchor", folder, "--list") == "No authority is named.\n"


def test_a_line_is_handed_out_and_holds_the_log(folder: Path, tmp_path: Path) -> None:
    line = told("checkpoint", folder, "--json")["line"]
    before = tmp_path / "before"
    shutil.copytree(folder, before)
    assert "█" in said("checkpoint", folder)
    said("checkpoint", folder, "--svg", tmp_path / "code.svg")
    assert (tmp_path / "code.svg").read_text(encoding="utf-8").startswith("<?xml")
    said("checkpoint", folder, "--svg", tmp_path / "code.svg", code=2)
    assert told("checkpoint", folder, "--check", line, "--json")["size"] == int(line.split()[1])
    assert "It fits" in said("checkpoint", folder, "--check", line)
    later = told("checkpoint", folder, "--json")["line"]
    said("checkpoint", before, "--check", line)
    said("checkpoint", before, "--check", later, code=4)
    said("checkpoint", folder, "--check", line[:-3] + "AAA", code=2)
    said("checkpoint", folder, "--check", "x" + line, code=2)
    said("checkpoint", folder, "--check", "what", code=2)
