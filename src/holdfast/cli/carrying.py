"""The command that writes a part of a case to be carried: portable."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from holdfast.case.bag import Archive, Place, new_folder
from holdfast.case.kept import now
from holdfast.case.log_alone import Asked
from holdfast.case.portable import Carried
from holdfast.cli.handing import NOT_LOCKED, can_be_made, labels_in, not_taken
from holdfast.cli.opened import with_case
from holdfast.cli.printed import number, say, write_json
from holdfast.cli.whom import to_whom, told
from holdfast.outputs.given import Paper
from holdfast.timeline.filter import Filter
from holdfast.vault import age
from holdfast.vault.keys import public_key

if TYPE_CHECKING:
    from holdfast.case.case import Case

_NAME = "notes"
"""Of the folder inside an encrypted one: says nothing to somebody who looks at it."""


@click.command()
@partial(with_case, writes=True)
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="PATH", help="What to write.")
@click.option("--whole-timeline", is_flag=True, help="Every entry, and not only the exhibits.")
@click.option("--since", metavar="DAY", help="With --whole-timeline: leave out what is before this day.")
@click.option("--until", metavar="DAY", help="With --whole-timeline: leave out what is after this day.")
@click.option("--title", default="", metavar="WORDS", help="A title.")
@click.option("--prepared-by", default="", metavar="WORDS", help="Who put it together, if that may be shown.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", help="The size of the paper.")
@click.option(
    "--pictures",
    default="",
    metavar="LABELS",
    help="With the pictures of these exhibits: A-1,A-3 …",
)
@click.option("--expires", default="", metavar="DAY", help="Ask that it be deleted after this day.")
@click.option("--to-key", default="", metavar="AGE-KEY", help="Encrypt it for this public age key: one file.")
@to_whom
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def portable(
    case: "Case",
    out: Path,
    since: str | None,
    until: str | None,
    title: str,
    prepared_by: str,
    paper: Paper,
    pictures: str,
    expires: str,
    to_key: str,
    *,
    whole_timeline: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Write a folder for a stick that opens in any browser, without installation or network.

    It shows the exhibits you chose, lets people search, and checks files against their hashes. The paper is
    in it, and the originals of the exhibits with their proofs, unless something is taken out for this reader.
    It cannot be changed from there. With --to-key it becomes one encrypted file (a zip inside, opened with
    the program age). A day to delete it is only asked for: nothing can enforce that.
    """
    to = told(given)
    which = Filter(
        since=case.day(since) if since else None, until=case.day(until, end=True) if until else None
    )
    asked = Asked(
        which=which if whole_timeline else Filter(),
        exhibits_only=not whole_timeline,
        title=title,
        prepared_by=prepared_by,
        paper=paper,
        pictures=labels_in(pictures),
    )
    can_be_made(out)
    carry = partial(case.carry, asked=asked, to=to, expires=expires)
    made = _sealed(carry, out, public_key(to_key)) if to_key else _open(carry, out)
    if as_json:
        write_json(msgspec.to_builtins(made))
        return
    many = "1 entry" if made.entries == 1 else f"{made.entries} entries"
    say(f"Written: {out} ({many}, {number(made.exhibits, 'exhibit')}, {made.size} bytes).")
    if not made.with_originals:
        say("No originals are in it.")
    say("Only the holder of that key can open it." if to_key else NOT_LOCKED)


def _open(carry: Any, out: Path) -> Carried:
    with new_folder(out) as folder:
        made: Carried = carry(folder)
    return made


def _sealed(carry: Any, out: Path, key: str) -> Carried:
    archive: Archive = Archive(_NAME, now())
    place: Place = archive
    made: Carried = carry(place)
    sealed = age.encrypt(archive.end(), key)
    try:
        with out.open("xb") as target:
            target.write(sealed)
    except OSError as error:
        raise not_taken(out) from error
    return made
