"""The order of day and month is what the dates prove, or stays open."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from holdfast.formats.date_order import Cursor, DateOrders, Run, readings

ORDERS = {"day_first": "{d}/{m}/{y}", "month_first": "{m}/{d}/{y}", "year_first": "{y}/{m}/{d}"}


def runs_of(*written: str, goes_forward: bool = True) -> list[Run]:
    orders = DateOrders(goes_forward=goes_forward)
    for number, text in enumerate(written, 1):
        separator = next(c for c in text if not c.isdigit())
        parts = text.split(separator)
        digits = tuple(len(p) for p in parts)
        shape = (separator, str(digits.index(4)) if 4 in digits else "short")
        orders.see(number, shape, readings(tuple(map(int, parts)), digits, separator), text)
    return orders.runs()


def test_a_number_above_twelve_decides() -> None:
    assert [r.orders for r in runs_of("3/6/2018", "13/6/2018")] == [("day_first",)]
    assert [r.orders for r in runs_of("3/6/2018", "6/13/2018")] == [("month_first",)]


def test_dates_that_never_fall_back_under_both_orders_stay_open() -> None:
    (run,) = runs_of("03/02/2024", "04/02/2024", "05/02/2024")
    assert run.orders == ("day_first", "month_first")
    assert run.examples == ("03/02/2024", "04/02/2024", "05/02/2024")


def test_an_order_under_which_time_falls_back_is_ruled_out() -> None:
    assert [r.orders for r in runs_of("5/1/2024", "6/1/2024", "2/2/2024")] == [("day_first",)]


def test_where_records_may_stand_in_any_order_falling_back_says_nothing() -> None:
    (run,) = runs_of("5/1/2024", "6/1/2024", "2/2/2024", goes_forward=False)
    assert run.orders == ("day_first", "month_first")


def test_when_time_falls_back_under_every_order_nothing_is_decided() -> None:
    (run,) = runs_of("5/6/2024", "6/5/2024", "1/1/2024")
    assert run.orders == ("day_first", "month_first")


def test_a_flip_between_two_ways_of_writing_is_two_runs_and_neighbours_help() -> None:
    first, second = runs_of("6/28/23", "6/30/23", "1/7/2023", "2/7/2023")
    assert (first.orders, second.orders, second.start) == (("month_first",), ("day_first",), 3)


def test_a_later_run_helps_the_one_before_it() -> None:
    first, second = runs_of("5-1-2024", "6-1-2024", "15/1/2024")
    assert (first.orders, second.orders) == (("day_first",), ("day_first",))


def test_between_two_contradicting_proofs_the_order_stays_open() -> None:
    runs = runs_of("1/13/2024", "2/3/2024", "15/3/2024")
    assert [(r.start, r.orders) for r in runs] == [
        (1, ("month_first",)),
        (2, ("day_first", "month_first")),
        (3, ("day_first",)),
    ]


def test_between_two_proofs_of_one_order_it_is_decided() -> None:
    assert [r.orders for r in runs_of("13/1/2024", "2/2/2024", "15/2/2024", "3/3/2024")] == [("day_first",)]


def test_two_digits_of_a_year_may_stand_first_only_where_they_can() -> None:
    assert set(readings((24, 1, 5), (2, 1, 1), ". ")) == {"year_first"}
    assert set(readings((10, 11, 12), (2, 2, 2), "-")) == {"day_first", "month_first", "year_first"}
    assert set(readings((15, 1, 24), (2, 2, 2), "/")) == {"day_first"}
    assert set(readings((24, 1, 5), (2, 1, 1), "/")) == {"year_first"}


def test_a_year_of_four_digits_may_stand_anywhere() -> None:
    assert readings((2018, 6, 13), (4, 2, 2), "/") == {"year_first": date(2018, 6, 13)}
    assert readings((2018, 13, 6), (4, 2, 2), "/") == {"year_day": date(2018, 6, 13)}
    assert readings((6, 2018, 13), (2, 4, 2), "/") == {"month_first": date(2018, 6, 13)}
    assert readings((2018, 2019, 1), (4, 4, 1), "/") == {}


def test_the_buddhist_year_is_known_and_other_far_years_are_not() -> None:
    assert readings((5, 1, 2567), (1, 1, 4), "/")["day_first"] == date(2024, 1, 5)
    assert readings((1402, 7, 18), (4, 1, 2), "/") == {}
    assert readings((1, 1, 100), (1, 1, 3), "/") == {}


def test_a_file_that_flips_for_ever_is_answered_with_not_knowing() -> None:
    runs = runs_of(*["13/1/2024", "1/13/2024"] * 5000)
    assert len(runs) <= 4097
    assert len(runs[-1].orders) == 2


def test_the_cursor_gives_the_run_a_record_stands_in() -> None:
    cursor = Cursor(runs_of("6/28/23", "1/7/2023"))
    assert cursor.at(0) is None
    assert [cursor.at(n).start for n in (1, 2, 9)] == [1, 2, 2]  # type: ignore[union-attr]
    assert Cursor([]).at(1) is None


days = st.dates(date(2010, 1, 1), date(2030, 12, 31))


@given(st.lists(days, min_size=1, max_size=40), st.sampled_from(sorted(ORDERS)))
def test_the_true_order_is_never_ruled_out_for_a_record_that_goes_forward(
    days: list[date], order: str
) -> None:
    written = [ORDERS[order].format(d=d.day, m=d.month, y=d.year) for d in sorted(days)]
    (run,) = runs_of(*written)
    assert order in run.orders


@given(days, st.sampled_from(["day_first", "month_first"]))
def test_three_months_without_a_gap_always_decide(start: date, order: str) -> None:
    written = [
        ORDERS[order].format(d=d.day, m=d.month, y=d.year)
        for d in (start + timedelta(days=n) for n in range(92))
    ]
    (run,) = runs_of(*written)
    assert run.orders == (order,)
