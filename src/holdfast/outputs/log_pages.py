"""The chronological log: every entry on one line of a table, and the dated steps where they fall."""

from collections.abc import Iterator, Sequence
from typing import Any

from holdfast.model.marker import Marker
from holdfast.model.row import Row
from holdfast.outputs import wording
from holdfast.outputs.given import MANY, PacketInput
from holdfast.outputs.lettering import Flow, Line, shorten

_MOST = 600
_MOST_NAMES = 4
_SHORT = 240
_COLUMNS = {
    "where": "Where",
    "technology": "Technology",
    "who": "Who",
    "witnesses": "Witnesses",
    "reported to": "Reported to",
    "officer": "Officer",
    "badge": "Badge number",
    "report number": "Report number",
    "evidence": "Evidence",
}
"""Fields of an incident that have a column in logs about stalking, with the titles of the log alone."""

_POINTERS = 20
"""Entries that only name their exhibit, in one cell of the table."""


def log(given: PacketInput, labels: dict[str, str]) -> list[dict[str, Any]]:
    """The lines of the log in order. `labels`: the label of the exhibit, by event id."""
    lines: list[dict[str, Any]] = []
    names = wording.short_names(given.rows)
    waiting = sorted(given.markers, key=lambda marker: (_sorted_at(marker) is None, _sorted_at(marker) or 0))
    for number, row in enumerate(given.rows, 1):
        at = position(row)
        while waiting and (at is None or (_sorted_at(waiting[0]) or at + 1) <= at):
            lines.append(_step(waiting.pop(0), given.zone))
        label = labels.get(row.id, "")
        notes = [] if label else wording.noted(given.notes.get(row.id, ()), given.zone)
        if not label or len(given.exhibits) <= MANY:
            lines.append(_entry(number, row, given.zone, label, names, notes))
            continue
        if not lines or len(lines[-1].get("pointers", [None] * _POINTERS)) == _POINTERS:
            lines.append({"pointers": []})
        lines[-1]["pointers"].append(_pointer(number, row, given.zone, label, names))
    return lines + [_step(marker, given.zone) for marker in waiting]


def position(row: Row) -> int | None:
    """Where a row stands in time: its instant, or the middle of what is possible."""
    if row.at is not None:
        return row.at
    if row.earliest is None or row.latest is None:
        return None
    return (row.earliest + row.latest) // 2


def _sorted_at(marker: Marker) -> int | None:
    return marker.when.order_key()


def _entry(
    number: int, row: Row, zone: str, label: str, names: dict[str, str], notes: Sequence[str]
) -> dict[str, Any]:
    rest = f"full text in Exhibit {label}" if label else "full text at source"
    what = wording.text_of(row)
    sender = names[row.by.key] if row.by else wording.shown(None)
    recipients = wording.recipients(row, _MOST_NAMES, names)
    return {
        "number": f"{number:,}",
        "short": len(what) <= _SHORT
        and what.count("\n") < 6
        and len(sender) + len(recipients) <= _SHORT // 2,
        "when": wording.time_of(row, zone),
        "basis": Line(shorten(wording.written_time(row), 80, "at source")),
        "channel": Line(wording.channel(row)),
        "from": Line(sender),
        "to": Line(recipients),
        "direction": wording.direction(row),
        "what": Flow("\n".join([shorten(what, _MOST, rest), *_asked(row), *notes])),
        "found": Line(wording.place(row.source, row.member, row.position)),
        "exhibit": label,
    }


def _asked(row: Row) -> Iterator[str]:
    """What else logs about stalking ask for, as far as the person wrote it down with an incident."""
    said = [
        f"{title}: {row.fields[key]}" for key, title in _COLUMNS.items() if row.fields.get(key, "").strip()
    ]
    if row.kind == "incident" and said:
        yield shorten("; ".join(said), _MOST, "at source")


def _pointer(number: int, row: Row, zone: str, label: str, names: dict[str, str]) -> Line:
    """An entry that stands whole at one of many exhibits. Every word of it is printed thousands of times."""
    sender = names[row.by.key] if row.by else wording.shown(None)
    return Line(f"{number:,}. {wording.time_of(row, zone)}. {sender}: Exhibit {label}")


def _step(marker: Marker, zone: str) -> dict[str, Any]:
    return {
        "step": marker.kind.capitalize(),
        "when": wording.moment(marker.when, zone),
        "note": Flow(shorten(marker.note, 300, "in the part Notice line")) if marker.note else None,
    }
