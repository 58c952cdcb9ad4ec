"""Commands that check and repair: verify, rebuild, log."""

from functools import partial

import click
import msgspec

from holdfast.case.case import Case
from holdfast.cli.opened import Bar, with_case, write_json
from holdfast.model.errors import DamageError
from holdfast.model.row import iso


@click.command()
@partial(with_case, up_to_date=False)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def verify(case: Case, *, as_json: bool) -> None:
    """Check every byte and every entry of the case. Ends with exit code 0 only if all of it holds."""
    bar = Bar()
    try:
        result = case.verify(bar)
    finally:
        bar.end()
    if as_json:
        write_json(msgspec.to_builtins(result))
    else:
        click.echo("Checked: " + ", ".join(f"{n} {what}" for what, n in result.checked.items()) + ".")
        for found in result.found:
            click.echo(f"Found, belonging to nothing: {found}")
        for fault in result.faults:
            click.echo(f"WRONG: {fault.where}: {fault.what}")
        if result.ok:
            click.echo("Everything is as the log says.")
    if not result.ok:
        raise DamageError(
            f"{len(result.faults)} things are not as the log says.",
            "Copy the case somewhere safe before you do anything else.",
        )


@click.command()
@partial(with_case, up_to_date=False)
def rebuild(case: Case) -> None:
    """Make the index again from the originals and the log."""
    bar = Bar()
    try:
        case.rebuild(bar)
    finally:
        bar.end()
    click.echo(f"Made again: {case.query.totals()['events']} events.")


@click.command()
@with_case
@click.option("--limit", default=50, help="How many entries, newest first.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def log(case: Case, limit: int, *, as_json: bool) -> None:
    """Show what was done with the case, newest first."""
    entries = case.log(limit)
    if as_json:
        write_json(
            [{"number": e.number, "at": iso(e.at), "action": e.action, "body": e.body} for e in entries]
        )
        return
    for entry in entries:
        click.echo(f"{entry.number}  {iso(entry.at)}  {entry.action}")
