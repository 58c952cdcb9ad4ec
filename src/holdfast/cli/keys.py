"""Commands about who can open the case: key …"""

from functools import partial
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click
import msgspec

from holdfast.case.keyed import STAYS
from holdfast.cli.opened import with_case
from holdfast.cli.printed import say, write_json
from holdfast.cli.secret import new_passphrase
from holdfast.formats.dates import long_date
from holdfast.vault.vault import describe

if TYPE_CHECKING:
    from holdfast.case.case import Case

_WHO = {
    "passphrase": "the passphrase",
    "recovery key": "the recovery key",
    "shares": "two of three shares",
    "recipient": "the age key",
}


_as_json = click.option("--json", "as_json", is_flag=True, help="Print as JSON.")


@click.group()
def key() -> None:
    """Change who can open the case: passphrase, recovery key, shares, further people.

    Nothing that is in the case is encrypted anew. Each change is written to the log.
    """


@key.command("list")
@partial(with_case, up_to_date=False)
@_as_json
def list_(case: "Case", *, as_json: bool) -> None:
    """List who can open the case."""
    holders = case.holders()
    if as_json:
        write_json([msgspec.to_builtins(holder) for holder in holders])
        return
    zone, _ = case.zone()
    for holder in holders:
        say(f"{_WHO[holder.what]} {holder.recipient}".strip() + f", since {long_date(holder.since, zone)}")


@key.command()
@click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
def public(folder: Path) -> None:
    """Print the public key of the case: with it another device can seal something for this case.

    It opens nothing, and no passphrase is needed. See `holdfast new --help`, --sealed-to.
    """
    say(describe(folder).recipient)


@key.command()
@partial(with_case, up_to_date=False, writes=True)
@click.option("--new-passphrase-fd", type=int, metavar="N", help="Read the new one from file descriptor N.")
def passphrase(case: "Case", new_passphrase_fd: int | None) -> None:
    """Choose another passphrase.

    An older copy of the case still opens with the old one.
    """
    case.change_passphrase(new_passphrase(new_passphrase_fd, is_change=True))
    say("From now on the new passphrase opens the case. Older copies still open with the old one.")


@key.command()
@partial(with_case, up_to_date=False, writes=True)
@_as_json
def recovery(case: "Case", *, as_json: bool) -> None:
    """Make a new recovery key; the old one opens nothing any more.

    An older copy of the case still opens with the old one.
    """
    made = case.renew_recovery()
    if as_json:
        write_json({"recovery_key": made})
        return
    say("This is the new recovery key, shown only now:")
    say(f"\n    {made}\n")
    say("Write it on paper, and destroy the old one. Older copies still open with the old one.")


@key.command()
@partial(with_case, up_to_date=False, writes=True)
@click.option("--remove", is_flag=True, help="Let the shares open nothing any more.")
@_as_json
def shares(case: "Case", *, remove: bool, as_json: bool) -> None:
    """Make three shares, of which any two open the case.

    Each is twenty words on a paper of its own, for three people or places. One alone opens nothing. Where a
    passphrase is asked for, type two of them one after the other. Earlier shares open nothing any more.
    """
    if remove:
        case.remove_shares()
        say("The shares open nothing any more. Older copies of the case still open with them.")
        return
    made = case.make_shares()
    if as_json:
        write_json({"shares": made})
        return
    for number, share in enumerate(made, 1):
        say(f"Share {number} of 3, shown only now:")
        say("".join(f"\n    {line}" for line in wrap(share, 60)) + "\n")
    say("Write each on a paper of its own. Any two open the case, typed one after the other.")


@key.command()
@partial(with_case, up_to_date=False, writes=True)
@click.argument("recipient", metavar="AGE-KEY")
def add_recipient(case: "Case", recipient: str) -> None:
    """Let somebody else open the case with an age key of their own.

    AGE-KEY is their public key: it begins with age1, and `age-keygen` makes it. They open a copy of the case
    with the line AGE-SECRET-KEY… of their key file, where a passphrase is asked for. They can then read
    everything, and add to it.
    """
    case.add_recipient(recipient)
    say("They can open every copy of the case that is made from now on.")


@key.command()
@partial(with_case, up_to_date=False, writes=True)
@click.argument("recipient", metavar="AGE-KEY")
def remove_recipient(case: "Case", recipient: str) -> None:
    """Take that back: their key opens no copy that is made from now on.

    What they had they keep.
    """
    case.remove_recipient(recipient)
    say(f"Their key is taken out. {STAYS}")
