"""Words that two accounts both use far more than their share, and hardly anybody else in the case uses.

A word counts by how much likelier such counts are where two accounts favour the same words than where each
favours its own, or none. What everyday words would do by themselves is taken from the case's other accounts.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import exp, lgamma, log

from holdfast.counting.own_words import Hand
from holdfast.counting.writing_traits import words_of

FEWEST_LETTERS = 3
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


def shared_words(hands: Sequence[Hand]) -> dict[tuple[int, int], Shared]:
    """For each two places in `hands` that favour a rare word in common. Never looks at all pairs."""
    said = [_said(hand) for hand in hands]
    used_by = Counter(word for counts in said for word in counts)
    total: Counter[str] = Counter()
    for counts in said:
        total.update(counts)
    everything = sum(total.values())
    most = most_users(len(hands))
    users: dict[str, list[int]] = defaultdict(list)
    numbers = [sum(counts.values()) for counts in said]
    for place, counts in enumerate(said):
        for word, times in counts.items():
            # A first look, as if nobody but one other used it: most words end here.
            if 1 < used_by[word] <= most and _unusual(times, numbers[place], _least(everything)) > _UNUSUAL:
                users[word].append(place)
    found: dict[tuple[int, int], Shared] = defaultdict(Shared)
    for word, places in users.items():
        for one, other in combinations(places, 2):
            here, there = said[one][word], said[other][word]
            # The two are left out of what is usual.
            left = everything - numbers[one] - numbers[other]
            usual = (total[word] - here - there + _UNSEEN) / (left + _SMOOTH)
            weight = _weight(
                *(
                    exp(min(_unusual(times, numbers[place], usual), _LOG_LARGEST))
                    for times, place in ((here, one), (there, other))
                )
            )
            found[one, other].weight += weight
            found[one, other].words.append((weight, word))
    return dict(found)


def _least(everything: int) -> float:
    return _UNSEEN / (everything + _SMOOTH)


def _said(hand: Hand) -> Counter[str]:
    words = (word for lines in hand.lines for line in lines for word in words_of(line))
    return Counter(
        word.lower() for word in words if len(word) >= FEWEST_LETTERS and word.isalpha() and word != "URL"
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
