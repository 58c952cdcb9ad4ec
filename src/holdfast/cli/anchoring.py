"""Commands that hold the log fast from outside: anchor, checkpoint."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import segno

from holdfast.case.anchored import PROVES, REVEALS, Asked
from holdfast.cli.opened import with_case
from holdfast.cli.printed import one_line, say, write_json
from holdfast.formats.dates import long_date
from holdfast.model.errors import InputError, RequestError
from holdfast.model.row import iso
from holdfast.vault.anchors import Standing

if TYPE_CHECKING:
    from holdfast.case.case import Case

_APART = 60_000


@click.command()
@partial(with_case, up_to_date=False, writes=True)
@click.option("--authority", metavar="URL", help="Name an authority; nobody is asked. Two at most.")
@click.option(
    "--roots",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Its root certificate (PEM), from its own page.",
)
@click.option("--forget", metavar="URL", help="Take an authority out; its stamps stay.")
@click.option("--list", "only_list", is_flag=True, help="Show how things stand; nobody is asked.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def anchor(
    case: "Case",
    authority: str | None,
    roots: Path | None,
    forget: str | None,
    *,
    only_list: bool,
    as_json: bool,
) -> None:
    """Ask an authority outside for a time stamp over the log: goes online.

    A time stamp (RFC 3161) shows that the log was as it is now at that time. Asking reveals to the authority
    the IP address of this connection and the time; of the case it gets one hash. Nobody is ever asked but by
    this command. Name an authority first: none comes with the program.

    What cannot be had now waits: use the command again. It also renews a stamp whose certificate ends soon.
    """
    if (authority is None) != (roots is None):
        raise RequestError("--authority and --roots belong together.", "Give both, or neither.")
    if authority is not None and roots is not None:
        case.name_authority(authority, _text(roots))
        say("The authority is named. Nobody was asked yet.")
        return
    if forget is not None:
        case.remove_authority(forget)
        say("The authority is taken out. The stamps it gave stay.")
        return
    if only_list:
        _list(case, as_json=as_json)
        return
    if not as_json:
        say(f"{PROVES}\n{REVEALS}")
    asked = case.anchor()
    if as_json:
        write_json([_asked_json(one) for one in asked])
    else:
        _tell(case, asked)
    if failed := [one for one in asked if one.time is None]:
        raise InputError(f"{one_line(failed[0].url)}: {failed[0].what} It waits.", failed[0].hint)


def _tell(case: "Case", asked: list[Asked]) -> None:
    zone, _ = case.zone()
    for one in asked:
        if one.time is None:
            continue
        say(f"Stamped by {one_line(one.url)}: {long_date(one.time, zone)}.")
        if abs(one.apart) > _APART:
            way = "ahead of" if one.apart > 0 else "behind"
            say(f"This computer's clock is {abs(one.apart) // 1000} seconds {way} the time in the stamp.")
    if not asked:
        say("Nothing has changed since the last stamp, and none ends soon. Nobody was asked.")


def _list(case: "Case", *, as_json: bool) -> None:
    standing = case.authorities()
    if as_json:
        write_json([_standing_json(one) for one in standing])
        return
    zone, _ = case.zone()
    for one in standing:
        say(one_line(one.url))
        if one.newest is not None:
            say(f"    stamped {one.newest.size} entries of the log: {long_date(one.newest.time, zone)}")
            say(f"    its certificate ends: {long_date(one.newest.expires, zone, 'day')}")
        if one.waiting is not None:
            say(f"    waits since {long_date(one.waiting, zone)}: {one_line(one.why)}")
        if one.is_due:
            say("    ends soon: renew it" if one.ends_soon else "    there is something new to be stamped")
    if not standing:
        say("No authority is named.")


def _asked_json(one: Asked) -> dict[str, Any]:
    return {
        "url": one.url,
        "time": iso(one.time),
        "clock_ahead": one.apart if one.time is not None else None,
        "trouble": one.what,
    }


def _standing_json(one: Standing) -> dict[str, Any]:
    newest = one.newest
    return {
        "url": one.url,
        "stamped": iso(newest.time if newest else None),
        "size": newest.size if newest else None,
        "expires": iso(newest.expires if newest else None),
        "waiting": iso(one.waiting),
        "why": one.why,
        "due": one.is_due,
    }


@click.command()
@partial(with_case, up_to_date=False, writes=True)
@click.option("--check", "line", metavar="LINE", help="Compare the log with a line that was handed out.")
@click.option("--svg", type=click.Path(path_type=Path), metavar="FILE", help="Write the code as a picture.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def checkpoint(case: "Case", line: str | None, svg: Path | None, *, as_json: bool) -> None:
    """Show a line that holds the log fast, to be given to somebody.

    Whoever keeps the line can show later that what came before was not changed: `--check LINE` compares it
    with the log. The line tells nothing of the case but how many entries its log has.
    """
    if line is not None:
        point = case.compare(line)
        if as_json:
            write_json({"size": point.size, "entries": case.vault.log.size()})
        else:
            say(f"It fits: the log still begins with the {point.size} entries that the line was made for.")
        return
    if svg is not None and (svg.exists() or svg.is_symlink()):
        raise RequestError("There is a file of that name already.", "Choose another name with --svg.")
    made = case.hand_out()
    code = segno.make(made, micro=False)
    if svg is not None:
        try:
            with svg.open("xb") as out:
                code.save(out, kind="svg", scale=4)
        except OSError as error:
            raise InputError(
                "The picture cannot be written there.", "Choose another place with --svg."
            ) from error
    if as_json:
        write_json({"line": made})
        return
    say(made)
    if svg is None:
        code.terminal(compact=True)
    say("Give it to somebody you trust, who keeps it with the day they got it.")


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("ascii", "replace")
    except OSError as error:
        raise InputError("That file cannot be read.", "Copy it again, and try once more.") from error
