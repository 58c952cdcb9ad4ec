"""A time as its source tells it, and how far it can be trusted."""

from typing import Literal

import msgspec

Basis = Literal["explicit", "documented", "sender_claimed", "declared", "unknown"]
"""How the instant is known.

explicit: the record holds an epoch number or an offset written by the recording service.
documented: no zone in the record, but its producer documents UTC.
sender_claimed: the sender's own clock and offset (the `Date:` line of a mail).
declared: the person told which zone, or which date order, applies.
unknown: not decided; `at` is None and the instant lies between `earliest` and `latest`.
"""

Precision = Literal["millisecond", "second", "minute", "hour", "day", "month", "year", "none"]


class When(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Instants are UTC milliseconds since 1970. `at` is None while it is undecided, never a guess.

    `earliest` and `latest` bound an undecided instant where anything is known about it at all:
    a wall clock without a zone lies within 14 hours before and 12 hours after the same reading in UTC,
    a date whose order is undecided between its two readings.
    """

    as_written: str
    at: int | None = None
    earliest: int | None = None
    latest: int | None = None
    precision: Precision = "second"
    basis: Basis = "unknown"

    def order_key(self) -> int | None:
        """The instant to sort by in UTC milliseconds: the known one, or the middle of what is possible."""
        if self.at is not None:
            return self.at
        if self.earliest is not None and self.latest is not None:
            return (self.earliest + self.latest) // 2
        return None


class NamedTime(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Another time of the same event: "sent", "received", "edited", "deleted", "written down"."""

    name: str
    when: When
