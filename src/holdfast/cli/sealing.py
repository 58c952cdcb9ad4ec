"""What concerns sealed folders: made and added to where nobody can read them, taken in with the key."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from holdfast.case.sealed import add_sealed as sealed
from holdfast.cli.opened import Bar, with_case
from holdfast.cli.printed import number, one_line, say, typed, write_json
from holdfast.model.errors import DamageError, InputError, RequestError
from holdfast.vault.inbox import Inbox
from holdfast.vault.keys import secret_key

if TYPE_CHECKING:
    from holdfast.case.case import Case

_ANSWERS = ("me", "zone", "order")


def new_sealed(folder: Path, recipient: str, *, as_json: bool) -> None:
    """Makes a sealed folder."""
    inbox = Inbox.create(folder, recipient)
    if as_json:
        write_json({"sealed_to": inbox.recipient})
        return
    say(f"The sealed folder is made, for {inbox.recipient}.")
    say("Compare this key with the paper or person you have it from: only its holder can read what you add.")
    say(f"Next: holdfast add {typed(folder)} FILE …")


def add_sealed(folder: Path, *, files: tuple[Path, ...], obtained: str, as_json: bool, **given: Any) -> None:
    """Adds to a sealed folder. RequestError for answers, which only somebody who can read can give."""
    if any(given[name] for name in _ANSWERS):
        raise RequestError(
            "This is a sealed folder: nothing is read here, so nothing can be answered.",
            "Only --obtained can be given. The rest is asked where it is taken in.",
        )
    inbox = Inbox.open(folder)
    with Bar() as bar:
        added = sealed(inbox, files, obtained, bar)
    if as_json:
        write_json(
            {
                "kept": [{"name": s.name, "sha256": s.sha256, "size": s.size} for s in added.kept],
                "already": list(added.already),
                "healed": [],
                "refused": [{"name": r.name, "why": r.why} for r in added.refused],
                "line": inbox.line(),
            }
        )
    else:
        for refused in added.refused:
            say(f"Not kept: {one_line(refused.name)}: {one_line(refused.why)}", trouble=True)
        if added.kept:
            say(f"Sealed: {number(len(added.kept), 'file')}, for {inbox.recipient}.")
            say("This device cannot read it. What you added still lies where it was as well.")
            say(f"Its line, which shows later that nothing is missing:\n{inbox.line()}")
        elif not added.refused:
            say("There was no file to keep in what you named.")
    if added.refused and not added.kept:
        raise InputError("None of these files could be kept.", "Look at the reasons above.")


@click.command()
@partial(with_case, writes=True, reads=True)
@click.argument("sealed_folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--identity",
    metavar="FILE",
    type=click.File("r"),
    help="The file with the age key that it was sealed for, where that is not the key of this case.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was taken in as JSON.")
def take_in(case: "Case", sealed_folder: Path, identity: Any, *, as_json: bool) -> None:
    """Take into the case what was added to a sealed folder.

    The folder stays as it is. Each of its entries is checked against the one before it and written to the log
    of the case; what was taken in before is not taken in again. Compare the line that is printed with the one
    that was printed last on the device that added: if they differ, something is missing or was added.
    """
    own = secret_key(identity.read()) if identity else None
    if identity and own is None:
        raise RequestError("There is no age key in that file.", "`age-keygen` makes such files.")
    with Bar() as bar:
        taken = case.take_in(sealed_folder, [own] if own else [], bar)
    if as_json:
        write_json(msgspec.to_builtins(taken))
    else:
        new = "1 new entry" if taken.entries == 1 else f"{taken.entries} new entries"
        say(f"Taken in: {number(taken.files, 'file')}, from {new}.")
        for trouble in taken.troubles:
            say(f"Not as it was sealed: {trouble}")
        if taken.line:
            say(f"The line of the last that is there:\n{taken.line}")
    if taken.troubles:
        raise DamageError(
            f"{number(len(taken.troubles), 'thing')} in the sealed folder did not fit.",
            "Look for another copy of that folder. What could be opened is in the case.",
        )
