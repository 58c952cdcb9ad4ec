"""What came in from the accounts a paper is about, counted in every way that somebody may ask for."""

import msgspec


class Acts(msgspec.Struct, frozen=True, kw_only=True):
    """Messages and calls received. An occasion begins after a gap of 1 hour, or of 24 hours.

    `whole` says that no account was named, so everything received is counted. `authors` are names with their
    number, `channels` likewise, the most first. `shortest` gives, for a number of occasions (24 hours apart),
    in how many days the closest of them lie; None where there are not so many. `unknown_author` counts those
    without an author. Times are UTC milliseconds of the first and the last, None without any.
    """

    whole: bool
    items: int
    calls: int
    occasions_1h: int
    occasions_24h: int
    days: int
    first: int | None
    last: int | None
    authors: tuple[tuple[str, int], ...]
    channels: tuple[tuple[str, int], ...]
    shortest: dict[int, int | None]
    unknown_author: int
