"""Commands that hand something over: packet, extract."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from holdfast.case.printing import Ordered
from holdfast.cli.opened import with_case
from holdfast.cli.printed import say
from holdfast.cli.whom import to_whom, told
from holdfast.model.errors import HoldfastError, InputError, RequestError
from holdfast.outputs.recipients import ASKED_FOR
from holdfast.timeline.filter import Filter

if TYPE_CHECKING:
    from holdfast.case.case import Case

NOT_LOCKED = "It is not encrypted: whoever has the file can read it."


@click.command()
@partial(with_case, writes=True)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The PDF to write."
)
@click.option("--title", default="", metavar="WORDS", help="A title for the cover.")
@click.option(
    "--prepared-by", default="", metavar="WORDS", help="Who put it together, if that may be printed."
)
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", help="The size of the paper.")
@click.option("--large-print", is_flag=True, help="Larger letters.")
@click.option("--sign", is_flag=True, help="Sign it, so that any later change shows.")
@click.option("--since", metavar="DAY", help="Leave out what is before this day (the cover says so).")
@click.option("--until", metavar="DAY", help="Leave out what is after this day (the cover says so).")
@click.option(
    "--account",
    "accounts",
    multiple=True,
    metavar="KEY",
    help="Only conversations with this account (the cover says so).",
)
@click.option(
    "--with",
    "parts",
    multiple=True,
    type=click.Choice(sorted(ASKED_FOR)),
    help="A part that has to be asked for.",
)
@click.option("--place", default="", metavar="PLACE", help="With the part law: of which place (see `laws`).")
@click.option(
    "--pictures", default="", metavar="LABELS", help="Print the pictures of these exhibits: A-1,A-3 …"
)
@click.option("--marked", is_flag=True, help="Not to hand over: mark what is known of your life in it.")
@to_whom
def packet(
    case: "Case",
    out: Path,
    title: str,
    prepared_by: str,
    paper: Literal["a4", "letter"],
    since: str | None,
    until: str | None,
    accounts: tuple[str, ...],
    parts: tuple[str, ...],
    place: str,
    pictures: str,
    *,
    large_print: bool,
    sign: bool,
    marked: bool,
    **given: Any,
) -> None:
    """Make the packet: a PDF that somebody else can read and check.

    It holds the log, the exhibits you chose, the findings, the hashes, and how to check them. Private notes
    are left out. With `--account`, which can be given again, both sides stay: what the account wrote or was
    sent, and the whole of each chat in which it wrote. The file is not encrypted.

    With `--for` it holds the parts that are for this kind of reader, and what `redact` names for them is
    taken out. With `--with` it also has: impact (what you wrote about it), law (questions that the law asks,
    with your evidence beside each), indicators, outline (room for your own statement). No picture is printed
    unless you name its exhibit. `--marked` makes it as the other person would read it, with what is known of
    your home, work, school, numbers, witnesses and own addresses marked.

    With `--sign` it carries a signature of the case's own certificate (PAdES): any later change to the file
    shows. The certificate names nobody and leads to no authority; PDF programs say that they do not know it.
    """
    can_be_made(out)
    which = Filter(
        since=case.day(since) if since else None,
        until=case.day(until, end=True) if until else None,
        accounts=accounts,
    )
    ordered = Ordered(
        title=title,
        prepared_by=prepared_by,
        paper=paper,
        large_print=large_print,
        which=which,
        parts=parts,
        pictures=labels_in(pictures),
        place=place,
        is_marking=marked,
    )
    pdf = case.packet(ordered, sign=sign, to=told(given))
    try:
        with out.open("xb") as target:
            target.write(pdf)
    except OSError as error:
        raise not_taken(out) from error
    say(f"Written: {out} ({len(pdf)} bytes). {NOT_LOCKED}")


@click.command()
@partial(with_case, writes=True)
@click.argument("sha256")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Where to put it."
)
@to_whom
def extract(case: "Case", sha256: str, out: Path, **given: Any) -> None:
    """Give back the original bytes of a file that was handed in.

    SHA256 is that of the file, or its beginning, as `holdfast sources` shows it.
    """
    source = case.source_named(sha256)
    can_be_made(out)
    try:
        with out.open("xb") as target:
            case.extract(source, target, told(given))
    except HoldfastError:
        out.unlink(missing_ok=True)
        raise
    except OSError as error:
        raise not_taken(out) from error
    say(f"Written: {out}. {NOT_LOCKED}")


def labels_in(text: str) -> tuple[str, ...]:
    """The labels in "A-1,A-3"."""
    return tuple(label.strip() for label in text.split(",") if label.strip())


def can_be_made(out: Path) -> None:
    """Said before the work is done. Raises RequestError."""
    if out.exists() or out.is_symlink():
        raise RequestError("There is a file of that name already.", "Choose another name with --out.")
    if not out.absolute().parent.is_dir():
        raise RequestError("The folder for that file does not exist.", "Choose another place with --out.")


def not_taken(out: Path) -> InputError:
    """A piece of a file would look like the whole one, so nothing is left."""
    out.unlink(missing_ok=True)
    return InputError("The file cannot be written there.", "Make room, or choose another place with --out.")
