"""Every example of every importer, damaged in the usual ways: nothing fails, and nothing is passed over in silence."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.formats.tree import Handed, Tree
from holdfast.importers import Record, read_all
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from tests.importers.fixtures import cases, told

PARTS = 50
LARGEST = 1 << 20


def files(case: Path) -> dict[str, bytes]:
    folder = case / "input"
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def read(case: Path, given: dict[str, bytes]) -> list[Record]:
    tree = Tree(
        [
            Handed(
                sha256=hashlib.sha256(data).hexdigest(),
                name=name,
                size=len(data),
                open=lambda data=data: io.BytesIO(data),
            )
            for name, data in given.items()
        ]
    )
    return list(read_all(tree, told(case)))


def largest(given: dict[str, bytes]) -> str:
    return max(given, key=lambda name: len(given[name]))


def said(records: list[Record]) -> int:
    return sum(isinstance(r, Event | Problem) for r in records)


def may_say_nothing(case: Path, data: bytes) -> bool:
    """Nothing but blanks is left, or perhaps only the titles of a table."""
    return not data.strip() or case.parent.name == "incident_log"


def check(records: list[Record]) -> None:
    ids = [r.id for r in records if isinstance(r, Event)]
    assert len(ids) == len(set(ids))


def charsets(data: bytes) -> Iterator[bytes]:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    for codec in ("utf-16", "utf-16-be", "cp1252", "utf-8-sig", "shift-jis"):
        yield text.encode(codec, "replace")


def line_ends(data: bytes) -> Iterator[bytes]:
    lines = data.replace(b"\r\n", b"\n").split(b"\n")
    for ends in ((b"\r\n",), (b"\r",), (b"\n", b"\r\n", b"\r"), (b"\n\n",)):
        yield b"".join(line + ends[n % len(ends)] for n, line in enumerate(lines))


EXAMPLES = [c for c in cases() if sum(p.stat().st_size for p in c.rglob("*") if p.is_file()) < LARGEST]


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda c: f"{c.parent.name}/{c.name}")
def test_a_file_cut_off_anywhere_is_read_as_far_as_it_goes(case: Path) -> None:
    given = files(case)
    name = largest(given)
    whole = given[name]
    for part in range(PARTS):
        cut = whole[: len(whole) * part // PARTS]
        records = read(case, given | {name: cut})
        check(records)
        assert said(records) or may_say_nothing(case, cut), part


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda c: f"{c.parent.name}/{c.name}")
def test_a_file_saved_again_in_other_letters_or_line_ends_does_not_fail(case: Path) -> None:
    given = files(case)
    name = largest(given)
    for data in (*charsets(given[name]), *line_ends(given[name])):
        records = read(case, given | {name: data})
        check(records)
        assert said(records)
