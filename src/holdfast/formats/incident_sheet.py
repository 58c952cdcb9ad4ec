"""The incident log a person keeps by hand: its columns, the empty sheet, and one entry as a small file."""

import csv
import io
import re
from collections.abc import Sequence

import msgspec

from holdfast.formats.incident_columns import COLUMNS, WHAT, WHAT_PERHAPS
from holdfast.formats.incident_words import bare


class Incident(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry, every value as the person wrote it. `effect` is private: papers leave it out."""

    holdfast_incident: int
    date: str = ""
    time: str = ""
    zone: str = ""
    what: str = ""
    where: str = ""
    who: str = ""
    technology: str = ""
    witnesses: str = ""
    reported_to: str = ""
    officer: str = ""
    badge: str = ""
    report_number: str = ""
    evidence: str = ""
    effect: str = ""
    written_down: str = ""


VERSION = 1

TITLES = {
    "date": "Date",
    "time": "Time",
    "zone": "Time zone",
    "what": "What happened",
    "where": "Where or which service",
    "who": "Who (account or name as known)",
    "technology": "Technology used",
    "witnesses": "Witnesses",
    "reported_to": "Reported to",
    "officer": "Officer",
    "badge": "Badge number",
    "report_number": "Report number",
    "evidence": "Evidence",
    "effect": "Effect (private)",
    "written_down": "Written down on",
}
"""The columns of the empty sheet: the keys of `Incident` and their titles."""

_LOG_ONLY = frozenset(TITLES) - {"date", "time", "zone", "what", "where", "who"}


def _name(text: str) -> str:
    return bare(re.sub(r"[.:_#?!()'’-]+", " ", text))


_KEYS = {
    **{_name(name): key for key, names in COLUMNS.items() for name in names.split("|")},
    **{_name(title): key for key, title in TITLES.items()},
    **{_name(name): "what" for name in WHAT.split("|")},
}
_PERHAPS = frozenset(_name(name) for name in WHAT_PERHAPS.split("|"))


def template() -> str:
    """The empty sheet as CSV text, with the titles of all columns, for any spreadsheet program."""
    sheet = io.StringIO()
    csv.writer(sheet).writerow(TITLES.values())
    return sheet.getvalue()


def encode(incident: Incident) -> bytes:
    """One entry as the content of a file that is to be named "incident-….json"."""
    return msgspec.json.format(msgspec.json.encode(incident), indent=1) + b"\n"


def decode(data: bytes) -> Incident | None:
    """The entry in such a file, None where it holds none that this version understands."""
    try:
        incident = msgspec.json.decode(data, type=Incident)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return incident if incident.holdfast_incident == VERSION else None


def columns(cells: Sequence[str]) -> dict[int, str] | None:
    """The keys of `Incident` by number of column, if these cells are the titles of an incident log.

    There has to be a day and what happened. Where the second has a title that any table may have, two columns
    that only such logs have must stand beside it.
    """
    names = [_name(cell) for cell in cells]
    keys: dict[int, str] = {}
    for number, name in enumerate(names):
        if (key := _KEYS.get(name)) and key not in keys.values():
            keys[number] = key
    if "what" not in keys.values():
        perhaps = next((n for n, name in enumerate(names) if name in _PERHAPS and n not in keys), None)
        if perhaps is None or len(_LOG_ONLY & set(keys.values())) < 2:
            return None
        keys[perhaps] = "what"
    return keys if "date" in keys.values() else None
