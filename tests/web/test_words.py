"""Words for people: times, names, sizes, windows."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape
from starlette.datastructures import QueryParams

from holdfast.formats.clocks import unknown
from holdfast.formats.dates import Moment, long_date
from holdfast.languages.language import ENGLISH, languages
from holdfast.model.account import Account
from holdfast.model.locator import Position
from holdfast.model.sentence import phrase
from holdfast.model.when import When
from holdfast.web import words
from holdfast.web.asking import reading, zones
from holdfast.web.page import number
from holdfast.web.window import place, start_of, window
from tests.importers.fixtures import HERE


def test_an_undecided_time_says_between_which_it_lies() -> None:
    when = When(as_written="3/4/25", earliest=0, latest=86_400_000)
    told = words.moment(when, "UTC", ENGLISH)
    assert told.startswith("undecided: between ")
    assert long_date(0, "UTC", "minute") in told
    assert words.moment(unknown("soon"), "UTC", ENGLISH) == "time not known (written as “soon”)"
    assert words.moment(unknown(""), "UTC", ENGLISH) == "time not known"


def test_accounts_are_shown_with_their_handle() -> None:
    robin = Account(service="mail", handle="r@example.net", shown_as="Robin")
    bare = Account(service="mail", handle="k@example.org", shown_as="k@example.org")
    assert words.person(robin, ENGLISH) == "Robin (r@example.net)"
    assert words.person(bare, ENGLISH) == "k@example.org"
    assert words.person(None, ENGLISH) == "unknown sender"
    assert words.people((bare,) * 6, ENGLISH) == ", ".join(["k@example.org"] * 4) + " and 2 more"
    assert words.people((robin, bare), ENGLISH) == "Robin (r@example.net), k@example.org"
    assert words.channel("new_service", ENGLISH) == "New service"


def test_counts_sizes_and_figures_are_plain() -> None:
    assert words.entries(1, ENGLISH) == "1 entry"
    assert words.entries(1234, ENGLISH) == "1,234 entries"
    assert words.size(1, ENGLISH) == "1 byte"
    assert words.size(999, ENGLISH) == "999 bytes"
    assert words.size(1_500_000, ENGLISH) == "1.5 MB"
    assert words.size(5_000_000_000_000_000, ENGLISH) == "5,000.0 TB"
    assert words.lines("", ENGLISH) == "no text"
    assert words.lines("a\nb", ENGLISH) == "2 lines"
    assert words.figure(None, ENGLISH) == "not known"
    assert words.figure(0.12345, ENGLISH) == "0.123"
    assert words.figure(12345.6, ENGLISH) == "12,346"
    assert words.figure(12345, ENGLISH) == "12,345"
    assert words.figure("x", ENGLISH) == "x"


def test_what_was_sought_is_marked_and_nothing_else_changes() -> None:
    assert (
        words.highlighted("A Blue <coat>", 'blue "<coat>"') == "A <mark>Blue</mark> <mark>&lt;coat&gt;</mark>"
    )
    assert words.highlighted("a & b", "") == "a &amp; b"
    assert words.highlighted("a.b", ".") == "a<mark>.</mark>b"


@given(st.text(), st.text())
def test_marking_never_lets_html_through(text: str, sought: str) -> None:
    marked = words.highlighted(text, sought)
    assert marked.replace("<mark>", "").replace("</mark>", "").unescape() == escape(text).unescape()


def test_days_end_where_calendars_end() -> None:
    assert words.day_of(0, "UTC") == "1970-01-01"
    assert words.clock_of(0, "Asia/Tokyo") == "09:00"
    assert words.day_of(1 << 62, "UTC") == ""
    assert words.clock_of(1 << 62, "UTC") == ""


@pytest.mark.parametrize(
    ("example", "order", "told"),
    [
        ("3/4/25", "day_first", "3 April 2025"),
        ("3/4/25", "month_first", "4 March 2025"),
        ("[2025/3/4, 10:00]", "year_first", "4 March 2025"),
        ("13/14/25", "day_first", "day first"),
        ("yesterday", "month_first", "month first"),
        ("3/4/25", "other", "other"),
    ],
)
def test_an_order_of_dates_is_shown_by_an_example(example: str, order: str, told: str) -> None:
    assert reading((example,), order, ENGLISH) == told


@pytest.mark.parametrize(
    ("position", "told"),
    [
        (Position(), "the whole file"),
        (Position(unit="byte", start=5000, length=1200), "1,200 bytes from byte 5,000"),
        (Position(unit="line", start=3, length=2), "lines 3 to 4"),
        (Position(unit="row", start=7, length=1), "row 7"),
    ],
)
def test_a_place_is_said_as_an_editor_counts(position: Position, told: str) -> None:
    assert words.place(position, ENGLISH) == told


def test_zones_are_offered_by_part_of_the_world() -> None:
    offered = zones()
    assert "Europe/London" in [z.value for z in offered["Europe"]]
    assert [z.shown for z in offered["America"] if z.value == "America/New_York"] == ["New York"]
    assert list(offered)[-1] == "None of these"


def test_a_day_begins_by_the_clock_of_its_zone() -> None:
    assert start_of("1970-01-01", "UTC") == 0
    assert start_of("1970-01-01", "Asia/Tokyo") == -9 * 3_600_000
    assert start_of("1970-01-01", "UTC", days_later=1) == 86_400_000
    assert start_of("9999-12-31", "UTC", days_later=1) is None
    assert start_of("", "UTC") is None


def test_a_place_survives_its_address() -> None:
    asked = window(QueryParams("after=5.7&before=1.1&words=a&channel=mail&channel="), "UTC")
    assert asked.after is not None
    assert place(asked.after) == "5.7"
    assert asked.before is None
    assert asked.given("words") == "a"
    assert asked.given("since") == ""
    assert asked.is_narrowed


@given(st.text())
def test_numbers_from_outside_never_fail(text: str) -> None:
    assert number(text) >= 0


def test_a_name_in_a_table_is_shown_as_it_is_also_where_it_is_a_word_of_ours() -> None:
    german = languages()["de"]
    assert words.figure(phrase("block"), german) == "Sperre"
    assert words.figure("block", german) == "block"


def test_a_cell_leaves_out_the_zone_that_stands_above_its_table_and_no_other() -> None:
    at = Moment(1_743_711_300_000, "Europe/London", "minute")
    assert words.cell(at, "Europe/London", ENGLISH) == "3 April 2025, 21:15"
    assert words.cell(at, "UTC", ENGLISH) == "3 April 2025, 21:15 Europe/London"
    assert words.cell("somebody in Europe/London", "Europe/London", ENGLISH) == "somebody in Europe/London"
    twice = Moment(1_761_442_200_000, "Europe/London", "minute")  # the hour that comes twice keeps its offset
    assert words.cell(twice, "Europe/London", ENGLISH) == "26 October 2025, 01:30 Europe/London (UTC+00:00)"


def test_every_further_time_that_a_reader_tells_has_words_of_the_page() -> None:
    found = set()
    for file in HERE.glob("*/*/expected.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            found |= {time["name"] for time in json.loads(line).get("times", ())}
    assert len(found) > 10
    assert found == set(words.TIMES)
