"""What goes with each exhibit in a package: who, when, from where, how, what was converted, what lacks."""

from typing import Any

import msgspec

from holdfast.model.exhibit import Exhibit
from holdfast.model.row import Row, iso
from holdfast.model.source import Source
from holdfast.outputs.exhibit_pages import printable_fields

FORMAT = 1

_CONVERTED = {
    "original": "The file is the original, byte for byte as it was handed in.",
    "slice": "The file is a slice of the original: these bytes as they stand in it, one after the other.",
    "member": "The file was taken out of a container (an archive, say), as it stands in it when unpacked.",
    "written": "The file was written out of the mailbox as a mail: it has its words, not its form.",
    "": "Nothing of the original is in this package, only what was read from it: see place.",
}
_READ = "What stands under event was read from the original by the reader named; it is no original itself."


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A file of an exhibit in the package. `part`: original, slice, member, written, attachment."""

    path: str
    part: str
    sha256: str
    size: int
    name: str = ""


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """The importer that read an exhibit, and what its help page says it cannot tell."""

    name: str
    title: str
    version: str
    cannot_tell: tuple[str, ...]


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """An exhibit as it leaves.

    `place` is what shows where the bytes stood, ready to be written: see docs/package.md. `problems` counts
    what could not be read in its file; `questions` are those about its file that wait for an answer.
    `imported` and `chosen` are numbers of entries in the log.
    """

    exhibit: Exhibit
    row: Row
    source: Source
    reader: Reader
    files: tuple[Given, ...]
    place: dict[str, Any]
    problems: int
    questions: tuple[str, ...]
    imported: int
    chosen: int


def record(shown: Shown, *, made_at: int, prepared_by: str, version: str) -> dict[str, Any]:
    """The values of record.json. Fields that are for the person alone are not among them."""
    source, row = shown.source, shown.row
    parts = [given.part for given in shown.files if given.part != "attachment"]
    return {
        "format": FORMAT,
        "label": shown.exhibit.label,
        "caption": shown.exhibit.caption,
        "event": row.as_json() | {"fields": printable_fields(row)},
        "who": {"prepared_by": prepared_by},
        "when": {
            "handed_in": iso(source.received),
            "chosen": iso(shown.exhibit.chosen),
            "packaged": iso(made_at),
            "clock": "by the clock of the computer that held the case",
        },
        "from_where": {
            "name": source.name,
            "sha256": source.sha256,
            "size": source.size,
            "modified": iso(source.modified),
            "in_their_words": source.obtained,
        },
        "how": {
            "tool": "Holdfast",
            "version": version,
            "reader": shown.reader.title,
            "reader_name": shown.reader.name,
            "reader_version": shown.reader.version,
        },
        "converted": [_CONVERTED[parts[0] if parts else ""], _READ],
        "completeness": {
            "cannot_tell": list(shown.reader.cannot_tell),
            "not_read_in_this_file": shown.problems,
            "waits_for_an_answer": list(shown.questions),
            "time_is_decided": row.at is not None,
            "direction_is_decided": row.direction is not None,
        },
        "files": [msgspec.to_builtins(given) for given in shown.files],
        "place": shown.place,
        "log": {"imported": shown.imported, "chosen": shown.chosen},
        "digest_when_chosen": shown.exhibit.digest,
    }
