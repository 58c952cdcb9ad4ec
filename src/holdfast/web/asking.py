"""Questions that only the person can answer, one at a time, with examples from their own files."""

import re
from functools import cache
from itertools import groupby
from zoneinfo import available_timezones

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from holdfast.case.case import Case
from holdfast.case.decisions import NOBODY, Answer
from holdfast.formats.dates import written_day
from holdfast.languages.language import Language
from holdfast.model.errors import RequestError
from holdfast.model.question import About
from holdfast.model.sentence import said
from holdfast.web import words
from holdfast.web.body import Form
from holdfast.web.desk import Desk
from holdfast.web.language import language_of
from holdfast.web.page import desk_of, go, number, show

_ORDERS = {"day_first": (0, 1, 2), "month_first": (1, 0, 2), "year_first": (2, 1, 0)}
AREAS = {
    "Africa": said("Africa"),
    "America": said("America"),
    "Antarctica": said("Antarctica"),
    "Arctic": said("Arctic"),
    "Asia": said("Asia"),
    "Atlantic": said("Atlantic Ocean"),
    "Australia": said("Australia"),
    "Europe": said("Europe"),
    "Indian": said("Indian Ocean"),
    "Pacific": said("Pacific Ocean"),
}
NONE_OF_THESE = said("None of these")
UTC_SAYS = said("UTC, the world's reference time")
_OLD_NAMES = ("Etc/", "SystemV/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/", "posix/", "right/")


class Choice(msgspec.Struct, frozen=True):
    """One possible answer and how it is shown."""

    value: str
    shown: str


def question(request: Request) -> Response:
    """The question at `?at=`, counted from 0."""
    desk = desk_of(request)
    waiting = desk.remember("waiting", desk.case.waiting)
    at = number(request.query_params.get("at", ""))
    if waiting and at >= len(waiting):
        return go("/questions")
    asked = waiting[at] if waiting else None
    language = language_of(request)
    choices: list[Choice] = []
    if asked is not None and asked.about == "me":
        choices = _accounts(desk.case, asked.choices, language)
    elif asked is not None and asked.about == "date_order":
        choices = [Choice(c, reading(asked.examples, c, language)) for c in asked.choices]
    return show(
        request,
        "question.html",
        asked=asked,
        at=at,
        number=len(waiting),
        choices=choices,
        zones=zones() if asked is not None and asked.about == "zone" else {},
        answers=desk.case.answers(),
    )


def answer(request: Request, form: Form) -> Response:
    """Takes the answer and reads again what it changes."""
    desk = desk_of(request)
    about = form.get("about", "")
    if about not in {"me", "zone", "date_order", "provider", "country"}:
        raise RequestError("There is no such question.")
    values = [value for value in form.getlist("value") if value]
    if not values:
        raise RequestError("Nothing was chosen.", "Choose an answer, or skip the question.")
    file = form.get("source", "")
    source = file if form.get("scope") == "file" or values == [NOBODY] else ""
    answers = [Answer(about=_about(about), value=value, source=source) for value in values]
    return answer_and_read(desk, answers, "/questions")


def answer_and_read(desk: Desk, answers: list[Answer], then: str) -> Response:
    """Gives answers to the case; reading again may take long."""
    case = desk.case
    desk.start("Putting your answer to use", lambda job: case.answer(answers, job.progress), then)
    return go("/work")


def _about(word: str) -> About:
    about: About = msgspec.convert(word, About)
    return about


def _accounts(case: Case, keys: tuple[str, ...], language: Language) -> list[Choice]:
    known = {account.key: account for account, *_ in case.query.accounts()} if keys else {}
    return [
        Choice(key, words.person(known[key], language) if key in known else key.partition(":")[2])
        for key in keys
    ]


def reading(examples: tuple[str, ...], order: str, language: Language) -> str:
    """What the first example would mean in this order: "3/4/25" day first is "3 April 2025"."""
    for example in examples:
        found = re.match(r"\W*(\d{1,4})\D(\d{1,2})\D(\d{1,4})", example)
        if found and order in _ORDERS:
            day, month, year = (found.groups()[place] for place in _ORDERS[order])
            if 1 <= int(month) <= 12:
                century = "" if len(year) == 4 else "20"
                return written_day(int(f"{century}{year.zfill(2)}"), int(month), int(day), language)
    return language.gettext(words.ORDERS.get(order, order))


@cache
def zones() -> dict[str, list[Choice]]:
    """Time zones by part of the world, as cities."""
    names = sorted(z for z in available_timezones() if "/" in z and not z.startswith(_OLD_NAMES))
    grouped = groupby(names, key=lambda name: name.partition("/")[0])
    found = {
        AREAS.get(area, area): [
            Choice(name, name.partition("/")[2].replace("_", " ").replace("/", ", ")) for name in each
        ]
        for area, each in grouped
    }
    return found | {NONE_OF_THESE: [Choice("UTC", UTC_SAYS)]}
