"""Commands that show what the program knows of the world: laws, behaviours, numbers to call."""

from datetime import UTC, date, datetime

import click
import msgspec

from holdfast.cli.printed import number, say, write_json
from holdfast.knowledge.behaviours import behaviours as known_behaviours
from holdfast.knowledge.behaviours import groups
from holdfast.knowledge.helplines import helplines, numbers_of
from holdfast.knowledge.laws import laws as known_laws
from holdfast.knowledge.laws import places, withheld
from holdfast.model.helpline import CAUSES
from holdfast.model.law import AnswerKind

_NO_ADVICE = "This is no legal advice. Ask a lawyer of the place before you rely on it."
_ANSWERS: dict[AnswerKind, str] = {
    "observable": "the record can show",
    "user_stated": "only you can say",
    "legal_question": "only a court can say",
}


@click.command()
@click.argument("place", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def laws(place: str | None, *, as_json: bool) -> None:
    """List the questions that the laws of a place ask.

    PLACE is one such as US-TX or GB-EAW; without it the places are listed. Each law is restated in our own
    words, with where and when it was read; what nobody checked, or was read too long ago, is not shown.
    """
    if place is None:
        if as_json:
            write_json([msgspec.to_builtins(one) for one in places()])
            return
        for one in places():
            say(f"{one.id:<11}{one.name}")
        return
    today = _today()
    found = known_laws(place, today)
    if as_json:
        write_json([msgspec.to_builtins(law) for law in found])
        return
    for law in found:
        say(f"{law.citation}  ({law.kind.replace('_', ' ')})")
        for element in law.elements:
            say(f"  {element.text}: {_ANSWERS[element.kind]}")
        say(f"  Read on {law.read}; shown until {law.expires}. {'; '.join(law.source)}")
    unverified, expired = withheld(place, today)
    if unverified or expired:
        say(f"Not shown: {unverified} that nobody has verified, {expired} that were read too long ago.")
    say(_NO_ADVICE)


@click.command()
@click.argument("place", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def numbers(place: str | None, *, as_json: bool) -> None:
    """List the numbers to call in a place.

    Nothing is called. PLACE is one such as GB or DE; without it each place is listed with its number for
    danger now. Each number says where it was looked up, and when: numbers change.
    """
    found = helplines() if place is None else (numbers_of(place),)
    if as_json:
        write_json([msgspec.to_builtins(one) for one in found])
        return
    if place is None:
        for one in found:
            say(f"{one.id:<4}{one.name}: {' or '.join(one.emergency)}")
        return
    say(f"In danger now: {' or '.join(found[0].emergency)}")
    for line in found[0].line:
        hours = "; day and night" if line.is_always else ""
        say(f"{line.number}  {line.name}, {CAUSES[line.cause]}{hours}")
        say(f"  Looked up on {line.read}: {line.source}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def behaviours(*, as_json: bool) -> None:
    """List the kinds of acts by which an event can be named.

    Only you can say that an event shows one: see `holdfast tag`. Each has its ordinary explanations.
    """
    found = known_behaviours(_today())
    if as_json:
        write_json([msgspec.to_builtins(one) for one in found])
        return
    for group, name in groups().items():
        of_group = [one for one in found if one.group == group]
        if of_group:
            say(f"{name} ({number(len(of_group), 'kind')})")
        for one in of_group:
            say(f"  {one.id}: {one.definition}")
            say(f"    Ordinary explanations: {one.cautions}")


def _today() -> date:
    return datetime.now(UTC).date()
