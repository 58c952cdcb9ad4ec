"""Key files open with pyrage and with the `age` program, by passphrase."""

import shutil

import pytest

from holdfast.model.errors import LockedError
from holdfast.vault import passphrase
from tests.vault.program import run_and_type


def test_what_was_written_opens_with_the_passphrase():
    sealed = passphrase.encrypt(b"key", "päss wörd", work_factor=10)
    assert passphrase.decrypt(sealed, "päss wörd") == b"key"


def test_another_passphrase_is_told_so():
    sealed = passphrase.encrypt(b"key", "one", work_factor=10)
    with pytest.raises(LockedError) as raised:
        passphrase.decrypt(sealed, "two")
    assert raised.value.hint


def test_any_flipped_byte_keeps_it_shut():
    sealed = passphrase.encrypt(b"key", "one", work_factor=2)
    for place in range(len(sealed)):
        broken = bytearray(sealed)
        broken[place] ^= 1
        with pytest.raises(LockedError):
            passphrase.decrypt(bytes(broken), "one")


@pytest.mark.skipif(not shutil.which("age"), reason="the age program is not installed")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_the_age_program_opens_it(tmp_path):
    (tmp_path / "key.age").write_bytes(passphrase.encrypt(b"key", "one two three", work_factor=10))
    assert run_and_type(["age", "-d", "-o", "plain", "key.age"], "one two three", tmp_path) == 0
    assert (tmp_path / "plain").read_bytes() == b"key"
