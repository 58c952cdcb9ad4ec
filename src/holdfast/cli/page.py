"""Commands that open the local page: open, demo."""

import io
import os
import sys
from pathlib import Path

import click
import msgspec

from holdfast.case.case import Case
from holdfast.case.decisions import Answer
from holdfast.cli.opened import Bar
from holdfast.cli.secret import VARIABLE, passphrase
from holdfast.demonstration import answers, files, incidents, markers
from holdfast.formats.incident_sheet import VERSION, Incident
from holdfast.model.errors import RequestError
from holdfast.web.app import serve

DEMO_PASSPHRASE = "correct horse battery staple"  # noqa: S105  printed, and for invented data only


@click.command(name="open")
@click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
@click.option("--passphrase-fd", type=int, metavar="N", help="Read the passphrase from this descriptor.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--port", default=0, help="The port on this machine; 0 takes a free one.")
def open_page(folder: Path, passphrase_fd: int | None, port: int, *, no_browser: bool) -> None:
    """Open the case as a page in the browser. The page is served to this machine only."""
    if not (folder / "vault.json").exists():
        raise RequestError("There is no case in that folder.", "Make one with `holdfast new`.")
    given = passphrase_fd is not None or VARIABLE in os.environ
    secret = passphrase(passphrase_fd) if given else None
    serve(folder, open_browser=not no_browser, port=port, secret=secret, announce=click.echo)


@click.command()
@click.argument("folder", metavar="CASE", default="demo-case", type=click.Path(path_type=Path))
@click.option("--no-open", is_flag=True, help="Only make the case.")
@click.option("--no-browser", is_flag=True, help="Serve the page, but only print the address.")
@click.option("--port", default=0, help="The port on this machine; 0 takes a free one.")
def demo(folder: Path, port: int, *, no_open: bool, no_browser: bool) -> None:
    """Make a case about invented people, and open it. Nothing in it is real."""
    if (folder / "vault.json").exists():
        click.echo(f"The demonstration case is there already: {folder}")
    else:
        _make(folder)
        click.echo(f"The demonstration case is made: {folder}")
    click.echo(f'Its passphrase is "{DEMO_PASSPHRASE}". Everybody in it is invented.')
    if not no_open:
        browser = not no_browser and sys.stdout.isatty()
        serve(folder, open_browser=browser, port=port, secret=DEMO_PASSPHRASE, announce=click.echo)


def _make(folder: Path) -> None:
    case, _ = Case.create(folder, DEMO_PASSPHRASE)
    bar = Bar()
    try:
        with case.intake(obtained="Invented for the demonstration") as intake:
            for file in files():
                intake.put(file.name, io.BytesIO(file.data), modified=file.modified)
        case.answer([msgspec.convert(msgspec.to_builtins(a), Answer) for a in answers()], bar)
        for entry in incidents():
            case.write_incident(
                msgspec.convert({**msgspec.to_builtins(entry), "holdfast_incident": VERSION}, Incident)
            )
        for line in markers():
            case.mark(line.kind, line.at, zone=line.zone, accounts=line.accounts, note=line.note)
    finally:
        bar.end()
        case.close()
