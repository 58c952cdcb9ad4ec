"""Who can open the case: passphrase, recovery key, shares, further people."""

from starlette.requests import Request
from starlette.responses import Response

from holdfast.case.keyed import STAYS
from holdfast.model.errors import RequestError
from holdfast.model.sentence import said
from holdfast.web.body import Form
from holdfast.web.page import desk_of, go, show
from holdfast.web.unlock import SHORTEST


def keys(request: Request) -> Response:
    """Who can open it, and what can be changed."""
    return _page(request)


def change_passphrase(request: Request, form: Form) -> Response:
    """Another passphrase, once the old one was typed as well: a page left open is not enough."""
    first, again = form.get("secret", ""), form.get("again", "")
    if len(first.strip()) < SHORTEST:
        raise RequestError(
            said("Please use at least %(number)s characters.", number=SHORTEST), "Nothing was changed."
        )
    if first != again:
        raise RequestError("The two lines are not the same.", "Nothing was changed. Please type them again.")
    _sure(request, form)
    desk_of(request).case.change_passphrase(first)
    return _page(request, notice=[said("From now on the new passphrase opens your notes.")])


def renew_recovery(request: Request, form: Form) -> Response:
    """A new recovery key, shown once."""
    _sure(request, form)
    return _page(request, recovery=desk_of(request).case.renew_recovery())


def make_shares(request: Request, form: Form) -> Response:
    """Three shares, shown once."""
    _sure(request, form)
    return _page(request, shares=desk_of(request).case.make_shares())


def remove_shares(request: Request, form: Form) -> Response:
    """The shares open nothing any more."""
    _sure(request, form)
    desk_of(request).case.remove_shares()
    return _page(request, notice=[said("The shares open nothing any more.")])


def add_recipient(request: Request, form: Form) -> Response:
    """Lets somebody else in."""
    _sure(request, form)
    desk_of(request).case.add_recipient(form.get("recipient", ""))
    return go("/keys")


def remove_recipient(request: Request, form: Form) -> Response:
    """Takes that back."""
    _sure(request, form)
    desk_of(request).case.remove_recipient(form.get("recipient", ""))
    return _page(request, notice=[said("Their key is taken out."), STAYS])


def _sure(request: Request, form: Form) -> None:
    """Raises LockedError unless what opens the case was typed once more."""
    desk_of(request).case.check_secret(form.get("old", ""))


def _page(
    request: Request, *, notice: list[str] | None = None, recovery: str = "", shares: list[str] | None = None
) -> Response:
    case = desk_of(request).case
    return show(
        request,
        "keys.html",
        holders=case.holders(),
        public=case.vault.keys.recipient,
        notice=notice or [],
        recovery=recovery,
        shares=shares or [],
        stays=STAYS,
    )
