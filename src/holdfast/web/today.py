"""Where things stand: counts, what waits for an answer, and one next step."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from holdfast.case.kept import now
from holdfast.case.moments import moment
from holdfast.model.sentence import counted, said
from holdfast.web.desk import Desk
from holdfast.web.marking import is_for_everyone
from holdfast.web.page import desk_of, go, show
from holdfast.web.words import MARKERS

_SOON = 30 * 24 * 3600 * 1000
"""Milliseconds for which something is told beforehand, and still told afterwards."""


class Step(msgspec.Struct, frozen=True):
    """One thing to do next: why, what the button says, where it leads, and what else one can do."""

    why: str
    button: str
    path: str
    instead: str = ""
    instead_path: str = "/findings"


class Ending(msgspec.Struct, frozen=True):
    """Something that runs out: what, the UTC millisecond at which it does, and where to see it."""

    what: str
    at: int
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
        newest=desk.remember("newest", desk.case.query.newest),
        endings=_endings(desk),
        now=now(),
    )


def _endings(desk: Desk) -> list[Ending]:
    """What runs out soon, or did not long ago, the first one first."""
    case = desk.case
    found = [
        *(Ending(MARKERS[one.kind], one.ends, "/markers") for one in case.markers() if one.ends is not None),
        *(
            Ending(said("A time stamp from outside: its certificate"), one.newest.expires, "/anchors")
            for one in case.authorities()
            if one.newest
        ),
        *(
            Ending(said("A copy that you asked to be deleted"), moment(one.expires, "UTC").at or 0, "/handed")
            for one in case.handed()
            if one.expires
        ),
    ]
    return sorted((one for one in found if abs(one.at - now()) < _SOON), key=lambda one: one.at)


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
    if desk.case.exhibits():
        return Step("You have chosen what to show. You can make a PDF of it now.", "Make the PDF", "/papers")
    markers = desk.case.markers()
    if not markers:
        return Step(
            "Did you ask the other person to stop, block them, or speak to the police? "
            "If you did, the day matters. If not, that is fine too.",
            "Mark a day",
            "/markers",
            "There is no such day",
        )
    if any(is_for_everyone(one) for one in markers):
        return Step(
            "You marked a day, and did not say for which accounts. If you name them, shops and friends are "
            "not counted with them.",
            "Name the accounts",
            "/markers",
            "Count everybody",
        )
    return Step(
        "See what stands out, and choose the messages you want to show to somebody.",
        "See what was found",
        "/findings",
    )
