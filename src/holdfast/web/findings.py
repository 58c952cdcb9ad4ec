"""What stands out: plain words first, then the figures, the ordinary explanations and the limits."""

from itertools import islice

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from holdfast.model.errors import RequestError
from holdfast.model.finding import Finding, digest, key
from holdfast.model.sentence import said
from holdfast.outputs.course_picture import LANES, picture
from holdfast.web.body import Form
from holdfast.web.described import rule_title
from holdfast.web.desk import Desk
from holdfast.web.language import language_of
from holdfast.web.page import desk_of, go, number, show

_CITED = 100
"""Events listed under one finding; `holdfast findings --json` lists them all."""
_MANY = 20
"""Of these, the ones that are seen at once; the others are folded."""
_FEW, _MOST = 5, 500
"""Rows of a table that are seen at once, and that are shown at all."""


def findings(request: Request) -> Response:
    """All findings, in plain words; looked for first when the case has changed."""
    desk = desk_of(request)
    if not desk.knows("findings"):
        return _look(desk, "/findings")
    laid, said = desk.remember("course", desk.case.course), desk.case.objections()
    return show(
        request,
        "findings.html",
        findings=[(rule_title(found.rule), found, said.get(key(found))) for found in _found(desk)],
        lanes=laid.lanes[:LANES],
        lanes_more=max(0, len(laid.lanes) - LANES) + laid.lanes_left_out,
        has_new_pictures=desk.remember("new pictures", desk.case.looks().has_new),
        picture=Markup(picture(laid, language_of(request))) if laid.lanes else "",  # noqa: S704  drawn here, of numbers and days
    )


def pictures(request: Request, _form: Form) -> Response:
    """Looks at the pictures, so that copies of the person's own are among the findings."""
    desk = desk_of(request)
    case = desk.case
    desk.start("Looking at the pictures", lambda job: case.look_at_pictures(job.progress), "/findings")
    return go("/work")


def finding(request: Request) -> Response:
    """One finding at length."""
    desk = desk_of(request)
    if not desk.knows("findings"):
        return _look(desk, request.url.path)
    query, one = desk.case.query, _asked(request)
    exhibits, said, as_it_is = desk.case.exhibits(), desk.case.objections().get(key(one)), digest(one)
    cited = [line.row for name in islice(one.rests_on, _CITED) if (line := query.line(name)) is not None]
    return show(
        request,
        "finding.html",
        finding=one,
        title=rule_title(one.rule),
        cited=cited,
        uncited=max(0, len(one.rests_on) - _CITED),
        many=_MANY,
        few=_FEW,
        most=_MOST,
        zone_basis=desk.case.zone()[1],
        label=next((e.label for e in exhibits if e.digest == as_it_is), ""),
        objection=said,
        has_changed=said is not None and said.digest != as_it_is,
    )


def choose(request: Request, _form: Form) -> Response:
    """Makes the finding an exhibit, as it is now."""
    desk_of(request).case.choose_finding(_asked(request))
    return go(f"{request.url.path.removesuffix('/choose')}#said")


def not_so(request: Request, form: Form) -> Response:
    """Keeps that the finding is not so, as the person says, or takes that back."""
    case = desk_of(request).case
    say = case.agree_to if form.get("back") == "yes" else case.object_to
    say(_asked(request), form.get("why", ""))
    return go(f"{request.url.path.removesuffix('/not-so')}#said")


def _asked(request: Request) -> Finding:
    found, wanted = _found(desk_of(request)), number(request.path_params["number"])
    if wanted >= len(found):
        raise RequestError("There is no such finding any more.", "Look at the list: it is made anew.")
    return found[wanted]


def _found(desk: Desk) -> list[Finding]:
    return desk.remember("findings", desk.case.findings)


def _look(desk: Desk, then: str) -> Response:
    desk.look_for("findings", said("Looking for what stands out"), desk.case.findings, then)
    return go("/work")
