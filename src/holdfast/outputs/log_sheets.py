"""Empty sheets for a log that is kept by hand, for whoever cannot or should not use a computer for it."""

from holdfast.outputs import glyphs, lettering, typesetting
from holdfast.outputs.given import Paper
from holdfast.outputs.lettering import Line

_ROWS = {("a4", False): 4, ("letter", False): 4, ("a4", True): 2, ("letter", True): 2}


def log_sheets(*, paper: Paper = "a4", large_print: bool = False, pages: int = 1, made_at: int) -> bytes:
    """So many sheets as a PDF. `made_at`: UTC milliseconds, the date in the file."""
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
    return typesetting.pdf("sheet.typ", lettering.set_in_type(page, frozenset()), coverage, made_at)
