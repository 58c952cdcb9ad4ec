"""Messages looked through: long ones part by part, so that one sentence among many is not drowned by the
others.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.wording.signals import Found, Signals, listed, shares, signals
from holdfast.wording.tokens import LONGEST

_PART = 90
"""So many signs a part has at least, but for the last one; a text of twice as many stays whole."""

_END = re.compile(r"[.!?…]+\s+|\n+")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was found of each message. A message has one part, or several in a row.

    shares: one row for each message, for each column the largest of its parts. listed: one column for each
    head, whether some part is listed for it. foreign: whether every part seems to be in another language.
    begins: for each message the number of its first part, and at the end how many parts there are.
    """

    shares: NDArray[np.float64]
    listed: NDArray[np.bool_]
    foreign: NDArray[np.bool_]
    begins: NDArray[np.int64]
    parts: list[str]
    seen: Signals

    def found(self, message: int) -> Iterator[tuple[str, Found]]:
        """The phrases in a message, each with the part that it stands in."""
        for part in range(self.begins[message], self.begins[message + 1]):
            for one in self.seen.found.get(part, ()):
                yield self.parts[part], one

    def with_phrases(self) -> list[int]:
        """The messages in which there is a phrase, set aside or not, in order."""
        places = np.searchsorted(self.begins, sorted(self.seen.found), side="right") - 1
        return sorted(set(places.tolist()))


def reading(texts: Sequence[str], names: Iterable[str] = ()) -> Reading:
    """Looks through every message once; `names`: the person's own, in small letters."""
    begins, parts = [0], []
    for text in texts:
        parts += _parts(text)
        begins.append(len(parts))
    seen = signals(parts, names)
    given = shares(seen)
    shown = listed(seen, given)
    if not texts:
        return Reading(
            shares=given, listed=shown, foreign=seen.foreign, begins=np.array(begins), parts=parts, seen=seen
        )
    first = begins[:-1]
    return Reading(
        shares=np.maximum.reduceat(given, first, axis=0),
        listed=np.logical_or.reduceat(shown, first, axis=0),
        foreign=np.logical_and.reduceat(seen.foreign, first),
        begins=np.array(begins),
        parts=parts,
        seen=seen,
    )


def _parts(text: str) -> list[str]:
    if len(text) <= 2 * _PART:
        return [text]
    text = text[:LONGEST]
    found, start = [], 0
    for end in _END.finditer(text):
        if end.end() - start >= _PART:
            found.append(text[start : end.end()])
            start = end.end()
    return [*found, text[start:]] if start < len(text) else found
