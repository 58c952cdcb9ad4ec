"""The log for Timesketch, a tool in which people lay timelines side by side (CSV).

Its format wants three columns: message, datetime, timestamp_desc; the others become fields to search in.
Source: https://timesketch.org/guides/user/import-from-json-csv/
"""

from holdfast.model.row import iso
from holdfast.outputs import cells
from holdfast.outputs.log_columns import LogInput, entries

_MORE = ("who", "to", "direction", "where", "technology", "exhibit", "found", "sha256", "id")
_COLUMNS = ("message", "datetime", "timestamp", "timestamp_desc", "time_known", *_MORE)


def timesketch(given: LogInput) -> tuple[bytes, int]:
    """The table, and how many lines are left out because their time is not decided: it takes none without."""
    table: list[tuple[str, ...]] = [_COLUMNS]
    without = 0
    for entry in entries(given):
        at, told = entry.when.at, entry.cells
        if at is None or iso(at) is None or entry.when.precision == "none":
            without += 1
            continue
        kind = entry.row.kind if entry.row else "dated step"
        moment = (iso(at) or "").replace("Z", "+00:00")
        how = f"{kind}, known to the {entry.when.precision}"
        more = [told[key] for key in _MORE]
        table.append((f"{kind}: {told['what']}", moment, str(at * 1000), how, told["time_known"], *more))
    return cells.table(table), without
