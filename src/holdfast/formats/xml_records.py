"""Records of an XML file whose values stand as text between tags, one after the other, with their places.

The file is never held as a tree, no entity is expanded, and what is not quite XML is read as far as it goes:
a control character, a bare "&", an end that never came. The other kind of file, whose values are attributes,
is read by `elements`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import msgspec

from holdfast.formats import characters
from holdfast.formats.tree import Member
from holdfast.model.errors import InputError
from holdfast.model.locator import Locator, Position
from holdfast.model.problem import Problem

_CHUNK = 1 << 18
_NEAR = 1 << 16
_LONGEST = 16 << 20  # of one tag or stretch of text
_KEPT = 1 << 20  # characters of one value that are kept
_MOST = 1000  # values of one name in one record
_DEEPEST = 64

_TOKEN = re.compile(
    rb"<!\[CDATA\[(?P<text>.*?)\]\]>|<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*+)?>"
    rb"|</(?P<close>[^\s<>/]+)\s*+>"
    rb"|<(?P<open>[A-Za-z_][^\s<>/]*+)(?P<attributes>[^<>]*?)(?P<empty>/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rb"([^\s=\"'/]+)\s*=\s*(?:\"([^\"]*+)\"|'([^']*+)')")
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)")

_NO_END = "The end of this entry is missing."
_CUT_OFF = "The file breaks off here: its end is missing."
_NOTHING = "This file holds no XML."
_TOO_LONG = "A value of this entry is too long to be shown whole."

Values = dict[str, list[str]]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One record. `values` has its texts by path ("author/name"), attributes as "path@name".

    `around` has what was read so far of the records that it stands in, outermost first.
    """

    name: str
    values: Values
    around: tuple[Values, ...]
    found_at: Locator

    def first(self, path: str) -> str:
        """The first value of this path without blanks around it, "" where there is none."""
        return self.values.get(path, [""])[0].strip()


class _Frame:
    """A record that has begun: at this depth of the tags around it."""

    def __init__(self, name: str, start: int, depth: int) -> None:
        self.name = name
        self.start = start
        self.depth = depth
        self.values: Values = {}
        self.faults: dict[str, None] = {}


def records(member: Member, inside: Mapping[str, str]) -> Iterator[Found | Problem]:
    """Every record by the names in `inside`, which tells for each in which other one it stands ("" in none).

    Names are without their prefix. A record comes when it ends, and then what was lost in it as problems.
    """
    try:
        with member.open() as stream:
            yield from _Reading(member, inside, stream).run()
    except InputError as error:
        yield Problem(found_at=member.at(), loss="member", what=error.what)


class _Reading:
    """One way through one file."""

    def __init__(self, member: Member, inside: Mapping[str, str], stream: BinaryIO) -> None:
        self._member = member
        self._inside = inside
        self._source = characters.Utf8(stream, _CHUNK)
        self._buffer = b""
        self._at = 0
        self._is_over = False
        self._endless = 0
        self._charset = ""
        self._open: list[str] = []
        self._frames: list[_Frame] = []
        self._text: list[str] = []
        self._length = 0
        self._tags = 0

    def run(self) -> Iterator[Found | Problem]:
        self._fill(_NEAR)
        declared = _DECLARED.search(self._buffer[:1024])
        self._charset = characters.single_byte(declared[1].decode("ascii")) if declared else ""
        while True:
            self._fill(_NEAR)
            if self._at >= len(self._buffer):
                break
            found = self._token()
            if found is None:
                continue
            start = self._source.offset
            self._take(found.end())
            if found["text"] is not None:
                self._add(found["text"], is_plain=True)
            elif found["open"] is not None:
                yield from self._opened(found, start)
            elif found["close"] is not None:
                yield from self._closed(_local(found["close"]), self._source.offset)
        is_whole = not self._open and self._tags > 0
        self._flush()
        while self._frames:
            yield from self._ended(self._source.offset, _NO_END)
        if not is_whole:
            here = self._place(self._source.offset, self._source.offset)
            yield Problem(found_at=here, loss="member", what=_CUT_OFF if self._tags else _NOTHING)

    def _token(self) -> re.Match[bytes] | None:
        """The tag or CDATA at hand; None where text stood there, which then is passed over."""
        stop = self._buffer.find(b"<", self._at)
        if stop != self._at:
            until = stop if stop >= 0 else len(self._buffer)
            self._pass(until)
            return None
        while True:
            is_aside = self._buffer[self._at + 1 : self._at + 2] in (b"!", b"?")
            is_hopeless = is_aside and self._source.offset < self._endless
            found = None if is_hopeless else _TOKEN.match(self._buffer, self._at)
            if found is not None:
                return found
            ahead = len(self._buffer) - self._at
            ends = self._buffer.find(b">", self._at) >= 0 or self._buffer.find(b"<", self._at + 1) >= 0
            may_go_on = not is_hopeless and (is_aside or not ends)
            if self._is_over or ahead >= _LONGEST or not may_go_on:
                if is_aside and not is_hopeless:
                    # Once looked through without finding an end, the same bytes are not looked through again.
                    self._endless = self._source.offset + ahead
                self._pass(self._at + 1)
                return None
            self._fill(2 * ahead)

    def _pass(self, until: int) -> None:
        if self._frames:
            self._add(self._buffer[self._at : until], is_plain=False)
        self._take(until)

    def _add(self, data: bytes, *, is_plain: bool) -> None:
        if not self._frames:
            return
        text, faults = characters.decoded(data, self._charset)
        if not is_plain:
            text, more = characters.unescaped(text)
            faults += more
        frame = self._frames[-1]
        frame.faults |= dict.fromkeys(faults)
        room = _KEPT - self._length
        if len(text) > room:
            frame.faults[_TOO_LONG] = None
        self._text.append(text[:room])
        self._length += len(self._text[-1])

    def _opened(self, found: re.Match[bytes], start: int) -> Iterator[Found | Problem]:
        name, is_empty = _local(found["open"]), bool(found["empty"])
        self._tags += 1
        self._flush()
        if name in self._inside and not is_empty:
            if any(frame.name == name for frame in self._frames):
                yield from self._closed(name, start, _NO_END)
            around = self._frames[-1].name if self._frames else ""
            if around == self._inside[name]:
                self._frames.append(_Frame(name, start, len(self._open)))
        if not is_empty and len(self._open) < _DEEPEST:
            self._open.append(name)
        if not self._frames:
            return
        path = self._path()
        if is_empty:
            path = f"{path}/{name}" if path else name
        for key, one, other in _ATTRIBUTE.findall(found["attributes"]):
            value = characters.unescaped(characters.decoded(one or other, self._charset)[0])[0]
            self._keep(f"{path}@{_local(key)}", value)

    def _path(self) -> str:
        """The way from the record at hand to the tag at hand."""
        return "/".join(self._open[self._frames[-1].depth + 1 :])

    def _keep(self, path: str, value: str) -> None:
        held = self._frames[-1].values.setdefault(path, [])
        if len(held) < _MOST:
            held.append(value[:_KEPT])

    def _closed(self, name: str, end: int, fault: str = "") -> Iterator[Found | Problem]:
        if name not in self._open:
            return
        self._flush(is_empty_kept=self._open[-1] == name)
        while self._open:
            last = self._open.pop()
            if self._frames and self._frames[-1].depth == len(self._open):
                is_meant = last == name
                yield from self._ended(end, fault if is_meant else _NO_END)
            if last == name:
                return

    def _flush(self, *, is_empty_kept: bool = False) -> None:
        """The text that stood here belongs to the tag at hand, if that lies inside a record."""
        text, self._text, self._length = "".join(self._text), [], 0
        if self._frames and len(self._open) > self._frames[-1].depth + 1 and (is_empty_kept or text.strip()):
            self._keep(self._path(), text)

    def _ended(self, end: int, fault: str) -> Iterator[Found | Problem]:
        frame = self._frames.pop()
        here = self._place(frame.start, end)
        around = tuple(one.values for one in self._frames)
        yield Found(name=frame.name, values=frame.values, around=around, found_at=here)
        for what in (*frame.faults, *((fault,) if fault else ())):
            yield Problem(found_at=here, loss="part", what=what)

    def _place(self, start: int, end: int) -> Locator:
        return self._member.at(Position(unit="byte", start=start, length=end - start))

    def _take(self, until: int) -> None:
        self._source.pass_over(self._buffer, self._at, until)
        self._at = until

    def _fill(self, wanted: int) -> None:
        """Have at least so many bytes ahead, unless the file ends."""
        if self._is_over or len(self._buffer) - self._at >= wanted:
            return
        parts = [self._buffer[self._at :]]
        ahead = len(parts[0])
        while ahead < wanted:
            more = self._source.read()
            if not more:
                self._is_over = True
                break
            parts.append(more)
            ahead += len(more)
        self._buffer, self._at = b"".join(parts), 0


def _local(name: bytes) -> str:
    return name.rpartition(b":")[2].decode("utf-8", "replace")
