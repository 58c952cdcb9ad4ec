"""Commands for the log kept by hand: incident, log-sheet."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from holdfast.case.apart import apart
from holdfast.case.kept import now
from holdfast.cli.handing import can_be_made, not_taken
from holdfast.cli.opened import with_case
from holdfast.cli.printed import say
from holdfast.formats.clocks import zone
from holdfast.formats.incident_sheet import VERSION, Incident, template
from holdfast.outputs.given import Paper
from holdfast.outputs.log_sheets import log_sheets
from holdfast.outputs.typesetting import pdf

if TYPE_CHECKING:
    from holdfast.case.case import Case


@click.command()
@partial(with_case, writes=True, reads=True)
@click.option(
    "--date", required=True, metavar="DAY", help="When: 2025-06-14, or words such as 'early June 2025'."
)
@click.option("--time", default="", help="At what time: 18:30, or words such as 'evening'.")
@click.option("--zone", default="", help="The time zone: Europe/London …")
@click.option("--what", required=True, metavar="WORDS", help="What happened, in your words.")
@click.option("--where", default="", metavar="WORDS", help="Where, or on which service.")
@click.option("--who", default="", metavar="WORDS", help="Who, as far as you know: an account, a name.")
@click.option("--technology", default="", metavar="WORDS", help="A device or service that was used for it.")
@click.option("--witnesses", default="", metavar="WORDS", help="Who else saw it.")
@click.option(
    "--reported-to", default="", metavar="WORDS", help="Whom you told: a police station, a service."
)
@click.option("--officer", default="", metavar="WORDS", help="The officer who took the report.")
@click.option("--badge", default="", metavar="WORDS", help="That officer's number.")
@click.option("--report-number", default="", metavar="WORDS", help="The number the report was given.")
@click.option("--evidence", default="", metavar="WORDS", help="What you have that shows it.")
@click.option(
    "--effect", default="", metavar="WORDS", help="What it did to you. Private: papers leave it out."
)
def incident(case: "Case", **given: str) -> None:
    """Write down something that happened, in your own words.

    Only --date and --what are needed; leave out what you do not know. Put words in quotes. Words typed here
    may stay in the history of this terminal; `holdfast open` has a page for the same.
    """
    if given["zone"]:
        zone(given["zone"])
    case.write_incident(msgspec.convert({**given, "holdfast_incident": VERSION}, Incident))
    say("Written down and kept.")


@click.command(name="log-sheet")
@click.option(
    "--pdf", "out", type=click.Path(path_type=Path), metavar="FILE", help="Write sheets to print instead."
)
@click.option("--pages", type=click.IntRange(1, 200), default=4, help="How many sheets.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", help="The size of the paper.")
@click.option("--large-print", is_flag=True, help="Larger letters, and more room to write.")
def log_sheet(out: Path | None, pages: int, paper: Paper, *, large_print: bool) -> None:
    """Make an empty incident log to fill in by hand: CSV, or on paper.

    For example: holdfast log-sheet > log.csv, fill it in with a spreadsheet, then add it to the case. With
    --pdf the sheets are for a pen, for whoever should not use a computer for it.
    """
    if out is None:
        click.echo(template(), nl=False)
        return
    can_be_made(out)
    made = log_sheets(paper=paper, large_print=large_print, pages=pages, made_at=now())
    data = apart(partial(pdf, made))
    try:
        with out.open("xb") as target:
            target.write(data)
    except OSError as error:
        raise not_taken(out) from error
    say(f"Written: {out}. Print it, and fill it in with a pen.")
