"""The head of a message is found in every way of writing, and where there is none, none is found."""

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.formats.chat_head import WEAK, head

N, NB, L, R = "\u202f", "\u00a0", "\u200e", "\u200f"


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("3/16/18, 1:55 p.m. - a: m", "2018-03-16 13:55"),
        ("03-16-2018, 01.55 PM - a: m", "2018-03-16 13:55"),
        ("13.06.18 21.25.15: a: m", "2018-06-13 21:25:15"),
        ("[06.13.18 21:25:15] a: m", "2018-06-13 21:25:15"),
        ("13.6.2018 klo 21.25.15 - a: m", "2018-06-13 21:25:15"),
        (f"{L}[3/16/18 1:55:00 p. m.] a: m", "2018-03-16 13:55"),
        ("[2018/06/13, 21:25:15] a: m", "2018-06-13 21:25:15"),
        ("[06/2018/13, 21:25:15] a: m", "2018-06-13 21:25:15"),
        (f"3/16/2018 1:55 p.{NB}m. - a: m", "2018-03-16 13:55"),
        (f"3/16/18, 1:55{N}PM - a: m", "2018-03-16 13:55"),
        ("[16/3/18, 12:00:00 AM] a: m", "2018-03-16 00:00"),
        ("16.03.18, 9:15 abends - a: m", "2018-03-16 21:15"),
        ("16.03.18 um 9:15 - a: m", "2018-03-16 09:15"),
        ("16/03/18 a las 9:15 - a: m", "2018-03-16 09:15"),
        ("2018-03-16 14 h 30 - a: m", "2018-03-16 14:30"),
        ("[2018-03-16 14 h 30 min 12 s] a: m", "2018-03-16 14:30:12"),
        ("16.03.18 г., 14:30 - a: m", "2018-03-16 14:30"),
        ("2018. 3. 16. 오후 3:00 - a: m", "2018-03-16 15:00"),
        ("[2018/3/16 中午11:30:00] a: m", "2018-03-16 11:30"),
        ("[2018/3/16 上午12:30:00] a: m", "2018-03-16 00:30"),
        (f"{R}١٦{R}/٣{R}/٢٠١٨، ٣:٤٥ م - a: m", "2018-03-16 15:45"),
        ("[15:45, 16/3/2018] a: m", "2018-03-16 15:45"),
        ("[3:45 PM, 3/16/2018] a: m", "2018-03-16 15:45"),
    ],
)
def test_every_way_of_writing_a_head_gives_its_moment(line: str, moment: str) -> None:
    found = head(line)
    assert found is not None
    assert found.moments(()) == [datetime.fromisoformat(moment)]
    assert found.rest == "a: m"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "hello",
        "3/6/2018",
        "10:00 - a: m",
        "12/01/2024 he came at 10:00 - I was at work: nothing",
        "2016-04-29 10:30:00",
        "13. 6. 2018. 21:25:15 a: m",
        "12/1/24 10:00: a: m",
        "12/1/24, 10:00 a: m",
        "[12/1/24, 10:00 - a: m",
        "2026. 2. 2. 오전 7:33, name : text",
        "[1]: a footnote",
        "1/2/3/4, 10:00 - a: m",
    ],
)
def test_what_only_looks_like_a_head_is_none(line: str) -> None:
    assert head(line) is None


def test_a_head_with_nothing_to_set_it_off_is_believed_only_when_asked_for() -> None:
    found = head("13. 6. 2018. 21:25:15 a: m", weak=WEAK)
    assert found is not None
    assert (found.form, found.rest, found.written) == ("bare", "a: m", "13. 6. 2018. 21:25:15")


def test_an_unknown_word_for_half_a_day_leaves_both_halves_open() -> None:
    found = head("16/03/2018, 3:45 xx - a: m")
    assert found is not None
    assert found.clocks == (time(3, 45), time(15, 45))


def test_a_date_or_clock_that_cannot_be_is_still_a_head_without_a_moment() -> None:
    for line in ("99/99/2024, 10:00 - a: m", "1/2/2024, 28:00 - a: m"):
        found = head(line)
        assert found is not None
        assert found.moments(()) == []


def test_the_date_is_kept_as_written_but_for_the_marks_around_it() -> None:
    found = head(f"{L}[3/16/18, 1:55:00{N}PM] a: m")
    assert found is not None
    assert found.written == f"3/16/18, 1:55:00{N}PM"


@given(st.text(alphabet=st.sampled_from("0123456789/.-:[], apmAPM٣۴" + L + N + NB), max_size=200))
def test_no_text_makes_it_fail(line: str) -> None:
    head(line, weak=WEAK)


@given(
    st.datetimes(datetime.fromisoformat("2010-01-01"), datetime.fromisoformat("2040-01-01")), st.booleans()
)
def test_what_is_written_is_read_back(moment: datetime, is_bracket: bool) -> None:
    text = moment.strftime("[%Y-%m-%d, %H:%M:%S] a: m" if is_bracket else "%Y-%m-%d, %H:%M - a: m")
    found = head(text)
    assert found is not None
    assert found.moments(("year_first",)) == [
        moment.replace(microsecond=0, second=moment.second * is_bracket)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "30 Dec 14:29 - Mara: hello",
        "2:05PM, Dec 30 - Mara: hello",
        "12.07.2017, 22:35: Mara: hello",
        "13. 6. 2018. 21:25:15 Mara: hello",
    ],
)
def test_a_head_that_is_easily_mistaken_is_believed_only_where_it_is_expected(line: str) -> None:
    assert head(line) is None
    found = head(line, weak=WEAK)
    assert found is not None
    assert found.form in WEAK
    assert found.rest == "Mara: hello"


def test_a_month_by_name_gives_no_date_but_keeps_what_is_written() -> None:
    found = head("30 Dec 14:29 - Mara: hello", weak=WEAK)
    assert found is not None
    assert (found.written, found.dates) == ("30 Dec 14:29", {})


def test_the_clock_may_stand_before_the_date() -> None:
    found = head("14:20, 13/01/2024 - Linh: hello")
    assert found is not None
    assert (found.form, found.written, found.rest) == ("clock first", "14:20, 13/01/2024", "Linh: hello")
    assert [str(m) for m in found.moments(("day_first",))] == ["2024-01-13 14:20:00"]
