"""Checkpoints that are stamped outside, or handed to somebody: kept, checked, and they hold the log to itself."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rfc3161_client import decode_timestamp_response

from holdfast.model.errors import DamageError, RequestError
from holdfast.vault import checkpoint, stamp
from holdfast.vault.anchors import Authority
from holdfast.vault.vault import Vault
from holdfast.vault.verification import verify
from tests.vault.authority import TestAuthority
from tests.vault.vaults import PHRASE, add, flip, new_vault

URL = "http://127.0.0.1/stamp"
NOW = 1_700_000_100_000


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return TestAuthority(tmp_path_factory.mktemp("authority") / "one")


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    vault = new_vault(tmp_path)
    add(vault, {"a.txt": b"first"})
    return vault


def stamped(vault: Vault, outside: TestAuthority, at: int = NOW) -> str:
    note = vault.log.checkpoint(at=at)
    asked = stamp.asking(note)
    authority = Authority(url=URL, roots=outside.roots)
    vault.anchors.keep(authority, note, outside.answer(asked.request), nonce=asked.nonce, at=at)
    return note


def test_a_stamp_is_kept_whole_in_the_log_and_beside_it(vault: Vault, outside: TestAuthority) -> None:
    note = stamped(vault, outside)
    (token,) = vault.anchors.tokens()
    assert (token.note, token.url, token.size) == (note, URL, 2)
    assert abs(token.time - datetime.now(UTC).timestamp() * 1000) < 60_000
    assert token.expires - token.time > 300 * 86_400_000
    assert len(decode_timestamp_response(stamp.in_order(token.response)).signed_data.certificates) == 3
    ((_, beside),) = vault.anchors.outside()
    assert beside.note == note
    result = verify(vault)
    assert result.ok, result.faults
    assert result.checked["anchors"] == 1
    assert result.found == []


def test_openssl_itself_says_that_the_stamp_is_right(
    vault: Vault, outside: TestAuthority, tmp_path: Path
) -> None:
    stamped(vault, outside)
    (token,) = vault.anchors.tokens()
    for name, data in (
        ("note", token.note.encode()),
        ("stamp", token.response),
        ("roots", token.roots.encode()),
    ):
        (tmp_path / name).write_bytes(data)
    subprocess.run(
        ["openssl", "ts", "-verify", "-data", "note", "-in", "stamp", "-CAfile", "roots"],
        cwd=tmp_path,
        check=True,
    )


def test_the_request_holds_a_hash_and_a_number_and_nothing_of_the_case(vault: Vault) -> None:
    note = vault.log.checkpoint(at=NOW)
    asked = stamp.asking(note)
    assert len(asked.request) < 90
    assert vault.log.origin().encode() not in asked.request
    assert stamp.asking(note).request != asked.request


def test_each_wrong_answer_is_named_and_nothing_of_it_is_kept(
    vault: Vault, outside: TestAuthority, tmp_path: Path
) -> None:
    note = vault.log.checkpoint(at=NOW)
    asked = stamp.asking(note)
    right = outside.answer(asked.request)
    expired = TestAuthority(tmp_path / "expired", first=datetime.now(UTC) - timedelta(days=30), days=10)
    injected = TestAuthority(tmp_path / "injected")
    other = stamp.asking("another text")
    cases = [
        (right, outside.roots, asked.nonce + 1, "another question"),
        (outside.answer(other.request), outside.roots, other.nonce, "about something else"),
        (injected.answer(asked.request), outside.roots, asked.nonce, "leads to the root"),
        (expired.answer(asked.request), expired.roots, asked.nonce, "not valid at the time"),
        (b"<html>Not found</html>", outside.roots, asked.nonce, "no time stamp"),
        (b"", outside.roots, asked.nonce, "no time stamp"),
        (right[:-40], outside.roots, asked.nonce, "no time stamp"),
        (b"\x30\x05\x30\x03\x02\x01\x02", outside.roots, asked.nonce, "gave no time stamp (rejection)"),
    ]
    for answer, roots, nonce, says in cases:
        with pytest.raises(DamageError) as raised:
            vault.anchors.keep(Authority(url=URL, roots=roots), note, answer, nonce=nonce, at=NOW)
        assert says in raised.value.what
    assert vault.anchors.tokens() == []
    assert list(vault.anchors.outside()) == []


@pytest.mark.parametrize("genuine", ["chain.pem", "signer.pem", "both"])
def test_an_answer_signed_by_somebody_else_is_refused_also_with_the_right_certificates_put_in(
    genuine: str, outside: TestAuthority, tmp_path: Path
) -> None:
    asked = stamp.asking("some text")
    forger = TestAuthority(tmp_path / "forger")  # its signer has the same names and number, and another key
    names = ["chain.pem", "signer.pem"] if genuine == "both" else [genuine]
    with (forger.folder / "chain.pem").open("ab") as chain:
        for name in names:
            chain.write((outside.folder / name).read_bytes())
    answer = forger.answer(asked.request)
    count = len(decode_timestamp_response(stamp.in_order(answer)).signed_data.certificates)
    assert count == 3 + {"chain.pem": 2, "signer.pem": 1, "both": 3}[genuine]
    with pytest.raises(DamageError, match="leads to the root"):
        stamp.check(answer, "some text", outside.roots, asked.nonce)


# A changed byte can make a certificate that is only just allowed today.
@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
def test_an_answer_with_any_byte_changed_is_refused_or_means_the_same(outside: TestAuthority) -> None:
    asked = stamp.asking("some text")
    right = outside.answer(asked.request)
    says = stamp.check(right, "some text", outside.roots, asked.nonce)
    for place in range(0, len(right), 3):
        changed = bytearray(right)
        changed[place] ^= 1
        try:
            again = stamp.check(bytes(changed), "some text", outside.roots, asked.nonce)
        except DamageError:
            continue
        # What is left are certificates in it that nothing hangs on: the root, which the person has.
        assert again.time == says.time


def test_a_root_that_is_none_is_refused(vault: Vault) -> None:
    with pytest.raises(RequestError):
        vault.anchors.name(Authority(url=URL, roots="no certificate"), at=NOW)


def test_authorities_are_named_and_taken_out_again(vault: Vault, outside: TestAuthority) -> None:
    first, second = (Authority(url=f"{URL}/{n}", roots=outside.roots) for n in range(2))
    vault.anchors.name(first, at=NOW)
    vault.anchors.name(second, at=NOW)
    assert vault.anchors.authorities() == [first, second]
    vault.anchors.remove(first.url, at=NOW)
    assert vault.anchors.authorities() == [second]
    with pytest.raises(RequestError):
        vault.anchors.remove(first.url, at=NOW)


def test_what_is_due_is_told(vault: Vault, outside: TestAuthority) -> None:
    authority = Authority(url=URL, roots=outside.roots)
    vault.anchors.name(authority, at=NOW)

    def due(at: int = NOW) -> tuple[bool, bool, int | None]:
        (one,) = vault.anchors.standing(at=at)
        return one.is_due, one.ends_soon, one.waiting

    assert due() == (True, False, None)
    vault.anchors.wait(authority, "It does not answer.", at=NOW + 1)
    vault.anchors.wait(authority, "It does not answer.", at=NOW + 2)
    assert due() == (True, False, NOW + 1)
    stamped(vault, outside)
    assert due() == (False, False, None)
    (token,) = vault.anchors.tokens()
    assert due(token.expires - 80 * 86_400_000) == (True, True, None)
    add(vault, {"b.txt": b"second"})
    assert due() == (True, False, None)


@pytest.mark.parametrize("way", ["stamped", "handed out"])
def test_a_log_put_back_behind_a_stamp_or_a_paper_is_noticed(
    way: str, vault: Vault, outside: TestAuthority, tmp_path: Path
) -> None:
    before = tmp_path / "before.db"
    shutil.copy(vault.folder / "log.db", before)
    vault.anchors.hand_out(at=NOW) if way == "handed out" else stamped(vault, outside)
    vault.close()
    shutil.copy(before, vault.folder / "log.db")
    back = Vault.open(vault.folder, PHRASE)
    assert verify(back).ok  # a stamp over what is still there says nothing against it
    add(back, {"b.txt": b"what somebody wants gone"})
    back.anchors.hand_out(at=NOW) if way == "handed out" else stamped(back, outside)
    back.close()
    shutil.copy(before, vault.folder / "log.db")
    faults = verify(Vault.open(vault.folder, PHRASE)).faults
    assert [f.what for f in faults] == ["The log ends after 2 entries; a checkpoint signed 3."]
    assert all(f.where.startswith("anchors/") for f in faults)


def test_the_file_beside_the_log_is_checked_like_everything_else(
    vault: Vault, outside: TestAuthority
) -> None:
    stamped(vault, outside)
    (path,) = (vault.folder / "anchors").iterdir()
    flip(path, -1)
    assert [(f.where, f.kind) for f in verify(vault).faults] == [(f"anchors/{path.name}", "altered")]
    path.unlink()
    assert [(f.where, f.kind) for f in verify(vault).faults] == [(f"anchors/{path.name}", "missing")]


def test_a_checkpoint_is_handed_out_as_a_line(vault: Vault) -> None:
    note = vault.anchors.hand_out(at=NOW)
    line = checkpoint.line(note)
    assert "\n" not in line
    assert checkpoint.from_line(f"  {line.replace(' ', '   ')}\n") == note
    (handed,) = vault.anchors.handed_out()
    assert (handed.note, handed.size) == (note, 2)
    assert verify(vault).ok
    for wrong in ("", "a b c", "a b c d", line + " more"):
        with pytest.raises(RequestError):
            checkpoint.from_line(wrong)
