"""Commands that prepare papers: tag, tags, untag, state, statements, unstate, hide."""

from functools import partial
from typing import TYPE_CHECKING

import click
import msgspec

from holdfast.case.prepared import today, topics
from holdfast.cli.opened import with_case
from holdfast.cli.printed import one_line, say, write_json
from holdfast.formats.dates import long_date

if TYPE_CHECKING:
    from holdfast.case.case import Case

preparing = partial(with_case, writes=True)


@click.command()
@preparing
@click.argument("event")
@click.argument("behaviour")
def tag(case: "Case", event: str, behaviour: str) -> None:
    """Say that an event shows one of the behaviours that `behaviours` lists.

    Nothing is tagged by itself: papers say that it was you. EVENT is the beginning of its id.
    """
    case.tag(event, behaviour)
    say("It is noted. Papers say that these are your words.")


@click.command()
@preparing
@click.argument("event")
@click.argument("behaviour")
@click.option("--why", required=True, metavar="WORDS", help="The reason; the log keeps it.")
def untag(case: "Case", event: str, behaviour: str, why: str) -> None:
    """Take back that an event shows a behaviour."""
    case.untag(event, behaviour, why)
    say("Taken back. The log keeps both, and the reason.")


@click.command()
@with_case
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def tags(case: "Case", *, as_json: bool) -> None:
    """List what you said that events show."""
    found = case.tags()
    if as_json:
        write_json([msgspec.to_builtins(one) for one in found])
        return
    for one in found:
        say(f"event {one.event[:8]}  {one.behaviour}")
    if not found:
        say("Nothing is tagged yet: see `holdfast tag --help`.")


@click.command()
@preparing
@click.argument("about", required=False)
@click.argument("text", metavar="WORDS", required=False)
@click.option("--day", default="", metavar="WORDS", help="The day or time that these words are about.")
@click.option("--event", default="", metavar="EVENT", help="An event that belongs to them.")
@click.option("--topics", "lists", is_flag=True, help="List what words can be about, and write nothing.")
def state(case: "Case", about: str | None, text: str | None, day: str, event: str, *, lists: bool) -> None:
    """Write down, for papers, what only you can say.

    ABOUT is "impact" (what all of it did to you), a question of a law (law:ID/QUESTION), or an indicator
    (indicator:ID). Your words are dated, and stand in papers as you wrote them. The impact is left out of
    papers unless you switch it on. Put words in quotes.
    """
    if lists:
        for topic, what in topics(today()).items():
            say(f"{topic}  {what}")
        return
    if not about or not text:
        raise click.UsageError("ABOUT and WORDS are needed.")
    one = case.state(about, text, day=day, event=event)
    say(f"Kept, as {one.id}. Papers that ask for it show these words with their date.")


@click.command()
@preparing
@click.argument("statement")
@click.option("--why", required=True, metavar="WORDS", help="The reason; the log keeps it.")
def unstate(case: "Case", statement: str, why: str) -> None:
    """Take your words out of papers again.

    STATEMENT is their id, as `holdfast statements` shows it.
    """
    case.unstate(statement, why)
    say("Taken out of papers. The log keeps both, and the reason.")


@click.command()
@with_case
@click.option("--show-text", is_flag=True, help="Also print the words.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def statements(case: "Case", *, show_text: bool, as_json: bool) -> None:
    """List the words that you wrote for papers."""
    found = case.statements()
    if as_json:
        write_json([msgspec.to_builtins(one) for one in found])
        return
    zone, _ = case.zone()
    for one in found:
        about_day = f", about {one_line(one.day)}" if one.day else ""
        say(f"{one.id}  {one.about}, written on {long_date(one.at, zone)}{about_day}")
        if show_text:
            say("    " + one.text.replace("\n", "\n    "))
    if not found:
        say("Nothing is written yet: see `holdfast state --help`.")


@click.command()
@preparing
@click.argument("indicator", required=False)
@click.option("--back", is_flag=True, help="Bring it into papers again.")
def hide(case: "Case", indicator: str | None, *, back: bool) -> None:
    """Leave one indicator out of papers, or list those that are left out.

    INDICATOR is its id, as `holdfast state --topics` shows it behind "indicator:". What you wrote about it
    is kept.
    """
    if indicator:
        case.hide(indicator, is_hidden=not back)
        say("Papers show it again." if back else "Papers leave it out.")
        return
    for one in sorted(case.hidden()):
        say(one)
    if not case.hidden():
        say("No indicator is left out.")
