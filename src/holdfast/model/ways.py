"""How somebody wants to be shown what is hard to read."""

import msgspec


class Ways(msgspec.Struct, frozen=True, kw_only=True):
    """`minutes` until texts that were shown are hidden again, 0: not before the case is locked.

    `words` are never shown in texts; `is_grey`: pictures are shown without colour; `pause_after`: how many
    texts are seen before a break is offered, 0: none is.
    """

    minutes: int = 30
    words: tuple[str, ...] = ()
    is_grey: bool = True
    pause_after: int = 0
