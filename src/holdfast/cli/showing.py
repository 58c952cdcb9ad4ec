"""Commands that show what is in a case: timeline, search, show, events, accounts, problems, findings."""

import sys
from collections.abc import Iterable
from typing import Any

import click
import msgspec

from holdfast.case.case import Case
from holdfast.cli.opened import printable, with_case, write_json, write_lines
from holdfast.formats.dates import long_date
from holdfast.model.row import Row, iso
from holdfast.timeline.filter import Filter

_DIRECTIONS = {"in": "to you", "out": "from you", None: "undecided"}


def _filters(command: Any) -> Any:
    for option in (
        click.option("--account", "accounts", multiple=True, metavar="KEY", help="By or to this account."),
        click.option("--service", "services", multiple=True, help="mail, sms, whatsapp …"),
        click.option(
            "--direction", "directions", multiple=True, type=click.Choice(["in", "out", "undecided"])
        ),
        click.option("--since", help="From this day on (2025-06-14)."),
        click.option("--until", help="Up to the end of this day."),
        click.option("--limit", type=int, default=-1, help="At most so many."),
        click.option("--show-text", is_flag=True, help="Also print what was written."),
    ):
        command = option(command)
    return command


@click.command()
@with_case
@_filters
def timeline(case: Case, limit: int, *, show_text: bool, **chosen: Any) -> None:
    """What happened, in order of time. What was written stays hidden unless you ask with --show-text."""
    _print(case, _chosen(case, **chosen), limit, show_text=show_text)


@click.command()
@with_case
@click.argument("words")
@_filters
def search(case: Case, words: str, limit: int, *, show_text: bool, **chosen: Any) -> None:
    """Find events by words, in any language. "Quotes" around several words look for just that phrase."""
    _print(case, msgspec.structs.replace(_chosen(case, **chosen), words=words), limit, show_text=show_text)


def _chosen(case: Case, *, since: str | None, until: str | None, **chosen: tuple[str, ...]) -> Filter:
    return Filter(
        since=case.day(since) if since else None,
        until=case.day(until, end=True) if until else None,
        accounts=chosen["accounts"],
        services=chosen["services"],
        directions=chosen["directions"],
    )


def _print(case: Case, which: Filter, limit: int, *, show_text: bool) -> None:
    zone, basis = case.zone()
    shown = 0
    for line in case.query.lines(which, limit=limit):
        click.echo(_line(line.row, zone))
        if show_text:
            for text in (line.row.subject, line.row.text):
                if text:
                    click.echo("    " + printable(text).replace("\n", "\n    "))
        shown += 1
    click.echo(f"{shown} events. Times are in {zone}" + (f" ({basis})." if basis != "told" else "."))


def _line(row: Row, zone: str) -> str:
    if row.at is not None:
        when = long_date(row.at, zone, row.precision)
    elif row.earliest is not None and row.latest is not None:
        when = f"undecided, written as {printable(row.as_written)}"
    else:
        when = "no time known"
    who = (row.by.shown_as or row.by.handle) if row.by else "unknown"
    size = f"{len(row.text.splitlines())} lines" if row.text else "no text"
    attached = f", {len(row.attached)} attached" if row.attached else ""
    told = f", told by {row.told_by} sources" if row.told_by > 1 else ""
    return (
        f"{row.id[:8]}  {when}  {row.service} {row.kind}, {_DIRECTIONS[row.direction]}, "
        f"{printable(who)} ({size}{attached}{told})"
    )


@click.command()
@with_case
@click.argument("event")
@click.option("--original", is_flag=True, help="Print the original bytes of the record instead.")
def show(case: Case, event: str, *, original: bool) -> None:
    """Show one event whole: text, headers, times, and where it stands. EVENT is the beginning of its id."""
    if original:
        data = case.original(event, 1 << 26)
        sys.stdout.buffer.write(
            printable(data.decode("utf-8", "replace")).encode() if sys.stdout.isatty() else data
        )
        return
    write_json(case.line(event).row.as_json())


@click.command()
@with_case
@click.option("--jsonl", "as_jsonl", is_flag=True, help="One JSON object a line (the only form there is).")
@click.option("--once", is_flag=True, help="Leave out further tellings of an act that was told before.")
def events(case: Case, *, as_jsonl: bool, once: bool) -> None:  # noqa: ARG001  the flag names the format
    """Every event in timeline order, as JSON Lines."""
    write_lines(line.row.as_json() for line in case.query.lines(Filter(repeats=not once)))


@click.command()
@with_case
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def accounts(case: Case, *, as_json: bool) -> None:
    """List the accounts that occur, with how much is from and to each. An account is not a person."""
    found = [
        {
            "account": account.key,
            "handle": account.handle,
            "shown_as": account.shown_as,
            "yours": mine,
            "from": by,
            "to": to,
            "first": iso(first),
            "last": iso(last),
        }
        for account, mine, by, to, first, last in case.query.accounts()
    ]
    if as_json:
        write_json(found)
        return
    for one in found:
        yours = "  (yours)" if one["yours"] else ""
        name = printable(str(one["shown_as"] or one["handle"]))
        click.echo(f"{printable(str(one['account']))}  {name}{yours}: {one['from']} from, {one['to']} to")


@click.command()
@with_case
@click.option("--jsonl", "as_jsonl", is_flag=True, help="One JSON object a line.")
def problems(case: Case, *, as_jsonl: bool) -> None:
    """List everything that could not be read, and where it stands. The originals are kept all the same."""
    if as_jsonl:
        write_lines(case.query.problems())
        return
    number = 0
    for number, problem in enumerate(case.query.problems(), 1):  # noqa: B007  counted after the loop
        place = problem["position"]
        where = problem["source_name"] + (f" ! {problem['member']}" if problem["member"] else "")
        spot = "" if place["unit"] == "file" else f", {place['unit']} {place['start']}"
        click.echo(f"{printable(where)}{spot}: {problem['what']}")
    click.echo(f"{number} problems.")


@click.command()
@with_case
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def findings(case: Case, *, as_json: bool) -> None:
    """What can be said about the whole: each finding with its events, ordinary explanations and limits."""
    found = case.findings()
    if as_json:
        write_json([msgspec.to_builtins(finding) for finding in found])
        return
    for finding in found:
        click.echo(f"{finding.rule} (version {finding.version}), resting on {len(finding.rests_on)} events")
        click.echo(f"    {printable(finding.says)}")
        _listed("Ordinary explanations", finding.otherwise)
        _listed("What this cannot tell", finding.limits)
        click.echo()


def _listed(title: str, sentences: Iterable[str]) -> None:
    click.echo(f"    {title}:")
    for sentence in sentences:
        click.echo(f"      - {sentence}")
