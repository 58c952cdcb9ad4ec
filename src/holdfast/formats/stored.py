"""What a record of an export holds, taken out by its kind; anything else counts as not there."""

from collections.abc import Mapping
from typing import Any

import msgspec

Record = Mapping[str, Any]

_LONGEST = 20_000  # characters of one kept field
_MOST = 1_000


def word(value: object) -> str:
    """A text as it is, a number in its digits, "" for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def record(value: object) -> Record:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else {}


def records(value: object) -> list[Record]:
    """The objects in a list; the first thousand."""
    return [one for one in value[:_MOST] if isinstance(one, dict)] if isinstance(value, list) else []


def words(value: object) -> list[str]:
    """The texts and numbers in a list; the first thousand."""
    return [text for one in value[:_MOST] if (text := word(one))] if isinstance(value, list) else []


def as_field(value: object) -> str:
    """One value as a field keeps it: a text as it is, the rest as JSON."""
    if isinstance(value, str):
        return value[:_LONGEST]
    try:
        return msgspec.json.encode(value).decode()[:_LONGEST]
    except (msgspec.EncodeError, RecursionError, ValueError, OverflowError):
        return str(value)[:_LONGEST]


def rest(stored: Record, *used: str) -> dict[str, str]:
    """What a record holds beyond the keys that became columns, as stored; what is empty is left out."""
    return {
        key: as_field(value)
        for key, value in stored.items()
        # Zero is something that is said: a call of no seconds was missed.
        if key not in used and value is not None and value is not False and value not in ("", [], {})
    }
