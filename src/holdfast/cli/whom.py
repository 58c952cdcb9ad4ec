"""The options that say to whom something goes, and why: the ledger keeps it."""

from typing import Any

import click

from holdfast.case.handing import To
from holdfast.model.recipient import RECIPIENTS


def to_whom(command: Any) -> Any:
    """The options that say to whom something goes, and why, for the ledger."""
    for option in (
        click.option("--why", "to_why", default="", metavar="WORDS", help="Why they get it."),
        click.option("--to", "to_name", default="", metavar="WORDS", help="Who gets it, in your words."),
        click.option(
            "--for", "to_kind", type=click.Choice(RECIPIENTS), help="What kind of reader it is for."
        ),
    ):
        command = option(command)
    return command


def told(given: dict[str, Any]) -> To:
    """Takes what those options gave out of the options of a command."""
    kind, name, why = (given.pop(key) for key in ("to_kind", "to_name", "to_why"))
    return To(kind=kind or "", name=name, why=why)
