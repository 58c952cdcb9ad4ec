"""Bytes a person handed in: once, unchanged."""

import msgspec


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """`name` is the path as handed in, with "/" between folders and no leading folder of the machine.

    `received` is UTC milliseconds by this machine's clock; `modified` the file's own time stamp in UTC
    milliseconds (no evidence, kept as told); `batch` numbers what was handed in together. `also` are other
    names under which the same bytes were handed in later.
    """

    sha256: str
    name: str
    size: int
    received: int
    batch: int
    modified: int | None = None
    obtained: str = ""
    also: tuple[str, ...] = ()
