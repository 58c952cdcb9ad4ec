"""Separate kinds of evidence on whether one hand is behind two accounts, each with what chance would do."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import exp
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.contact import Contact, many
from holdfast.counting.own_words import Hand, hands
from holdfast.counting.rare_words import Shared, shared_words
from holdfast.counting.shared_traces import Traces, alike_numbers
from holdfast.counting.turns_taken import Arrival, apart_by_chance, arrivals, at_once
from holdfast.counting.writing import FEWEST_MESSAGES, FEWEST_OTHERS, FEWEST_WORDS, MOST, Comparison
from holdfast.counting.writing_model import WritingModel, writing_model
from holdfast.formats.dates import length
from holdfast.model.frame import UNKNOWN_TIME

Kind = Literal["rare words", "shared traces", "after a dated line", "writing", "writing, among few"]
Points = Literal["for", "against", "says nothing"]

_RARE_TRACE = 2
"""What no more accounts than these two show."""

_FALSE = 0.3
"""So many pairs of two hands, divided by the ratio, get a ratio as large: above all that was measured."""

_SAME_WORDS = 3.0
"""From this weight of rare words on, a pair is looked at by its writing too (natural logarithm)."""

_FOR, _AGAINST = 3.0, 1 / 3
_UNLIKELY = 0.01
_WORDS_SHOWN = 6
_ENOUGH_WORDS = 1_500


@dataclass(frozen=True)
class Line:
    """What one kind of evidence says about a pair. `rows`: entries in which that can be looked at."""

    kind: str
    points: Points
    seen: str
    rows: tuple[int, ...] = ()


class Evidence:
    """All accounts of others with enough messages, and what they share. Accounts go by their places."""

    def __init__(self, contact: Contact) -> None:
        """Reads a limited number of messages of a limited number of accounts."""
        self._contact, self._frame = contact, contact.frame
        found, self.left_out = hands(contact.frame, FEWEST_MESSAGES)
        self.hands = [hand for hand in found if _words(hand) >= FEWEST_WORDS]
        self.model: WritingModel = writing_model()
        self._place = {hand.account: place for place, hand in enumerate(self.hands)}
        self._words: dict[tuple[int, int], Shared] = shared_words(self.hands)
        self._traces = Traces(contact.frame, self.hands)
        self._arrivals = arrivals(contact.frame)

    @property
    def compared(self) -> int:
        """How many pairs of accounts with enough text there are."""
        return len(self.hands) * (len(self.hands) - 1) // 2

    @cached_property
    def _writing(self) -> Comparison | None:
        """None where there are too few other accounts to compare with."""
        if len(self.hands) < FEWEST_OTHERS + 2:
            return None
        return Comparison([_some(hand) for hand in self.hands], self.model)

    def candidates(self) -> Iterator[tuple[tuple[int, int], Kind, float]]:
        """Pairs of accounts, the kind that says most, and how many pairs chance would make say as much."""
        best: dict[tuple[int, int], tuple[float, Kind]] = {}

        def add(pair: tuple[int, int], kind: Kind, chance: float) -> None:
            ordered = (min(pair), max(pair))
            if ordered not in best or chance < best[ordered][0]:
                best[ordered] = (chance, kind)

        alike = {places for places, shared in self._words.items() if shared.weight >= _SAME_WORDS}
        for places in alike:
            add(self._accounts(places), "rare words", self.compared * exp(-self._words[places].weight))
        rare = self._traces.rare(_RARE_TRACE)
        for places, chance in self._by_traces(rare):
            add(self._accounts(places), "shared traces", chance)
        arrived = {pair: arrival for arrival in self._arrivals for pair in self._with_named(arrival)}
        for pair, arrival in arrived.items():
            add(pair, "after a dated line", arrival.expected)
        for pair, kind, chance in self._by_writing(alike, rare, set(arrived)):
            add(pair, kind, chance)
        for pair, (chance, kind) in best.items():
            yield pair, kind, chance

    def _by_traces(self, rare: set[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], float]]:
        """Pairs that share rare things of several kinds: how many would if the kinds had to do nothing with
        each other. One kind alone lists nobody.
        """
        kinds = {pair: self._kinds_shared(*pair) for pair in rare}
        number = Counter(kind for shared in kinds.values() for kind in shared)
        for pair, shared in kinds.items():
            if len(shared) > 1:
                one, other = sorted(number[kind] for kind in shared)[:2]
                yield pair, one * other / self.compared

    def _by_writing(
        self, alike: set[tuple[int, int]], rare: set[tuple[int, int]], arrived: set[tuple[int, int]]
    ) -> Iterator[tuple[tuple[int, int], Kind, float]]:
        """Writing, over all pairs, and again over the few that another kind of evidence picks out."""
        if self._writing is None:
            return
        shares = _FALSE / 10**self._writing.ratios
        for one, other in zip(*np.nonzero(np.triu(shares * self.compared <= 1, 1)), strict=True):
            pair = (int(one), int(other))
            yield self._accounts(pair), "writing", float(shares[pair]) * self.compared
        came = {
            (self._place[one], self._place[other])
            for one, other in arrived
            if one in self._place and other in self._place
        }
        for places in rare | came:
            yield self._accounts(places), "writing, among few", float(shares[places]) * len(rare | came)
        # Words and writing are of one text: here only what is proven holds, that no more than one in so many
        # pairs of two hands gets a ratio so large.
        for places in alike:
            yield self._accounts(places), "writing, among few", float(shares[places]) / _FALSE * len(alike)

    def lines(self, one: int, other: int) -> list[Line]:
        """Every kind of evidence on two accounts, each by itself."""
        found = [*self._arrival_lines(one, other)]
        here, there = self._place.get(one), self._place.get(other)
        if here is None or there is None:
            return [
                *found,
                *self._time_lines(self._rows(one), self._rows(other)),
                Line(
                    "writing",
                    "says nothing",
                    "Too little text: one of them wrote too few words of its own.",
                ),
            ]
        return [
            *found,
            self._word_line(here, there),
            *self._trace_lines(here, there),
            *self._time_lines(self.hands[here].all_rows, self.hands[there].all_rows),
            self._writing_line(here, there),
        ]

    def _word_line(self, here: int, there: int) -> Line:
        shared = self._words.get((min(here, there), max(here, there)))
        if shared is None or shared.weight < 1:
            return Line("rare words", "says nothing", "They favour no rare word in common.")
        named = shared.named(_WORDS_SHOWN)
        rows = tuple(
            row
            for place in (here, there)
            if (row := self._first_with(self.hands[place], set(named))) is not None
        )
        said = ", ".join(f'"{word}"' for word in named)
        number = many(len(shared.words), "rare word")
        return Line("rare words", "for", f"Both favour {number} that hardly anybody else uses: {said}.", rows)

    def _first_with(self, hand: Hand, words: set[str]) -> int | None:
        for row, lines in zip(hand.rows, hand.lines, strict=True):
            if any(word in line.lower() for line in lines for word in words):
                return row
        return None

    def _kinds_shared(self, here: int, there: int) -> set[str]:
        return {trace.kind for trace in self._traces.shared(here, there) if trace.accounts <= _RARE_TRACE}

    def _trace_lines(self, here: int, there: int) -> Iterator[Line]:
        for trace in self._traces.shared(here, there)[:_WORDS_SHOWN]:
            others = trace.accounts - 2
            is_rare = trace.accounts <= _RARE_TRACE
            with_whom = (
                f"and so do {many(others, 'other account')}" if others else "and no other account does"
            )
            points: Points = "for" if is_rare else "says nothing"
            yield Line(trace.kind, points, f"Both show {trace.what}, {with_whom}.", trace.rows)
        for kind in self._traces.differ(here, there):
            yield Line(kind, "against", "Both show some, and none in common. One person can have several.")
        keys = [self._frame.accounts[self.hands[place].account] for place in (here, there)]
        if begins := alike_numbers(*keys):
            alike = sum(bool(alike_numbers(keys[0], self._frame.accounts[h.account])) for h in self.hands)
            yield Line(
                "number", "for" if alike < _RARE_TRACE else "says nothing",
                f"Both numbers begin with {begins}, and so do {many(max(0, alike - 1), 'other account')}.",
            )  # fmt: skip

    def _time_lines(self, here: tuple[int, ...], there: tuple[int, ...]) -> Iterator[Line]:
        one, other = self._times(here), self._times(there)
        if not len(one) or not len(other):
            return
        if both := at_once(one, other):
            yield Line(
                "at once", "against",
                f"{many(both, 'time')} both wrote within a minute. One person can do that with two devices.",
            )  # fmt: skip
        chance = apart_by_chance(one, other)
        if chance is None:
            yield Line("one after the other", "says nothing", "They wrote in the same stretch of time.")
        else:
            points: Points = "for" if chance < _UNLIKELY else "says nothing"
            yield Line(
                "one after the other", points,
                "One wrote only before the other began. Were their times shuffled, that would come about in "
                f"{chance:.2g} of all cases; people also come and go for reasons of their own.",
            )  # fmt: skip

    def _arrival_lines(self, one: int, other: int) -> Iterator[Line]:
        for arrival in self._arrivals:
            if {one, other} in [set(pair) for pair in self._with_named(arrival)]:
                row = self._rows(arrival.account)[0]
                yield Line(
                    "after a dated line", "for",
                    f"{self._contact.account(arrival.account)} is seen for the first time "
                    f"{length(arrival.after)} after a line of the case ({arrival.marker.kind}) that "
                    f"names the other. So soon after it, {arrival.expected:.2g} new accounts come by chance.",
                    (row,),
                )  # fmt: skip

    def _with_named(self, arrival: Arrival) -> Iterator[tuple[int, int]]:
        """The new account with each one that the line names and that had written before."""
        for key in arrival.marker.accounts:
            named = self._named.get(key)
            if named is not None and named != arrival.account and len(rows := self._rows(named)):
                first = int(self._frame.at[rows[0]])
                if UNKNOWN_TIME != first <= (arrival.marker.when.at or 0):
                    yield (named, arrival.account)

    @cached_property
    def _named(self) -> dict[str, int]:
        keys = {key for marker in self._frame.markers for key in marker.accounts}
        return {key: place for place, key in enumerate(self._frame.accounts) if key in keys}

    def _writing_line(self, here: int, there: int) -> Line:
        if self._writing is None:
            others = many(max(0, len(self.hands) - 2), "other account")
            return Line("writing", "says nothing", f"Too few to compare with: {others} with enough text.")
        spread = self._writing.spread(here, there)
        ratio, low, high = (10**value for value in (spread.value, spread.low, spread.high))
        points: Points = "for" if ratio >= _FOR else "against" if ratio <= _AGAINST else "says nothing"
        amount = " and ".join(
            f"{len(_some(self.hands[place])):,} messages ({self._writing.words[place]:,.0f} words)"
            for place in (here, there)
        )
        told = (
            f"Writing as alike as this is {_number(ratio)} times as likely from one hand as from two (in 9 "
            f"of 10 draws {_number(low)} to {_number(high)}), on {amount}."
        )
        if ratio > 1:
            expected = min(self.compared, _FALSE / ratio * self.compared)
            told += f" By chance at most {expected:,.1f} of {many(self.compared, 'pair')} here are as alike."
        return Line("writing", points, told)

    def _accounts(self, places: tuple[int, int]) -> tuple[int, int]:
        return self.hands[places[0]].account, self.hands[places[1]].account

    def _rows(self, account: int) -> tuple[int, ...]:
        return tuple(np.flatnonzero(self._frame.by == account).tolist())

    def _times(self, rows: tuple[int, ...]) -> NDArray[np.int64]:
        sure = [row for row in rows if self._contact.to_the_minute[row]]
        return self._frame.at[sure]


def _words(hand: Hand) -> int:
    return sum(len(line.split()) for lines in hand.lines for line in lines)


def _some(hand: Hand) -> list[tuple[str, ...]]:
    """As many of its messages as are needed to know how somebody writes, from all of its time."""
    each = max(1, -(-_words(hand) // _ENOUGH_WORDS))
    return list(hand.lines[::each])


def _number(ratio: float) -> str:
    if ratio >= MOST * 0.999:
        return f"{MOST:,.0f} or more"
    if ratio <= 1.001 / MOST:
        return f"{1 / MOST:.2f} or less"
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2f}"
