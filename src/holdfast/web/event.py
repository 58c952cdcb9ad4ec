"""One event: what it says, how its time is known, where it stands, and what the person made of it."""

from starlette.requests import Request
from starlette.responses import Response

from holdfast.case.prepared import today
from holdfast.formats.addresses import whose
from holdfast.formats.mail_route import UNCHECKED
from holdfast.knowledge.behaviours import behaviours, groups
from holdfast.model.errors import RequestError
from holdfast.model.row import Row
from holdfast.web import words
from holdfast.web.back import back
from holdfast.web.body import Form
from holdfast.web.desk import Desk
from holdfast.web.page import desk_of, go, show
from holdfast.wording.heads import HEADS

_NEAR = 5
"""Entries before and after one, of which the person may say that they tell the same."""

_ORIGINAL = 262_144
"""Bytes of the original shown on the page."""


def row_of(desk: Desk, request: Request) -> Row:
    """The event that the address names. Raises RequestError when there is none."""
    line = desk.case.query.line(request.path_params["id"])
    if line is None:
        raise RequestError(
            "This entry is not in the timeline.", "It may have been read anew. Look for it there."
        )
    return line.row


def event(request: Request) -> Response:
    """All there is about one event. `?show=1`: with its text. `?route=1`: with the way a mail came."""
    desk = desk_of(request)
    row = row_of(desk, request)
    query = desk.case.query
    tellings = [line.row for name in query.tellings(row.id) if (line := query.line(name)) is not None]
    exhibits = [e for e in desk.case.exhibits() if e.event == row.id]
    asked, is_left = request.query_params.get("show") == "1", row.id in desk.left
    is_shown = asked or (desk.shows_texts and not is_left)
    desk.seen += is_shown
    return show(
        request,
        "event.html",
        row=row,
        is_shown=is_shown,
        is_left=is_left,
        is_bare=request.query_params.get("bare") == "1",
        hides_words=words.masked(row.subject + row.text, desk.ways.words) != row.subject + row.text,
        sought=request.query_params.get("words", ""),
        tellings=tellings,
        near=[one for one in _near(desk, row) if one.occurrence != row.occurrence],
        exhibits=exhibits,
        tags=[tag for tag in desk.case.tags() if tag.event == row.id],
        behaviours=behaviours(today()),
        groups=groups(),
        proves=[m for m in desk.case.markers() if m.proof == row.id],
        notes=desk.case.notes(row.id),
        came=desk.case.route(row.id) if request.query_params.get("route") == "1" else None,
        unchecked=UNCHECKED,
        nobody=whose,
        listed_for=_listed_for(desk, row.id),
        not_so=[said for said in desk.case.not_so() if said.event == row.id],
        labels={head.name: head.label for head in HEADS},
    )


def _near(desk: Desk, row: Row) -> list[Row]:
    """The entries just before and after."""
    query = desk.case.query
    at = query.line(row.id)
    if at is None:
        return []
    found = [*query.lines(before=at.cursor, limit=_NEAR), *query.lines(after=at.cursor, limit=_NEAR)]
    return [line.row for line in found]


def _listed_for(desk: Desk, event: str) -> list[tuple[str, str]]:
    """What its words were taken for, as name and label, where findings were looked for already."""
    if not desk.knows("findings"):
        return []
    found = [
        finding for finding in desk.remember("findings", desk.case.findings) if finding.rule == "read_first"
    ]
    labels = {
        str(row[1]) for finding in found for table in finding.tables if table.is_hidden for row in table.rows
        if event.startswith(str(row[0]))
    }  # fmt: skip
    return [(head.name, head.label) for head in HEADS if head.label in labels]


def text(request: Request) -> Response:
    """Only the text, for the button in the timeline."""
    desk = desk_of(request)
    row = row_of(desk, request)
    desk.seen += 1
    sought = request.query_params.get("words", "")
    return show(request, "text.html", row=row, sought=sought)


def leave(request: Request, form: Form) -> Response:
    """Somebody else reads the event, or the person does after all."""
    desk = desk_of(request)
    row = row_of(desk, request)
    if form.get("back") == "yes":
        desk.case.take_up(row.id)
    else:
        desk.case.leave(row.id)
    return go(f"/events/{row.id}")


def original(request: Request) -> Response:
    """The original bytes of the record as text: a mail with all its headers, the lines of a chat."""
    desk = desk_of(request)
    row = row_of(desk, request)
    given = desk.case.original(row.id, _ORIGINAL)
    return show(
        request,
        "original.html",
        row=row,
        text=given.decode("utf-8", "backslashreplace"),
        is_cut=len(given) >= _ORIGINAL,
    )


def note(request: Request, form: Form) -> Response:
    """Keeps a note on the event."""
    desk = desk_of(request)
    row = row_of(desk, request)
    words = form.get("text", "").strip()
    if not words:
        raise RequestError("The note is empty.", "Go back and write something first.")
    desk.case.note(row.id, words, private=form.get("private") != "no")
    return go(f"/events/{row.id}#notes")


def choose(request: Request, form: Form) -> Response:
    """Adds the event to the exhibits, and goes back to the list where it was chosen, or to its own page."""
    desk = desk_of(request)
    row = row_of(desk, request)
    desk.case.choose(row.id, form.get("caption", "").strip())
    listed = back(form.get("back", ""), "")
    return go(f"{listed}#e-{row.id}" if listed else f"/events/{row.id}#show-to-others")


def tag(request: Request, form: Form) -> Response:
    """Keeps that the event shows a behaviour, or takes that back."""
    desk = desk_of(request)
    row = row_of(desk, request)
    behaviour = form.get("behaviour", "")
    if form.get("back") == "yes":
        desk.case.untag(row.id, behaviour, form.get("why", "").strip())
    else:
        desk.case.tag(row.id, behaviour)
    return go(f"/events/{row.id}#shows")


def not_so(request: Request, form: Form) -> Response:
    """Keeps that the event is not what its words were taken for, or takes that back."""
    desk = desk_of(request)
    row = row_of(desk, request)
    say = desk.case.say_so_after_all if form.get("back") == "yes" else desk.case.say_not_so
    say(row.id, form.get("head", ""), form.get("why", ""))
    return go(f"/events/{row.id}#words")


def together(request: Request, form: Form) -> Response:
    """Joins the event with another one that tells the same act."""
    desk = desk_of(request)
    row = row_of(desk, request)
    case, why, other = desk.case, form.get("why", "").strip(), form.get("other", "")
    if not why:
        raise RequestError("A reason is missing.", "Go back and say in a few words why.")
    if not other:
        raise RequestError("Nothing was chosen.", "Go back and choose the other entry.")
    desk.start(
        "Joining them", lambda job: case.together(row.id, other, why, job.progress), f"/events/{row.id}"
    )
    return go("/work")


def apart(request: Request, form: Form) -> Response:
    """Sets the event apart from others that it was joined to."""
    desk = desk_of(request)
    row = row_of(desk, request)
    case, why = desk.case, form.get("why", "").strip()
    if not why:
        raise RequestError("A reason is missing.", "Go back and say in a few words why.")
    desk.start("Setting it apart", lambda job: case.apart(row.id, why, job.progress), f"/events/{row.id}")
    return go("/work")
