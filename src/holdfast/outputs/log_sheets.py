"""Empty sheets for a log that is kept by hand, for whoever cannot or should not use a computer for it."""

from holdfast.outputs import glyphs, lettering
from holdfast.outputs.given import Paper
from holdfast.outputs.lettering import Line
from holdfast.outputs.manuscript import manuscript
from holdfast.outputs.typesetting import Manuscript

_ROWS = {("a4", False): 4, ("letter", False): 4, ("a4", True): 2, ("letter", True): 2}


def log_sheets(*, paper: Paper = "a4", large_print: bool = False, pages: int = 1, made_at: int) -> Manuscript:
    """So many sheets, ready to be typeset. `made_at`: UTC milliseconds, the date in the file."""
    title = "Log of incidents"
    page = {
        "paper": "us-letter" if paper == "letter" else "a4",
        "flipped": True,
        "large": large_print,
        "title": title,
        "running": Line(""),
        "foot": "",
        "zone": "",
        "pages": pages,
        "rows": _ROWS[paper, large_print],
    }
    coverage = glyphs.cover(lettering.letters(page), ())
    return manuscript("sheet.typ", page, coverage, made_at)
