"""Which words of a message caused what was found: those of a phrase, and those that people mark in such
texts.
"""

import re
import zlib
from collections.abc import Iterator

from holdfast.wording.matching import Hit
from holdfast.wording.model import Model
from holdfast.wording.tokens import LONGEST, Words

FROM = 0.35
"""A word is marked from this share on of all its times, in the texts that were looked at."""

_SEPARATE = re.compile(r"\S+|\n")


def pair_hash(before: str, word: str) -> int:
    """The number under which a word is kept after another one, or by itself after ""."""
    return zlib.crc32(f"{before} {word}".encode("utf-8", "replace"))


def worded(text: str, words: Words) -> Iterator[tuple[str, int, int]]:
    """The plain words of a text, each with where it stands: the characters of what is between two blanks.

    Signs at the ends of it are left out.
    """
    for found in _SEPARATE.finditer(text[:LONGEST]):
        start, end = found.span()
        chunk = "¶" if found[0] == "\n" else found[0]
        while end - start > 1 and not _is_word(text[end - 1]):
            end -= 1
        while end - start > 1 and not _is_word(text[start]):
            start += 1
        for word in words[chunk]:
            yield word, start, end


def marked(text: str, words: Words, weights: Model) -> list[tuple[int, int]]:
    """Where words stand that people mark as offensive in such texts, by the words themselves and the one
    before.
    """
    found, before = [], ""
    for word, start, end in worded(text, words):
        alone: float = weights.rough_words.get(pair_hash("", word), 0.0)
        share: float = weights.rough_words.get(pair_hash(before, word), alone)
        if share >= FROM:
            found.append((start, end))
        before = word
    return merged(text, found)


def of_phrase(text: str, hit: Hit, words: Words) -> tuple[int, int]:
    """From where to where a phrase stands in the text itself."""
    places = list(worded(text, words))[hit.first : hit.end]
    return (places[0][1], places[-1][2]) if places else (0, 0)


def merged(text: str, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order, those with only blanks between them as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if found and (start <= found[-1][1] or not text[found[-1][1] : start].strip()):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _is_word(sign: str) -> bool:
    return sign.isalnum() or ord(sign) > 0x2000
