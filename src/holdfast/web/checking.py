"""Is everything still as it was kept? The check, the log, the sources, and what could not be read."""

from itertools import islice

from starlette.requests import Request
from starlette.responses import Response

from holdfast.case.withdrawing import STAYS
from holdfast.model.errors import RequestError
from holdfast.web.body import Form
from holdfast.web.job import Job
from holdfast.web.page import desk_of, go, number, show

_ROWS = 100


def check(request: Request) -> Response:
    """The last check of this session, and a button for one more."""
    return show(request, "check.html", result=desk_of(request).verification)


def verify(request: Request, _form: Form) -> Response:
    """Checks everything that is kept against the log."""
    desk = desk_of(request)
    case = desk.case

    def look(job: Job) -> None:
        desk.verification = case.verify(job.progress)

    desk.verification = None
    desk.start("Checking that everything is as it was", look, "/check", changes=False)
    return go("/work")


def log(request: Request) -> Response:
    """The newest lines of the log."""
    return show(request, "log.html", entries=desk_of(request).case.log(200))


def sources(request: Request) -> Response:
    """What was handed in, file by file."""
    desk = desk_of(request)
    at = number(request.query_params.get("at", ""))
    found = list(islice(desk.case.query.sources(), at, at + _ROWS + 1))
    return show(
        request,
        "sources.html",
        sources=found[:_ROWS],
        withdrawn=desk.case.withdrawn(),
        stays=STAYS,
        before=max(0, at - _ROWS) if at else None,
        after=at + _ROWS if len(found) > _ROWS else None,
    )


def withdraw(request: Request, form: Form) -> Response:
    """Takes a file out, with a reason and a tick that says it is meant."""
    desk = desk_of(request)
    case, source, why = desk.case, request.path_params["sha256"], form.get("why", "")
    if form.get("sure") != "yes" or not why.strip():
        raise RequestError("Nothing was deleted.", "Say why, and tick the box, if you want to delete it.")
    desk.start("Taking the file out", lambda job: case.withdraw(source, why, job.progress), "/sources")
    return go("/work")


def problems(request: Request) -> Response:
    """What could not be read, in plain words, with the place."""
    desk = desk_of(request)
    at = number(request.query_params.get("at", ""))
    source = request.query_params.get("source", "")
    all_ = (p for p in desk.case.query.problems() if not source or p["source"] == source)
    found = list(islice(all_, at, at + _ROWS + 1))
    return show(
        request,
        "problems.html",
        problems=found[:_ROWS],
        source=source,
        before=max(0, at - _ROWS) if at else None,
        after=at + _ROWS if len(found) > _ROWS else None,
    )
