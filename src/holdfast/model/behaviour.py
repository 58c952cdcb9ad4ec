"""What people who stalk do, told apart as other works tell it apart; and what studies found beside harm."""

from datetime import date

import msgspec


class Behaviour(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of act. That an entry shows it is only ever set by the person.

    `signals` are what a program may count, `cautions` the ordinary explanations. `source` as with `Law`.
    """

    id: str
    group: str
    name: str
    definition: str
    signals: tuple[str, ...]
    cautions: str
    source: tuple[str, ...]
    is_verified: bool
    read: date
    expires: date


class Indicator(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that studies or guides look at, alone: never summed with others, never a prediction.

    `evidence` is the study or guide.
    """

    id: str
    text: str
    evidence: str
    source: tuple[str, ...]
    is_verified: bool
    read: date
    expires: date
