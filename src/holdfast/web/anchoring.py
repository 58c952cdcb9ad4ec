"""What holds the log fast from outside: time stamps, and a line that is given to somebody."""

import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from holdfast.case.anchored import PROVES, REVEALS
from holdfast.model.errors import RequestError
from holdfast.web.body import Form
from holdfast.web.job import Job
from holdfast.web.page import desk_of, go, show


def anchors(request: Request) -> Response:
    """How things stand, what a stamp proves and what asking reveals. Nobody is asked."""
    return _page(request)


def name(request: Request, form: Form) -> Response:
    """Writes an authority down. Nobody is asked."""
    desk_of(request).case.name_authority(form.get("url", "").strip(), form.get("roots", ""))
    return go("/anchors")


def remove(request: Request, form: Form) -> Response:
    """Takes an authority out again."""
    desk_of(request).case.remove_authority(form.get("url", ""))
    return go("/anchors")


def ask(request: Request, form: Form) -> Response:
    """Goes online, once the person said that they want it."""
    if form.get("sure") != "yes":
        raise RequestError("Nobody was asked.", "Tick the box first if you want to ask.")
    desk = desk_of(request)
    case = desk.case

    def work(_job: Job) -> None:
        case.anchor()

    desk.start("Asking for a time stamp", work, "/anchors", changes=False)
    return go("/work")


def hand_out(request: Request, _form: Form) -> Response:
    """A checkpoint as a line and as a picture that a telephone can read."""
    line = desk_of(request).case.hand_out()
    picture = segno.make(line, micro=False).svg_inline(scale=4, svgclass="code", lineclass=None)
    return _page(request, line=line, picture=Markup(picture))  # noqa: S704  drawn here from the line alone


def compare(request: Request, form: Form) -> Response:
    """Whether the log still begins with what a line was made for."""
    return _page(request, fits=desk_of(request).case.compare(form.get("line", "")).size)


def _page(request: Request, *, line: str = "", picture: str = "", fits: int | None = None) -> Response:
    return show(
        request,
        "anchors.html",
        standing=desk_of(request).case.authorities(),
        proves=PROVES,
        reveals=REVEALS,
        line=line,
        picture=picture,
        fits=fits,
    )
