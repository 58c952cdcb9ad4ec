"""The command that hands exhibits over so that anybody can check them: package."""

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from holdfast.case.anchored import REVEALS
from holdfast.case.bag import new_folder
from holdfast.case.package import Choice, Packaged, Preview
from holdfast.cli.opened import with_case
from holdfast.cli.printed import number, one_line, say, write_json
from holdfast.cli.whom import to_whom, told
from holdfast.formats.dates import long_date
from holdfast.model.errors import InputError, RequestError
from holdfast.model.row import iso
from holdfast.outputs.package_texts import AS_THEY_ARE

if TYPE_CHECKING:
    from holdfast.case.case import Case


@click.command()
@partial(with_case, writes=True)
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="The new folder to write.")
@click.option("--exhibits", metavar="LABELS", help="Which: A-1,A-3 … If left out, all.")
@click.option("--whole", is_flag=True, help="Put whole originals in, not only the records that are shown.")
@click.option("--title", default="", metavar="WORDS", help="A title for the paper.")
@click.option(
    "--prepared-by", default="", metavar="WORDS", help="Who put it together, if that may be printed."
)
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", help="The size of the paper.")
@click.option("--sign", is_flag=True, help="Sign the PDF as well; the list of all files always is.")
@click.option("--stamp", is_flag=True, help="Go online: ask the named authorities for a time stamp over it.")
@click.option("--preview", is_flag=True, help="Only show what would leave; nothing is written.")
@to_whom
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def package(
    case: "Case",
    out: Path | None,
    exhibits: str | None,
    title: str,
    prepared_by: str,
    paper: Literal["a4", "letter"],
    *,
    whole: bool,
    sign: bool,
    stamp: bool,
    preview: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Put exhibits into a folder that anybody can check without this program.

    It holds the records you chose, out of their originals and with their place in them, what is known about
    each, the entries of the log, a PDF, and how to check all of it. What was not chosen is not in it, and
    notes never are. The folder is not encrypted.

    \b
    For example:
      holdfast package my-case --preview
      holdfast package my-case --exhibits A-1,A-3 --out for-the-lawyer
    """
    labels = tuple(filter(None, re.split(r"[,\s]+", exhibits or "")))
    if exhibits is not None and not labels:
        raise RequestError("No exhibit is named.", "Name some, or leave --exhibits out for all of them.")
    choice = Choice(labels=labels, whole=whole, title=title, prepared_by=prepared_by, paper=paper)
    if preview:
        _show(case, case.preview(choice, told(given)), as_json=as_json)
        return
    if out is None:
        raise RequestError("It is not said where the package should go.", "Name a new folder with --out.")
    if out.exists() or out.is_symlink():
        raise RequestError("There is something of that name already.", "Choose another name with --out.")
    if not out.absolute().parent.is_dir():
        raise RequestError("The folder for it does not exist.", "Choose another place with --out.")
    if stamp and not as_json:
        say(REVEALS)
    with new_folder(out) as folder:
        made = case.package(choice, folder, sign=sign, stamp=stamp, to=told(given))
    if as_json:
        write_json(_made_json(made))
    else:
        _tell(case, out, made)
    if failed := [one for one in made.asked if one.time is None]:
        raise InputError(
            f"{one_line(failed[0].url)}: {failed[0].what} The package is whole, but not stamped by it.",
            failed[0].hint,
        )


def _show(case: "Case", found: Preview, *, as_json: bool) -> None:
    if as_json:
        leaving = [
            {
                "label": one.exhibit.label,
                "event": one.exhibit.event,
                "parts": [{"part": part, "name": name, "size": size} for part, name, size in one.parts],
                "withheld": one.withheld,
            }
            for one in found.leaving
        ]
        leaving += [{"label": one.label, "finding": one.digest} for one in found.findings]
        write_json({"leaving": leaving, "left_out": list(found.left_out)})
        return
    zone, _ = case.zone()
    say("This would leave:")
    for one in found.leaving:
        when = "time undecided" if one.row.at is None else long_date(one.row.at, zone)
        say(f"  {one.exhibit.label}  {when}  {one.row.service}  {one_line(one.exhibit.caption)}".rstrip())
        for part, name, size in one.parts:
            say(f"      {part}: {number(size, 'byte')} of {one_line(name)}")
        if one.withheld:
            say(f"      what was read from it, and no more. {one.withheld} With --whole all of it leaves.")
    for exhibit in found.findings:
        say(f"  {exhibit.label}  a finding, as it was chosen  {one_line(exhibit.caption)}".rstrip())
    say(AS_THEY_ARE)
    say("This is left out:")
    for sentence in found.left_out:
        say(f"  {sentence}")


def _tell(case: "Case", out: Path, made: Packaged) -> None:
    zone, _ = case.zone()
    say(f"Written: {out}: {number(made.exhibits, 'exhibit')} in {number(made.files, 'file')}.")
    say("It is not encrypted: whoever has the folder can read it. VERIFY.txt in it says how to check it.")
    for label, why in made.unproven:
        say(f"{label}: its place in its file is not proven. {one_line(why)}")
    for one in made.asked:
        if one.time is not None:
            say(f"Stamped by {one_line(one.url)}: {long_date(one.time, zone)}.")


def _made_json(made: Packaged) -> dict[str, Any]:
    return {
        "sha256": made.sha256,
        "exhibits": made.exhibits,
        "files": made.files,
        "size": made.size,
        "unproven": [{"label": label, "why": why} for label, why in made.unproven],
        "stamps": [{"url": one.url, "time": iso(one.time), "trouble": one.what} for one in made.asked],
    }
