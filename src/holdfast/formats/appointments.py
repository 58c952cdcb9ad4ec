"""Appointments as calendars write them (iCalendar, RFC 5545), in a file of their own or inside a mail."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import BinaryIO

import msgspec

from holdfast.formats import clocks
from holdfast.model.account import Account
from holdfast.model.errors import RequestError
from holdfast.model.event import Attachment, Event
from holdfast.model.locator import Locator, Position
from holdfast.model.problem import Problem
from holdfast.model.when import NamedTime, Precision, When

_LONGEST = 1 << 20
_MOST_LINES = 10_000
_LONG = 4000
_LINK = re.compile(r"https?://[^\s<>\"]+")
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")
_USED = ("UID", "SUMMARY", "DESCRIPTION", "ORGANIZER", "ATTENDEE", "DTSTART", "DTEND", "CREATED")
_SENT = ("REQUEST", "CANCEL", "REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER")
_OTHERS = ("BEGIN:VTODO", "BEGIN:VJOURNAL", "BEGIN:VFREEBUSY")

_NOT_READ = "A task, a note or a list of free times in this calendar is not read."
_CUT = "This file breaks off inside an appointment."
_BAD_LINE = "A line of this appointment is damaged."
_NO_TIME = "The time of this appointment is missing or makes no sense."
_ELSEWHERE = "only its address, or its bytes within the text, are there"
_TOO_LONG = "This appointment has more lines than are read."


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    values: dict[str, str]
    value: str


Place = Callable[[Position], Locator]
"""Makes a locator of a stretch of bytes in the calendar."""


def read(stream: BinaryIO, place: Place, zone: str | None) -> Iterator[Event | Problem]:
    """The appointments of a calendar, one after another, and what of it could not be read.

    `zone` is the one that the person told, for times without one. Raises InputError where the stream does.
    """
    method = ""
    block: list[str] | None = None
    start = 0
    for at, end, raw in _unfolded(stream):
        word = raw.strip().upper()
        if block is None and word.startswith("METHOD:"):
            method = word[7:]
        elif word == "BEGIN:VEVENT":
            if block is not None:
                yield Problem(found_at=place(_from_to(start, at)), loss="record", what=_CUT)
            block, start = [], at
        elif block is None and word in _OTHERS:
            yield Problem(
                found_at=place(_from_to(at, end)),
                loss="record",
                what=_NOT_READ,
            )
        elif word == "END:VCALENDAR":
            method = ""
        elif block is not None and word == "END:VEVENT":
            yield from _appointment(block, method, place(_from_to(start, end)), zone)
            block = None
        elif block is not None and len(block) <= _MOST_LINES:
            block.append(raw)
    if block is not None:
        yield Problem(found_at=place(Position(unit="byte", start=start)), loss="record", what=_CUT)


def _from_to(start: int, end: int) -> Position:
    return Position(unit="byte", start=start, length=end - start)


def _unfolded(stream: BinaryIO) -> Iterator[tuple[int, int, str]]:
    """Whole lines, put together where they were folded, with the offsets of their beginning and end."""
    at = begun = 0
    held = b""
    while line := stream.readline(_LONGEST):
        if line[:1] in (b" ", b"\t") and held and len(held) < _LONGEST:
            held = held.rstrip(b"\r\n") + line[1:]
        else:
            if held:
                yield begun, at, _text(held)
            held, begun = line, at
        at += len(line)
    if held:
        yield begun, at, _text(held)


def _text(line: bytes) -> str:
    return line.rstrip(b"\r\n").removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")


class _Appointment:
    """The lines of one appointment by their names, those of its alarms left out but counted."""

    def __init__(self, block: list[str]) -> None:
        self.lines: dict[str, list[_Line]] = {}
        self.broken = self.alarms = 0
        depth = 0
        for raw in block[:_MOST_LINES]:
            word = raw.strip().upper()
            if word.startswith("BEGIN:"):
                depth += 1
                self.alarms += word == "BEGIN:VALARM"
            elif word.startswith("END:"):
                depth -= 1
            elif depth == 0 and word:
                self._take(raw)

    def _take(self, raw: str) -> None:
        # Loaded with the first appointment: every process that reads would pay for it, and few meet one.
        from icalendar.parser import Contentline

        try:
            name, parameters, value = Contentline(raw).parts()  # type: ignore[no-untyped-call]
        except ValueError:
            self.broken += 1
            return
        words = {str(k).upper(): _plain(v) for k, v in parameters.items()}
        self.lines.setdefault(str(name).upper(), []).append(_Line(values=words, value=str(value)))

    def first(self, name: str) -> str:
        return _unescaped(self.lines[name][0].value) if name in self.lines else ""

    def fields(self, method: str) -> dict[str, str]:
        fields = {
            name.lower(): "\n".join(_unescaped(line.value) for line in found)[:_LONG]
            for name, found in self.lines.items()
            if name not in _USED
        }
        if self.alarms:
            fields["alarms"] = str(self.alarms)
        if method:
            fields["method"] = method
        if method == "CANCEL" or self.first("STATUS").upper() == "CANCELLED":
            fields["state"] = "called off"
        for line in self.lines.get("ATTENDEE", []):
            if answer := line.values.get("PARTSTAT"):
                fields[f"answer of {_account(line).handle}"] = answer
        return fields

    def people(self, method: str) -> tuple[Account | None, tuple[Account, ...]]:
        """Who sent this, and to whom: an answer comes from the one who was invited."""
        invited = [_account(line) for line in self.lines.get("ATTENDEE", [])]
        organizer = next((_account(line) for line in self.lines.get("ORGANIZER", [])), None)
        if method == "REPLY" and len(invited) == 1:
            return invited[0], (organizer,) if organizer else ()
        others = {a.key: a for a in invited if organizer is None or a.key != organizer.key}
        return organizer, tuple(others.values())

    def times(self, zone: str | None) -> tuple[NamedTime, ...]:
        names = (("DTSTART", "begins"), ("DTEND", "ends"), ("LAST-MODIFIED", "edited"))
        return tuple(
            NamedTime(name=name, when=_when(self.lines[key][0], zone))
            for key, name in names
            if key in self.lines
        )


def _appointment(block: list[str], method: str, here: Locator, zone: str | None) -> Iterator[Event | Problem]:
    kept = _Appointment(block)
    fields = kept.fields(method)
    by, to = kept.people(method)
    # In the export of a whole calendar the stamp tells when it was exported.
    made = kept.lines.get("CREATED") or (kept.lines.get("DTSTAMP") if method in _SENT else None)
    main = made or kept.lines.get("DTSTART")
    if made is None:
        fields["time from"] = "its beginning"
    text, name = kept.first("DESCRIPTION"), kept.first("UID")
    places = f"{text}\n{kept.first('LOCATION')}\n{kept.first('URL')}"
    event = Event(
        kind="invitation",
        service="calendar",
        when=_when(main[0], zone) if main else clocks.unknown(""),
        times=kept.times(zone),
        found_at=here,
        by=by,
        to=to,
        subject=kept.first("SUMMARY"),
        text=text,
        attached=tuple(
            Attachment(name=line.value[:200], missing=_ELSEWHERE) for line in kept.lines.get("ATTACH", [])
        ),
        links=tuple(dict.fromkeys(link.rstrip(".,;:!?)]}'") for link in _LINK.findall(places))),
        act="/".join((name, kept.first("RECURRENCE-ID"), kept.first("SEQUENCE"), method)) if name else "",
        thread=name,
        fields=fields,
    )
    yield event
    if kept.broken:
        yield Problem(found_at=here, loss="part", what=_BAD_LINE)
    if len(block) > _MOST_LINES:
        yield Problem(found_at=here, loss="part", what=_TOO_LONG)
    if event.when.at is None and event.when.earliest is None:
        yield Problem(found_at=here, loss="part", what=_NO_TIME, raw=event.when.as_written[:2000])


def _plain(value: object) -> str:
    return ", ".join(str(v) for v in value) if isinstance(value, list) else str(value)


def _unescaped(value: str) -> str:
    return re.sub(r"\\([\\;,Nn])", lambda found: "\n" if found[1] in "Nn" else found[1], value)


def _account(line: _Line) -> Account:
    """The person behind a line such as `ORGANIZER;CN=Name:mailto:name@example.org`."""
    written = re.sub(r"(?i)^mailto:", "", line.value.strip())
    written = line.values.get("EMAIL", written) if "@" not in written else written
    name = line.values.get("CN", "")
    return Account(service="mail", handle=written or name, shown_as="" if name == written else name)


def _when(line: _Line, told: str | None) -> When:
    """A time in UTC, in a named zone, or by a clock whose zone nobody wrote; a whole day by its date."""
    found = _STAMP.fullmatch(line.value.strip())
    written = line.value if "TZID" not in line.values else f"{line.value} {line.values['TZID']}"
    if not found:
        return clocks.unknown(line.value)
    numbers = [int(part) for part in found.groups()[:6] if part]
    try:
        local = datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001  a wall clock
    except ValueError:
        return clocks.unknown(line.value)
    if found[7]:
        at = clocks.milliseconds(local.replace(tzinfo=UTC))
        return clocks.instant(at, written, "sender_claimed", "second")
    precision: Precision = "second" if found[4] else "day"
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    named = line.values.get("TZID", "").removeprefix("/")
    named = WINDOWS_TO_OLSON.get(named, named)
    try:
        clocks.zone(named)
    except RequestError:
        return clocks.wall(local, written, told, precision)
    when = clocks.wall(local, written, named, precision)
    return msgspec.structs.replace(when, basis="sender_claimed") if when.at is not None else when
