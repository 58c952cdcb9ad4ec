"""Far more messages in a short time than usual.

*What it looks for.* An hour, six hours or a day in which far more came in than this record usually holds in
such a time. For each: how many, from how many accounts, which accounts sent most of it, each more than chance
puts of its own entries into so short a time, how many of all had never written before, how much the person
wrote themselves meanwhile, and mails of that time from others about a password, a payment or an order.

*Why it matters.* Hundreds of messages in an hour can make a mailbox or a telephone useless, and can hide the
one message that matters, such as a notice that a password was changed.

*When it is wrong.* A group chat on a lively evening, a birthday, a mailing list somebody joined, a server
that sends again what failed: all of them make busy hours. If exports cover different times, the time with
more of them looks busier.

*Source.* Windows compared with a negative binomial distribution fitted to the ordinary windows of the record
itself, corrected for every window looked at (a scan statistic; J. Naus, 1965).
"""

import numpy as np

from holdfast.counting.automatic import may_matter
from holdfast.counting.bursts import FEWEST_IN_BURST, SURE, Burst, bursts
from holdfast.counting.chance import at_least
from holdfast.counting.contact import Contact, many
from holdfast.counting.newcomers import first_rows
from holdfast.counting.tally import moment
from holdfast.formats.local_days import HOUR
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import Frame
from holdfast.model.sentence import counted, in_turn, names_listed, said

VERSION = "3"

MINUTE = 60_000

_MOST = 0.8
"""A flood comes from few accounts: as many as make up this share of what came beyond the usual."""

_FEW = 3
_ANSWERED = 0.2
"""From this share of own messages on it was a conversation."""


def find(frame: Frame) -> list[Finding]:
    """One finding about busy times that came from few accounts and went unanswered, or none."""
    contact = Contact(frame)
    first = first_rows(frame)
    found = [
        one for burst in bursts(contact, contact.inbound) if (one := _Flood(contact, burst, first)).is_one
    ]
    if not found:
        return []
    largest = max(found, key=lambda one: len(one.burst.rows))
    matters = [row for one in found for row in one.buried(contact)]
    mask = np.zeros(len(frame.ids), dtype=np.bool_)
    for one in found:
        mask[one.burst.rows] = True
    mask[matters] = True
    return [
        Finding(
            rule="floods",
            version=VERSION,
            parameters={
                "windows": "1 hour, 6 hours, 1 day",
                "fewest_items": FEWEST_IN_BURST,
                "chance_at_most": SURE,
                "accounts_at_most": _FEW,
                "share_of_these": _MOST,
                "own_share_below": _ANSWERED,
            },
            says=said(
                "%(times)s far more than usual came in, most of it from at most %(few)s accounts and hardly "
                "answered. The largest: %(largest)s",
                times=counted(len(found), "Once", "%(n)s times"),
                few=_FEW,
                largest=largest.says(contact),
            ),
            figures={
                "times": len(found),
                "may_matter": len(matters),
                **largest.figures(frame),
                "undecided_direction": int(np.count_nonzero(contact.undecided)),
            },
            tables=(
                *_first(contact, matters),
                Table(
                    title="Each of these times",
                    columns=(
                        "from",
                        "until",
                        "messages and calls",
                        "usual in such a time",
                        "accounts that sent most",
                        "accounts",
                        "never wrote before",
                        "own messages and calls meanwhile",
                        "times in 1,000 that chance alone does this",
                    ),
                    rows=tuple(one.cells(contact) for one in found),
                ),
            ),
            otherwise=(
                "A lively group chat, a birthday or some news can bring many messages in an hour.",
                "A server or a program that failed may send the same thing many times.",
                "A mailing list or a shop that somebody signed up for can send a great deal at once.",
            ),
            limits=(
                "What is usual is taken from this record. If it has gaps, ordinary days may look busy.",
                *contact.left_out(),
            ),
            rests_on=contact.ids(mask),
        )
    ]


def _first(contact: Contact, rows: list[int]) -> tuple[Table, ...]:
    """What must not be overlooked, before everything else."""
    table = Table(
        title="Mail among them that may matter: look at these first",
        columns=("when", "account", "entry"),
        rows=tuple(
            (
                moment(contact, row),
                contact.account(int(contact.frame.by[row])),
                contact.frame.ids[row][:8],
            )
            for row in rows
        ),
    )
    return (table,) if rows else ()


class _Flood:
    """One burst, seen by who sent it."""

    def __init__(self, contact: Contact, burst: Burst, first: dict[int, int]) -> None:
        frame = contact.frame
        self.burst = burst
        by, counts = np.unique(frame.by[burst.rows], return_counts=True)
        order = np.argsort(-counts, kind="stable")
        begin, end = int(frame.at[burst.rows[0]]), int(frame.at[burst.rows[-1]])
        # In a busy record the hours around a flood bring many others.
        usual = burst.usual * max(1.0, (end - begin) / burst.window)
        sent = np.cumsum(counts[order])
        number = int(np.searchsorted(sent, max(_MOST * (len(burst.rows) - usual), len(burst.rows) / 2))) + 1
        makers = by[order][:number].tolist()
        self.accounts = len(by)
        inside = set(burst.rows.tolist())
        self.new = sum(first.get(int(a), -1) in inside for a in by)
        self.own = int(np.count_nonzero(contact.outbound & (frame.at >= begin) & (frame.at <= end)))
        self.is_one = len(makers) <= _FEW and self.own < _ANSWERED * len(burst.rows)
        self.most = makers
        if self.is_one:
            each = dict(zip(by.tolist(), counts.tolist(), strict=True))
            self.most = [a for a in makers if self._is_unusual(contact, a, each[a])] or makers

    def _is_unusual(self, contact: Contact, account: int, sent: int) -> bool:
        """Whether this account sent more than chance puts of its own entries into so short a time."""
        frame = contact.frame
        all_at = frame.at[contact.inbound & contact.timed]
        of = int(np.count_nonzero(contact.inbound & contact.timed & (frame.by == account)))
        share = self.burst.window / max(1, int(all_at.max() - all_at.min()))
        return at_least(sent, of, share) * self.accounts <= SURE

    def buried(self, contact: Contact) -> list[int]:
        """Mails of that time from others whose subject is one under which important things are written."""
        frame = contact.frame
        begin, end = int(frame.at[self.burst.rows[0]]), int(frame.at[self.burst.rows[-1]])
        inside = np.flatnonzero(contact.inbound & (frame.at >= begin) & (frame.at <= end)).tolist()
        return [row for row in inside if int(frame.by[row]) not in self.most and may_matter(frame, row)]

    def figures(self, frame: Frame) -> dict[str, Scalar]:
        """The numbers in `says`, by name."""
        return {
            "largest_items": len(self.burst.rows),
            "largest_minutes": self._minutes(frame),
            "largest_window_hours": self.burst.window // HOUR,
            "usual_in_window": round(self.burst.usual),
        }

    def says(self, contact: Contact) -> str:
        """When it was, how long it took and how many came, beside how many usually do."""
        hours, usual = self.burst.window // HOUR, round(self.burst.usual)
        within = many(hours, "hour")
        return in_turn(
            [
                said(
                    "%(items)s within %(minutes)s, beginning %(when)s.",
                    items=many(len(self.burst.rows), "message or call", "messages and calls"),
                    minutes=many(self._minutes(contact.frame), "minute"),
                    when=moment(contact, int(self.burst.rows[0])),
                ),
                said("Usually there are about %(usual)s in %(within)s.", usual=usual, within=within)
                if usual
                else said("Usually there is hardly one in %(within)s.", within=within),
            ]
        )

    def _minutes(self, frame: Frame) -> int:
        rows = self.burst.rows
        return int(frame.at[rows[-1]] - frame.at[rows[0]]) // MINUTE

    def cells(self, contact: Contact) -> tuple[Scalar, ...]:
        rows = self.burst.rows
        return (
            moment(contact, int(rows[0])),
            moment(contact, int(rows[-1])),
            len(rows),
            round(self.burst.usual, 1),
            names_listed([contact.account(account) for account in self.most]),
            self.accounts,
            self.new,
            self.own,
            round(self.burst.chance * 1000, 3),
        )
