"""Adding files: one upload for each file, or one form without JavaScript, and what became of them."""

import contextlib
from collections.abc import AsyncIterator, Callable
from itertools import islice
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from holdfast.model.errors import RequestError
from holdfast.web.batch import Batch, Kept, Piece
from holdfast.web.body import Form, Part, parts
from holdfast.web.desk import Desk
from holdfast.web.job import Job
from holdfast.web.page import desk_of, go, number, show

_LISTED = 500
"""Files listed one by one on the page that says what became of them."""
_COUNTED = 3000
"""Files in a case of which each can still be looked at for that page."""


def add(request: Request) -> Response:
    """Where files are dropped or chosen, once earlier ones are read."""
    if desk_of(request).is_busy:
        return go("/work")
    return show(request, "add.html")


def start(request: Request, form: Form) -> Response:
    """Opens a batch. The uploads follow."""
    _open_batch(desk_of(request), form.get("obtained", ""))
    return JSONResponse({"ready": True})


async def put(request: Request) -> Response:
    """One file, raw: `PUT /add/file?name=…&modified=…`. Answers when the case has taken or refused it."""
    desk = desk_of(request)
    desk.touch()
    batch = _batch(desk)
    if batch.is_over:
        raise _too_late()
    modified = number(request.query_params.get("modified", ""))
    piece = Piece(request.query_params.get("name", ""), modified or None)
    batch.add(piece)
    async with _whole(piece):
        async for chunk in request.stream():
            await piece.feed(chunk)
    desk.touch()
    return JSONResponse(_told(await piece.outcome()))


async def plain_form(request: Request) -> Response:
    """All files in one form, for browsers without JavaScript."""
    desk = desk_of(request)
    batch = await received(request, lambda obtained: _open_batch(desk, obtained))
    return await run_in_threadpool(_read, desk, batch)


async def received(request: Request, opened: Callable[[str], Batch]) -> Batch:
    """The files of a form, put into the batch that is `opened` for them, part by part as they come.

    Raises RequestError where there are none.
    """
    batch: Batch | None = None
    piece: Piece | None = None
    name, obtained = "", bytearray()
    async for part in parts(request):
        if isinstance(part, Part):
            name = part.name
            if part.filename:
                batch = batch or opened(obtained.decode("utf-8", "replace"))
                piece = Piece(part.filename)
                batch.add(piece)
        elif piece is not None:
            if part is None:
                await piece.end()
                await piece.outcome()
                piece = None
            else:
                await piece.feed(part)
        elif name == "obtained" and part is not None and len(obtained) < 10_000:
            obtained += part
    if piece is not None:
        await piece.end(is_whole=False)
    if batch is None:
        raise RequestError("No file was chosen.", "Go back and choose one or more files.")
    return batch


def finish(request: Request, _form: Form) -> Response:
    """No more files come: acknowledges them and begins to read."""
    desk = desk_of(request)
    _read(desk, _batch(desk))
    return JSONResponse({"then": "/work"})


def added(request: Request) -> Response:
    """What became of each file that was handed in last."""
    desk = desk_of(request)
    if desk.batch is not None and desk.batch.is_over:
        _read(desk, desk.batch)
        return go("/work")
    kept = desk.kept
    told = desk.remember("told", lambda: _accounts_of(desk, kept))
    return show(
        request,
        "added.html",
        kept=kept[:_LISTED],
        unlisted=max(0, len(kept) - _LISTED),
        told=told,
        sums=_sums(list(told.values())),
        totals=desk.remember("totals", desk.case.query.totals),
    )


def _accounts_of(desk: Desk, kept: list[Kept]) -> dict[str, dict[str, Any]]:
    """For each of the listed files, what was understood of it; nothing where looking would take too long."""
    if desk.case.query.totals()["sources"] > _COUNTED:
        return {}
    wanted = {k.sha256 for k in kept[:_LISTED] if k.sha256}
    matching = (s for s in desk.case.query.sources() if s["sha256"] in wanted)
    return {s["sha256"]: s for s in islice(matching, len(wanted))}


def _sums(told: list[dict[str, Any]]) -> dict[str, int]:
    unknown = sum(len(s["members"]["unclaimed"]) for s in told)
    return {
        "understood": sum(s["members"]["claimed"] for s in told),
        "unknown": unknown,
        "events": sum(i["events"] for s in told for i in s["importers"].values()),
        "unread": max(
            0,
            sum(i["problems"] for s in told for i in s["importers"].values())
            + sum(s["other_problems"] for s in told)
            - unknown,
        ),
    }


def _open_batch(desk: Desk, obtained: str) -> Batch:
    """A new batch, or the one that is still open: a page that was left in the middle goes on with it."""
    if desk.is_busy:
        raise RequestError("Other files are still being read.", "Wait until that is done.")
    if desk.batch is not None and not desk.batch.is_over:
        return desk.batch
    desk.batch = Batch(desk.case, obtained.strip())
    return desk.batch


def _batch(desk: Desk) -> Batch:
    if desk.batch is None:
        raise _too_late()
    return desk.batch


def _too_late() -> RequestError:
    return RequestError("These files came too late to be added.", "Add them once more.")


def _read(desk: Desk, batch: Batch) -> Response:
    """Ends the batch and reads what it brought."""
    batch.end()
    batch.wait()
    desk.batch = None
    desk.kept = batch.kept
    case = desk.case

    def read(job: Job) -> None:
        case.read(job.progress)

    desk.changed()
    desk.start("Reading what you added", read, "/added")
    return go("/work")


@contextlib.asynccontextmanager
async def _whole(piece: Piece) -> AsyncIterator[None]:
    """Ends the piece, and says to the case when the browser went away in the middle."""
    try:
        yield
    except ClientDisconnect:
        await piece.end(is_whole=False)
        raise
    else:
        await piece.end()


def _told(kept: Kept) -> dict[str, Any]:
    return {"name": kept.name, "size": kept.size, "is_new": kept.is_new, "why": kept.why}


def take_up(desk: Desk) -> None:
    """Reads what a batch brought that was left open until it ended by itself."""
    batch = desk.batch
    if desk.is_open and batch is not None and batch.is_over and not desk.is_busy:
        _read(desk, batch)
