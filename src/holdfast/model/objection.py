"""What the person says of a finding: that it is not so."""

import msgspec


class Objection(msgspec.Struct, frozen=True, kw_only=True):
    """`finding` is its key (see `finding.key`), `digest` that of what it said then; `at` UTC milliseconds.

    The finding stays, with these words beside it. One that says something else later has another digest.
    """

    finding: str
    digest: str
    why: str
    at: int
