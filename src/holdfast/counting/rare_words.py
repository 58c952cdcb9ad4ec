"""Words that two accounts both use far more than their share, and hardly anybody else in the case uses.

A word counts by how much likelier such counts are where two accounts favour the same words than where each
favours its own, or none. What everyday words would do by themselves is taken from the case's other accounts.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import exp, lgamma, log

import numpy as np

from holdfast.counting.one_language import Flags
from holdfast.counting.own_words import Hand
from holdfast.counting.writing_traits import said

FEWEST_LETTERS = 3
FEWEST_TO_CALL_RARE = 3
"""With fewer other accounts of their language nothing is called a rare word of it."""

_USED_BY = 0.06
_AT_LEAST = 3
_FAVOURED = 5e-4  # share of all words that somebody favours
_BOTH = 0.5  # of the words that one hand favours in one account, it favours so many in another
_RATE = 1 / 1_500  # a favoured word is about one in so many
_LOG_LARGEST = 40.0
_UNUSUAL = log(5)
_UNSEEN = 0.5
_SMOOTH = 1_000


@dataclass
class Shared:
    """`weight`: natural logarithm of the likelihood ratio. `words`: what both use, what says most first."""

    weight: float = 0.0
    words: list[tuple[float, str]] = field(default_factory=list)

    def named(self, most: int) -> list[str]:
        """The words that say most."""
        return [word for _, word in sorted(self.words, reverse=True)[:most]]


def most_users(accounts: int) -> int:
    """By how many of so many accounts a rare word is used at most."""
    return max(_AT_LEAST, round(_USED_BY * accounts))


def shared_words(hands: Sequence[Hand], same: Flags) -> dict[tuple[int, int], Shared]:
    """For each two places in `hands` that favour a rare word in common. Never looks at all pairs.

    `same`: which accounts are of one language. How rare a word is in it, the others of it say.
    """
    every = [_favourable(hand) for hand in hands]
    used_by: dict[str, list[int]] = defaultdict(list)
    for place, counts in enumerate(every):
        for word in counts:
            used_by[word].append(place)
    numbers = np.array([sum(counts.values()) for counts in every])
    least, most = _rate(0, int(numbers.sum())), most_users(len(hands))
    found: dict[tuple[int, int], Shared] = defaultdict(Shared)
    for word, users in used_by.items():
        if not 1 < len(users) <= most:
            continue
        # A first look, as if nobody but one other used it: most words end here.
        favour = [p for p in users if _unusual(every[p][word], int(numbers[p]), least) > _UNUSUAL]
        for one, other in combinations(favour, 2):
            # The two are left out of what is usual.
            both = same[one] & same[other]
            if not same[one, other] or both.sum() < FEWEST_TO_CALL_RARE:
                continue
            usual = _rate(sum(every[p][word] for p in users if both[p]), int(numbers[both].sum()))
            weight = _weight(
                *(
                    exp(min(_unusual(every[p][word], int(numbers[p]), usual), _LOG_LARGEST))
                    for p in (one, other)
                )
            )
            found[one, other].weight += weight
            found[one, other].words.append((weight, word))
    return dict(found)


def _rate(times: int, everything: int) -> float:
    return (times + _UNSEEN) / (everything + _SMOOTH)


def _favourable(hand: Hand) -> Counter[str]:
    every = said(hand.lines)
    return Counter(
        {
            word: n
            for word, n in every.items()
            if len(word) >= FEWEST_LETTERS and word.isalpha() and word != "url"
        }
    )


def _unusual(times: int, number: int, rate: float) -> float:
    """How much likelier so many are where the word is favoured, as a natural logarithm."""
    expected, if_favoured = number * rate, number * _RATE
    favoured = times * log(if_favoured / (1 + if_favoured)) - log(1 + if_favoured)
    by_chance = times * log(expected) - expected - lgamma(times + 1)
    return favoured - by_chance


def _weight(here: float, there: float) -> float:
    both, alone = _FAVOURED * _BOTH, _FAVOURED * (1 - _BOTH)
    together = both * here * there + alone * (here + there) + 1 - 2 * _FAVOURED + both
    apart = (_FAVOURED * here + 1 - _FAVOURED) * (_FAVOURED * there + 1 - _FAVOURED)
    return log(together / apart)
