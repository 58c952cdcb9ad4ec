"""What each account wrote in its own words: nothing quoted, passed on, sent by programs, or copied."""

import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from holdfast.counting.copies import near_copies
from holdfast.counting.identities import is_program
from holdfast.model.frame import OUT, Frame

MOST_ACCOUNTS = 300
MOST_MESSAGES = 40
"""Of an account with more, so many are taken, spread evenly over its time."""

_LONGEST = 1_500  # characters of one message
_WRITTEN = ("message", "post", "comment")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+\.[\w.-]+\b", re.IGNORECASE)
_QUOTED = re.compile(r"^[ \t]*>")
_REST = re.compile(
    r"^\s*-{2,}\s*(?:original|forwarded|weitergeleitete|ursprüngliche|message d'origine|mensaje)|"
    r"^\s*begin forwarded message|^-- $|^\s*_{10,}\s*$|"
    r"^\s*(?:on|am|le|el|il|op|em|den|w dniu)\s.{0,120}\b(?:wrote|schrieb|écrit|escribió|scritto|schreef|"
    r"escreveu|skrev|napisał)\b.{0,40}:?\s*$",
    re.IGNORECASE,
)
_HALF_LINE = 55
"""A line this long that a full stop does not end was broken by a program, not by the writer."""


@dataclass(frozen=True)
class Hand:
    """One account: its place, the rows that are looked at, and its own lines in each of them.

    `all_rows`: every row that it wrote, looked at or not, in order of time.
    """

    account: int
    rows: tuple[int, ...]
    lines: tuple[tuple[str, ...], ...]
    all_rows: tuple[int, ...]


def hands(frame: Frame, fewest: int, most: int = MOST_ACCOUNTS) -> tuple[list[Hand], int]:
    """The accounts of others with at least `fewest` messages, and how many such accounts were left out.

    In order of account. Accounts that a dated line names come first, then those that wrote most. Looks at no
    more than `most` accounts and `MOST_MESSAGES` messages of each, so that a large case takes no longer.
    """
    written = frame.is_kind(*_WRITTEN) & (frame.by >= 0) & (frame.direction != OUT)
    rows = np.flatnonzero(written)
    rows = rows[~frame.mine[frame.by[rows]]]
    counts = np.bincount(frame.by[rows], minlength=len(frame.accounts))
    named = {key for marker in frame.markers for key in marker.accounts}
    first = np.array([key in named for key in frame.accounts] + [False])[:-1]
    enough = np.flatnonzero(counts >= fewest)
    ranked = enough[np.lexsort((enough, -counts[enough], ~first[enough]))]
    taken = sorted(ranked[:most].tolist())
    by_account: dict[int, list[int]] = defaultdict(list)
    for row in rows[np.isin(frame.by[rows], taken)].tolist():
        by_account[int(frame.by[row])].append(row)
    chosen = {account: _spread(by_account[account]) for account in taken}
    copied = _copied(frame, [row for several in chosen.values() for row in several])
    found = []
    for account, several in chosen.items():
        own = [
            (row, lines)
            for row in several
            if row not in copied and (lines := own_lines(frame.text[row])) and not _is_passed_on(frame, row)
        ]
        if len(own) >= fewest:
            found.append(
                Hand(
                    account,
                    tuple(row for row, _ in own),
                    tuple(lines for _, lines in own),
                    tuple(by_account[account]),
                )
            )
    return found, max(0, len(ranked) - most)


def own_lines(text: str) -> tuple[str, ...]:
    """The lines of a message that its writer wrote, links as "URL", without lines broken by a program."""
    kept: list[str] = []
    is_broken = False
    for line in text[:_LONGEST].splitlines():
        if _REST.search(line):
            break
        if _QUOTED.match(line) or not line.strip():
            is_broken = False
            continue
        plain = _LINK.sub("URL", line.strip())
        if is_broken:
            kept[-1] += f" {plain}"
        else:
            kept.append(plain)
        is_broken = len(line) >= _HALF_LINE
    return tuple(kept)


def _spread(rows: list[int]) -> list[int]:
    if len(rows) <= MOST_MESSAGES:
        return rows
    places = np.linspace(0, len(rows) - 1, MOST_MESSAGES).round().astype(int)
    return [rows[place] for place in places.tolist()]


def _copied(frame: Frame, rows: list[int]) -> set[int]:
    """Rows whose text others sent as well, or that came again and again: nobody's own words."""
    return {rows[place] for group in near_copies([frame.text[row] for row in rows]) for place in group}


def _is_passed_on(frame: Frame, row: int) -> bool:
    fields = frame.details[row].fields
    passed_on = any("forwarded" in name.lower() and name != "X-Forwarded-To" for name in fields)
    return passed_on or is_program(frame, int(frame.by[row]), row)
