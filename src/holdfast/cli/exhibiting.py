"""Commands about exhibits: exhibit, exhibits, caption, arrange, unexhibit."""

import re
from functools import partial
from typing import TYPE_CHECKING

import click
import msgspec

from holdfast.cli.opened import with_case
from holdfast.cli.printed import one_line, say, write_json

if TYPE_CHECKING:
    from holdfast.case.case import Case

choosing = partial(with_case, writes=True)


def numbered_finding(what: str) -> int:
    """The number in "F-3", as `holdfast findings` lists them; 0 where it is something else."""
    found = re.fullmatch(r"[Ff]-?(\d{1,4})", what)
    return int(found[1]) if found else 0


@click.command()
@choosing
@click.argument("what", metavar="EVENT|F-N")
@click.option("--caption", default="", metavar="WORDS", help="What the reader should know about it.")
def exhibit(case: "Case", what: str, caption: str) -> None:
    """Choose an event or a finding to be shown in papers, under a label.

    EVENT is the beginning of its id, as `holdfast timeline` and `holdfast search` show it. F-1 is the first
    finding that `holdfast findings` lists. It is kept as it is now: a finding may change as more is added.
    """
    number = numbered_finding(what)
    made = case.choose_finding_numbered(number, caption) if number else case.choose(what, caption)
    say(f"Chosen as {made.label}.")


@click.command()
@choosing
@click.argument("label")
@click.argument("words", metavar="WORDS")
def caption(case: "Case", label: str, words: str) -> None:
    """Give an exhibit another caption.

    LABEL is as `holdfast exhibits` shows it. Put the words in quotes; "" takes the caption away.
    """
    case.caption(label, words)
    say("Papers show it from now on. The log keeps both.")


@click.command()
@choosing
@click.argument("labels", nargs=-1, required=True, metavar="LABEL…")
@click.option("--before", default="", metavar="LABEL", help="Before which other; else they go to the end.")
def arrange(case: "Case", labels: tuple[str, ...], before: str) -> None:
    """Put exhibits in another order. Their labels stay.

    What was A-3 in one paper is A-3 in every other, wherever it stands.

    \b
    For example:
      holdfast arrange my-case A-5 A-3 --before A-1
    """
    case.arrange(labels, before)
    say(f"The order is now: {', '.join(one.label for one in case.exhibits())}.")


@click.command()
@choosing
@click.argument("label")
@click.option("--why", required=True, metavar="WORDS", help="The reason; the log keeps it.")
def unexhibit(case: "Case", label: str, why: str) -> None:
    """Take an exhibit out.

    LABEL is as `holdfast exhibits` shows it. It is not given again.
    """
    case.unchoose(label, why)
    say("Taken out. The log keeps both, and the reason.")


@click.command()
@with_case
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def exhibits(case: "Case", *, as_json: bool) -> None:
    """List the exhibits."""
    found = case.exhibits()
    if as_json:
        write_json([msgspec.to_builtins(exhibit) for exhibit in found])
        return
    for one in found:
        what = f"finding {one.finding.rule}" if one.finding else f"event {one.event[:8]}"
        say(f"{one.label}  {what}  {one_line(one.caption)}".rstrip())
    if not found:
        say("Nothing is chosen yet: see `holdfast exhibit --help`.")
