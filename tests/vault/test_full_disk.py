"""Whichever call to the disk fails: nothing was told as saved that is not, and adding again works."""

import errno
import io
import itertools
import os
import threading

import pytest

from holdfast.model.errors import DamageError, SpaceError
from holdfast.vault import durable
from holdfast.vault.vault import Vault
from holdfast.vault.verification import verify
from tests.vault.vaults import PHRASE, add, new_vault, noise, restored, ticking

FILES = {
    "a": b"small",
    "big": noise((1 << 20) + 5),
    "b": b"other",
    "huge": noise((8 << 20) + 5),
    "c": b"last",
}


class Failing:
    """Lets the n-th of the calls that bring bytes to the disk fail, and every later one."""

    def __init__(self, monkeypatch, n: int, code: int) -> None:
        self._lock, self._count, self.n, self.code, self.failed = (
            threading.Lock(),
            itertools.count(),
            n,
            code,
            False,
        )
        for name in ("write", "fsync", "rename"):
            monkeypatch.setattr(durable.os, name, self._wrapped(getattr(os, name)))
        monkeypatch.setattr(durable.Path, "mkdir", self._wrapped(durable.Path.mkdir))

    def _wrapped(self, call):
        def failing(*args, **kwargs):
            with self._lock:
                if next(self._count) >= self.n:
                    self.failed = True
                    raise OSError(self.code, "the disk")
            return call(*args, **kwargs)

        return failing


def put_all(vault, saved):
    with vault.intake(now=ticking(), saved=lambda sources: saved.update(s.name for s in sources)) as intake:
        for name, data in FILES.items():
            intake.put(name, io.BytesIO(data), modified=None, size_hint=len(data))
            if name == "b":
                intake.commit()


@pytest.mark.parametrize("files_in_one_commit", [1, 8_000])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_at_any_moment_loses_nothing_that_was_told_as_saved(
    tmp_path, code, files_in_one_commit, monkeypatch
):
    monkeypatch.setattr("holdfast.vault.intake._COMMIT_FILES", files_in_one_commit)
    for n in itertools.count():
        vault = new_vault(tmp_path / str(n))
        saved: set[str] = set()
        with pytest.MonkeyPatch.context() as patch:
            failing = Failing(patch, n, code)
            try:
                put_all(vault, saved)
                finished = True
            except SpaceError:
                finished = False
        assert finished == (not failing.failed)
        again = Vault.open(vault.folder, PHRASE)
        assert set(restored(again)) == saved
        assert verify(again).ok
        add(again, FILES)
        assert restored(again) == FILES
        assert verify(again).ok
        if finished:
            break
    assert n > 20


def test_after_a_failure_nothing_more_is_told_as_saved_in_that_go(tmp_path):
    vault = new_vault(tmp_path)
    with pytest.raises(SpaceError), vault.intake(now=ticking()) as intake:  # noqa: PT012 -- its end raises
        intake.put("a", io.BytesIO(b"a"), modified=None)
        with pytest.MonkeyPatch.context() as patch:
            Failing(patch, 5, errno.ENOSPC)
            with pytest.raises(SpaceError):
                intake.commit()
        with pytest.raises(SpaceError):
            intake.commit()
    assert list(vault.log.sources()) == []


def test_a_log_that_could_not_be_written_can_be_tried_again(tmp_path):
    vault = new_vault(tmp_path)
    with vault.intake(now=ticking()) as intake:
        for number in range(300):
            intake.put("x" * 300 + str(number), io.BytesIO(b"%d" % number), modified=None)
        vault.log.database.all("PRAGMA max_page_count = 12")
        with pytest.raises(SpaceError):
            intake.commit()
        assert vault.log.size() == 1
        vault.log.database.all("PRAGMA max_page_count = 100000")
    assert len(restored(vault)) == 300
    assert verify(vault).ok


def test_a_disk_that_gives_back_other_bytes_is_not_believed(tmp_path, monkeypatch):
    read = os.read
    monkeypatch.setattr(durable.os, "read", lambda fd, n: bytes(n) if (data := read(fd, n)) else data)
    with pytest.raises(SpaceError, match="EIO"):
        durable.write_file(tmp_path / "f", b"abc")


def test_a_disk_that_gives_back_less_is_not_believed(tmp_path, monkeypatch):
    monkeypatch.setattr(durable.os, "read", lambda _fd, _n: b"")
    with pytest.raises(SpaceError):
        durable.write_file(tmp_path / "f", b"abc")


def test_a_system_without_advice_on_caches_is_fine(tmp_path, monkeypatch):
    monkeypatch.delattr(durable.os, "posix_fadvise", raising=False)
    durable.write_file(tmp_path / "f", b"abc")
    assert (tmp_path / "f").read_bytes() == b"abc"


def test_a_system_without_fsync_of_folders_is_fine(tmp_path, monkeypatch):
    monkeypatch.setattr(durable.os, "name", "nt")
    durable.sync_folder(tmp_path / "not even there")


def test_a_read_only_place_is_told_as_such():
    assert "written to" in durable.space_error(OSError(errno.EROFS, "")).what
    assert "full" in durable.space_error(OSError(errno.ENOSPC, "")).what
    assert "unknown" in durable.space_error(OSError()).what


def test_a_lock_that_cannot_be_made_is_told(tmp_path):
    vault = new_vault(tmp_path)
    (vault.folder / "lock").mkdir()
    with pytest.raises(SpaceError), vault.writing():
        pass


def test_a_file_is_never_written_over(tmp_path):
    (tmp_path / "f").write_bytes(b"first")
    with pytest.raises(SpaceError):
        durable.write_file(tmp_path / "f", b"second")
    assert (tmp_path / "f").read_bytes() == b"first"
    assert DamageError.exit_code != SpaceError.exit_code


def test_a_log_that_fails_beside_the_next_files_is_told_and_can_be_tried_again(tmp_path, monkeypatch):
    monkeypatch.setattr("holdfast.vault.intake._COMMIT_FILES", 100)
    vault, put = new_vault(tmp_path), 0
    with vault.intake(now=ticking()) as intake:
        vault.log.database.all("PRAGMA max_page_count = 12")
        with pytest.raises(SpaceError):  # noqa: PT012 -- which one raises is looked at
            while put < 1000:
                put += 1
                intake.put("x" * 300 + str(put), io.BytesIO(b"%d" % put), modified=None)
        assert put == 200
        assert vault.log.size() == 1
        vault.log.database.all("PRAGMA max_page_count = 100000")
    assert len(restored(vault)) == 200
    assert verify(vault).ok


def test_a_file_that_comes_again_hears_of_a_log_that_failed_beside_it(tmp_path, monkeypatch):
    monkeypatch.setattr("holdfast.vault.intake._COMMIT_FILES", 100)
    vault = new_vault(tmp_path)
    with vault.intake(now=ticking()) as intake:
        vault.log.database.all("PRAGMA max_page_count = 12")
        for number in range(105):
            intake.put("x" * 300 + str(number), io.BytesIO(b"%d" % number), modified=None)
        with pytest.raises(SpaceError):
            intake.put("again", io.BytesIO(b"7"), modified=None)
        vault.log.database.all("PRAGMA max_page_count = 100000")
        assert not intake.put("again", io.BytesIO(b"7"), modified=None).is_new
    assert {name.removeprefix("x" * 300): data for name, data in restored(vault).items()} == {
        str(number): b"%d" % number for number in range(105)
    }
    assert verify(vault).ok
