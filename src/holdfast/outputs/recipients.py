"""For whom a packet is made, and which parts each kind of reader gets. The cover says what is not in it."""

from collections.abc import Collection

from holdfast.model.sentence import said

PARTS = {
    "summary": said("Summary"),
    "notices": said("Notice line"),
    "log": said("Log in order of time"),
    "exhibits": said("Exhibits"),
    "outline": said("Outline of a statement"),
    "findings": said("Findings"),
    "law": said("What the law asks"),
    "indicators": said("Indicators"),
    "impact": said("Impact statement"),
    "contacts": said("Contacts made for help"),
    "people": said("People and accounts"),
    "losses": said("What could not be read"),
    "hashes": said("Files and their hashes"),
    "check": said("How to check"),
    "index": said("Index"),
}
"""Every part by its short name, with its title, in the order in which they stand."""

ASKED_FOR = frozenset({"outline", "law", "indicators", "impact"})
"""Parts that are only there where the person switches them on."""

_ALWAYS = frozenset({"exhibits", "hashes", "check"})
_COURSE = _ALWAYS | {"summary", "notices", "log", "contacts", "people", "losses", "index"}
_WITHOUT_A_READER = frozenset(PARTS) - ASKED_FOR

READERS: dict[str, tuple[str, frozenset[str]]] = {
    "police": ("the police", _COURSE | {"findings", "outline", "indicators", "impact"}),
    "lawyer": ("a lawyer", _WITHOUT_A_READER | ASKED_FOR),
    "court": ("a court", _COURSE | {"findings", "outline", "impact"}),
    "employer": ("an employer", _ALWAYS | {"summary", "notices", "log", "losses"}),
    "school": ("a school", _ALWAYS | {"summary", "notices", "log", "losses"}),
    "platform": ("the operator of a service", _ALWAYS | {"log", "people"}),
    "self": ("the person who keeps the record", _WITHOUT_A_READER | ASKED_FOR),
}
"""By kind of reader: in words, and the parts they may get."""


EXHIBITS_ONLY = frozenset({"employer", "school", "platform"})
"""Readers who get the entries that were chosen as exhibits, and no other."""


def title(reader: str) -> str:
    """The reader in words; "" for nobody in particular."""
    return READERS[reader][0] if reader in READERS else ""


def parts(reader: str, asked: Collection[str] = ()) -> frozenset[str]:
    """The parts of a packet for this reader, with those that were asked for as far as they may get them."""
    allowed = READERS[reader][1] if reader in READERS else _WITHOUT_A_READER | ASKED_FOR
    return allowed - (ASKED_FOR - frozenset(asked))


def not_in_it(chosen: Collection[str]) -> list[str]:
    """The titles of the parts that are not in a packet, but for those that have to be asked for."""
    return [name for part, name in PARTS.items() if part not in chosen and part not in ASKED_FOR]
