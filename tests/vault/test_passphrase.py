"""Key files open with pyrage and with the `age` program, by passphrase."""

import shutil

import pyrage
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


@pytest.mark.parametrize(
    "head",
    [
        b"scrypt %s 10\n%s",
        b"scrypt %s 010\n%s",
        b"scrypt %s 30\n%s",
        b"scrypt %s 10 more\n%s",
        b"scrypt %sAAAA 10\n%s",
        b"scrypt %s 10\n%sAAAA",
        b"scrypt %s 10\n%s\n-> another\n",
        b"another %s 10\n%s",
    ],
)
def test_a_head_is_read_by_the_letter_and_never_costs_more_than_it_should(head):
    sealed = passphrase.encrypt(b"key", "one", work_factor=10)
    first, _, rest = sealed.partition(b"-> scrypt ")
    salt, _, rest = rest.partition(b" 10\n")
    body, _, rest = rest.partition(b"\n--- ")
    made = b"%s-> %s\n--- %s" % (first, head % (salt, body), rest)
    if made == sealed:
        assert passphrase.decrypt(made, "one") == b"key"
        return
    with pytest.raises(LockedError):
        passphrase.decrypt(made, "one")


def test_a_computer_that_is_slow_for_a_moment_opens_it_all_the_same():
    # A library that measures first how quick the computer is refuses the same file when it is not.
    assert "pyrage" not in vars(passphrase)


def test_too_little_memory_is_told_as_such(monkeypatch):
    sealed = passphrase.encrypt(b"key", "one", work_factor=10)

    def none_left(*_arguments):
        raise MemoryError

    monkeypatch.setattr(passphrase, "Scrypt", none_left)
    with pytest.raises(LockedError) as raised:
        passphrase.decrypt(sealed, "one")
    assert "memory" in raised.value.what


def test_pyrage_opens_what_was_written_and_what_it_wrote_is_opened():
    assert pyrage.passphrase.decrypt(passphrase.encrypt(b"key", "one", work_factor=8), "one") == b"key"


@pytest.mark.skipif(not shutil.which("age"), reason="the age program is not installed")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_the_age_program_opens_it(tmp_path):
    (tmp_path / "key.age").write_bytes(passphrase.encrypt(b"key", "one two three", work_factor=10))
    assert run_and_type(["age", "-d", "-o", "plain", "key.age"], "one two three", tmp_path) == 0
    assert (tmp_path / "plain").read_bytes() == b"key"
