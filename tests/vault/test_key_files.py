"""What opens a case can change: nothing is encrypted anew, and a crash in between locks nobody out."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from holdfast.model.errors import LockedError, RequestError, SpaceError
from holdfast.vault import durable
from holdfast.vault.key_files import KeyFiles
from holdfast.vault.log import Log
from holdfast.vault.vault import Vault
from holdfast.vault.verification import verify
from tests.vault.vaults import PHRASE, add, new_vault, restored

NOW = 1_700_000_100_000
OTHER = "twelve grey stones by the sea"


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    vault = new_vault(tmp_path)
    add(vault, {"a.txt": b"first"})
    return vault


def opens(folder: Path, secret: str) -> bool:
    try:
        again = Vault.open(folder, secret)
    except LockedError:
        return False
    assert restored(again) == {"a.txt": b"first"}
    result = verify(again)
    assert (result.faults, result.found) == ([], [])
    again.close()
    return True


def objects(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (folder / "objects").rglob("*") if path.is_file()}


def test_another_passphrase_opens_and_the_old_one_does_not(vault: Vault) -> None:
    before = objects(vault.folder)
    vault.key_files.change_passphrase(OTHER, at=NOW, work_factor=10)
    vault.close()
    assert opens(vault.folder, OTHER)
    assert not opens(vault.folder, PHRASE)
    assert objects(vault.folder) == before
    with pytest.raises(RequestError):
        vault.key_files.change_passphrase("  ", at=NOW)


def test_a_new_recovery_key_takes_the_place_of_the_old(tmp_path: Path) -> None:
    vault, old = Vault.create(tmp_path / "case", PHRASE, now=NOW, work_factor=10)
    add(vault, {"a.txt": b"first"})
    new = vault.key_files.renew_recovery(at=NOW, work_factor=10)
    vault.close()
    assert (opens(vault.folder, new), opens(vault.folder, old), opens(vault.folder, PHRASE)) == (
        True,
        False,
        True,
    )


def test_two_of_three_shares_open_it_until_they_are_taken_back(vault: Vault) -> None:
    first = vault.key_files.make_shares(at=NOW, work_factor=10)
    assert opens(vault.folder, f"{first[2]} {first[0]}")
    second = vault.key_files.make_shares(at=NOW, work_factor=10)
    assert not opens(vault.folder, f"{first[2]} {first[0]}")
    assert opens(vault.folder, f"{second[1]}\n{second[2]}")
    vault.key_files.remove_shares(at=NOW)
    assert not opens(vault.folder, f"{second[1]}\n{second[2]}")
    with pytest.raises(RequestError):
        vault.key_files.remove_shares(at=NOW)


def test_somebody_else_opens_it_with_a_key_of_their_own(vault: Vault) -> None:
    theirs = pyrage.x25519.Identity.generate()
    key_file = f"# made for this\n# public key: {theirs.to_public()}\n{theirs}\n"
    assert not opens(vault.folder, key_file)
    vault.key_files.add_recipient(f" {theirs.to_public()}\n".upper(), at=NOW)
    assert opens(vault.folder, key_file)
    with pytest.raises(RequestError):
        vault.key_files.add_recipient(str(theirs.to_public()), at=NOW)
    vault.key_files.remove_recipient(str(theirs.to_public()), at=NOW)
    assert not opens(vault.folder, key_file)
    assert opens(vault.folder, PHRASE)
    for wrong in ("age1", "", str(theirs), str(theirs.to_public())):
        with pytest.raises(RequestError):
            vault.key_files.remove_recipient(wrong, at=NOW)


def test_a_mistyped_age_key_is_told_as_such(vault: Vault) -> None:
    right = str(pyrage.x25519.Identity.generate())
    with pytest.raises(LockedError, match="mistyped"):
        Vault.open(vault.folder, right[:-1] + ("X" if right[-1] != "X" else "Y"))


def test_who_can_open_it_is_told(vault: Vault) -> None:
    theirs = str(pyrage.x25519.Identity.generate().to_public())
    vault.key_files.add_recipient(theirs, at=NOW)
    vault.key_files.make_shares(at=NOW + 1, work_factor=10)
    vault.key_files.change_passphrase(OTHER, at=NOW + 2, work_factor=10)

    def told() -> dict[str, int]:
        return {holder.what + holder.recipient: holder.since for holder in vault.key_files.holders()}

    made = 1_700_000_000_000
    assert told() == {
        "passphrase": NOW + 2, "recovery key": made, f"recipient{theirs}": NOW, "shares": NOW + 1
    }  # fmt: skip
    vault.key_files.remove_recipient(theirs, at=NOW)
    vault.key_files.remove_shares(at=NOW)
    assert told() == {"passphrase": NOW + 2, "recovery key": made}


class StoppedError(Exception):
    """The program ends here."""


def steps(monkeypatch: pytest.MonkeyPatch, last: int) -> Callable[[], int]:
    """Lets so many writes, renames and log entries through, then stops. Gives how many there were."""
    done = 0

    def counted(real):
        def step(*words, **named):
            nonlocal done
            if done == last:
                raise StoppedError
            done += 1
            return real(*words, **named)

        return step

    monkeypatch.setattr(durable, "write_file", counted(durable.write_file))
    monkeypatch.setattr(durable, "replace", counted(durable.replace))
    monkeypatch.setattr(durable, "sync_folder", counted(durable.sync_folder))
    monkeypatch.setattr(Log, "append", counted(Log.append))
    return lambda: done


CHANGES: dict[str, Callable[[KeyFiles], object]] = {
    "passphrase": lambda files: files.change_passphrase(OTHER, at=NOW, work_factor=10),
    "recovery": lambda files: files.renew_recovery(at=NOW, work_factor=10),
    "shares": lambda files: files.make_shares(at=NOW, work_factor=10),
    "no shares": lambda files: files.remove_shares(at=NOW),
}


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_a_stop_at_any_step_leaves_a_case_that_opens_and_is_whole(
    vault: Vault, tmp_path: Path, change: str
) -> None:
    if change == "no shares":
        vault.key_files.make_shares(at=NOW, work_factor=10)
    vault.close()
    for last in range(30):
        folder = tmp_path / f"copy {last}"
        shutil.copytree(vault.folder, folder)
        again = Vault.open(folder, PHRASE)
        before = again.log.size()
        with pytest.MonkeyPatch.context() as patch:
            done = steps(patch, last)
            try:
                CHANGES[change](again.key_files)
                is_over = True
            except StoppedError:
                is_over = False
            was_logged = again.log.size() > before
            assert done() == last or is_over
        again.close()
        assert not opens_at_all(folder, "neither of them")  # and that is not taken for damage
        if change == "passphrase":
            # What is logged holds, what is not never was; and the next opening ends what was begun.
            assert opens_at_all(folder, OTHER if was_logged else PHRASE)
            assert opens_at_all(folder, PHRASE) is not was_logged
        else:
            assert opens_at_all(folder, PHRASE)
        assert not list(folder.rglob("*.new")) or not was_logged
        if is_over:
            break
    else:
        pytest.fail("it never came to its end")
    assert last > 3


def opens_at_all(folder: Path, secret: str) -> bool:
    try:
        again = Vault.open(folder, secret)
    except LockedError:
        return False
    assert verify(again).faults == []
    again.close()
    return True


def test_a_disk_that_takes_nothing_more_changes_nothing(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise SpaceError("full")

    with monkeypatch.context() as patch:
        patch.setattr(durable, "write_file", full)
        with pytest.raises(SpaceError):
            vault.key_files.change_passphrase(OTHER, at=NOW, work_factor=10)
    assert vault.log.size() == 2
    assert opens(vault.folder, PHRASE)


@pytest.mark.skipif(not shutil.which("age"), reason="the age program is not installed")
def test_the_age_program_opens_it_for_somebody_else(vault: Vault, tmp_path: Path) -> None:
    theirs = pyrage.x25519.Identity.generate()
    vault.key_files.add_recipient(str(theirs.to_public()), at=NOW)
    (tmp_path / "key.txt").write_text(f"{theirs}\n")
    (name,) = (vault.folder / "keys").glob("for-*.age")
    plain = subprocess.run(
        ["age", "--decrypt", "--identity", tmp_path / "key.txt", name], capture_output=True, check=True
    ).stdout
    assert plain.decode().strip() == vault.keys.identity
