"""The log alone on paper: wide, with the columns that logs about stalking use."""

from collections.abc import Sequence

from holdfast.outputs import glyphs, lettering
from holdfast.outputs.given import Paper
from holdfast.outputs.glyphs import Typeface
from holdfast.outputs.lettering import Flow, Line, shorten
from holdfast.outputs.log_columns import TITLES, Entry, LogInput, entries
from holdfast.outputs.log_workbook import about
from holdfast.outputs.manuscript import manuscript
from holdfast.outputs.typesetting import Manuscript

_MOST = 900
_MOST_LINE = 200


def log_paper(
    given: LogInput,
    *,
    paper: Paper = "a4",
    large_print: bool = False,
    computer: Sequence[Typeface] | None = None,
) -> Manuscript:
    """The log, ready to be typeset; `computer` as in `packet`."""
    facts = [line for line in about(given) if line[0] not in ("About this log", "Left out")]
    page = {
        "paper": "us-letter" if paper == "letter" else "a4",
        "flipped": True,
        "large": large_print,
        "title": given.title or "A record of contacts",
        "running": Line(given.title or "A record of contacts"),
        "zone": given.zone,
        "facts": [[name, Line(value)] for name, value in facts],
        "left_out": [Flow(sentence) for sentence in given.left_out],
        "log": [_entry(entry) for entry in entries(given)],
    }
    letters = lettering.letters(page)
    coverage = glyphs.cover(letters, glyphs.installed() if computer is None else computer)
    return manuscript("log.typ", page, coverage, given.prepared_at)


def _entry(entry: Entry) -> dict[str, Line | Flow]:
    cells = entry.cells
    shown: dict[str, Line | Flow] = {
        key: Line(shorten(cells[key], _MOST_LINE, "at source")) for key in TITLES if key != "what"
    }
    shown["what"] = Flow(shorten(cells["what"], _MOST, "full text at source"))
    # The whole hash stands in the packet and in the tables; here there is no room.
    shown["sha256"] = Line(cells["sha256"][:8])
    return shown
