"""The command package, as a script runs it."""

import json
import subprocess
import sys
from pathlib import Path

from tests.cli.program import run


def chosen(folder: Path) -> str:
    event = json.loads(run("events", folder, "--jsonl").stdout.splitlines()[0])["id"]
    run("exhibit", folder, event, "--caption", "the first of them")
    return str(event)


def test_a_preview_writes_nothing_and_a_package_checks_out(folder: Path, tmp_path: Path) -> None:
    event, out = chosen(folder), tmp_path / "for-the-lawyer"
    seen = run("package", folder, "--preview", "--out", out)
    assert (seen.returncode, seen.stderr) == (0, b"")
    assert b"the first of them" in seen.stdout
    assert b"This is left out:" in seen.stdout
    assert not out.exists()
    told = json.loads(run("package", folder, "--preview", "--json").stdout)
    assert [(one["label"], one["event"]) for one in told["leaving"]] == [("A-1", event)]
    made = run("package", folder, "--exhibits", "A-1", "--out", out, "--prepared-by", "Maya")
    assert (made.returncode, made.stderr) == (0, b"")
    assert b"It is not encrypted" in made.stdout
    checked = subprocess.run([sys.executable, "-I", out / "verify.py"], capture_output=True, check=False)
    assert checked.returncode == 0, checked.stdout
    again = json.loads(run("package", folder, "--out", tmp_path / "again", "--json").stdout)
    assert again["exhibits"] == 1
    assert again["stamps"] == []
    assert b"a package was made" in run("log", folder).stdout


def test_a_wrong_request_is_told_before_anything_is_done(folder: Path, tmp_path: Path) -> None:
    chosen(folder)
    for more in (
        [],
        ["--out", tmp_path],
        ["--out", tmp_path / "no" / "where"],
        ["--out", tmp_path / "new", "--exhibits", "B-9"],
        ["--out", tmp_path / "new", "--exhibits", ","],
        ["--out", tmp_path / "new", "--stamp"],
    ):
        asked = run("package", folder, *more)
        assert asked.returncode == 2, (more, asked)
        assert asked.stderr.startswith(b"holdfast: ")
        assert not (tmp_path / "new").exists()
