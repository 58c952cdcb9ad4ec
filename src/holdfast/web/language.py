"""Which language the page speaks: the one chosen here, else the one the browser asks for, else English.

What was chosen is kept in the browser, in a cookie that is sent to this computer only, and nowhere else.
"""

import re

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from holdfast.languages.language import ENGLISH, Language, languages
from holdfast.model.errors import RequestError
from holdfast.web.body import Form
from holdfast.web.chosen import kept
from holdfast.web.desk import Desk

COOKIE = "notes-language"


def language_of(request: HTTPConnection) -> Language:
    """The language for this browser."""
    desk: Desk | None = getattr(request.app.state, "desk", None) if "app" in request.scope else None
    wished = [desk.language if desk else "", request.cookies.get(COOKIE, ""), *_asked_for(request)]
    known = languages()
    return next((known[tag] for tag in wished if tag in known), ENGLISH)


def choose(request: Request, form: Form) -> Response:
    """Keeps the choice, and goes back to the page where it was made."""
    tag, back = form.get("language", ""), form.get("back", "")
    if tag not in languages():
        raise RequestError("There is no such language.", "Choose from the list at the top.")
    desk: Desk = request.app.state.desk
    desk.language = tag
    return kept(COOKIE, tag, back)


def _asked_for(request: HTTPConnection) -> list[str]:
    """The languages that the browser asks for, the most wished for first, without their countries."""
    wishes = []
    for part in request.headers.get("accept-language", "")[:500].split(","):
        tag, _, quality = part.strip().partition(";")
        found = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", quality)
        wishes.append((-float(found[1]) if found else -1.0, tag.partition("-")[0].strip().lower()))
    return [tag for weight, tag in sorted(wishes, key=lambda wish: wish[0]) if weight]
