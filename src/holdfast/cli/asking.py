"""Commands about what only the person knows: questions, answer."""

from functools import partial
from typing import TYPE_CHECKING, get_args

import click
import msgspec

from holdfast.case.decided import Waiting
from holdfast.case.decisions import NOBODY, Answer
from holdfast.cli.opened import Bar, with_case
from holdfast.cli.printed import one_line, say, typed, write_json
from holdfast.model.errors import RequestError
from holdfast.model.question import About

if TYPE_CHECKING:
    from holdfast.case.case import Case

_OFFERED = 8
_ASKS: dict[str, str] = {
    "me": "Which account is yours?",
    "zone": "In which time zone was this written?",
    "date_order": "In which order are the dates written?",
    "provider": "Which mail provider is yours?",
    "country": "In which country were telephone numbers written without one?",
}


@click.command()
@with_case
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def questions(case: "Case", *, as_json: bool) -> None:
    """List the questions that only you can answer.

    Nothing is guessed: until there is an answer, times and directions are shown as undecided.
    """
    waiting = case.waiting()
    if as_json:
        write_json([msgspec.to_builtins(question) for question in waiting])
        return
    for question in waiting:
        _say(question, f"holdfast answer {typed(case.folder)} {question.about}")
    if any(question.source for question in waiting):
        say("Without --source an answer holds for the whole case.")
    if not waiting:
        say("Nothing is waiting for an answer.")


def _say(question: Waiting, command: str) -> None:
    where = one_line(question.source_name) or f"everything from {one_line(question.examples[0])}"
    say(f"{_ASKS[question.about]}  ({where})")
    only = f" --source {question.source[:12]}" if question.source else ""
    if question.about == "me":
        more = len(question.choices) - _OFFERED
        rest = f" … and {more} more (`holdfast accounts`)" if more > 0 else ""
        say(f"    one of: {'; '.join(map(one_line, question.choices[:_OFFERED]))}{rest}")
        say(f"    {command} ACCOUNT")
        if only:
            say(f"    {command} {NOBODY}{only}    (if none of them is you)")
        return
    say(f"    for example: {'; '.join(map(one_line, question.examples[:3]))}")
    if question.about == "zone":
        say(f"    {command} ZONE{only}    (ZONE is such as Europe/London, America/New_York)")
    else:
        say(f"    {command} ORDER{only}    (ORDER is day_first, month_first or year_first)")


@click.command()
@partial(with_case, writes=True)
@click.argument("about", metavar="QUESTION", type=click.Choice(get_args(About)))
@click.argument("value")
@click.option(
    "--source", default="", metavar="SHA256", help="Only for this file; otherwise for the whole case."
)
@click.option("--take-back", is_flag=True, help="Take this answer back instead.")
def answer(case: "Case", about: About, value: str, source: str, *, take_back: bool) -> None:
    """Answer one: your account, time zone, order of date, mail provider, or country.

    QUESTION is me, zone, date_order, provider or country. VALUE is an account, as `holdfast accounts` or the
    export shows it; a zone such as Europe/London; day_first, month_first or year_first; the domain of your
    mail provider's servers, which tells how far the way of a mail can be relied on; or a country of two
    letters such as GB, in which telephone numbers were written without one. "none" with --source says that
    nobody in that chat is you. An answer can be changed at any time: what it touches is read again.
    """
    whole = case.source_named(source) if source else ""
    given = Answer(about=about, value=value, source=whole)
    before = case.query.mine()
    if take_back:
        if given not in case.answers():
            raise RequestError("That answer was not given, so it cannot be taken back.", _given(case))
        given = msgspec.structs.replace(given, value=f"-{value}" if about in ("me", "provider") else "")
    with Bar() as bar:
        case.answer([given], bar)
    say("The answer is taken back." if take_back else "The answer is kept.")
    if about == "me" and not take_back and value != NOBODY and case.query.mine() == before:
        say("It changes nothing so far: `holdfast accounts` lists the accounts that are in the case.")


def _given(case: "Case") -> str:
    about_all = [f"{one.about} {one_line(one.value)}" for one in case.answers() if not one.batch]
    return f"Given are: {'; '.join(about_all)}." if about_all else "Nothing is answered yet."
