"""How entries of a data file get their dates: each was read on a day, and is shown for so long."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, TypeVar

import msgspec

Entry = TypeVar("Entry")


def dated(
    entries: Iterable[dict[str, Any]], kind: type[Entry], read: date, lasts_days: int
) -> tuple[Entry, ...]:
    """The entries as values. One that was read again on another day says so itself, with `read`."""
    found = []
    for entry in entries:
        day = entry.get("read", read)
        found.append(msgspec.convert({**entry, "read": day, "expires": day + timedelta(lasts_days)}, kind))
    return tuple(found)
