"""Commands for the log kept by hand: incident, log-sheet."""

from functools import partial

import click
import msgspec

from holdfast.case.case import Case
from holdfast.cli.opened import with_case
from holdfast.cli.printed import say
from holdfast.formats.clocks import zone
from holdfast.formats.incident_sheet import VERSION, Incident, template


@click.command()
@partial(with_case, writes=True)
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
def incident(case: Case, **given: str) -> None:
    """Write down something that happened, in your own words.

    Only --date and --what are needed; leave out what you do not know. Put words in quotes. Words typed here
    may stay in the history of this terminal; `holdfast open` has a page for the same.
    """
    if given["zone"]:
        zone(given["zone"])
    case.write_incident(msgspec.convert({**given, "holdfast_incident": VERSION}, Incident))
    say("Written down and kept.")


@click.command(name="log-sheet")
def log_sheet() -> None:
    """Print an empty incident log (CSV) to fill in by hand.

    For example: holdfast log-sheet > log.csv, fill it in with a spreadsheet, then add it to the case.
    """
    click.echo(template(), nl=False)
