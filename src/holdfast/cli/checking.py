"""Commands that check and repair: verify, rebuild, log."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from holdfast.case.copies import check
from holdfast.cli.done import done
from holdfast.cli.opened import Bar, case_options, unlocked, with_case
from holdfast.cli.printed import number, one_line, say, write_json
from holdfast.formats.dates import long_date
from holdfast.model.errors import DamageError
from holdfast.model.row import iso
from holdfast.vault.clock import length
from holdfast.vault.findings import Verification

if TYPE_CHECKING:
    from holdfast.case.case import Case


@click.command()
@case_options
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def verify(folder: Path, passphrase_fd: int | None, *, as_json: bool) -> None:
    """Check every byte and every entry of a case, or of a copy of it.

    Nothing is changed. Where something is missing, it is named, and what is left still proves what it can.
    The exit code is 0 only if all of it holds, and 4 if something is damaged.
    """
    with Bar() as bar:
        result = unlocked(passphrase_fd, lambda secret: check(folder, secret, bar))
    if as_json:
        write_json(msgspec.to_builtins(result))
    else:
        _say_checked(result)
    if not result.ok:
        is_one = len(result.faults) == 1
        raise DamageError(
            f"{number(len(result.faults), 'thing')} {'is' if is_one else 'are'} not as the log says.",
            "Copy the case folder somewhere safe before you do anything else.",
        )


def _say_checked(result: Verification) -> None:
    say("Checked: " + ", ".join(f"{many} {what}" for what, many in result.checked.items()) + ".")
    for found in result.found:
        say(f"Left over, belongs to nothing, no harm: {one_line(found)}")
    for one in result.withdrawn:
        say(f"Withdrawn by you, no damage: {one_line(one.name)} (SHA-256 {one.sha256})")
    for remark in result.remarks:
        say(f"No damage, but worth knowing: {one_line(remark.what)}")
    for fault in result.faults:
        say(f"Not as it was: {one_line(fault.where)}: {one_line(fault.what)}")
    for proved in result.proves:
        say(proved)
    if result.ok:
        say("Everything is as the log says.")


@click.command()
@partial(with_case, up_to_date=False, writes=True)
def rebuild(case: "Case") -> None:
    """Make the index again from the originals and the log.

    The index is what the timeline and the search use. Making it again loses nothing.
    """
    with Bar() as bar:
        case.rebuild(bar)
    say(f"Made again: {number(case.query.totals()['events'], 'event')}.")


@click.command()
@partial(with_case, up_to_date=False)
@click.option("--limit", type=click.IntRange(min=1), default=50, help="How many entries, newest first.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def log(case: "Case", limit: int, *, as_json: bool) -> None:
    """Show what was done with the case, newest first."""
    entries = case.log(limit)
    if as_json:
        write_json(
            [
                {"number": e.number, "at": iso(e.at), "action": e.action, "body": e.body, "back": e.back}
                for e in entries
            ]
        )
        return
    zone, _ = case.zone()
    for entry in entries:
        say(f"{entry.number}  {long_date(entry.at, zone)}  {one_line(done(entry.action, entry.body))}")
        if entry.back:
            say(f"    dated {length(entry.back)} before the entry it follows: the clock was set back")
