"""How the page says things: times, people, channels and counts, in plain words."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from holdfast.formats.dates import long_date
from holdfast.model.account import Account
from holdfast.model.finding import Scalar
from holdfast.model.locator import Position
from holdfast.model.row import Row
from holdfast.model.services import name_of
from holdfast.model.when import When

KINDS = {
    "message": "message",
    "call": "call",
    "notice": "notice from the service",
    "incident": "written down by you",
    "picture": "picture",
    "recording": "sound or film",
    "post": "something published",
    "comment": "comment",
    "reaction": "reaction",
    "follow": "follow or friend request",
    "invitation": "invitation",
    "sign-in": "sign-in to an account",
    "visit": "visit to a website",
}
BASES = {
    "explicit": "Written by the service itself.",
    "documented": "The maker of this export says that its times are in UTC.",
    "sender_claimed": "From the sender's own clock, which the sender can set.",
    "declared": "Worked out with what you answered.",
    "unknown": "Not known for certain.",
}
DIRECTIONS = {"in": "to you", "out": "from you", "undecided": "not known yet"}
ACTIONS = {
    "create": "the notes were made",
    "import": "a file was added",
    "commit": "the parts of a file were hashed",
    "answer": "a question was answered",
    "decide": "you decided something",
    "view-export": "something was shown for a paper",
    "export": "something was made to hand over",
    "anchor": "the log was held fast",
    "checkpoint": "the log was sealed",
    "key": "a key was changed",
    "verify": "everything was checked",
    "withdraw": "something was withdrawn",
    "heal": "something damaged was made whole again",
    "copy": "a copy was made",
    "merge": "another copy was brought in",
    "take in": "something sealed elsewhere was taken in",
}
MARKERS = {
    "stop notice": "You asked the other person to stop",
    "block": "You blocked an account",
    "platform report": "You reported it to a website or app",
    "police contact": "You spoke to the police",
    "order": "A court or the police gave an order",
    "other": "Something else that matters",
}


def channel(service: str) -> str:
    """The name of a channel as people say it."""
    return name_of(service)


def moment(row: Row | When, zone: str) -> str:
    """The time of an event with its zone, or between which times it lies."""
    if row.at is not None:
        return long_date(row.at, zone, row.precision)
    if row.earliest is not None and row.latest is not None:
        early = long_date(row.earliest, zone, "minute")
        late = long_date(row.latest, zone, "minute")
        return f"undecided: between {early} and {late}"
    return f"time not known (written as “{row.as_written}”)" if row.as_written else "time not known"


def person(account: Account | None) -> str:
    """An account as a reader knows it: its display name, and the handle itself."""
    if account is None:
        return "unknown sender"
    if account.shown_as and account.shown_as != account.handle:
        return f"{account.shown_as} ({account.handle})"
    return account.handle


def sender(row: Row) -> str:
    """Who did it, as far as the source says."""
    if row.by is None and row.kind == "notice":
        return "the service itself"
    if row.by is None and row.kind == "incident":
        return "you wrote this down"
    return person(row.by)


def people(accounts: tuple[Account, ...], most: int = 4) -> str:
    """Several accounts, the first few by name."""
    if len(accounts) > most:
        return ", ".join(person(a) for a in accounts[:most]) + f" and {len(accounts) - most} more"
    return ", ".join(person(a) for a in accounts)


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 file, 2 files, 12,345 files."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size(bytes_: int) -> str:
    """A number of bytes as people read it."""
    if bytes_ < 1000:
        return count(bytes_, "byte")
    amount = float(bytes_)
    for unit in ("kB", "MB", "GB", "TB"):
        amount /= 1000
        if amount < 1000 or unit == "TB":
            break
    return f"{amount:.1f} {unit}"


def place(position: Position) -> str:
    """Where a record stands in its file, as an editor counts."""
    start, length = position.start, position.length
    if position.unit == "file":
        return "the whole file"
    if position.unit == "byte":
        return f"{count(length, 'byte')} from byte {start:,}"
    if length > 1:
        return f"{position.unit}s {start:,} to {start + length - 1:,}"
    return f"{position.unit} {start:,}"


def lines(text: str) -> str:
    """How long a hidden text is."""
    return count(len(text.splitlines()), "line") if text.strip() else "no text"


def highlighted(text: str, sought: str) -> Markup:
    """The text, safe to show, with the words that were searched for marked."""
    terms = [phrase or word for phrase, word in re.findall(r'"([^"]+)"|([^\s"]+)', sought)]
    pattern = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    if not pattern:
        return escape(text)
    parts = re.split(f"({pattern})", text, flags=re.IGNORECASE)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(part) if place % 2 else escape(part)
        for place, part in enumerate(parts)
    )


def day_of(at: int, zone: str) -> str:
    """The ISO date of an instant in UTC milliseconds, in this zone; "" where no calendar reaches."""
    moment = _moment(at, zone)
    return moment.date().isoformat() if moment else ""


def clock_of(at: int, zone: str) -> str:
    """The clock of an instant in this zone, to the minute: "18:32"."""
    moment = _moment(at, zone)
    return f"{moment:%H:%M}" if moment else ""


def figure(value: Scalar) -> str:
    """A number or word of a finding: whole numbers with thousands marked, fractions short."""
    if value is None:
        return "not known"
    if isinstance(value, float):
        return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else value


def _moment(at: int, zone: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(at / 1000, ZoneInfo(zone))
    except (OverflowError, ValueError, OSError):
        return None
