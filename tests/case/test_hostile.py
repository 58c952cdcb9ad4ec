"""What should not be handed in but is: odd files, names and containers. All of it ends counted and visible."""

import gzip
import io
import os
import socket
import tarfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from holdfast.case.case import Case
from holdfast.case.giving import File, Refused, each_file
from tests.case.exports import mail, mbox

MAILS = mbox(mail(1), mail(2))


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in files.items():
            container.writestr(name, data)
    return out.getvalue()


def add(case: Case, folder: Path, files: dict[str, bytes]) -> dict[str, tuple[int, int]]:
    """How many events and problems each file gave, by its name."""
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    added = case.add([folder])
    assert len(added.kept) == len(files)
    assert not added.refused
    assert case.verify().ok
    return {
        s["name"].removeprefix(f"{folder.name}/"): (
            sum(one["events"] for one in s["importers"].values()),
            s["other_problems"] + sum(one["problems"] for one in s["importers"].values()),
        )
        for s in case.query.sources()
    }


@pytest.mark.skipif(os.name == "nt", reason="this system has no such files")
def test_what_is_no_file_is_refused_by_name_and_never_opened(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.mbox").write_bytes(MAILS)
    os.mkfifo(folder / "pipe")
    (folder / "broken").symlink_to("nowhere")
    (folder / "folder").symlink_to(tmp_path)
    here = Path.cwd()
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as ear:
            ear.bind("ear")
    finally:
        os.chdir(here)
    added = case.add([folder])
    assert [s.name for s in added.kept] == ["in/a.mbox"]
    assert sorted(r.name for r in added.refused) == ["in/broken", "in/ear", "in/folder", "in/pipe"]


@pytest.mark.skipif(os.name == "nt", reason="this system has no such names")
def test_any_name_is_only_a_name(case: Case, tmp_path: Path) -> None:
    names = [
        "new\nline.mbox",
        "right\u202egpj.mbox",
        "\x1b[31m.mbox",
        os.fsdecode(b"\xff\xfe.mbox"),
        "a\\b.mbox",
    ]
    found = add(case, tmp_path / "in", {n: MAILS + bytes([i]) for i, n in enumerate(names)})
    assert list(found.values()) == [(2, 0)] * 5
    assert "\\xff\\xfe.mbox" in found


@pytest.mark.skipif(os.name == "nt", reason="paths are shorter there")
def test_folders_inside_each_other_without_end_are_walked_without_a_crash(tmp_path: Path) -> None:
    deep = [str(tmp_path / "in")]
    for _ in range(1100):
        deep.append(f"{deep[-1]}/d")
    for folder in deep:
        os.mkdir(folder)  # noqa: PTH102  this many folders are slow as paths
    Path(deep[-1], "a.txt").touch()
    refused: list[Refused] = []
    try:
        found = list(each_file([tmp_path / "in"], refused, tmp_path / "case"))
    finally:
        Path(deep[-1], "a.txt").unlink()
        for folder in reversed(deep):
            os.rmdir(folder)  # noqa: PTH106
    assert [f.name for f in found] == ["in/" + "d/" * 1100 + "a.txt"]
    assert not refused


def test_hostile_containers_give_what_they_hold_and_say_what_they_do_not(case: Case, tmp_path: Path) -> None:
    bomb = zipped({"nothing.txt": bytes(70 << 20)})
    nested = MAILS
    for _ in range(6):
        nested = zipped({"in.zip" if nested is not MAILS else "a.mbox": nested})
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, kind in (
            ("/etc/x.mbox", tarfile.REGTYPE),
            ("../up", tarfile.SYMTYPE),
            ("dev", tarfile.CHRTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            info.size = len(MAILS) if kind == tarfile.REGTYPE else 0
            tar.addfile(info, io.BytesIO(MAILS))
    found = add(
        case,
        tmp_path / "in",
        {
            "bombs.zip": zipped({f"{i}.zip": bomb for i in range(3)}),
            "deep.zip": nested,
            "links.tar": packed.getvalue(),
            "outside.zip": zipped({"../../a.mbox": MAILS, "C:\\b.mbox": MAILS + b"\n"}),
            "trailing.mbox.gz": gzip.compress(MAILS) + b"and something else",
            "cut.zip": zipped({"a.mbox": MAILS})[:-30],
        },
    )
    assert found == {
        "bombs.zip": (0, 3),
        "deep.zip": (0, 1),
        "links.tar": (2, 2),
        "outside.zip": (4, 0),
        "trailing.mbox.gz": (2, 1),
        "cut.zip": (0, 1),
    }


def test_files_that_are_not_what_their_names_say_are_shown(case: Case, tmp_path: Path) -> None:
    long_line = b"a" * (3 << 20)
    files = {"a.jpg": MAILS, "empty.mbox": b""}
    files |= {
        f"line.{ending}": long_line + ending.encode() for ending in ("txt", "csv", "xml", "mbox", "eml")
    }
    found = add(case, tmp_path / "in", files)
    assert found == dict.fromkeys(files, (0, 1))


def test_many_equal_files_cost_one(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(500):
        (folder / f"{number}.txt").touch()
    added = case.add([folder])
    assert (len(added.kept), len(added.already)) == (1, 499)
    assert len(list(case.query.problems())) == 1


def test_a_file_that_grows_while_it_is_read_is_kept_as_it_was_read(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.mbox"
    file.write_bytes(MAILS)
    sizes = os.lstat(file).st_size
    whole = each_file

    def grown(paths: Sequence[Path], refused: list[Refused], beside: Path) -> Iterator[File]:
        for one in whole(paths, refused, beside):
            file.write_bytes(MAILS + mbox(mail(3)))
            yield one

    monkeypatch.setattr("holdfast.case.kept.each_file", grown)
    (source,) = case.add([file]).kept
    assert source.size == file.stat().st_size > sizes
    assert len(list(case.query.lines())) == 3
    assert case.verify().ok
