"""Commands about pictures: pictures, compare."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from holdfast.cli.handing import NOT_LOCKED, can_be_made, not_taken
from holdfast.cli.opened import Bar, with_case
from holdfast.cli.printed import number, say, write_json
from holdfast.cli.whom import to_whom, told

if TYPE_CHECKING:
    from holdfast.case.case import Case


@click.command()
@partial(with_case, writes=True)
@click.option("--json", "as_json", is_flag=True, help="Print what became of it as JSON.")
def pictures(case: "Case", *, as_json: bool) -> None:
    """Look at the pictures, so that copies of your own are found.

    Each picture is looked at once, on this device, and nothing of it is shown. It takes a while: a few
    pictures a second. If it is stopped, the next time goes on from there. Then `holdfast findings` tells
    which of your pictures turned up again, whole or in part.
    """
    with Bar() as bar:
        looked = case.look_at_pictures(bar)
    if as_json:
        write_json(msgspec.to_builtins(looked))
        return
    say(f"Looked at {number(looked.new, 'new picture')}, of {looked.pictures:,} different ones in all.")
    for why, count in sorted(looked.without.items()):
        say(f"    Nothing was seen of {number(count, 'picture')}: {why}.")
    say(f"{number(looked.pairs, 'pair')} of pictures hold the same, whole or in part.")
    if looked.pairs:
        say("`holdfast findings` tells which of your own turned up again.")


@click.command()
@partial(with_case, writes=True)
@click.argument("event")
@click.argument("other")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The PNG to write."
)
@click.option("--json", "as_json", is_flag=True, help="Print what was seen as JSON.")
@to_whom
def compare(case: "Case", event: str, other: str, out: Path, *, as_json: bool, **given: Any) -> None:
    """Draw two pictures on top of each other, and what differs.

    EVENT and OTHER are the beginnings of the ids of two events with a picture, as `holdfast timeline` shows
    them: your own picture first. The drawing shows the first, the second as it lies on it, and the
    difference; red lines mark what differs. It says what can be seen, not who did it. It is not encrypted.
    """
    can_be_made(out)
    made = case.compare_pictures(event, other, told(given))
    try:
        with out.open("xb") as target:
            target.write(made.drawing)
    except OSError as error:
        raise not_taken(out) from error
    if as_json:
        write_json({"says": list(made.says), "differs": [list(part) for part in made.parts]})
        return
    for sentence in made.says:
        say(sentence)
    say(f"Written: {out} ({len(made.drawing)} bytes). {NOT_LOCKED}")
