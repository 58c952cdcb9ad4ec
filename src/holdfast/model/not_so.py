"""What the person says a message does not hold."""

import msgspec


class NotSo(msgspec.Struct, frozen=True, kw_only=True):
    """A message (event id) that is not what a head of the words rule takes it for, and why."""

    event: str
    head: str
    why: str
