"""Messages on a page that shows each as a card: a name in a heading, the words, the time below."""

import re
from collections.abc import Iterator

import msgspec

from holdfast.formats.markup import text_of

_CARD = re.compile(rb"<h4\b.*?(?=<h4\b|\Z)", re.DOTALL | re.IGNORECASE)
_CLOCK = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC")
_LONGEST = 1 << 20


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """`start` and `length` in bytes of the page; `sort` is a word in capitals that the card begins with."""

    start: int
    length: int
    name: str
    sort: str
    text: str
    written: str


def cards(page: bytes) -> Iterator[Card]:
    """Every card that shows a time; other headings are no messages."""
    for found in _CARD.finditer(page):
        card = found[0][:_LONGEST].decode("utf-8", "replace")
        clock = _CLOCK.search(card)
        if clock is None:
            continue
        head, _, below = card.partition("</h4>")
        lines = text_of(below.partition(clock[0])[0]).split("\n")
        words = [line for line in lines if line.strip()]
        sort = words.pop(0).strip() if words and words[0].strip().isupper() else ""
        yield Card(
            start=found.start(),
            length=len(found[0]),
            name=text_of(head).strip(),
            sort=sort,
            text="\n".join(words),
            written=clock[0],
        )
