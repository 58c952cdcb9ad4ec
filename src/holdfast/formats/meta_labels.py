"""Values that a download from Facebook or Instagram names with words in the language of the account."""

from typing import NamedTuple

from holdfast.formats import stored
from holdfast.formats.meta_text import meant
from holdfast.formats.stored import Record

_DEEP = 4


class Labelled(NamedTuple):
    """One value. `time` is in seconds since 1970, where it is a time."""

    value: str
    href: str
    time: object


def labelled(kept: Record) -> list[Labelled]:
    """The named values of an entry as downloads have them since about 2025, those in lists included."""
    found = []
    left: list[tuple[object, int]] = [(kept.get("label_values"), 0)]
    while left:
        value, depth = left.pop(0)
        for one in stored.records(value):
            if "value" in one or "href" in one or "timestamp_value" in one:
                found.append(
                    Labelled(meant(one.get("value")), meant(one.get("href")), one.get("timestamp_value"))
                )
            if depth < _DEEP:
                left += [(one.get(key), depth + 1) for key in ("dict", "vec") if one.get(key)]
    return found
