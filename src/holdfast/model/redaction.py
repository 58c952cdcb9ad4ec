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


class Redaction(msgspec.Struct, frozen=True, kw_only=True):
    """Words that are taken out of everything for one recipient, and why.

    `recipient` is a name from `RECIPIENTS`, or "" for everybody. `at` is UTC milliseconds.
    """

    id: str
    recipient: str
    kind: DetailKind
    words: str
    why: str
    at: int
