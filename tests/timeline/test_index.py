"""The index on a disk that is full, or damaged: what to do next is said, and the originals are not touched."""

from pathlib import Path

import pytest

from holdfast.model.errors import DamageError, SpaceError
from holdfast.timeline.index import FORMAT, Index, erase
from holdfast.timeline.load import Rows

KEY = b"k" * 32


def _fill(index: Index) -> None:
    for n in range(2000):
        index.begin([], n, "x" * 5000)
        index.insert(Rows())
        index.finish(n, "[]")


def test_a_full_disk_is_told_and_the_index_can_be_made_again(tmp_path: Path) -> None:
    index = Index(tmp_path / "index.db", KEY)
    pages = index.connection.execute("PRAGMA page_count").fetchone()[0]
    index.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(SpaceError, match="files are saved"):
        _fill(index)
    index.abandon()
    index.close()
    erase(tmp_path / "index.db")
    again = Index(tmp_path / "index.db", KEY)
    assert again.format == FORMAT
    assert again.read_batches() == {}
    again.close()


def test_a_damaged_page_is_told_as_damage(tmp_path: Path) -> None:
    file = tmp_path / "index.db"
    index = Index(file, KEY)
    index.close()
    data = bytearray(file.read_bytes())
    for page in range(1, len(data) // 16384):
        data[page * 16384 + 5000] ^= 1
    file.write_bytes(data)
    with pytest.raises(DamageError, match="damaged"):
        _fill(Index(file, KEY))


def test_the_index_is_closed_to_others_and_another_key_does_not_open_it(tmp_path: Path) -> None:
    file = tmp_path / "index.db"
    Index(file, KEY).close()
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(DamageError):
        Index(file, b"x" * 32)
