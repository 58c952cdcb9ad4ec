"""The log alone as a workbook for spreadsheets (XLSX): the log, and a second sheet that says what it is."""

from holdfast.outputs import wording
from holdfast.outputs.log_columns import TITLES, LogInput, entries
from holdfast.outputs.workbook import workbook

_WIDTHS = {"what": 60, "found": 40, "who": 28, "to": 28, "zone": 24, "sha256": 34, "id": 34, "time_known": 22}
_USUAL = 14


def log_workbook(given: LogInput) -> bytes:
    """The workbook. No cell is a formula, and none is a link."""
    widths = [_WIDTHS.get(key, _USUAL) for key in TITLES]
    log = ([*TITLES.values()], *([*entry.cells.values()] for entry in entries(given)))
    return workbook({"Log": (widths, log), "About": ([30, 90], about(given))})


def about(given: LogInput) -> list[list[str]]:
    """What goes with the log: who made it and when, in which zone, and what is left out."""
    basis = "told by the person" if given.zone_basis == "told" else given.zone_basis
    return [
        ["About this log", given.title or "A record of contacts"],
        ["Put together by", given.prepared_by or "not stated"],
        ["Put together on", wording.dated(given.prepared_at, given.zone)],
        ["Made with", f"Holdfast {given.version}"],
        ["Times are shown in", f"{given.zone} ({basis})"],
        ["Entries", f"{len(given.rows):,}"],
        *(["Left out", sentence] for sentence in given.left_out),
        [
            "Not claimed",
            "An account is a name on a service, not a person. It does not say that a law was broken.",
        ],
    ]
