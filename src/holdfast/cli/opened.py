"""What commands share: the case argument with its passphrase, progress on a terminal, output as JSON."""

import contextlib
import functools
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from holdfast.case.case import Case
from holdfast.cli.secret import passphrase
from holdfast.model.errors import LockedError

_STAGES = {
    "keeping": "Keeping the originals",
    "reading": "Reading",
    "settling": "Putting together",
    "checking": "Checking",
}


def with_case(command: Callable[..., Any], *, up_to_date: bool = True) -> Callable[..., Any]:
    """Hands a command its opened case, and locks it again afterwards.

    `up_to_date`: first read what an interrupted `add` kept but did not read, or an older version read.
    """

    @click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
    @click.option("--passphrase-fd", type=int, metavar="N", help="Read the passphrase from this descriptor.")
    @functools.wraps(command)
    def run(folder: Path, passphrase_fd: int | None, **given: Any) -> Any:
        case = Case.open(folder, passphrase(passphrase_fd))
        try:
            if up_to_date:
                bar = Bar()
                with contextlib.suppress(LockedError):
                    case.read(bar)
                bar.end()
            return command(case, **given)
        finally:
            case.close()

    return run


class Bar:
    """A line of progress on standard error, where that is a terminal; silent elsewhere."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._shown = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """As `case.Progress`."""
        if not self._live:
            return
        share = f" {min(100, done * 100 // total)} %" if total else " …"
        line = _STAGES.get(stage, stage) + share
        if line != self._shown:
            click.echo(f"\r{line:<40}", nl=False, err=True)
            self._shown = line

    def end(self) -> None:
        """Clears the line."""
        if self._shown:
            click.echo("\r" + " " * 40 + "\r", nl=False, err=True)


def write_json(value: Any) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def write_lines(values: Iterable[Any]) -> None:
    """JSON Lines on standard output, one at a time."""
    for value in values:
        click.echo(json.dumps(value, ensure_ascii=False))


def printable(text: str) -> str:
    """Evidence as a terminal may show it: characters that would steer it are replaced by U+FFFD."""
    return "".join(c if (c >= " " and not "\x7f" <= c <= "\x9f") or c in "\n\t" else "\ufffd" for c in text)
