"""Words of the evidence made printable: every character visible, every line able to wrap, nothing changed.

Nothing here is markup. What has no shape, or could hide or turn round what stands beside it, is printed as
its number: ⟨U+202E⟩.
"""

import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import msgspec

# How many characters may stand together before a line may break inside of them.
_WIDE = 28
_NARROW = 13
_PIECE = 10
_MOST_MARKS = 6

_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f")
_LINES = re.compile("\r\n|[\n\r\u2028\u2029\x85\x0b\x0c]")
_DIRECTION_MARKS = frozenset("\u200e\u200f\u061c")
_JOINERS = frozenset("\u200c\u200d")
_SELECTORS = frozenset("\ufe0e\ufe0f")
_BREAK_AFTER = re.compile(r"(?<=[/.@_&=?,;:+%\-])")
_LONG = {
    limit: re.compile(rf"[^\s\u0e00-\u0eff\u2e80-\ud7ff\uf900-\uffef]{{{limit},}}")
    for limit in (_WIDE, _NARROW)
}


class Line(msgspec.Struct, frozen=True):
    """Text of the evidence that stands among our own words: one line, set apart from their direction."""

    text: str


class Flow(msgspec.Struct, frozen=True):
    """Text of the evidence that stands alone: its own lines, each in its own direction."""

    text: str


def letters(page: Any) -> set[str]:
    """Every character that stands anywhere in what is to be printed."""
    found: set[str] = set()
    _walk(page, lambda text: found.update(_FLAG.sub("\U0001f3f4", text)))
    return {character for character in found if not _is_hidden(character)}


def set_in_type(page: Any, missing: frozenset[str]) -> Any:
    """The same page in the plain values that the template takes.

    str: a string. Line: a list of pieces between which a line may break. Flow: a list of
    [is right to left, pieces].
    """
    if isinstance(page, str):
        return visible(" ".join(_LINES.split(page)), missing)
    if isinstance(page, Line):
        shown = visible(" ".join(_LINES.split(page.text)), missing)
        return _pieces(f"\u2068{shown}\u2069" if _is_turned(shown) else shown, _NARROW)
    if isinstance(page, Flow):
        shown_lines = (visible(line, missing) for line in _LINES.split(page.text))
        return [[is_right_to_left(line), _pieces(line, _WIDE)] for line in shown_lines]
    if isinstance(page, dict):
        return {key: set_in_type(value, missing) for key, value in page.items()}
    if isinstance(page, list | tuple):
        return [set_in_type(value, missing) for value in page]
    return page


def visible(text: str, missing: frozenset[str] = frozenset()) -> str:
    """The text with everything that cannot be seen, or not be printed, as ⟨U+202E⟩; tabs as spaces."""
    if text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    place = marks = 0
    while place < len(text):
        flag = _FLAG.match(text, place)
        if flag and "\U0001f3f4" not in missing:
            shown.append(flag.group())
            place = flag.end()
            continue
        character = text[place]
        before = text[place - 1] if place else ""
        after = text[place + 1 : place + 2]
        marks = marks + 1 if unicodedata.combining(character) else 0
        if character == "\t":
            shown.append("    ")
        elif (
            character in missing
            or marks > _MOST_MARKS
            or (_is_hidden(character) and not _is_at_work(character, before, after))
        ):
            shown.append(f"⟨U+{ord(character):04X}⟩")
        else:
            shown.append(character)
        place += 1
    return "".join(shown)


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"R", "AL"}:
            return True
        if kind == "L":
            return False
    return False


def shorten(text: str, most: int, rest: str, most_lines: int = 12) -> str:
    """At most so many characters and lines, then "…(n more characters; `rest`)"."""
    kept = "\n".join(_LINES.split(text[: most + 1])[:most_lines])
    kept = kept[:most]
    left = len(text) - len(kept)
    if left <= most // 10 and len(text) <= most + most // 10 and len(_LINES.split(text)) <= most_lines:
        return text
    return f"{kept}…({left:,} more characters; {rest})"


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"} or character in _SELECTORS


def _is_at_work(character: str, before: str, after: str) -> bool:
    """Whether an invisible character does what it is there for, such as joining two emoji into one."""
    if character in _DIRECTION_MARKS:
        return True
    if character in _SELECTORS:
        return before > "\x7f" or after == "\u20e3"
    return character in _JOINERS and before > "\x7f" and after > "\x7f"


def _is_turned(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)


def _pieces(text: str, limit: int) -> list[str]:
    """The text cut where a line may break although there is no space. Joined, it is the text again."""
    pieces: list[str] = []
    end = 0
    for run in _LONG[limit].finditer(text):
        cut = [end, *_cuts(run)]
        pieces += [text[a:b] for a, b in pairwise(cut)]
        end = cut[-1]
    pieces.append(text[end:])
    return [piece for piece in pieces if piece]


def _cuts(run: re.Match[str]) -> list[int]:
    """Places inside a long run: after its signs, and at most ten characters apart, never before a mark."""
    cuts: list[int] = []
    place = run.start()
    for part in _BREAK_AFTER.split(run.group()):
        for step in range(_PIECE, len(part) + _PIECE, _PIECE):
            cut = place + min(step, len(part))
            while cut < run.end() and not _may_break(run.string, cut):
                cut += 1
            cuts.append(cut)
        place += len(part)
    return sorted(set(cuts))


def _may_break(text: str, place: int) -> bool:
    """Not before a mark, a skin tone or half a flag, and not beside a joiner."""
    after, before = text[place], text[place - 1]
    if unicodedata.category(after)[0] == "M" or before in _JOINERS or after in _JOINERS:
        return False
    return unicodedata.category(after) != "Sk" and not 0x1F1E6 <= ord(after) <= 0x1F1FF


def _walk(page: Any, see: Callable[[str], None]) -> None:
    if isinstance(page, str):
        see(page)
    elif isinstance(page, Line | Flow):
        see(page.text)
    elif isinstance(page, dict):
        for value in page.values():
            _walk(value, see)
    elif isinstance(page, list | tuple):
        for value in page:
            _walk(value, see)
