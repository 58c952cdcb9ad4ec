"""The records of a flat XML file, each with what stands inside it, and every loss as a `Problem`."""

from collections.abc import Iterator

import msgspec

from holdfast.formats.elements import Elements, Piece
from holdfast.formats.tree import Member
from holdfast.model.errors import InputError
from holdfast.model.locator import Locator, Position
from holdfast.model.problem import Loss, Problem

_MOST_INSIDE = 10_000


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One record: its own attributes, the start tags inside it, and where it stands."""

    name: str
    attributes: dict[str, str]
    inside: tuple[Piece, ...] = ()
    found_at: Locator


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """Names of elements: the root, the records, those inside records; and which attributes hold base64."""

    root: str
    records: tuple[str, ...]
    inside: tuple[str, ...] = ()
    payloads: dict[str, str] = {}


def entries(member: Member, layout: Layout) -> Iterator[Entry | Problem]:
    """Each record as an `Entry`, or as a `Problem` with loss "record"; in order, streaming.

    What was mended or lost inside an entry follows it as problems with loss "part".
    """
    yield from _Reading(member, layout).run()


def as_text(piece: Piece) -> str:
    """The beginning of a tag for a person to look at."""
    return " ".join((piece.name, *(f"{k}={v}" for k, v in piece.attributes.items())))[:2000]


class _Reading:
    """One way through one member."""

    def __init__(self, member: Member, layout: Layout) -> None:
        self._member = member
        self._layout = layout
        self._open: Piece | None = None
        self._inside: list[Piece] = []
        self._faults: dict[str, None] = {}
        self._found = 0
        self._counts: list[str] = []
        self._roots = 0
        self._end = 0

    def run(self) -> Iterator[Entry | Problem]:
        layout = self._layout
        try:
            with self._member.open() as stream:
                elements = Elements(stream, layout.records, layout.payloads)
                for piece in elements:
                    self._end = piece.end
                    yield from self._read(piece)
                self._end = elements.end
        except InputError as error:
            yield from self._flush(self._end, ("The file breaks off inside this entry.",))
            yield self._problem(self._end, self._end, "member", error.what)
            return
        yield from self._flush(self._end, ("The file breaks off inside this entry.",))
        yield from self._last()

    def _read(self, piece: Piece) -> Iterator[Entry | Problem]:
        is_record = piece.name in self._layout.records
        if piece.empty and is_record and self._open is None and not piece.faults:
            # Nearly every record is like this, and there may be millions.
            self._found += 1
            found_at = self._place(piece.start, piece.end)
            yield Entry(name=piece.name, attributes=piece.attributes, found_at=found_at)
        elif piece.kind == "open" and is_record:
            yield from self._flush(piece.start, ("The end of this entry is missing.",))
            self._found += 1
            self._open = piece
            if piece.empty:
                yield from self._flush(piece.end)
        elif piece.kind == "open":
            yield from self._within(piece)
        elif piece.kind == "close":
            if self._open and piece.name == self._open.name:
                yield from self._flush(piece.end)
            elif piece.name == self._layout.root:
                yield from self._flush(piece.start, ("The end of this entry is missing.",))
                self._roots -= 1
        elif piece.kind == "broken" and is_record:
            yield from self._flush(piece.start, ("The end of this entry is missing.",))
            self._found += 1
            yield self._problem(piece.start, piece.end, "record", piece.faults[0], piece.raw)
        elif piece.kind == "broken" and not self._open and self._is_unknown(piece.name):
            yield self._problem(piece.start, piece.end, "record", piece.faults[0], piece.raw)
        elif piece.kind == "broken":
            yield self._problem(piece.start, piece.end, "part", piece.faults[0], piece.raw)
        elif piece.kind == "doctype":
            what = "This file declares abbreviations or outside files. They are not followed."
            yield self._problem(piece.start, piece.end, "part", what, piece.raw)
        else:
            what = "There is something between the entries that does not belong to any of them."
            yield self._problem(piece.start, piece.end, "part", what, piece.raw)

    def _is_unknown(self, name: str) -> bool:
        """Whether this may be a record of a kind that nobody here knows."""
        return name not in ("", self._layout.root, *self._layout.inside)

    def _within(self, piece: Piece) -> Iterator[Entry | Problem]:
        """A start tag that is no record."""
        if piece.name == self._layout.root:
            self._roots += not piece.empty
            self._counts.append(piece.attributes.get("count", ""))
            self._end = piece.end
        elif self._open is None:
            if piece.name in self._layout.inside:
                what = "A piece of an entry stands outside of any entry."
                yield self._problem(piece.start, piece.end, "part", what, as_text(piece))
            else:
                what = "An entry is of a kind that this program does not know."
                yield self._problem(piece.start, piece.end, "record", what, as_text(piece))
        elif piece.name not in self._layout.inside:
            self._faults["Something inside this entry is of a kind that this program does not know."] = None
        elif len(self._inside) >= _MOST_INSIDE:
            self._faults["This entry has more pieces than can be read."] = None
        else:
            self._inside.append(piece)

    def _flush(self, end: int, faults: tuple[str, ...] = ()) -> Iterator[Entry | Problem]:
        """The entry that is open, if one is, ends here."""
        if (head := self._open) is None:
            return
        found_at = self._place(head.start, end)
        inside = tuple(self._inside)
        yield Entry(name=head.name, attributes=head.attributes, inside=inside, found_at=found_at)
        told = (*head.faults, *(f for piece in inside for f in piece.faults), *self._faults, *faults)
        for what in dict.fromkeys(told):
            yield Problem(found_at=found_at, loss="part", what=what)
        self._open = None
        self._inside, self._faults = [], {}

    def _last(self) -> Iterator[Problem]:
        """What can only be said at the end: whether the file is whole, and whether it counted right."""
        if self._roots > 0 or not self._counts:
            what = (
                f"The file breaks off at byte {self._end}: its end is missing."
                if self._counts
                else "The beginning of this file is missing."
            )
            yield self._problem(self._end, self._end, "member", what)
        numbers = [int(c) for c in self._counts if c.isdecimal() and len(c) < 19]
        if numbers and sum(numbers) != self._found:
            what = f"The file says that it holds {sum(numbers)} entries; {self._found} were found."
            yield Problem(found_at=self._member.at(), loss="part", what=what)

    def _problem(self, start: int, end: int, loss: Loss, what: str, raw: str = "") -> Problem:
        return Problem(found_at=self._place(start, end), loss=loss, what=what, raw=raw)

    def _place(self, start: int, end: int) -> Locator:
        return self._member.at(Position(unit="byte", start=start, length=end - start))
