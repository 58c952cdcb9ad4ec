"""Commands with which a person tells who is around them, and what few should know."""

from functools import partial
from typing import TYPE_CHECKING, get_args

import click
import msgspec

from holdfast.cli.opened import with_case
from holdfast.cli.printed import one_line, say, write_json
from holdfast.model.fact import FactKind
from holdfast.model.relation import RelationKind

if TYPE_CHECKING:
    from holdfast.case.case import Case

telling = partial(with_case, writes=True)


@click.command()
@telling
@click.argument("account", metavar="KEY")
@click.argument("kind", metavar="KIND", type=click.Choice(get_args(RelationKind)))
@click.option("--note", default="", metavar="WORDS", help="In your words.")
def person(case: "Case", account: str, kind: RelationKind, note: str) -> None:
    """Say that an account belongs to your family, friends, work or school.

    KEY is the account, as `holdfast accounts` shows it. KIND is one of: family, friend, work, school, other.
    Findings then show what others sent to people around you. Naming an account again replaces what was said.

    \b
    For example:
      holdfast person my-case mail:tilda@example.org friend
    """
    relation = case.relate(account, kind, note)
    say(f"Kept: {one_line(relation.account)} is {relation.kind}.")
    if relation.account not in {one.key for one, *_ in case.query.accounts()}:
        say("This account is not in the case so far; `holdfast accounts` lists those that are.")


@click.command()
@with_case
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def people(case: "Case", *, as_json: bool) -> None:
    """List the accounts of people around you."""
    found = case.relations()
    if as_json:
        write_json([msgspec.to_builtins(relation) for relation in found])
        return
    for relation in found:
        say(f"{one_line(relation.account)}  {relation.kind}  {one_line(relation.note)}".rstrip())
    if not found:
        say("Nobody is named yet: see `holdfast person --help`.")


@click.command()
@telling
@click.argument("account", metavar="KEY")
@click.option("--why", required=True, metavar="WORDS", help="The reason; the log keeps it.")
def unperson(case: "Case", account: str, why: str) -> None:
    """Take back that an account belongs to somebody around you.

    KEY is the account, as `holdfast people` shows it.
    """
    case.unrelate(account, why)
    say("Taken back. The log keeps both, and the reason.")


@click.command()
@telling
@click.argument("kind", metavar="KIND", type=click.Choice(get_args(FactKind)))
@click.argument("words", metavar="WORDS")
@click.option("--note", default="", metavar="WORDS", help="In your words.")
def fact(case: "Case", kind: FactKind, words: str, note: str) -> None:
    """Name something that few should know, to be looked for in what others wrote.

    KIND is one of: name, home, workplace, school, place, plan, plate, contact, other. WORDS are spelled as
    somebody would write them. They stay in the case: findings say "place 1" instead. Findings show who used
    them, and where they could have it from. `look` points them out before something leaves.

    \b
    For example:
      holdfast fact my-case place "Kestrel Lane"
    """
    told = case.tell(kind, words, note)
    number = len(case.facts())
    say(
        f"Kept as {told.kind} {number}. To stop looking for it: its id is {told.id}, see `holdfast unfact "
        "--help`."
    )


@click.command()
@with_case
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def facts(case: "Case", *, as_json: bool) -> None:
    """List what is looked for in what others wrote.

    The number is the one that findings show instead of the words.
    """
    found = case.facts()
    if as_json:
        write_json([msgspec.to_builtins(one) for one in found])
        return
    for number, one in enumerate(found, 1):
        say(f"{one.id}  {one.kind} {number}: {one_line(one.words)}  {one_line(one.note)}".rstrip())
    if not found:
        say("Nothing is looked for yet: see `holdfast fact --help`.")


@click.command()
@telling
@click.argument("fact", metavar="FACT")
@click.option("--why", required=True, metavar="WORDS", help="The reason; the log keeps it.")
def unfact(case: "Case", fact: str, why: str) -> None:
    """Stop looking for something.

    FACT is its id, as `holdfast facts` shows it.
    """
    case.untell(fact, why)
    say("Taken back. The log keeps both, and the reason.")
