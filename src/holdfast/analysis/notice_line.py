"""Contact that came in after a dated line: a stop notice, a block, a police contact, an order.

*What it looks for.* For every dated line, all messages and calls that came in later, counted side by side as
single items, as occasions with at least 1 hour and with at least 24 hours between them, and as calendar days:
overall, for each account, for each channel, and for each account on each channel. Where the line names
accounts, contact from those accounts and contact from all others are shown apart. It lists the ways of
contact that appear in the record for the first time only after the line, and compares how much came in two
equal spans before and after it. The finding rests on the items that came in after the line.

*Why it matters.* In some places contact after a clear notice or an order is part of what the law asks about,
and places differ in what they count as one act. That is why all counts stand side by side.

*When it is wrong.* Messages cross: one can be sent before the notice was read. Newsletters, shops and
services go on writing by themselves. Some contact is required by law, by work or for the care of children,
and an order may allow some channels. An item that may lie on either side of the line is counted as undecided,
never as after it. A new account says nothing about who uses it. A notice is often sent at a busy time, so
less contact afterwards may only be things going back to usual.

*Source.* New York Penal Law 120.45 and the New Zealand Crimes Act 216O on notice before later contact;
Massachusetts and Canadian cases differ on what one act is, hence several counts. The comparison is the exact
test of two Poisson rates over equal spans (Przyborowski and Wilenski, Biometrika 31, 1940).
"""

from dataclasses import dataclass

import numpy as np

from holdfast.counting.contact import FEWEST, Contact, Mask, Sides, many, of_unknown_way
from holdfast.counting.contact_tables import by_account_and_channel, one_by_one
from holdfast.counting.routes import Routes
from holdfast.counting.tally import COLUMNS, Tally, moment, total
from holdfast.counting.two_spans import TwoSpans
from holdfast.formats.dates import Moment, to_the_minute
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import Frame
from holdfast.model.marker import Marker
from holdfast.model.sentence import counted, in_turn, phrase, said

VERSION = "2"

_PARAMETERS: dict[str, Scalar] = {
    "occasion_gap_hours": 1,
    "longer_occasion_gap_hours": 24,
    "fewest_items_for_statistics": FEWEST,
    "chance_is_given_out_of": 1000,
}
_NAMES = {
    "stop notice": phrase("stop notice"),
    "block": phrase("block"),
    "platform report": phrase("report to a website or app"),
    "police contact": phrase("contact with the police"),
    "order": phrase("order"),
    "other": phrase("event noted by the person"),
}
_OTHERWISE = {
    "stop notice": "A message can cross with the notice: sent before it was read, or already on its way.",
    "block": "A block tells nobody not to write, and the other side may not notice it.",
    "platform report": "A report to a website or app is usually not shown to the account that it is about.",
    "police contact": "The other side may not have known about the contact with the police, or not yet.",
    "order": "An order may allow some contact, and may count only once it has been handed over.",
    "other": "The other side may not have known about it.",
}
_ORDINARY = (
    "Newsletters, shops, reminders and other automatic mail go on by themselves.",
    "Some contact is required by law, by work, or for the care of children.",
    "A message can be written earlier and delivered later.",
)
_BEGINS = "A way of contact first seen after it may have been used before its channel's record begins."
_LIMITS = (
    "It cannot tell whether, or when, the other person read or knew of it.",
    "It counts contact and does not read it: polite, angry and automatic messages count alike.",
    "An account is not a person. That an account is new says nothing about who uses it.",
)


@dataclass(frozen=True)
class _Line:
    """One dated line, how it is called, and how each row of the frame stands to it."""

    contact: Contact
    marker: Marker
    name: str
    sides: Sides

    def tally(self, mask: Mask) -> Tally:
        """All of these rows that came after the line, as one group."""
        return total(self.contact, mask & self.sides.after)

    def undecided(self, mask: Mask) -> int:
        """How many of these rows may lie on either side."""
        return int(np.count_nonzero(mask & self.sides.undecided))


def find(frame: Frame) -> list[Finding]:
    """One finding for each dated line."""
    if not frame.ids:
        return []
    contact = Contact(frame)
    routes = Routes(contact)
    found = []
    for marker in frame.markers:
        sides = contact.sides(marker.when)
        if sides is None:
            found.append(_uncounted(contact, marker))
        else:
            date = to_the_minute(sides.earliest, frame.zone, marker.when.precision)
            line = _Line(
                contact,
                marker,
                said("the %(line)s of %(date)s", line=_NAMES[marker.kind], date=date),
                sides,
            )
            found.append(_counted(line, routes))
    return found


def _uncounted(contact: Contact, marker: Marker) -> Finding:
    name = _NAMES[marker.kind]
    return _finding(
        contact,
        marker,
        said(
            "The time of the %(line)s is not known well enough yet, so contact after it cannot be "
            "counted yet. It can be, once its date or the time zone of its clock has been told.",
            line=name,
        ),
        {"undecided_direction": int(np.count_nonzero(contact.undecided))},
    )


def _counted(line: _Line, routes: Routes) -> Finding:
    contact, marker = line.contact, line.marker
    everything = contact.inbound
    parts = {"all": everything}
    if marker.accounts:
        named = contact.by_keys(frozenset(marker.accounts))
        parts = {"named": everything & named, "others": everything & ~named, "all": everything}
    head = next(iter(parts))
    counts = {part: line.tally(mask) for part, mask in parts.items()}
    figures: dict[str, Scalar] = {}
    for part, tally in counts.items():
        figures |= {
            f"{part}_items": tally.items,
            f"{part}_calls": tally.calls,
            f"{part}_occasions_1h": tally.hourly,
            f"{part}_occasions_24h": tally.daily,
            f"{part}_days": tally.days,
            f"{part}_undecided": line.undecided(parts[part]),
        }
    figures["undecided_direction"] = int(np.count_nonzero(contact.undecided))
    if marker.accounts:
        figures["accounts_named"] = len(marker.accounts)
    says = [_main(line, counts[head])]
    after = everything & line.sides.after
    tables = [
        _overall(line, parts, counts),
        *by_account_and_channel(contact, after, "After it", frozenset(marker.accounts)),
    ]
    if unsure := figures[f"{head}_undecided"]:
        says.append(said("Whether %(unsure)s more came before or after it is undecided.", unsure=unsure))
    if marker.accounts:
        others = many(counts["others"].items, "message or call", "messages and calls")
        says.append(
            said("From all other accounts, whoever they are, %(others)s came in after it.", others=others)
        )
    if unknown := int(figures["undecided_direction"] or 0):
        says.append(of_unknown_way(unknown))
    limits = [*_LIMITS]
    if missing := len(set(marker.accounts) - set(contact.frame.accounts)):
        limits.append(
            said(
                "%(accounts)s named with it cannot be found in the record under that name.",
                accounts=many(missing, "account"),
            )
        )
    if marker.ends is not None:
        _in_force(line, marker.ends, parts[head], figures, says, limits)
    fresh, doubtful = routes.new_since(line.sides.earliest, line.sides.latest, after)
    figures |= {"new_routes": len(fresh.rows), "new_routes_undecided": doubtful}
    if fresh.rows:
        tables.append(fresh)
        limits.append(_BEGINS)
        says.append(
            said(
                "%(ways)s in the record for the first time only after it (one account on one channel is "
                "one way of contact).",
                ways=many(len(fresh.rows), "way of contact appears", "ways of contact appear"),
            )
        )
    if doubtful:
        limits.append(
            said(
                "Whether %(more_ways)s of contact began before or after it is undecided.",
                more_ways=many(doubtful, "more way"),
            )
        )
    _compare(line, parts[head], figures, says, tables, limits)
    if 0 < counts[head].items < FEWEST:
        tables.append(one_by_one(contact, parts[head] & line.sides.after))
    return _finding(contact, marker, in_turn(says), figures, tables, limits, contact.ids(after))


def _main(line: _Line, tally: Tally) -> str:
    named = len(line.marker.accounts)
    if not tally.items:
        return said(
            "After %(line)s, no message or call from %(whom)s is known to have come in.",
            line=line.name,
            whom=_whom(named) if named else phrase("any account"),
        )
    whom = _whom(named) if named else phrase("all accounts together")
    count = many(tally.items, "message or call", "messages and calls")
    first, last = moment(line.contact, tally.first), moment(line.contact, tally.last)
    if tally.items == 1:
        return said(
            "After %(line)s, %(items)s came in from %(whom)s: on %(first)s.",
            line=line.name,
            items=count,
            whom=whom,
            first=first,
        )
    if tally.calls:
        count = said("%(items)s (%(calls)s among them)", items=count, calls=many(tally.calls, "call"))
    hourly, daily = many(tally.hourly, "occasion"), many(tally.daily, "occasion")
    return said(
        "After %(line)s, %(items)s came in from %(whom)s: %(hourly)s if a new one begins after 1 hour "
        "without any, %(daily)s if after 24 hours, on %(days)s. The first came on %(first)s, the last on "
        "%(last)s.",
        line=line.name,
        items=count,
        whom=whom,
        hourly=hourly,
        daily=daily,
        days=many(tally.days, "day"),
        first=first,
        last=last,
    )


def _whom(named: int) -> str:
    return counted(named, "the account named with it", "the %(n)s accounts named with it")


def _overall(line: _Line, parts: dict[str, Mask], counts: dict[str, Tally]) -> Table:
    titles = {
        "named": phrase("accounts named with it"),
        "others": phrase("all other accounts"),
        "all": phrase("all accounts"),
    }
    rows: list[tuple[Scalar, ...]] = []
    for part, tally in counts.items():
        cells = tally.cells(line.contact) if tally.items else (0, 0, 0, 0, 0, None, None)
        unsure = line.undecided(parts[part])
        rows.append((titles[part], *cells, unsure))
    columns = ("from", *COLUMNS, "undecided whether after")
    return Table(title="Contact after it, counted in several ways", columns=columns, rows=tuple(rows))


def _in_force(
    line: _Line, until: int, mask: Mask, figures: dict[str, Scalar], says: list[str], limits: list[str]
) -> None:
    contact = line.contact
    if until <= line.sides.latest:
        limits.append("Its end lies before its beginning, so contact while it was in force is not counted.")
        return
    over = contact.timed & (contact.frame.at > until)
    inside = line.sides.after & (contact.latest <= until)
    tally = line.tally(mask & inside)
    unsure = int(np.count_nonzero(mask & ~inside & ~over & (line.sides.after | line.sides.undecided)))
    figures |= {
        "in_force_items": tally.items,
        "in_force_calls": tally.calls,
        "in_force_occasions_1h": tally.hourly,
        "in_force_occasions_24h": tally.daily,
        "in_force_days": tally.days,
        "in_force_undecided": unsure,
    }
    end = Moment(until, contact.frame.zone, "minute")
    came = (
        said("%(items)s came in on %(days)s", items=tally.items, days=many(tally.days, "day"))
        if tally.items
        else phrase("none is known to have come")
    )
    if unsure:
        came = said("%(came)s (%(unsure)s more undecided)", came=came, unsure=unsure)
    says.append(said("It was in force until %(end)s; while it was, %(came)s.", end=end, came=came))


def _compare(
    line: _Line,
    mask: Mask,
    figures: dict[str, Scalar],
    says: list[str],
    tables: list[Table],
    limits: list[str],
) -> None:
    spans = TwoSpans(line.contact, mask, line.sides.earliest, line.sides.latest)
    if not spans.days:
        limits.append("The record does not reach a whole day on both sides of it, so nothing is compared.")
        return
    figures |= {"span_days": spans.days, "span_before": spans.before, "span_after": spans.after}
    told = {"days": many(spans.days, "day"), "before": spans.before, "after": spans.after}
    both = (
        said(
            "In the %(days)s before it %(before)s came in from the accounts named, in as many days after it "
            "%(after)s.",
            **told,
        )
        if line.marker.accounts
        else said("In the %(days)s before it %(before)s came in, in as many days after it %(after)s.", **told)
    )
    says.append(both)
    if not spans.in_1000:
        says.append(
            said(
                "That is too few to compare (at least %(fewest)s are needed in all).",
                fewest=FEWEST,
            )
        )
        return
    least, most = min(spans.in_1000.values()), max(spans.in_1000.values())
    figures |= {"chance_in_1000_least": least, "chance_in_1000_most": most}
    often = (
        said("at most about %(times)s in 1,000", times=many(most, "time"))
        if most
        else phrase("less than once in 1,000 times")
    )
    often = phrase("nearly every time") if most >= 995 else often
    says.append(
        said(
            "At an unchanged pace, chance alone would make a difference this large %(often)s.",
            often=often,
        )
    )
    tables.append(spans.table())
    limits.append(
        "The comparison takes the record to be whole on both sides. Messages often come in bunches, and then "
        "the chance given for single messages is too small; the one for days is safer. A notice is often "
        "sent at a busy time, so less contact later may only be things going back to usual."
    )


def _finding(
    contact: Contact,
    marker: Marker,
    says: str,
    figures: dict[str, Scalar],
    tables: list[Table] | None = None,
    limits: list[str] | None = None,
    rests_on: tuple[str, ...] = (),
) -> Finding:
    everyone = ("Everyone who wrote is counted, also friends, shops and services.",)
    return Finding(
        rule="notice_line",
        version=VERSION,
        parameters=_PARAMETERS | {"marker": marker.id},
        says=says,
        figures=figures,
        tables=tuple(tables or ()),
        otherwise=(_OTHERWISE[marker.kind], *_ORDINARY),
        limits=(
            *(limits or _LIMITS),
            *(() if marker.accounts else everyone),
            *contact.roughly(),
            *contact.left_out(),
        ),
        rests_on=rests_on,
    )
