"""Everything in order of time, a hundred at a time; texts stay hidden until asked for."""

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from holdfast.case.prepared import today
from holdfast.knowledge.behaviours import behaviours
from holdfast.model.account import Account
from holdfast.model.row import Row
from holdfast.timeline.narrowing import FEW
from holdfast.timeline.query import Line
from holdfast.web import words
from holdfast.web.desk import Desk
from holdfast.web.language import language_of
from holdfast.web.page import desk_of, show, zone_of
from holdfast.web.plot import plot_data, plot_table
from holdfast.web.window import ROWS, Window, place, window

_HOUR = 3_600_000

_OFFERED = 200
"""Accounts offered in the list to choose from; all others are reached from their own page."""


def timeline(request: Request) -> Response:
    """The window this address asks for."""
    desk = desk_of(request)
    zone = zone_of(desk)
    asked = asked_for(desk, request)
    found, has_before, has_after = _rows(desk, asked)
    query = desk.case.query
    most = FEW + 1 if asked.is_narrowed else -1
    number = desk.remember(("count", asked.which), lambda: query.count(asked.which, most))
    # Of very many a table is only made where somebody asks for it; the plot asks by itself, aside.
    has_table = number <= FEW or "table" in request.query_params
    if desk.shows_texts:
        desk.seen += len(found)
    accounts = _offered(desk, asked)
    return show(
        request,
        "timeline.html",
        asked=asked,
        whom=[account for account, _ in accounts if account.key in asked.which.accounts],
        rows=[line.row for line in found],
        stops=_stops([line.row for line in found], zone),
        number=number,
        most=FEW,
        before=place(found[0].cursor) if found and has_before else "",
        after=place(found[-1].cursor) if found and has_after else "",
        first_day=words.day_of(found[0].row.at, zone) if found and found[0].row.at is not None else "",
        accounts=accounts,
        services=desk.remember("services", lambda: query.values("service")),
        kinds=desk.remember("kinds", lambda: query.values("kind")),
        behaviours=_behaviours(desk),
        table=plot_table(desk, asked.which) if has_table else None,
    )


def days(request: Request) -> Response:
    """The same facts as numbers for the plot."""
    desk = desk_of(request)
    return JSONResponse(plot_data(desk, asked_for(desk, request).which, language_of(request)))


def asked_for(desk: Desk, request: Request) -> Window:
    """The window; `?shows=` narrows it to what the person says shows a behaviour."""
    asked = window(request.query_params, zone_of(desk))
    shows = asked.given("shows")
    if not shows:
        return asked
    only = tuple(sorted({tag.event for tag in desk.case.tags() if tag.behaviour == shows}))
    return msgspec.structs.replace(asked, which=msgspec.structs.replace(asked.which, only=only))


def _behaviours(desk: Desk) -> list[tuple[str, str]]:
    """The behaviours that the person set on some entry, by id and name."""
    names = {one.id: one.name for one in behaviours(today())}
    return [(one, names.get(one, one)) for one in dict.fromkeys(tag.behaviour for tag in desk.case.tags())]


def accounts_of(desk: Desk) -> list[tuple[Account, bool, int, int, int | None, int | None]]:
    """All accounts with their counts, most used first."""
    return desk.remember("accounts", desk.case.query.accounts)


def of_others(desk: Desk) -> list[Account]:
    """The accounts of others to whose conversations a paper can be narrowed.

    First those that a dated line names, which may have written little; then the most used.
    """
    named = {key for marker in desk.case.markers() for key in marker.accounts}
    others = [account for account, is_mine, *_ in accounts_of(desk) if not is_mine]
    return sorted(others, key=lambda account: account.key not in named)[:_OFFERED]


def _offered(desk: Desk, asked: Window) -> list[tuple[Account, bool]]:
    """The accounts to choose from: the most used, and the chosen one."""
    listed = accounts_of(desk)
    chosen = [row for row in listed[_OFFERED:] if row[0].key in asked.which.accounts]
    return [(account, is_mine) for account, is_mine, *_ in (*chosen, *listed[:_OFFERED])]


def _stops(rows: list[Row], zone: str) -> list[tuple[int | None, int | None]]:
    """For each row a moment of the day that begins with it, or the pause before it, from an hour on."""
    stops: list[tuple[int | None, int | None]] = []
    before: int | None = None
    for row in rows:
        if row.at is None:
            stops.append((None, None))
        elif before is None or words.day_of(before, zone) != words.day_of(row.at, zone):
            stops.append((row.at, None))
        else:
            stops.append((None, row.at - before if row.at - before >= _HOUR else None))
        before = row.at if row.at is not None else before
    return stops


def _rows(desk: Desk, asked: Window) -> tuple[list[Line], bool, bool]:
    """The rows, and whether there are others before and after them."""
    query = desk.case.query
    if asked.before is not None:
        found = list(query.lines(asked.which, before=asked.before, limit=ROWS + 1))
        return found[-ROWS:], len(found) > ROWS, True
    found = list(query.lines(asked.which, after=asked.after, limit=ROWS + 1))
    return found[:ROWS], asked.after is not None, len(found) > ROWS
