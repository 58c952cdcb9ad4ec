"""A load file (CSV) for the systems in which lawyers review documents: one line a document, with its hashes.

Beside it lie the documents: natives/ holds originals as they are (mails as RFC 822), text/ what was read.
"""

from collections.abc import Sequence

import msgspec

from holdfast.model.row import Row, iso
from holdfast.outputs import cells, wording

_COLUMNS = (
    *(
        "DOCID",
        "EXHIBIT",
        "DOCTYPE",
        "SERVICE",
        "FROM",
        "TO",
        "SUBJECT",
        "DATETIMEUTC",
        "TIMEZONE",
        "TIMEKNOWN",
    ),
    *("DIRECTION", "ATTACHMENTS", "NATIVELINK", "NATIVESHA256", "NATIVESIZE", "TEXTLINK", "TEXTSHA256"),
    *("SOURCEFILE", "SOURCESHA256", "SOURCEPLACE", "RECORDID", "WITHHELD"),
)


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One row with the files written for it. `native` is "" where `withheld` says why there is none."""

    number: int
    row: Row
    label: str
    native: str
    native_sha256: str
    native_size: int
    text: str
    text_sha256: str
    withheld: str


def load_file(documents: Sequence[Document], zone: str) -> bytes:
    """The table, in the order given."""
    return cells.table([_COLUMNS, *(_line(one, zone) for one in documents)])


def document_id(number: int) -> str:
    """The name of a document, counted from 1."""
    return f"HF{number:07d}"


def _line(one: Document, zone: str) -> tuple[str, ...]:
    row = one.row
    return (
        document_id(one.number),
        one.label,
        row.kind,
        row.service,
        wording.shown(row.by),
        wording.recipients(row, 100),
        row.subject,
        iso(row.at) or "",
        zone,
        wording.written_time(row) or ("by the source" if row.at is not None else "not known"),
        wording.direction(row),
        "; ".join(each.name or "without a name" for each in row.attached),
        one.native,
        one.native_sha256,
        str(one.native_size) if one.native else "",
        one.text,
        one.text_sha256,
        row.source_name,
        row.source,
        wording.place(row.source, row.member, row.position),
        row.id,
        one.withheld,
    )
