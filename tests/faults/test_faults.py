"""Each kind of trial at a small size. `python -m bench.faults` does all of them, and writes docs/faults.md."""

from pathlib import Path

import pytest

from tests.faults import killing
from tests.faults.disk import Disk, File
from tests.faults.failing import ERRORS, Failing
from tests.faults.flipping import flip, flip_all
from tests.faults.looking import Told, look
from tests.faults.moving import trials
from tests.faults.power import Power
from tests.faults.runner import CAN_BUILD
from tests.faults.small import Small
from tests.faults.stages import STAGES, create, decide, first
from tests.vault.vaults import flip as flip_byte

needs_layer = pytest.mark.skipif(not CAN_BUILD, reason="there is no gcc, or this is not Linux")


@needs_layer
@pytest.mark.slow
def test_power_that_fails_loses_nothing_that_was_told_as_safe(tmp_path: Path) -> None:
    power = Power(tmp_path / "power")
    power.fail(each=131, index_each=15)
    assert power.moments > 1_500
    assert sum(power.points.values()) > 25
    assert power.told > 40
    assert power.lost == []


@needs_layer
@pytest.mark.slow
def test_a_program_that_forgets_to_force_its_bytes_out_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(File, "sync", lambda _file: None)
    power = Power(tmp_path / "power")
    power.fail(each=400, index_each=10_000)
    assert len(power.lost) > 3


@needs_layer
@pytest.mark.slow
@pytest.mark.parametrize("stage", ["deciding", "withdrawing", "merging"])
def test_a_call_that_fails_loses_nothing_and_the_next_try_works(tmp_path: Path, stage: str) -> None:
    found = list(Failing(tmp_path / "work").stage(stage, ERRORS, step=53))
    assert len(found) > 3
    assert any(one.ended == "SpaceError" for one in found)
    assert [one for one in found if one.wrong] == []


@pytest.mark.slow
@pytest.mark.parametrize("stage", sorted(STAGES.keys() - set(killing.WITH_INDEX)))
def test_a_program_that_is_killed_loses_nothing(tmp_path: Path, stage: str) -> None:
    found = list(killing.rounds(tmp_path / "work", stage, 2))
    assert [one.wrong for one in found] == [[]] * 2


def test_what_was_told_and_is_gone_is_found_out(tmp_path: Path) -> None:
    told = Told()
    for stage in (create, first, decide):
        stage(tmp_path, told.take)
    assert look(tmp_path, told) == []
    told.take({"what": "kept", "sha256": ["00" * 32]})
    told.take({"what": "log", "size": 99, "root": ""})
    assert len(look(tmp_path, told)) == 2
    piece = next((tmp_path / "case" / "objects").glob("??/*/0000"))
    flip_byte(piece, -1)
    assert "is altered" in look(tmp_path, told)[0]


def test_the_disk_holds_back_what_it_was_not_told_to_force_out(tmp_path: Path) -> None:
    journal = (
        b"M\t/r/d\nS\t1\t/r\nO\t7\t/r/d/f\nW\t7\t0\t4\nkeptS\t7\t/r/d/f\nS\t2\t/r/d\nW\t7\t4\t4\nlost"
        b"R\t/r/d/f\t/r/d/g\nO\t8\t/r/d/h\n"
    )
    disk = Disk("/r")
    assert list(disk.steps(journal)) == [None] * 9
    disk.write(tmp_path / "lost", "all that was not forced is lost", 1)
    disk.write(tmp_path / "all", "nothing is lost", 1)
    assert {p.name: p.read_bytes() for p in (tmp_path / "lost" / "d").iterdir()} == {"f": b"kept"}
    assert {p.name: p.read_bytes() for p in (tmp_path / "all" / "d").iterdir()} == {
        "g": b"keptlost",
        "h": b"",
    }


def test_a_changed_byte_is_noticed_and_the_file_named(tmp_path: Path) -> None:
    small = Small(tmp_path)
    found = list(flip_all(small, step=199))
    assert {one.name for one in found} == {small.name(path) for path in small.files()}
    assert [one for one in found if one.named != one.tried] == []
    lone = next((small.folder / "objects").glob("??/*/0000"))
    assert flip(small, lone).named == lone.stat().st_size


def test_files_that_are_taken_away_added_swapped_renamed_or_put_back_are_noticed(tmp_path: Path) -> None:
    small = Small(tmp_path)
    names = {small.name(path) for path in small.files()}
    # How many folders and pairs there are hangs on the names of the originals, which are made by chance.
    folders = {"", *(f"{name.rpartition('/')[0]}/" for name in names if "/" in name)}
    found = list(trials(small, tmp_path))
    tried: dict[str, set[str]] = {}
    for one in found:
        tried.setdefault(one.what, set()).add(one.where)
    for what in ("taken away", "renamed", "cut short by a byte", "emptied"):
        assert tried.pop(what) == names
    assert tried.pop("put back to an older state") == {"log.db"}
    assert tried.pop("added") == {f"{folder}added.bin" for folder in folders}
    assert {name.partition("/")[0] for name in tried.pop("swapped")} == {"anchors", "keys", "objects"}
    entries = {
        int(where.split()[0])
        for where in tried["last entries of the log taken out, the anchor beside it left"]
    }
    assert entries == set(range(1, max(entries) + 1))
    assert len(tried) == 2
    assert [one for one in found if not (one.is_noticed and one.is_named)] == []
