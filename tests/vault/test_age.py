"""Our age files are age files: pyrage and the `age` program open them, and we open theirs."""

import shutil
import subprocess

import pyrage
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdfast.model.errors import DamageError
from holdfast.vault import age
from tests.vault.vaults import flip, noise

IDENTITY = pyrage.x25519.Identity.generate()
RECIPIENT = str(IDENTITY.to_public())
SIZES = [0, 1, 65535, 65536, 65537, 131072, 200_000]


@pytest.mark.parametrize("size", SIZES)
def test_pyrage_opens_what_we_wrote_and_we_open_what_pyrage_wrote(size):
    data = noise(size)
    assert pyrage.decrypt(bytes(age.encrypt(data, RECIPIENT)), [IDENTITY]) == data
    assert age.decrypt(pyrage.encrypt(data, [IDENTITY.to_public()]), str(IDENTITY)) == data


@pytest.mark.skipif(not shutil.which("age"), reason="the age program is not installed")
@pytest.mark.parametrize("size", SIZES)
def test_the_age_program_opens_what_we_wrote(tmp_path, size):
    (tmp_path / "key").write_text(f"{IDENTITY}\n")
    data = noise(size)
    done = subprocess.run(
        ["age", "-d", "-i", tmp_path / "key"],
        input=age.encrypt(data, RECIPIENT),
        capture_output=True,
        check=True,
    )
    assert done.stdout == data


def test_a_file_for_several_recipients_opens_for_each_of_them():
    other = pyrage.x25519.Identity.generate()
    data = pyrage.encrypt(b"shared", [other.to_public(), IDENTITY.to_public()])
    assert age.decrypt(data, str(IDENTITY)) == age.decrypt(data, str(other)) == b"shared"


@settings(max_examples=60, deadline=None)
@given(size=st.integers(0, 70_000), place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@example(size=0, place=0.0, bit=0)
def test_any_flipped_bit_is_noticed(size, place, bit):
    sealed = bytearray(age.encrypt(noise(size), RECIPIENT))
    sealed[int(place * len(sealed))] ^= 1 << bit
    with pytest.raises(DamageError):
        age.decrypt(bytes(sealed), str(IDENTITY))


def test_every_bit_of_the_head_counts():
    sealed = age.encrypt(b"x", RECIPIENT)
    for place in range(len(sealed)):
        for bit in range(8):
            broken = bytearray(sealed)
            broken[place] ^= 1 << bit
            with pytest.raises(DamageError):
                age.decrypt(bytes(broken), str(IDENTITY))


def with_stanza(more: bytes, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A file for us whose head begins with one more stanza, and is closed over it as it should be."""
    monkeypatch.setattr(
        age, "_mac", lambda key, head, real=age._mac: real(key, head.replace(b"\n", b"\n" + more, 1))
    )
    sealed = bytes(age.encrypt(b"x", RECIPIENT))
    monkeypatch.undo()
    return sealed.replace(b"\n", b"\n" + more, 1)


@pytest.mark.parametrize(
    "stanza",
    [
        b"-> for-another AAAA\nAAAA\n",
        b"-> longer\n" + b"A" * 64 + b"\n" + b"A" * 64 + b"\n\n",
        b"-> -> X25519\n\n",
    ],
)
def test_what_is_sealed_for_others_too_opens(stanza, monkeypatch):
    assert age.decrypt(with_stanza(stanza, monkeypatch), str(IDENTITY)) == b"x"


@pytest.mark.parametrize(
    "stanza",
    [
        b"->\nAAAA\n",
        b"-> two  blanks\nAAAA\n",
        b"-> \xc3\xa9\nAAAA\n",
        b"-> no-body\n",
        b"-> two-short-lines\nAAAA\nAAAA\n",
        b"-> too-long\n" + b"A" * 68 + b"\n\n",
        b"-> no-end\n" + b"A" * 64 + b"\n",
        b"-> padded\nAA==\n",
        b"-> second-spelling\nAB\n",
        b"-> no-base64\nAAAAA\n",
        b"-> carriage-return\nAAAA\r\n",
        b"=> other-arrow\nAAAA\n",
        b"-> X25519 too many\nAAAA\n",
        b"-> X25519 no+point\nAAAA\n",
        b"-> X25519 not.base64\nAAAA\n",
    ],
)
def test_a_head_that_is_not_by_the_letter_of_the_format_is_refused(stanza, monkeypatch):
    with pytest.raises(DamageError):
        age.decrypt(with_stanza(stanza, monkeypatch), str(IDENTITY))


@pytest.mark.parametrize("length", [0, 10, 150, 216, 217, *range(65_730, 65_800), 131_000])
def test_a_file_cut_short_is_noticed(length):
    sealed = age.encrypt(noise(131_072), RECIPIENT)
    with pytest.raises(DamageError):
        age.decrypt(sealed[:length], str(IDENTITY))


def test_a_file_with_something_after_its_end_is_noticed():
    with pytest.raises(DamageError):
        age.decrypt(age.encrypt(b"abc", RECIPIENT) + b"d", str(IDENTITY))


def test_an_empty_last_chunk_after_a_full_one_is_refused_as_the_format_says(monkeypatch):
    import holdfast.vault.age as module

    data = noise(65_536)
    monkeypatch.setattr(module, "max", lambda _zero, last: last + 1, raising=False)
    sealed = age.encrypt(data, RECIPIENT)  # as if one more chunk followed the last
    monkeypatch.undo()
    assert age.header_mac(sealed)
    with pytest.raises(DamageError):
        age.decrypt(sealed, str(IDENTITY))


def test_another_identity_does_not_open_it():
    with pytest.raises(DamageError):
        age.decrypt(age.encrypt(b"abc", RECIPIENT), str(pyrage.x25519.Identity.generate()))


def test_two_files_of_the_same_bytes_have_different_seals():
    assert age.header_mac(age.encrypt(b"a", RECIPIENT)) != age.header_mac(age.encrypt(b"a", RECIPIENT))


def test_flipping_helper_changes_one_byte(tmp_path):
    (tmp_path / "f").write_bytes(b"ab")
    flip(tmp_path / "f", 1)
    assert (tmp_path / "f").read_bytes() == b"ac"[:1] + b"c"
