"""Commands with which a person decides: about markers, exhibits, notes, and what tells the same act."""

from functools import partial
from typing import TYPE_CHECKING, Any, get_args

import click
import msgspec

from holdfast.cli.exhibiting import numbered_finding
from holdfast.cli.opened import Bar, with_case
from holdfast.cli.printed import one_line, say, write_json
from holdfast.formats.dates import long_date
from holdfast.model.errors import RequestError
from holdfast.model.marker import Marker, MarkerKind
from holdfast.wording.heads import NAMES

if TYPE_CHECKING:
    from holdfast.case.case import Case

deciding = partial(with_case, writes=True)


@click.command()
@deciding
@click.argument("kind", metavar="KIND", type=click.Choice(get_args(MarkerKind)))
@click.option("--at", required=True, metavar="DAY", help="When: 2025-06-14 or 2025-06-14T18:30.")
@click.option("--zone", default="", help="The time zone of that clock; otherwise the one of the case.")
@click.option(
    "--to", "accounts", multiple=True, metavar="KEY", help="The account it was about (see `accounts`)."
)
@click.option("--note", default="", metavar="WORDS", help="In your words.")
@click.option("--proof", default="", metavar="EVENT", help="The event that shows it.")
@click.option("--ends", default="", metavar="DAY", help="When an order runs out.")
def mark(case: "Case", kind: MarkerKind, at: str, accounts: tuple[str, ...], **given: Any) -> None:
    """Draw a dated line: a stop notice, a block, a report, an order.

    KIND is one of: "stop notice" (you asked for the contact to end), block, "platform report",
    "police contact", order, other. Findings count what came before a line and after it.

    \b
    For example:
      holdfast mark my-case "stop notice" --at 2025-06-14T18:30 --to phone:+447700900123
    """
    marker = case.mark(kind, at, accounts=accounts, **given)
    say(f"The line is drawn: {_in_words(case, marker)}.")
    known = {account.key for account, *_ in case.query.accounts()}
    for key in accounts:
        if key not in known:
            say(f'No account "{key}" is in the case so far; `holdfast accounts` lists those that are.')
    say(f"To take it out again: its id is {marker.id}, see `holdfast unmark --help`.")


def _in_words(case: "Case", marker: Marker) -> str:
    zone, _ = case.zone()
    at = marker.when.order_key()
    when = marker.when.as_written if at is None else long_date(at, zone, marker.when.precision)
    to = f", about {', '.join(map(one_line, marker.accounts))}" if marker.accounts else ""
    ends = "" if marker.ends is None else f", until {long_date(marker.ends, zone, 'day')}"
    return f"{one_line(when)}  {marker.kind}{to}{ends}"


@click.command()
@deciding
@click.argument("marker")
@click.option("--why", required=True, metavar="WORDS", help="The reason; the log keeps it.")
def unmark(case: "Case", marker: str, why: str) -> None:
    """Take a dated line out again.

    MARKER is its id, as `holdfast markers` shows it.
    """
    case.unmark(marker, why)
    say("Taken out. The log keeps both, and the reason.")


@click.command()
@with_case
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def markers(case: "Case", *, as_json: bool) -> None:
    """List the dated lines drawn in the case."""
    found = case.markers()
    if as_json:
        write_json([msgspec.to_builtins(marker) for marker in found])
        return
    for marker in found:
        say(f"{marker.id}  {_in_words(case, marker)}")
        if marker.note:
            say(f"    {one_line(marker.note)}")
    if not found:
        say("No lines are drawn yet: see `holdfast mark --help`.")


@click.command()
@deciding
@click.argument("event")
@click.argument("text", metavar="WORDS")
@click.option(
    "--for-papers", is_flag=True, help="Allow this note to leave with papers. Otherwise it is private."
)
def note(case: "Case", event: str, text: str, *, for_papers: bool) -> None:
    """Keep your own words about an event.

    They are private: papers leave them out, unless you say --for-papers. EVENT is the beginning of its id.
    Put the words in quotes.
    """
    case.note(event, text, private=not for_papers)
    say("The note is kept, for papers too." if for_papers else "The note is kept, and private.")


@click.command("not-so")
@deciding
@click.argument("event", metavar="EVENT|F-N")
@click.argument("head", metavar="[WHAT]", type=click.Choice(NAMES), required=False)
@click.option("--why", required=True, metavar="WORDS", help="The reason; the log keeps it.")
@click.option("--take-back", is_flag=True, help="It is so after all.")
def not_so(case: "Case", event: str, head: str | None, why: str, *, take_back: bool) -> None:
    """Say that a message is not what its words were taken for, or that a finding is not so.

    `holdfast findings` names messages that may be worth reading first, by their words alone, and words
    mislead. EVENT is the beginning of its id. WHAT is one of: threat, veiled, exposure, extortion, self_harm,
    sexual, insult, rough, sexist, hateful.

    F-1 is the first finding that `holdfast findings` lists. It stays, with your words beside it, also on
    paper.
    """
    if number := numbered_finding(event):
        finding = case.finding_numbered(number)
        if take_back:
            case.agree_to(finding, why)
            say("Taken back. The log keeps both, and the reasons.")
        else:
            case.object_to(finding, why)
            say("Kept, beside the finding. `--take-back` takes it back.")
        return
    if head is None:
        raise RequestError(
            "It is missing what the message is not.", "Say it after the event, such as: threat."
        )
    if take_back:
        case.say_so_after_all(event, head, why)
        say("Taken back. The log keeps both, and the reasons.")
        return
    case.say_not_so(event, head, why)
    say("Kept: it is not listed for that any more. `--take-back` takes it back.")


@click.command()
@deciding
@click.argument("event")
@click.option("--why", required=True, metavar="WORDS", help="The reason; the log keeps it.")
def apart(case: "Case", event: str, why: str) -> None:
    """Set an event apart from others that it was joined to.

    Two files can tell the same act, and a mail can announce a message: then they are joined and count once.
    If that is wrong, say so here. EVENT is the beginning of its id.
    """
    with Bar() as bar:
        case.apart(event, why, bar)
    say("It stands alone now. `holdfast together` joins it again.")


@click.command()
@deciding
@click.argument("event")
@click.argument("other")
@click.option("--why", required=True, metavar="WORDS", help="The reason; the log keeps it.")
def together(case: "Case", event: str, other: str, why: str) -> None:
    """Join two events that tell the same act.

    Both are kept and can be looked at; counts take them as one. EVENT stands for both. Each is the beginning
    of an id.
    """
    with Bar() as bar:
        case.together(event, other, why, bar)
    say("They are joined, and count once. `holdfast apart` takes that back.")
