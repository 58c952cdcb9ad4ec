"""The keys open with the passphrase and with the recovery key, however it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.model.errors import DamageError, LockedError, RequestError
from holdfast.vault import keys
from tests.vault.vaults import flip


@pytest.fixture
def made(tmp_path):
    held, recovery = keys.new_keys(tmp_path, "Tall grass", work_factor=10)
    return tmp_path, held, recovery


def test_both_the_passphrase_and_the_recovery_key_open_the_same_keys(made):
    folder, held, recovery = made
    for secret in ("Tall grass", recovery, recovery.lower().replace("-", " ")):
        assert keys.unlock(folder, secret) == held


def test_a_recovery_key_may_be_copied_with_letters_that_look_alike(made):
    folder, held, recovery = made
    assert keys.unlock(folder, recovery.replace("0", "o").replace("1", "l")) == held


def test_one_passphrase_typed_as_other_code_points_is_the_same_passphrase(tmp_path):
    held, _ = keys.new_keys(tmp_path, "caf\u00e9 noir", work_factor=10)
    assert keys.unlock(tmp_path, "cafe\u0301 noir") == held


def test_a_wrong_passphrase_is_told_with_a_hint(made):
    with pytest.raises(LockedError) as raised:
        keys.unlock(made[0], "tall grass")
    assert "capital" in raised.value.hint


def test_a_mistyped_recovery_key_is_told_as_such(made):
    folder, _, recovery = made
    wrong = ("2" if recovery[0] != "2" else "3") + recovery[1:]
    with pytest.raises(LockedError) as raised:
        keys.unlock(folder, wrong)
    assert "mistyped" in raised.value.hint


def test_a_passphrase_that_looks_like_a_recovery_key_still_opens(tmp_path):
    phrase = keys.new_recovery_key()
    held, _ = keys.new_keys(tmp_path, phrase, work_factor=10)
    assert keys.unlock(tmp_path, phrase) == held


def test_an_empty_passphrase_is_refused(tmp_path):
    with pytest.raises(RequestError):
        keys.new_keys(tmp_path, "  ", work_factor=10)


def test_a_missing_or_altered_key_file_is_named(made):
    folder, held, recovery = made
    digests = {keys.IDENTITY: "0" * 64}
    with pytest.raises(LockedError):
        keys.unlock(folder, "wrong")
    with pytest.raises(DamageError, match=r"identity\.age is altered"):
        keys.unlock(folder, "wrong", digests)
    (folder / keys.IDENTITY).unlink()
    with pytest.raises(DamageError, match=r"identity\.age is missing"):
        keys.unlock(folder, "Tall grass")
    assert keys.unlock(folder, recovery) == held


@pytest.mark.parametrize("harm", ["flip", "remove"])
def test_broken_database_keys_are_named(made, harm):
    path = made[0] / keys.DATABASES
    if harm == "flip":
        flip(path, 300)
    else:
        path.unlink()
    with pytest.raises(DamageError, match=r"databases\.age"):
        keys.unlock(made[0], "Tall grass")


def test_no_key_shows_when_keys_are_printed(made):
    assert "SECRET" not in repr(made[1])
    assert made[1].recipient in repr(made[1])


@given(st.text())
def test_nothing_but_a_recovery_key_is_taken_for_one(text):
    found = keys.recovery_key(text)
    assert found is None or keys.recovery_key(found) == found


def test_every_recovery_key_passes_its_own_check_and_is_easy_to_copy():
    made = {keys.new_recovery_key() for _ in range(50)}
    assert len(made) == 50
    for key in made:
        assert keys.recovery_key(key) == key
        assert not set(key) & set("ILOU")
        assert [len(group) for group in key.split("-")] == [4] * 7
