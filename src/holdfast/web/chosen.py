"""What is chosen on a page and kept in the browser: in a cookie that is sent to this computer only."""

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response

from holdfast.knowledge.helplines import helplines
from holdfast.model.helpline import Numbers
from holdfast.web.back import back

PLACE = "notes-place"
"""The cookie with the place whose numbers to call are shown."""

_YEAR = 365 * 24 * 3600


def kept(cookie: str, value: str, page: str) -> Response:
    """Keeps the choice for a year, and goes back to the page where it was made."""
    answer = RedirectResponse(back(page), status_code=303)
    answer.set_cookie(cookie, value, max_age=_YEAR, httponly=True, samesite="strict")
    return answer


def place_of(request: HTTPConnection) -> Numbers | None:
    """The numbers of the place that was chosen in this browser."""
    wanted = request.cookies.get(PLACE, "")
    return next((one for one in helplines() if one.id == wanted), None)
