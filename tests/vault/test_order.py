"""The order of steps on which surviving a power failure rests: bytes, names, and only then the log."""

import os
from pathlib import Path

import pytest

from holdfast.vault import durable
from holdfast.vault.log import Log
from tests.vault.vaults import add, new_vault, noise


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files cannot be named here")
def test_pieces_are_on_the_disk_before_their_folder_is_named_and_that_before_the_log(tmp_path, monkeypatch):
    vault = new_vault(tmp_path)
    steps: list[tuple[str, Path]] = []
    fsync, rename, record = os.fsync, os.rename, Log.record

    def seen_fsync(fd):
        fsync(fd)
        steps.append(("fsync", Path(f"/proc/self/fd/{fd}").readlink()))

    def seen_rename(old, new):
        rename(old, new)
        steps.append(("rename", Path(new)))
        steps.append(("from", Path(old)))

    def seen_record(*args, **kwargs):
        steps.append(("log", vault.folder))
        record(*args, **kwargs)

    monkeypatch.setattr(durable.os, "fsync", seen_fsync)
    monkeypatch.setattr(durable.os, "rename", seen_rename)
    monkeypatch.setattr(Log, "record", seen_record)
    add(vault, {"small": b"1", "large": noise((16 << 20) + 1)})

    moves = [path for kind, path in steps if kind == "rename"]
    assert len(moves) == 2
    for final in moves:
        moved = steps.index(("rename", final))
        before = steps[moved + 1][1]
        pieces = sorted(path.name for path in final.iterdir())
        for piece in pieces:
            assert steps.index(("fsync", before / piece)) < moved
        assert max(steps.index(("fsync", before / piece)) for piece in pieces) < steps.index(
            ("fsync", before)
        )
        assert steps.index(("fsync", before)) < moved
        assert ("fsync", final.parent) in steps[moved:]
        assert ("fsync", final.parent.parent) in steps[:moved]
        last = len(steps) - steps[::-1].index(("fsync", final.parent))
        assert last <= steps.index(("log", vault.folder))


def test_the_log_asks_for_the_same_of_its_database(tmp_path):
    database = new_vault(tmp_path).log.database
    assert database.all("PRAGMA journal_mode") == [("wal",)]
    assert database.all("PRAGMA synchronous") == [(2,)]
    assert database.all("PRAGMA fullfsync") == database.all("PRAGMA foreign_keys") == [(1,)]
    assert database.all("PRAGMA cipher_version")[0][0].startswith("4.")
