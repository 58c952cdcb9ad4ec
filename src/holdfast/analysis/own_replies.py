"""The person's own messages and calls: to whom, on which channel, and after each dated line.

*What it looks for.* Every message and call that went out from the person's own accounts, counted for each
account it went to, for each channel, and after each dated line.

*Why it matters.* A record that keeps both directions is complete, and is believed sooner than one that keeps
only one side. A reply is not in itself consent: people answer for many reasons, also to make contact stop.

*When it is wrong.* Someone else may have written from the person's account. An export can leave out one side.
Automatic replies count like written ones. A message to several accounts counts once for each of them.

*Source.* Guides on keeping evidence advise keeping one's own messages too: selective keeping can do harm.
"""

from itertools import chain

import numpy as np

from holdfast.counting.contact import FEWEST, Contact, Mask, many
from holdfast.counting.tally import COLUMNS, tallies
from holdfast.formats.dates import to_the_minute
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import Frame
from holdfast.model.marker import Marker
from holdfast.model.sentence import in_turn, phrase, said

VERSION = "1"


def find(frame: Frame) -> list[Finding]:
    """One finding about all outgoing contact, or none where there are no messages or calls at all."""
    contact = Contact(frame)
    if not contact.every.any():
        return []
    own = contact.outbound
    rows = contact.rows(own)
    calls = int(np.count_nonzero(own & contact.calls))
    accounts = _accounts(contact)
    figures: dict[str, Scalar] = {
        "own_items": int(np.count_nonzero(own)),
        "own_calls": calls,
        "own_without_time": int(np.count_nonzero(own & ~contact.timed)),
        "accounts_written_to": len({place for place, _, _ in accounts if place >= 0}),
        "own_without_addressee": sum(n for place, _, n in accounts if place == -1),
        "undecided_direction": int(np.count_nonzero(contact.undecided)),
    }
    channels = Table(
        title="Own messages and calls, by channel",
        columns=("channel", *COLUMNS),
        rows=tuple(
            (frame.services[t.group], *t.cells(contact))
            for t in tallies(contact, rows, frame.service[rows].astype(np.int64))
        ),
    )
    to = Table(
        title="Own messages and calls, by account and channel",
        columns=("to", "channel", "messages and calls"),
        rows=tuple((_to(contact, place), frame.services[service], n) for place, service, n in accounts),
    )
    lines = _lines(contact)
    return [
        Finding(
            rule="own_replies",
            version=VERSION,
            parameters={"fewest_items_for_statistics": FEWEST},
            says=_says(figures, lines),
            figures=figures,
            tables=tuple(table for table in (channels, to, lines) if table.rows),
            otherwise=(
                "People answer for many reasons: to calm things, to end contact, for children, out of fear.",
                "A stop notice is itself an own message.",
                "Automatic replies, and messages someone else wrote from the account, count like any other.",
            ),
            limits=(
                "A reply is not in itself consent. What it says is for people to read, in its place.",
                "It cannot tell who held the phone or sat at the keyboard.",
                "A message to several accounts counts once for each, so these can add up to more.",
                *contact.left_out(),
            ),
            rests_on=contact.ids(own),
        )
    ]


def _says(figures: dict[str, Scalar], lines: Table) -> str:
    items, calls, accounts, unknown = (
        int(figures[name] or 0)
        for name in ("own_items", "own_calls", "accounts_written_to", "own_without_addressee")
    )
    if not items:
        return "No message or call of the person's own is in the record. An export may hold only one side."
    sentences = [
        said(
            "The record holds %(items)s of the person's own (%(calls)s among them), to %(accounts)s.",
            items=many(items, "message or call", "messages and calls"),
            calls=many(calls, "call"),
            accounts=many(accounts, "other account"),
        )
    ]
    if unknown:
        sentences.append(
            said("For %(unknown)s of them the record does not say to whom they went.", unknown=unknown)
        )
    if lines.rows:
        sentences.append("A table shows how many came after each dated line.")
    return in_turn([*sentences, "A reply is not in itself consent."])


def _accounts(contact: Contact) -> list[tuple[int, int, int]]:
    """Account (-1 not known, -2 only the person's own), channel and number of items, the most first."""
    frame = contact.frame
    rows = np.flatnonzero(contact.outbound)
    to = [frame.to[row] for row in rows.tolist()]
    widths = np.fromiter(map(len, to), dtype=np.int64, count=len(to))
    items = np.repeat(rows, widths)
    account = np.fromiter(chain.from_iterable(to), dtype=np.int64, count=int(widths.sum()))
    other = ~frame.mine[account]
    reached = np.zeros(len(frame.ids), dtype=np.bool_)
    reached[items[other]] = True
    nobody = rows[widths == 0]
    oneself = rows[(widths > 0) & ~reached[rows]]
    row = np.concatenate((items[other], nobody, oneself))
    place = np.concatenate((account[other], np.full(len(nobody), -1), np.full(len(oneself), -2)))
    # One account may stand twice in one list of addressees, and still the message is one.
    wide, channels = len(frame.accounts) + 2, len(frame.services)
    once = np.unique(row * wide + place + 2)
    row, place = once // wide, once % wide - 2
    pairs, counts = np.unique(place * channels + frame.service[row], return_counts=True)
    found = [(p // channels, p % channels, n) for p, n in zip(pairs.tolist(), counts.tolist(), strict=True)]
    return sorted(found, key=lambda one: (-one[2], one[0], one[1]))


def _to(contact: Contact, place: int) -> str:
    if place == -2:
        return phrase("own accounts only")
    return contact.frame.shown[place] if place >= 0 else phrase("addressee not known")


def _lines(contact: Contact) -> Table:
    own = contact.outbound
    rows: list[tuple[Scalar, ...]] = []
    for marker in contact.frame.markers:
        sides = contact.sides(marker.when)
        if sides is None:
            rows.append((phrase(marker.kind), phrase("time not known yet"), None, None, None))
            continue
        rows.append(
            (
                phrase(marker.kind),
                to_the_minute(sides.earliest, contact.frame.zone, marker.when.precision),
                int(np.count_nonzero(own & sides.after)),
                _to_named(contact, own & sides.after, marker),
                int(np.count_nonzero(own & sides.undecided)),
            )
        )
    return Table(
        title="Own messages and calls after each dated line",
        columns=(
            "line",
            "when",
            "after it",
            "of these to the accounts named with it",
            "undecided whether after",
        ),
        rows=tuple(rows),
    )


def _to_named(contact: Contact, mask: Mask, marker: Marker) -> int | None:
    """How many of these went to at least one account that the line names; None where it names none."""
    if not marker.accounts:
        return None
    frame, keys = contact.frame, frozenset(marker.accounts)
    named = {place for place, key in enumerate(frame.accounts) if key in keys}
    return sum(not named.isdisjoint(frame.to[row]) for row in np.flatnonzero(mask).tolist())
