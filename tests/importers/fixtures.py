"""Every fixture of every importer, as a tree: `tests/importers/<name>/<case>/{input/, told.json, expected.jsonl}`."""

import hashlib
import io
from pathlib import Path

import msgspec

from holdfast.formats.tree import Handed, Tree
from holdfast.importers import Importer, importers, read_all
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.question import Question
from holdfast.model.told import Told

HERE = Path(__file__).parent


def cases() -> list[Path]:
    return sorted(p.parent for p in HERE.glob("*/*/input"))


def handed(folder: Path) -> list[Handed]:
    """The files below a folder as they would be handed in, in order of name."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return [
        Handed(
            sha256=hashlib.sha256(p.read_bytes()).hexdigest(),
            name=p.relative_to(folder).as_posix(),
            size=p.stat().st_size,
            open=lambda p=p: io.BytesIO(p.read_bytes()),
        )
        for p in files
    ]


def told(case: Path) -> Told:
    """The answers in told.json; the key "" stands for every source."""
    file = case / "told.json"
    return msgspec.json.decode(file.read_bytes(), type=Told) if file.exists() else Told()


def read(case: Path) -> list[Event | Problem | Question]:
    """All records that all importers find in this fixture, in order."""
    return list(read_all(Tree(handed(case / "input")), told(case)))


def as_line(record: Event | Problem | Question) -> str:
    """One record as a line of expected.jsonl, without the fields that hold their default."""
    plain = {"is": type(record).__name__} | {
        name: msgspec.to_builtins(value)
        for name in record.__struct_fields__
        if (value := getattr(record, name)) not in ("", (), {}, None)
    }
    return msgspec.json.encode(plain, order="deterministic").decode()


def importer_of(case: Path) -> Importer:
    return importers()[case.parent.name]
