"""Names that a hurried reader takes for one another, found without comparing each with every other.

Two names are alike where their skeletons are equal (Unicode Technical Standard 39), where the skeletons
differ by a slip of one sign, or where one name is the other with something added. Names one sign apart share
a form with one sign left out, so only those that share such a form are compared (symmetric deletion).
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from holdfast.formats.skeleton import folded, skeleton
from holdfast.model.sentence import phrase

SHORTEST = 3
"""Names with fewer signs are not looked at."""

SAME = phrase("the same name")
SIGNS = phrase("signs that look like its own")
ADDED = phrase("the name with something added")
DOUBLED = phrase("one sign doubled, or single where it was double")
SWAPPED = phrase("two signs swapped")
_LEFT_OUT = phrase("one sign left out")
_PUT_IN = phrase("one sign put in")
_BESIDE = phrase("one sign changed for its neighbour on the keyboard")
_CHANGED = phrase("one sign changed")

# With fewer signs than this, counted in the name that is imitated, such a thing happens by chance.
_FEWEST = {SWAPPED: 4, _LEFT_OUT: 4, _PUT_IN: 5, _BESIDE: 5, _CHANGED: 8}
_FEWEST_HELD = 6

_INVISIBLE = ("Cf", "Me")
_DIGITS = re.compile(r"\A[\W_\d]+|[\W_\d]+\Z")
_KEYS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_WORDS = (
    *(
        "the",
        "real",
        "thereal",
        "official",
        "theofficial",
        "its",
        "itsme",
        "im",
        "iam",
        "not",
        "just",
        "only",
    ),
    *("mr", "mrs", "ms", "dr", "hq", "tv", "xx", "xo", "new", "backup", "alt", "second", "private", "priv"),
    *("mail", "page", "fan", "fans", "fake", "parody", "unofficial"),
)
"""What is put before or behind a name to make another of it."""


class Like(NamedTuple):
    """`place` of the name it looks like, and in which way."""

    place: int
    how: str


class Names:
    """Names to be looked out for. A look takes about as long as the name is long, however many there are."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = [_Name(name) for name in names]
        self._by_bones: dict[str, list[int]] = defaultdict(list)
        self._by_part: dict[str, list[int]] = defaultdict(list)
        self._by_single: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self._names):
            for bones in name.forms:
                self._by_bones[bones].append(place)
                self._by_single[_single(bones)].append(place)
                for part in _parts(bones):
                    self._by_part[part].append(place)
        self._lengths = sorted({len(b) for b in self._by_bones if len(b) >= _FEWEST_HELD})

    def like(self, name: str) -> list[Like]:
        """Which of the names this one looks like, each once, in their order."""
        one = _Name(name)
        found: dict[int, str] = {}
        for bones in one.forms:
            for place in self._by_bones.get(bones, ()):
                found.setdefault(place, SAME if self._names[place].bare == one.bare else SIGNS)
        for place in self._by_bones.get(one.stem, ()) if one.digits else ():
            if not self._names[place].digits:
                found.setdefault(place, ADDED)
        for bones in one.forms:
            for place, how in self._near(bones):
                if place not in found and not _are_numbered(one, self._names[place]):
                    found[place] = how
        return [Like(place, how) for place, how in sorted(found.items())]

    def _near(self, bones: str) -> Iterator[tuple[int, str]]:
        for place in self._by_single.get(_single(bones), ()):
            yield place, DOUBLED
        for part in (bones, *_parts(bones)):
            for place in (*self._by_part.get(part, ()), *self._by_bones.get(part, ())):
                for other in self._names[place].forms:
                    if how := _slip(bones, other):
                        yield place, how
        for stem in _stems(bones):
            for place in self._by_bones.get(stem, ()):
                yield place, ADDED
        for length in self._lengths:
            for start in range(len(bones) - length + 1):
                for place in self._by_bones.get(bones[start : start + length], ()):
                    yield place, ADDED


class _Name:
    """A name in the forms in which it is compared. `stem` is without the `digits` before and behind it."""

    __slots__ = ("bare", "digits", "forms", "stem")

    def __init__(self, name: str) -> None:
        plain = unicodedata.normalize("NFKD", name)
        # Accents are left out by many. An invisible sign inside a name is there to deceive: it counts as one.
        self.bare = "".join(
            c for c in plain.casefold() if c.isalnum() or unicodedata.category(c) in _INVISIBLE
        )
        flat = "".join(c for c in folded(name) if c.isalnum()).replace("i", "l")
        self.forms = [form for form in dict.fromkeys((skeleton(name), flat)) if len(form) >= SHORTEST]
        self.stem = skeleton(_DIGITS.sub("", plain))
        outer = "".join(_DIGITS.findall(plain)) if len(self.stem) >= SHORTEST else ""
        self.digits = "".join(c for c in outer if c.isdigit())


def _are_numbered(one: _Name, other: _Name) -> bool:
    """Whether both have one stem and each its own number: guest7 and guest8 are two guests."""
    return bool(other.digits) and one.stem == other.stem and not one.digits.startswith(other.digits)


def _single(bones: str) -> str:
    return "".join(sign for sign, _ in groupby(bones))


def _parts(bones: str) -> set[str]:
    return {bones[:n] + bones[n + 1 :] for n in range(len(bones))}


def _slip(one: str, other: str) -> str:
    """What was done to the other name to get this one, if it is one thing and no chance; else ""."""
    begin = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    a, b = (one, other) if begin is None else (one[begin:], other[begin:])
    if len(one) == len(other):
        if a[:2] == b[1::-1] and a[2:] == b[2:]:
            how = SWAPPED
        elif a[1:] == b[1:]:
            how = _BESIDE if _are_beside(a[0], b[0]) else _CHANGED
        else:
            return ""
    elif begin is None or a == b[1:] or a[1:] == b:
        how = _LEFT_OUT if len(one) < len(other) else _PUT_IN
    else:
        return ""
    return how if len(other) >= _FEWEST[how] and abs(len(one) - len(other)) < 2 else ""


def _are_beside(one: str, other: str) -> bool:
    """Whether two keys touch on the commonest keyboard."""
    places = [(row, keys.find(key)) for key in (one, other) for row, keys in enumerate(_KEYS) if key in keys]
    if len(places) < 2:
        return False
    (row, column), (other_row, other_column) = places
    return abs(row - other_row) <= 1 and abs(column - other_column) <= 1


def _stems(bones: str) -> Iterator[str]:
    """What is left of a name without a word that is put before or behind it."""
    for length in _LENGTHS_OF_WORDS:
        if len(bones) - length >= SHORTEST:
            if bones[:length] in _BONES_OF_WORDS:
                yield bones[length:]
            if bones[-length:] in _BONES_OF_WORDS:
                yield bones[:-length]


_BONES_OF_WORDS = frozenset(map(skeleton, _WORDS))
_LENGTHS_OF_WORDS = sorted({len(word) for word in _BONES_OF_WORDS})
