"""What can be counted of how somebody writes: letters in a row, shapes of sentences, habits of typing.

Little of this is about what somebody says. In a shape, words that are no everyday words count only by how
they are written: small, with a capital, or in capitals.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

KINDS = ("letters", "shapes", "habits")
"""The families of traits. Letters are counted for each character, shapes for each word or mark, habits for
each line that was written."""

LONGEST_RUN = 4
"""So many characters in a row, at the most, are one trait."""

_LENGTHS = (1, 2, 3, 5, 8, 12, 18, 26, 40)
_WORD = re.compile(r"URL|\w+(?:['’]\w+)*|[^\w\s]+")
_BREAK = "\n"
_BEGIN, _END = "^", "$"  # of a line
_PLAIN, _NAME, _LOUD, _NUMBER = "x", "Cx", "UU", "#"

_SAID = {
    "u": "u", "ur": "ur", "r": "r", "pls plz": "pls", "please": "please", "thx ty tnx thnx": "thx",
    "thanks": "thanks", "lol lmao rofl": "lol", "haha hahaha hehe hehehe": "haha",
    "idk imo imho btw afaik iirc tbh brb omg wtf np": "initials", "yeah yea yep yup": "yeah", "yes": "yes",
    "ok": "ok", "okay": "okay", "k": "k", "nope": "nope", "hm hmm hmmm": "hmm", "oh ah ohh": "oh",
    "hi hello hey": "hi", "just": "just", "wanna gonna gotta kinda dunno lemme": "wanna",
    "cuz coz cos cause bc": "cuz", "because": "because", "tho": "tho", "though": "though",
    "teh hte adn taht wich recieve definately alot seperate": "slips",
    "anyone anybody someone somebody": "anyone",
    "dont cant wont didnt doesnt isnt wasnt im ive youre thats whats havent wouldnt couldnt shouldnt theres"
    " arent hes shes": "no apostrophe",
}  # fmt: skip
_GROUP = {word: group for several, group in _SAID.items() for word in several.split()}

_ASKS = "what|how|why|where|when|who|is|are|do|does|can|could|should|any"
_HABITS = {
    "begins small": r"^[a-z]", "begins large": r"^[A-Z]", "i small": r"\bi(?='|\b)(?!\.)",
    "I large": r"\bI(?='|\b)", "ends .": r"[^.\n]\. *$", "ends ?": r"\? *$", "ends !": r"! *$",
    "ends ..": r"\.\.+ *$", "ends bare": r"\w *$", "dots": r"\.\.+", "many dots": r"\.{4,}",
    "two dots": r"(?<!\.)\.\.(?!\.)", "many ?": r"\?\?+", "many !": r"!!+", "? with !": r"\?!|!\?",
    "space before mark": r"\w [,.?!]", "no space after comma": r"\w,\w", "comma": r",",
    "semicolon": r";(?![)(DPp-])", "colon": r"\w: ", "bracket": r"\(\w", "double quote": r'"',
    "single quote": r"(?<!\w)'\w", "dash": r" -+ ", "slash": r"\w/\w", "starred": r"\*\w+\*",
    "apostrophe": r"\w['’](?:t|s|m|re|ve|ll|d)\b", "curly": r"[’“”]",
    "face": r"[:;=][-'o^]?[)(DPpdO/\\|\]\[]",
    "face with nose": r"[:;=]-[)(DPp/]",
    "face with tongue": r"[:;=]-?[Pp]\b", "face that laughs": r"[:;=]-?D\b",
    "face that winks": r";-?\)", "sad face": r":-?\(", "shouted": r"\b[A-Z]{3,}\b", "digits": r"\d+",
    "no at first": r"^[Nn]o\b", "well at first": r"^[Ww]ell\b", "so at first": r"^[Ss]o\b",
    "but at first": r"^[Bb]ut\b", "and at first": r"^[Aa]nd\b", "ampersand": r" & ", "wide space": r"\S  +\S",
    "drawn out": r"([^\W\d])\1\1", "beyond ascii": r"[^\x00-\x7f]+", "link": r"URL",
    "picture signs": r"[\U0001f300-\U0001faff\u2600-\u27bf]",
    "a picture sign ends": r"[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f? *$",
    "question with mark": rf"^(?i:{_ASKS})\b[^\n]*\?", "question without": rf"^(?i:{_ASKS})\b[^?\n]*$",
    "capitals after mark": r"[.?!] [A-Z]", "small after mark": r"[.?!] [a-z]",
}  # fmt: skip
_PATTERNS = [re.compile(pattern, re.MULTILINE) for pattern in _HABITS.values()]

HABITS = (
    *_HABITS,
    *dict.fromkeys(_SAID.values()),
    *(f"at most {n} words" for n in _LENGTHS),
    "more words",
)
"""The names of the habits, in the order in which they are counted."""


@dataclass(frozen=True)
class Vocabulary:
    """Which traits are counted: runs of characters, shapes ("^ x ?"), and everyday words within shapes."""

    letters: tuple[str, ...]
    shapes: tuple[str, ...]
    everyday: frozenset[str]

    @cached_property
    def runs(self) -> tuple[NDArray[np.uint64], NDArray[np.intp]]:
        """The numbers of all runs in order, and the place of each in `letters`."""
        numbers = np.array([_numbers(run, len(run))[0] for run in self.letters], dtype=np.uint64)
        order = np.argsort(numbers)
        return numbers[order], order

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each shape."""
        return {shape: place for place, shape in enumerate(self.shapes)}


def counted(lines: Sequence[str], vocabulary: Vocabulary) -> tuple[dict[str, Floats], dict[str, float]]:
    """How often each trait occurs in these lines; how many characters, words and marks, and lines there are.

    Both by family, as in `KINDS`. Takes time in proportion to the length of the text.
    """
    plain = [" ".join(line.split()) for line in lines]
    split = [_WORD.findall(line) for line in plain]
    shapes = np.zeros(len(vocabulary.shapes))
    for shape, times in Counter(
        chain.from_iterable(shapes_of(w, vocabulary.everyday) for w in split)
    ).items():
        if (at := vocabulary.place.get(shape)) is not None:
            shapes[at] = times
    counts = {
        "letters": _letters(plain, vocabulary),
        "shapes": shapes,
        "habits": _habits(plain, split),
    }
    sizes = {
        "letters": sum(len(line) + 2 for line in plain),
        "shapes": sum(len(words) + 1 for words in split),
        "habits": len(plain),
    }
    return counts, {kind: float(max(1, size)) for kind, size in sizes.items()}


def words_of(line: str) -> list[str]:
    """The words and marks of a line, as they are counted."""
    return _WORD.findall(" ".join(line.split()))


def said(hand: Sequence[Sequence[str]]) -> Counter[str]:
    """How often each word or mark stands in these messages (each in lines), in small letters."""
    return Counter(word.lower() for lines in hand for line in lines for word in words_of(line))


def runs_of(line: str) -> set[str]:
    """Every run of characters in a line that can be a trait."""
    padded = f" {' '.join(line.split())} "
    return {padded[at : at + n] for n in range(1, LONGEST_RUN + 1) for at in range(len(padded) - n + 1)}


def shapes_of(words: Sequence[str], everyday: frozenset[str]) -> list[str]:
    """One, two and three words or marks in a row, as they look."""
    looks = [_BEGIN, *(_look(word, everyday) for word in words), _END]
    pairs = [f"{one} {other}" for one, other in pairwise(looks)]
    threes = [f"{pair} {third}" for pair, third in zip(pairs, looks[2:], strict=False)]
    return [*looks, *pairs, *threes]


def _look(word: str, everyday: frozenset[str]) -> str:
    small = word.lower()
    if small in everyday:
        if word == small:
            return small
        return f"U{small}" if len(word) > 1 and word.isupper() else f"C{small}"
    if not word[0].isalnum() or word == "URL":
        return word
    if word.isdigit():
        return _NUMBER
    if word.isupper() and len(word) > 1:
        return _LOUD
    return _NAME if word[0].isupper() else _PLAIN


def _letters(plain: Sequence[str], vocabulary: Vocabulary) -> Floats:
    text = _BREAK.join(f" {line} " for line in plain)
    known, place = vocabulary.runs
    counts = np.zeros(len(known))
    for length in range(1, LONGEST_RUN + 1):
        numbers = _numbers(text, length)
        if len(numbers):
            at = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
            counts += np.bincount(place[at[known[at] == numbers]], minlength=len(known))
    return counts


def _numbers(text: str, length: int) -> NDArray[np.uint64]:
    """One number for each run of so many characters, equal only for equal runs."""
    code = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    # Characters beyond the first 65,535 share numbers; none of them is in the vocabulary.
    code = np.minimum(code, 0xFFFE) + np.uint64(1)
    numbers = np.zeros(max(0, len(code) - length + 1), dtype=np.uint64)
    for at in range(length):
        numbers = (numbers << np.uint64(16)) | code[at : at + len(numbers)]
    return numbers


def _habits(plain: Sequence[str], split: Sequence[Sequence[str]]) -> Floats:
    text = _BREAK.join(plain)
    marks = [float(sum(1 for _ in pattern.finditer(text))) for pattern in _PATTERNS]
    groups = dict.fromkeys(_SAID.values(), 0.0)
    for word, times in Counter(chain.from_iterable(split)).items():
        if group := _GROUP.get(word.lower()):
            groups[group] += times
    lengths = np.searchsorted(_LENGTHS, [len(words) for words in split])
    sizes = np.bincount(lengths, minlength=len(_LENGTHS) + 1)
    return np.array([*marks, *groups.values(), *sizes.tolist()])
