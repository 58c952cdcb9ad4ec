"""What two accounts have in common besides words: programs, addresses, links, signatures, numbers."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from holdfast.counting.own_words import Hand
from holdfast.model.frame import Frame
from holdfast.model.sentence import phrase

_FIELDS = {
    "X-Mailer": phrase("program"),
    "User-Agent": phrase("program"),
    "X-PHP-Originating-Script": phrase("sending script"),
    "X-Authenticated-User": phrase("sending account"),
    "X-Authenticated-Sender": phrase("sending account"),
    "X-Originating-Email": phrase("sending account"),
    "X-Sender": phrase("sending account"),
    "Sender": phrase("sending account"),
    "Reply-To": phrase("address for replies"),
    "Organization": phrase("signature"),
}
KINDS = (
    "program",
    "sending script",
    "sending account",
    "address for replies",
    "IP address",
    "link",
    "signature",
)

_SIGNED = re.compile(r"^-- ?$\n(.{3,200}?)(?:\n\s*\n|\Z)", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"https?://[^\s<>\"')\]]+", re.IGNORECASE)
_DIGITS = re.compile(r"\+?\d{6,}")
_LAST = 3
"""Numbers that differ in the last digits only may come from one shop, or one block of numbers."""

_LONGEST = 120


@dataclass(frozen=True)
class Trace:
    """One thing that both accounts show. `rows`: where each shows it first. `accounts`: how many show it."""

    kind: str
    what: str
    rows: tuple[int, int]
    accounts: int


class Traces:
    """What each account shows, and which accounts show the same."""

    def __init__(self, frame: Frame, hands: Sequence[Hand]) -> None:
        """Goes over the rows of `hands` once."""
        self._accounts = len(hands)
        self.shown: list[dict[tuple[str, str], int]] = [_shown(frame, hand) for hand in hands]
        self._by: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, shown in enumerate(self.shown):
            for trace in shown:
                self._by[trace].append(place)

    def rare(self, most: int) -> set[tuple[int, int]]:
        """Pairs of places that show the same thing that no more than `most` accounts show."""
        return {
            pair for places in self._by.values() if len(places) <= most for pair in combinations(places, 2)
        }

    def shared(self, one: int, other: int) -> list[Trace]:
        """What both show, the rarest first."""
        here, there = self.shown[one], self.shown[other]
        found = [
            Trace(kind, what, (here[kind, what], there[kind, what]), len(self._by[kind, what]))
            for kind, what in here.keys() & there.keys()
        ]
        return sorted(found, key=lambda trace: (trace.accounts, trace.kind, trace.what))

    def differ(self, one: int, other: int) -> list[str]:
        """Kinds of which both show some, and nothing in common."""
        here, there = ({kind for kind, _ in self.shown[place]} for place in (one, other))
        both = {trace.kind for trace in self.shared(one, other)}
        return [kind for kind in KINDS if kind in here & there and kind not in both]


def alike_numbers(one: str, other: str) -> str:
    """The digits that two numbers begin with alike, where they differ in the last few only; else ""."""
    here, there = (_DIGITS.search(key) for key in (one, other))
    if here is None or there is None or len(here[0]) != len(there[0]) or here[0] == there[0]:
        return ""
    begins = here[0][:-_LAST]
    return begins if there[0].startswith(begins) else ""


def _shown(frame: Frame, hand: Hand) -> dict[tuple[str, str], int]:
    first: dict[tuple[str, str], int] = {}
    for row in hand.rows:
        for kind, what in _of_row(frame, row):
            plain = " ".join(what.split())[:_LONGEST]
            if plain:
                first.setdefault((kind, plain), row)
    own = frame.accounts[hand.account].partition(":")[2].casefold()
    return {trace: row for trace, row in first.items() if own not in trace[1].casefold()}


def _of_row(frame: Frame, row: int) -> Iterator[tuple[str, str]]:
    details = frame.details[row]
    for name, kind in _FIELDS.items():
        if value := details.fields.get(name):
            yield kind, value
    for address in details.addresses:
        yield phrase("IP address"), f"{address.ip}, as {address.said_by} says"
    for link in _links(details.links, frame.text[row]):
        yield phrase("link"), link
    if (signed := _SIGNED.search(frame.text[row])) is not None:
        yield phrase("signature"), signed[1]


def _links(told: Iterable[str], text: str) -> set[str]:
    return {link.rstrip(".,;:!?") for link in (*told, *_LINK.findall(text[:8_000]))}
