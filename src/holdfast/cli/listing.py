"""Commands that list what a case holds: findings, accounts, sources, problems, events."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click
import msgspec

from holdfast.cli.opened import with_case
from holdfast.cli.printed import number, one_line, say, write_json, write_lines
from holdfast.formats.dates import long_date
from holdfast.importers import cannot_tell
from holdfast.model.finding import key, plain
from holdfast.model.row import iso
from holdfast.timeline.filter import Filter

if TYPE_CHECKING:
    from holdfast.case.case import Case


@click.command()
@with_case
@click.option("--jsonl", "as_jsonl", is_flag=True, help="One JSON object a line (the only form there is).")
@click.option("--once", is_flag=True, help="Leave out further tellings of an act that was told before.")
def events(case: "Case", *, as_jsonl: bool, once: bool) -> None:  # noqa: ARG001  the flag names the format
    """Print every event for other programs, as JSON Lines.

    In order of time, with all that was written. For people there is `holdfast timeline`.
    """
    write_lines(line.row.as_json() for line in case.query.lines(Filter(repeats=not once)))


@click.command()
@with_case
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def accounts(case: "Case", *, as_json: bool) -> None:
    """List the accounts that occur.

    How much is from each and to each. An account is not a person: one can be used by several people, and one
    person can have several.
    """
    found, names = case.query.accounts(), case.query.names()
    if as_json:
        write_json(
            [
                {
                    "account": account.key,
                    "handle": account.handle,
                    "shown_as": account.shown_as,
                    "yours": mine,
                    "from": by,
                    "to": to,
                    "first": iso(first),
                    "last": iso(last),
                    "names": [
                        {"name": n.name, "number": n.number, "first": iso(n.first), "last": iso(n.last)}
                        for n in names.get(account.key, ())
                    ],
                }
                for account, mine, by, to, first, last in found
            ]
        )
        return
    for account, mine, by, to, _, _ in found:
        name = one_line(account.shown_as or account.handle)
        say(f"{one_line(account.key)}  {name}{'  (yours)' if mine else ''}: {by} from, {to} to")
        for shown in names.get(account.key, ()):
            say(f"    shown as {one_line(shown.name)}: {number(shown.number, 'event')}")
    say(f"{number(len(found), 'account')}.")


@click.command()
@with_case
@click.option("--jsonl", "as_jsonl", is_flag=True, help="One JSON object a line.")
def problems(case: "Case", *, as_jsonl: bool) -> None:
    """List everything that could not be read, and where it stands.

    The originals are kept all the same.
    """
    if as_jsonl:
        write_lines(case.query.problems())
        return
    count = 0
    for count, problem in enumerate(case.query.problems(), 1):  # noqa: B007  counted after the loop
        place = problem["position"]
        where = problem["source_name"] + (f" ! {problem['member']}" if problem["member"] else "")
        spot = "" if place["unit"] == "file" else f", {place['unit']} {place['start']}"
        say(f"{one_line(where)}{spot}: {one_line(problem['what'])}")
    say(f"{number(count, 'problem')}." if count else "Everything could be read.")


@click.command()
@with_case
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def findings(case: "Case", *, as_json: bool) -> None:
    """List what can be said about the whole.

    Each finding comes with the ordinary explanations that fit as well, and with what it cannot tell.
    """
    found = case.findings()
    if as_json:
        write_json([plain(finding) for finding in found])
        return
    said = case.objections()
    for n, finding in enumerate(found, 1):
        rests_on = number(len(finding.rests_on), "event")
        say(f"F-{n} {finding.rule} (version {finding.version}), resting on {rests_on}")
        say(f"    {one_line(finding.says)}")
        if objection := said.get(key(finding)):
            say(f"    You said that this is not so: {one_line(objection.why)}")
        _listed("Ordinary explanations", finding.otherwise)
        _listed("What this cannot tell", finding.limits)
        say()
    if not found:
        say("There is nothing to say yet: the case holds too few events.")
    if case.looks().has_new():
        say("Some pictures were not looked at yet: `holdfast pictures` finds copies of your own among them.")


def _listed(title: str, sentences: Iterable[str]) -> None:
    say(f"    {title}:")
    for sentence in sentences:
        say(f"      - {one_line(sentence)}")


@click.command()
@with_case
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def sources(case: "Case", *, as_json: bool) -> None:
    """List every file handed in, and what was understood of it.

    Below stands what files of these kinds cannot tell. `holdfast problems` shows each place that was not
    understood.
    """
    waiting = [msgspec.to_builtins(question) for question in case.waiting()]
    if as_json:
        write_json(
            [
                {
                    **source,
                    "received": iso(source["received"]),
                    "cannot_tell": {name: cannot_tell(name) for name in source["importers"]},
                    "questions": [q for q in waiting if q["source"] == source["sha256"]],
                }
                for source in case.query.sources()
            ]
        )
        return
    zone, _ = case.zone()
    asked = {question["source"] for question in waiting}
    count = 0
    readers: set[str] = set()
    for count, source in enumerate(case.query.sources(), 1):  # noqa: B007  counted after the loop
        readers.update(source["importers"])
        say(f"{one_line(source['name'])}  ({number(source['size'], 'byte')})")
        say(f"    SHA-256 {source['sha256']}")
        say(f"    received {long_date(source['received'], zone)}")
        for name, found in source["importers"].items():
            of = f"{number(found['events'], 'event')}, {number(found['problems'], 'problem')}"
            say(f"    read as {name}: {of}")
            if found["without"]:
                say(f"        {number(found['without'], 'file')} of it: no entries of their own")
        for path in source["members"]["unclaimed"]:
            say(f"    not understood: {one_line(path) or 'the file itself'}")
        if source["sha256"] in asked:
            say("    a question about it waits: see `holdfast questions`")
    for name in sorted(readers):
        say(f"What files read as {name} cannot tell:")
        for sentence in cannot_tell(name):
            say(f"  - {sentence}")
    say(f"{number(count, 'file')}." if count else "Nothing was handed in yet: see `holdfast add --help`.")
