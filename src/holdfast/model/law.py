"""What a law asks, restated as questions, with where that was read. It never says whether anything is met."""

from datetime import date
from typing import Literal

import msgspec

AnswerKind = Literal["observable", "user_stated", "legal_question"]
"""observable: the record can be counted or listed. user_stated: only the person can say it, in dated words of
their own. legal_question: only a lawyer or a court can say; it stays blank."""


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What of the record bears on a question. All that is named is shown; nothing is decided by it.

    acts, occasions: the number the law names. within_days: the span it names. authors: of so many accounts.
    behaviours: ids, as in `Behaviour`. reported_hours: hours since a report to the service; 0: any report.
    """

    acts: int = 0
    occasions: int = 0
    within_days: int = 0
    authors: int = 0
    behaviours: tuple[str, ...] = ()
    is_electronic: bool = False
    is_anonymous: bool = False
    after_notice: bool = False
    during_order: bool = False
    after_police_notice: bool = False
    reported_hours: int | None = None


class Element(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question of a law. `asks` is about observable ones only."""

    id: str
    kind: AnswerKind
    text: str
    asks: Asked = Asked()


class Law(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One provision, as it was read on `read`; after `expires` it is not shown any more.

    `min_acts` is the number of acts it names, and `min_acts_basis` where that number comes from. `unseen`
    names the fields whose words were not seen at the source: they are never printed. `is_verified` is False
    while nobody has read its operative words.
    """

    id: str
    place: str
    kind: Literal["criminal", "civil_order", "takedown_right", "preservation", "supranational_minimum"]
    citation: str
    min_acts: int
    min_acts_basis: str = ""
    period: str = ""
    intent: str = ""
    effect: str = ""
    exclusions: str = ""
    note: str = ""
    elements: tuple[Element, ...] = ()
    source: tuple[str, ...]
    source_type: str
    is_verified: bool
    unseen: tuple[str, ...] = ()
    read: date
    expires: date


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place a person can choose. `also`: other places whose laws hold there too."""

    id: str
    name: str
    also: tuple[str, ...] = ()
