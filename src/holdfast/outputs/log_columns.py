"""The log alone, as columns: those that logs about stalking use, and where each entry can be looked up."""

from collections.abc import Iterator, Sequence

import msgspec

from holdfast.model.exhibit import Exhibit
from holdfast.model.marker import Marker
from holdfast.model.row import Row, iso
from holdfast.model.services import name_of
from holdfast.model.when import When
from holdfast.outputs import wording

TITLES = {
    "number": "No.",
    "date": "Date",
    "time": "Time",
    "zone": "Time zone",
    "time_known": "How the time is known",
    "what": "What happened",
    "where": "Where or which service",
    "technology": "Technology",
    "who": "Who",
    "to": "To whom",
    "direction": "Direction",
    "witnesses": "Witnesses",
    "reported_to": "Reported to",
    "officer": "Officer",
    "badge": "Badge number",
    "report_number": "Report number",
    "evidence": "Evidence",
    "written_down": "Written down on",
    "exhibit": "Exhibit",
    "found": "Where it is found",
    "sha256": "SHA-256 of the file",
    "id": "Id of the record",
}
"""The columns by name, in their order, with their titles."""

_MOST_NAMES = 40


class LogInput(msgspec.Struct, frozen=True, kw_only=True):
    """What the log alone is made from: rows in order of time, the dated steps, and what is left out."""

    title: str
    prepared_at: int
    prepared_by: str
    zone: str
    zone_basis: str
    rows: Sequence[Row]
    exhibits: Sequence[Exhibit]
    markers: Sequence[Marker]
    left_out: Sequence[str]
    version: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line: an entry (`row`) or a step that the person says they took. `cells` has every column."""

    cells: dict[str, str]
    when: When
    row: Row | None = None
    marker: Marker | None = None


def entries(given: LogInput) -> Iterator[Entry]:
    """Every line in order of time. Steps have no number; those without a known time come last."""
    labels = {exhibit.event: exhibit.label for exhibit in given.exhibits}
    waiting = sorted(given.markers, key=lambda one: _sorted(one.when.order_key()))
    for number, row in enumerate(given.rows, 1):
        when = when_of(row)
        while waiting and _sorted(waiting[0].when.order_key()) <= _sorted(when.order_key()):
            yield _step(waiting.pop(0), given.zone)
        yield Entry(cells=_cells(number, row, labels.get(row.id, ""), given.zone), when=when, row=row)
    for marker in waiting:
        yield _step(marker, given.zone)


def when_of(row: Row) -> When:
    """The time of a row as one value."""
    return When(
        as_written=row.as_written,
        at=row.at,
        earliest=row.earliest,
        latest=row.latest,
        precision=row.precision,
        basis=row.basis,
    )


def _sorted(at: int | None) -> tuple[bool, int]:
    return at is None, at or 0


def _cells(number: int, row: Row, label: str, zone: str) -> dict[str, str]:
    fields = row.fields
    written = next((one.when for one in row.times if one.name == "written down"), None)
    return dict.fromkeys(TITLES, "") | {
        "number": str(number),
        **_time(when_of(row), zone),
        "time_known": wording.written_time(row) or ("by the source" if row.at is not None else "not known"),
        "what": what(row),
        "where": fields.get("where", "") if row.kind == "incident" else name_of(row.service),
        "technology": fields.get("technology", "") if row.kind == "incident" else wording.channel(row),
        "who": fields.get("who", "") if row.kind == "incident" else wording.shown(row.by),
        "to": wording.recipients(row, _MOST_NAMES) if row.to else "",
        "direction": "" if row.kind == "incident" else wording.direction(row),
        "witnesses": fields.get("witnesses", ""),
        "reported_to": fields.get("reported to", ""),
        "officer": fields.get("officer", ""),
        "badge": fields.get("badge", ""),
        "report_number": fields.get("report number", ""),
        "evidence": fields.get("evidence", ""),
        "written_down": wording.moment(written, zone) if written else "",
        "exhibit": label,
        "found": _found(row),
        "sha256": row.source,
        "id": row.id,
    }


def _found(row: Row) -> str:
    place = wording.position_in_words(row.position)
    return " › ".join(part for part in (row.source_name, row.member, place) if part)


def what(row: Row) -> str:
    """What happened, in the words of the record."""
    said = wording.text_of(row)
    return said if row.kind in ("message", "incident") else f"{row.kind.capitalize()}: {said}"


def _step(marker: Marker, zone: str) -> Entry:
    told = f"{marker.kind.capitalize()}, as the person says"
    cells = dict.fromkeys(TITLES, "") | {
        **_time(marker.when, zone),
        "time_known": "told by the person",
        "what": f"{told}: {marker.note}" if marker.note else told,
        "to": ", ".join(marker.accounts),
        "reported_to": _REPORTED.get(marker.kind, ""),
    }
    return Entry(cells=cells, when=marker.when, marker=marker)


_REPORTED = {"police contact": "police", "platform report": "the service"}


def _time(when: When, zone: str) -> dict[str, str]:
    """Day, clock and zone in columns of their own, so that they can be sorted; undecided ones in words."""
    if when.at is None:
        words = wording.moment(when, zone)
        return {"date": words, "time": "", "zone": zone}
    if when.precision == "none":
        return {"date": "time unknown", "time": "", "zone": zone}
    day, clock, offset = wording.parts(when.at, zone, when.precision)
    return {"date": day, "time": clock, "zone": f"{zone} ({offset})" if offset else zone}


def plain(entry: Entry) -> dict[str, str | None]:
    """One line for a program: the cells, with the instant in UTC or null; half characters become U+FFFD."""
    cells = {
        key: text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        for key, text in entry.cells.items()
    }
    return {"at": iso(entry.when.at), **cells}
