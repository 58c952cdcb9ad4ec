"""The hour of an event is the one that the person's clock showed, also on the days when it was set."""

import sqlite3
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.model.errors import RequestError
from holdfast.timeline.hours import hour


def shown(moments: list[datetime], zone: str) -> list[int]:
    expression, bound = hour(zone)
    db = sqlite3.connect(":memory:")
    found = []
    for moment in moments:
        at = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
        found.append(db.execute(f"SELECT {expression} FROM (SELECT ? AS at) e", (*bound, at)).fetchone()[0])
    db.close()
    return found


@given(
    moment=st.datetimes(datetime(1970, 1, 8), datetime(2049, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(["Europe/London", "America/New_York", "Asia/Kolkata", "Africa/Casablanca", "UTC"]),
)
def test_it_is_the_hour_of_the_zone(moment: datetime, zone: str) -> None:
    assert shown([moment], zone) == [moment.astimezone(ZoneInfo(zone)).hour]


def test_it_is_right_on_both_sides_of_the_change() -> None:
    change = datetime(2025, 3, 30, 1, tzinfo=UTC)
    around = [change - timedelta(milliseconds=1), change, change + timedelta(hours=1)]
    assert shown(around, "Europe/London") == [0, 2, 3]


def test_before_1970_it_is_still_an_hour_of_the_day() -> None:
    assert shown([datetime(1969, 12, 31, 23, 30, tzinfo=UTC)], "UTC") == [23]


def test_a_word_that_is_no_zone_is_refused() -> None:
    with pytest.raises(RequestError):
        hour("Middle/Earth")
