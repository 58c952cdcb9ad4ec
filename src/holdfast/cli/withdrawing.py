"""The command that takes something out of a case again: withdraw."""

import sys
from functools import partial
from typing import TYPE_CHECKING

import click
import msgspec

from holdfast.case.withdrawing import STAYS
from holdfast.cli.opened import Bar, with_case
from holdfast.cli.printed import one_line, say, write_json
from holdfast.model.errors import RequestError

if TYPE_CHECKING:
    from holdfast.case.case import Case


@click.command()
@partial(with_case, writes=True)
@click.argument("item", metavar="SHA256|EVENT", required=False)
@click.option("--why", metavar="WORDS", help="The reason; the log keeps it.")
@click.option("--sure", is_flag=True, help="Do not ask again.")
@click.option("--list", "only_list", is_flag=True, help="List what was withdrawn so far.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def withdraw(
    case: "Case", item: str | None, why: str | None, *, sure: bool, only_list: bool, as_json: bool
) -> None:
    """Take a file out of the case again; its hash and your reason stay in the log.

    SHA256 is that of the file, or its beginning; EVENT is one that stands in a file of its own. The encrypted
    bytes are deleted, and what was read from them goes out of the timeline. Copies that were made or given
    away before still hold it and cannot be called back. This cannot be undone.
    """
    if only_list or as_json:
        _list(case, as_json=as_json)
        return
    if not item or not why or not why.strip():
        raise RequestError("A file and a reason are needed.", "Give its SHA-256, and --why WORDS.")
    source = _source(case, item)
    (name,) = [one.name for one in case.vault.log.sources() if one.sha256 == source]
    if not sure:
        _ask(name)
    with Bar() as bar:
        case.withdraw(source, why, bar)
    say(f"Withdrawn: {one_line(name)} (SHA-256 {source}).")
    say(STAYS)


def _source(case: "Case", item: str) -> str:
    try:
        return case.source_named(item)
    except RequestError:
        if not case.query.named(item):
            raise
    return case.only_source_of(item)


def _ask(name: str) -> None:
    if not sys.stdin or not sys.stdin.isatty():
        raise RequestError("Nobody is there to ask whether you are sure.", "Add --sure.")
    say(STAYS)
    if not click.confirm(f"Delete {one_line(name)} from the case?", err=True):
        raise RequestError("Nothing was withdrawn.", "")


def _list(case: "Case", *, as_json: bool) -> None:
    found = case.withdrawn()
    if as_json:
        write_json([msgspec.to_builtins(one) for one in found])
        return
    for one in found:
        say(f"{one_line(one.name)}  {one.size} bytes  SHA-256 {one.sha256}  ({one_line(one.why)})")
    if not found:
        say("Nothing was withdrawn.")
