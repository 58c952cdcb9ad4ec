"""Who is around the person, and what few should know: both are looked for in what others wrote."""

from typing import get_args

from starlette.requests import Request
from starlette.responses import Response

from holdfast.model.errors import RequestError
from holdfast.model.fact import FactKind
from holdfast.model.relation import RelationKind
from holdfast.model.sentence import said
from holdfast.web.body import Form
from holdfast.web.leaving import words_of
from holdfast.web.page import desk_of, go, show
from holdfast.web.timeline import accounts_of

RELATIONS: dict[RelationKind, str] = {
    "family": said("family"),
    "friend": said("a friend"),
    "work": said("work"),
    "school": said("school"),
    "other": said("somebody else"),
}
FACTS: dict[FactKind, str] = {
    "name": said("a name"),
    "home": said("where you live"),
    "workplace": said("where you work"),
    "school": said("a school"),
    "place": said("another place"),
    "plan": said("a plan"),
    "plate": said("a number plate"),
    "contact": said("a number or an address"),
    "other": said("something else"),
}
_OFFERED = 200


def around(request: Request) -> Response:
    """Who was named, and what is looked for."""
    desk = desk_of(request)
    return show(
        request,
        "around.html",
        relations=desk.case.relations(),
        facts=desk.case.facts(),
        kinds=RELATIONS,
        kinds_of_fact=FACTS,
        shown={account.key: account for account, *_ in accounts_of(desk)},
        offered=[account for account, is_mine, *_ in accounts_of(desk) if not is_mine][:_OFFERED],
    )


def relate(request: Request, form: Form) -> Response:
    """Names an account as that of somebody around the person."""
    kind = next((one for one in get_args(RelationKind) if one == form.get("kind")), None)
    if kind is None:
        raise RequestError("Nothing was chosen.", "Go back and choose who it is.")
    desk = desk_of(request)
    desk.case.relate(form.get("account", ""), kind, words_of(form, "note"))
    desk.changed()
    return go("/around")


def unrelate(request: Request, form: Form) -> Response:
    """Takes that back."""
    desk = desk_of(request)
    desk.case.unrelate(form.get("account", ""), words_of(form, "why"))
    desk.changed()
    return go("/around")


def tell(request: Request, form: Form) -> Response:
    """Names something to look for."""
    kind = next((one for one in get_args(FactKind) if one == form.get("kind")), None)
    if kind is None:
        raise RequestError("Nothing was chosen.", "Go back and choose what it is.")
    desk = desk_of(request)
    desk.case.tell(kind, words_of(form, "words"), words_of(form, "note"))
    desk.changed()
    return go("/around")


def untell(request: Request, form: Form) -> Response:
    """Stops looking for it."""
    desk = desk_of(request)
    desk.case.untell(request.path_params["id"], words_of(form, "why"))
    desk.changed()
    return go("/around")
