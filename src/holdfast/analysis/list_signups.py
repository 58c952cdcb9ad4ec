"""Many new lists and services at once: all ask, within a day, to confirm a subscription.

*What it looks for.* A day in which at least fifteen senders who had never written before, from at least ten
domains, send mail that asks for a confirmation or says itself that a list sent it. Beside it stand the mails
of those hours that are no such confirmations, first those about a password, a payment or an order; and which
services sent the confirmations out, as one report to such a service can stop many lists.

*Why it matters.* Somebody can sign an address up for hundreds of lists at once. It fills the mailbox, and
sometimes it is done to hide one mail, such as the notice that a password was changed or something was bought.

*When it is wrong.* A move, a new shop account or a wedding list bring several confirmations in a day. An
address that was leaked is signed up by machines, for no reason that has to do with the person.

*Source.* "Subscription Bombing: Email under Attack" (Communications of the ACM, April 2026) describes it.
What is counted is compared with all other days of the record. That a domain takes reports at "abuse@" is the
rule of RFC 2142; a service may have a form of its own.
"""

from collections import defaultdict

import numpy as np

from holdfast.counting.automatic import asks_to_confirm, may_matter, says_automatic, sending_service
from holdfast.counting.contact import Contact, many, yes_or_no
from holdfast.counting.newcomers import first_rows
from holdfast.counting.tally import moment
from holdfast.formats.local_days import DAY
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import Frame
from holdfast.model.sentence import said

VERSION = "1"

_SENDERS = 15
_DOMAINS = 10
_USUAL = 5
"""So many times more new lists than on the fullest other day."""


class _Wave:
    """The confirmations of one day, and what else came meanwhile."""

    def __init__(self, contact: Contact, rows: list[int], new: set[int]) -> None:
        frame = contact.frame
        self.rows = rows
        self.domains = {_domain(frame, row) for row in rows}
        begin, end = int(frame.at[rows[0]]), int(frame.at[rows[-1]])
        inside = np.flatnonzero(contact.inbound & (frame.at >= begin) & (frame.at <= end)).tolist()
        senders = {int(frame.by[row]) for row in rows}
        others = [row for row in inside if int(frame.by[row]) not in senders]
        between = [
            row
            for row in others
            if _is_mail(frame, row) and (row not in new or may_matter(frame, row) or not _is_list(frame, row))
        ]
        # What banks, shops and services write of what should not be missed comes first.
        self.between = sorted(between, key=lambda row: (not may_matter(frame, row), row))


def find(frame: Frame) -> list[Finding]:
    """One finding about all such days, or none."""
    contact = Contact(frame)
    first = {row for row in first_rows(frame).values() if contact.inbound[row] and contact.to_the_minute[row]}
    lists = [row for row in sorted(first) if _is_mail(frame, row) and _is_list(frame, row)]
    waves = [
        wave
        for rows in _waves(frame, lists)
        if len((wave := _Wave(contact, rows, first)).domains) >= _DOMAINS
    ]
    if not waves:
        return []
    mask = np.zeros(len(frame.ids), dtype=np.bool_)
    for wave in waves:
        mask[wave.rows + wave.between] = True
    senders = sum(len(wave.rows) for wave in waves)
    between = sum(len(wave.between) for wave in waves)
    tables = [
        Table(
            title="Mail among them that may matter: look at these first",
            columns=("when", "account", "about a password, a payment or an order", "entry"),
            rows=tuple(
                (
                    moment(contact, row),
                    contact.account(int(frame.by[row])),
                    yes_or_no(may_matter(frame, row)),
                    frame.ids[row][:8],
                )
                for wave in waves
                for row in wave.between
            ),
        ),
        Table(
            title="Each of these times",
            columns=("from", "until", "new senders", "domains", "other mail meanwhile that may matter"),
            rows=tuple(_row(contact, wave) for wave in waves),
        ),
        _services(contact, waves),
    ]
    return [
        Finding(
            rule="list_signups",
            version=VERSION,
            parameters={"fewest_senders": _SENDERS, "fewest_domains": _DOMAINS, "times_the_usual": _USUAL},
            says=said(
                "%(lists)s that had never written before sent confirmations and the like, in %(waves)s "
                "of at most a day. Who gave them this address they do not say. %(other)s of those hours may "
                "matter and should be looked at.",
                lists=many(senders, "list or service", "lists and services"),
                waves=many(len(waves), "wave"),
                other=many(between, "other mail", "other mails"),
            ),
            figures={
                "waves": len(waves),
                "senders": senders,
                "may_matter": between,
                "undecided_direction": int(np.count_nonzero(contact.undecided)),
            },
            tables=tuple(table for table in tables if table.rows),
            otherwise=(
                "A move, a wedding or a new hobby can bring many confirmations in one day.",
                "An address that was once leaked is signed up by machines, for no reason.",
                "The person may have signed up for several lists themselves.",
                "It is often done to hide a fraud: look at notices from banks first; click on nothing else.",
            ),
            limits=(
                "Lists do not tell who signed the address up. Some keep the IP address it was done from.",
                "Confirmations are known by their words in some twenty languages; others are not counted.",
                "Every domain should take a report at abuse@; nothing was looked up, and some have forms.",
                *contact.left_out(),
            ),
            rests_on=contact.ids(mask),
        )
    ]


def _services(contact: Contact, waves: list[_Wave]) -> Table:
    """Who sent them out, those with most first, and where each takes a report."""
    held: dict[str, list[int]] = defaultdict(list)
    for wave in waves:
        for row in wave.rows:
            held[sending_service(contact.frame, row)].append(row)
    return Table(
        title="Services that sent them out, and where they take a report",
        columns=("sending service", "new senders", "first", "last", "report to"),
        rows=tuple(
            (service, len(rows), moment(contact, rows[0]), moment(contact, rows[-1]), f"abuse@{service}")
            for service, rows in sorted(held.items(), key=lambda item: (-len(item[1]), item[0]))
        ),
    )


def _waves(frame: Frame, rows: list[int]) -> list[list[int]]:
    """Stretches of at most a day that hold enough of these rows, and far more than any other day."""
    at = frame.at[rows]
    waves: list[list[int]] = []
    start = 0
    ends = np.searchsorted(at, at + DAY, side="right") if len(rows) else np.zeros(0, np.intp)
    while start < len(rows):
        if ends[start] - start >= _SENDERS:
            best = start + int(np.argmax(ends[start : ends[start]] - np.arange(start, ends[start])))
            waves.append(rows[best : int(ends[best])])
            start = int(ends[best])
        else:
            start += 1
    taken = {row for wave in waves for row in wave}
    days = np.unique([int(frame.at[row]) // DAY for row in rows if row not in taken], return_counts=True)[1]
    fullest = int(days.max()) if len(days) else 0
    return [wave for wave in waves if len(wave) >= _USUAL * fullest]


def _is_mail(frame: Frame, row: int) -> bool:
    return str(frame.services[frame.service[row]]) == "mail"


def _is_list(frame: Frame, row: int) -> bool:
    return asks_to_confirm(frame, row) or says_automatic(frame, row)


def _domain(frame: Frame, row: int) -> str:
    return str(frame.accounts[frame.by[row]]).rpartition("@")[2]


def _row(contact: Contact, wave: _Wave) -> tuple[Scalar, ...]:
    first, last = moment(contact, wave.rows[0]), moment(contact, wave.rows[-1])
    return first, last, len(wave.rows), len(wave.domains), len(wave.between)
