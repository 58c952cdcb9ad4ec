"""No zone and no order of date is ever guessed, and every bound given holds wherever on Earth it was written."""

# ruff: noqa: DTZ001, DTZ901  wall clocks without a zone are what this is about

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.formats import clocks
from holdfast.model.errors import RequestError

ZONES = sorted(available_timezones())
# Before the 1900s some towns kept a day that no zone knows today.
MOMENTS = st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2037, 12, 30))
HOUR = 3_600_000


def at(text: str) -> int:
    return clocks.milliseconds(datetime.fromisoformat(text))


@settings(max_examples=300, deadline=None)
@given(MOMENTS, st.sampled_from(ZONES))
def test_an_undecided_time_lies_within_its_bounds_in_every_zone_of_the_world(
    moment: datetime, name: str
) -> None:
    instant = moment.replace(tzinfo=UTC, microsecond=0)
    shown = instant.astimezone(ZoneInfo(name)).replace(tzinfo=None)
    when = clocks.wall(shown, "as written", None)
    assert when.at is None
    assert when.basis == "unknown"
    assert when.earliest is not None
    assert when.latest is not None
    assert when.earliest <= clocks.milliseconds(instant) <= when.latest


@settings(max_examples=300, deadline=None)
@given(MOMENTS, st.sampled_from(ZONES))
def test_a_told_zone_gives_the_instant_or_bounds_around_it(moment: datetime, name: str) -> None:
    instant = moment.replace(tzinfo=UTC, microsecond=0)
    shown = instant.astimezone(ZoneInfo(name)).replace(tzinfo=None)
    when = clocks.wall(shown, "as written", name)
    assert when.basis == "declared"
    if when.at is not None:
        assert when.at == clocks.milliseconds(instant)
    else:
        assert when.earliest is not None
        assert when.latest is not None
        assert when.earliest <= clocks.milliseconds(instant) <= when.latest
        assert when.latest - when.earliest <= 26 * HOUR


@settings(max_examples=100, deadline=None)
@given(MOMENTS, st.sampled_from(ZONES), st.sampled_from(["minute", "hour", "day", "month", "year"]))
def test_a_coarse_undecided_time_bounds_every_instant_it_can_mean(
    moment: datetime, name: str, precision: str
) -> None:
    spans = {"minute": 60, "hour": 3600, "day": 86_400, "month": 28 * 86_400, "year": 365 * 86_400}
    start = moment.replace(second=0, microsecond=0)
    when = clocks.wall(start, "as written", None, precision)  # type: ignore[arg-type]
    last = (start + timedelta(seconds=spans[precision])).replace(tzinfo=ZoneInfo(name)).astimezone(UTC)
    assert when.latest is not None
    assert clocks.milliseconds(last) <= when.latest
    assert when.precision == precision


def test_the_hour_that_a_clock_shows_twice_stays_undecided_between_both() -> None:
    when = clocks.wall(datetime(2024, 10, 27, 1, 30), "27/10/2024 01:30", "Europe/London", "minute")
    assert (when.at, when.basis) == (None, "declared")
    assert (when.earliest, when.latest) == (at("2024-10-27T00:30+00:00"), at("2024-10-27T01:31+00:00"))


def test_the_hour_that_no_clock_showed_stays_undecided() -> None:
    when = clocks.wall(datetime(2024, 3, 31, 1, 30), "31/03/2024 01:30", "Europe/London")
    assert (when.at, when.basis) == (None, "declared")
    assert (when.earliest, when.latest) == (at("2024-03-31T00:30+00:00"), at("2024-03-31T01:30+00:00"))


def test_an_ordinary_hour_of_a_told_zone_is_decided() -> None:
    when = clocks.wall(datetime(2024, 7, 1, 8), "1/7/24 8:00", "Europe/London", "minute")
    assert (when.at, when.basis, when.precision) == (at("2024-07-01T07:00+00:00"), "declared", "minute")
    assert (when.earliest, when.latest, when.as_written) == (None, None, "1/7/24 8:00")


def test_two_orders_of_a_date_stay_undecided_between_the_two_even_in_a_told_zone() -> None:
    readings = [datetime(2025, 3, 2, 9), datetime(2025, 2, 3, 9)]
    when = clocks.one_of(readings, "02.03.2025 09:00", "UTC", "minute")
    assert when.at is None
    assert (when.earliest, when.latest) == (at("2025-02-03T09:00+00:00"), at("2025-03-02T09:01+00:00"))
    nowhere = clocks.one_of(readings, "02.03.2025 09:00", None, "minute")
    assert nowhere.earliest == at("2025-02-02T19:00+00:00")
    assert nowhere.latest == at("2025-03-02T21:01+00:00")


def test_two_orders_that_mean_the_same_day_are_one_reading() -> None:
    same = datetime(2025, 3, 3, 9)
    assert clocks.one_of([same, same], "03.03.2025 09:00", "UTC").at == at("2025-03-03T09:00+00:00")


def test_no_reading_at_all_is_unknown_and_kept_as_written() -> None:
    when = clocks.one_of([], "yesterday-ish", "UTC")
    assert (when.as_written, when.at, when.precision, when.basis) == (
        "yesterday-ish",
        None,
        "none",
        "unknown",
    )
    assert when.order_key() is None


@pytest.mark.parametrize("edge", [datetime.min, datetime.max])
@pytest.mark.parametrize("name", [None, "Pacific/Kiritimati", "America/New_York"])
def test_the_ends_of_the_calendar_do_not_crash(edge: datetime, name: str | None) -> None:
    assert clocks.wall(edge, "edge", name, "year").as_written == "edge"


@pytest.mark.parametrize(
    "name", ["Mars/Olympus", "../../etc/passwd", "", "Europe/London\0", "Europe", "x" * 5000]
)
def test_a_word_that_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(RequestError):
        clocks.zone(name)


@pytest.mark.parametrize(
    ("written", "per_second", "instant", "precision"),
    [
        ("1706711130123", 1000, 1706711130123, "millisecond"),
        ("1706711130", 1, 1706711130000, "second"),
        ("0", 1000, 0, "millisecond"),
        ("253402300799999", 1000, 253402300799999, "millisecond"),
        ("253402300800000", 1000, None, "none"),
        ("1706711130123", 1, None, "none"),
        ("-1", 1000, None, "none"),
        ("soon", 1000, None, "none"),
        ("", 1000, None, "none"),
        ("9" * 5000, 1000, None, "none"),
    ],
)
def test_a_count_since_1970_is_an_instant_where_it_makes_sense(
    written: str, per_second: int, instant: int | None, precision: str
) -> None:
    when = clocks.epoch(written, per_second)
    assert (when.at, when.precision, when.as_written) == (instant, precision, written)
    assert when.basis == ("unknown" if instant is None else "explicit")


def test_milliseconds_are_rounded_down_also_before_1970() -> None:
    assert clocks.milliseconds(datetime(1969, 12, 31, 23, 59, 59, 999_999, UTC)) == -1
    assert clocks.milliseconds(datetime(1970, 1, 1, 0, 0, 0, 1_999, UTC)) == 1
