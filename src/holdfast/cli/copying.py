"""Commands about copies of a case: backup, restore, merge."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from holdfast.case.copies import restore as restored
from holdfast.cli.opened import Bar, unlocked, with_case
from holdfast.cli.printed import number, one_line, say, typed, write_json
from holdfast.model.errors import DamageError
from holdfast.vault.copying import Copied
from holdfast.vault.merging import Merged

if TYPE_CHECKING:
    from holdfast.case.case import Case

_as_json = click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")


@click.command()
@partial(with_case, up_to_date=False, writes=True)
@click.argument("copy", metavar="COPY", type=click.Path(path_type=Path))
@click.option("--every-byte", is_flag=True, help="Read again all that lies there, not only what is new.")
@_as_json
def backup(case: "Case", copy: Path, *, every_byte: bool, as_json: bool) -> None:
    """Make a copy in another folder or on a stick, or bring it up to date.

    Only what is new is copied, and read back. The copy is locked like the case, and opens with the same
    passphrase. Stopped at any moment, the copy that was there before is still good: do the same again. What
    is damaged in one of the two is made whole from the other.
    """
    with Bar() as bar:
        done = case.backup(copy, bar, every_byte=every_byte)
    if as_json:
        _write(done)
        return
    say(f"Copied: {number(len(done.written), 'file')}, {done.size} bytes. The copy is as far as the case.")
    for name in done.healed:
        say(f"Was damaged in the case, and is whole again from the copy: {one_line(name)}")
    _told(done)
    say(f"To check it: holdfast verify {typed(copy)}")


@click.command()
@click.argument("copy", metavar="COPY", type=click.Path(path_type=Path))
@click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
@click.option("--passphrase-fd", type=int, metavar="N", help="Read the passphrase from file descriptor N.")
@_as_json
def restore(copy: Path, folder: Path, passphrase_fd: int | None, *, as_json: bool) -> None:
    """Make the case again from a copy, or make a damaged case whole.

    Every byte that is there is checked, and what is missing or damaged is brought from the copy. The copy
    stays as it is.
    """
    with Bar() as bar:
        done = unlocked(passphrase_fd, lambda secret: restored(copy, secret, folder, bar))
    if as_json:
        _write(done)
        return
    say(f"Restored: {number(len(done.written), 'file')}, {done.size} bytes.")
    _told(done)
    say(f"To check it: holdfast verify {typed(folder)}")


@click.command()
@partial(with_case, up_to_date=False, writes=True)
@click.argument("copy", metavar="COPY", type=click.Path(path_type=Path))
@_as_json
def merge(case: "Case", copy: Path, *, as_json: bool) -> None:
    """Bring in what was added and decided in a copy that was used by itself.

    What both hold stays. Where both decided the same thing differently, the decision of the case stays, the
    other one is kept in the log, and you are told. The copy stays as it is; `backup` then brings it up to
    date.
    """
    with Bar() as bar:
        done = case.merge(copy, bar)
    if as_json:
        _write(done)
        return
    say(f"Brought in: {_entries(done.entries)} of the log, {number(done.originals, 'original')}.")
    for conflict in done.conflicts:
        say(f"Please look: {one_line(conflict)}")
    for name in done.healed:
        say(f"Was damaged in the case, and is whole again from the copy: {one_line(name)}")
    _missing(done.lacking)


def _write(done: Copied | Merged) -> None:
    write_json(msgspec.to_builtins(done))
    _lacking(done.lacking)


def _entries(many: int) -> str:
    return "1 entry" if many == 1 else f"{many} entries"


def _told(done: Copied) -> None:
    if done.aside:
        say(f"The log that was there could not be read. It is kept as {done.aside}.")
    _missing(done.lacking)


def _missing(names: tuple[str, ...]) -> None:
    for name in names:
        say(f"Missing or damaged in both: {one_line(name)}", trouble=True)
    _lacking(names)


def _lacking(names: tuple[str, ...]) -> None:
    if names:
        raise DamageError(
            f"{number(len(names), 'file')} could not be copied.",
            "All else is safe. Add the originals again where you have them, or look for another copy.",
        )
