"""Who can open the case, on the command line."""

import os
import re
from pathlib import Path

import pyrage
import pytest

from tests.cli.program import PASSPHRASE, Terminal, run
from tests.cli.test_words import said, told

OTHER = "twelve grey stones by the sea"


def code(folder: Path, secret: str) -> int:
    return run("key", "list", folder, HOLDFAST_PASSPHRASE=secret).returncode


def test_the_passphrase_is_changed_by_a_person_at_a_terminal(folder: Path) -> None:
    with Terminal("key", "passphrase", folder) as terminal:
        terminal.answer("Passphrase (not shown", PASSPHRASE)
        terminal.answer("Passphrase", OTHER)
        terminal.answer("once more", OTHER)
        assert terminal.end() == 0
    assert (code(folder, OTHER), code(folder, PASSPHRASE)) == (0, 5)


def test_the_passphrase_is_changed_by_a_script(folder: Path) -> None:
    read, write = os.pipe()
    os.write(write, OTHER.encode() + b"\n")
    os.close(write)
    assert "new passphrase" in said("key", "passphrase", folder, "--new-passphrase-fd", str(read))
    assert (code(folder, OTHER), code(folder, PASSPHRASE)) == (0, 5)


def test_a_script_that_gives_no_new_one_is_told_how(folder: Path) -> None:
    ended = run("key", "passphrase", folder)
    assert ended.returncode == 5
    assert b"--new-passphrase-fd" in ended.stderr


def test_recovery_key_shares_and_other_people_open_it(folder: Path) -> None:
    recovery = re.search(r"([0-9A-Z]{4}-){6}[0-9A-Z]{4}", said("key", "recovery", folder))
    assert recovery
    assert code(folder, recovery[0]) == 0
    words = said("key", "shares", folder)
    shares = [" ".join(part.split()) for part in re.findall(r"only now:\n\n((?:    .*\n)+)", words)]
    assert [len(share.split()) for share in shares] == [20] * 3
    assert code(folder, f"{shares[0]}\n{shares[2]}") == 0
    assert code(folder, shares[0]) == 5
    theirs = pyrage.x25519.Identity.generate()
    said("key", "add-recipient", folder, str(theirs.to_public()))
    assert code(folder, f"# a comment\n{theirs}\n") == 0
    assert [one["what"] for one in told("key", "list", folder, "--json")] == [
        "passphrase", "recovery key", "shares", "recipient"
    ]  # fmt: skip
    assert f"the age key {theirs.to_public()}, since" in said("key", "list", folder)
    assert "can still open that copy" in said("key", "remove-recipient", folder, str(theirs.to_public()))
    said("key", "shares", folder, "--remove")
    assert (code(folder, str(theirs)), code(folder, f"{shares[0]} {shares[2]}")) == (5, 5)
    log = said("log", folder)
    for line in (
        "new recovery key was made",
        "three shares were made",
        "shares were taken back",
        "age key was taken out",
    ):
        assert line in log
    assert str(recovery[0]) not in log
    assert told("verify", folder, "--json")["ok"]


@pytest.mark.parametrize("wrong", ["age1", "someone"])
def test_what_is_no_age_key_is_refused(folder: Path, wrong: str) -> None:
    said("key", "add-recipient", folder, wrong, code=2)
