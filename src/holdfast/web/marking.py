"""Days that matter: when the person said stop, blocked, reported, or an order was made."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from holdfast.model.errors import RequestError
from holdfast.model.marker import Marker, MarkerKind
from holdfast.web.asking import zones
from holdfast.web.body import Form
from holdfast.web.page import desk_of, go, show
from holdfast.web.timeline import accounts_of


def markers(request: Request) -> Response:
    """All marked days, and a form for one more. `?proof=` names the event that shows it."""
    desk = desk_of(request)
    proof = request.query_params.get("proof", "")
    line = desk.case.query.line(proof) if proof else None
    return show(
        request,
        "markers.html",
        markers=desk.case.markers(),
        accounts=[account for account, is_mine, *_ in accounts_of(desk) if not is_mine][:200],
        shown={account.key: account for account, *_ in accounts_of(desk)},
        proof=line.row if line else None,
        zones=zones(),
        unnamed={one.id for one in desk.case.markers() if is_for_everyone(one)},
    )


def mark(request: Request, form: Form) -> Response:
    """Marks a day."""
    desk = desk_of(request)
    try:
        kind = msgspec.convert(form.get("kind", ""), MarkerKind)
    except msgspec.ValidationError as error:
        raise RequestError("Nothing was chosen.", "Go back and choose what happened.") from error
    day, time = form.get("day", "").strip(), form.get("time", "").strip()
    if not day:
        raise RequestError("The day is missing.", "Go back and fill it in.")
    desk.case.mark(
        kind,
        f"{day}T{time}" if time else day,
        accounts=tuple(filter(None, form.getlist("account"))),
        note=form.get("note", "").strip(),
        proof=form.get("proof", ""),
        zone=form.get("zone", ""),
        ends=form.get("ends", "").strip(),
    )
    desk.changed()
    return go("/markers")


def is_for_everyone(marker: Marker) -> bool:
    """Whether it says nothing of accounts, though it is of a kind that is meant for somebody."""
    return not marker.accounts and marker.kind in {"stop notice", "block", "order"}


def name_accounts(request: Request, form: Form) -> Response:
    """Says for which accounts a mark is. The log keeps it as it was, too."""
    desk = desk_of(request)
    named = tuple(filter(None, form.getlist("account")))
    if not named:
        raise RequestError("Nothing was chosen.", "Go back and choose the accounts.")
    desk.case.address(request.path_params["id"], named)
    desk.changed()
    return go("/markers")


def unmark(request: Request, form: Form) -> Response:
    """Withdraws a mark, with a reason. Both stay in the log."""
    desk = desk_of(request)
    why = form.get("why", "").strip()
    if not why:
        raise RequestError(
            "Please say in a few words why.", "The log keeps it, so that nobody has to wonder."
        )
    desk.case.unmark(request.path_params["id"], why)
    desk.changed()
    return go("/markers")
