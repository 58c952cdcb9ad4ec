"""How many events there were on each day, by channel and direction, and the marked days."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any, Literal

import msgspec

from holdfast.formats.dates import short_months
from holdfast.languages.language import Language
from holdfast.model.marker import Marker
from holdfast.timeline.filter import Filter
from holdfast.web.desk import Desk
from holdfast.web.words import MARKERS, channel

_EPOCH = date(1970, 1, 1)
_DAY = 86_400
_FINE = 62
"""Up to so many days the table shows each day; above it shows months."""


class Lane(msgspec.Struct):
    """One channel: for each day of the plot, events to the person (or undecided), and from them."""

    name: str
    to_you: list[int]
    from_you: list[int]


def plot_data(desk: Desk, which: Filter, language: Language) -> dict[str, Any]:
    """Days in UTC seconds, one lane for each channel, the marked days, and the months' short names."""

    def find() -> dict[str, Any]:
        counted = _days(desk, which)
        seen = sorted({day for day, *_ in counted})
        # A day without anything on either side of each day keeps single days visible as bars.
        shown = sorted({d for day in seen for d in (day - 1, day, day + 1)})
        at = {day: number for number, day in enumerate(shown)}
        lanes: dict[str, Lane] = {}
        for day, service, direction, number in counted:
            lane = lanes.setdefault(
                service, Lane(channel(service, language), [0] * len(shown), [0] * len(shown))
            )
            (lane.from_you if direction < 0 else lane.to_you)[at[day]] += number
        return {
            "days": [day * _DAY for day in shown],
            "lanes": [msgspec.to_builtins(lane) for _, lane in sorted(lanes.items())],
            "months": short_months(language),
            "markers": [_marked(m, language) for m in desk.case.markers() if _second(m) is not None],
        }

    return desk.remember(("plot", which, language.tag), find)


def plot_table(desk: Desk, which: Filter) -> dict[str, Any]:
    """The same as rows: by day for a short time, by month for a long one."""

    def find() -> dict[str, Any]:
        counted = _days(desk, which)
        is_fine = len({day for day, *_ in counted}) <= _FINE
        rows: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
        for day, service, direction, number in counted:
            when = (_EPOCH + timedelta(days=day)).isoformat()
            rows[when if is_fine else when[:7]][service][1 if direction < 0 else 0] += number
        services = sorted({service for _, service, *_ in counted})
        precision: Literal["day", "month"] = "day" if is_fine else "month"
        return {
            "by": precision,
            "services": services,
            "rows": [(when, _noon(when), cells) for when, cells in rows.items()],
        }

    return desk.remember(("table", which), find)


def _days(desk: Desk, which: Filter) -> list[tuple[int, str, int, int]]:
    """What the index counts, without days that no calendar holds."""
    counted = desk.remember(("days", which), lambda: desk.case.query.days(which))
    return [row for row in counted if -700_000 < row[0] < 2_900_000]


def _noon(when: str) -> int:
    """UTC milliseconds in the middle of an ISO day, or of the first day of an ISO month."""
    day = date.fromisoformat(when if len(when) > 7 else f"{when}-01")
    return ((day - _EPOCH).days * _DAY + _DAY // 2) * 1000


def _second(marker: Marker) -> float | None:
    order = marker.when.order_key()
    return None if order is None else order / 1000


def _marked(marker: Marker, language: Language) -> dict[str, Any]:
    return {"at": _second(marker), "says": language.gettext(MARKERS.get(marker.kind, marker.kind))}
