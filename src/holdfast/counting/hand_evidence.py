"""Separate kinds of evidence on whether one hand is behind two accounts, each with what chance would do."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import exp, log
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.contact import Contact, many
from holdfast.counting.one_language import alike
from holdfast.counting.own_words import Hand, hands
from holdfast.counting.rare_words import FEWEST_TO_CALL_RARE, Shared, shared_words
from holdfast.counting.shared_traces import Traces, alike_numbers
from holdfast.counting.turns_taken import Arrival, apart_by_chance, arrivals, at_once
from holdfast.counting.writing import FEWEST_MESSAGES, FEWEST_OTHERS, FEWEST_WORDS, MOST, Comparison
from holdfast.counting.writing_model import WritingModel, writing_model
from holdfast.counting.writing_traits import Floats
from holdfast.formats.dates import Length
from holdfast.formats.figure import Figure
from holdfast.model.frame import UNKNOWN_TIME
from holdfast.model.sentence import phrase, said

Kind = Literal["rare words", "words and writing", "shared traces", "after a dated line", "writing, among few"]
Points = Literal["for", "against", "says nothing"]

_RARE_TRACE = 2
"""What no more accounts than these two show."""

_FALSE = 0.3
"""So many pairs of two hands, divided by the ratio, get a ratio as large: above all that was measured."""

_BESIDE = 0.5
"""What a rare word counts beside writing, of which it is a part. On writers that a model was not learned from
this is the most at which no more pairs of two hands than `_FALSE` says get a large ratio."""

_MOST_WORDS = 30.0
"""No more than this is counted of rare words, however many two accounts share (natural logarithm)."""

_FOR, _AGAINST = 3.0, 1 / 3
_UNLIKELY = 0.01
_WORDS_SHOWN = 6
_APART = phrase("They share too few everyday words to be compared: they may write in two languages.")
_ENOUGH_WORDS = 1_500


@dataclass(frozen=True)
class Line:
    """What one kind of evidence says about a pair. `rows`: entries in which that can be looked at."""

    kind: str
    points: Points
    seen: str
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Text:
    """How alike accounts write, and the logarithm to base 10 of the ratio by writing and rare words."""

    writing: Comparison
    together: Floats


class Evidence:
    """All accounts of others with enough messages, and what they share. Accounts go by their places."""

    def __init__(self, contact: Contact) -> None:
        """Reads a limited number of messages of a limited number of accounts."""
        self._contact, self._frame = contact, contact.frame
        found, self.left_out = hands(contact.frame, FEWEST_MESSAGES)
        self.hands = [hand for hand in found if _words(hand) >= FEWEST_WORDS]
        self.model: WritingModel = writing_model()
        self._place = {hand.account: place for place, hand in enumerate(self.hands)}
        self._same = alike([hand.lines for hand in self.hands])
        self._words: dict[tuple[int, int], Shared] = shared_words(self.hands, self._same)
        self._traces = Traces(contact.frame, self.hands)
        self._arrivals = arrivals(contact.frame)

    @property
    def compared(self) -> int:
        """How many pairs of accounts with enough text there are."""
        return len(self.hands) * (len(self.hands) - 1) // 2

    @cached_property
    def _text(self) -> "_Text | None":
        """None where there are too few other accounts to compare with."""
        if len(self.hands) < FEWEST_OTHERS + 2:
            return None
        writing = Comparison([_some(hand) for hand in self.hands], self.model, self._same)
        together = writing.ratios.copy()
        for places, shared in self._words.items():
            more = _BESIDE * min(shared.weight, _MOST_WORDS) / log(10)
            together[places] += more
            together[places[::-1]] += more
        return _Text(writing, together)

    def candidates(self) -> Iterator[tuple[tuple[int, int], Kind, float]]:
        """Pairs of accounts, the kind that says most, and how many pairs chance would make say as much."""
        best: dict[tuple[int, int], tuple[float, Kind]] = {}

        def add(pair: tuple[int, int], kind: Kind, chance: float) -> None:
            ordered = (min(pair), max(pair))
            if ordered not in best or chance < best[ordered][0]:
                best[ordered] = (chance, kind)

        for places, kind, chance in self._by_text():
            add(self._accounts(places), kind, chance)
        rare = self._traces.rare(_RARE_TRACE)
        for places, chance in self._by_traces(rare):
            add(self._accounts(places), "shared traces", chance)
        arrived = {pair: arrival for arrival in self._arrivals for pair in self._with_named(arrival)}
        for pair, arrival in arrived.items():
            add(pair, "after a dated line", arrival.expected)
        for pair, chance in self._among_few(rare, set(arrived)):
            add(pair, "writing, among few", chance)
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

    def _by_text(self) -> Iterator[tuple[tuple[int, int], Kind, float]]:
        """Pairs of places by words and writing together; by words alone where too few can be compared."""
        for places, shared in self._words.items():
            if not self._can_tell(places):
                yield places, "rare words", self.compared * exp(-shared.weight)
        if self._text is None:
            return
        chances = self.compared * _FALSE / 10**self._text.together
        told = self._text.writing.can_tell & (chances <= 1)
        for one, other in zip(*np.nonzero(np.triu(told, 1)), strict=True):
            yield (int(one), int(other)), "words and writing", float(chances[one, other])

    def _can_tell(self, places: tuple[int, int]) -> bool:
        """Whether there are enough others to compare how these two write with."""
        return self._text is not None and bool(self._text.writing.can_tell[places])

    def _among_few(
        self, rare: set[tuple[int, int]], arrived: set[tuple[int, int]]
    ) -> Iterator[tuple[tuple[int, int], float]]:
        """Writing again, over the few that another kind of evidence picks out."""
        if self._text is None:
            return
        came = {
            (self._place[one], self._place[other])
            for one, other in arrived
            if one in self._place and other in self._place
        }
        for places in rare | came:
            if not self._can_tell(places):
                continue
            share = _FALSE / 10 ** self._text.writing.ratios[places]
            yield self._accounts(places), float(share) * len(rare | came)

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
                    phrase("Too little text: one of them wrote too few words of its own."),
                ),
            ]
        return [
            *found,
            self._word_line(here, there),
            *self._trace_lines(here, there),
            *self._time_lines(self.hands[here].all_rows, self.hands[there].all_rows),
            *self._writing_lines(here, there),
        ]

    def _word_line(self, here: int, there: int) -> Line:
        if not self._same[here, there]:
            return Line("rare words", "says nothing", _APART)
        others = self._others(here, there)
        if others < FEWEST_TO_CALL_RARE:
            return Line(
                "rare words",
                "says nothing",
                said(
                    "What is a rare word in their language cannot be told: %(others)s with enough text.",
                    others=many(others, "other account"),
                ),
            )
        shared = self._words.get((min(here, there), max(here, there)))
        if shared is None or shared.weight < 1:
            return Line("rare words", "says nothing", phrase("They favour no rare word in common."))
        named = shared.named(_WORDS_SHOWN)
        rows = tuple(
            row
            for place in (here, there)
            if (row := self._first_with(self.hands[place], set(named))) is not None
        )
        quoted = ", ".join(f'"{word}"' for word in named)
        number = many(len(shared.words), "rare word")
        return Line(
            "rare words",
            "for",
            said(
                "Both favour %(words)s that hardly anybody else uses: %(which)s.", words=number, which=quoted
            ),
            rows,
        )

    def _others(self, here: int, there: int) -> int:
        """How many others write in the language of both."""
        return int(np.count_nonzero(self._same[here] & self._same[there]))

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
                said("and so do %(accounts)s", accounts=many(others, "other account"))
                if others
                else phrase("and no other account does")
            )
            points: Points = "for" if is_rare else "says nothing"
            yield Line(
                trace.kind,
                points,
                said("Both show %(what)s, %(with_whom)s.", what=trace.what, with_whom=with_whom),
                trace.rows,
            )
        for kind in self._traces.differ(here, there):
            yield Line(
                kind, "against", phrase("Both show some, and none in common. One person can have several.")
            )
        keys = [self._frame.accounts[self.hands[place].account] for place in (here, there)]
        if begins := alike_numbers(*keys):
            alike = sum(bool(alike_numbers(keys[0], self._frame.accounts[h.account])) for h in self.hands)
            yield Line(
                "number",
                "for" if alike < _RARE_TRACE else "says nothing",
                said(
                    "Both numbers begin with %(begins)s, and so do %(accounts)s.",
                    begins=begins,
                    accounts=many(max(0, alike - 1), "other account"),
                ),
            )

    def _time_lines(self, here: tuple[int, ...], there: tuple[int, ...]) -> Iterator[Line]:
        one, other = self._times(here), self._times(there)
        if not len(one) or not len(other):
            return
        if both := at_once(one, other):
            yield Line(
                "at once",
                "against",
                said(
                    "%(times)s both wrote within a minute. One person can do that with two devices.",
                    times=many(both, "time"),
                ),
            )
        chance = apart_by_chance(one, other)
        if chance is None:
            yield Line(
                "one after the other", "says nothing", phrase("They wrote in the same stretch of time.")
            )
        else:
            points: Points = "for" if chance < _UNLIKELY else "says nothing"
            yield Line(
                "one after the other",
                points,
                said(
                    "One wrote only before the other began. Were their times shuffled, that would come about "
                    "in %(chance)s of all cases; people also come and go for reasons of their own.",
                    chance=Figure(f"{chance:.2g}"),
                ),
            )

    def _arrival_lines(self, one: int, other: int) -> Iterator[Line]:
        for arrival in self._arrivals:
            if {one, other} in [set(pair) for pair in self._with_named(arrival)]:
                row = self._rows(arrival.account)[0]
                yield Line(
                    "after a dated line",
                    "for",
                    said(
                        "%(account)s is seen for the first time %(length)s after a line of the case "
                        "(%(kind)s) that names the other. So soon after it, %(expected)s new accounts come "
                        "by chance.",
                        account=self._contact.account(arrival.account),
                        length=Length(arrival.after),
                        kind=phrase(arrival.marker.kind),
                        expected=Figure(f"{arrival.expected:.2g}"),
                    ),
                    (row,),
                )

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

    def _writing_lines(self, here: int, there: int) -> Iterator[Line]:
        if not self._same[here, there]:
            yield Line("writing", "says nothing", _APART)
            return
        if self._text is None or not self._can_tell((here, there)):
            yield Line(
                "writing",
                "says nothing",
                said(
                    "Too few in their language to compare with: %(others)s with enough text.",
                    others=many(self._others(here, there), "other account"),
                ),
            )
            return
        spread = self._text.writing.spread(here, there)
        amounts = [
            said(
                "%(messages)s (%(words)s words)",
                messages=many(len(_some(self.hands[place])), "message"),
                words=Figure(f"{self._text.writing.words[place]:,.0f}"),
            )
            for place in (here, there)
        ]
        told = said(
            "Writing as alike as this is %(ratio)s times as likely from one hand as from two (in 9 "
            "of 10 draws %(low)s to %(high)s), on %(one)s and %(other)s.",
            **_told(spread.value, spread.low, spread.high),
            one=amounts[0],
            other=amounts[1],
        )
        yield Line("writing", _points(spread.value), told)
        together = float(self._text.together[here, there])
        more = together - spread.value
        ratios = _told(together, spread.low + more, spread.high + more)
        by_chance = min(self.compared, _FALSE / 10**together * self.compared)
        yield Line(
            "words and writing",
            _points(together),
            said(
                "Both together are %(ratio)s times as likely from one hand as from two (in 9 of 10 draws "
                "%(low)s to %(high)s). By chance at most %(expected)s of %(pairs)s here are as alike.",
                **ratios,
                expected=Figure(f"{by_chance:,.1f}"),
                pairs=many(self.compared, "pair"),
            ),
        )

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


def _points(ratio: float) -> Points:
    return "for" if 10**ratio >= _FOR else "against" if 10**ratio <= _AGAINST else "says nothing"


def _told(ratio: float, low: float, high: float) -> dict[str, str]:
    """A ratio and where it lies, from their logarithms to base 10."""
    return {"ratio": _number(10**ratio), "low": _number(10**low), "high": _number(10**high)}


def _number(ratio: float) -> str:
    if ratio >= MOST * 0.999:
        return said("%(most)s or more", most=Figure(f"{MOST:,.0f}"))
    if ratio <= 1.001 / MOST:
        return said("%(least)s or less", least=Figure(f"{1 / MOST:.2f}"))
    return Figure(f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2f}")
