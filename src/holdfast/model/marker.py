"""A dated line in the case, drawn by the person."""

from typing import Literal

import msgspec

from holdfast.model.when import When

MarkerKind = Literal["stop notice", "block", "platform report", "police contact", "order", "other"]


class Marker(msgspec.Struct, frozen=True, kw_only=True):
    """`accounts` are the keys of the accounts it was addressed to; empty: the person did not say.

    `note` is the person's own words; `proof` the id of an event that shows it, if there is one; `ends` the
    UTC millisecond at which an order runs out.
    """

    id: str
    kind: MarkerKind
    when: When
    accounts: tuple[str, ...] = ()
    note: str = ""
    proof: str = ""
    ends: int | None = None
