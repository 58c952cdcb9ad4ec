"""Where the name of an author ends, in a line "name: text" whose name may itself hold a colon."""

import re
from functools import lru_cache

from holdfast.formats.chat_words import DELETED, NOTICE, OMITTED, SPACE, plain, unmarked

_COLON = re.compile(f":(?=[{SPACE}]|$)")
_LONGEST_NAME = 120
_MOST_NAMES = 10_000
_QUOTES = re.compile('[“”"«»„]')
_MARK = re.compile("\u200e(?!\u200e*@)|<[^<>]{2,60}>$")


class AuthorNames:
    """Show it what follows every head with `see`; then `split` parts names from texts.

    The name ends at the first colon, unless the chat shows a longer one: the app's own mark for a picture or
    a deleted message begins where the name ends; and a first part that is always followed by the same second
    part, three times or more, belongs to it. So a longer name is believed only on what the export shows.
    """

    def __init__(self) -> None:
        self._next: dict[str, tuple[int, str | None]] = {}
        self._long: set[str] = set()
        self._short: set[str] = set()
        self._plain: dict[str, str] = {}

    def see(self, rest: str) -> None:
        """One line, without its head."""
        ends = _colons(rest)
        if not ends or len(self._next) >= _MOST_NAMES:
            return
        first = unmarked(rest[: ends[0]])
        if _is_notice(first):
            return
        second = unmarked(rest[: ends[1]]) if len(ends) > 1 else None
        for name in (first, second):
            if name is not None and len(self._plain) < _MOST_NAMES:
                self._plain.setdefault(plain(name), name.strip(SPACE))
        times, before = self._next.get(first, (0, second))
        self._next[first] = (times + 1, second if second == before else None)
        for end in ends[:2]:
            if _is_mark(rest[end + 1 :]):
                (self._long if end != ends[0] else self._short).add(unmarked(rest[:end]))
                break

    def as_written(self, name: str) -> str:
        """The name of an author as it stands in the chat, given with plain spaces; "" if there is none."""
        return self._plain.get(name, "")

    def split(self, rest: str) -> tuple[str, str]:
        """The name, without invisible marks, and the text; the name is "" for a line without one."""
        ends = _colons(rest)
        if not ends:
            return "", rest
        first = unmarked(rest[: ends[0]])
        if _is_notice(first):
            return "", rest
        end = ends[0]
        if len(ends) > 1:
            second = unmarked(rest[: ends[1]])
            times, always = self._next.get(first, (0, None))
            if second in self._long or (always == second and times >= 3 and first not in self._short):
                end, first = ends[1], second
        return first.strip(SPACE), rest[end + 1 :].removeprefix(" ").removeprefix("\u00a0")


def _colons(rest: str) -> list[int]:
    ends: list[int] = []
    for found in _COLON.finditer(rest, 0, _LONGEST_NAME * 2):
        if found.start() > _LONGEST_NAME or len(ends) == 2:
            break
        if plain(rest[: found.start()]):
            ends.append(found.start())
    return ends


def _is_mark(text: str) -> bool:
    """Whether the app itself wrote this text, so that the name before it ends here."""
    text = text.strip(SPACE)
    if not _MARK.match(text):
        return False
    words = plain(text).strip("<>.").lower()
    return bool(OMITTED.search(words) or DELETED.fullmatch(words) or "\u200e<" in text)


@lru_cache(maxsize=1024)
def _is_notice(name: str) -> bool:
    """Whether what stands before the colon is no name but the beginning of a line of the service."""
    return bool(NOTICE.search(name)) or (bool(_QUOTES.search(name)) and len(name) > 40)
