"""The longest times without contact: from an account, from anyone, and without any record at all.

*What it looks for.* The longest gaps between one incoming message or call and the next, overall and for each
account with at least eight. Told apart from these: stretches in which a whole channel, or the whole record,
is empty, in both directions and from everyone. Beside each gap stands how much else the record holds in it,
and beside each empty stretch of a channel how often chance alone makes one as long, at the channel's own
pace.

*Why it matters.* A quiet time can be real, or it can be a file that was never handed in. A stretch in which
nothing at all is recorded is a reason to look for a missing export before anything is read into it.

*When it is wrong.* A phone lost or changed, a holiday, a full mailbox or messages deleted on a device make
gaps too. Contact that came another way, or in person, is not seen. The time after the last item is no gap:
nobody can say from the record whether it went on.

*Source.* Plain counting of the time between one item and the next. The chance of an empty stretch is the
share of empty days outside of it, to the power of its days, for every day on which it could begin.
"""

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.contact import FEWEST, Contact, many
from holdfast.counting.contact_tables import one_by_one
from holdfast.counting.tally import moment, shortest_gaps
from holdfast.formats.local_days import DAY
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import Frame
from holdfast.model.sentence import in_turn, phrase, said

VERSION = "1"

_LISTED = 5
_SURE = 0.001

_Gap = tuple[int, int, int]
"""Its length in whole days, the row before it and the row after it."""


def find(frame: Frame) -> list[Finding]:
    """One finding about all gaps, or none where there are no messages or calls at all."""
    contact = Contact(frame)
    if not contact.every.any():
        return []
    incoming = contact.rows(contact.inbound)
    enough = len(incoming) >= FEWEST
    figures: dict[str, Scalar] = {
        "incoming_with_time": len(incoming),
        "undecided_direction": int(np.count_nonzero(contact.undecided)),
    }
    says, tables = [], []
    if enough:
        quiet = _longest(contact, incoming)
        named = _longest(contact, contact.rows(contact.inbound & contact.by_named()))
        says.append(_told(contact, quiet, phrase("without any incoming message or call"), "gap", figures))
        if named:
            whom = phrase("without one from any account named with a dated line of this case")
            says.append(_told(contact, named, whom, "named_gap", figures))
        if quiet:
            tables.append(_table(contact, quiet, phrase("Longest times without incoming contact")))
        accounts = _by_account(contact)
        if accounts.rows:
            tables.append(accounts)
    else:
        known = many(len(incoming), "incoming message or call", "incoming messages and calls")
        says.append(
            said(
                "The time of %(known)s is known. Fewer than %(fewest)s are only listed, without the gaps.",
                known=known,
                fewest=FEWEST,
            )
        )
        if contact.inbound.any():
            tables.append(one_by_one(contact, contact.inbound))
    silent = _channels(contact)
    if silent.rows:
        tables.append(silent)
        figures["channels_with_empty_stretches"] = len({row[0] for row in silent.rows})
        says.append(
            said(
                "%(channels)s a stretch without any item at all that is too long for chance: there a "
                "file may be missing, or the channel was not in use.",
                channels=many(
                    int(figures["channels_with_empty_stretches"] or 0), "channel has", "channels have"
                ),
            )
        )
    everything = contact.rows(contact.every)
    empty = _longest(contact, everything) if len(everything) >= FEWEST else []
    if empty:
        says.append(
            _told(
                contact,
                empty,
                phrase("in which nothing at all is recorded, from or to anyone,"),
                "empty",
                figures,
            )
        )
        says.append("A file may be missing there, or there was nothing.")
        tables.append(_plain(contact, empty, phrase("Stretches in which the whole record is empty")))
    return [
        Finding(
            rule="silent_gaps",
            version=VERSION,
            parameters={
                "shortest_gap_days": 1,
                "gaps_listed": _LISTED,
                "chance_at_most": _SURE,
                "fewest_items_for_statistics": FEWEST,
            },
            says=in_turn(says),
            figures=figures,
            tables=tuple(tables),
            otherwise=(
                "A quiet time may be a holiday, an illness, or simply nothing to say.",
                "A new phone, deleted messages, or an export that covers only some months leave gaps.",
                "Contact may have gone on in another way that is not in this record.",
            ),
            limits=(
                "The time before the first and after the last item is not counted as a gap.",
                "An item whose time is not known may lie inside a gap.",
                "Where only the day or less is known, the gap is the shortest one possible.",
                *contact.left_out(),
            ),
            rests_on=contact.ids(contact.inbound if enough else contact.every),
        )
    ]


def _channels(contact: Contact) -> Table:
    """Each channel's longest stretch of days without any item, where chance hardly makes one as long."""
    frame = contact.frame
    found: list[tuple[Scalar, ...]] = []
    for channel in np.unique(frame.service[contact.every]).tolist():
        rows = contact.rows(contact.every & contact.to_the_day & (frame.service == channel))
        days = np.unique(contact.day[rows])
        if len(days) < FEWEST:
            continue
        gaps = np.diff(days) - 1
        place = int(gaps.argmax())
        length, span = int(gaps[place]), int(days[-1] - days[0]) + 1
        # Of the days outside the stretch, the share without any item.
        quiet = (span - length - len(days)) / (span - length)
        chance = min(1.0, span * quiet**length) if length else 1.0
        if chance <= _SURE:
            last = rows[int(np.searchsorted(contact.day[rows], days[place], side="right")) - 1]
            after = rows[int(np.searchsorted(contact.day[rows], days[place + 1], side="left"))]
            meanwhile = contact.every & contact.to_the_day & (contact.day > days[place])
            others = int(np.count_nonzero(meanwhile & (contact.day < days[place + 1])))
            found.append(
                (
                    frame.services[channel],
                    length,
                    moment(contact, int(last)),
                    moment(contact, int(after)),
                    round(100 * (1 - quiet)),
                    others,
                    round(chance * 1_000, 3),
                )
            )
    return Table(
        title="Channels that are empty for longer than chance explains",
        columns=(
            "channel",
            "days without any item",
            "after",
            "until",
            "of 100 other days, with an item",
            "items on other channels meanwhile",
            "times in 1,000 that chance alone does this",
        ),
        rows=tuple(found),
    )


def _longest(contact: Contact, rows: NDArray[np.intp]) -> list[_Gap]:
    """The longest gaps of at least a day between these rows (in order of time), the longest first."""
    days = shortest_gaps(contact, rows, np.zeros(len(rows), dtype=np.intp))[1:] // DAY
    # Of two equally long ones the earlier comes first.
    longest = np.argsort(-days, kind="stable")[:_LISTED]
    return [(int(days[i]), int(rows[i]), int(rows[i + 1])) for i in longest.tolist() if days[i] >= 1]


def _by_account(contact: Contact) -> Table:
    """The longest gap of each account that has enough items, the longest first."""
    rows = contact.rows(contact.inbound & (contact.frame.by >= 0))
    by = contact.frame.by[rows]
    order = np.argsort(by, kind="stable")
    rows, by = rows[order], by[order]
    begins = np.flatnonzero(np.concatenate(([True], by[1:] != by[:-1]))) if len(by) else np.zeros(0, np.intp)
    sizes = np.diff(np.concatenate((begins, [len(by)])))
    first = np.repeat(begins, sizes)
    days = shortest_gaps(contact, rows, first) // DAY
    days[begins] = 0
    ranked = np.lexsort((np.arange(len(by)), -days, by))[begins]
    found = [
        (int(days[i]), int(rows[i - 1]), int(rows[i]))
        for i in ranked[(sizes >= FEWEST) & (days[ranked] >= 1)].tolist()
    ]
    found.sort(key=lambda gap: (-gap[0], int(contact.frame.by[gap[2]])))
    table = _table(contact, found, phrase("Longest time without contact, by account"))
    shown = [contact.account(int(contact.frame.by[after])) for _, _, after in found]
    return Table(
        title=table.title,
        columns=("account", *table.columns),
        rows=tuple((name, *row) for name, row in zip(shown, table.rows, strict=True)),
    )


def _told(contact: Contact, gaps: list[_Gap], what: str, name: str, figures: dict[str, Scalar]) -> str:
    if not gaps:
        return said("There is no whole day %(what)s.", what=what)
    days, before, after = gaps[0]
    figures[f"longest_{name}_days"] = days
    since, until = moment(contact, before), moment(contact, after)
    return said(
        "The longest time %(what)s is %(days)s, between %(since)s and %(until)s.",
        what=what,
        days=many(days, "whole day"),
        since=since,
        until=until,
    )


def _plain(contact: Contact, gaps: list[_Gap], title: str) -> Table:
    return Table(
        title=title,
        columns=("whole days", "after", "until"),
        rows=tuple((days, moment(contact, before), moment(contact, after)) for days, before, after in gaps),
    )


def _table(contact: Contact, gaps: list[_Gap], title: str) -> Table:
    frame = contact.frame
    everything = contact.rows(contact.every)
    at, service = frame.at[everything], frame.service[everything]
    channels = {channel: at[service == channel] for channel in {int(frame.service[b]) for _, b, _ in gaps}}

    def inside(times: NDArray[np.int64], before: int, after: int) -> int:
        low = np.searchsorted(times, frame.at[before], side="right")
        return max(0, int(np.searchsorted(times, frame.at[after], side="left") - low))

    return Table(
        title=title,
        columns=(
            "whole days",
            "after",
            "until",
            "other items recorded meanwhile",
            "channel before it",
            "other items on that channel meanwhile",
            "the rest of the record",
        ),
        rows=tuple(
            (
                days,
                moment(contact, before),
                moment(contact, after),
                inside(at, before, after),
                frame.services[frame.service[before]],
                here := inside(channels[int(frame.service[before])], before, after),
                phrase("goes on there") if here else phrase("is empty there too: a file may be missing"),
            )
            for days, before, after in gaps
        ),
    )
