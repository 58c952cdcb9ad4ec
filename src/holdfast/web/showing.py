"""What the person chose to show: under which label and caption, in which order."""

from starlette.requests import Request
from starlette.responses import Response

from holdfast.model.errors import RequestError
from holdfast.web.body import Form
from holdfast.web.leaving import words_of
from holdfast.web.page import desk_of, go, show


def exhibits(request: Request) -> Response:
    """The exhibits under their labels."""
    desk = desk_of(request)
    chosen = desk.case.exhibits()
    rows = {e.event: line.row for e in chosen if (line := desk.case.query.line(e.event)) is not None}
    return show(request, "exhibits.html", exhibits=chosen, rows=rows)


def caption(request: Request, form: Form) -> Response:
    """Gives an exhibit another caption."""
    label = request.path_params["label"]
    desk_of(request).case.caption(label, words_of(form, "caption"))
    return go(f"/exhibits#{label}")


def move(request: Request, form: Form) -> Response:
    """Puts an exhibit before another one, or at the end."""
    label = request.path_params["label"]
    desk_of(request).case.arrange([label], form.get("before", ""))
    return go(f"/exhibits#{label}")


def unchoose(request: Request, form: Form) -> Response:
    """Takes an exhibit out again, with a reason."""
    why = words_of(form, "why")
    if not why:
        raise RequestError(
            "Please say in a few words why.", "The log keeps it, so that nobody has to wonder."
        )
    desk_of(request).case.unchoose(request.path_params["label"], why)
    return go("/exhibits")
