"""Opening, locking, and leaving quickly."""

from starlette.requests import Request
from starlette.responses import Response

from holdfast.model.errors import LockedError
from holdfast.model.sentence import said
from holdfast.web.body import Form
from holdfast.web.page import desk_of, go, show

SHORTEST = 12
"""Characters of a passphrase for a new case."""


def door(request: Request) -> Response:
    """Asks for the passphrase, or for a new one where there is no case yet.

    Before a case is made the person is asked, once, who could see this device.
    """
    desk = desk_of(request)
    if desk.is_open:
        return go("/")
    if not (desk.is_there or desk.has_been_warned):
        return go("/safety")
    return show(request, "unlock.html" if desk.is_there else "begin.html", trouble=[])


def unlock(request: Request, form: Form) -> Response:
    """Opens the case with the passphrase or the recovery key."""
    desk = desk_of(request)
    try:
        desk.open(form.get("secret", ""))
    except LockedError as error:
        return show(request, "unlock.html", status=403, trouble=[error.what, error.hint])
    if desk.is_busy:
        return go("/work")
    return go("/")


def begin(request: Request, form: Form) -> Response:
    """Makes a new case and shows its recovery key, once."""
    desk = desk_of(request)
    first, again = form.get("secret", ""), form.get("again", "")
    if len(first.strip()) < SHORTEST:
        trouble = said(
            "Please use at least %(number)s characters. Four or five words in a row work well.",
            number=SHORTEST,
        )
    elif first != again:
        trouble = said("The two lines are not the same. Please type them once more.")
    else:
        desk.create(first)
        return go("/recovery")
    return show(request, "begin.html", status=400, trouble=[trouble])


def recovery(request: Request) -> Response:
    """The recovery key of a case that was just made, until it was written down."""
    desk = desk_of(request)
    return show(request, "recovery.html", key=desk.recovery_key) if desk.recovery_key else go("/")


def written_down(request: Request, _form: Form) -> Response:
    """Forgets the recovery key."""
    desk_of(request).recovery_key = ""
    return go("/")


def safety(request: Request) -> Response:
    """Could someone see this device? What this program can hide, and what it cannot."""
    desk = desk_of(request)
    desk.has_been_warned = True
    return show(request, "safety.html")


def lock(request: Request, _form: Form) -> Response:
    """Closes the case; the page stays."""
    desk_of(request).lock()
    return go("/unlock")


def here(_request: Request, _form: Form) -> Response:
    """The person is typing or reading: that counts as being there."""
    return Response(status_code=204)


def leave(request: Request, _form: Form) -> Response:
    """Closes the case and shows an empty page."""
    desk_of(request).lock()
    return go("/blank")


def blank(request: Request) -> Response:
    """An empty page with the title of a new tab."""
    return show(request, "blank.html")


def texts(request: Request, form: Form) -> Response:
    """Shows or hides all texts until the case is locked."""
    desk_of(request).show_texts(is_on=form.get("show") == "yes")
    back = form.get("back", "")
    return go(back if back.startswith("/timeline") else "/timeline")
