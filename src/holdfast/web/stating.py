"""What the person says for papers: about the whole, about questions of the law, about indicators."""

from starlette.requests import Request
from starlette.responses import Response

from holdfast.case.prepared import today, topics
from holdfast.knowledge.behaviours import indicators as known_indicators
from holdfast.knowledge.laws import laws as known_laws
from holdfast.knowledge.laws import places, withheld
from holdfast.model.errors import RequestError
from holdfast.model.law import AnswerKind
from holdfast.model.sentence import said
from holdfast.model.statement import IMPACT, Statement
from holdfast.web.body import Form
from holdfast.web.leaving import words_of
from holdfast.web.page import desk_of, go, show

ANSWERS: dict[AnswerKind, str] = {
    "observable": said("the record can show this"),
    "user_stated": said("only you can say this"),
    "legal_question": said("only a court can say this"),
}
"""Who can answer a question of a law."""


def statements(request: Request) -> Response:
    """All words written for papers, and where to write more."""
    return show(
        request,
        "statements.html",
        statements=desk_of(request).case.statements(),
        topics=topics(today()),
        impact=IMPACT,
    )


def laws(request: Request) -> Response:
    """The places of which laws are known, or the questions that the laws of one ask."""
    place = request.query_params.get("place", "")
    on = today()
    return show(
        request,
        "laws.html",
        places=places(),
        place=next((one for one in places() if one.id == place), None),
        laws=known_laws(place, on) if place else (),
        withheld=withheld(place, on) if place else (0, 0),
        answers=ANSWERS,
        written=_written(request),
    )


def indicators(request: Request) -> Response:
    """Each indicator by itself, with what the person wrote about it and whether papers show it."""
    return show(
        request,
        "indicators.html",
        indicators=known_indicators(today()),
        hidden=desk_of(request).case.hidden(),
        written=_written(request),
        is_shown=request.query_params.get("show") == "1",
    )


def state(request: Request, form: Form) -> Response:
    """Keeps dated words."""
    about = form.get("about", "")
    desk_of(request).case.state(
        about, words_of(form, "text"), day=words_of(form, "day"), event=words_of(form, "event")
    )
    return go(_back(about, form))


def unstate(request: Request, form: Form) -> Response:
    """Takes words out of papers again."""
    why = words_of(form, "why")
    if not why:
        raise RequestError("A reason is missing.", "Say in a few words why.")
    desk_of(request).case.unstate(request.path_params["id"], why)
    return go("/statements")


def hide(request: Request, form: Form) -> Response:
    """Leaves an indicator out of papers, or brings it in again."""
    indicator = form.get("indicator", "")
    desk_of(request).case.hide(indicator, is_hidden=form.get("back") != "yes")
    return go(f"/indicators?show=1#{indicator}")


def _written(request: Request) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for one in desk_of(request).case.statements():
        found.setdefault(one.about, []).append(one)
    return found


def _back(about: str, form: Form) -> str:
    """The page from which it was written."""
    kind, _, name = about.partition(":")
    if kind == "law":
        return f"/laws?place={form.get('place', '')}#{name.replace('/', '-')}"
    return f"/indicators?show=1#{name}" if kind == "indicator" else "/statements"
