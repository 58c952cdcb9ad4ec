"""What commands share: the case argument with its passphrase, and progress on a terminal."""

import functools
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import click

from holdfast.cli.printed import say
from holdfast.cli.secret import is_asked_for, passphrase
from holdfast.model.errors import LockedError, RequestError, SpaceError
from holdfast.reading.processes import prepare
from holdfast.vault.inbox import is_sealed
from holdfast.vault.vault import Vault, describe

if TYPE_CHECKING:
    from holdfast.case.case import Case

_STAGES = {
    "keeping": "Keeping the originals",
    "reading": "Reading",
    "settling": "Putting together",
    "checking": "Checking",
    "copying": "Copying",
    "looking": "Looking at pictures",
    "comparing": "Comparing them",
}
_TRIES = 3

Command = Callable[..., Any]
Given = TypeVar("Given")


def case_options(command: Command) -> Command:
    """The argument CASE, and `--passphrase-fd`, which stands last in the help."""
    given = click.Option(
        ["--passphrase-fd"], type=int, metavar="N", help="Read the passphrase from file descriptor N."
    )
    asked = click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))(command)
    # Click keeps parameters from the last to the first.
    asked.__click_params__.insert(0, given)  # type: ignore[attr-defined]
    return asked


def with_case(
    command: Command,
    *,
    up_to_date: bool = True,
    writes: bool = False,
    reads: bool = False,
    sealed: Command | None = None,
) -> Command:
    """Hands a command its opened case, and locks it again afterwards.

    `up_to_date`: first read what an interrupted `add` kept but did not read, or an older version read. A
    command that only shows goes on with what is there while another program writes; one that `writes` ends.
    One that `reads` files has its readers made ready while the passphrase is worked out.
    `sealed` is called instead, with the folder, where that is a sealed one.
    """

    @case_options
    @functools.wraps(command)
    def run(folder: Path, passphrase_fd: int | None, **given: Any) -> Any:
        _sound(given.values())
        if sealed and is_sealed(folder):
            return sealed(folder, **given)
        if reads:
            prepare()
        with opened(folder, passphrase_fd) as case:
            if up_to_date:
                _bring_up_to_date(case, writes=writes)
            return command(case, **given)

    return run


@contextmanager
def opened(folder: Path, descriptor: int | None) -> "Iterator[Case]":
    """The case, open until the block ends. A mistyped passphrase may be typed again."""
    describe(folder)
    case = unlocked(descriptor, functools.partial(_open, folder))
    try:
        yield case
    finally:
        case.close()


def _open(folder: Path, secret: str) -> "Case":
    # Unlocking is slow on purpose, and on a core of its own: meanwhile what a case can do is loaded, and the
    # importers, whose versions tell whether something has to be read again.
    with ThreadPoolExecutor(1) as aside:
        vault = aside.submit(Vault.open, folder, secret)
        from holdfast.case.case import Case
        from holdfast.importers import importers

        importers()
        return Case(vault.result())


def unlocked(descriptor: int | None, opening: Callable[[str], Given]) -> Given:
    """What `opening` gives for the passphrase. A mistyped one may be typed again."""
    for left in reversed(range(_TRIES)):
        secret = passphrase(descriptor)
        try:
            return opening(secret)
        except LockedError as error:
            if not left or not is_asked_for(descriptor) or not sys.stdin.isatty():
                raise
            say(f"{error.what} {error.hint}", trouble=True)
    raise AssertionError


def _bring_up_to_date(case: "Case", *, writes: bool) -> None:
    try:
        with Bar() as bar:
            case.read(bar)
    except (LockedError, SpaceError) as error:
        if writes:
            raise
        say(f"holdfast: {error.what}", trouble=True)
        say("  What is shown may not be all yet.", trouble=True)


def _sound(values: Iterable[Any]) -> None:
    """RequestError for words that the terminal handed over as bytes that are no text."""
    for value in values:
        words = value if isinstance(value, tuple) else (value,)
        if any(isinstance(word, str) and not word.isascii() and _halves(word) for word in words):
            raise RequestError(
                "One of the words given is not text.", "Type it again, or use another terminal."
            )


def _halves(word: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in word)


class Bar:
    """A line of progress on standard error, where that is a terminal; silent elsewhere."""

    def __init__(self) -> None:
        self._live = bool(sys.stderr) and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._shown = ""

    def __enter__(self) -> Self:
        return self

    def __call__(self, stage: str, done: int, total: int) -> None:
        """As `case.Progress`."""
        if not self._live:
            return
        share = f" {min(100, done * 100 // total)} %" if total else " …"
        line = _STAGES.get(stage, stage) + share
        if line != self._shown:
            click.echo(f"\r{line:<40}", nl=False, err=True)
            self._shown = line

    def __exit__(self, *_: object) -> None:
        """Clears the line."""
        if self._shown:
            click.echo("\r" + " " * 40 + "\r", nl=False, err=True)
            self._shown = ""
