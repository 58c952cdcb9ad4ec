"""What laws ask, by place, from the data file beside this module."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import msgspec

from holdfast.knowledge.data_file import data_file
from holdfast.knowledge.dating import dated
from holdfast.model.errors import RequestError
from holdfast.model.law import Law, Place

_NOTHING: dict[str, Any] = {"min_acts": 0, "elements": ()}
"""What stands in place of a field that was not seen; for every other field it is no words."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    read: date
    lasts_days: int
    place: tuple[Place, ...]
    law: tuple[dict[str, Any], ...]


def places() -> tuple[Place, ...]:
    """The places of which a law is known, in the order of the file."""
    return _read()[0]


def laws(place: str, on: date) -> tuple[Law, ...]:
    """The laws that hold in a place, as far as they may be shown on this day: verified, and not expired.

    Fields that were not seen at the source are empty. Raises RequestError for a place that is not known.
    """
    return tuple(_seen(law) for law in _of(place) if law.is_verified and on <= law.expires)


def withheld(place: str, on: date) -> tuple[int, int]:
    """How many laws of a place are not shown: because nobody verified them, because they expired."""
    found = _of(place)
    unverified = sum(not law.is_verified for law in found)
    return unverified, sum(law.is_verified and on > law.expires for law in found)


def _seen(law: Law) -> Law:
    return msgspec.structs.replace(law, **{name: _NOTHING.get(name, "") for name in law.unseen})


def _of(place: str) -> Sequence[Law]:
    known, listed = _read()
    chosen = next((one for one in known if one.id == place), None)
    if chosen is None:
        raise RequestError(
            "No laws of that place are known here.",
            "`holdfast laws` lists the places that are. A lawyer can tell what holds in yours.",
        )
    return [law for law in listed if law.place in (chosen.id, *chosen.also)]


@cache
def _read() -> tuple[tuple[Place, ...], tuple[Law, ...]]:
    file = data_file("laws.toml", _File)
    return file.place, dated(file.law, Law, file.read, file.lasts_days)
