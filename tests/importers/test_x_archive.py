"""X: what the archive's own list counts is what is read, and the two layouts of time mean what they say."""

import json

from holdfast.formats import x_files
from holdfast.importers.x_archive import IMPORTER
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from tests.importers.fixtures import HERE, handed
from tests.importers.trees import Tree, read_all, tree


def test_as_many_records_as_the_files_have() -> None:
    given = Tree(handed(HERE / "x_archive" / "archive-2024" / "input"))
    members = [m for m in given if IMPORTER.claims(m, given)]
    found = list(IMPORTER.read(members, given, Told()))
    for name, mark in (
        ("direct-messages.js", b'"messageCreate"'), ("tweets.js", b'"tweet" :'), ("tweets-part1.js", b'"tweet" :'),
        ("deleted-tweets.js", b'"tweet" :'), ("ip-audit.js", b'"ipAudit"'), ("follower.js", b'"follower" :'),
    ):  # fmt: skip
        (file,) = (HERE / "x_archive" / "archive-2024" / "input").rglob(name)
        (member,) = (m for m in members if m.file_name == name)
        events = [r for r in found if isinstance(r, Event) and r.found_at == member.at(r.found_at.position)]
        assert sum(r.kind != "reaction" for r in events) == file.read_bytes().count(mark) > 0, name


def archive(said: int, held: int) -> dict[str, bytes]:
    listed = {"dataTypes": {"mute": {"files": [{"fileName": "data/mute.js", "count": str(said)}]}}}
    mutes = [{"muting": {"accountId": str(n)}} for n in range(held)]
    return {
        "x.zip/data/manifest.js": b"window.__THAR_CONFIG = " + json.dumps(listed).encode(),
        "x.zip/data/mute.js": b"window.YTD.mute.part0 = " + json.dumps(mutes).encode(),
    }


def test_a_count_that_differs_is_said() -> None:
    assert not [r for r in read_all(IMPORTER, archive(3, 3)) if isinstance(r, Problem)]
    (problem,) = (r for r in read_all(IMPORTER, archive(5, 3)) if isinstance(r, Problem))
    assert problem.what.endswith("5, 3.")


def test_times() -> None:
    assert x_files.moment("Wed Aug 09 16:19:22 +0000 2023").at == 1_691_597_962_000
    assert x_files.moment("Wed Aug 09 16:19:22 -0130 2023").at == 1_691_597_962_000 + 5_400_000
    assert x_files.moment("2023-08-09T16:19:22.123Z").at == 1_691_597_962_123
    assert x_files.moment("2013-01-31 10:00:00 +0000").basis == "explicit"
    for wrong in ("", "Wed Foo 09 16:19:22 +0000 2023", "Wed Aug 39 16:19:22 +0000 2023", None, "9" * 40):
        assert x_files.moment(wrong).at is None


def test_other_scripts_are_left_alone() -> None:
    made = tree({"data/app.js": b"window.x = []", "a.js": b"var y = 1", "assets/app.js": b"0"})
    assert not [m for m in made if IMPORTER.claims(m, made)]
