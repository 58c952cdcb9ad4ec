"""The timeline by day, or by occasion: what came together, in one line."""

from itertools import islice
from typing import get_args

from starlette.requests import Request
from starlette.responses import Response

from holdfast.model.errors import RequestError
from holdfast.timeline.stretches import By, stretches
from holdfast.web import words
from holdfast.web.page import desk_of, show, zone_of
from holdfast.web.timeline import asked_for
from holdfast.web.window import place

_LINES = 100
"""Stretches on one page."""


def by(request: Request) -> Response:
    """The stretches of what this address asks for, as the timeline takes it."""
    what = next((one for one in get_args(By) if one == request.path_params["what"]), None)
    if what is None:
        raise RequestError("There is no such page.", "Go to the timeline.")
    desk = desk_of(request)
    zone = zone_of(desk)
    asked = asked_for(desk, request)
    instants = desk.case.query.instants(asked.which, after=asked.after, to_the_hour=what == "occasion")
    found = list(islice(stretches(instants, what, zone), _LINES + 1))
    shown = found[:_LINES]
    return show(
        request,
        "stretches.html",
        asked=asked,
        what=what,
        stretches=[(one, words.day_of(one.first, zone), place(one.before)) for one in shown],
        after=place(shown[-1].ends) if len(found) > _LINES else "",
    )
