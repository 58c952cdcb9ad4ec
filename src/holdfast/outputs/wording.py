"""How one record of the timeline is put into words on paper: when, who, which way, where it stands."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from holdfast.formats.clocks import zone as zone_named
from holdfast.model.account import Account, plain_name
from holdfast.model.locator import Position
from holdfast.model.row import Row
from holdfast.model.services import name_of
from holdfast.model.when import Precision, When
from holdfast.outputs.lettering import shorten

_DIRECTIONS = {"in": "received", "out": "sent", None: "direction undecided"}
_BASES = {
    "explicit": "",
    "documented": "",
    "sender_claimed": "by the sender's own clock",
    "declared": "zone told by the person",
    "unknown": "",
}
_MOST_NAME = 100
_MOST_PATH = 200
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def dated(at: int, zone: str, precision: Precision = "second") -> str:
    """UTC milliseconds as "21 Nov 2026, 14:05:09 (Europe/London, UTC+0)", as fine as `precision`.

    Paper is read far from the case, so the distance from UTC always stands there; a day or a month has none.
    Raises RequestError for an unknown zone.
    """
    if precision == "none":
        return "time unknown"
    try:
        local = (_EPOCH + timedelta(milliseconds=at)).astimezone(zone_named(zone))
    except (OverflowError, ValueError):
        return "a time outside the calendar"
    month = f"{_MONTHS[local.month - 1]} {local.year}"
    match precision:
        case "year":
            return f"{local.year}"
        case "month":
            return month
        case "day":
            return f"{local.day} {month}"
        case "hour":
            clock = f"between {local:%H}:00 and {local:%H}:59"
        case "minute":
            clock = f"{local:%H:%M}"
        case _:
            clock = f"{local:%H:%M:%S}"
    return f"{local.day} {month}, {clock} ({_where(local, zone)})"


def parts(at: int, zone: str, precision: Precision) -> tuple[str, str, str]:
    """Day (ISO 8601), clock and distance from UTC, each as fine as `precision`, "" where it is coarser.

    Raises RequestError for an unknown zone.
    """
    try:
        local = (_EPOCH + timedelta(milliseconds=at)).astimezone(zone_named(zone))
    except (OverflowError, ValueError):
        return "a time outside the calendar", "", ""
    offset = _offset(local)
    match precision:
        case "year":
            return f"{local:%Y}", "", ""
        case "month":
            return f"{local:%Y-%m}", "", ""
        case "day" | "none":
            return f"{local:%Y-%m-%d}", "", ""
        case "hour":
            return f"{local:%Y-%m-%d}", f"between {local:%H}:00 and {local:%H}:59", offset
        case "minute":
            return f"{local:%Y-%m-%d}", f"{local:%H:%M}", offset
    return f"{local:%Y-%m-%d}", f"{local:%H:%M:%S}", offset


def time_of(row: Row, zone: str) -> str:
    """When it was, with its zone; an undecided time is said to be so."""
    return _time(row.at, row.earliest, row.latest, row.precision, zone)


def moment(when: When, zone: str) -> str:
    """The same for a time that is not a row's own."""
    return _time(when.at, when.earliest, when.latest, when.precision, zone)


def written_time(row: Row) -> str:
    """How far the time can be relied on, or how the source writes it where it is undecided."""
    if row.at is None:
        return f"written as: {row.as_written}" if row.as_written else ""
    return _BASES[row.basis]


def channel(row: Row) -> str:
    """The service, and what it was unless it was a message: "Mail" or "Phone, call"."""
    service = name_of(row.service)
    return service if row.kind == "message" else f"{service}, {row.kind}"


def direction(row: Row) -> str:
    """Which way it went, in one word or two."""
    return _DIRECTIONS[row.direction]


def shown(account: Account | None) -> str:
    """The account as its source shows it, with its handle; a name without end is cut."""
    if account is None:
        return "not stated"
    name, handle = (shorten(each, _MOST_NAME, "at source") for each in (account.shown_as, account.handle))
    if name and name != handle:
        return f"{name} ({handle})" if handle else name
    return handle or "not stated"


def short_names(rows: Iterable[Row]) -> dict[str, str]:
    """By account key what to call it where space is short: its shown name, unless two accounts share it."""
    accounts = {a.key: a for row in rows for a in (row.by, *row.to) if a is not None}
    shared = Counter(plain_name(account.shown_as) for account in accounts.values())
    return {
        key: account.shown_as
        if account.shown_as and shared[plain_name(account.shown_as)] == 1
        else shown(account)
        for key, account in accounts.items()
    }


def recipients(row: Row, most: int, names_by_key: dict[str, str] | None = None) -> str:
    """To whom, at most so many by name."""
    known = names_by_key or {}
    names = [known.get(account.key) or shown(account) for account in row.to[:most]]
    more = len(row.to) - len(names)
    return ", ".join(names) + (f" and {more:,} more" if more else "") if names else "not stated"


_OF_CALLS = ("call", "type", "missed", "presentation", "duration", "duration seconds")
"""Fields of a call that say what became of it."""


def text_of(row: Row) -> str:
    """Subject and text; where there are none, what there is instead."""
    said = "\n".join(part for part in (f"Subject: {row.subject}" if row.subject else "", row.text) if part)
    if row.attached:
        count = len(row.attached)
        said += f"\n[{count} attachment{'' if count == 1 else 's'}, not shown]"
    return said.strip("\n") or instead(row)


def instead(row: Row) -> str:
    """What there is where nothing was written: of a call how it went, as stored."""
    stored = [f"{key}: {row.fields[key]}" for key in _OF_CALLS if row.fields.get(key)]
    return f"({'; '.join(stored)})" if row.kind == "call" and stored else "(no text)"


def noted(notes: Sequence[tuple[int, str]], zone: str) -> list[str]:
    """What the person noted, each with the day on which it was written."""
    return [f"The person's note: “{text}” (written on {dated(at, zone, 'day')})" for at, text in notes]


def place(source: str, member: str, position: Position) -> str:
    """Where it stands: short hash of the file, path inside it, position."""
    return " › ".join(
        part
        for part in (source[:8], shorten(member, _MOST_PATH, "at source"), position_in_words(position))
        if part
    )


def position_in_words(position: Position) -> str:
    """As in "line 12", "bytes 512 to 1,023", "record 7"; nothing for a whole file."""
    first, last = position.start, position.start + max(position.length, 1) - 1
    if position.unit == "byte":
        return f"bytes {first:,} to {last:,}"
    if position.unit == "line":
        return f"line {first:,}" if first == last else f"lines {first:,} to {last:,}"
    if position.unit == "row":
        return f"record {first:,}"
    return ""


def _time(at: int | None, earliest: int | None, latest: int | None, precision: Precision, zone: str) -> str:
    if at is not None:
        return dated(at, zone, precision)
    if earliest is None or latest is None:
        return "undecided: the source gives no time that can be understood"
    return f"undecided: between {dated(earliest, zone, 'minute')} and {dated(latest, zone, 'minute')}"


def _where(local: datetime, zone: str) -> str:
    """The zone and how far its clock stood from UTC at that moment: "Asia/Kolkata, UTC+5:30"."""
    return "UTC" if zone == "UTC" else f"{zone}, {_offset(local)}"


def _offset(local: datetime) -> str:
    minutes = (local.utcoffset() or timedelta(0)) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02d}' if rest else ''}"
