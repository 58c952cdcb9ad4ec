"""How far the long work is, as a page and as JSON. Asking does not count as being there."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from holdfast.web.job import STAGES, Job
from holdfast.web.page import desk_of, go, show


def work(request: Request) -> Response:
    """The work in hand; goes on to its result once it is over. Raises what went wrong in it."""
    desk = desk_of(request)
    job = desk.job
    if job is None:
        return go("/")
    if job.is_over:
        desk.job = None
        if job.error is not None:
            raise job.error
        return go(job.then)
    return show(request, "work.html", job=job, state=_state(job))


def work_state(request: Request) -> Response:
    """The same for the page's own script."""
    job = desk_of(request).job
    return JSONResponse(_state(job) if job else {"is_over": True})


def _state(job: Job) -> dict[str, Any]:
    return {
        "stage": STAGES.get(job.stage, job.stage),
        "done": job.done,
        "total": job.total,
        "is_over": job.is_over,
    }
