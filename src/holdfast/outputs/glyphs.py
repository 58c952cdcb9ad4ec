"""Which characters can be printed: what the fonts shipped here and those of the computer hold.

A character that no font holds would come out as an empty box, and a strict PDF is refused because of it.
So the fonts are asked first, and what they lack is printed as its number.
"""

import struct
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
import typst
from fontTools.ttLib import TTFont, TTLibError

SHIPPED = Path(__file__).with_name("fonts")

_TEXT = (
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Noto Sans Thai",
    "Noto Sans Math",
)
_SYMBOLS = ("Noto Sans Symbols", "Noto Sans Symbols2")
_EMOJI = ("Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji")
_EAST_ASIA = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Hiragino Sans",
    "Apple SD Gothic Neo",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
)


class Typeface(msgspec.Struct, frozen=True, kw_only=True):
    """One upright font of regular weight in one file. `number` is its place in a font collection."""

    family: str
    path: str
    number: int = 0


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What one paper is set with: families in the order to try them, their folders, what none of them has."""

    families: tuple[str, ...]
    folders: tuple[str, ...]
    missing: frozenset[str]


@lru_cache(maxsize=1)
def shipped() -> tuple[Typeface, ...]:
    """The fonts that come with this program."""
    return _found(typst.Fonts(False, False, [str(SHIPPED)]))  # noqa: FBT003


@lru_cache(maxsize=1)
def installed() -> tuple[Typeface, ...]:
    """The fonts of this computer, those known to suit first, then the others by name."""
    known = {family: place for place, family in enumerate((*_EMOJI, *_EAST_ASIA))}
    found = _found(typst.Fonts(True, False))  # noqa: FBT003

    def order(face: Typeface) -> tuple[int, bool, str, str]:
        place = known.get(face.family, len(known))
        return place, not face.family.startswith("Noto Sans"), face.family, face.path

    return tuple(sorted(found, key=order))


def cover(characters: Iterable[str], computer: Sequence[Typeface]) -> Coverage:
    """Which fonts print these characters: the shipped ones always, those of the computer where needed."""
    by_family = {face.family: face for face in shipped()}
    emoji = [face for face in computer if face.family in _EMOJI]
    text = [by_family[family] for family in _TEXT]
    symbols = [by_family[family] for family in _SYMBOLS]
    # Emoji come before the symbols that look like them, so that people see what was sent.
    order = [*text, *emoji, *symbols, *(face for face in computer if face.family not in _EMOJI)]
    left = {character for character in characters if not _is_shapeless(character)}
    families: dict[str, None] = {}
    folders: dict[str, None] = {str(SHIPPED): None}
    for face in order:
        is_ours = face.family in by_family
        if not left and not is_ours:
            continue
        held = {character for character in left if ord(character) in held_by(face)}
        if held or is_ours:
            families[face.family] = None
            folders[str(SHIPPED) if is_ours else str(Path(face.path).parent)] = None
        left -= held
    return Coverage(families=tuple(families), folders=tuple(folders), missing=frozenset(left))


@lru_cache(maxsize=1024)
def held_by(face: Typeface) -> frozenset[int]:
    """The numbers of the characters that this font has a shape for; none when the file cannot be read."""
    try:
        with Path(face.path).open("rb") as file, TTFont(file, fontNumber=face.number, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, ValueError, KeyError, AssertionError, struct.error, TTLibError):
        return frozenset()


def scripts(characters: Iterable[str]) -> list[str]:
    """What these characters are, in words, with how many of each: ["Bengali (3)", "signs and emoji (1)"]."""
    counted = Counter(_script(character) for character in characters)
    return [f"{name} ({count})" for name, count in sorted(counted.items())]


def _script(character: str) -> str:
    if unicodedata.category(character)[0] not in "LMN":
        return "signs and emoji"
    word = unicodedata.name(character, "other").split()[0]
    return {"CJK": "Chinese and Japanese"}.get(word, word.capitalize())


def _is_shapeless(character: str) -> bool:
    """Joiners, direction marks and variation selectors have no shape of their own."""
    return unicodedata.category(character) == "Cf" or 0xFE00 <= ord(character) <= 0xFE0F


def _found(fonts: typst.Fonts) -> tuple[Typeface, ...]:
    faces: dict[str, tuple[tuple[int, str], Typeface]] = {}
    for info in fonts.fonts():
        if info.path is None or info.style != "normal":
            continue
        face = Typeface(family=info.family, path=info.path, number=info.index)
        rank = (abs(info.weight - 400), info.path)
        if info.family not in faces or rank < faces[info.family][0]:
            faces[info.family] = (rank, face)
    return tuple(face for _, face in faces.values())
