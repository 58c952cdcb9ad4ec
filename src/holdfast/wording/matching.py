"""Finds the phrases in messages: first by which words occur at all, for many at once, then exactly."""

import re
from collections.abc import Iterator
from functools import cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from holdfast.wording.phrases import Phrase, entries, phrases
from holdfast.wording.tokens import NAMED, Words

_COMMON_WORDS = (
    "a all am an and are at be been can could did do does for get go going got had has have he how i if "
    "in is it just me my myself no not of on or out she should so still that the they this to until up "
    "want was we what who will with would you your yourself"
)
_COMMON = frozenset(_COMMON_WORDS.split())

Bits = NDArray[np.uint64]

_ITEM = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)\S*|\S+")
_LIST = re.compile(r"\b[A-Z]{1,}\b")
_PLAIN = re.compile(r"[a-z'<>-]+")
_CHOICE = re.compile(r"\(\?:([\w '|-]+)\)")
_GAP = re.compile(r"~(\d+)")


class Pattern(msgspec.Struct, frozen=True, kw_only=True):
    """One row of words, ready to be looked for. `needs`: of each of these sets a message has a word."""

    phrase: Phrase
    regex: re.Pattern[str]
    needs: tuple[frozenset[str], ...]


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """Where a phrase stands in the words of a message: from the word `first` up to before `end`."""

    phrase: Phrase
    first: int
    end: int


def line(words: list[str]) -> str:
    """Words in the form in which patterns look at them."""
    return f" {' '.join(words)} "


def compiled(pattern: str) -> re.Pattern[str]:
    """A row of words of the data file as a regular expression over `line`."""
    return re.compile("(?<= )" + "".join(_item(item) for item in _ITEM.findall(pattern)))


@cache
def patterns() -> tuple[Pattern, ...]:
    """Every row of words of every phrase."""
    return tuple(
        Pattern(phrase=phrase, regex=compiled(row), needs=tuple(_needs(row)))
        for phrase in phrases().rule
        for row in phrase.match
    )


@cache
def _unless(phrase: Phrase) -> tuple[re.Pattern[str], ...]:
    return tuple(compiled(row) for row in phrase.unless)


@cache
def _needed() -> tuple[frozenset[str], ...]:
    """Every set of words that some pattern needs."""
    return tuple(sorted({one for pattern in patterns() for one in pattern.needs}, key=sorted))


@cache
def _bits() -> tuple[dict[str, Bits], Bits, int]:
    """For each word the sets it is in, for each pattern those it needs, and how many numbers that takes."""
    places = {one: place for place, one in enumerate(_needed())}
    wide = len(places) // 64 + 1
    of_word: dict[str, Bits] = {}
    for one, place in places.items():
        for word in one:
            of_word.setdefault(word, np.zeros(wide, dtype=np.uint64))[place // 64] |= np.uint64(
                1 << place % 64
            )
    of_pattern = np.zeros((len(patterns()), wide), dtype=np.uint64)
    for number, pattern in enumerate(patterns()):
        for one in pattern.needs:
            of_pattern[number, places[one] // 64] |= np.uint64(1 << places[one] % 64)
    return of_word, of_pattern, wide


def word_bits(words: list[str]) -> Bits:
    """For each word one row of numbers, that says which patterns it can belong to."""
    of_word, _, wide = _bits()
    nothing = np.zeros(wide, dtype=np.uint64)
    return np.array([of_word.get(word, nothing) for word in words], dtype=np.uint64).reshape(len(words), wide)


def candidates(bits: Bits) -> Iterator[tuple[int, Pattern]]:
    """Places of messages, and a pattern all of whose words they have; `bits`: those of all their words."""
    _, of_pattern, _ = _bits()
    columns = np.ascontiguousarray(bits.T)
    for pattern, need in zip(patterns(), of_pattern, strict=True):
        has = np.ones(len(bits), dtype=np.bool_)
        for at in np.flatnonzero(need).tolist():
            has &= (columns[at] & need[at]) == need[at]
        for place in np.flatnonzero(has).tolist():
            yield place, pattern


def hit(pattern: Pattern, said: str) -> Hit | None:
    """Where the pattern first stands in these words, as `line` gives them, unless it does not count there."""
    found = pattern.regex.search(said)
    if found is None:
        return None
    begin, end = sentence(said, found.start(), found.end())
    if any(one.search(said, begin, end) for one in _unless(pattern.phrase)):
        return None
    first = said.count(" ", 0, found.start()) - 1
    return Hit(phrase=pattern.phrase, first=first, end=first + found[0].count(" "))


def sentence(said: str, start: int, end: int) -> tuple[int, int]:
    """From where to where the sentence around these characters goes; the blank before it belongs to it."""
    begin = max(said.rfind(f" {mark} ", 0, start) for mark in ".!?")
    ends = [at for mark in ".!?" if (at := said.find(f" {mark} ", end - 1)) >= 0]
    return (begin + 2 if begin >= 0 else 0), (min(ends) + 1 if ends else len(said))


def _item(item: str) -> str:
    if gap := _GAP.fullmatch(item):
        return rf"(?:(?![.!?] )\S+ ){{0,{gap[1]}}}?"
    if _PLAIN.fullmatch(item):
        return _you(" ".join(map(re.escape, Words(()).of(item) or [item]))) + " "
    return _LIST.sub(lambda found: _choice(found[0]), item) + " "


def _you(word: str) -> str:
    """The person's name stands for "you" wherever a pattern has that."""
    return f"(?:you|{NAMED})" if word == "you" else word


def _choice(name: str) -> str:
    return f"(?:{'|'.join(map(re.escape, entries(name)))})"


def _rarest(entry: str) -> str:
    """The word of an entry by which a message is best picked out."""
    return max(entry.split(), key=lambda word: (word not in _COMMON, len(word)))


def _needs(row: str) -> Iterator[frozenset[str]]:
    for item in _ITEM.findall(row):
        if _GAP.fullmatch(item):
            continue
        if _PLAIN.fullmatch(item):
            words = Words(()).of(item)
            yield frozenset({"you", NAMED} if words == ["you"] else {_rarest(" ".join(words))})
        elif item in phrases().lists:
            yield frozenset(_rarest(entry) for entry in entries(item))
        elif (choice := _CHOICE.fullmatch(item)) and not _LIST.search(item):
            yield frozenset(_rarest(one) for one in choice[1].split("|"))
