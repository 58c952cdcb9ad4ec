"""Sealed folders, on the command line."""

import json
from pathlib import Path

import pyrage

from tests.cli.program import run
from tests.cli.test_words import lines, said, told


def test_a_device_adds_what_it_cannot_read_and_another_takes_it_in(folder: Path, tmp_path: Path) -> None:
    sealed, letter = tmp_path / "sealed", tmp_path / "letter.eml"
    letter.write_text("From: sam@example.org\nDate: Sat, 14 Jun 2025 17:31:00 +0100\n\na quiet canary\n")
    key = said("key", "public", folder).strip()
    assert key in run("new", sealed, "--sealed-to", key, HOLDFAST_PASSPHRASE=None).stdout.decode()
    added = run("add", sealed, letter, "--obtained", "from her", HOLDFAST_PASSPHRASE=None)
    assert added.returncode == 0
    assert "cannot read it" in added.stdout.decode()
    line = added.stdout.decode().splitlines()[-1]
    for command in ("timeline", "verify", "sources"):
        assert "This is a sealed folder" in run(command, sealed).stderr.decode()
    assert run("add", sealed, letter, "--zone", "UTC", HOLDFAST_PASSPHRASE=None).returncode == 2
    taken = said("take-in", folder, sealed)
    assert "Taken in: 1 file, from 1 new entry." in taken
    assert line in taken
    assert any("a quiet canary" in (one["text"] or "") for one in lines("events", folder, "--jsonl"))
    assert told("take-in", folder, sealed, "--json") == {
        "entries": 0, "files": 0, "line": line, "troubles": []
    }  # fmt: skip
    assert "a sealed folder was taken in" in said("log", folder)
    (sealed / "entries" / "000001.age").unlink()
    again = json.loads(run("add", sealed, letter, "--json", HOLDFAST_PASSPHRASE=None).stdout)
    assert again["line"].startswith("1 ")
    assert "is another one" in said("take-in", folder, sealed, code=4)


def test_an_age_key_in_a_file_takes_in_what_was_sealed_for_it(folder: Path, tmp_path: Path) -> None:
    own = pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(f"# mine\n{own}\n")
    (tmp_path / "none.txt").write_text("nothing")
    said("new", tmp_path / "sealed", "--sealed-to", str(own.to_public()))
    said("add", tmp_path / "sealed", tmp_path / "none.txt")
    said("take-in", folder, tmp_path / "sealed", code=5)
    said("take-in", folder, tmp_path / "sealed", "--identity", tmp_path / "none.txt", code=2)
    words = said("take-in", folder, tmp_path / "sealed", "--identity", tmp_path / "key.txt")
    assert "1 file" in words
    said("new", tmp_path / "other", "--sealed-to", "age1nonsense", code=2)
