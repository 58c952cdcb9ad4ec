"""Rows of a table as services hand them out, each value under the title of its column."""

from collections.abc import Collection, Iterator
from itertools import islice

from holdfast.formats.sheet_rows import DELIMITERS, BrokenRow, rows
from holdfast.formats.text_lines import TextLines, first_lines
from holdfast.formats.tree import Member
from holdfast.model.errors import InputError
from holdfast.model.locator import Locator, Position
from holdfast.model.problem import Problem

_FIRST_ROWS = 20
_RAW = 2000

_BROKEN = "This row is broken: a quotation mark is opened in it and never closed."
_LETTERS = "line(s) of this table are not in UTF-8, it was damaged or saved again: letters may be wrong."
_SHORT = "This row has fewer values than there are titles: its end is missing."
_TOO_LONG = "line(s) of this table are too long to be shown whole."

Values = dict[str, str]


def titles(member: Member) -> tuple[str, ...]:
    """The titles in the first row that could hold some, in small letters; () where the file is no table.

    Services put remarks above the titles of some tables; the first row with three cells or more counts, and
    the first row of all where there is none.
    """
    lines = list(enumerate(first_lines(member), 1))
    return max((_titles(lines, d) for d in DELIMITERS), key=lambda t: (t[1], -t[0]))[2]


def _titles(lines: list[tuple[int, str]], delimiter: str) -> tuple[int, int, tuple[str, ...]]:
    """Number of the row, how many cells, and its titles."""
    first: tuple[int, int, tuple[str, ...]] = (0, 0, ())
    for number, cells in enumerate(islice(rows(lines, delimiter), _FIRST_ROWS), 1):
        if isinstance(cells, BrokenRow) or not cells:
            continue
        named = tuple(" ".join(cell.split()).casefold() for cell in cells)
        if sum(bool(name) for name in named) > 2:
            return number, len(named), named
        if not first[1]:
            first = number, len(named), named
    return first


class HeadedRows:
    """Iterate once: each row below the titles as its place and its values, or as a problem.

    Values stand under their titles in small letters, or under "column N" where there is no title; each title
    is there. A row that holds nothing is passed over. What was put right is told at the end.
    """

    def __init__(self, member: Member) -> None:
        self._member = member
        lines = list(enumerate(first_lines(member), 1))
        found = {delimiter: _titles(lines, delimiter) for delimiter in DELIMITERS}
        self._delimiter = max(DELIMITERS, key=lambda d: (found[d][1], -found[d][0]))
        self._row, _, self.titles = found[self._delimiter]

    def __iter__(self) -> Iterator[tuple[Locator, Values] | Problem]:
        lines = TextLines(self._member)
        try:
            for number, cells in enumerate(rows(lines, self._delimiter), 1):
                if number <= self._row:
                    continue
                here = self._member.at(Position(unit="row", start=number, length=1))
                if isinstance(cells, BrokenRow):
                    yield Problem(found_at=here, loss="record", what=_BROKEN, raw=cells[:_RAW])
                elif any(cells):
                    yield here, self._named(cells)
                    if len(cells) < len(self.titles):
                        yield Problem(found_at=here, loss="part", what=_SHORT)
        except InputError as error:
            yield Problem(found_at=self._member.at(), loss="member", what=error.what)
        for count, what in ((lines.repaired, _LETTERS), (lines.cut, _TOO_LONG)):
            if count:
                yield Problem(found_at=self._member.at(), loss="part", what=f"{count} {what}")

    def _named(self, cells: list[str]) -> Values:
        named: Values = {}
        for column, cell in enumerate(cells):
            title = self.titles[column] if column < len(self.titles) else ""
            named[title if title and (title not in named or not named[title]) else f"column {column + 1}"] = (
                cell
            )
        return dict.fromkeys(self.titles, "") | named


def has(member: Member, wanted: Collection[str]) -> bool:
    """Whether the table has all of these titles."""
    return set(wanted) <= set(titles(member))
