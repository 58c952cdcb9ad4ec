"""A copy is as good as the case; an interrupted one leaves the one before good; each heals the other."""

import errno
import itertools
import os
import shutil
import threading
from pathlib import Path

import pyrage
import pytest

from holdfast.model.errors import HoldfastError, LockedError, RequestError, SpaceError
from holdfast.vault import copying, durable
from holdfast.vault.partial import examine
from holdfast.vault.placement import SEGMENT
from holdfast.vault.vault import Vault
from holdfast.vault.verification import verify
from tests.vault.vaults import PHRASE, add, flip, new_vault, noise, restored, sha256, ticking

FILES = {"a": b"small", "big": noise(SEGMENT + 7), "empty": b""}
QUIET = lambda _done, _total: None  # noqa: E731


@pytest.fixture
def vault(tmp_path):
    made = new_vault(tmp_path)
    add(made, FILES)
    return made


@pytest.fixture
def stick(tmp_path):
    return tmp_path / "stick"


def back_up(vault, stick, *, every_byte=False, told=QUIET):
    return copying.backup(vault, stick, told, now=ticking(), every_byte=every_byte)


def bring_back(stick, folder):
    copy = Vault.open(stick, PHRASE)
    try:
        return copying.restore(copy, folder, QUIET, now=ticking())
    finally:
        copy.close()


def whole(folder):
    """What is kept there, once every byte of it was found good."""
    found = examine(folder, PHRASE)
    assert found.faults == []
    assert found.found == []
    vault = Vault.open(folder, PHRASE)
    try:
        return restored(vault)
    finally:
        vault.close()


def pieces(folder):
    return sorted(path for path in (folder / "objects").glob("??/*/*"))


def test_a_copy_holds_everything_and_opens_with_the_same_passphrase(vault, stick):
    steps = []
    done = back_up(vault, stick, told=lambda now, total: steps.append((now, total)))
    assert whole(stick) == FILES
    assert (done.healed, done.lacking, done.aside) == ((), (), "")
    assert {str(p.relative_to(stick).as_posix()) for p in pieces(stick)} < set(done.written)
    assert steps[-1][0] == steps[-1][1] == sum(piece.size for piece in vault.log.pieces())
    assert [e.body["where"] for e in vault.log.entries({"copy"})] == [str(stick)]


def test_a_copy_is_as_closed_to_others_as_the_case(vault, stick):
    back_up(vault, stick)
    assert stick.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in stick.rglob("*") if path.name != "lock")
    for path in stick.rglob("*"):
        if path.is_file() and path.name not in ("README.txt", "vault.json"):
            assert b"small" not in path.read_bytes()


def test_only_what_is_new_is_copied(vault, stick):
    back_up(vault, stick)
    before = {path: path.stat().st_mtime_ns for path in pieces(stick)}
    add(vault, {"later": b"later"})
    done = back_up(vault, stick)
    assert len(done.written) == 1
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert whole(stick) == {**FILES, "later": b"later"}


@pytest.mark.parametrize("every_byte", [False, True])
def test_damage_in_the_case_is_healed_from_the_copy_and_does_not_spread(vault, stick, every_byte):
    back_up(vault, stick)
    path = vault.objects.path(vault.log.placement(sha256(FILES["big"])).container, 1)
    if every_byte:
        flip(path, path.stat().st_size - 1)
    else:
        path.unlink()
    done = back_up(vault, stick, every_byte=every_byte)
    assert done.healed == (path.relative_to(vault.folder).as_posix(),)
    assert [e.body["paths"] for e in vault.log.entries({"heal"})] == [list(done.healed)]
    assert verify(vault).ok
    assert whole(stick) == FILES


def test_damage_in_the_copy_is_healed_from_the_case(vault, stick):
    back_up(vault, stick)
    flip(pieces(stick)[0], 200)
    (stick / "keys" / "recovery.age").unlink()
    assert not examine(stick, PHRASE).ok
    done = back_up(vault, stick, every_byte=True)
    assert set(done.written) == {pieces(stick)[0].relative_to(stick).as_posix(), "keys/recovery.age"}
    assert whole(stick) == FILES


def test_what_is_damaged_in_both_is_named_and_all_else_is_copied(vault, stick):
    path = vault.objects.path(vault.log.placement(sha256(FILES["big"])).container, 1)
    flip(path, 200)
    done = back_up(vault, stick)
    assert done.lacking == (path.relative_to(vault.folder).as_posix(),)
    assert [(f.kind, f.where) for f in examine(stick, PHRASE).faults] == [("missing", done.lacking[0])]


def test_a_lost_case_is_made_anew_from_its_copy(vault, stick, tmp_path):
    back_up(vault, stick)
    before = {path: path.read_bytes() for path in stick.rglob("*") if path.is_file()}
    bring_back(stick, tmp_path / "anew")
    assert whole(tmp_path / "anew") == FILES
    assert {path: path.read_bytes() for path in stick.rglob("*") if path.is_file()} == before
    again = Vault.open(tmp_path / "anew", PHRASE)
    assert [e.body["what"] for e in again.log.entries({"copy"})] == ["restored"]


@pytest.mark.parametrize(
    "damage", ["piece", "piece gone", "log", "log gone", "vault.json", "vault.json gone", "keys", "keys gone"]
)
def test_a_damaged_case_is_whole_again_after_restoring_onto_it(vault, stick, damage):
    back_up(vault, stick)
    vault.close()
    what, _, gone = damage.partition(" ")
    path = {
        "piece": pieces(vault.folder)[0],
        "log": vault.folder / "log.db",
        "vault.json": vault.folder / "vault.json",
        "keys": vault.folder / "keys" / "databases.age",
    }[what]
    if gone:
        path.unlink()
    else:
        flip(path, 90)
    done = bring_back(stick, vault.folder)
    if damage == "log":
        assert done.aside == "log.db.damaged-1"
        (vault.folder / done.aside).unlink()
    assert whole(vault.folder) == FILES


def test_what_was_added_since_the_copy_stays_when_a_damaged_case_is_restored_from_it(vault, stick):
    back_up(vault, stick)
    add(vault, {"later": b"later"})
    pieces(stick)
    lost = vault.objects.path(vault.log.placement(sha256(FILES["big"])).container, 0)
    lost.unlink()
    bring_back(stick, vault.folder)
    assert whole(vault.folder) == {**FILES, "later": b"later"}


def test_a_copy_that_grew_by_itself_is_not_written_over(vault, stick):
    back_up(vault, stick)
    other = Vault.open(stick, PHRASE)
    add(other, {"there": b"there"})
    other.close()
    with pytest.raises(RequestError, match="grew apart"):
        back_up(vault, stick)
    with pytest.raises(RequestError, match="grew apart"):
        bring_back(stick, vault.folder)
    assert set(whole(stick)) == {*FILES, "there"}


def test_a_case_behind_its_copy_is_brought_to_where_the_copy_is(vault, stick, tmp_path):
    old = tmp_path / "old"
    shutil.copytree(vault.folder, old)
    add(vault, {"later": b"later"})
    back_up(vault, stick)
    bring_back(stick, old)
    assert whole(old) == {**FILES, "later": b"later"}


def test_another_case_and_other_files_are_not_touched(vault, stick, tmp_path):
    other = new_vault(tmp_path / "other")
    with pytest.raises(RequestError, match="Another case"):
        back_up(vault, other.folder)
    (other.folder / "vault.json").unlink()
    with pytest.raises(RequestError, match="Another case"):
        back_up(vault, other.folder)
    stick.mkdir()
    (stick / "photos").mkdir()
    with pytest.raises(RequestError, match="Something else"):
        back_up(vault, stick)
    assert [path.name for path in stick.iterdir()] == ["photos"]
    for place in (vault.folder, vault.folder / "copy", vault.folder.parent, stick / "no" / "such"):
        with pytest.raises(RequestError):
            back_up(vault, place)
    (tmp_path / "file").touch()
    with pytest.raises(RequestError, match="not a folder"):
        back_up(vault, tmp_path / "file")


def test_a_copy_that_is_in_use_is_left_alone(vault, stick):
    back_up(vault, stick)
    other = Vault.open(stick, PHRASE)
    with other.writing(), pytest.raises(LockedError):
        back_up(vault, stick)


def failing(monkeypatch, n, code):
    """Lets the n-th call that brings something to the disk fail, and every later one."""
    lock, calls, state = threading.Lock(), itertools.count(), {"failed": False}

    def wrapped(call, error=None):
        def or_fail(*args, **given):
            with lock:
                if next(calls) >= n:
                    state["failed"] = True
                    raise error or OSError(code, "the disk")
            return call(*args, **given)

        return or_fail

    for name in ("write", "fsync", "replace", "open"):
        monkeypatch.setattr(durable.os, name, wrapped(getattr(os, name)))
    monkeypatch.setattr(Path, "mkdir", wrapped(Path.mkdir))
    monkeypatch.setattr(copying, "_copy_log", wrapped(copying._copy_log, SpaceError("the disk")))
    return state


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_stick_that_fails_at_any_moment_leaves_the_copy_before_good(vault, stick, tmp_path, code):
    back_up(vault, stick)
    add(vault, {"later": b"later", "more": noise(SEGMENT + 1, 8)})
    for n in itertools.count():
        shutil.rmtree(tmp_path / "try", ignore_errors=True)
        shutil.copytree(stick, tmp_path / "try")
        with pytest.MonkeyPatch.context() as patch:
            state = failing(patch, n, code)
            try:
                back_up(vault, tmp_path / "try")
            except SpaceError:
                assert state["failed"]
        found = examine(tmp_path / "try", PHRASE)
        assert found.faults == []
        back_up(vault, tmp_path / "try")
        assert set(whole(tmp_path / "try")) == {*FILES, "later", "more"}
        if not state["failed"]:
            break
    assert n > 15


def test_a_first_copy_that_was_stopped_anywhere_goes_on(vault, stick):
    for n in itertools.count():
        shutil.rmtree(stick, ignore_errors=True)
        with pytest.MonkeyPatch.context() as patch:
            state = failing(patch, n, errno.ENOSPC)
            try:
                back_up(vault, stick)
            except HoldfastError:
                assert not (stick / "vault.json").exists() or n > 40
        back_up(vault, stick)
        assert whole(stick) == FILES
        if not state["failed"]:
            break
    assert n > 30


# What a part still proves


def test_with_some_originals_missing_they_are_named_and_counted(vault, stick):
    back_up(vault, stick)
    container = vault.log.placement(sha256(FILES["a"])).container
    shutil.rmtree(stick / "objects" / container[:2] / container)
    found = examine(stick, PHRASE)
    assert {f.what.split(" ")[0] for f in found.faults} == {"a", "empty"}
    assert "1 of 3 originals are as they were handed in." in found.proves
    assert any(says.startswith("All 4 entries") for says in found.proves)


def test_with_only_the_log_every_original_is_named(vault, stick):
    back_up(vault, stick)
    shutil.rmtree(stick / "objects")
    found = examine(stick, PHRASE)
    assert {f.kind for f in found.faults} == {"missing"}
    assert "0 of 3 originals are as they were handed in." in found.proves
    assert any("no index" in says for says in found.proves)


def test_without_the_log_the_encrypted_files_are_still_checked(vault, stick):
    back_up(vault, stick)
    (stick / "log.db").unlink()
    flip(pieces(stick)[0], 200)
    found = examine(stick, PHRASE)
    assert [(f.kind, f.where) for f in found.faults] == [
        ("unreadable", "log.db"),
        ("altered", pieces(stick)[0].relative_to(stick).as_posix()),
    ]
    assert found.proves[0].startswith("2 of 3 encrypted files open")


def test_without_the_keys_nothing_opens_and_that_is_said(vault, stick):
    back_up(vault, stick)
    shutil.rmtree(stick / "keys")
    found = examine(stick, PHRASE)
    assert [f.where for f in found.faults] == ["keys"]
    assert found.proves[0].startswith("There are 3 encrypted files here.")


def test_without_vault_json_all_else_is_checked(vault, stick):
    back_up(vault, stick)
    (stick / "vault.json").unlink()
    found = examine(stick, PHRASE)
    assert [(f.kind, f.where) for f in found.faults] == [("missing", "vault.json")]
    assert "3 of 3 originals are as they were handed in." in found.proves


def test_checking_a_copy_writes_nothing(vault, stick):
    back_up(vault, stick)
    before = {path: path.read_bytes() for path in stick.rglob("*") if path.is_file()}
    assert examine(stick, PHRASE).ok
    assert {path: path.read_bytes() for path in stick.rglob("*") if path.is_file()} == before


def test_a_wrong_passphrase_and_an_empty_folder_are_told(vault, stick):
    back_up(vault, stick)
    with pytest.raises(LockedError):
        examine(stick, "something else")
    with pytest.raises(RequestError):
        examine(stick / "keys", PHRASE)


def test_what_opens_the_case_opens_its_copy_and_nothing_else_does(vault, stick):
    theirs = pyrage.x25519.Identity.generate()
    vault.key_files.add_recipient(str(theirs.to_public()), at=5)
    back_up(vault, stick)
    assert examine(stick, str(theirs)).ok
    vault.key_files.remove_recipient(str(theirs.to_public()), at=6)
    vault.key_files.change_passphrase("eight quiet herons at noon", at=7, work_factor=10)
    back_up(vault, stick)
    for old in (str(theirs), PHRASE):
        with pytest.raises(LockedError):
            examine(stick, old)
    assert examine(stick, "eight quiet herons at noon").ok


def test_what_was_withdrawn_goes_from_the_copy_too_and_never_comes_back(vault, stick):
    back_up(vault, stick)
    name, data = next(iter(FILES.items()))
    vault.withdraw(sha256(data), "why", now=ticking()())
    back_up(vault, stick)
    rest = {other: kept for other, kept in FILES.items() if other != name}
    assert whole(stick) == rest
    back_up(vault, stick, every_byte=True)
    vault.close()
    assert whole(vault.folder) == rest
    assert {p.relative_to(stick) for p in pieces(stick)} == {
        p.relative_to(vault.folder) for p in pieces(vault.folder)
    }
