"""What the person chose to show, and the PDF made of it."""

from starlette.requests import Request
from starlette.responses import Response

from holdfast.case.handing import To
from holdfast.case.printing import Ordered
from holdfast.model.errors import RequestError
from holdfast.model.recipient import RECIPIENTS
from holdfast.timeline.filter import Filter
from holdfast.web.body import Form
from holdfast.web.job import Job
from holdfast.web.page import desk_of, go, show, zone_of
from holdfast.web.window import start_of

FILE_NAME = "document.pdf"
"""Says nothing to somebody who looks at the list of downloads."""


def exhibits(request: Request) -> Response:
    """The chosen events under their labels, and the form for the PDF."""
    desk = desk_of(request)
    chosen = desk.case.exhibits()
    rows = {e.event: line.row for e in chosen if (line := desk.case.query.line(e.event)) is not None}
    return show(request, "exhibits.html", exhibits=chosen, rows=rows)


def unchoose(request: Request, form: Form) -> Response:
    """Takes an exhibit out again, with a reason."""
    why = form.get("why", "").strip()
    if not why:
        raise RequestError(
            "Please say in a few words why.", "The log keeps it, so that nobody has to wonder."
        )
    desk_of(request).case.unchoose(request.path_params["label"], why)
    return go("/exhibits")


def make(request: Request, form: Form) -> Response:
    """Makes the PDF; it stays in memory until the case is locked."""
    desk = desk_of(request)
    case = desk.case
    paper = form.get("paper", "a4")
    zone = zone_of(desk)
    which = Filter(
        since=start_of(form.get("since", ""), zone), until=start_of(form.get("until", ""), zone, days_later=1)
    )

    ordered = Ordered(
        title=form.get("title", "").strip(),
        prepared_by=form.get("prepared_by", "").strip(),
        paper="letter" if paper == "letter" else "a4",
        large_print=form.get("large_print") == "yes",
        which=which,
    )
    kind = form.get("for", "")
    to = To(kind=kind if kind in RECIPIENTS else "", name=form.get("to", ""), why=form.get("why", ""))

    def packet(_job: Job) -> None:
        made = case.packet(ordered, sign=form.get("sign") == "yes", to=to)
        if desk.is_open:
            desk.packet = made

    desk.packet = None
    desk.start("Making the PDF", packet, "/packet", changes=False)
    return go("/work")


def packet(request: Request) -> Response:
    """Where the PDF is fetched once it is made."""
    return show(request, "packet.html", made=_made(request))


def download(request: Request) -> Response:
    """The PDF itself."""
    return Response(
        _made(request),
        media_type="application/pdf",
        headers={"content-disposition": f'attachment; filename="{FILE_NAME}"'},
    )


def _made(request: Request) -> bytes:
    made = desk_of(request).packet
    if made is None:
        raise RequestError("No PDF has been made yet.", "Choose what to show, then make it.")
    return made
