"""Messages that come by the clock: at one time of day, at one minute of the hour, at even gaps, on one beat.

*What it looks for.* For every account with at least eight entries that came in at a known minute, whether
their times are more regular than people are. Three questions are asked: do the times of day gather on a few
minutes, more than the sender's own hours explain? Do they gather on one minute of the hour? Are the gaps
alike, or whole multiples of one gap, where the same days with the sender's own hours are not? Accounts whose
entries say themselves that they are automatic (newsletters, reminders) are listed apart.

*Why it matters.* A program can go on sending when nobody sits there. Very regular times are consistent with
one, and so the amount that was sent says little about how often a person sat down to write.

*When it is wrong.* Reminders, calendars, backups and shops send by the clock. Somebody of firm habits, who
writes at the stroke of eight, does too. A program that waits at random, or imitates people, is not found: no
clock shows then. Times that were rounded on the way, or delivered in batches, look more regular than they
were.

*Source.* P. Moran, "The random division of an interval" (1951), for even gaps; Rayleigh's test for a beat;
both against the sender's own days. Corrected for all accounts and questions by Benjamini and Hochberg (1995).
"""

import numpy as np

from holdfast.counting.automatic import says_automatic
from holdfast.counting.clockwork import FEWEST, Regularity, regularities
from holdfast.counting.contact import Contact, Mask, many
from holdfast.counting.tally import moment
from holdfast.formats.dates import Length
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import Frame
from holdfast.model.sentence import phrase, said

VERSION = "1"

_FALSE = 0.01
"""The share of accounts told of that may be so by chance."""

_LEAST = 1_000_000
_PATTERNS = {
    "hour": phrase("at the same time of day"),
    "minute": phrase("at the same minute of the hour"),
    "gaps": phrase("at even gaps"),
    "beat": phrase("on a steady beat, with some left out"),
}
_COLUMNS = (
    "account", "entries", "pattern", "the length of it", "fit it", "of", "first", "last",
    "by chance, at most once in",
)  # fmt: skip


def find(frame: Frame) -> list[Finding]:
    """One finding about all regular accounts, or none."""
    contact = Contact(frame)
    looked = {account: rows for account, rows in _series(contact) if len(rows) >= FEWEST}
    told = {
        account: found
        for account, rows in looked.items()
        if (found := regularities(frame.at[rows], contact.local[rows]))
    }
    regular = _sure({account: min(1.0, found[0].chance * len(found)) for account, found in told.items()})
    if not regular:
        return []
    plain = [a for a in regular if not _is_automatic(frame, looked[a])]
    tables = [
        Table(
            title=title,
            columns=_COLUMNS,
            rows=tuple(_row(contact, account, looked[account], told[account]) for account in accounts),
        )
        for title, accounts in (
            (phrase("Accounts with regular times"), plain),
            (
                phrase("Accounts with regular times that say they are automatic"),
                [a for a in regular if a not in plain],
            ),
        )
        if accounts
    ]
    mask: Mask = np.zeros(len(frame.ids), dtype=np.bool_)
    for account in plain:
        mask[looked[account]] = True
    return [
        Finding(
            rule="timed_messages",
            version=VERSION,
            parameters={"fewest_entries": FEWEST, "false_share_at_most": _FALSE},
            says=said(
                "%(looked)s with at least %(fewest)s entries were looked at. The times of "
                "%(accounts)s are more regular than chance and the sender's own hours explain. This is "
                "consistent with a program that sends by the clock. %(automatic)s more say themselves "
                "that they are automatic.",
                looked=many(len(looked), "account"),
                fewest=FEWEST,
                accounts=many(len(plain), "account"),
                automatic=len(regular) - len(plain),
            ),
            figures={
                "accounts_looked_at": len(looked),
                "regular": len(plain),
                "automatic": len(regular) - len(plain),
                "undecided_direction": int(np.count_nonzero(contact.undecided)),
            },
            tables=tuple(tables),
            otherwise=(
                "Newsletters, reminders, calendars and backups are sent by the clock.",
                "Some people write at the same time every day, before work or last thing at night.",
                "A service may deliver in batches, so that the times are its own.",
            ),
            limits=(
                said("Accounts with fewer than %(fewest)s entries are not looked at.", fewest=FEWEST),
                "A program that waits at random, or imitates people, cannot be told from a person this way.",
                *contact.left_out(),
            ),
            rests_on=contact.ids(mask),
        )
    ]


def _series(contact: Contact) -> list[tuple[int, list[int]]]:
    """The rows that came in from each account at a known minute, in order of time."""
    rows = contact.rows(contact.inbound & contact.to_the_minute & (contact.frame.by >= 0))
    by = contact.frame.by[rows]
    order = np.argsort(by, kind="stable")
    rows, by = rows[order], by[order]
    begins = np.flatnonzero(np.concatenate(([True], by[1:] != by[:-1]))) if len(by) else np.zeros(0, np.intp)
    parts = np.split(rows, begins[1:]) if len(by) else np.zeros(0, np.intp)
    return [(int(account), part.tolist()) for account, part in zip(by[begins], parts, strict=True)]


def _sure(chances: dict[int, float]) -> list[int]:
    """The accounts that hold when all were looked at (Benjamini and Hochberg), the least likely first."""
    ranked = sorted(chances, key=lambda account: (chances[account], account))
    last = max((n for n, a in enumerate(ranked, 1) if chances[a] <= _FALSE * n / len(ranked)), default=0)
    return ranked[:last]


def _is_automatic(frame: Frame, rows: list[int]) -> bool:
    return sum(says_automatic(frame, row) for row in rows) * 2 >= len(rows)


def _row(contact: Contact, account: int, rows: list[int], found: list[Regularity]) -> tuple[Scalar, ...]:
    best = found[0]
    chance = min(1.0, best.chance * len(found))
    once = _LEAST if chance * _LEAST < 1 else int(1 / chance)
    return (
        contact.account(account),
        len(rows),
        _PATTERNS[best.kind],
        Length(best.period),
        best.inside,
        best.of,
        moment(contact, rows[0]),
        moment(contact, rows[-1]),
        once,
    )
