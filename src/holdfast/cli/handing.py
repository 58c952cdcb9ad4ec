"""Commands that hand something over: packet, extract."""

from pathlib import Path
from typing import Literal

import click

from holdfast.case.case import Case
from holdfast.cli.opened import with_case
from holdfast.model.errors import InputError, RequestError
from holdfast.timeline.filter import Filter


@click.command()
@with_case
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The PDF to write.")
@click.option("--title", default="", help="A title for the cover.")
@click.option("--prepared-by", default="", help="Who put it together, if that may be printed.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4")
@click.option("--large-print", is_flag=True)
@click.option("--since", help="Leave out what is before this day (the cover says so).")
@click.option("--until", help="Leave out what is after this day (the cover says so).")
def packet(
    case: Case,
    out: Path,
    title: str,
    prepared_by: str,
    paper: Literal["a4", "letter"],
    since: str | None,
    until: str | None,
    *,
    large_print: bool,
) -> None:
    """Print the packet: the log, the exhibits, the findings, the hashes, and how to check them."""
    if out.exists():
        raise RequestError("There is a file of that name already.", "Choose another name with --out.")
    which = Filter(
        since=case.day(since) if since else None, until=case.day(until, end=True) if until else None
    )
    pdf = case.packet(title=title, prepared_by=prepared_by, paper=paper, large_print=large_print, which=which)
    try:
        out.write_bytes(pdf)
    except OSError as error:
        raise InputError("The packet cannot be written there.", "Choose another place with --out.") from error
    click.echo(f"Written: {out} ({len(pdf)} bytes).")


@click.command()
@with_case
@click.argument("sha256")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file to write.")
def extract(case: Case, sha256: str, out: Path) -> None:
    """Give back the original bytes of a file that was handed in."""
    case.extract(case.source_named(sha256), out)
    click.echo(f"Written: {out}")
