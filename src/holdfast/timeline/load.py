"""Turns records into rows of the index. Pure, so that it runs in the process that reads."""

from typing import Any

import msgspec

from holdfast.model.account import Account, number_of
from holdfast.model.details import Details
from holdfast.model.event import Event
from holdfast.model.locator import Position
from holdfast.model.problem import Problem
from holdfast.model.question import Question

NO_TIME = 1 << 62
"""Where events stand in the order of time of which no time is known: at the end."""

STATED = {"in": 1, "out": -1, None: 0}

Columns = list[Any]
"""The values of one row, in the order of the columns of its INSERT. The first is its number."""


class Rest(Details, frozen=True, array_like=True, kw_only=True):
    """The same with what leads to the original: the event it was inside of, and its place."""

    parent: str
    position: Position


class Rows(msgspec.Struct, array_like=True):
    """Rows for each table, ready to insert. `names` has a line for each event: what else it is found by."""

    accounts: list[Columns] = []
    namings: list[Columns] = []
    events: list[Columns] = []
    addressees: list[Columns] = []
    names: list[str] = []
    problems: list[Columns] = []
    questions: list[Columns] = []
    members: list[Columns] = []


_ACCOUNTS = 100_000
"""How many accounts are kept in mind, so that their rows are not sent again and again."""

_rest = msgspec.msgpack.Encoder()


class Encoder:
    """Makes rows, and numbers events and problems within their source, from 1 in each lot that is taken.

    `Index.insert` puts the lots one after the other.
    """

    def __init__(self, mine: frozenset[str]) -> None:
        """`mine`: the words with which the person named their own accounts."""
        self._mine = mine
        self._counts: dict[int, int] = {}
        self._known: dict[Account, tuple[int, bool, int | None]] = {}
        self.rows = Rows()

    def take(self) -> Rows:
        """The rows so far; the next ones start afresh."""
        rows, self.rows = self.rows, Rows()
        self._counts.clear()
        return rows

    def event(self, event: Event, source: int, member: int) -> None:
        """Adds one event of this source and member (their row ids)."""
        key = self._next(source)
        when, stated, by = event.when, STATED[event.direction], event.by
        author, naming, direction = None, None, stated
        if by is not None:
            author, mine, naming = self._account(by)
            if not stated:
                # What this leaves undecided, `Index.settle` looks at once everything is read.
                to_me = any(self._account(account)[1] for account in event.to)
                direction = -1 if mine else 1 if to_me else 0
        order = when.order_key()
        sort = NO_TIME if order is None else order
        self.rows.events.append(
            [
                key,
                bytes.fromhex(event.id),
                sort,
                when.at,
                when.earliest,
                when.latest,
                _sound(when.as_written),
                when.precision,
                when.basis,
                event.kind,
                event.service,
                author,
                stated,
                direction,
                member,
                event.act_number,
                int(bool(event.act)),
                _sound(event.thread),
                naming,
                _sound(event.subject),
                _sound(event.text),
                _rest.encode(
                    Rest(
                        times=event.times,
                        attached=event.attached,
                        addresses=event.addresses,
                        links=event.links,
                        fields=event.fields,
                        reply_to=event.reply_to,
                        parent=event.parent,
                        position=event.found_at.position,
                    )
                ),
            ]
        )
        for place, account in enumerate(event.to):
            self.rows.addressees.append([key, place, self._account(account)[0], sort])
        names = [by.shown_as, by.handle] if by else []
        names += [a.name for a in event.attached]
        self.rows.names.append(_sound("\n".join(names)))

    def problem(self, problem: Problem, source: int, member: int, importer: str | None) -> None:
        """Adds one problem; `member` is source.id * 2^32 where it is about the whole source."""
        p = problem.found_at.position
        self.rows.problems.append(
            [
                self._next(-source),
                member,
                _sound(problem.found_at.member),
                problem.loss,
                problem.what,
                _sound(problem.raw),
                p.unit,
                p.start,
                p.length,
                importer,
            ]
        )

    def question(self, question: Question, source: int, importer: str) -> None:
        """Adds one question; a second one about the same thing and source is dropped on loading."""
        self.rows.questions.append(
            [
                question.about,
                source,
                importer,
                _sound(msgspec.json.encode(question.examples).decode()),
                _sound(msgspec.json.encode(question.choices).decode()),
            ]
        )

    def _next(self, source: int) -> int:
        place = self._counts.get(source, 0) + 1
        self._counts[source] = place
        return (abs(source) << 32) + place

    def _account(self, account: Account) -> tuple[int, bool, int | None]:
        """The number of an account, whether it is the person's own, and the number of the name it is shown
        under, if any; their rows the first time they are met.
        """
        known = self._known.get(account)
        if known is None:
            if len(self._known) > _ACCOUNTS:
                self._known.clear()
            naming = number_of(f"{account.key}\0{account.shown_as}") if account.shown_as else None
            known = self._known[account] = account.number, is_mine(account, self._mine), naming
            if naming is not None:
                self.rows.namings.append([naming, known[0], _sound(account.shown_as)])
            self.rows.accounts.append(
                [
                    known[0],
                    _sound(account.key),
                    account.service,
                    _sound(account.handle),
                    _sound(account.native_id),
                    _sound(account.shown_as),
                    int(account.is_owner),
                    int(known[1]),
                ]
            )
        return known


def is_mine(account: Account, mine: frozenset[str]) -> bool:
    """Whether this account is the person's own: the export says so, or they named it."""
    return account.is_owner or named(account.key, account.native_id, mine)


def named(key: str, native_id: str, mine: frozenset[str]) -> bool:
    """Whether one of the person's words names this account: its key, its plain handle or its native id."""
    return bool(mine) and (key in mine or key.partition(":")[2] in mine or native_id in mine)


def _sound(text: str) -> str:
    """Text that can be stored as UTF-8: lone surrogates, which no encoding holds, become U+FFFD."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
