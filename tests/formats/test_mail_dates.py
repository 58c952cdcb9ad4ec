"""Dates of mails: what is stated is believed as far as it is stated, and nothing is guessed."""

import email.utils
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.formats import clocks, mail_dates

HOUR = 3_600_000


def at(*parts: int) -> int:
    return clocks.milliseconds(datetime(*parts, tzinfo=UTC))  # type: ignore[misc, arg-type]


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2099, 1, 1)),  # noqa: DTZ001
    st.integers(-14 * 60, 14 * 60),
)
def test_a_usual_date_is_the_instant_the_standard_library_reads(moment: datetime, offset: int) -> None:
    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    when = mail_dates.parse(email.utils.format_datetime(moment))
    assert when.at == clocks.milliseconds(moment)
    assert (when.basis, when.precision) == ("sender_claimed", "second")


@pytest.mark.parametrize(
    ("written", "instant", "precision"),
    [
        ("Fri, 6 Mar 2026 09:15:00 GMT", at(2026, 3, 6, 9, 15), "second"),
        ("6 Mar 2026 09:15 +0100", at(2026, 3, 6, 8, 15), "minute"),
        ("6 Mar 26 09:15:00 EST", at(2026, 3, 6, 14, 15), "second"),
        ("6 Mar 98 09:15:00 UT", at(1998, 3, 6, 9, 15), "second"),
        ("6 Mar 126 09:15:00 Z", at(2026, 3, 6, 9, 15), "second"),
        (
            "Fri, 06 Mar 2026 09:15:00 +0100 (Mitteleuropäische (Winter) Zeit)",
            at(2026, 3, 6, 8, 15),
            "second",
        ),
        ("Fri, 06-Mar-2026 09:15:00 PDT", at(2026, 3, 6, 16, 15), "second"),
        ("Fri Mar 06 2026 09:15:00 GMT+0200 (EET)", at(2026, 3, 6, 7, 15), "second"),
        ("Fri Mar  6 09:15:00 +0000 2026", at(2026, 3, 6, 9, 15), "second"),
        ("March 6, 2026 9:15:00 PM -05:00", at(2026, 3, 7, 2, 15), "second"),
        ("2026-03-06T09:15:00Z", at(2026, 3, 6, 9, 15), "second"),
        ("2026-03-06 09:15 -0130", at(2026, 3, 6, 10, 45), "minute"),
        ("Fri, 31 Dec 2016 23:59:60 +0000", at(2017, 1, 1), "second"),
        ("25/12/2026 10:00:00 +0000", at(2026, 12, 25, 10), "second"),
        ("6 March 2026 00:15 AM UTC", at(2026, 3, 6, 0, 15), "minute"),
    ],
)
def test_old_and_odd_ways_of_writing_are_understood(written: str, instant: int, precision: str) -> None:
    when = mail_dates.parse(written)
    assert (when.at, when.precision, when.as_written) == (instant, precision, written)


@pytest.mark.parametrize(
    "written",
    [
        "Fri, 06 Mar 2026 09:15:00 -0000",
        "Fri, 06 Mar 2026 09:15:00",
        "Fri, 06 Mar 2026 09:15:00 CET",
        "Fri, 06 Mar 2026 09:15:00 A",
        "Fri, 06 Mar 2026 09:15:00 +9900",
        "Fri, 06 Mar 2026 09:15:00 +0199",
        "Fri Mar  6 09:15:00 2026",
        "2026-03-06 09:15:00",
    ],
)
def test_a_zone_that_is_not_sure_leaves_the_instant_open(written: str) -> None:
    when = mail_dates.parse(written)
    assert (when.at, when.basis) == (None, "unknown")
    assert (when.earliest, when.latest) == (
        at(2026, 3, 6, 9, 15) - 14 * HOUR,
        at(2026, 3, 6, 9, 15) + 12 * HOUR,
    )


def test_an_order_of_numbers_that_is_not_sure_leaves_the_day_open() -> None:
    when = mail_dates.parse("06/03/2026 10:00:00 +0000")
    assert (when.earliest, when.latest) == (at(2026, 3, 6, 10) - 14 * HOUR, at(2026, 6, 3, 10) + 12 * HOUR)


def test_a_day_without_a_time_of_day_is_a_day() -> None:
    when = mail_dates.parse("6 Mar 2026")
    assert (when.precision, when.earliest) == ("day", at(2026, 3, 5, 10))


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday noon",
        "Freitag, den 6. März 2026",
        "31 Feb 2026 10:00:00 +0000",
        "6 Mar 2026 25:00:00 +0000",
        "6 Mar 2026 10:61:00 +0000",
        "Mon, 99 Xyz 2026 10:00:00 +0000",
        "1 Jan 0000 00:00:00 +0000",
        "99/99/2026 10:00",
        "0001-01-01 00:00:00",
        "9999-12-31 23:59:59",
        "10.20.30",
        "6 Mar 2026 ١٠:٠٠",
    ],
)
def test_what_is_no_date_stays_unknown(written: str) -> None:
    assert mail_dates.parse(written).at is None


@given(st.text(alphabet="JanFeb0123456789:+-/., ()TZ", max_size=60))
def test_no_text_makes_it_raise(text: str) -> None:
    assert mail_dates.parse(text).as_written == text
    mail_dates.envelope("From x " + text, None)


@pytest.mark.parametrize(
    ("line", "instant"),
    [
        ("From 1@xxx Sat Nov 15 01:17:36 +0000 2014", at(2014, 11, 15, 1, 17, 36)),
        ("From a@example.org Sat Nov 15 01:17:36 2014 +0100", at(2014, 11, 15, 0, 17, 36)),
        ("From a@example.org Sat Nov 15 01:17:36 EST 2014\r", at(2014, 11, 15, 6, 17, 36)),
        ("From a@example.org  Sat Nov 15 01:17 UTC 2014", at(2014, 11, 15, 1, 17)),
    ],
)
def test_a_from_line_with_an_offset_is_an_explicit_time(line: str, instant: int) -> None:
    when = mail_dates.envelope(line, "Europe/Berlin")
    assert when is not None
    assert (when.at, when.basis) == (instant, "explicit")


def test_a_from_line_without_a_zone_waits_for_the_person_to_tell_it() -> None:
    line = "From - Sat Nov 15 01:17:36 2014"
    vague, told = mail_dates.envelope(line, None), mail_dates.envelope(line, "Europe/Berlin")
    assert vague == clocks.wall(datetime(2014, 11, 15, 1, 17, 36), "Nov 15 01:17:36 2014", None)  # noqa: DTZ001
    assert told is not None
    assert (told.at, told.basis) == (at(2014, 11, 15, 0, 17, 36), "declared")


@pytest.mark.parametrize(
    "line", ["From ", "From x", "From x Sat Xyz 15 01:17:36 2014", "From x Sat Feb 31 01:17:36 2014"]
)
def test_a_from_line_without_a_time_has_none(line: str) -> None:
    assert mail_dates.envelope(line, None) is None


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2099, 1, 1)),  # noqa: DTZ001
    st.sampled_from(["+0000", "-0000", "+0530", "-1200", "+1400", "+1500", "+0060", "-0001"]),
)
def test_the_short_way_to_read_a_date_gives_what_the_long_way_gives(moment: datetime, zone: str) -> None:
    written = moment.strftime("%a, %d %b %Y %H:%M:%S ") + zone
    # A comment in front says nothing, but is not what the short way expects.
    long_way = mail_dates.parse(f"(x) {written}")
    short_way = mail_dates.parse(written)
    assert (short_way.at, short_way.earliest, short_way.latest) == (
        long_way.at,
        long_way.earliest,
        long_way.latest,
    )
    assert (short_way.basis, short_way.precision) == (long_way.basis, long_way.precision)
