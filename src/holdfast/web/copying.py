"""Copies of the case in other folders or on sticks: made, brought up to date, and brought together."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from holdfast.model.errors import RequestError
from holdfast.model.sentence import said
from holdfast.web.body import Form
from holdfast.web.job import Job
from holdfast.web.page import desk_of, go, show


def copies(request: Request) -> Response:
    """Where copies were made, and what came of the last work on one."""
    desk = desk_of(request)
    return show(request, "copies.html", copies=desk.case.copies(), told=desk.copied)


def make(request: Request, form: Form) -> Response:
    """Makes a copy, or brings the one that lies there up to date."""
    desk, folder = desk_of(request), _folder(form)
    case = desk.case

    def work(job: Job) -> None:
        done = case.backup(folder, job.progress)
        desk.copied = [
            said("The copy is as far as your notes are now."),
            *(
                said("Was damaged here, and is whole again from the copy: %(name)s", name=name)
                for name in done.healed
            ),
            *_lacking(done.lacking),
        ]

    desk.start("Making a copy", work, "/copies")
    return go("/work")


def merge(request: Request, form: Form) -> Response:
    """Brings in what a copy holds that was used by itself."""
    desk, folder = desk_of(request), _folder(form)
    case = desk.case

    def work(job: Job) -> None:
        done = case.merge(folder, job.progress)
        desk.copied = [
            said(
                "Brought in: lines of the log %(lines)s, files %(files)s. The copy is as it was.",
                lines=done.entries,
                files=done.originals,
            ),
            *done.conflicts,
            *(
                said("Was damaged here, and is whole again from the copy: %(name)s", name=name)
                for name in done.healed
            ),
            *_lacking(done.lacking),
        ]

    desk.start("Bringing the copy in", work, "/copies")
    return go("/work")


def _folder(form: Form) -> Path:
    folder = Path(form.get("folder", "").strip()).expanduser()
    if not folder.is_absolute():
        raise RequestError(
            "Where is that?", "Please write the whole path of the folder, from its very beginning."
        )
    return folder


def _lacking(names: tuple[str, ...]) -> list[str]:
    return [said("Missing or damaged in both: %(name)s", name=name) for name in names]
