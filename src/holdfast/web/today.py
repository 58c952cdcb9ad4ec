"""Where things stand: counts, what waits for an answer, and one next step."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from holdfast.model.sentence import counted
from holdfast.web.desk import Desk
from holdfast.web.page import desk_of, go, show


class Step(msgspec.Struct, frozen=True):
    """One thing to do next: why, what the button says, and where it leads."""

    why: str
    button: str
    path: str


def today(request: Request) -> Response:
    """The first page of an open case."""
    desk = desk_of(request)
    if desk.recovery_key:
        return go("/recovery")
    totals = desk.remember("totals", desk.case.query.totals)
    if not totals["sources"] and not desk.has_been_warned:
        return go("/safety")
    return show(
        request,
        "today.html",
        totals=totals,
        step=_next(desk, totals),
        markers=desk.case.markers(),
        exhibits=desk.case.exhibits(),
    )


def _next(desk: Desk, totals: dict[str, int]) -> Step:
    if desk.is_busy:
        return Step("Something is still being worked on.", "See how far it is", "/work")
    if not totals["sources"]:
        return Step(
            "Nothing has been added yet. Start with one file: a mail folder, a chat export, a few pictures.",
            "Add files",
            "/add",
        )
    waiting = len(desk.remember("waiting", desk.case.waiting))
    if waiting:
        return Step(
            counted(
                waiting,
                "%(n)s question about your files only you can answer. You can skip it.",
                "%(n)s questions about your files only you can answer. You can skip any of them.",
            ),
            "Answer questions",
            "/questions",
        )
    if not desk.case.markers():
        return Step(
            "Did you ask the other person to stop, block them, or speak to the police? "
            "If you did, the day matters. If not, that is fine too.",
            "Mark a day",
            "/markers",
        )
    if not desk.case.exhibits():
        return Step(
            "See what stands out, and choose the messages you want to show to somebody.",
            "See what was found",
            "/findings",
        )
    return Step("You have chosen what to show. You can make a PDF of it now.", "Make the PDF", "/exhibits")
