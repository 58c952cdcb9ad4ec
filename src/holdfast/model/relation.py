"""Who an account belongs to in the person's life, as the person tells it."""

from typing import Literal

import msgspec

RelationKind = Literal["family", "friend", "work", "school", "other"]


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """`account` is the key of an account of somebody around the person; `note` the person's own words."""

    account: str
    kind: RelationKind
    note: str = ""
