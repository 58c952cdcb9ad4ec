"""Commands that hand over the log alone, and show what was handed over: export, handed."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from holdfast.case.bag import new_folder
from holdfast.case.handing import Handed
from holdfast.case.log_alone import FORMS, Asked, forms
from holdfast.cli.handing import NOT_LOCKED, can_be_made, not_taken
from holdfast.cli.opened import with_case
from holdfast.cli.printed import number, one_line, say, write_json
from holdfast.cli.whom import to_whom, told
from holdfast.formats.dates import long_date
from holdfast.model.row import iso
from holdfast.outputs.given import Paper
from holdfast.timeline.filter import Filter

if TYPE_CHECKING:
    from holdfast.case.case import Case


@click.command()
@partial(with_case, writes=True)
@click.option("--as", "form", required=True, type=click.Choice([*forms()]), help="In which form.")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="PATH", help="What to write.")
@click.option("--exhibits-only", is_flag=True, help="Only what was chosen as exhibits.")
@click.option("--since", metavar="DAY", help="Leave out what is before this day.")
@click.option("--until", metavar="DAY", help="Leave out what is after this day.")
@click.option(
    "--account", "accounts", multiple=True, metavar="KEY", help="Only conversations with this account."
)
@click.option("--title", default="", metavar="WORDS", help="A title.")
@click.option(
    "--prepared-by", default="", metavar="WORDS", help="Who put it together, if that may be printed."
)
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", help="The size of the paper.")
@click.option("--large-print", is_flag=True, help="Larger letters.")
@to_whom
def export(
    case: "Case",
    form: str,
    out: Path,
    since: str | None,
    until: str | None,
    accounts: tuple[str, ...],
    title: str,
    prepared_by: str,
    paper: Paper,
    *,
    exhibits_only: bool,
    large_print: bool,
    **given: Any,
) -> None:
    """Write the log alone: on paper, as a table, a calendar, or for other systems.

    \b
    pdf         to be printed, with the columns that logs about stalking use
    csv, xlsx   for spreadsheets: nothing in them is a formula
    json        for programs
    ics         for calendars: the titles say only which service it was
    timesketch  for Timesketch (CSV)
    load-file   a new folder for the systems of lawyers: load.csv with hashes, mails as they are

    Private fields and notes are never in it. With `--account` both sides stay: what the account wrote or was
    sent, and the whole of each chat in which it wrote. It is not encrypted.
    """
    to = told(given)
    which = Filter(
        since=case.day(since) if since else None,
        until=case.day(until, end=True) if until else None,
        accounts=accounts,
    )
    asked = Asked(
        which=which,
        exhibits_only=exhibits_only,
        title=title,
        prepared_by=prepared_by,
        paper=paper,
        large_print=large_print,
    )
    can_be_made(out)
    chosen = next((one for one in FORMS if one == form), None)
    if chosen is None:
        with new_folder(out) as folder:
            many, without = case.load_file(folder, asked, to)
        say(f"Written: {out} ({number(many, 'document')}; {without} without an original). {NOT_LOCKED}")
        return
    data, without = case.log_alone(chosen, asked, to)
    try:
        with out.open("xb") as target:
            target.write(data)
    except OSError as error:
        raise not_taken(out) from error
    say(f"Written: {out} ({len(data)} bytes). {NOT_LOCKED}")
    if without:
        are = "is" if without == 1 else "are"
        say(f"{number(without, 'line')} without a known time cannot stand in this form, and {are} left out.")


@click.command()
@with_case
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def handed(case: "Case", *, as_json: bool) -> None:
    """List what was made to leave: what, for whom, when, why, and its hash.

    Whether somebody really got it, only you know. What was given away cannot be called back.
    """
    found = case.handed()
    if as_json:
        write_json([msgspec.to_builtins(one) | {"at": iso(one.at)} for one in found])
        return
    zone, _ = case.zone()
    for one in found:
        say(f"{long_date(one.at, zone)}  {_in_words(one)}")
        say(f"    SHA-256 {one.sha256}")
    if not found:
        say("Nothing was made to leave yet.")


def _in_words(one: Handed) -> str:
    to = one_line(one.to) or one.recipient or "not stated"
    parts = [one.what, f"for: {to}", f"why: {one_line(one.why) or 'not stated'}"]
    if one.exhibits:
        parts.append(f"exhibits {', '.join(one.exhibits)}")
    if one.taken_out:
        parts.append(number(one.taken_out, "redaction"))
    return "; ".join(parts)
