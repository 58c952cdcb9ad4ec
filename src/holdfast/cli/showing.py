"""Commands that show events: timeline, search, show."""

import sys
from itertools import islice
from typing import TYPE_CHECKING, Any, get_args

import click
import msgspec

from holdfast.cli.opened import with_case
from holdfast.cli.printed import number, one_line, plain, say, write_json, write_lines
from holdfast.formats.addresses import whose
from holdfast.formats.dates import length, long_date
from holdfast.formats.mail_route import UNCHECKED, Route
from holdfast.model.account import Account
from holdfast.model.errors import RequestError
from holdfast.model.event import Address
from holdfast.model.row import Row
from holdfast.timeline.filter import Filter
from holdfast.timeline.stretches import By, Stretch, stretches

if TYPE_CHECKING:
    from holdfast.case.case import Case

_DIRECTIONS = {"in": "to you", "out": "from you", None: "undecided who to"}


def _filters(command: Any) -> Any:
    for option in (
        click.option("--jsonl", "as_jsonl", is_flag=True, help="Print each whole, as `events` does."),
        click.option("--show-text", is_flag=True, help="Also print what was written."),
        click.option("--limit", type=click.IntRange(min=1), default=None, help="At most so many."),
        click.option("--until", metavar="DAY", help="Up to the end of this day."),
        click.option("--since", metavar="DAY", help="From this day on (2025-06-14)."),
        click.option(
            "--direction", "directions", multiple=True, type=click.Choice(["in", "out", "undecided"])
        ),
        click.option("--behaviour", metavar="ID", help="Only what you tagged with this behaviour."),
        click.option("--hours", metavar="FROM-TO", help="By the clock: 22-6 is from 22:00 until 06:00."),
        click.option("--thread", default="", metavar="NAME", help="One conversation; say its --service too."),
        click.option("--service", "services", multiple=True, help="mail, sms, whatsapp …"),
        click.option("--account", "accounts", multiple=True, metavar="KEY", help="By or to this account."),
    ):
        command = option(command)
    return command


@click.command()
@with_case
@_filters
@click.option("--by", type=click.Choice(get_args(By)), help="A line for each day, or for each occasion.")
def timeline(
    case: "Case",
    limit: int | None,
    by: By | None,
    *,
    show_text: bool,
    as_jsonl: bool,
    **chosen: Any,
) -> None:
    """List what happened, in order of time.

    What was written stays hidden unless you ask for it with --show-text. Each line begins with the id of the
    event, which other commands take. With --by there is one line for all of a day, or of an occasion, which
    ends where nothing came for an hour or more.
    """
    which = _chosen(case, **chosen)
    if by is None:
        _print(case, which, limit, show_text=show_text, as_jsonl=as_jsonl)
        return
    zone, _ = case.zone()
    instants = case.query.instants(which, to_the_hour=by == "occasion")
    found = islice(stretches(instants, by, zone), limit)
    if as_jsonl:
        write_lines(map(msgspec.to_builtins, found))
        return
    for one in found:
        say(_together(one, by, zone))
    say(f"Times are in {zone}. What has no time known well enough is not in it.")


def _together(one: Stretch, by: By, zone: str) -> str:
    when = long_date(one.first, zone, "day" if by == "day" else "minute")
    lasts = f", for {length(one.last - one.first)}" if by == "occasion" and one.last > one.first else ""
    undecided = f", {one.undecided:,} neither, or not known yet" if one.undecided else ""
    ways = f"{one.received:,} to you, {one.sent:,} from you{undecided}"
    return f"{when}{lasts}: {ways} ({', '.join(one.services)})"


@click.command()
@with_case
@click.argument("words")
@_filters
def search(
    case: "Case", words: str, limit: int | None, *, show_text: bool, as_jsonl: bool, **chosen: Any
) -> None:
    """Find events by words, in any language.

    All the words must occur. To look for just one phrase, put "quotes" around it, and '…' around the whole:
    holdfast search my-case '"red car"'. What was written stays hidden unless you say --show-text.
    """
    which = msgspec.structs.replace(_chosen(case, **chosen), words=words)
    _print(case, which, limit, show_text=show_text, as_jsonl=as_jsonl)


def _chosen(case: "Case", **chosen: Any) -> Filter:
    since, until, hours, behaviour = map(chosen.pop, ("since", "until", "hours", "behaviour"))
    tagged = {tag.event for tag in case.tags() if tag.behaviour == behaviour} if behaviour else None
    return Filter(
        since=case.day(since) if since else None,
        until=case.day(until, end=True) if until else None,
        hours=_hours(hours) if hours else None,
        zone=case.zone()[0],
        only=None if tagged is None else tuple(sorted(tagged)),
        **chosen,
    )


def _hours(said: str) -> tuple[int, int]:
    first, _, after = said.partition("-")
    if not (first.isdecimal() and after.isdecimal() and int(first) < 24 and 0 < int(after) <= 24):
        raise RequestError("These are no hours.", "Write the first and the one after the last: 22-6.")
    return int(first), int(after)


def _print(case: "Case", which: Filter, limit: int | None, *, show_text: bool, as_jsonl: bool) -> None:
    if as_jsonl:
        write_lines(line.row.as_json() for line in case.query.lines(which, limit=limit or -1))
        return
    zone, basis = case.zone()
    shown = 0
    for line in case.query.lines(which, limit=limit or -1):
        say(_line(line.row, zone))
        if show_text:
            for text in (line.row.subject, line.row.text):
                if text:
                    say("    " + plain(text).replace("\n", "\n    "))
        shown += 1
    say(f"{number(shown, 'event')}. Times are in {zone}" + (f" ({basis})." if basis != "told" else "."))
    if shown == limit:
        say("There may be more: you asked for at most so many.")


def _line(row: Row, zone: str) -> str:
    size = number(len(row.text.splitlines()), "line") if row.text else "no text"
    attached = f", {len(row.attached)} attached" if row.attached else ""
    told = f", told by {row.told_by} files" if row.told_by > 1 else ""
    told += ", not in a newer export" if row.gone_from else ""
    by = _named(row.by) if row.by else "unknown"
    return f"{row.id[:8]}  {_when(row, zone)}  {one_line(_what(row))}, by {by} ({size}{attached}{told})"


def _what(row: Row) -> str:
    what = row.kind if row.service.startswith(row.kind) else f"{row.service} {row.kind}"
    return f"{what}, {_DIRECTIONS[row.direction]}" if row.kind in ("message", "call") else what


def _when(row: Row, zone: str) -> str:
    if row.at is not None:
        return long_date(row.at, zone, row.precision)
    if row.as_written:
        return f"time undecided, written as {one_line(row.as_written)}"
    return "no time known"


def _address(address: Address) -> str:
    nobody = whose(address.ip)
    return f"{address.ip}{f' ({nobody})' if nobody else ''}, as {address.said_by} says"


def _named(account: Account) -> str:
    return one_line(account.shown_as or account.handle)


@click.command()
@with_case
@click.argument("event")
@click.option("--original", is_flag=True, help="Print the original bytes of the record instead.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON, as it is when no terminal reads it.")
def show(case: "Case", event: str, *, original: bool, as_json: bool) -> None:
    """Show one event whole.

    Text, times, and where it stands. EVENT is the beginning of its id, as `holdfast timeline` shows it. On a
    terminal it is shown in words; elsewhere, or with --json, as JSON.
    """
    to_person = sys.stdout.isatty()
    if original:
        data = case.original(event, 1 << 26)
        click.echo(plain(data.decode("utf-8", "replace")) if to_person else data, nl=to_person)
    elif as_json or not to_person:
        row = case.line(event).row
        write_json(row.as_json() | {"route": msgspec.to_builtins(case.route(row.id))})
    else:
        _in_words(case, case.line(event).row)


def _in_words(case: "Case", row: Row) -> None:
    zone, _ = case.zone()
    others = [case.line(name).row for name in case.query.tellings(row.id)]
    place = "" if row.position.unit == "file" else f", {row.position.unit} {row.position.start}"
    inside = f" ! {row.member}" if row.member else ""
    lines = [
        ("Event", row.id),
        ("What", _what(row)),
        ("When", f"{_when(row, zone)}; written as {row.as_written or 'nothing'} ({row.basis})"),
        *((f"  {time.name}", time.when.as_written) for time in row.times),
        ("By", f"{_named(row.by)}  {row.by.key}" if row.by else "unknown"),
        *(("To", f"{_named(account)}  {account.key}") for account in row.to),
        *(("Address", _address(address)) for address in row.addresses),
        *(("With it", f"{part.name or 'no name'}, {part.media_type}") for part in row.attached),
        ("Stands in", f"{row.source_name}{inside}{place}"),
        ("SHA-256", row.source),
        *(("Told again", other.id) for other in others),
        *(("Because", one.joined_because) for one in (row, *others) if one.joined_because),
    ]
    for name, value in lines:
        say(f"{one_line(name):<11}{one_line(value)}")
    if came := case.route(row.id):
        _say_route(came)
    for text in (row.subject, row.text):
        if text:
            say("\n" + text)
    for note in case.notes(row.id):
        say(f"\nYour note of {long_date(note.at, zone)}{' (private)' if note.private else ''}:\n{note.text}")


def _say_route(came: Route) -> None:
    say(f"\nHow it came here: {came.says}")
    if came.ip:
        say(f"    {came.ip}")
    if came.is_learned:
        names = one_line(", ".join(came.providers))
        say(f"    Your provider, as the mails to you tell: {names}. If that is wrong, name it yourself:")
        say("    holdfast answer CASE provider DOMAIN")
    for hop in came.hops:
        names = f"{one_line(hop.by) or '?'} from {one_line(hop.from_name) or '?'} {hop.ip}"
        nobody = f", {hop.nobody}" if hop.nobody else ""
        say(f"    {hop.number}. {names}{nobody} ({_standing(is_own=hop.is_proven)})")
    if ask := came.ask:
        say(f"    If it came from {one_line(ask.account)}: ask {one_line(ask.service)}. {ask.hides}")
        say(f"    Name to them: {one_line(ask.message_id) or 'no Message-ID'}, {one_line(ask.at)}")
    for check in came.checks:
        say(f"    Checked by {one_line(check.by) or 'a server'} ({_standing(is_own=check.is_trusted)})")
    for seal in came.seals:
        said = (
            f"it calls the seals before it: {one_line(seal.chain)}" if seal.chain else "it says nothing more"
        )
        say(
            f"    Seal {seal.number} of {one_line(seal.domain)}: {said} ({_standing(is_own=seal.is_trusted)})"
        )
    for signed in came.signatures:
        say(f"    Signed by {one_line(signed.domain)}. {UNCHECKED} The text since then: {signed.body}.")


def _standing(*, is_own: bool) -> str:
    return "written by your provider" if is_own else "claimed"
