"""The same text, sent many times or from several accounts.

*What it looks for.* Incoming messages of at least eight words that are the same but for small changes: a word
swapped, a typing error, a letter that only looks like another, an emoji put in. For each such text: how often
it came, from which accounts, and whether those accounts ever wrote anything else.

*Why it matters.* One text from several accounts that write nothing else is consistent with one hand, or one
program, behind them. The same text from people who also write other things is usually passed on.

*When it is wrong.* Chain letters, greetings, jokes and petitions are passed on by many people. Shops, clubs
and services send one text to everybody. People quote each other. Very short texts are not looked at.

*Source.* Sets of word pairs compared by MinHash (A. Broder, "On the resemblance and containment of
documents", 1997), every match checked exactly.
"""

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.automatic import says_automatic
from holdfast.counting.contact import Contact, many, yes_or_no
from holdfast.counting.copies import FEWEST_WORDS, LIKE, near_copies
from holdfast.counting.tally import moment_if_known
from holdfast.model.finding import Finding, Table
from holdfast.model.frame import Frame
from holdfast.model.sentence import said

VERSION = "1"

_FEWEST = 3
_MOSTLY = 0.5
"""An account writes little else when from this share on all that it wrote is the same text."""

_COLUMNS = ("times", "accounts", "of these write little else", "first", "last", "first entry")


class _Group:
    """One text: the rows that hold it, the accounts that sent it, and which of them write little else."""

    def __init__(self, frame: Frame, rows: list[int], written: NDArray[np.intp]) -> None:
        self.rows = rows
        by, times = np.unique(frame.by[rows], return_counts=True)
        self.accounts = [int(a) for a in by]
        self.little_else = [
            int(a) for a, n in zip(by, times, strict=True) if a >= 0 and n >= written[a] * _MOSTLY
        ]


def find(frame: Frame) -> list[Finding]:
    """One finding on texts from several accounts that write little else, one on all other repeats."""
    contact = Contact(frame)
    rows = np.flatnonzero(contact.inbound)
    written = np.bincount(frame.by[rows][frame.by[rows] >= 0], minlength=len(frame.accounts))
    found = near_copies([frame.text[row] for row in rows.tolist()], _FEWEST)
    groups = [_Group(frame, rows[places].tolist(), written) for places in found]
    # What lists and services send is theirs to repeat, even if they never wrote anything else.
    joint = [
        g
        for g in groups
        if len(g.little_else) > 1
        and len(g.little_else) * 2 > len(g.accounts)
        and sum(says_automatic(frame, row) for row in g.rows) * 2 < len(g.rows)
    ]
    other = [g for g in groups if g not in joint]
    findings = []
    if joint:
        accounts = {a for g in joint for a in g.little_else}
        findings.append(
            _finding(
                contact,
                joint,
                said(
                    "%(texts)s sent by %(accounts)s that wrote little else, nearly word for word. This is "
                    "consistent with one hand or one program behind them, and with several people who pass "
                    "on one text.",
                    texts=many(len(joint), "text was", "texts were"),
                    accounts=many(len(accounts), "account"),
                ),
                {"accounts_that_write_little_else": len(accounts)},
            )
        )
    if other:
        findings.append(
            _finding(
                contact,
                other,
                said(
                    "%(texts)s at least %(fewest)s times in nearly the same words: from one account, from "
                    "accounts that also write other things, or from lists.",
                    texts=many(len(other), "text came", "texts came"),
                    fewest=_FEWEST,
                ),
                {},
            )
        )
    return findings


def _finding(contact: Contact, groups: list[_Group], says: str, figures: dict[str, int]) -> Finding:
    frame = contact.frame
    rows = sorted({row for group in groups for row in group.rows})
    mask = np.zeros(len(frame.ids), dtype=np.bool_)
    mask[rows] = True
    return Finding(
        rule="near_copies",
        version=VERSION,
        parameters={"fewest_times": _FEWEST, "fewest_words": FEWEST_WORDS, "alike_from": LIKE},
        says=says,
        figures={
            "texts": len(groups),
            "messages": len(rows),
            **figures,
            "undecided_direction": int(np.count_nonzero(contact.undecided)),
        },
        tables=(
            Table(
                title="Texts that came again, the most often first",
                columns=_COLUMNS,
                rows=tuple(_row(contact, group) for group in groups),
            ),
            Table(
                title="Who sent them",
                columns=("text", "account", "writes little else"),
                rows=tuple(
                    (number, contact.account(account), yes_or_no(account in group.little_else))
                    for number, group in enumerate(groups, 1)
                    for account in group.accounts
                ),
            ),
        ),
        otherwise=(
            "Chain letters, greetings and petitions are passed on by people who know each other.",
            "Shops, clubs and services send the same text to everybody, or again as a reminder.",
            "A message that failed to arrive is often sent again.",
        ),
        limits=(
            "Texts are compared by their words. Two texts that say the same in other words are not found.",
            *contact.left_out(),
        ),
        rests_on=contact.ids(mask),
    )


def _row(contact: Contact, group: _Group) -> tuple[int | str, ...]:
    frame = contact.frame
    timed = [row for row in group.rows if contact.timed[row]]
    return (
        len(group.rows),
        len(group.accounts),
        len(group.little_else),
        moment_if_known(contact, timed[0] if timed else None),
        moment_if_known(contact, timed[-1] if timed else None),
        frame.ids[group.rows[0]][:8],
    )
