"""Accounts that had never written before, and what those that came together have in common."""

import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from holdfast.counting.automatic import asks_to_confirm, says_automatic
from holdfast.formats.local_days import DAY
from holdfast.formats.skeleton import folded
from holdfast.formats.words import words
from holdfast.model.frame import UNKNOWN_TIME, Frame

FEWEST_TOGETHER = 8
SPAN = 3 * DAY
OWN = 0.8
"""A word is a crowd's own when this share of all entries that hold it are from that crowd."""

_SAID = ("message", "call", "post", "comment")  # a request to a website, or a notice, is nobody's word
_WORD = re.compile(r"https?://\S+|[#@]\w{2,}|\w{4,}")  # a tag is meant, however short


@dataclass(frozen=True)
class Crowd:
    """First-time accounts that came within `SPAN` and share words hardly anybody else uses.

    `accounts`: places of accounts; `rows`: all their entries up to the end of the span, in order of time;
    `first`: the earliest row that holds one of the shared words, whoever wrote it.
    """

    accounts: list[int]
    rows: list[int]
    first: int


def first_rows(frame: Frame) -> dict[int, int]:
    """The first row with a known time of each account that wrote any (place of the account: row)."""
    rows = np.flatnonzero((frame.by >= 0) & (frame.at != UNKNOWN_TIME))
    accounts, places = np.unique(frame.by[rows], return_index=True)
    return dict(zip(accounts.tolist(), rows[places].tolist(), strict=True))


def crowds(frame: Frame) -> list[Crowd]:
    """Crowds in order of time. Looks at every entry once, and at nothing pair by pair."""
    said = frame.is_kind(*_SAID)
    arrivals: dict[str, list[int]] = defaultdict(list)
    known = frame.at[frame.at != UNKNOWN_TIME]
    # At the beginning of a record everybody is new.
    since = int(known[0]) + SPAN if len(known) else 0
    came = {
        a: row
        for a, row in first_rows(frame).items()
        if said[row] and not frame.mine[a] and frame.at[row] >= since
    }
    # Lists are no people; they have a rule of their own.
    came = {
        a: row for a, row in came.items() if not (says_automatic(frame, row) or asks_to_confirm(frame, row))
    }
    for row in sorted(came.values()):
        for word in _words(frame, row):
            arrivals[word].append(row)
    together = {word: found for word, rows in arrivals.items() if (found := _closest(frame, rows))}
    holding: dict[str, list[int]] = defaultdict(list)
    for row in np.flatnonzero(said & (frame.at != UNKNOWN_TIME)).tolist() if together else ():
        for word in together.keys() & _words(frame, row):
            holding[word].append(row)
    groups: list[tuple[set[int], list[int]]] = []
    for word, rows in sorted(together.items(), key=lambda one: -len(one[1])):
        accounts = {int(frame.by[row]) for row in rows}
        own = sum(int(frame.by[row]) in accounts for row in holding[word])
        if own < OWN * len(holding[word]):
            continue
        alike = [g for g in groups if len(g[0] & accounts) * 2 >= min(len(g[0]), len(accounts))]
        if alike:
            alike[0][0].update(accounts)
            alike[0][1].extend(holding[word])
        else:
            groups.append((accounts, list(holding[word])))
    made = [_crowd(frame, accounts, held, came) for accounts, held in groups]
    return sorted(made, key=lambda crowd: crowd.rows[0])


def _words(frame: Frame, row: int) -> set[str]:
    said = f"{frame.subject[row]} {frame.text[row][:2_000]}"
    return set(_WORD.findall(words(folded(said) if not said.isascii() else said.casefold())))


def _closest(frame: Frame, rows: list[int]) -> list[int]:
    """The most of these rows (in order of time) that lie within the span, if there are enough."""
    at = frame.at[rows]
    counts = np.searchsorted(at, at + SPAN, side="right") - np.arange(len(rows))
    best = int(counts.argmax())
    return rows[best : best + int(counts[best])] if counts[best] >= FEWEST_TOGETHER else []


def _crowd(frame: Frame, accounts: set[int], held: list[int], came: dict[int, int]) -> Crowd:
    first = min(came[account] for account in accounts)
    until = int(frame.at[first]) + SPAN
    inside = (frame.at >= frame.at[first]) & (frame.at <= until) & np.isin(frame.by, list(accounts))
    return Crowd(sorted(accounts), np.flatnonzero(inside).tolist(), min(held))
