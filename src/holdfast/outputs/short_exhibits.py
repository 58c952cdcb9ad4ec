"""Many exhibits, each printed short: with its full text and its hashes, without what stands around it.

Each is as few pieces as can be: thousands of them have to fit into the memory of an ordinary computer.
"""

from typing import Any

from holdfast.model.exhibit import Exhibit
from holdfast.model.row import Row
from holdfast.outputs import finding_pages, wording
from holdfast.outputs.exhibit_pages import printed_pictures
from holdfast.outputs.given import PacketInput
from holdfast.outputs.lettering import Flow, Line, shorten

_MOST = 60_000


def exhibits(given: PacketInput, numbers: dict[str, int]) -> list[dict[str, Any]]:
    """One value for each exhibit, in the order given. An exhibit whose record is gone says so."""
    return [_exhibit(place, exhibit, given, numbers) for place, exhibit in enumerate(given.exhibits)]


def _exhibit(place: int, exhibit: Exhibit, given: PacketInput, numbers: dict[str, int]) -> dict[str, Any]:
    row = given.exhibit_rows.get(exhibit.event)
    heading = f"Exhibit {exhibit.label}" + (f": {exhibit.caption}" if exhibit.caption else "")
    chosen = wording.dated(exhibit.chosen, given.zone, "day")
    digest = f"Digest of {chosen}: {exhibit.digest}" if exhibit.digest else _TAKEN_OUT
    if exhibit.finding:
        found = exhibit.finding
        return {
            "label": exhibit.label,
            "heading": Line(heading),
            "about": Line(f"Finding: {finding_pages.title(found, given)}. {finding_pages.figures(found)}"),
            "text": Flow(found.says),
            "stands": Line(f"{finding_pages.rule(found)}. {digest}"),
            "pictures": [],
        }
    if row is None:
        gone = f"The record of this exhibit is not in the case index any more. {digest}"
        return {
            "label": exhibit.label,
            "heading": Line(heading),
            "text": Flow(gone),
            "about": "",
            "pictures": [],
        }
    return {
        "label": exhibit.label,
        "heading": Line(heading),
        "about": Line(_about(row, given, numbers)),
        "text": Flow(shorten(wording.text_of(row), _MOST, "full text at source", 6_000)),
        "notes": [Flow(words) for words in wording.noted(given.notes.get(row.id, ()), given.zone)],
        "stands": Line(f"{_stands(row)} {digest}"),
        "pictures": printed_pictures(place, exhibit, given),
    }


_TAKEN_OUT = "Something was taken out here; the digest of the whole record stands in the log of the case."


def _about(row: Row, given: PacketInput, numbers: dict[str, int]) -> str:
    basis = wording.written_time(row)
    entry = f"Entry {numbers[row.id]:,}. " if row.id in numbers else ""
    when = wording.time_of(row, given.zone) + (f" ({basis})" if basis else "")
    who = f"{wording.shown(row.by)} → {wording.recipients(row, 4)}, {wording.direction(row)}"
    return f"{entry}{when}. {wording.channel(row)}: {who}."


def _stands(row: Row) -> str:
    """Where it stands, as in the log: the whole hash of the file is said once, at the end of the paper."""
    attached = "".join(
        f" Attachment {number}: {each.name or 'without a name'}, SHA-256 {each.sha256 or 'not known'}."
        for number, each in enumerate(row.attached, 1)
    )
    return f"Found at {wording.place(row.source, row.member, row.position)}.{attached}"
