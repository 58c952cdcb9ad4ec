"""Records put into words."""

from datetime import UTC, datetime

import pytest

from holdfast.formats.channel import Channel
from holdfast.model.account import Account
from holdfast.model.finding import Finding
from holdfast.model.locator import Position
from holdfast.model.sentence import names_listed
from holdfast.outputs import wording
from holdfast.outputs.exhibit_pages import around
from holdfast.outputs.finding_pages import figures, name_of
from tests.outputs.samples import OTHER, row, rows, sample

AT = int(datetime(2026, 11, 21, 14, 5, 9, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("zone", "precision", "expected"),
    [
        ("Europe/London", "second", "21 Nov 2026, 14:05:09 (Europe/London, UTC+0)"),
        ("UTC", "millisecond", "21 Nov 2026, 14:05:09 (UTC)"),
        ("Asia/Kolkata", "minute", "21 Nov 2026, 19:35 (Asia/Kolkata, UTC+5:30)"),
        ("America/St_Johns", "minute", "21 Nov 2026, 10:35 (America/St_Johns, UTC-3:30)"),
        ("UTC", "hour", "21 Nov 2026, between 14:00 and 14:59 (UTC)"),
        ("Pacific/Auckland", "day", "22 Nov 2026"),
        ("UTC", "month", "Nov 2026"),
        ("UTC", "year", "2026"),
        ("UTC", "none", "time unknown"),
    ],
)
def test_a_date_cannot_be_misread(zone: str, precision: wording.Precision, expected: str) -> None:
    assert wording.dated(AT, zone, precision) == expected


def test_a_time_outside_the_calendar_is_said_to_be_so() -> None:
    assert wording.dated(10**18, "UTC") == "a time outside the calendar"
    assert wording.dated(-(10**18), "Asia/Tokyo") == "a time outside the calendar"


def test_an_unknown_time_is_undecided() -> None:
    assert wording.time_of(row(0, at=None), "UTC").startswith("undecided: the source gives no time")
    assert wording.written_time(row(0, at=None, as_written="noon")) == "written as: noon"
    assert wording.written_time(row(0, at=None, as_written="")) == ""
    assert wording.written_time(row(0, basis="declared")) == "zone told by the person"


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        (Position(), ""),
        (Position(unit="byte", start=0, length=1024), "bytes 0 to 1,023"),
        (Position(unit="line", start=12, length=1), "line 12"),
        (Position(unit="line", start=12, length=3), "lines 12 to 14"),
        (Position(unit="row", start=7), "record 7"),
    ],
)
def test_a_place_is_given_in_words(position: Position, expected: str) -> None:
    assert wording.position_in_words(position) == expected


def test_accounts_are_shown_with_their_handles() -> None:
    assert wording.shown(None) == "not stated"
    assert wording.shown(OTHER) == "R. Kestrel (r.kestrel@example.net)"
    assert wording.shown(Account(service="mail", handle="a@example.org")) == "a@example.org"
    assert wording.shown(Account(service="mail", handle="", shown_as="A")) == "A"
    assert wording.shown(Account(service="mail", handle="")) == "not stated"


def test_two_accounts_under_one_name_are_told_apart() -> None:
    twin = Account(service="mail", handle="other@example.com", shown_as="r. kestrel")
    names = wording.short_names([row(0), row(1, by=twin)])
    assert names[twin.key] == "r. kestrel (other@example.com)"
    assert names[OTHER.key] == "R. Kestrel (r.kestrel@example.net)"
    assert wording.short_names([row(0)])[OTHER.key] == "R. Kestrel"


def test_many_recipients_are_counted() -> None:
    assert wording.recipients(row(0, to=(OTHER,) * 6), 2).endswith("and 4 more")
    assert wording.recipients(row(0, to=()), 2) == "not stated"


def test_context_is_split_by_time_where_the_exhibit_is_not_among_it() -> None:
    log = rows()
    before, after = around(log[5], [log[3], log[4], log[6]])
    assert [r.id for r in before] == [log[3].id, log[4].id]
    assert [r.id for r in after] == [log[6].id]
    assert around(row(9, at=None), [log[3]]) == ([], [log[3]])


def test_a_rule_has_a_name_in_words() -> None:
    assert name_of(sample().findings[0]) == "After notice"


def test_a_channel_has_its_name_on_paper() -> None:
    several = names_listed([Channel("mail"), Channel("phone")])
    told = {"channel": Channel("google-chat"), "new": several, "items": 1200}
    finding = Finding(
        rule="hours", version="1", parameters={}, says="", figures=told, otherwise=(), limits=(), rests_on=()
    )
    assert figures(finding) == "channel: Google Chat; new: Mail, Calls; items: 1,200"
