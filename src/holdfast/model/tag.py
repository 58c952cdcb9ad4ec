"""What the person says an entry shows, by the name of a behaviour."""

import msgspec


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """`behaviour` is the id of a `Behaviour`; `at` is when it was set, in UTC milliseconds."""

    event: str
    behaviour: str
    at: int
