"""Which accounts write in one language, by how many of their words they share: only they can be compared.

Whoever writes in a language that few others in a record do would look like the others who do.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.writing_traits import said

_SHARED, _OF_WORDS, _MOST = 0.10, 50.0, 0.22
"""So great a part of either's 50 running words the other uses too, and more the more they wrote (by the root
of it), where they write in one language. So do 96 of 100 pairs of writers of English chat with five messages
each and all with ten or more; of texts in two of five languages at most 2 in 1,000 pairs, but for Spanish and
French: 4 in 10 with five sentences each, 1 in 7 with ten, none with twenty (`bench/evaluate_language.py`)."""

Flags = NDArray[np.bool_]


def alike(hands: Sequence[Sequence[Sequence[str]]]) -> Flags:
    """For each two accounts, whether they write in one language; nobody is alike to itself.

    An account is its messages, each in lines. Takes time in proportion to text, and to pairs of accounts.
    """
    # Marks, numbers and links are of every language.
    every = [
        {word: n for word, n in said(hand).items() if word.isalpha() and word != "url"} for hand in hands
    ]
    place = {word: at for at, word in enumerate({word: None for words in every for word in words})}
    counts = np.zeros((len(every), len(place)), dtype=np.float32)
    for row, words in enumerate(every):
        counts[row, [place[word] for word in words]] = list(words.values())
    number = counts.sum(axis=1, keepdims=True)
    shared = counts @ (counts > 0).T / np.maximum(number, 1)
    enough = np.minimum(_MOST, _SHARED * np.sqrt(np.minimum(number, number.T) / _OF_WORDS))
    near = (np.minimum(shared, shared.T) >= enough) & (shared > 0)
    # Two with little text may share few words and still share them with the same others.
    np.fill_diagonal(near, val=True)
    others, both = near.sum(axis=1), near.astype(np.float32) @ near.T
    found: Flags = near | (2 * both >= others[:, None] + others[None, :] - both)
    np.fill_diagonal(found, val=False)
    return found
