"""A vault is made whole or not at all, and says plainly why it cannot be opened."""

import json

import pytest

from holdfast.model.errors import DamageError, RequestError, SpaceError
from holdfast.vault import durable
from holdfast.vault.vault import Vault
from holdfast.vault.verification import verify
from tests.vault.vaults import PHRASE, new_vault


def test_it_opens_with_the_passphrase_and_with_the_recovery_key(tmp_path):
    made, recovery = Vault.create(tmp_path / "case", PHRASE, now=5, work_factor=10)
    made.close()
    for secret in (PHRASE, recovery):
        vault = Vault.open(tmp_path / "case", secret)
        assert [(e.action, e.at) for e in vault.log.entries()] == [("create", 5)]
        assert verify(vault).ok
        vault.close()


def test_nothing_in_its_plain_files_tells_about_the_person(tmp_path):
    vault = Vault.create(tmp_path / "Anna", PHRASE, now=5, work_factor=10)[0]
    told = json.loads((vault.folder / "vault.json").read_text())
    assert set(told) == {"format", "id", "recipient", "log_key", "files"}
    for path in vault.folder.rglob("*"):
        if path.is_file():
            assert b"Anna" not in path.read_bytes()
            assert b"holdfast" not in path.read_bytes().lower()


def test_only_the_owner_can_look_into_it(tmp_path):
    vault = new_vault(tmp_path)
    assert vault.folder.stat().st_mode & 0o077 == 0
    assert (vault.folder / "keys/identity.age").stat().st_mode & 0o077 == 0
    assert (vault.folder / "log.db").stat().st_mode & 0o077 == 0


def test_it_is_never_made_over_something_else(tmp_path):
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name in ("case", "file"):
        with pytest.raises(RequestError, match="there already"):
            Vault.create(tmp_path / name, PHRASE, now=1, work_factor=10)
    assert [p.name for p in (tmp_path / "case").iterdir()] == ["mine.txt"]


def test_it_may_be_made_in_an_empty_folder(tmp_path):
    (tmp_path / "case").mkdir()
    assert verify(new_vault(tmp_path)).ok


def test_where_there_is_none_it_says_so(tmp_path):
    with pytest.raises(RequestError, match="no case"):
        Vault.open(tmp_path / "nothing", PHRASE)


def test_one_that_was_never_finished_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(durable, "write_file", _refuse(durable.write_file, "vault.json"))
    with pytest.raises(SpaceError):
        new_vault(tmp_path)
    with pytest.raises(DamageError, match="never made to its end"):
        Vault.open(tmp_path / "case", PHRASE)


def test_a_later_format_is_told(tmp_path):
    vault = new_vault(tmp_path)
    path = vault.folder / "vault.json"
    path.write_text(path.read_text().replace('"format": 1', '"format": 2'))
    with pytest.raises(DamageError, match="format 2"):
        Vault.open(vault.folder, PHRASE)


def test_a_vault_json_that_cannot_be_read_is_told(tmp_path):
    vault = new_vault(tmp_path)
    path = vault.folder / "vault.json"
    path.write_text("{")
    with pytest.raises(DamageError, match=r"vault\.json"):
        Vault.open(vault.folder, PHRASE)
    path.unlink()
    path.mkdir()
    with pytest.raises(DamageError, match=r"vault\.json"):
        Vault.open(vault.folder, PHRASE)


def _refuse(write, name):
    def refusing(path, data):
        if path.name == name:
            raise SpaceError("full")
        write(path, data)

    return refusing
