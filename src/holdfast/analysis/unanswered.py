"""How long an account went on writing or calling without an own message or call to it in between.

*What it looks for.* For each account on each channel, the longest run of incoming messages and calls with
nothing of the person's own to that account in between, and how many of the incoming ones were followed by an
own one within 24 hours. An own message answers the accounts it was sent to. Where an export does not say
whom it was sent to, it is taken to answer whoever wrote last on that channel.

*Why it matters.* Going on without any answer looks different from a conversation. Both directions are kept,
so that a conversation is not shown as one-sided.

*When it is wrong.* Newsletters, shops and reminders are never answered. An answer on another channel, by a
call that was picked up, or in person is not seen. In a group it is not known whom a message answers. If an
export holds only one side, everything in it looks unanswered.

*Source.* Plain counting, as described above.
"""

from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.contact import FEWEST, Contact, Mask, many
from holdfast.counting.tally import moment
from holdfast.formats.local_days import DAY
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import Frame
from holdfast.model.sentence import in_turn, phrase, said

VERSION = "1"

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class _Run:
    """The longest run of one route: account * number of channels + channel. `first` and `last` are rows."""

    route: int
    longest: int
    first: int
    last: int
    items: int
    soon: int
    never: int


def find(frame: Frame) -> list[Finding]:
    """One finding about all accounts, or none where nothing with a known author and time came in."""
    contact = Contact(frame)
    incoming = contact.inbound & contact.to_the_minute & (frame.by >= 0)
    if not incoming.any():
        return []
    own = contact.outbound & contact.to_the_minute
    runs, guessed = _runs(contact, incoming, own)
    wide = len(frame.services)
    on_channel = np.bincount(frame.service[own], minlength=wide)
    named_rows = np.flatnonzero(incoming & contact.by_named())
    named = set((frame.by[named_rows].astype(np.int64) * wide + frame.service[named_rows]).tolist())
    told = [run for run in runs if run.route in named] or runs
    figures: dict[str, Scalar] = {
        "items": int(np.count_nonzero(incoming)),
        "longest_run": told[0].longest,
        "own_without_addressee": guessed,
        "left_out_author_or_minute_unknown": int(np.count_nonzero(contact.inbound & ~incoming)),
        "undecided_direction": int(np.count_nonzero(contact.undecided)),
    }
    says = _says(contact, told, named, figures, on_channel)
    return [
        Finding(
            rule="unanswered",
            version=VERSION,
            parameters={"answer_within_hours": 24, "fewest_items_for_statistics": FEWEST},
            says=says,
            figures=figures,
            tables=(_table(contact, runs, on_channel),),
            otherwise=(
                "Newsletters, shops, services and reminders write often, and nobody answers them.",
                "The answer may have been given in person, in a call that was picked up, or elsewhere.",
                "Messages can cross, and several short ones in a row can be one message in pieces.",
            ),
            limits=(*_limits(figures), *contact.left_out()),
            rests_on=contact.ids(incoming | own),
        )
    ]


def _says(
    contact: Contact, told: list[_Run], named: set[int], figures: dict[str, Scalar], own: NDArray[np.intp]
) -> str:
    frame, run = contact.frame, told[0]
    account, channel = divmod(run.route, len(frame.services))
    whom = phrase("one account named with a dated line of this case") if named else phrase("one account")
    first, last = moment(contact, run.first), moment(contact, run.last)
    when = (
        said("on %(first)s", first=first)
        if run.longest == 1
        else said("from %(first)s to %(last)s", first=first, last=last)
    )
    sentences = [
        said(
            "The longest run of incoming messages and calls from %(whom)s, with no own one to it in between, "
            "is %(longest)s: %(account)s on the channel %(channel)s, %(when)s.",
            whom=whom,
            longest=run.longest,
            account=contact.account(account),
            channel=frame.services[channel],
            when=when,
        )
    ]
    if not own[channel]:
        sentences.append(
            "No own message on that channel is in the record; its export may hold only one side."
        )
    items, soon, never = (sum(getattr(r, name) for r in told) for name in ("items", "soon", "never"))
    if items >= FEWEST:
        figures |= {"share_items": items, "answered_within_24h": soon, "never_answered": never}
        which = many(items, "their item", "their items") if named else many(items, "item")
        sentences.append(
            said(
                "Of %(items)s, %(soon)s were followed by an own one to the same account within 24 hours, and "
                "%(never)s by none at any later time.",
                items=which,
                soon=soon,
                never=never,
            )
        )
    return in_turn(sentences)


def _limits(figures: dict[str, Scalar]) -> list[str]:
    limits = [
        "It looks at each channel by itself, and does not know whether a call was picked up.",
        "An own message or call to the same account counts as an answer, whatever it says.",
    ]
    if guessed := figures["own_without_addressee"]:
        limits += [
            said(
                "For %(guessed)s own messages or calls the record does not say to whom they went.",
                guessed=guessed,
            ),
            "Such a one is taken to answer whoever wrote last on that channel; in a group that can be wrong.",
        ]
    if left := figures["left_out_author_or_minute_unknown"]:
        limits.append(
            said(
                "Not looked at, as the sender or the minute is not known: %(left)s incoming items.", left=left
            )
        )
    return limits


def _table(contact: Contact, runs: list[_Run], on_channel: NDArray[np.intp]) -> Table:
    frame, wide = contact.frame, len(contact.frame.services)
    return Table(
        title="Longest runs without an own message or call to the account",
        columns=(
            "account",
            "channel",
            "longest run",
            "from",
            "to",
            "all incoming items",
            "followed by an own one within 24 hours",
            "followed by none",
            "own items on this channel, to anyone",
        ),
        rows=tuple(
            (
                contact.account(run.route // wide),
                frame.services[run.route % wide],
                run.longest,
                moment(contact, run.first),
                moment(contact, run.last),
                run.items,
                run.soon if run.items >= FEWEST else None,
                run.never if run.items >= FEWEST else None,
                int(on_channel[run.route % wide]),
            )
            for run in runs
        ),
    )


def _runs(contact: Contact, incoming: Mask, own: Mask) -> tuple[list[_Run], int]:
    """The longest run of every route, the longest first, and how many own items name no addressee."""
    frame, wide = contact.frame, len(contact.frame.services)
    rows = contact.rows(incoming)
    routes = frame.by[rows].astype(np.int64) * wide + frame.service[rows]
    answered, answers, guessed = _answers(contact, own)
    # What came in stands first and the sorting is stable: at one instant it comes before what went out.
    route = np.concatenate((routes, answered))
    at = np.concatenate((frame.at[rows], answers))
    is_own = np.concatenate((np.zeros(len(rows), dtype=np.bool_), np.ones(len(answers), dtype=np.bool_)))
    row = np.concatenate((rows, np.full(len(answers), -1)))
    order = np.lexsort((at, route))
    route, at, is_own, row = route[order], at[order], is_own[order], row[order]
    here = np.arange(len(order))
    following = np.minimum.accumulate(np.where(is_own, here, len(order))[::-1])[::-1]
    place = np.minimum(following, len(order) - 1)
    has = (following < len(order)) & (route[place] == route)
    soon = has & (at[place] - at <= DAY)
    passed = np.cumsum(is_own)
    keep = ~is_own
    route, row, soon, never, passed = route[keep], row[keep], soon[keep], ~has[keep], passed[keep]
    new_route = np.concatenate(([True], route[1:] != route[:-1]))
    begins = np.flatnonzero(new_route | np.concatenate(([True], passed[1:] != passed[:-1])))
    sizes = np.diff(np.concatenate((begins, [len(row)])))
    starts = np.flatnonzero(new_route)
    # The longest run of each route, of equally long ones the earliest.
    ranked = np.lexsort((begins, -sizes, route[begins]))
    best = ranked[np.flatnonzero(np.concatenate(([True], np.diff(route[begins][ranked]) != 0)))]
    columns = (
        route[starts],
        sizes[best],
        row[begins[best]],
        row[begins[best] + sizes[best] - 1],
        np.diff(np.concatenate((starts, [len(row)]))),
        np.add.reduceat(soon.astype(np.int64), starts),
        np.add.reduceat(never.astype(np.int64), starts),
    )
    found = [_Run(*values) for values in zip(*(column.tolist() for column in columns), strict=True)]
    return sorted(found, key=lambda run: (-run.longest, run.route)), guessed


def _answers(contact: Contact, own: Mask) -> tuple[Ints, Ints, int]:
    """Which routes own items answer, and when; and how many of them name no addressee."""
    frame, wide = contact.frame, len(contact.frame.services)
    rows = contact.rows(own)
    to = [frame.to[row] for row in rows.tolist()]
    widths = np.fromiter(map(len, to), dtype=np.int64, count=len(to))
    sent = np.repeat(rows, widths)
    account = np.fromiter(chain.from_iterable(to), dtype=np.int64, count=len(sent))
    routes, times = [account * wide + frame.service[sent]], [frame.at[sent]]
    unaddressed = rows[widths == 0]
    heard = contact.rows(contact.inbound & contact.to_the_minute)
    for channel in np.unique(frame.service[unaddressed]).tolist():
        said = frame.at[unaddressed[frame.service[unaddressed] == channel]]
        rows = heard[frame.service[heard] == channel]
        at = frame.at[rows]
        until = np.searchsorted(at, said, side="right")
        # Of several own items after the same incoming one the first is the answer.
        until, place = np.unique(until, return_index=True)
        said, until = said[place[until > 0]], until[until > 0]
        since = np.searchsorted(at, at[until - 1], side="left")
        # Everyone who wrote at the very last instant is answered.
        sizes = until - since
        firsts = np.repeat(since - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes)
        last = rows[firsts + np.arange(len(firsts))]
        known = frame.by[last] >= 0
        routes.append(frame.by[last[known]].astype(np.int64) * wide + channel)
        times.append(np.repeat(said, sizes)[known])
    return np.concatenate(routes), np.concatenate(times), len(unaddressed)
