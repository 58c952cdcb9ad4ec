"""Contacts made for help: whom the person told, when, and under which number, as far as the record has it."""

from collections.abc import Sequence
from typing import Any

from holdfast.model.marker import Marker
from holdfast.model.row import Row
from holdfast.outputs import wording
from holdfast.outputs.lettering import Flow, Line, shorten
from holdfast.outputs.log_pages import position

_KINDS = {"police contact": "Police", "platform report": "A service"}
_FIELDS = ("officer", "badge", "report number")


def contacts(rows: Sequence[Row], markers: Sequence[Marker], zone: str) -> list[list[Any]]:
    """One line for each, in order of time: when, whom, who took it and under which number, what was noted."""
    found = [
        (marker.when.order_key(), _of_marker(marker, zone)) for marker in markers if marker.kind in _KINDS
    ]
    found += [
        (position(row), _of_row(number, row, zone))
        for number, row in enumerate(rows, 1)
        if row.kind == "incident" and row.fields.get("reported to")
    ]
    return [line for _, line in sorted(found, key=lambda one: (one[0] is None, one[0] or 0))]


def _of_marker(marker: Marker, zone: str) -> list[Any]:
    when = Line(wording.moment(marker.when, zone))
    return [when, Line(_KINDS[marker.kind]), Line(""), Flow(shorten(marker.note, 300, "in the notice line"))]


def _of_row(number: int, row: Row, zone: str) -> list[Any]:
    taken = "; ".join(f"{name}: {row.fields[name]}" for name in _FIELDS if row.fields.get(name))
    said = f"{shorten(row.text, 200, 'in the log')} (entry {number:,})"
    return [Line(wording.time_of(row, zone)), Line(row.fields["reported to"]), Line(taken), Flow(said)]
