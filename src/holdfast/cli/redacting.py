"""Commands about what must not leave: redact, unredact, redactions, proposals, look."""

from functools import partial
from typing import TYPE_CHECKING, get_args

import click
import msgspec

from holdfast.case.watching import Standing
from holdfast.cli.opened import with_case
from holdfast.cli.printed import number, one_line, say, write_json
from holdfast.model.recipient import RECIPIENTS
from holdfast.model.redaction import Box, DetailKind, Redaction

if TYPE_CHECKING:
    from holdfast.case.case import Case

_FEW = 6
_FOR = click.option(
    "--for", "recipient", type=click.Choice(RECIPIENTS), help="For which kind of reader; else for everybody."
)


@click.command()
@partial(with_case, writes=True)
@click.argument("kind", metavar="KIND", type=click.Choice(get_args(DetailKind)))
@click.argument("words", metavar="[WORDS]", default="")
@click.option("--picture", default="", metavar="LABEL|EVENT", help="Instead of words: a part of its picture.")
@click.option("--number", "place", default=1, show_default=True, help="Which of its pictures.")
@click.option("--box", default="", metavar="BOX", help="Which part of it: LEFT,TOP,WIDTH,HEIGHT.")
@_FOR
@click.option(
    "--why", required=True, metavar="WORDS", help="The reason: the list of what was taken out has it."
)
def redact(
    case: "Case",
    kind: DetailKind,
    words: str,
    picture: str,
    place: int,
    box: str,
    recipient: str | None,
    why: str,
) -> None:
    """Take words, or a part of a picture, out of everything that is made for a reader.

    KIND is one of: name, child, witness, home, workplace, school, place, phone, "mail address", account,
    "network address", other. In the place of the words stands the kind with a number. They are found in
    every field, in capital or small letters, with or without accents, however a number or an address is
    written. Another spelling is not known: name it as well, and look with `look`. Originals cannot leave for
    a reader for whom something is taken out; their hashes can.

    With --picture and --box (in per cent or pixels of the picture as it is shown: 10%,20%,30%,5% or
    120,80,300,60) a rectangle of it is black in everything that leaves for this reader, and nothing of it is
    beneath. Copies of the picture in another size are other pictures: cover them too.

    \b
    For example:
      holdfast redact my-case name "Ane Holm" --why "She has no part in it."
      holdfast redact my-case child --picture A-2 --box 10%,20%,30%,5% --why "A child's face."
    """
    if bool(words) == bool(picture) or bool(picture) != bool(box):
        raise click.UsageError("Give either words, or a picture with --picture and --box.")
    if picture:
        event = next((one.event for one in case.exhibits() if one.label == picture), picture)
        one = case.cover(event, place, kind, box, why, recipient=recipient or "")
    else:
        one = case.redact(kind, words, why, recipient=recipient or "")
    say(
        f"It is taken out from now on. To take that back: its id is {one.id}, see `holdfast unredact --help`."
    )
    if one.box:
        _say_copies(case, one)


def _say_copies(case: "Case", one: Redaction) -> None:
    for event in case.copies_not_covered(one):
        say(f"A picture that holds the same, whole or in part, came with event {event[:8]}: look at it too.")
    if case.looks().has_new():
        say("Some pictures were not looked at yet: `holdfast pictures` finds copies of this one among them.")


@click.command()
@partial(with_case, writes=True)
@click.argument("redaction")
@click.option("--why", required=True, metavar="WORDS", help="The reason; the log keeps it.")
def unredact(case: "Case", redaction: str, why: str) -> None:
    """Let words leave again that were taken out.

    REDACTION is its id, as `holdfast redactions` shows it.
    """
    case.unredact(redaction, why)
    say("It is not taken out any more. The log keeps both, and the reason.")


@click.command()
@with_case
@_FOR
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def redactions(case: "Case", recipient: str | None, *, as_json: bool) -> None:
    """List what is taken out, for one kind of reader or for all."""
    found = case.redactions(recipient)
    if as_json:
        write_json([msgspec.to_builtins(one) for one in found])
        return
    for one in found:
        reader = one.recipient or "everybody"
        what = _box(one.box) if one.box else one_line(one.words)
        say(f"{one.id}  {one.kind}: {what}  (for {reader}) {one_line(one.why)}")
    if not found:
        say("Nothing is taken out: see `holdfast redact --help`, and `holdfast proposals`.")


@click.command()
@with_case
@_FOR
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def proposals(case: "Case", recipient: str | None, *, as_json: bool) -> None:
    """List what could be taken out and is not yet. Nothing is taken out by itself.

    Your own accounts and network addresses, people around you, witnesses, what you named with `fact`, and
    whatever looks like an address or a number in any text.
    """
    _tell(case.proposals(recipient or ""), as_json=as_json)


@click.command()
@with_case
@_FOR
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def look(case: "Case", recipient: str | None, *, as_json: bool) -> None:
    """See what the other person would read about your life, if they got this.

    A paper can reach them: through a court, a lawyer, or somebody careless. Listed is what is known to be
    about your home, work, school, numbers, witnesses and own addresses, and is still in what would be made
    for this reader. What nobody named is not known: read the paper with their eyes too.
    """
    _tell(case.look(recipient or ""), as_json=as_json)


def _box(box: Box) -> str:
    size = f"{box.right - box.left} by {box.bottom - box.top} pixels at {box.left}, {box.top}"
    return f"{size} of the picture {box.picture[:12]}"


def _tell(found: list[Standing], *, as_json: bool) -> None:
    if as_json:
        write_json([msgspec.to_builtins(one) for one in found])
        return
    for one in found:
        say(f"{one.watched.kind}: {one_line(one.watched.words)}  ({one_line(one.watched.because)})")
        places = [f"entry {entry}" for entry in one.entries[:_FEW]] + list(map(one_line, one.others[:_FEW]))
        more = len(one.entries) + len(one.others) - len(places)
        rest = f" and {number(more, 'more place')}" if more else ""
        say(f"    {', '.join(places)}{rest}")
    if not found:
        say("Nothing of what is known stands in it.")
