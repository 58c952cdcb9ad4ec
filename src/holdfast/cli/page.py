"""Commands that open the local page: open, demo."""

import contextlib
import errno
import io
import sys
from pathlib import Path

import click
import msgspec

from holdfast.case.case import Case
from holdfast.case.decisions import Answer
from holdfast.cli.opened import Bar, case_options
from holdfast.cli.printed import say, typed
from holdfast.cli.secret import is_asked_for, passphrase
from holdfast.demonstration import answers, files, incidents, markers
from holdfast.formats.incident_sheet import VERSION, Incident
from holdfast.languages.language import languages
from holdfast.model.errors import LockedError, RequestError
from holdfast.reading.processes import prepare
from holdfast.vault.inbox import is_sealed
from holdfast.vault.vault import describe
from holdfast.web.app import serve

DEMO_PASSPHRASE = "correct horse battery staple"  # noqa: S105  printed, and for invented data only

speaking = click.option(
    "--language",
    "speaks",
    type=click.Choice(list(languages())),
    default=None,
    callback=lambda _context, _option, tag: tag or "",
    help="The language of the page; without it, the one that the browser asks for.",
)


@click.command(name="open")
@case_options
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port; 0 takes a free one.")
@speaking
def open_page(folder: Path, passphrase_fd: int | None, port: int, speaks: str, *, no_browser: bool) -> None:
    """Open the case as a page in the browser.

    The page is served to this computer only, and asks for the passphrase. Where there is no case of that
    name yet, it offers to make one. Ctrl-C ends it and locks the case. Of a sealed folder the page only takes
    files.
    """
    is_new = is_asked_for(passphrase_fd) and _can_be_made(folder)
    if is_new:
        say("There is no case of that name yet. The page offers to make one.")
        say("If you have a case, press Ctrl-C and look at its name.")
    if is_new or is_sealed(folder):
        _serve(folder, port, None, speaks, browser=not no_browser)
        return
    describe(folder)
    secret = None if is_asked_for(passphrase_fd) else passphrase(passphrase_fd)
    _serve(folder, port, secret, speaks, browser=not no_browser)


def _can_be_made(folder: Path) -> bool:
    there = any(folder.iterdir()) if folder.is_dir() else folder.exists()
    return not there and folder.absolute().parent.is_dir()


@click.command()
@click.argument("folder", metavar="CASE", default="demo-case", type=click.Path(path_type=Path))
@click.option("--no-open", is_flag=True, help="Only make the case.")
@click.option("--no-browser", is_flag=True, help="Serve the page, but only print the address.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port; 0 takes a free one.")
@speaking
def demo(folder: Path, port: int, speaks: str, *, no_open: bool, no_browser: bool) -> None:
    """Make a case about invented people, and open it.

    Nothing in it is real. It is a place to try everything; delete the folder when you have seen enough.
    """
    if (folder / "vault.json").exists():
        _is_the_demonstration(folder)
        say(f"The demonstration case is there already: {folder}")
    else:
        _make(folder)
        say(f"The demonstration case is made: {folder}")
    say(f'Its passphrase is "{DEMO_PASSPHRASE}". Everybody in it is invented.')
    if no_open:
        say(f"To look at it: holdfast open {typed(folder)}")
    else:
        _serve(folder, port, DEMO_PASSPHRASE, speaks, browser=not no_browser and sys.stdout.isatty())


def _serve(folder: Path, port: int, secret: str | None, speaks: str, *, browser: bool) -> None:
    def announce(link: str) -> None:
        say(f"The page is at this address, for this computer only:\n{link}")
        say("It stays there until you press Ctrl-C here, which locks the case.")

    prepare()  # there by the time files are added, or a picture is looked at
    try:
        serve(folder, open_browser=browser, port=port, secret=secret, speaks=speaks, announce=announce)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        raise RequestError("That port is taken.", "Leave --port away: a free one is found.") from error


def _is_the_demonstration(folder: Path) -> None:
    try:
        Case.open(folder, DEMO_PASSPHRASE).close()
    except LockedError as error:
        raise RequestError("Another case is in that folder.", "Name another folder.") from error


def _make(folder: Path) -> None:
    case, _ = Case.create(folder, DEMO_PASSPHRASE)
    with contextlib.closing(case), Bar() as bar:
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
