"""Which events of the timeline to show."""

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from holdfast.timeline.hours import hour
from holdfast.timeline.load import NO_TIME
from holdfast.timeline.search import match

_NUMBERS = {"in": 1, "out": -1, "undecided": 0}
HOUR_KNOWN = "e.at IS NOT NULL AND e.precision NOT IN ('day', 'month', 'year', 'none')"
"""Holds where more than the day of an event is known."""


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which events to show; everything given must hold. Empty: all.

    words: a search, see `search.match`. accounts: keys, as author or addressee. is_whole: with them, all else
    in the conversations in which one of them wrote, as chats do not say to whom an answer goes; where a chat
    has no title, all in its file that is addressed to nobody.
    directions: in, out, undecided.
    since, until: UTC milliseconds, `until` exclusive; undecided times count by the middle of their bounds.
    thread: a conversation, by its lasting id or title; say its service as well.
    hours: (from, to) on the clock of `zone`, `to` exclusive; from 22 to 6 goes over midnight. Only where the
    hour is known. only: ids of events; None: all.
    repeats: also show further tellings of the same act.
    """

    words: str = ""
    accounts: tuple[str, ...] = ()
    is_whole: bool = False
    services: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    source: str = ""
    thread: str = ""
    hours: tuple[int, int] | None = None
    zone: str = "UTC"
    only: tuple[str, ...] | None = None
    repeats: bool = False
    undecided_time: bool = False


def conditions(which: Filter) -> tuple[str, list[Any]]:
    """The filter as SQL conditions on `event e`, with the values to bind."""
    parts: list[str] = [] if which.repeats else ["e.same_as IS NULL"]
    bound: list[Any] = []
    for column, values in (
        ("e.service", which.services),
        ("e.kind", which.kinds),
    ):
        if values:
            parts.append(f"{column} IN ({_marks(values)})")
            bound += values
    if which.directions:
        parts.append(f"e.direction IN ({_marks(which.directions)})")
        bound += [_NUMBERS[d] for d in which.directions]
    if which.accounts:
        of, keys = _of_accounts(which.accounts, is_whole=which.is_whole)
        parts.append(of)
        bound += keys
    if which.since is not None:
        parts.append("e.sort >= ?")
        bound.append(which.since)
    if which.until is not None:
        parts.append("e.sort < ?")
        bound.append(min(which.until, NO_TIME))
    if which.undecided_time:
        parts.append("e.at IS NULL")
    if which.source:
        parts.append("e.id >> 32 = (SELECT id FROM source WHERE sha256 = ?)")
        bound.append(which.source)
    if which.thread:
        parts.append("e.thread = ?")
        bound.append(which.thread)
    if which.hours is not None:
        first, after = which.hours
        shown, marks = hour(which.zone)
        between = f"{shown} >= ? {'AND' if first < after else 'OR'} {shown} < ?"
        parts.append(f"{HOUR_KNOWN} AND ({between})")
        bound += [*marks, first, *marks, after]
    if which.only is not None:
        parts.append("e.name IN (SELECT unhex(value) FROM json_each(?))")
        bound.append(json.dumps(which.only))
    if which.words.strip():
        sought = match(which.words)
        # The plus keeps it from being where the search begins: what few events have is looked up before.
        parts.append("+e.id IN (SELECT rowid FROM words WHERE words MATCH ?)" if sought else "0")
        bound += [sought] if sought else []
    return " AND ".join(parts) or "1", bound


def _of_accounts(accounts: Sequence[str], *, is_whole: bool) -> tuple[str, list[str]]:
    """That an event is by or to one of these accounts, or in a conversation in which one of them wrote."""
    chosen = chosen_accounts(accounts)
    ways = [
        f"e.author IN {chosen}",
        f"EXISTS (SELECT 1 FROM addressee d WHERE d.event = e.id AND d.account IN {chosen})",
    ]
    if is_whole:
        ways.append(
            "e.thread <> '' AND (e.service, e.thread) IN "
            f"(SELECT service, thread FROM event WHERE thread <> '' AND author IN {chosen})"
        )
        ways.append(
            "e.thread = '' AND NOT EXISTS (SELECT 1 FROM addressee d WHERE d.event = e.id) "
            f"AND e.member IN (SELECT member FROM event WHERE thread = '' AND author IN {chosen})"
        )
    return f"({' OR '.join(ways)})", [*accounts] * len(ways)


def chosen_accounts(keys: Sequence[str]) -> str:
    """The numbers of these accounts as a subquery, to which the keys are bound."""
    return f"(SELECT id FROM account WHERE key IN ({_marks(keys)}))"


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
