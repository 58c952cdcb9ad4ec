"""The whole on one line of time, as the packet draws it: shares of the width and height, and plain words."""

from datetime import UTC, datetime, timedelta
from typing import Any

from holdfast.model.course import Course, Lane
from holdfast.model.services import name_of
from holdfast.outputs import wording
from holdfast.outputs.finding_pages import title as title_of
from holdfast.outputs.given import PacketInput
from holdfast.outputs.lettering import Line

LANES = 24
"""More lanes than this make pages that nobody reads; those of named accounts come first."""

_LEAST = 0.08  # so that a single entry can be seen
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def course(given: PacketInput) -> dict[str, Any] | None:
    """Lanes with their bars as shares, months and dated lines as places; None where nothing is drawn."""
    laid = given.course
    if laid is None or not laid.lanes:
        return None
    parts = len(laid.lanes[0].received)
    end = laid.begin + parts * laid.width
    return {
        "from": wording.dated(laid.begin, laid.zone, "day"),
        "to": wording.dated(end - 1, laid.zone, "day"),
        "months": _months(laid, parts),
        "marks": [
            [_share(mark.at, laid, parts), mark.kind] for mark in laid.marks if laid.begin <= mark.at < end
        ],
        "lanes": [_lane(given, number, lane) for number, lane in enumerate(laid.lanes[:LANES], 1)],
        "more": len(laid.lanes[LANES:]) + laid.lanes_left_out,
        "whole": ", ".join(f"F-{place + 1} {title_of(given.findings[place], given)}" for place in laid.whole),
    }


def _share(at: int, laid: Course, parts: int) -> float:
    return round((at - laid.begin) / (laid.width * parts), 5)


def _months(laid: Course, parts: int) -> list[float]:
    """Where months begin."""
    found: list[float] = []
    month = (_EPOCH + timedelta(milliseconds=laid.begin)).replace(day=1)
    while True:
        month = (month + timedelta(days=32)).replace(day=1)
        share = _share((month - _EPOCH) // timedelta(milliseconds=1), laid, parts)
        if share >= 1:
            return found
        found.append(share)


def _lane(given: PacketInput, number: int, lane: Lane) -> dict[str, Any]:
    most = max(1, *lane.received, *lane.sent)
    parts = len(lane.received)
    return {
        "number": number,
        "name": Line(lane.shown),
        "channel": name_of(lane.service),
        "is_named": lane.is_named,
        "up": _bars(lane.received, most),
        "down": _bars(lane.sent, most),
        "width": round(1 / parts, 5),
        "strokes": [
            {
                "places": [round(place / parts, 5) for place, count in enumerate(stretch.counts) if count],
                "says": f"F-{stretch.finding + 1} {title_of(given.findings[stretch.finding], given)}: "
                f"{stretch.entries:,}, {wording.dated(stretch.first, given.zone, 'day')} to "
                f"{wording.dated(stretch.last, given.zone, 'day')}",
            }
            for stretch in lane.stretches
        ],
    }


def _bars(counts: tuple[int, ...], most: int) -> list[list[float]]:
    """Place and height of each bar that has one, as shares."""
    return [
        [round(n / len(counts), 5), max(_LEAST, round(count / most, 3))]
        for n, count in enumerate(counts)
        if count
    ]
