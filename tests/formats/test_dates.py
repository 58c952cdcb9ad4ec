"""Dates that nobody can read in two ways."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.formats.dates import length, long_date
from holdfast.formats.local_days import DAY, HOUR, wall_clock, weekday
from holdfast.model.errors import RequestError

MOMENT = 1_741_010_709_000  # 3 March 2025, 14:05:09 UTC


@pytest.mark.parametrize(
    ("precision", "expected"),
    [
        ("year", "2025"),
        ("month", "March 2025"),
        ("day", "3 March 2025"),
        ("none", "3 March 2025"),
        ("hour", "3 March 2025, between 14:00 and 14:59 Europe/London"),
        ("minute", "3 March 2025, 14:05 Europe/London"),
        ("second", "3 March 2025, 14:05:09 Europe/London"),
        ("millisecond", "3 March 2025, 14:05:09 Europe/London"),
    ],
)
def test_a_date_goes_as_far_as_it_is_known(precision: str, expected: str) -> None:
    assert long_date(MOMENT, "Europe/London", precision) == expected


def test_the_hour_shown_twice_names_its_offset() -> None:
    first, second = 1_761_438_600_000, 1_761_442_200_000
    assert long_date(first, "Europe/London") == "26 October 2025, 01:30 Europe/London (UTC+01:00)"
    assert long_date(second, "Europe/London") == "26 October 2025, 01:30 Europe/London (UTC+00:00)"


def test_an_instant_outside_the_calendar_is_said_so() -> None:
    assert long_date(10**18, "UTC") == "a time outside the calendar"


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(RequestError):
        long_date(MOMENT, "Mars/Olympus")


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(1.9, "114 minutes"), (2, "2 hours"), (47.9, "47 hours"), (48, "2 days"), (0.01, "less than 2 minutes")],
)
def test_a_length_is_rounded_down(hours: float, expected: str) -> None:
    assert length(int(hours * HOUR)) == expected


ZONES = ["UTC", "Europe/London", "Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia"]


@given(st.lists(st.integers(-2_000_000_000_000, 4_000_000_000_000), max_size=30), st.sampled_from(ZONES))
def test_many_instants_read_the_same_clock_as_one(instants: list[int], zone: str) -> None:
    read = wall_clock(np.array(instants, dtype=np.int64), zone)
    for at, shown in zip(instants, read.tolist(), strict=True):
        local = datetime.fromtimestamp(at // 1000, UTC).astimezone(ZoneInfo(zone))
        assert shown // DAY == local.toordinal() - date(1970, 1, 1).toordinal()
        assert shown // HOUR % 24 == local.hour
        assert weekday(np.array([shown // DAY]))[0] == local.weekday()


def test_instants_outside_the_calendar_still_read() -> None:
    far = np.array([-(10**17), 10**17], dtype=np.int64)
    assert len(wall_clock(far, "Asia/Tokyo")) == 2
