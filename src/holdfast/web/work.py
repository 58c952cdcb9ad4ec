"""How far the long work is, as a page and as JSON. Asking does not count as being there."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from holdfast.languages.language import Language
from holdfast.web import words
from holdfast.web.job import STAGES, Job
from holdfast.web.language import language_of
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
    return show(request, "work.html", job=job, state=_state(job, language_of(request)))


def work_state(request: Request) -> Response:
    """The same for the page's own script."""
    job = desk_of(request).job
    return JSONResponse(_state(job, language_of(request)) if job else {"is_over": True})


def _state(job: Job, language: Language) -> dict[str, Any]:
    done, total = words.size(job.done, language), words.size(job.total, language)
    return {
        "stage": f"{language.gettext(STAGES.get(job.stage, job.stage))}…",
        "amount": language.gettext("%(done)s of %(total)s", done=done, total=total) if job.total else "",
        "done": job.done,
        "total": job.total,
        "is_over": job.is_over,
    }
