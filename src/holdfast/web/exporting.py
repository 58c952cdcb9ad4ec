"""The log alone, empty sheets, a folder to carry, a file as it was; and what was made to leave."""

import io
from functools import partial

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from holdfast.case.apart import apart
from holdfast.case.bag import Archive
from holdfast.case.kept import now
from holdfast.case.log_alone import FORMS, Asked, forms
from holdfast.case.portable import Carried
from holdfast.formats.incident_sheet import template
from holdfast.model.errors import RequestError
from holdfast.model.sentence import counted, said
from holdfast.outputs.log_sheets import log_sheets
from holdfast.outputs.typesetting import pdf
from holdfast.vault import age
from holdfast.vault.keys import public_key
from holdfast.web.body import Form
from holdfast.web.desk import Made
from holdfast.web.job import Job
from holdfast.web.leaving import READERS, paper_of, span_of, to_of, words_of
from holdfast.web.made import NOT_LOCKED, fits, make
from holdfast.web.page import desk_of, number, show, zone_of
from holdfast.web.timeline import of_others

FORM_WORDS = {
    "pdf": said("on paper (PDF)"),
    "csv": said("as a table (CSV)"),
    "xlsx": said("for spreadsheets (XLSX)"),
    "json": said("for programs (JSON)"),
    "ics": said("for calendars (ICS); the titles say only which service it was"),
    "timesketch": said("for Timesketch (CSV)"),
    "load-file": said("for the systems of lawyers: a folder with hashes, and mails as they are"),
}
"""The forms of the log, in words."""

WHAT = {
    "packet": said("a packet"),
    "package": said("a package"),
    "portable case": said("a folder for a stick"),
    "log": said("the log alone"),
    "load file": said("a folder for the systems of lawyers"),
    "original": said("a file as it was"),
    "comparison": said("a comparison of two pictures"),
}
"""What the ledger calls what was made."""

_TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "ics": "text/calendar",
    "timesketch": "text/csv",
}
_MOST_SHEETS = 200

_UNPACK = said("Unpack it onto a stick. index.html in it opens in any browser.")
_AS_IT_WAS = said("It is the file as you added it, byte for byte. Give it its old name again to open it.")
_EMPTY_PAPER = said("There is nothing of yours in it. Print it, and fill it in with a pen.")
_EMPTY_TABLE = said("There is nothing of yours in it. Fill it in with a spreadsheet, then add it here.")
_FOR_ONE = said("Only the holder of that key can open it, with the program age. A zip file is inside.")


def export(request: Request) -> Response:
    """In which form the log is wanted, and for whom."""
    desk = desk_of(request)
    return show(
        request,
        "export.html",
        forms={name: FORM_WORDS[name] for name in forms()},
        readers=READERS,
        accounts=of_others(desk),
    )


def write_log(request: Request, form: Form) -> Response:
    """Writes the log alone."""
    desk = desk_of(request)
    case, chosen, to = desk.case, form.get("as", ""), to_of(form)
    asked = Asked(
        which=span_of(form, zone_of(desk)),
        exhibits_only=form.get("exhibits_only") == "yes",
        title=words_of(form, "title"),
        prepared_by=words_of(form, "prepared_by"),
        paper=paper_of(form),
        large_print=form.get("large_print") == "yes",
    )
    if chosen not in forms():
        raise RequestError("The log cannot be written in that form.", "Choose one of the list.")

    def log(_job: Job) -> Made:
        for one in FORMS:
            if one == chosen:
                data, without = case.log_alone(one, asked, to)
                ending = "csv" if one == "timesketch" else one
                told = (NOT_LOCKED, *([_without(without)] if without else []))
                return Made("The log is written", f"document.{ending}", _TYPES[one], data, told)
        archive = Archive("documents", now())
        many, without = case.load_file(archive, asked, to)
        says = counted(many, "%(n)s document.", "%(n)s documents.")
        lost = counted(without, "%(n)s is without an original.", "%(n)s are without an original.")
        told = (says, lost, NOT_LOCKED)
        return Made("The log is written", "documents.zip", "application/zip", archive.end(), told)

    return make(desk, "Writing the log", log)


def _without(lines: int) -> str:
    return counted(
        lines,
        "%(n)s line without a known time cannot stand in this form, and is left out.",
        "%(n)s lines without a known time cannot stand in this form, and are left out.",
    )


def sheets(request: Request) -> Response:
    """Empty sheets to be filled in."""
    return show(request, "log-sheet.html")


def make_sheets(request: Request, form: Form) -> Response:
    """Makes the empty sheets."""
    desk, pages = desk_of(request), number(form.get("pages", ""), 4)
    if not 1 <= pages <= _MOST_SHEETS:
        raise RequestError("That is no number of sheets.", "Choose from 1 to 200.")
    if form.get("as") == "csv":
        empty = Made(
            "The empty table is ready", "document.csv", "text/csv", template().encode(), (_EMPTY_TABLE,)
        )
        return make(desk, "Making the table", lambda _job: empty)
    large = form.get("large_print") == "yes"
    drawn = log_sheets(paper=paper_of(form), large_print=large, pages=pages, made_at=now())

    def paper(_job: Job) -> Made:
        data = apart(partial(pdf, drawn))
        return Made("The empty sheets are ready", "document.pdf", "application/pdf", data, (_EMPTY_PAPER,))

    return make(desk, "Making the sheets", paper)


def stick(request: Request) -> Response:
    """What should be in a folder for a stick, and for whom."""
    return show(request, "portable.html", readers=READERS, exhibits=len(desk_of(request).case.exhibits()))


def carry(request: Request, form: Form) -> Response:
    """Writes the folder, as a zip file, or encrypted for one key."""
    desk = desk_of(request)
    case, to, expires, key = desk.case, to_of(form), words_of(form, "expires"), words_of(form, "to_key")
    is_whole = form.get("whole_timeline") == "yes"
    asked = Asked(
        exhibits_only=not is_whole,
        title=words_of(form, "title"),
        prepared_by=words_of(form, "prepared_by"),
        paper=paper_of(form),
    )
    if is_whole:
        asked = msgspec.structs.replace(asked, which=span_of(form, zone_of(desk)))
    recipient = public_key(key) if key else ""

    def folder(_job: Job) -> Made:
        archive = Archive("notes", now())
        says, data = _carried(case.carry(archive, asked, to, expires=expires)), archive.end()
        if recipient:
            sealed = bytes(age.encrypt(data, recipient))
            return Made(
                "The folder is ready", "notes.age", "application/octet-stream", sealed, (*says, _FOR_ONE)
            )
        return Made("The folder is ready", "notes.zip", "application/zip", data, (*says, _UNPACK, NOT_LOCKED))

    return make(desk, "Making the folder", folder)


def _carried(done: Carried) -> tuple[str, ...]:
    says = (
        counted(done.entries, "%(n)s entry is in it.", "%(n)s entries are in it."),
        counted(done.exhibits, "%(n)s exhibit is in it.", "%(n)s exhibits are in it."),
    )
    return says if done.with_originals else (*says, said("No originals are in it."))


def handed(request: Request) -> Response:
    """What was made to leave, the newest first."""
    found = desk_of(request).case.handed()[::-1]
    return show(request, "handed.html", handed=found, readers=READERS, what=WHAT)


def extract(request: Request, form: Form) -> Response:
    """Gives back the original bytes of a file that was handed in."""
    desk = desk_of(request)
    case, to, source = desk.case, to_of(form), request.path_params["sha256"]
    fits(next((one.size for one in case.vault.log.sources() if one.sha256 == source), 0))

    def original(_job: Job) -> Made:
        target = io.BytesIO()
        case.extract(source, target, to)
        data, told = target.getvalue(), (_AS_IT_WAS, NOT_LOCKED)
        return Made("The file is ready", "document.bin", "application/octet-stream", data, told)

    return make(desk, "Giving the file back", original)
