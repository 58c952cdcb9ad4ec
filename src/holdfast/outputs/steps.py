"""Entries on either side of a step that the person took, by their numbers in the log."""

from collections.abc import Sequence

import msgspec
import numpy as np

from holdfast.counting.contact import codes, sides
from holdfast.model.frame import UNKNOWN_TIME
from holdfast.model.marker import Marker
from holdfast.model.row import Row

CONTACT = ("message", "call")


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """Messages and calls from the accounts a step was addressed to, by number: before, after, undecided.

    They stand to it as in the findings: a step dated by day only decides nothing about that day.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    undecided: tuple[int, ...]


def around(marker: Marker, rows: Sequence[Row], zone: str) -> Around:
    """What was received on either side. Without accounts, everything received counts."""
    keys = frozenset(marker.accounts)
    numbers = [number for number, row in enumerate(rows, 1) if came(row, keys)]
    chosen = [rows[number - 1] for number in numbers]
    at = np.array([UNKNOWN_TIME if row.at is None else row.at for row in chosen], dtype=np.int64)
    found = sides(marker.when, at, codes([row.precision for row in chosen]), zone)
    if found is None:
        return Around(before=(), after=(), undecided=tuple(numbers))
    before, after, undecided = (
        tuple(numbers[place] for place in np.flatnonzero(mask))
        for mask in (found.before, found.after, found.undecided)
    )
    return Around(before=before, after=after, undecided=undecided)


def came(row: Row, keys: frozenset[str]) -> bool:
    """Whether it is a message or call that was received, from one of these accounts if there are any."""
    is_from = not keys or (row.by is not None and row.by.key in keys)
    return row.kind in CONTACT and row.direction == "in" and is_from
