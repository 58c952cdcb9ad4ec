"""What Maya decided and told the program: which accounts are hers, and the dated lines in her case."""

import msgspec

from holdfast.demonstration.people import COURSE_ACCOUNTS, MAYA, Person
from holdfast.demonstration.pieces import ZONE
from holdfast.model.marker import MarkerKind
from holdfast.model.question import About


class DemoAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer for the whole case: `about` is "me", "zone" or "date_order"."""

    about: About
    value: str
    source: str = ""


class DemoMarker(msgspec.Struct, frozen=True, kw_only=True):
    """A dated line: `at` is a date or a wall clock time in `zone`; `accounts` the keys it was meant for."""

    kind: MarkerKind
    at: str
    zone: str = ZONE
    note: str = ""
    accounts: tuple[str, ...] = ()


def answers() -> tuple[DemoAnswer, ...]:
    """Her accounts, the zone of her clocks, and the order in which her telephones write dates."""
    mine = (f"mail:{MAYA.mail}", "mail:maya@old.example.org", "whatsapp:maya", f"phone:{MAYA.phone}")
    return (
        *(DemoAnswer(about="me", value=key) for key in mine),
        DemoAnswer(about="zone", value=ZONE),
        DemoAnswer(about="date_order", value="day_first"),
    )


def markers() -> tuple[DemoMarker, ...]:
    """The stop notice, the block, and who was told."""
    known = (*_keys(COURSE_ACCOUNTS[0]), "whatsapp:rowan")
    return (
        DemoMarker(
            kind="stop notice",
            at="2025-06-14T18:31",
            note="Sent once, by mail and WhatsApp. Tilda was with me.",
            accounts=(*_keys(COURSE_ACCOUNTS[0], "mail"), "whatsapp:rowan"),
        ),
        DemoMarker(
            kind="block", at="2025-06-20T09:12", note="Blocked in WhatsApp.", accounts=("whatsapp:rowan",)
        ),
        DemoMarker(
            kind="block",
            at="2025-07-05",
            note="Blocked the number.",
            accounts=_keys(COURSE_ACCOUNTS[0], "phone"),
        ),
        DemoMarker(
            kind="platform report", at="2025-07-21", note="Reported the new mail address to its provider."
        ),
        DemoMarker(
            kind="police contact",
            at="2025-08-06T11:00",
            note="Took a printed list to the station. Reference EX-0000-25.",
            accounts=known,
        ),
    )


def _keys(person: Person, service: str = "") -> tuple[str, ...]:
    keys = {"mail": person.mail, "phone": person.phone}
    return tuple(f"{name}:{handle}" for name, handle in keys.items() if handle and service in ("", name))
