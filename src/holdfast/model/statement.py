"""Words that the person wrote on purpose, for papers: what only they can say."""

import msgspec

IMPACT = "impact"
"""What all of it did to the person. It leaves only where its own switch is on."""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """`about` is "impact", "law:ID/ELEMENT" or "indicator:ID"; `text` stands as it was written.

    `at` is when it was written down (UTC milliseconds by this machine's clock), `day` the day the words are
    about, as the person wrote it; `event` an entry that belongs to it, or "".
    """

    id: str
    about: str
    text: str
    at: int
    day: str = ""
    event: str = ""
