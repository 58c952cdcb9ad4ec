"""The commands about copies, as a script runs them."""

import json
import shutil
from pathlib import Path

from tests.cli.program import run


def test_a_copy_is_made_checked_and_given_back(folder: Path, tmp_path: Path) -> None:
    copy, anew = tmp_path / "stick", tmp_path / "anew"
    made = run("backup", folder, copy)
    assert (made.returncode, made.stderr) == (0, b"")
    assert b"The copy is as far as the case." in made.stdout
    checked = run("verify", copy, "--json")
    assert checked.returncode == 0
    assert json.loads(checked.stdout)["ok"] is True
    assert not (copy / "index.db").exists()
    shutil.rmtree(folder)
    assert run("restore", copy, anew).returncode == 0
    assert b"please stop" in run("timeline", anew, "--show-text").stdout
    done = run("log", anew)
    assert b"the case was restored from a copy" in done.stdout
    assert b"a file was handed in" in done.stdout


def test_what_is_damaged_in_both_is_named_with_the_exit_code_for_damage(folder: Path, tmp_path: Path) -> None:
    (piece,) = (folder / "objects").glob("??/*/*")
    piece.unlink()
    made = run("backup", folder, tmp_path / "stick")
    assert made.returncode == 4
    assert piece.name.encode() in made.stderr
    assert b"1 file could not be copied." in made.stderr


def test_a_part_of_a_copy_says_what_it_proves(folder: Path, tmp_path: Path) -> None:
    run("backup", folder, tmp_path / "stick")
    (tmp_path / "stick" / "log.db").unlink()
    checked = run("verify", tmp_path / "stick")
    assert checked.returncode == 4
    assert b"1 of 1 encrypted files open with the key of the case" in checked.stdout
    assert run("verify", tmp_path / "nothing").returncode == 2
    assert run("verify", tmp_path / "stick", HOLDFAST_PASSPHRASE="wrong").returncode == 5


def test_two_that_grew_apart_are_brought_together(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "stick"
    run("backup", folder, copy)
    run("mark", copy, "block", "--at", "2025-06-20")
    run("mark", folder, "order", "--at", "2025-07-01")
    refused = run("backup", folder, copy)
    assert refused.returncode == 2
    assert b"grew apart" in refused.stderr
    merged = run("merge", folder, copy)
    assert b"Brought in: 1 entry of the log, 0 originals." in merged.stdout
    assert run("markers", folder).stdout.count(b"2025") == 2
    assert run("backup", folder, copy).returncode == 0
    assert run("verify", copy).returncode == 0
