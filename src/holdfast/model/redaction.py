"""What identifies somebody, to be taken out for a recipient."""

from typing import Literal

import msgspec

DetailKind = Literal[
    "name",
    "child",
    "witness",
    "home",
    "workplace",
    "school",
    "place",
    "phone",
    "mail address",
    "account",
    "network address",
    "other",
]
"""name: somebody who has no part in it. child, witness: such a person, by name. home, workplace, school,
place: an address, or words by which it is known. network address: an IP address, or a network such as
192.0.2.0/24."""


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """A rectangle of a picture, in pixels of its full size as it is shown; `picture` is the SHA-256 of it.

    The pixels of `right` and `bottom` are the first that are not in it.
    """

    picture: str
    left: int
    top: int
    right: int
    bottom: int


class Redaction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Words, or a part of a picture, that are taken out of everything for one recipient, and why.

    Either `words` is "" or `box` is None. `recipient` is a name from `RECIPIENTS`, or "" for everybody.
    `at` is UTC milliseconds.
    """

    id: str
    recipient: str
    kind: DetailKind
    words: str
    why: str
    at: int
    box: Box | None = None
