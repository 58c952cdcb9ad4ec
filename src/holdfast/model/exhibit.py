"""A record that the person chose to show, under a label."""

import msgspec


class Exhibit(msgspec.Struct, frozen=True, kw_only=True):
    """`label` is "A-1" …; `digest` pins what was seen when it was chosen (SHA-256 of the shown record)."""

    label: str
    event: str
    caption: str
    digest: str
    chosen: int
