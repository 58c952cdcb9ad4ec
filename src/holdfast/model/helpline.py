"""Whom to call in a place, and for what."""

from datetime import date
from typing import Literal

import msgspec

from holdfast.model.sentence import said

Cause = Literal["stalking", "violence", "crime", "young"]

CAUSES: dict[Cause, str] = {
    "stalking": said("about stalking"),
    "violence": said("about violence or abuse"),
    "crime": said("for people harmed by a crime"),
    "young": said("for children and young people, and for those who worry about them"),
}
"""What each kind of line is there for."""


class Helpline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One number: what for, whose, whether somebody answers day and night, where and when it was read."""

    number: str
    name: str
    cause: Cause
    is_always: bool = False
    source: str
    read: date


class Numbers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The numbers of one place. `emergency`: for danger now, the first one first."""

    id: str
    name: str
    emergency: tuple[str, ...]
    source: str
    read: date
    line: tuple[Helpline, ...] = ()
