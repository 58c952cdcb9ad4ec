"""The log alone as a calendar (iCalendar, RFC 5545), to be laid beside one's own.

The titles say only which service it was: a calendar is seen by whoever looks at the screen, and programs copy
it to other devices.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from holdfast.formats.clocks import zone as zone_named
from holdfast.model.row import iso
from holdfast.outputs.lettering import visible
from holdfast.outputs.log_columns import Entry, LogInput, entries

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ROUGH = {"day", "month", "year", "none"}
_OCTETS = 73


def log_calendar(given: LogInput) -> tuple[bytes, int]:
    """The calendar, and how many lines have no time at all and cannot stand in one."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Holdfast//Log//EN", "CALSCALE:GREGORIAN"]
    without = 0
    for number, entry in enumerate(entries(given), 1):
        event = list(_event(number, entry, given))
        without += not event
        lines += event
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode(), without


def _event(number: int, entry: Entry, given: LogInput) -> Iterator[str]:
    name = entry.row.id if entry.row else entry.marker.id if entry.marker else str(number)
    cells, span = entry.cells, list(_span(entry, given.zone))
    if not span:
        return
    is_decided = entry.when.at is not None
    title = cells["technology"] or cells["where"] or "Step"
    told = [cells["what"], *(f"{key}: {cells[key]}" for key in ("who", "to", "found") if cells[key])]
    if not is_decided:
        told.insert(0, f"Time {cells['date']}")
    yield "BEGIN:VEVENT"
    yield f"UID:{name}@holdfast.invalid"
    yield f"DTSTAMP:{_utc(given.prepared_at)}"
    yield from span
    yield f"SUMMARY:{_text(title if is_decided else f'{title} (time undecided)')}"
    yield f"DESCRIPTION:{_text(chr(10).join(told))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _span(entry: Entry, zone: str) -> Iterator[str]:
    """A moment in UTC, or whole days from the first possible to the last. Nothing where no time is known."""
    when, local = entry.when, zone_named(zone)
    first, last = (when.earliest, when.latest) if when.at is None else (when.at, when.at)
    if first is None or last is None or iso(first) is None or iso(last) is None:
        return
    if when.at is not None and when.precision not in _ROUGH:
        yield f"DTSTART:{_utc(when.at)}"
        return
    begins, ends = ((_EPOCH + timedelta(milliseconds=at)).astimezone(local).date() for at in (first, last))
    yield f"DTSTART;VALUE=DATE:{begins:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{ends + timedelta(days=1):%Y%m%d}"


def _utc(at: int) -> str:
    return (iso(at // 1000 * 1000) or "").replace("-", "").replace(":", "")


def _text(words: str) -> str:
    """A value as the standard has it. Nothing in the evidence can begin a line of its own."""
    shown = "\n".join(visible(line) for line in words.splitlines())
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        shown = shown.replace(sign, written)
    return shown


def _folded(line: str) -> Iterator[str]:
    """At most 75 octets a line, never cut inside a character."""
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _OCTETS:
            yield part
            part, size = " ", 1
        part, size = part + character, size + octets
    yield part
