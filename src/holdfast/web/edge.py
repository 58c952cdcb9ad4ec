"""The edge of the page: whatever goes wrong inside becomes a calm page without a word of evidence."""

import re
import traceback
from pathlib import PurePath
from typing import cast

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from holdfast.model.errors import DamageError, HoldfastError, LockedError
from holdfast.model.sentence import said
from holdfast.web.desk import Desk
from holdfast.web.page import desk_of, go, show

_POLLING = frozenset({"/work", "/work.json"})
_FOR_ALL = frozenset({"/numbers", "/language", "/exit", "/blank"})
_ALWAYS = _FOR_ALL | {"/unlock", "/begin", "/safety", "/help", "/lock"}
"""Pages that need no open case."""
_SEALED = _FOR_ALL | {"/sealed"}
"""Pages of a sealed folder, where there is no case."""


class Edge:
    """Keeps a locked case shut, counts what the person does as activity, catches what nobody foresaw."""

    def __init__(self, app: ASGIApp, *, desk: Desk) -> None:
        """`desk`: whose idle time is measured."""
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def sending(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        self._desk.lock_if_idle()
        if scope["path"] not in _POLLING:
            self._desk.touch()
        path = scope["path"]
        is_box = self._desk.is_sealed
        allowed = _SEALED if is_box else _ALWAYS
        if not (self._desk.is_open or path in allowed or path.startswith("/static/")):
            await go("/sealed" if is_box else "/unlock")(scope, receive, send)
            return
        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            if has_begun:
                raise
            await _unforeseen(Request(scope), error)(scope, receive, send)


def explained(request: Request, error: Exception) -> Response:
    """What Holdfast itself says about a request that cannot be met, or about damage."""
    said = cast("HoldfastError", error)
    desk = desk_of(request)
    if isinstance(error, LockedError) and not (desk.is_open or desk.is_sealed):
        return go("/unlock")
    status = 500 if isinstance(error, DamageError) else 400
    return show(request, "trouble.html", status=status, what=said.what, hint=_for_page(said.hint))


def _for_page(hint: str) -> str:
    """What to do next, unless it speaks of the command line."""
    return "" if re.search(r"`holdfast |--\w", hint) else hint


def not_found(request: Request, _error: Exception) -> Response:
    """There is no such page."""
    return show(
        request,
        "trouble.html",
        status=404,
        what=said("There is no such page."),
        hint=said("Choose from the menu."),
    )


def _unforeseen(request: Request, error: Exception) -> Response:
    """Names the kind of fault and its place in the program: nothing of what was being read."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__}, {PurePath(last.filename).name} line {last.lineno}"
    return show(
        request,
        "trouble.html",
        status=500,
        what=said("Something went wrong inside the program. What you have kept is not changed by this."),
        hint=said(
            "Go back and try again. If you report it, this is all that is needed: %(place)s.", place=place
        ),
    )
