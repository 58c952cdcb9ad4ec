"""Commands that put something into a case: new, add."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.case.decisions import Answer
from holdfast.case.kept import Added, Kept
from holdfast.cli.opened import Bar, with_case
from holdfast.cli.printed import number, one_line, say, typed, write_json
from holdfast.cli.sealing import add_sealed, new_sealed
from holdfast.cli.secret import new_passphrase
from holdfast.model.errors import InputError, RequestError

if TYPE_CHECKING:
    from holdfast.case.case import Case


@click.command()
@click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
@click.option("--passphrase-fd", type=int, metavar="N", help="Read the passphrase from file descriptor N.")
@click.option("--sealed-to", metavar="AGE-KEY", help="Make a sealed folder for this public key instead.")
@click.option("--json", "as_json", is_flag=True, help="Print the recovery key as JSON.")
def new(folder: Path, passphrase_fd: int | None, sealed_to: str | None, *, as_json: bool) -> None:
    """Make an empty case in a new folder.

    You choose a passphrase, and get a recovery key. The key is printed once: write it on paper and keep it
    where the other person cannot find it. Nobody can reset either of them.

    With --sealed-to it becomes a sealed folder: this device can add to it and cannot read what is in it, and
    no passphrase is asked for. AGE-KEY begins with age1: it is that of somebody you trust, or that of a case
    of your own on another device (`holdfast key public`). They take it in with `holdfast take-in`.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RequestError("Something of that name is there already.", "Choose another name for the case.")
    if not folder.absolute().parent.is_dir():
        raise RequestError("The folder it should be in does not exist.", "Make that folder first.")
    if sealed_to is not None:
        new_sealed(folder, sealed_to, as_json=as_json)
        return
    case, recovery = Kept.create(folder, new_passphrase(passphrase_fd))
    case.close()
    if as_json:
        write_json({"recovery_key": recovery})
        return
    say("The case is made. This is its recovery key, shown only now:")
    say(f"\n    {recovery}\n")
    say("Write it on paper. It opens the case if the passphrase is forgotten.")
    say("Nobody can reset either of them.")
    say(f"Next: holdfast add {typed(folder)} FILE …")


@click.command()
@partial(with_case, writes=True, reads=True, sealed=add_sealed)
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--me", multiple=True, metavar="ACCOUNT", help="An account that is yours, as the export shows it."
)
@click.option("--zone", metavar="ZONE", help="The time zone these files were written in: Europe/London …")
@click.option("--day-first", "order", flag_value="day_first", help="Dates in these files: 14/06/2025.")
@click.option("--month-first", "order", flag_value="month_first", help="Dates in these files: 06/14/2025.")
@click.option("--year-first", "order", flag_value="year_first", help="Dates in these files: 2025/06/14.")
@click.option("--obtained", default="", metavar="WORDS", help="Where these files are from, in your words.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of each file as JSON.")
def add(
    case: "Case",
    files: tuple[Path, ...],
    me: tuple[str, ...],
    zone: str | None,
    order: str | None,
    obtained: str,
    *,
    as_json: bool,
) -> None:
    """Keep files and folders in the case, and read them.

    The originals are copied, encrypted and never changed. Adding the same file again changes nothing; so
    after an interruption simply do the same again. What you do not know can be left out: Holdfast asks for
    what it needs (see `holdfast questions`), and an answer can be changed.

    In a sealed folder the files are only kept, and whoever takes them in answers. Nothing is asked for.

    \b
    For example:
      holdfast add my-case Downloads/chat.zip --zone Europe/London --me Maya
    """
    answers = [Answer(about="me", value=account) for account in me]
    answers += [Answer(about="zone", value=zone)] if zone else []
    answers += [Answer(about="date_order", value=order)] if order else []
    with Bar() as bar:
        added = case.add(files, obtained=obtained, answers=answers, progress=bar)
    if as_json:
        write_json(
            {
                "kept": [{"name": s.name, "sha256": s.sha256, "size": s.size} for s in added.kept],
                "already": list(added.already),
                "healed": list(added.healed),
                "refused": [{"name": r.name, "why": r.why} for r in added.refused],
            }
        )
    else:
        _tell(case, added)
        if me and not case.query.mine():
            say("No account named with --me is in the case so far: `holdfast accounts` lists those that are.")
    if added.refused and not added.kept and not added.already:
        raise InputError("None of these files could be kept.", "Look at the reasons above.")


def _tell(case: "Case", added: Added) -> None:
    for refused in added.refused:
        say(f"Not kept: {one_line(refused.name)}: {one_line(refused.why)}", trouble=True)
    if not (added.kept or added.already or added.refused):
        say("There was no file to keep in what you named.")
        return
    say(f"Saved: {number(len(added.kept), 'file')}.")
    if added.already:
        say(f"Already here, nothing stored twice: {number(len(added.already), 'file')}.")
    for name in added.healed:
        say(f"Was damaged here, and is whole again: {one_line(name)}")
    totals = case.query.totals()
    say(
        f"The case now holds {number(totals['occurrences'], 'event')}. Understood: "
        f"{totals['members'] - totals['unclaimed']} of {number(totals['members'], 'file')}."
    )
    if totals["problems"]:
        say(f"{number(totals['problems'], 'remark')} on what could not be read: see `holdfast problems`.")
    if waiting := len(case.waiting()):
        verb = "waits" if waiting == 1 else "wait"
        say(f"{number(waiting, 'question')} {verb} for you: see `holdfast questions`.")
