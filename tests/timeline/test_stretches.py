"""Days and occasions of the timeline, beside a count by hand."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from holdfast.timeline.narrowing import Cursor
from holdfast.timeline.query import Instant
from holdfast.timeline.stretches import Stretch, stretches

LONDON = ZoneInfo("Europe/London")
WAYS = {"+": "in", "-": "out", "?": None}


def instants(*told: str) -> list[Instant]:
    """Each "2025-03-30 00:30 + sms": a time in London, a way, a channel."""
    made = []
    for number, one in enumerate(told, 1):
        day, clock, way, service = one.split()
        at = int(datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=LONDON).timestamp() * 1000)
        made.append(Instant(Cursor(at, number), at, service, WAYS[way]))  # type: ignore[arg-type]
    return made


def counts(found: list[Stretch]) -> list[tuple[int, int, int]]:
    return [(one.received, one.sent, one.undecided) for one in found]


def test_a_day_is_that_of_the_zone() -> None:
    # 23:30 UTC of the day before is half past midnight in London's summer.
    told = instants("2025-06-14 23:50 + sms", "2025-06-15 00:30 - mail", "2025-06-15 00:31 ? sms")
    found = list(stretches(told, "day", "Europe/London"))
    assert counts(found) == [(1, 0, 0), (0, 1, 1)]
    assert found[1].services == ("mail", "sms")
    assert counts(list(stretches(told, "day", "UTC"))) == [(1, 1, 1)]


def test_an_occasion_ends_where_nothing_came_for_an_hour() -> None:
    told = instants(
        "2025-06-14 20:00 + sms",
        "2025-06-14 20:59 + sms",
        "2025-06-14 21:58 - sms",
        "2025-06-14 22:58 + sms",
        "2025-06-15 00:30 + mail",
    )
    found = list(stretches(told, "occasion", "Europe/London"))
    assert counts(found) == [(2, 1, 0), (1, 0, 0), (1, 0, 0)]
    assert found[0].last - found[0].first == 118 * 60_000


@pytest.mark.parametrize("by", ["day", "occasion"])
def test_a_stretch_says_where_it_begins_and_ends(by: str) -> None:
    told = instants("2025-06-14 20:00 + sms", "2025-06-14 20:01 + sms", "2025-06-16 20:01 + sms")
    first, second = stretches(told, by, "Europe/London")  # type: ignore[arg-type]
    assert first.before.id < told[0].cursor.id
    assert (first.ends, second.ends) == (told[1].cursor, told[2].cursor)
    assert list(stretches([], by, "UTC")) == []  # type: ignore[arg-type]
