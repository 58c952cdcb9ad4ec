"""Rows are read as spreadsheets write them, and a stray quotation mark costs one row."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from holdfast.formats.sheet_rows import BrokenRow, rows


def of(text: str, delimiter: str = ",") -> list[list[str] | BrokenRow]:
    return list(rows(enumerate(text.split("\n"), 1), delimiter))


def test_a_quoted_cell_may_hold_line_ends_delimiters_and_quotes() -> None:
    assert of('a,"b\n""c"", d"\ne,f') == [["a", 'b\n"c", d'], ["e", "f"]]


def test_a_mark_that_is_never_closed_costs_one_row() -> None:
    assert of('a,"b\nc,d\ne,f') == [BrokenRow('a,"b'), ["c", "d"], ["e", "f"]]


def test_a_cell_that_would_end_in_the_middle_of_another_costs_one_row() -> None:
    assert of('a,"b\nc,"d e",f\ng,h') == [BrokenRow('a,"b'), ["c", "d e", "f"], ["g", "h"]]


def test_a_mark_inside_a_cell_opens_nothing() -> None:
    assert of('6" pipe,x\ny;z') == [['6" pipe', "x"], ["y;z"]]


def test_a_cell_beyond_all_measure_is_a_broken_row() -> None:
    (row,) = of("x" * 200_000 + ",y")
    assert isinstance(row, BrokenRow)


def test_many_open_marks_are_read_in_bounded_time() -> None:
    assert all(isinstance(r, BrokenRow) for r in of("\n".join(['"x""'] * 3000)))


cell = st.text(alphabet='ab,;" \n', max_size=8)


@given(st.lists(st.lists(cell, min_size=2, max_size=4), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_what_a_spreadsheet_writes_is_read_back(table: list[list[str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(table)
    assert of(out.getvalue().removesuffix("\n"), delimiter) == table
