"""Rows of a table in a text file, as spreadsheet programs write them, one broken row at a time lost."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator

DELIMITERS = (",", ";", "\t", "|")
_MOST_LINES = 500
_MOST_CHARACTERS = 1 << 18


class BrokenRow(str):
    """A line that is no row: a quotation mark that is opened in it is never closed."""

    __slots__ = ()


def rows(lines: Iterable[tuple[int, str]], delimiter: str) -> Iterator[list[str] | BrokenRow]:
    """The cells of each row. A quoted cell may hold line ends; only a few lines are kept at a time."""
    source = iter(lines)
    waiting: deque[str] = deque()

    def following() -> str | None:
        if waiting:
            return waiting.popleft()
        return next((text for _, text in source), None)

    while (line := following()) is not None:
        taken = [line]
        is_open = _ends_open(line, delimiter, is_open=False)
        size = len(line)
        while is_open and len(taken) < _MOST_LINES and size < _MOST_CHARACTERS:
            more = following()
            if more is None:
                break
            taken.append(more)
            size += len(more)
            if _closes_oddly(more, delimiter):
                break
            is_open = _ends_open(more, delimiter, is_open=True)
        if is_open:
            # What was taken in vain is read again, so that one stray mark costs one row.
            waiting.extendleft(reversed(taken[1:]))
            yield BrokenRow(line)
            continue
        yield _cells("\n".join(taken), delimiter)


def _ends_open(line: str, delimiter: str, *, is_open: bool) -> bool:
    """Whether a quoted cell goes on after this line."""
    at_start = not is_open
    position = 0
    while position < len(line):
        if is_open:
            end = line.find('"', position)
            if end < 0:
                return True
            if line[end : end + 2] == '""':
                position = end + 2
                continue
            is_open, at_start, position = False, False, end + 1
        elif at_start and line[position] == '"':
            is_open, position = True, position + 1
        else:
            end = line.find(delimiter, position)
            if end < 0:
                return False
            at_start, position = True, end + 1
    return is_open


def _closes_oddly(line: str, delimiter: str) -> bool:
    """Whether a cell that began on an earlier line would end here in the middle of other text."""
    end = line.replace('""', "  ").find('"')
    return end >= 0 and line[end + 1 : end + 2] not in ("", delimiter)


def _cells(text: str, delimiter: str) -> list[str] | BrokenRow:
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return BrokenRow(text)
