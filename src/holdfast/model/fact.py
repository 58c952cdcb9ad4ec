"""Something of the person's life that few should know, to be looked for in what others wrote."""

from typing import Literal

import msgspec

FactKind = Literal[
    "name", "home", "workplace", "school", "place", "plan", "plate", "contact", "other"
]  # fmt: skip


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """`words` as somebody would write them: a street, a school, a number plate. `note`: the person's own."""

    id: str
    kind: FactKind
    words: str
    note: str = ""
