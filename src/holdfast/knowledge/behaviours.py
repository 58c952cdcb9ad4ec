"""Kinds of acts, and what studies found beside harm, from the data file beside this module."""

from datetime import date
from functools import cache
from typing import Any

import msgspec

from holdfast.knowledge.data_file import data_file
from holdfast.knowledge.dating import dated
from holdfast.model.behaviour import Behaviour, Indicator


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    read: date
    lasts_days: int
    groups: dict[str, str]
    behaviour: tuple[dict[str, Any], ...]
    indicator: tuple[dict[str, Any], ...]


def groups() -> dict[str, str]:
    """The names of the groups by their ids, in the order of the file."""
    return _read().groups


def behaviours(on: date) -> tuple[Behaviour, ...]:
    """All that may be shown on this day, in the order of the file: verified, and not expired."""
    file = _read()
    found = dated(file.behaviour, Behaviour, file.read, file.lasts_days)
    return tuple(one for one in found if one.is_verified and on <= one.expires)


def indicators(on: date) -> tuple[Indicator, ...]:
    """The same for indicators."""
    file = _read()
    found = dated(file.indicator, Indicator, file.read, file.lasts_days)
    return tuple(one for one in found if one.is_verified and on <= one.expires)


@cache
def _read() -> _File:
    return data_file("behaviours.toml", _File)
