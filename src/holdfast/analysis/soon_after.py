"""Accounts that write soon after the person published something, more often than their own hours explain.

*What it looks for.* For each account with at least eight entries: after how many of the person's own posts
and comments something came from it within an hour, how soon, and after how many nothing came. This is
compared with how often something comes from the same account within the same hour of the days around it.

*Why it matters.* Somebody who follows closely what a person publishes may write within minutes, again and
again.

*When it is wrong.* Friends and fans answer quickly, and services show new posts to them at once. Whoever is
online at the same hours meets often: the comparison allows for hours of the day, not for days of the week or
holidays. People who talk with each other answer quickly too. A post that was announced is waited for.

*Source.* Exact chance of so many quick answers, each with the share of days on which that account writes
within that hour anyway, in the three weeks before and after (Poisson binomial), corrected for all accounts
looked at (Bonferroni).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.contact import FEWEST, Contact, Mask, many
from holdfast.counting.follows import followed, separate, so_many, usual
from holdfast.formats.local_days import HOUR
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import OUT, Frame
from holdfast.model.sentence import said

VERSION = "1"

_SURE = 0.01
_WITHIN = HOUR
_MOST = 200
_PUBLIC = ("post", "comment")
_ANSWERS = ("message", "call", "comment", "reaction", "follow", "post", "invitation")
MINUTE = 60_000


@dataclass(frozen=True)
class _Quick:
    """One account: how long after each own post something came from it, and how often chance does so many."""

    by: int
    rows: NDArray[np.intp]
    delays: NDArray[np.int64]
    expected: float
    chance: float


def find(frame: Frame) -> list[Finding]:
    """One finding about all such accounts, or none."""
    contact = Contact(frame)
    posts = _posts(contact)
    if len(posts) < FEWEST:
        return []
    looked = _looked_at(contact)
    quick = [_quick(contact, posts, by, rows, len(looked)) for by, rows in looked]
    found = sorted((one for one in quick if one.chance <= _SURE), key=lambda one: (one.chance, one.by))
    if not found:
        return []
    mask: Mask = np.zeros(len(frame.ids), dtype=np.bool_)
    for one in found:
        mask[_cited(contact, posts, one)] = True
    return [
        Finding(
            rule="soon_after",
            version=VERSION,
            parameters={
                "within_minutes": _WITHIN // MINUTE,
                "fewest_entries": FEWEST,
                "chance_at_most": _SURE,
            },
            says=said(
                "The person published %(times)s something of which the minute is known. Of %(looked)s "
                "looked at, %(accounts)s wrote within %(minutes)s minutes of it more often than the "
                "hours at which they write explain. This is consistent with somebody who follows closely "
                "what is published, a friend or another.",
                times=many(len(posts), "time"),
                looked=many(len(looked), "account"),
                accounts=many(len(found), "account"),
                minutes=_WITHIN // MINUTE,
            ),
            figures={
                "own_posts": len(posts),
                "accounts_looked_at": len(looked),
                "accounts": len(found),
                "undecided_direction": int(np.count_nonzero(contact.undecided)),
            },
            tables=(
                Table(
                    title="Accounts that wrote soon after own posts, the least likely by chance first",
                    columns=(
                        "account",
                        "own posts followed within the hour",
                        "by chance about",
                        "own posts followed by none",
                        "half of these within minutes",
                        "all its entries",
                        "times in 10,000 that chance alone does this",
                    ),
                    rows=tuple(_row(contact, one) for one in found),
                ),
            ),
            otherwise=(
                "Friends and fans answer quickly, and a service shows them what is new at once.",
                "Two people who are online at the same hours meet often.",
                "Those who talk with each other answer each other quickly.",
            ),
            limits=(
                "Hours of the day are allowed for, days of the week and holidays are not.",
                "Only what was published, and answered, in the exports handed in is seen.",
                *contact.left_out(),
            ),
            rests_on=contact.ids(mask),
        )
    ]


def _posts(contact: Contact) -> NDArray[np.int64]:
    """When the person published something; within an hour of another it is one."""
    frame = contact.frame
    rows = np.flatnonzero(frame.is_kind(*_PUBLIC) & (frame.direction == OUT) & contact.to_the_minute)
    return separate(np.sort(contact.local[rows]), _WITHIN)


def _looked_at(contact: Contact) -> list[tuple[int, NDArray[np.intp]]]:
    """The accounts with enough entries, those with most, and their rows in order of time."""
    frame = contact.frame
    theirs = frame.is_kind(*_ANSWERS) & contact.to_the_minute & (frame.by >= 0) & (frame.direction != OUT)
    theirs &= ~contact.undecided
    rows = np.flatnonzero(theirs)
    rows = rows[~frame.mine[frame.by[rows]]]
    counts = np.bincount(frame.by[rows], minlength=len(frame.accounts))
    most = np.argsort(-counts, kind="stable")[:_MOST]
    order = rows[np.argsort(frame.by[rows], kind="stable")]
    begins = np.searchsorted(frame.by[order], np.arange(len(frame.accounts) + 1))
    return [(int(by), order[begins[by] : begins[by + 1]]) for by in most if counts[by] >= FEWEST]


def _quick(
    contact: Contact, posts: NDArray[np.int64], by: int, rows: NDArray[np.intp], looked: int
) -> _Quick:
    then = np.sort(contact.local[rows])
    delays = followed(posts, then, _WITHIN)
    shares = usual(posts, then, _WITHIN)
    count = int(np.count_nonzero(delays >= 0))
    chance = min(1.0, looked * so_many(count, shares)) if count >= FEWEST else 1.0
    return _Quick(by, rows, delays, float(shares.sum()), chance)


def _cited(contact: Contact, posts: NDArray[np.int64], one: _Quick) -> NDArray[np.intp]:
    """The entries that came within the hour."""
    local = contact.local[one.rows]
    before = np.searchsorted(posts, local, side="left") - 1
    near = (before >= 0) & (local - posts[np.maximum(before, 0)] <= _WITHIN)
    return one.rows[near]


def _row(contact: Contact, one: _Quick) -> tuple[Scalar, ...]:
    soon = one.delays[one.delays >= 0]
    return (
        contact.account(one.by),
        len(soon),
        round(one.expected, 1),
        int(np.count_nonzero(one.delays < 0)),
        int(np.median(soon)) // MINUTE + 1,
        len(one.rows),
        round(one.chance * 10_000, 1),
    )
