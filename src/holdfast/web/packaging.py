"""Exhibits as a folder that anybody can check without this program: what would leave, then the folder."""

from starlette.datastructures import ImmutableMultiDict
from starlette.requests import Request
from starlette.responses import Response

from holdfast.case.anchored import REVEALS
from holdfast.case.bag import Archive
from holdfast.case.kept import now
from holdfast.case.package import Choice, Packaged
from holdfast.model.errors import RequestError
from holdfast.outputs.package_texts import AS_THEY_ARE
from holdfast.web.body import Form
from holdfast.web.job import Job
from holdfast.web.page import desk_of, go, show

FILE_NAME = "documents.zip"
"""Says nothing to somebody who looks at the list of downloads."""

_LARGEST = 512 << 20


def preview(request: Request) -> Response:
    """What would leave and what would not. Nothing is written."""
    case = desk_of(request).case
    choice = _choice(request.query_params)
    return show(
        request,
        "package.html",
        choice=choice,
        preview=case.preview(choice),
        as_they_are=AS_THEY_ARE,
        authorities=case.authorities(),
        reveals=REVEALS,
    )


def make(request: Request, form: Form) -> Response:
    """Makes it; it stays in memory until the case is locked. Goes online only where the box was ticked."""
    desk = desk_of(request)
    case = desk.case
    choice = _choice(form)
    size = sum(size for one in case.preview(choice).leaving for _, _, size in one.parts)
    if size > _LARGEST:
        raise RequestError(
            "That is too much for this page.", "Choose less, or use the command: holdfast package."
        )
    sign, stamp = form.get("sign") == "yes", form.get("stamp") == "yes"

    def package(_job: Job) -> None:
        archive = Archive(FILE_NAME.partition(".")[0], now())
        made = case.package(choice, archive, sign=sign, stamp=stamp)
        if desk.is_open:
            desk.package = made, archive.end()

    desk.package = None
    desk.start("Making the package", package, "/package/ready", changes=False)
    return go("/work")


def ready(request: Request) -> Response:
    """Where it is fetched once it is made."""
    made, data = _made(request)
    return show(request, "packaged.html", made=made, size=len(data))


def download(request: Request) -> Response:
    """The folder itself, as a zip file."""
    return Response(
        _made(request)[1],
        media_type="application/zip",
        headers={"content-disposition": f'attachment; filename="{FILE_NAME}"'},
    )


def _choice(told: ImmutableMultiDict[str, str]) -> Choice:
    labels = tuple(told.getlist("label"))
    if not labels:
        raise RequestError("Nothing is ticked.", "Tick what should leave.")
    return Choice(
        labels=labels,
        whole=told.get("whole") == "yes",
        title=told.get("title", "").strip(),
        prepared_by=told.get("prepared_by", "").strip(),
        paper="letter" if told.get("paper") == "letter" else "a4",
    )


def _made(request: Request) -> tuple[Packaged, bytes]:
    made = desk_of(request).package
    if made is None:
        raise RequestError("No package has been made yet.", "Choose what to show, then make it.")
    return made
