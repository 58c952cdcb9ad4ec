"""Whom to call, by place, from the data file beside this module."""

from functools import cache

import msgspec

from holdfast.knowledge.data_file import data_file
from holdfast.model.errors import RequestError
from holdfast.model.helpline import Numbers


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    place: tuple[Numbers, ...]


@cache
def helplines() -> tuple[Numbers, ...]:
    """All places, in the order of the file."""
    return data_file("helplines.toml", _File).place


def numbers_of(place: str) -> Numbers:
    """The numbers of one place. Raises RequestError for a place that is not known."""
    found = next((one for one in helplines() if one.id == place), None)
    if found is None:
        raise RequestError(
            "No numbers of that place are known here.", "`holdfast numbers` lists the places that are."
        )
    return found
