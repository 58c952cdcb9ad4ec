"""Two pictures laid on each other, and what differs."""

from starlette.requests import Request
from starlette.responses import Response

from holdfast.model.errors import RequestError
from holdfast.web.body import Form
from holdfast.web.desk import Made
from holdfast.web.job import Job
from holdfast.web.leaving import READERS, to_of
from holdfast.web.made import NOT_LOCKED, make
from holdfast.web.page import desk_of, show

_OFFERED = 200


def compare(request: Request) -> Response:
    """The entries with pictures, to choose two of them."""
    desk = desk_of(request)
    events = dict.fromkeys(picture.event for picture in desk.case.looks().pictures().values())
    lines = [line for event in events if (line := desk.case.query.line(event)) is not None]
    lines.sort(key=lambda line: (line.cursor.sort, line.cursor.id))
    return show(
        request,
        "compare.html",
        rows=[line.row for line in lines[:_OFFERED]],
        chosen=request.query_params.get("event", ""),
        readers=READERS,
    )


def draw(request: Request, form: Form) -> Response:
    """Draws them."""
    desk = desk_of(request)
    case, to, one, other = desk.case, to_of(form), form.get("event", ""), form.get("other", "")
    if not one or not other or one == other:
        raise RequestError("Two pictures are needed.", "Choose your own picture first, then the other one.")

    def drawing(_job: Job) -> Made:
        made = case.compare_pictures(one, other, to)
        return Made(
            "The drawing is ready", "drawing.png", "image/png", made.drawing, (*made.says, NOT_LOCKED)
        )

    return make(desk, "Laying them on each other", drawing)
