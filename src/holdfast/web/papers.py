"""The papers: where they begin, and the packet for one kind of reader."""

from starlette.requests import Request
from starlette.responses import Response

from holdfast.case.printing import Ordered
from holdfast.knowledge.laws import places
from holdfast.model.exhibit import Exhibit
from holdfast.outputs.recipients import ASKED_FOR, EXHIBITS_ONLY, PARTS, not_in_it, parts
from holdfast.web.body import Form
from holdfast.web.desk import Desk, Made
from holdfast.web.job import Job
from holdfast.web.leaving import READERS, paper_of, reader_of, span_of, to_of, words_of
from holdfast.web.made import NOT_LOCKED, make
from holdfast.web.page import desk_of, show, zone_of
from holdfast.web.timeline import of_others


def papers(request: Request) -> Response:
    """What can be made, for whom, and what to look at before."""
    case = desk_of(request).case
    return show(
        request,
        "papers.html",
        readers=READERS,
        exhibits=len(case.exhibits()),
        redactions=len(case.redactions()),
        statements=len(case.statements()),
        handed=len(case.handed()),
    )


def packet(request: Request) -> Response:
    """What a packet for this kind of reader would hold, and what can be added."""
    desk, reader = desk_of(request), reader_of(request.query_params)
    allowed = parts(reader, ASKED_FOR)
    return show(
        request,
        "packet.html",
        reader=reader,
        readers=READERS,
        holds=[title for part, title in PARTS.items() if part in parts(reader)],
        not_in_it=not_in_it(parts(reader)),
        may_ask={part: title for part, title in PARTS.items() if part in allowed & ASKED_FOR},
        is_limited=reader in EXHIBITS_ONLY,
        exhibits=len(desk.case.exhibits()),
        pictured=_pictured(desk),
        taken_out=len(desk.case.redactions(reader)),
        places=places(),
        accounts=of_others(desk),
    )


def make_packet(request: Request, form: Form) -> Response:
    """Makes the packet."""
    desk = desk_of(request)
    case, to = desk.case, to_of(form)
    ordered = Ordered(
        title=words_of(form, "title"),
        prepared_by=words_of(form, "prepared_by"),
        paper=paper_of(form),
        large_print=form.get("large_print") == "yes",
        which=span_of(form, zone_of(desk)),
        parts=tuple(form.getlist("with")),
        place=form.get("place", ""),
        pictures=tuple(form.getlist("pictures")),
        is_marking=form.get("marked") == "yes",
    )

    def made(_job: Job) -> Made:
        data = case.packet(ordered, sign=form.get("sign") == "yes", to=to)
        return Made("The PDF is ready", "document.pdf", "application/pdf", data, (NOT_LOCKED,))

    return make(desk, "Making the PDF", made)


def _pictured(desk: Desk) -> list[Exhibit]:
    """The exhibits with which a picture came."""
    return [
        exhibit
        for exhibit in desk.case.exhibits()
        if exhibit.event
        and (line := desk.case.query.line(exhibit.event)) is not None
        and any(one.media_type.startswith("image/") and not one.missing for one in line.row.attached)
    ]
