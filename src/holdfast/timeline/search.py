"""Turns what a person seeks into a query of full-text search."""

import re

from holdfast.formats.words import words

_QUOTED = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w|[^\x00-\x7f]")


def match(query: str) -> str:
    """A person's search as an FTS5 query: every word must occur, "in quotes" as a phrase.

    Words of three or more letters also match as the beginning of longer ones. "" if there is nothing to seek.
    """
    parts = []
    for phrase, word in _QUOTED.findall(query):
        term = words(phrase or word).replace('"', " ").strip()
        if not _WORD.search(term):
            continue
        begins = "*" if word and len(word) >= 3 and word[-1].isalnum() else ""
        parts.append(f'"{term}"{begins}')
    return " AND ".join(parts)
