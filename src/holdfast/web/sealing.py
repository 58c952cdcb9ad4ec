"""A sealed folder on the page: it takes files, and shows nothing of what is in it."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from holdfast.case.sealed import SealedFolder
from holdfast.model.errors import RequestError
from holdfast.web.batch import Batch, Kept
from holdfast.web.giving import received
from holdfast.web.page import desk_of, show


def sealed(request: Request) -> Response:
    """Where files are chosen."""
    return _page(request, _folder(request), [])


async def seal(request: Request) -> Response:
    """Takes the files of the form."""
    folder = _folder(request)
    batch = await received(request, lambda obtained: Batch(folder, obtained.strip()))
    batch.end()
    await run_in_threadpool(batch.wait)
    return _page(request, folder, batch.kept)


def _folder(request: Request) -> SealedFolder:
    desk = desk_of(request)
    if not desk.is_sealed:
        raise RequestError("This is no sealed folder.", "Choose from the menu.")
    return SealedFolder(desk.folder)


def _page(request: Request, folder: SealedFolder, kept: list[Kept]) -> Response:
    return show(
        request,
        "sealed.html",
        recipient=folder.recipient,
        line=folder.line if kept else "",
        count=sum(not one.why for one in kept),
        refused=[one for one in kept if one.why],
    )
