"""Elements of a flat XML file, one after the other, each with its place in the file as stored.

Phones write such files with one element for each message, some gigabytes long, and often not quite as XML
wants them: an emoji as two half characters, a bare "&", an end that never came. A strict parser gives up
there and drops all that follows. This reader takes one tag at a time, mends what can be mended, says
what it mended, and after a broken tag goes on with the next record. It expands no entity, holds no tree and
never more than a few megabytes.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import BinaryIO, Literal

import msgspec

from holdfast.formats import characters
from holdfast.formats.payload import Payload

Kind = Literal["open", "close", "broken", "junk", "doctype"]

_CHUNK = 1 << 18
_NEAR = 1 << 16  # an ordinary tag is far shorter than this
_LONGEST = 16 << 20  # of one value that is text
_SEAM = 64  # the start of a tag may be cut in two by the end of what is in memory
_RAW = 2000

_NAME = rb"[A-Za-z_][^\s=<>\"'/]*+"
# No part of it can match in two ways, so going back costs little. Python before 3.11.5 errs where what is
# repeated, and never gone back into, holds a choice.
_TAG = re.compile(rb"<(" + _NAME + rb")((?:[^\"'<>]*(?:\"[^\"]*\"|'[^']*'))*)\s*+(/?)>")
_START = re.compile(rb"<(" + _NAME + rb")")
_NEXT = re.compile(rb"\s++([^\s=<>\"'/]++)\s*+=\s*+([\"'])")
_FINISH = re.compile(rb"\s*+(/?)>")
_CLOSE = re.compile(rb"</(" + _NAME + rb")\s*+>")
_ASIDE = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*+)?>", re.DOTALL | re.IGNORECASE)
_NAMED = re.compile(r"\s+([^\s=<>\"'/]+)\s*=\s*")
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)")

BROKEN = "An entry in this file is damaged and could not be read."
TWICE = "An entry names one of its values twice; the last one is shown."
ENDLESS = "The file breaks off inside an entry."


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One tag, or a stretch that is none. `start` and `end` are byte offsets in the file as stored.

    open: a start tag with its `attributes` (`empty`: it closes itself). close: an end tag. broken: a start
    tag that could not be read. junk: bytes outside every tag. doctype: declarations, which are not followed.
    `faults` says what was mended or lost; `payload` stands for the one long value that is not text; `raw` is
    the beginning of what is not understood.
    """

    kind: Kind
    start: int
    end: int
    name: str = ""
    attributes: dict[str, str] = {}
    empty: bool = False
    faults: tuple[str, ...] = ()
    payload: Payload | None = None
    raw: str = ""


class Elements:
    """The pieces of `stream`, in order. Once they are all out, `end` is the length of the file in bytes.

    records: names of the elements that stand for a record: after damage reading goes on with the next one.
    payloads: element name → name of its one attribute that holds base64 of any length.
    """

    def __init__(self, stream: BinaryIO, records: tuple[str, ...], payloads: dict[str, str]) -> None:
        self._source = characters.Utf8(stream, _CHUNK)
        self._payloads = {k.encode(): v.encode() for k, v in payloads.items()}
        names = b"|".join(re.escape(name.encode()) for name in records)
        parts = b"|".join((names, *(re.escape(name) for name in self._payloads)))
        self._record = re.compile(rb"<(?:" + names + rb")(?=[\s/>])")
        self._resume = re.compile(rb"<(?:" + parts + rb")(?=[\s/>])|</")
        self._buffer = b""
        self._at = 0
        self._is_over = False
        self._endless = 0
        self._charset = ""

    @property
    def end(self) -> int:
        """How far reading has come, in bytes of the file as stored."""
        return self._source.offset

    def __iter__(self) -> Iterator[Piece]:
        self._fill(_NEAR)
        declared = _DECLARED.search(self._buffer[:1024])
        self._charset = characters.single_byte(declared[1].decode("ascii")) if declared else ""
        while True:
            if len(self._buffer) - self._at < _NEAR:
                self._fill(_NEAR)
            found = self._buffer.find(b"<", self._at)
            stop = found if found >= 0 else len(self._buffer)
            if stop > self._at:
                piece = self._between(stop)
            elif found < 0:
                return
            else:
                piece = self._one()
            if piece is not None:
                yield piece

    def _one(self) -> Piece | None:
        buffer, at = self._buffer, self._at
        tag = _TAG.match(buffer, at)
        if tag and tag[1] not in self._payloads and buffer.find(b"<", at + 1, tag.end()) < 0:
            text, faults = characters.decoded(tag[2], self._charset)
            parts = text.split('"')
            # Nearly every tag has its values between such marks only, and the same names in the same order.
            if parts[-1] == "" and (names := _names(tuple(parts[:-1:2]))) is not None:
                attributes = dict(zip(names, parts[1::2], strict=True))
                if "&" in text:
                    faults += self._unescape(attributes)
                start = self._source.offset
                self._take(tag.end())
                return Piece(
                    kind="open",
                    name=tag[1].decode("utf-8", "replace"),
                    attributes=attributes,
                    start=start,
                    end=self._source.offset,
                    empty=bool(tag[3]),
                    faults=tuple(dict.fromkeys(faults)) if faults else (),
                )
        if close := _CLOSE.match(buffer, at):
            start = self._source.offset
            self._take(close.end())
            name = close[1].decode("utf-8", "replace")
            return Piece(kind="close", name=name, start=start, end=self._source.offset)
        return self._slowly() if _START.match(buffer, at) else self._aside()

    @staticmethod
    def _unescape(attributes: dict[str, str]) -> tuple[str, ...]:
        """Write out the references in all values; what was lost on the way."""
        faults: dict[str, None] = {}
        for name, value in attributes.items():
            if "&" in value:
                attributes[name], more = characters.unescaped(value)
                faults |= dict.fromkeys(more)
        return tuple(faults)

    def _slowly(self) -> Piece:
        """A start tag that is long, broken off or damaged, one attribute at a time."""
        start, raw = self._source.offset, self._buffer[self._at : self._at + _RAW]
        opening = _START.match(self._buffer, self._at)
        name = opening[1] if opening else b""
        self._take(self._at + 1 + len(name))
        attributes: dict[str, str] = {}
        faults: dict[str, None] = {}
        payload: Payload | None = None
        # Where the file ends right behind the name, nobody knows how the name goes on.
        is_named = len(self._buffer) > self._at
        while True:
            self._fill(_NEAR)
            if finish := _FINISH.match(self._buffer, self._at):
                self._take(finish.end())
                return Piece(
                    kind="open",
                    name=name.decode("utf-8", "replace"),
                    attributes=attributes,
                    start=start,
                    end=self._source.offset,
                    empty=bool(finish[1]),
                    faults=tuple(faults),
                    payload=payload,
                )
            pair = _NEXT.match(self._buffer, self._at)
            if not pair:
                break
            key = pair[1].decode("utf-8", "replace")
            self._take(pair.end())
            if self._payloads.get(name) == pair[1]:
                payload = Payload()
                if not self._value(pair[2], payload.feed, most=None):
                    break
                payload.finish()
                continue
            held: list[bytes] = []
            if not self._value(pair[2], held.append, most=_LONGEST):
                break
            text, more = characters.decoded(b"".join(held), self._charset)
            if key in attributes:
                faults[TWICE] = None
            attributes[key], yet_more = characters.unescaped(text)
            faults |= dict.fromkeys((*more, *yet_more))
        is_cut = self._skip_damage()
        return Piece(
            kind="broken",
            name=name.decode("utf-8", "replace") if is_named else "",
            start=start,
            end=self._source.offset,
            faults=(ENDLESS if is_cut else BROKEN,),
            raw=characters.decoded(raw[: self._source.offset - start], self._charset)[0],
        )

    def _value(self, quote: bytes, take: Callable[[bytes], None], *, most: int | None) -> bool:
        """Hand over the bytes up to the quotation mark.

        False where a new record or the end of the file comes before it, or more than `most` bytes do.
        """
        length = 0
        while True:
            stop = self._buffer.find(quote, self._at)
            until = stop if stop >= 0 else len(self._buffer)
            if record := self._record.search(self._buffer, self._at, until):
                self._take(record.start())
                return False
            if stop < 0:
                until = until if self._is_over else max(self._at, until - _SEAM)
            length += until - self._at
            if most is not None and length > most:
                return False
            take(self._buffer[self._at : until])
            self._take(until)
            if stop >= 0:
                self._take(self._at + 1)
                return True
            if self._is_over:
                return False
            self._fill(_CHUNK)

    def _skip_damage(self) -> bool:
        """On to the next tag from which reading can go on; True where the file ends before one comes."""
        while True:
            if found := self._resume.search(self._buffer, self._at):
                self._take(found.start())
                return False
            if self._is_over:
                self._take(len(self._buffer))
                return True
            self._take(max(self._at, len(self._buffer) - _SEAM))
            self._fill(_CHUNK)

    def _aside(self) -> Piece | None:
        """Comments and instructions, which say nothing; declarations; and a "<" that begins nothing."""
        self._fill(_CHUNK)
        start = self._source.offset
        # Looked through once without finding an end, the same bytes are not looked through again.
        is_worthwhile = start >= self._endless
        if is_worthwhile and (aside := _ASIDE.match(self._buffer, self._at)):
            self._take(aside.end())
            return None
        if is_worthwhile and (doctype := _DOCTYPE.match(self._buffer, self._at)):
            self._take(doctype.end())
            raw = characters.decoded(doctype[0][:_RAW], self._charset)[0]
            return Piece(kind="doctype", start=start, end=self._source.offset, raw=raw)
        if is_worthwhile and self._buffer[self._at + 1 : self._at + 2] in (b"!", b"?"):
            self._endless = start + len(self._buffer) - self._at
        stop = self._buffer.find(b"<", self._at + 1)
        data = self._buffer[self._at : stop if stop >= 0 else len(self._buffer)]
        self._take(self._at + len(data))
        raw = characters.decoded(data[:_RAW], self._charset)[0]
        return Piece(kind="junk", start=start, end=self._source.offset, raw=raw)

    def _between(self, stop: int) -> Piece | None:
        start, data = self._source.offset, self._buffer[self._at : stop]
        self._take(stop)
        if data.isspace():
            return None
        raw = characters.decoded(data.strip()[:_RAW], self._charset)[0]
        return Piece(kind="junk", start=start, end=self._source.offset, raw=raw)

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


@lru_cache(maxsize=64)
def _names(between: tuple[str, ...]) -> tuple[str, ...] | None:
    """The attribute names that stand between the values of a tag; None where it is not that simple."""
    found = [_NAMED.fullmatch(text) for text in between]
    names = tuple(name[1] for name in found if name)
    return names if len(set(names)) == len(between) else None
