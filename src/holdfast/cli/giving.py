"""Commands that put something into a case: new, add, sources, questions, answer, incident, log-sheet."""

from pathlib import Path

import click
import msgspec

from holdfast.case.case import Case
from holdfast.case.decisions import Answer
from holdfast.case.kept import Added
from holdfast.cli.opened import Bar, printable, with_case, write_json
from holdfast.cli.secret import passphrase
from holdfast.formats.incident_sheet import VERSION, Incident, template
from holdfast.model.errors import InputError
from holdfast.model.row import iso


_OFFERED = 8


@click.command()
@click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
@click.option("--passphrase-fd", type=int, metavar="N", help="Read the passphrase from this descriptor.")
def new(folder: Path, passphrase_fd: int | None) -> None:
    """Make an empty case in a new folder.

    The recovery key is printed once. Write it on paper and keep it where the other person cannot find it.
    """
    case, recovery = Case.create(folder, passphrase(passphrase_fd, confirm=True))
    case.close()
    click.echo("The case is made. This is its recovery key, shown only now:")
    click.echo(f"\n    {recovery}\n")
    click.echo("Write it on paper. It opens the case if the passphrase is forgotten.")
    click.echo("Nobody can reset either of them.")


@click.command()
@with_case
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--me", multiple=True, metavar="ACCOUNT", help="An account that is yours, as the export shows it."
)
@click.option("--zone", metavar="ZONE", help="The time zone these files were written in: Europe/London …")
@click.option("--day-first", "order", flag_value="day_first", help="Dates in these files put the day first.")
@click.option("--month-first", "order", flag_value="month_first", help="… put the month first.")
@click.option("--year-first", "order", flag_value="year_first", help="… put the year first.")
@click.option("--obtained", default="", metavar="WORDS", help="Where these files are from, in your words.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of each file as JSON.")
def add(
    case: Case,
    files: tuple[Path, ...],
    me: tuple[str, ...],
    zone: str | None,
    order: str | None,
    obtained: str,
    *,
    as_json: bool,
) -> None:
    """Keep files and folders in the case, and read them.

    The originals are copied, encrypted and never changed. Adding the same file again changes nothing.
    """
    answers = [Answer(about="me", value=account) for account in me]
    answers += [Answer(about="zone", value=zone)] if zone else []
    answers += [Answer(about="date_order", value=order)] if order else []
    bar = Bar()
    try:
        added = case.add(files, obtained=obtained, answers=answers, progress=bar)
    finally:
        bar.end()
    if as_json:
        write_json(
            {
                "kept": [{"name": s.name, "sha256": s.sha256, "size": s.size} for s in added.kept],
                "already": list(added.already),
                "refused": [{"name": r.name, "why": r.why} for r in added.refused],
            }
        )
    else:
        _tell(case, added)
    if added.refused and not added.kept and not added.already:
        raise InputError("None of these files could be kept.", "Look at the reasons above.")


def _tell(case: Case, added: Added) -> None:
    click.echo(f"Saved: {_files(len(added.kept))}.")
    if added.already:
        click.echo(f"Already here, nothing stored twice: {_files(len(added.already))}.")
    for refused in added.refused:
        click.echo(f"Not kept: {refused.name}: {refused.why}", err=True)
    totals = case.query.totals()
    understood = totals["members"] - totals["unclaimed"]
    click.echo(
        f"The case now holds {totals['occurrences']} events. {understood} of {totals['members']} files are "
        f"understood; {totals['problems']} problems are listed by `holdfast problems`."
    )
    if waiting := case.waiting():
        click.echo(f"{len(waiting)} questions wait for you: see `holdfast questions`.")


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"


@click.command()
@with_case
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def sources(case: Case, *, as_json: bool) -> None:
    """List every file handed in, and what was understood of it."""
    waiting = [msgspec.to_builtins(question) for question in case.waiting()]
    listed = []
    for source in case.query.sources():
        asked = [q for q in waiting if q["source"] == source["sha256"]]
        listed.append({**source, "received": iso(source["received"]), "questions": asked})
    if as_json:
        write_json(listed)
        return
    for source in listed:
        readers = ", ".join(
            f"{name}: {found['events']} events, {found['problems']} problems"
            for name, found in source["importers"].items()
        )
        click.echo(f"{source['name']}  ({source['size']} bytes)")
        click.echo(f"    SHA-256 {source['sha256']}")
        click.echo(f"    received {source['received']}; {readers or 'not understood'}")
        for path in source["members"]["unclaimed"]:
            click.echo(f"    not understood: {path or 'the file itself'}")


@click.command()
@with_case
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def questions(case: Case, *, as_json: bool) -> None:
    """List the questions that only you can answer."""
    waiting = case.waiting()
    if as_json:
        write_json([msgspec.to_builtins(question) for question in waiting])
        return
    asks: dict[str, str] = {
        "me": "Which account is yours?",
        "zone": "In which time zone was this written?",
        "date_order": "In which order are the dates written?",
    }
    for question in waiting:
        where = question.source_name or f"everything from {question.examples[0]}"
        click.echo(f"{asks[question.about]}  ({where})")
        if question.about == "zone":
            click.echo(f"    for example: {printable('; '.join(question.examples[:3]))}")
            click.echo(f"    holdfast answer CASE zone Europe/London --source {question.source[:12]}")
        elif question.about == "date_order":
            click.echo(f"    for example: {printable('; '.join(question.examples[:3]))}")
            click.echo(f"    holdfast answer CASE date_order day_first --source {question.source[:12]}")
        else:
            more = len(question.choices) - _OFFERED
            rest = f" … and {more} more (`holdfast accounts`)" if more > 0 else ""
            click.echo(f"    one of: {printable('; '.join(question.choices[:_OFFERED]))}{rest}")
            click.echo("    holdfast answer CASE me ACCOUNT")
    if not waiting:
        click.echo("Nothing is waiting for an answer.")


@click.command()
@with_case
@click.argument("about", type=click.Choice(["me", "zone", "date_order"]))
@click.argument("value")
@click.option(
    "--source", default="", metavar="SHA256", help="Only for this file; otherwise for the whole case."
)
def answer(case: Case, about: str, value: str, source: str) -> None:
    """Answer a question: which account is yours, which zone, which order of date.

    VALUE is an account, a zone such as Europe/London, or day_first, month_first, year_first. An answer can be
    changed at any time: what it touches is read again. "-ACCOUNT" takes an account back; "none" with a file
    says that nobody in that chat is you.
    """
    whole = case.source_named(source) if source else ""
    bar = Bar()
    try:
        case.answer([msgspec.convert({"about": about, "value": value, "source": whole}, Answer)], bar)
    finally:
        bar.end()
    click.echo("The answer is kept.")


@click.command()
@with_case
@click.option("--date", required=True, help="When: 2025-06-14, or words such as 'early June 2025'.")
@click.option("--time", default="", help="At what time: 18:30, or words such as 'evening'.")
@click.option("--zone", default="", help="The time zone: Europe/London …")
@click.option("--what", required=True, help="What happened, in your words.")
@click.option("--where", default="", help="Where, or on which service.")
@click.option("--who", default="", help="Who, as far as you know it: an account, a name, or nothing.")
@click.option("--technology", default="")
@click.option("--witnesses", default="")
@click.option("--reported-to", default="")
@click.option("--officer", default="")
@click.option("--badge", default="")
@click.option("--report-number", default="")
@click.option("--evidence", default="", help="What you have that shows it.")
@click.option("--effect", default="", help="What it did to you. Kept private: papers leave it out.")
def incident(case: Case, **given: str) -> None:
    """Write down something that happened, in your own words."""
    case.write_incident(msgspec.convert({**given, "holdfast_incident": VERSION}, Incident))
    click.echo("Written down and kept.")


@click.command(name="log-sheet")
def log_sheet() -> None:
    """Print an empty incident log (CSV) to fill in by hand."""
    click.echo(template(), nl=False)
