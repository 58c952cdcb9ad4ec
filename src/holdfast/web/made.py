"""One thing that was made to leave: kept in memory until it is saved or the case is locked."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from holdfast.model.errors import RequestError
from holdfast.model.sentence import said
from holdfast.web.desk import Desk, Made
from holdfast.web.job import Job
from holdfast.web.page import desk_of, go, show

NOT_LOCKED = said(
    "It is not locked: anybody who has the file can read it. Hand it over and delete it, or keep it on a "
    "stick somewhere safe."
)

_LARGEST = 512 << 20


def fits(size: int) -> None:
    """Raises RequestError for what is too much to be held in memory. `size`: bytes."""
    if size > _LARGEST:
        raise RequestError("That is too much for this page.", "Choose less, or use the command line.")


def make(desk: Desk, title: str, work: Callable[[Job], Made]) -> Response:
    """Begins to make something; it is fetched at /made when it is done."""

    def whole(job: Job) -> None:
        one = work(job)
        fits(len(one.data))
        if desk.is_open:
            desk.made = one

    desk.made = None
    desk.start(title, whole, "/made", changes=False)
    return go("/work")


def made(request: Request) -> Response:
    """Where it is saved, once it is made."""
    return show(request, "made.html", made=_made(request))


def save(request: Request) -> Response:
    """The thing itself."""
    one = _made(request)
    return Response(
        one.data,
        media_type=one.media_type,
        headers={"content-disposition": f'attachment; filename="{one.name}"'},
    )


def _made(request: Request) -> Made:
    one = desk_of(request).made
    if one is None:
        raise RequestError("Nothing has been made yet.", "Choose on the page “Papers” what to make.")
    return one
