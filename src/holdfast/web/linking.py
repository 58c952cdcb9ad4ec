"""Accounts that may belong together: what suggests it, what the person says, and both as a drawing."""

from typing import NamedTuple

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from holdfast.model.account import Account
from holdfast.model.finding import Finding, Scalar
from holdfast.model.link import Link
from holdfast.web.body import Form
from holdfast.web.desk import Desk
from holdfast.web.graph import Line, drawn
from holdfast.web.language import language_of
from holdfast.web.leaving import words_of
from holdfast.web.page import desk_of, go, show
from holdfast.web.timeline import accounts_of
from holdfast.web.words import person

_OFFERED = 200


class Suggested(NamedTuple):
    """A pair that shares more than chance explains. `lines`: the kind, where it points, what was seen."""

    accounts: tuple[str, str]
    chance: Scalar
    lines: list[tuple[Scalar, ...]]


def links(request: Request) -> Response:
    """Suggestions with reasons for and against, what the person said of pairs, and a drawing of both."""
    desk = desk_of(request)
    accounts = {account.key: account for account, *_ in accounts_of(desk)}
    suggested, said = _suggested(desk), desk.case.links()
    decided = {link.accounts for link in said}
    left = [one for one in suggested or () if one.accounts not in decided]
    return show(
        request,
        "links.html",
        is_known=suggested is not None,
        suggested=left,
        reasons_of={one.accounts: one for one in suggested or ()},
        said=said,
        parties=desk.case.parties(),
        shown=accounts,
        offered=[account for account, is_mine, *_ in accounts_of(desk) if not is_mine][:_OFFERED],
        picture=_picture(request, accounts, said, left),
    )


def link(request: Request, form: Form) -> Response:
    """The person says that two accounts belong to one party, or that they do not."""
    case = desk_of(request).case
    is_one = form.get("is_one") != "no"
    case.link(form.get("one", ""), form.get("other", ""), words_of(form, "why"), is_one=is_one)
    return _back(desk_of(request))


def unlink(request: Request, form: Form) -> Response:
    """The person takes back what they said of two accounts."""
    desk_of(request).case.unlink(form.get("one", ""), form.get("other", ""), words_of(form, "why"))
    return _back(desk_of(request))


def _back(desk: Desk) -> Response:
    # What was said of a pair does not change what it shares: the suggestions need not be looked for again.
    suggested = _suggested(desk)
    desk.changed()
    if suggested is not None:
        desk.remember("suggested", lambda: suggested)
    return go("/links")


def _suggested(desk: Desk) -> list[Suggested] | None:
    """The suggestions, None where nobody has looked for them yet."""
    if desk.knows("suggested") or desk.knows("findings"):
        return desk.remember("suggested", lambda: _of(desk.remember("findings", desk.case.findings)))
    return None


def _of(findings: list[Finding]) -> list[Suggested]:
    one = next((found for found in findings if found.rule == "switched_accounts"), None)
    if one is None:
        return []
    pairs, lines, keys = one.tables
    chances = {row[0]: row[4] for row in pairs.rows}
    suggested = []
    for number, *accounts in keys.rows:
        first, second = sorted(map(str, accounts))
        seen = [row[1:] for row in lines.rows if row[0] == number]
        suggested.append(Suggested(accounts=(first, second), chance=chances[number], lines=seen))
    return suggested


def _picture(
    request: Request, accounts: dict[str, Account], said: tuple[Link, ...], suggested: list[Suggested]
) -> Markup:
    language = language_of(request)
    lines = [Line(*link.accounts, "together" if link.is_one else "apart") for link in said]
    lines += [Line(*one.accounts, "suggested") for one in suggested]
    names = {
        key: person(accounts[key], language) if key in accounts else key
        for line in lines
        for key in (line.one, line.other)
    }
    return Markup(drawn(lines, names, language)) if lines else Markup()  # noqa: S704  drawn here, escaped there
