"""Rough times stay rough: the span that is meant is kept, and nothing that was left open is decided."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.formats import incident_time
from holdfast.model.when import When


def of(day: str, clock: str = "", zone: str | None = "UTC") -> When:
    one = incident_time.day(day)
    assert one is not None
    return incident_time.when(one, incident_time.span(clock) or incident_time.span(one.rest), (), day, zone)


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    "text",
    ["2024-03-05", "2024/3/5", "5 March 2024", "March 5, 2024", "Tuesday, 5th of March 2024", "5. März 2024",
     "5 de marzo de 2024", "5 mars 2024", "1er mars 2024", "5 marzo 2024", "5 de março de 2024", "5 maart 2024",
     "Mar 5 2024", "05-mrt-2024"],
)  # fmt: skip
def test_a_named_or_iso_day_is_plain(text: str) -> None:
    one = incident_time.day(text)
    assert one is not None
    assert one.shape == ()
    assert list(one.exact.values()) == [date(2024, 3, 1 if "1er" in text else 5)]


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("last week of May 2024", "2024-05-25", "2024-06-01"),
        ("first week of May 2024", "2024-05-01", "2024-05-08"),
        ("early May 2024", "2024-05-01", "2024-05-11"),
        ("mid-May 2024", "2024-05-11", "2024-05-21"),
        ("Ende Mai 2024", "2024-05-21", "2024-06-01"),
        ("fin mai 2024", "2024-05-21", "2024-06-01"),
        ("May 2024", "2024-05-01", "2024-06-01"),
        ("2024-05", "2024-05-01", "2024-06-01"),
        ("2024", "2024-01-01", "2025-01-01"),
        ("2024-05-06", "2024-05-06", "2024-05-07"),
    ],
)
def test_a_rough_day_is_a_span(text: str, first: str, after: str) -> None:
    when = of(text)
    assert (when.at, when.earliest, when.latest) == (None, at(first), at(after))


@pytest.mark.parametrize(
    ("clock", "earliest", "latest"),
    [
        ("evening", "2024-05-06 17:00", "2024-05-07 00:00"),
        ("abends", "2024-05-06 17:00", "2024-05-07 00:00"),
        ("le soir", "2024-05-06 17:00", "2024-05-07 00:00"),
        ("por la tarde", "2024-05-06 12:00", "2024-05-06 18:00"),
        ("mattina", "2024-05-06 04:00", "2024-05-06 12:00"),
        ("noite", "2024-05-06 00:00", "2024-05-07 06:00"),
        ("noon", "2024-05-06 11:00", "2024-05-06 14:00"),
        ("about 3pm", "2024-05-06 14:00", "2024-05-06 16:00"),
        ("3 pm", "2024-05-06 15:00", "2024-05-06 16:00"),
        ("gegen 15 Uhr", "2024-05-06 14:00", "2024-05-06 16:00"),
        ("around 15:10", "2024-05-06 14:10", "2024-05-06 16:10"),
        ("14:00-14:30", "2024-05-06 14:00", "2024-05-06 14:30"),
        ("3-4 pm", "2024-05-06 15:00", "2024-05-06 16:00"),
        ("23:50 to 00:10", "2024-05-06 23:50", "2024-05-07 00:10"),
    ],
)
def test_a_rough_hour_is_a_span(clock: str, earliest: str, latest: str) -> None:
    when = of("2024-05-06", clock)
    assert (when.at, when.earliest, when.latest) == (None, at(earliest), at(latest))


@pytest.mark.parametrize(
    ("clock", "moment"),
    [("21:30", "21:30"), ("21.30 Uhr", "21:30"), ("9:30 pm", "21:30"), ("9:30 p. m.", "21:30"), ("21h30", "21:30"),
     ("12:05 am", "00:05"), ("21:30:15", "21:30:15")],
)  # fmt: skip
def test_an_exact_hour_is_a_moment(clock: str, moment: str) -> None:
    assert of("2024-05-06", clock).at == at(f"2024-05-06 {moment}")


def test_the_hour_may_stand_beside_the_day() -> None:
    assert of("2024-05-06T21:30").at == at("2024-05-06 21:30")
    assert of("6 May 2024, 9:30 pm").at == at("2024-05-06 21:30")


@pytest.mark.parametrize(
    "text", ["", "yesterday", "5 March", "last week", "31/02/2024", "31 Feb 2024", "2024-13", "x"]
)
def test_a_day_that_is_not_said_is_none(text: str) -> None:
    assert incident_time.day(text) is None


@pytest.mark.parametrize("text", ["", "3", "soon", "25:00", "99 pm"])
def test_an_hour_that_is_not_said_is_none(text: str) -> None:
    assert incident_time.span(text) is None


def test_a_zone_may_be_an_offset() -> None:
    assert of("2024-05-06", "10:00", "+05:30").at == at("2024-05-06 04:30")
    assert of("2024-05-06", "10:00", "UTC-5").at == at("2024-05-06 15:00")
    assert of("2024-05-06", "10:00", "GMT").at == at("2024-05-06 10:00")
    assert incident_time.fixed_offset("+15") is None
    assert incident_time.fixed_offset("CET") is None


def test_without_a_zone_an_exact_hour_stays_open() -> None:
    assert of("2024-05-06", "10:00", None).at is None


def test_a_year_at_the_edge_of_time_is_no_time() -> None:
    one = incident_time.day("1970-01-01")
    assert one is not None
    assert incident_time.stamp("9999-12-31T23:59:59-14:00") is None


def test_a_whole_stamp_with_its_offset_is_an_instant() -> None:
    when = incident_time.stamp("2024-05-06T10:00:00+02:00")
    assert when is not None
    assert when.at == at("2024-05-06 08:00")
    assert incident_time.stamp("2024-05-06T10:00:00") is None
    assert incident_time.stamp("soon") is None


@given(st.text(max_size=60), st.text(max_size=30))
def test_no_text_makes_it_fail(day: str, clock: str) -> None:
    one, part = incident_time.day(day), incident_time.span(clock)
    if one is not None:
        incident_time.when(one, part, (), day, None)
