"""What the other person would read if they got a paper, and what is taken out of papers for which reader."""

from collections.abc import Callable
from typing import get_args

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from holdfast.case.watching import Standing
from holdfast.model.errors import RequestError
from holdfast.model.redaction import DetailKind
from holdfast.model.sentence import said
from holdfast.web.body import Form
from holdfast.web.leaving import READERS, reader_of, words_of
from holdfast.web.page import desk_of, go, show

KINDS_OF_DETAIL: dict[DetailKind, str] = {
    "name": said("a name"),
    "child": said("the name of a child"),
    "witness": said("the name of a witness"),
    "home": said("where somebody lives"),
    "workplace": said("where somebody works"),
    "school": said("a school"),
    "place": said("another place"),
    "phone": said("a telephone number"),
    "mail address": said("a mail address"),
    "account": said("an account"),
    "network address": said("an internet address"),
    "other": said("something else"),
}
"""What can be taken out, in words."""

_FEW = 6


def look(request: Request) -> Response:
    """What is known of the person's life and would stand in what is made for this reader."""
    case, reader = desk_of(request).case, reader_of(request.query_params)
    return _found(request, "look", lambda: case.look(reader))


def proposals(request: Request) -> Response:
    """What could be taken out for a reader and is not yet."""
    case, reader = desk_of(request).case, reader_of(request.query_params)
    return _found(request, "proposals", lambda: case.proposals(reader))


def _found(request: Request, page: str, find: Callable[[], list[Standing]]) -> Response:
    """The page with what was found, once everything that would leave was looked through."""
    desk, reader = desk_of(request), reader_of(request.query_params)
    name = (page, reader, desk.case.vault.log.size())
    if not desk.knows(name):
        title = said("Looking through everything that would leave")
        desk.look_for(name, title, find, f"/{page}?for={reader}")
        return go("/work")
    return show(
        request,
        f"{page}.html",
        found=desk.remember(name, find),
        reader=reader,
        readers=READERS,
        kinds=KINDS_OF_DETAIL,
        few=_FEW,
    )


def redactions(request: Request) -> Response:
    """All that is taken out, with the reasons."""
    return show(
        request,
        "redactions.html",
        redactions=desk_of(request).case.redactions(),
        reader=reader_of(request.query_params),
        readers=READERS,
        kinds=KINDS_OF_DETAIL,
    )


def redact(request: Request, form: Form) -> Response:
    """Takes words out from now on: typed by hand, or ticked among the proposals."""
    case = desk_of(request).case
    reader, why, typed = reader_of(form), form.get("why", ""), words_of(form, "words")
    ticked = [msgspec.json.decode(one, type=tuple[str, str]) for one in form.getlist("proposal")]
    wanted = [*ticked, *([(form.get("kind", ""), typed)] if typed else [])]
    if not wanted:
        raise RequestError("Nothing was chosen.", "Tick what to take out, or write it.")
    for kind, words in wanted:
        case.redact(_kind(kind), words, why, recipient=reader)
    return go(f"/redactions?for={reader}")


def unredact(request: Request, form: Form) -> Response:
    """Lets words leave again."""
    why = words_of(form, "why")
    if not why:
        raise RequestError("A reason is missing.", "Say in a few words why.")
    desk_of(request).case.unredact(request.path_params["id"], why)
    return go("/redactions")


def _kind(kind: str) -> DetailKind:
    for one in get_args(DetailKind):
        if one == kind:
            found: DetailKind = one
            return found
    raise RequestError("What kind of words are these?", "Choose one of the list.")
