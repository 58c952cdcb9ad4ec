"""What the person says for themselves: indicators one by one, the impact, an outline of a statement."""

from typing import Any

from holdfast.outputs import wording
from holdfast.outputs.given import PacketInput
from holdfast.outputs.lettering import Flow, Line, shorten
from holdfast.outputs.log_pages import position


def indicators(given: PacketInput) -> list[dict[str, Any]]:
    """Each indicator about which the person wrote something, alone: no sum, no order by danger."""
    found = []
    for one in given.indicators:
        said = [each for each in given.statements if each.about == f"indicator:{one.id}"]
        if said:
            found.append(
                {
                    "text": one.text,
                    "said": [_said(given, each.text, each.at, each.day) for each in said],
                    "study": f"{one.evidence}. Read on {one.read.isoformat()}.",
                    "source": [Line(source) for source in one.source],
                }
            )
    return found


def impact(given: PacketInput) -> list[Flow]:
    """What all of it did to the person, in their own dated words."""
    return [_said(given, each.text, each.at, each.day) for each in given.impact]


def outline(given: PacketInput, numbers: dict[str, int]) -> list[dict[str, Any]]:
    """Steps and exhibits in order of time, each with room for a sentence that the person writes."""
    found: list[tuple[int | None, dict[str, Any]]] = []
    for marker in given.markers:
        shown = f"entry {numbers[marker.proof]:,}" if marker.proof in numbers else ""
        line = {
            "when": Line(wording.moment(marker.when, given.zone)),
            "what": Line(f"{marker.kind.capitalize()}, as the person says"),
            "shown": shown,
            "note": Flow(marker.note) if marker.note else None,
        }
        found.append((marker.when.order_key(), line))
    for exhibit in given.exhibits:
        row = given.exhibit_rows.get(exhibit.event)
        if row is None:
            continue
        what = f"{wording.channel(row)}, {wording.direction(row)}, from {wording.shown(row.by)}"
        line = {
            "when": Line(wording.time_of(row, given.zone)),
            "what": Line(what),
            "shown": f"Exhibit {exhibit.label}",
            "note": Flow(shorten(exhibit.caption, 300, "at the exhibit")) if exhibit.caption else None,
        }
        found.append((position(row), line))
    return [line for _, line in sorted(found, key=lambda one: (one[0] is None, one[0] or 0))]


def _said(given: PacketInput, text: str, at: int, day: str) -> Flow:
    about = f", about {day}" if day else ""
    return Flow(f"“{text}” (written on {wording.dated(at, given.zone, 'day')}{about})")
