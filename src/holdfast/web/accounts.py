"""People and accounts: which are the person's own. An account is not a person."""

from collections import defaultdict

from starlette.requests import Request
from starlette.responses import Response

from holdfast.case.decisions import Answer
from holdfast.formats.phones import is_national
from holdfast.web.asking import answer_and_read
from holdfast.web.body import Form
from holdfast.web.page import desk_of, number, show
from holdfast.web.timeline import accounts_of

_ROWS = 100
_SHORTEST = 7
"""Digits from which on a number without a country may be one that has one; shorter ones are short codes."""


def accounts(request: Request) -> Response:
    """All accounts by number of messages, a hundred at a time."""
    desk = desk_of(request)
    listed = accounts_of(desk)
    names = desk.remember("names", desk.case.query.names)
    at = number(request.query_params.get("at", ""))
    return show(
        request,
        "accounts.html",
        accounts=listed[at : at + _ROWS],
        names=defaultdict(tuple, names),
        has_national=any(is_national(a) and len(a.native_id) >= _SHORTEST for a, *_ in listed),
        number=len(listed),
        before=max(0, at - _ROWS) if at else None,
        after=at + _ROWS if at + _ROWS < len(listed) else None,
    )


def mine(request: Request, form: Form) -> Response:
    """The person says that an account is theirs, or takes that back."""
    sign = "" if form.get("mine") == "yes" else "-"
    answers = [Answer(about="me", value=sign + form.get("account", ""))]
    return answer_and_read(desk_of(request), answers, "/accounts")
