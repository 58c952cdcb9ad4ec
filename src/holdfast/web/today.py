"""Where things stand: counts, what waits for an answer, and one next step."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from holdfast.case.kept import now
from holdfast.case.moments import moment
from holdfast.formats.local_days import DAY
from holdfast.formats.zone_changes import ahead
from holdfast.model.sentence import counted, said
from holdfast.web.desk import Desk
from holdfast.web.marking import is_for_everyone
from holdfast.web.page import desk_of, go, show, zone_of
from holdfast.web.words import MARKERS

_SOON = 30 * DAY
"""Milliseconds for which something is told beforehand, and still told afterwards."""


class Step(msgspec.Struct, frozen=True):
    """One thing to do next: why, what the button says, where it leads; `instead` is to look at findings."""

    why: str
    button: str
    path: str
    instead: str = ""


class Ending(msgspec.Struct, frozen=True):
    """Something that runs out: what, an instant of the day on which it does, where to see it, if it did."""

    what: str
    at: int
    path: str
    is_over: bool


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
    )


def _endings(desk: Desk) -> list[Ending]:
    """What runs out soon, or did not long ago, the first one first."""
    case, zone, today = desk.case, zone_of(desk), now()
    copy = said("A copy that you asked to be deleted")
    stamp = said("A time stamp from outside: its certificate")
    found = [
        *((MARKERS[one.kind], one.ends, "/markers") for one in case.markers()),
        *((copy, moment(one.expires, zone).at, "/handed") for one in case.handed() if one.expires),
        *((stamp, one.newest.expires, "/anchors") for one in case.authorities() if one.newest),
    ]
    # What runs out on a day does so when that day is over.
    endings = [
        Ending(what, at, path, _day(at, zone) < _day(today, zone))
        for what, at, path in found
        if at is not None and abs(at - today) < _SOON
    ]
    return sorted(endings, key=lambda one: one.at)


def _day(at: int, zone: str) -> int:
    """Which day the calendar of the zone showed, counted from 1 January 1970."""
    return (at + ahead(at, zone)) // DAY


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
