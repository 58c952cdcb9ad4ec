"""Backups of phones, and files that are locked: named, counted, and said what helps, once."""

from pathlib import Path

import pytest

from holdfast.formats import iphone_backup
from holdfast.formats.tree import Tree
from holdfast.importers import claim, read_all
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from tests.importers.fixtures import HERE, handed
from tests.importers.trees import tree

LOCKED = HERE / "iphone_backup/password/input"


def test_a_backup_with_a_password_is_one_problem_whatever_it_holds() -> None:
    found = Tree(handed(LOCKED))
    claimed, unclaimed = claim(found)
    assert list(claimed) == ["iphone_backup"]
    assert not unclaimed
    records = list(read_all(found, Told()))
    assert [r.loss for r in records if isinstance(r, Problem)] == ["member"]
    # What stands in the open is told all the same: which phone this is, and its number.
    (device,) = (r for r in records if isinstance(r, Event))
    assert device.by is not None
    assert (device.by.key, device.by.is_owner) == ("phone:+447700900999", True)


@pytest.mark.parametrize("generation", ["ios-17", "ios-9"])
def test_files_of_a_backup_have_the_names_they_had_on_the_phone(generation: str) -> None:
    found = Tree(handed(HERE / f"iphone_backup/{generation}/input"))
    names = {iphone_backup.told_name(m, found) for m in found} - {""}
    assert names == {
        "CameraRollDomain/Media/DCIM/100APPLE/IMG_0042.JPG",
        "AppDomain-com.example.app/Documents/settings.bin",
    }


def test_a_list_cut_anywhere_names_no_file_wrongly() -> None:
    whole = (HERE / "iphone_backup/ios-9/input/backup/Manifest.mbdb").read_bytes()
    right = set(iphone_backup._listed_before(whole))
    for length in range(len(whole)):
        assert set(iphone_backup._listed_before(whole[:length])) <= right


def test_a_file_with_such_a_name_outside_a_backup_is_not_in_one() -> None:
    found = tree(
        {"Info.plist": b"<plist/>", "3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28": b"x", "0" * 40: b"y"}
    )
    assert [iphone_backup.backup_of(m, found) for m in found] == [None] * 3


def test_each_locked_file_says_what_helps_and_a_folder_says_it_once() -> None:
    folder: Path = HERE / "locked/kinds/input"
    records = list(read_all(Tree(handed(folder)), Told()))
    assert all(isinstance(r, Problem) and r.loss == "member" for r in records)
    # Three files of one folder in Signal's new form say it once; the other six for themselves.
    assert len(records) == len([p for p in folder.rglob("*") if p.is_file()]) - 2
