"""The incident log that you keep yourself: a sheet with one row for each thing that happened.

*Where it comes from.* From the empty sheet that Holdfast gives you, filled in with any spreadsheet program
and saved as CSV; from a log you already keep, if it has a column for the date and one for what happened; or
from the entries you make in Holdfast itself.

*What it reads.* Each row as one incident: when, what, where, who, witnesses, who it was reported to, and
every other column. Days and hours may be rough: "evening", "about 3 pm", "last week of May 2024". Then the
log keeps the span of time that is meant and does not make it exact. Titles of columns and names of months
may be in English, Spanish, French, German, Italian, Portuguese or Dutch.

*What it cannot tell.* Whether 3/4 is in March or in April, if no other date in the sheet shows it: you are
asked, and so you are for the time zone. A day without a year stays without a date. Words such as "yesterday"
are not turned into a day. What you wrote about your feelings is kept apart, and is left out of papers unless
you choose otherwise.

*Tested with.* Invented logs in seven languages, with commas, semicolons and tabs, from several spreadsheet
programs, with lines above the titles, rough times, empty rows and broken rows. Shape only, not proven on a
real export.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import msgspec

from holdfast.formats import clocks, incident_time
from holdfast.formats.asked import Asked
from holdfast.formats.date_order import Cursor, DateOrders
from holdfast.formats.incident_sheet import TITLES, Incident, columns, decode
from holdfast.formats.sheet_rows import DELIMITERS, BrokenRow, rows
from holdfast.formats.text_lines import TextLines, first_lines
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.errors import InputError, RequestError
from holdfast.model.event import Event
from holdfast.model.locator import Position
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import NamedTime, When

_FIRST_ROWS = 40
_MOST_BYTES = 1 << 20
_RAW = 2000
_LINK = re.compile(r"https?://[^\s<>\"]{1,2000}")
_ENTRY = re.compile(r"incident-.*\.json", re.IGNORECASE)
_PRIVATE = re.compile(r"privat|feeling|gefühl|sentim|ressent|sentit|gevoel", re.IGNORECASE)
_COMMON = ("date", "time", "zone", "what", "written_down")


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """Where the titles stand and what they say: `row` counts from 1, `keys` by number of column."""

    delimiter: str
    row: int
    keys: Mapping[int, str]
    titles: Sequence[str]


def claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  every importer is asked the same way
    """A table whose titles are those of an incident log, or an entry made in Holdfast."""
    if _ENTRY.fullmatch(member.file_name):
        return b'"holdfast_incident"' in member.head()
    if member.suffix not in {".csv", ".tsv", ".txt"}:
        return False
    return _layout(list(enumerate(first_lines(member), 1))) is not None


def _layout(lines: Sequence[tuple[int, str]]) -> Layout | None:
    best: Layout | None = None
    for delimiter in DELIMITERS:
        for row, cells in enumerate(islice(rows(lines, delimiter), _FIRST_ROWS), 1):
            if not isinstance(cells, BrokenRow) and (keys := columns(cells)):
                if best is None or len(keys) > len(best.keys):
                    best = Layout(delimiter=delimiter, row=row, keys=keys, titles=cells)
                break
    return best


def read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    """Every row and entry, then what nobody can know but the person."""
    asked: dict[str, Asked] = {}
    for member in members:
        log = _Log(member, told, asked.setdefault(member.source, Asked()))
        try:
            yield from log.entry() if _ENTRY.fullmatch(member.file_name) else log.sheet()
        except InputError as error:
            yield Problem(found_at=member.at(), loss="member", what=error.what)
    for source, open_ in asked.items():
        yield from open_.questions(source, "incident_log")


class _Log:
    """One sheet or one entry."""

    def __init__(self, member: Member, told: Told, asked: Asked) -> None:
        self._member = member
        self._zone = told.zone(member.source)
        self._order = told.date_order(member.source)
        self._asked = asked
        self._cursor = Cursor(())
        self._repaired = False

    def entry(self) -> Iterator[Record]:
        """The one incident of a small file."""
        data = self._member.read(_MOST_BYTES)
        incident = decode(data)
        if incident is None:
            yield Problem(
                found_at=self._member.at(),
                loss="record",
                what="This entry of the incident log is damaged, or a newer program wrote it.",
                raw=data[:_RAW].decode("utf-8", "replace"),
            )
            return
        values: dict[str, str] = {key: getattr(incident, key) for key in TITLES}
        self._survey([(1, values)])
        yield from self._event(values, {}, Position())

    def sheet(self) -> Iterator[Record]:
        """All rows below the titles."""
        layout = _layout(list(islice(TextLines(self._member), _FIRST_ROWS * 4)))
        if layout is None:
            yield Problem(
                found_at=self._member.at(), loss="member", what="The titles of this table cannot be found."
            )
            return
        self._survey((row, one) for row, one, _ in self._rows(layout) if isinstance(one, dict))
        if self._repaired:
            yield Problem(
                found_at=self._member.at(Position(unit="row", start=layout.row, length=1)),
                loss="part",
                what="This table is not in UTF-8. It was read as Windows-1252; some letters may be wrong.",
            )
        for row, one, extra in self._rows(layout):
            position = Position(unit="row", start=row, length=1)
            if isinstance(one, BrokenRow):
                yield Problem(
                    found_at=self._member.at(position),
                    loss="record",
                    what="This row is broken: a quotation mark is opened in it and never closed.",
                    raw=one[:_RAW],
                )
            else:
                yield from self._event(one, extra, position)

    def _rows(self, layout: Layout) -> Iterator[tuple[int, dict[str, str] | BrokenRow, dict[str, str]]]:
        """Number, values by key and other values by title of each row that holds anything."""
        lines = TextLines(self._member)
        for number, cells in enumerate(rows(lines, layout.delimiter), 1):
            if number <= layout.row:
                continue
            if isinstance(cells, BrokenRow):
                yield number, cells, {}
                continue
            values, extra = dict.fromkeys(TITLES, ""), {}
            for column, cell in enumerate(cells):
                if not (text := cell.strip()):
                    continue
                if key := layout.keys.get(column):
                    values[key] = text
                else:
                    title = layout.titles[column].strip() if column < len(layout.titles) else ""
                    name = title or f"column {column + 1}"
                    extra[f"private: {name}" if _PRIVATE.search(name) else name] = text
            if extra or any(values.values()):
                yield number, values, extra
        self._repaired = lines.repaired > 0

    def _survey(
        self, entries: Iterator[tuple[int, dict[str, str]]] | list[tuple[int, dict[str, str]]]
    ) -> None:
        """Look at all dates once. Only numbers above 12 count: people keep logs in any order of time."""
        orders = DateOrders(goes_forward=False)
        for row, values in entries:
            for key in ("date", "written_down"):
                one = incident_time.day(values[key])
                if one is not None and one.shape:
                    orders.see(row, one.shape, one.exact, values[key])
        runs = orders.runs()
        for run in runs:
            self._asked.run(run, self._order)
        self._cursor = Cursor(runs)

    def _event(self, values: dict[str, str], extra: dict[str, str], position: Position) -> Iterator[Record]:
        found_at = self._member.at(position)
        zone = self._zone
        if values["zone"]:
            zone = _zone_of(values["zone"])
            if zone is None:
                zone = self._zone
                yield Problem(
                    found_at=found_at,
                    loss="part",
                    what="The time zone of this entry has no name that we know. "
                    "Use a name such as Europe/London, or an offset such as +01:00.",
                    raw=values["zone"][:_RAW],
                )
        row = position.start or 1
        when = self._when(values["date"], values["time"], zone, row)
        if when.precision == "none" and (values["date"] or values["time"]):
            yield Problem(
                found_at=found_at,
                loss="part",
                what="The date of this entry cannot be understood: it is kept as you wrote it.",
                raw=when.as_written[:_RAW],
            )
        times: tuple[NamedTime, ...] = ()
        if values["written_down"]:
            times = (NamedTime(name="written down", when=self._when(values["written_down"], "", zone, row)),)
        text = "\n".join(values[key] for key in ("what", "where", "evidence"))
        yield Event(
            kind="incident",
            service="incident log",
            when=when,
            found_at=found_at,
            times=times,
            text=values["what"],
            links=tuple(dict.fromkeys(link.rstrip(".,;:!?)]}'") for link in _LINK.findall(text))),
            fields=_fields(values, extra),
        )

    def _when(self, day: str, clock: str, zone: str | None, row: int) -> When:
        written = " ".join(part for part in (day, clock) if part)
        if (moment := incident_time.stamp(day)) is not None and not clock:
            return moment
        one = incident_time.day(day)
        if one is None:
            return clocks.unknown(written)
        run = self._cursor.at(row) if one.shape else None
        orders = run.orders if run is not None else ()
        if len(orders) != 1 and self._order is not None and self._order in one.days:
            orders = (self._order,)
        when = incident_time.when(
            one, incident_time.span(clock) or incident_time.span(one.rest), orders, written, zone
        )
        if zone is None and when.precision != "none":
            self._asked.time(written)
        return when


def _zone_of(text: str) -> str | None:
    """The zone as `incident_time.when` takes it, None where it is no zone or could be several."""
    if incident_time.fixed_offset(text) is not None:
        return text
    name = text.strip()
    try:
        # Short names such as "EST" are in the zone table by accident, and mean several zones.
        return clocks.zone(name).key if "/" in name else None
    except RequestError:
        return None


def _fields(values: dict[str, str], extra: dict[str, str]) -> dict[str, str]:
    named = {
        ("private: effect" if key == "effect" else key.replace("_", " ")): values[key]
        for key in Incident.__struct_fields__
        if key in values and key not in _COMMON and values[key]
    }
    if values["zone"]:
        named["zone"] = values["zone"]
    return named | {(f"{name} (column)" if name in named else name): text for name, text in extra.items()}


IMPORTER = Importer(title="Incident log kept by hand", version="1", claims=claims, read=read)
