"""Words of the evidence in the cells of a table: what a spreadsheet would run as a formula stays words."""

import csv
import io
from collections.abc import Iterable, Sequence

from holdfast.outputs.lettering import visible

LONGEST = 32_000
"""Characters in a cell; spreadsheets take no more than 32,767."""

_BEGINS = frozenset("=+-@|%\t\r\n＝＋－＠")
_BLANK = " \u00a0\u3000"


def cell(text: str) -> str:
    """Text as it may stand in a cell: signs that hide shown by number, long text cut, and that said."""
    shown = "\n".join(visible(line) for line in text.splitlines()) if text else ""
    if len(shown) <= LONGEST:
        return shown
    return f"{shown[:LONGEST]}…({len(shown) - LONGEST:,} more characters; full text at source)"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take this for something to work out, and not for words."""
    return text.lstrip(_BLANK)[:1] in _BEGINS and bool(text.strip())


def table(rows: Iterable[Sequence[str]]) -> bytes:
    """CSV (RFC 4180) for spreadsheets: UTF-8 with its mark, every cell quoted.

    Before what could be taken for a formula stands an apostrophe, which spreadsheets show as one.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in rows:
        shown = [cell(text) for text in row]
        writer.writerow([f"'{text}" if is_formula(text) else text for text in shown])
    return out.getvalue().encode("utf-8-sig")
