"""Finds out first which events a page of the timeline is about, so that a large case is not gone through."""

import json
from collections.abc import Callable, Sequence
from typing import Any, Literal, Self

import msgspec

from holdfast.timeline.filter import Filter, chosen_accounts, conditions
from holdfast.timeline.load import NO_TIME
from holdfast.timeline.search import match

FEW = 1_500
"""Up to so many events are looked up by their numbers."""

_NEAR = 20
"""A word is sought in so many times as many events as are shown; where it is rarer than that, in all."""

_APART = 10
"""Where events near in time have numbers far apart, so many times as many with the word are gone through."""

Run = Callable[[str, Sequence[Any]], Any]
"""Runs one statement with the values to bind."""


class Cursor(msgspec.Struct, frozen=True, order=True):
    """A place in the order of time: the `sort` and `id` of a row."""

    sort: int
    id: int


BEGINNING = Cursor(-(1 << 63), -1)
"""Ahead of every row."""

END = Cursor(NO_TIME + 1, -1)
"""Behind every row, also those without a time."""


class Stretch(msgspec.Struct, frozen=True):
    """A part of the order of time: between two places, the first `limit` rows (-1: all), or the last."""

    after: Cursor
    before: Cursor
    order: Literal["ASC", "DESC"]
    limit: int

    @classmethod
    def of(cls, which: Filter, after: Cursor | None, before: Cursor | None, limit: int) -> Self:
        """What a filter leaves `after` a place; with `before`, the last ahead of it."""
        since = BEGINNING if which.since is None else Cursor(which.since, -1)
        until = END if which.until is None else Cursor(min(which.until, NO_TIME), -1)
        return cls(
            max(after or since, since),
            min(before or until, until),
            "ASC" if before is None else "DESC",
            limit,
        )

    @property
    def bound(self) -> tuple[int, int, int, int]:
        """What to bind to `within`."""
        return self.after.sort, self.after.id, self.before.sort, self.before.id


def within(sort: str, number: str) -> str:
    """The condition that these two columns stand in a stretch."""
    return f"({sort}, {number}) > (?, ?) AND ({sort}, {number}) < (?, ?)"


class Narrowed(msgspec.Struct, frozen=True):
    """A filter as conditions on `event e` and what to bind; whether they name few events by their numbers."""

    where: str
    bound: list[Any]
    is_few: bool


def narrowed(run: Run, which: Filter, stretch: Stretch | None = None) -> Narrowed:
    """The shortest way to the events of a filter, or to those of one stretch of them."""
    few: set[int] | None = None
    page = stretch if stretch and stretch.limit > 0 else None
    if which.words.strip():
        sought = match(which.words)
        # What holds no word at all stands nowhere.
        few = _ids(run, "SELECT rowid FROM words WHERE words MATCH ?", (sought,)) if sought else set()
        if few is None and page and narrows_only(which, "words"):
            few = _first_with(run, sought, which, page)
        if few is not None:
            which = msgspec.structs.replace(which, words="")
    if which.accounts and not which.is_whole:
        of = (
            _first_of(run, which, page)
            if page and few is None and narrows_only(which, "accounts")
            else _of(run, which.accounts)
        )
        if of is not None:
            few = of if few is None else few & of
            which = msgspec.structs.replace(which, accounts=())
    where, bound = conditions(which)
    if few is None:
        return Narrowed(where, bound, is_few=False)
    # First: what names few is to be used before what leaves many.
    where = f"e.id IN (SELECT value FROM json_each(?)) AND {where}"
    return Narrowed(where, [json.dumps(sorted(few)), *bound], is_few=True)


def narrows_only(which: Filter, what: Literal["words", "accounts"]) -> bool:
    """Whether this is all that narrows, beside the time."""
    bare = Filter(zone=which.zone, repeats=which.repeats, since=which.since, until=which.until)
    return which == msgspec.structs.replace(bare, **{what: getattr(which, what)})


def _of(run: Run, accounts: Sequence[str]) -> set[int] | None:
    """What these accounts wrote or were sent, None where it is much."""
    chosen = chosen_accounts(accounts)
    by = _ids(run, f"SELECT id FROM event WHERE author IN {chosen}", accounts)
    to = _ids(run, f"SELECT event FROM addressee WHERE account IN {chosen}", accounts)
    return by | to if by is not None and to is not None and len(by | to) <= FEW else None


def _ids(run: Run, query: str, bound: Sequence[str]) -> set[int] | None:
    """The ids that a query finds, None where they are many."""
    found = [number for (number,) in run(f"{query} LIMIT ?", (*bound, FEW + 1))]
    return set(found) if len(found) <= FEW else None


_WRITTEN = ("event e", "e.sort", "e.id", "e.author")
_SENT = ("addressee d CROSS JOIN event e ON e.id = d.event", "d.sort", "d.event", "d.account")


def _first_of(run: Run, which: Filter, stretch: Stretch) -> set[int]:
    """What comes first of what these accounts wrote or were sent: the index has both in order of time."""
    where, bound = conditions(msgspec.structs.replace(which, accounts=()))
    order, found = stretch.order, set[tuple[int, int]]()
    for key in which.accounts:
        for table, sort, number, account in (_WRITTEN, _SENT):
            found.update(
                run(
                    f"SELECT {sort}, {number} FROM {table} "
                    f"WHERE {account} = (SELECT id FROM account WHERE key = ?) AND {within(sort, number)} "
                    f"AND {where} ORDER BY {sort} {order}, {number} {order} LIMIT ?",
                    (key, *stretch.bound, *bound, stretch.limit),
                )
            )
    first = sorted(found, reverse=order == "DESC")[: stretch.limit]
    return {number for _, number in first}


def _first_with(run: Run, sought: str, which: Filter, stretch: Stretch) -> set[int] | None:
    """What comes first of what has these words, None where the next few events do not have enough of it.

    Cheaper than all that has them: the words of a common one stand close together.
    """
    where, bound = conditions(msgspec.structs.replace(which, words=""))
    order = stretch.order
    found = run(
        f"SELECT e.id FROM event e WHERE {within('e.sort', 'e.id')} AND {where} "
        f"ORDER BY e.sort {order}, e.id {order} LIMIT ?",
        (*stretch.bound, *bound, _NEAR * stretch.limit),
    )
    near = [number for (number,) in found]
    if not near:
        return set()
    most = _APART * len(near)
    span = run(
        "SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?",
        (sought, min(near), max(near), most + 1),
    ).fetchall()
    if len(span) > most:
        return None
    have = {number for (number,) in span}
    first = [number for number in near if number in have][: stretch.limit]
    return set(first) if len(first) == stretch.limit else None
