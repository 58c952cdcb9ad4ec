"""Pictures are looked at, and laid on each other, by commands that say what was seen."""

from pathlib import Path

import pytest

from holdfast.case.case import Case
from holdfast.outputs.comparison import Comparison
from tests.cli.test_words import lines, said, told
from tests.drawings import jpeg, photo, scene, stuck


def test_copies_are_found_and_drawn(folder: Path, tmp_path: Path) -> None:
    assert "not looked at yet" not in said("findings", folder)
    own = scene(31, (600, 450))
    (tmp_path / "own.jpg").write_bytes(photo(own))
    (tmp_path / "copy.jpg").write_bytes(jpeg(stuck(own, (200, 150, 320, 270))))
    (tmp_path / "bad.jpg").write_bytes(jpeg(own)[:700])
    said("add", folder, *(tmp_path / f"{name}.jpg" for name in ("own", "copy", "bad")), "--zone", "UTC")
    assert "Some pictures were not looked at yet: `holdfast pictures`" in said("findings", folder)
    seen = said("pictures", folder)
    assert "Looked at 3 new pictures, of 3 different ones in all." in seen
    assert "Nothing was seen of 1 picture: it cannot be decoded." in seen
    assert "1 pair of pictures hold the same" in seen
    assert told("pictures", folder, "--json") == {
        "pictures": 3,
        "new": 0,
        "pairs": 1,
        "without": {"it cannot be decoded": 1},
    }
    found = said("findings", folder)
    assert "copied_pictures" in found
    assert "not looked at yet" not in found
    ids = {
        one["attachments"][0]["name"]: one["id"][:10] for one in lines("events", folder) if one["attachments"]
    }
    out = tmp_path / "both.png"
    drawn = said("compare", folder, ids["own.jpg"], ids["copy.jpg"], "--out", out)
    assert "There, 1 part differs; outlined in red." in drawn
    assert out.read_bytes().startswith(b"\x89PNG")
    said("compare", folder, ids["own.jpg"], ids["copy.jpg"], "--out", out, code=2)
    parts = told(
        "compare", folder, ids["own.jpg"], ids["copy.jpg"], "--out", tmp_path / "again.png", "--json"
    )
    assert len(parts["differs"]) == 1
    assert "two pictures were laid on each other" in said("log", folder)
    assert told("handed", folder, "--json")[-1]["what"] == "comparison"
    said("compare", folder, ids["own.jpg"], ids["copy.jpg"], "--out", "/dev/full/x.png", code=2)


def test_a_case_without_pictures_says_so(folder: Path) -> None:
    seen = said("pictures", folder)
    assert seen == (
        "Looked at 0 new pictures, of 0 different ones in all.\n0 pairs of pictures hold the same, whole or in part.\n"
    )


def test_a_drawing_that_the_disk_does_not_take_leaves_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, opened = tmp_path / "both.png", Path.open

    def full(path: Path, *given: object, **named: object) -> object:
        if path == out:
            raise OSError
        return opened(path, *given, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Case, "compare_pictures", lambda *_: Comparison(b"x", (), ()))
    monkeypatch.setattr(Path, "open", full)
    said("compare", folder, "a", "b", "--out", out, code=3)
    assert not out.exists()
