"""Commands with which a person decides: mark, unmark, markers, exhibit, unexhibit, exhibits, note."""

from typing import Any, get_args

import click
import msgspec

from holdfast.case.case import Case
from holdfast.cli.opened import with_case, write_json
from holdfast.model.marker import MarkerKind


@click.command()
@with_case
@click.argument("kind", type=click.Choice(get_args(MarkerKind)))
@click.option("--at", required=True, help="When: 2025-06-14 or 2025-06-14T18:30.")
@click.option("--zone", default="", help="The time zone of that clock; otherwise the one of the case.")
@click.option("--to", "accounts", multiple=True, metavar="KEY", help="The account it was addressed to.")
@click.option("--note", default="", help="In your words.")
@click.option("--proof", default="", metavar="EVENT", help="The event that shows it.")
@click.option("--ends", default="", help="When an order runs out.")
def mark(case: Case, kind: MarkerKind, at: str, accounts: tuple[str, ...], **given: Any) -> None:
    """Draw a dated line: a stop notice, a block, a report, police contact, an order."""
    marker = case.mark(kind, at, accounts=accounts, **given)
    click.echo(f"Marked: {kind}, {at} ({marker.id}).")


@click.command()
@with_case
@click.argument("marker")
@click.option("--why", required=True, help="The reason; the log keeps it.")
def unmark(case: Case, marker: str, why: str) -> None:
    """Take a marker out again."""
    case.unmark(marker, why)
    click.echo("Taken out. The log keeps both, and the reason.")


@click.command()
@with_case
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def markers(case: Case, *, as_json: bool) -> None:
    """List the dated lines drawn in the case."""
    found = case.markers()
    if as_json:
        write_json([msgspec.to_builtins(marker) for marker in found])
        return
    for marker in found:
        to = f", to {', '.join(marker.accounts)}" if marker.accounts else ""
        click.echo(f"{marker.id}  {marker.when.as_written}  {marker.kind}{to}  {marker.note}")
    if not found:
        click.echo("No lines are drawn yet: see `holdfast mark --help`.")


@click.command()
@with_case
@click.argument("event")
@click.option("--caption", default="", help="What the reader should know about it.")
def exhibit(case: Case, event: str, caption: str) -> None:
    """Choose an event to be shown in papers, under a label. EVENT is the beginning of its id."""
    click.echo(f"Chosen as {case.choose(event, caption).label}.")


@click.command()
@with_case
@click.argument("label")
@click.option("--why", required=True, help="The reason; the log keeps it.")
def unexhibit(case: Case, label: str, why: str) -> None:
    """Take an exhibit out. Its label is not given again."""
    case.unchoose(label, why)
    click.echo("Taken out. The log keeps both, and the reason.")


@click.command()
@with_case
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def exhibits(case: Case, *, as_json: bool) -> None:
    """List the exhibits."""
    found = case.exhibits()
    if as_json:
        write_json([msgspec.to_builtins(exhibit) for exhibit in found])
        return
    for one in found:
        click.echo(f"{one.label}  event {one.event[:8]}  {one.caption}")
    if not found:
        click.echo("Nothing is chosen yet: see `holdfast exhibit --help`.")


@click.command()
@with_case
@click.argument("event")
@click.argument("text")
@click.option(
    "--for-papers", is_flag=True, help="Allow this note to leave with papers. Otherwise it is private."
)
def note(case: Case, event: str, text: str, *, for_papers: bool) -> None:
    """Keep your own words about an event. They are private unless you say otherwise."""
    case.note(event, text, private=not for_papers)
    click.echo("The note is kept.")
