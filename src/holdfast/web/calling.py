"""Whom to call: the numbers of the chosen place, one click away from every page, also from a locked one."""

from starlette.requests import Request
from starlette.responses import Response

from holdfast.knowledge.helplines import helplines, numbers_of
from holdfast.model.helpline import CAUSES
from holdfast.web.body import Form
from holdfast.web.chosen import PLACE, kept
from holdfast.web.page import show


def numbers(request: Request) -> Response:
    """The numbers of the chosen place, and those for danger now of all others."""
    return show(request, "numbers.html", places=helplines(), causes=CAUSES)


def choose(_request: Request, form: Form) -> Response:
    """Keeps the place."""
    return kept(PLACE, numbers_of(form.get("place", "")).id, "/numbers")
