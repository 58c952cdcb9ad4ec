"""Why a phrase may not be meant as it stands: it is quoted, told of somebody else, denied, said in play.

What is set aside for one of these reasons is listed all the same, with the reason: only people can judge it.
"""

import re
from functools import cache

from holdfast.model.sentence import phrase
from holdfast.wording.matching import Hit, compiled, sentence

REASONS = {
    "quoted": phrase("stands in quotation marks"),
    "reported": phrase("tells what somebody said"),
    "denied": phrase("is said with “not” or “never”"),
    "laughing": phrase("is said with a laugh"),
    "play": phrase("speaks of a game or a machine"),
    "story": phrase("speaks of a book, a film, a song or the news"),
    "against": phrase("speaks against such words"),
    "help": phrase("offers help"),
}

_BEFORE = 4  # words before a phrase in which "not" still belongs to it
_OWN_AGAIN = re.compile(r" (?:, (?:so )?(?:i|we)|(?:and|or|but) (?:i|we)) ")


@cache
def _pattern(row: str) -> re.Pattern[str]:
    return compiled(row)


def aside(hit: Hit, words: list[str], said: str) -> str:
    """The name of the first reason that holds for this phrase, or "". `said`: as `line` gives it."""
    start = len(" ".join(words[: hit.first])) + (2 if hit.first else 1)
    end = start + len(" ".join(words[hit.first : hit.end])) + 1
    begin, stop = sentence(said, start, end)
    before, around = said[begin:start], said[begin:stop]
    marks = [place for place, word in enumerate(words) if word == '"']
    if sum(place < hit.first for place in marks) % 2 and any(place >= hit.first for place in marks):
        return "quoted"
    if _is_reported(before):
        return "reported"
    if not hit.phrase.plain and _is_denied(hit, words):
        return "denied"
    head = hit.phrase.head
    if head == "self_harm" and _pattern("HELP").search(said):
        return "help"
    if _pattern("AGAINST").search(around):
        return "against"
    if head in ("threat", "insult", "veiled") and _pattern("LAUGH").search(said):
        return "laughing"
    if head in ("threat", "veiled") and _pattern("PLAY").search(around):
        return "play"
    if head in ("threat", "veiled", "self_harm") and _pattern("STORY").search(around):
        return "story"
    return ""


def _is_reported(before: str) -> bool:
    for found in _pattern("THEY ~4 SAID").finditer(before):
        # "You said it was over, I will kill you": after the break the writer speaks again.
        if not _OWN_AGAIN.search(f" {before[found.end() :]}"):
            return True
    return _pattern("(?:threatened|threatening|threatens|threat) ~3 to").search(before) is not None


def _is_denied(hit: Hit, words: list[str]) -> bool:
    """An odd number of "not" in the phrase, or close before it: two of them take each other back."""
    first = hit.first
    while first > max(0, hit.first - _BEFORE) and words[first - 1] not in (",", ".", "!", "?", "but"):
        first -= 1
    deny = _pattern("DENY")
    return len(deny.findall(f" {' '.join(words[first : hit.end])} ")) % 2 == 1
