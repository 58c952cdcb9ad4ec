"""Commands with which a person says which accounts belong together, or do not."""

from functools import partial
from typing import TYPE_CHECKING

import click
import msgspec

from holdfast.cli.opened import with_case
from holdfast.cli.printed import number, one_line, say, write_json

if TYPE_CHECKING:
    from holdfast.case.case import Case

deciding = partial(with_case, writes=True)


@click.command()
@deciding
@click.argument("one", metavar="KEY")
@click.argument("other", metavar="KEY")
@click.option("--why", required=True, metavar="WORDS", help="The reason; the log keeps it.")
@click.option("--not", "is_refused", is_flag=True, help="Say that they do NOT belong together.")
def link(case: "Case", one: str, other: str, why: str, *, is_refused: bool) -> None:
    """Say that two accounts belong to one party, or with --not that they do not.

    This is what you say, with your reason; the program never joins accounts. Each KEY is an account, as
    `holdfast accounts` shows it. Messages stay as they are. What you refuse is remembered.

    \b
    For example:
      holdfast link my-case mail:a@example.org sms:+447700900123 --why "the same photo"
    """
    made = case.link(one, other, why, is_one=not is_refused)
    said = "belong together" if made.is_one else "do not belong together"
    say(f"Kept: you say that {one_line(made.accounts[0])} and {one_line(made.accounts[1])} {said}.")
    say("`holdfast unlink` takes that back.")


@click.command()
@deciding
@click.argument("one", metavar="KEY")
@click.argument("other", metavar="KEY")
@click.option("--why", required=True, metavar="WORDS", help="The reason; the log keeps it.")
def unlink(case: "Case", one: str, other: str, why: str) -> None:
    """Take back what you said of two accounts.

    Each KEY is an account, as `holdfast links` shows it.
    """
    case.unlink(one, other, why)
    say("Taken back. The log keeps both, and the reason.")


@click.command()
@with_case
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def links(case: "Case", *, as_json: bool) -> None:
    """List which accounts you say belong together, or do not."""
    found, groups = case.links(), case.parties()
    if as_json:
        write_json(
            {
                "links": [msgspec.to_builtins(link) for link in found],
                "parties": [list(group.accounts) for group in groups],
            }
        )
        return
    for one in found:
        said = "belongs together with" if one.is_one else "does not belong together with"
        say(f"{one_line(one.accounts[0])}  {said}  {one_line(one.accounts[1])}: {one_line(one.why)}")
    for group in groups:
        say(f"{number(len(group.accounts), 'account')} as one party: {one_line(', '.join(group.accounts))}")
    if not found:
        say("Nothing is said yet: see `holdfast link --help`.")
