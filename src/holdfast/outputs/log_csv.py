"""The log alone as a table for any spreadsheet (CSV)."""

from holdfast.outputs import cells
from holdfast.outputs.log_columns import TITLES, LogInput, entries


def log_csv(given: LogInput) -> bytes:
    """One line for each entry and each dated step, below the titles."""
    return cells.table([[*TITLES.values()], *([*entry.cells.values()] for entry in entries(given))])
