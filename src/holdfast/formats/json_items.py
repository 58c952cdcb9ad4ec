"""Values out of a JSON file of any size, each with its place in bytes; memory does not grow with the file."""

import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from holdfast.formats import json_window
from holdfast.formats.json_window import FaultError, Window
from holdfast.formats.tree import Member
from holdfast.model.locator import Locator, Position
from holdfast.model.problem import Loss, Problem

Path = tuple[str | int, ...]

ANY = "*"
"""In a wanted path: any key, any index."""

_LARGEST = 64 << 20  # bytes of one wanted value
_RAW = 2000  # characters that are kept of what is broken
_SHORT = 200  # characters of white space between two elements of a list
_SIGN = 1000  # characters that tell how an element begins

_SCALAR = r'(?:"[^"\\]{0,200}"|[\w.+-]{1,40})'
_OPENING = re.compile(
    rf'\{{\s{{0,99}}("[^"\\]{{0,99}}")\s{{0,9}}:\s{{0,9}}(?:{_SCALAR}\s{{0,9}},\s{{0,99}}("[^"\\]{{0,99}}"))?',
    re.ASCII,
)
_SCRIPT = re.compile(r"(?:var |let |const )?[A-Za-z_$][\w$.]{0,200}[ \t]*=[ \t\n\r]*(?=[\[{])")
_LINE_END = re.compile(r"\n")

_CUT_OFF = "The file breaks off here."
_EMPTY = "The file is empty."
_MALFORMED = "What stands here is damaged and could not be read."
_TOO_LARGE = "What stands here is larger than can be read at once."
_TOO_DEEP = "What stands here is nested too deeply to be read."


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One wanted value: the keys and indices that lead to it, and its place in bytes of the file.

    `broken` says why there is no value; the place then is what was passed over, `raw` how it begins, and
    `ends` says that nothing of the file is read after it. `remark` says what was put right in the value.
    """

    path: Path
    start: int
    length: int
    value: Any = None
    broken: str = ""
    raw: str = ""
    ends: bool = False
    remark: str = ""

    def at(self, member: Member) -> Locator:
        """The locator of its place in this file."""
        return member.at(Position(unit="byte", start=self.start, length=self.length))

    def problem(self, member: Member) -> Problem | None:
        """What there is to say about it, None where it is whole."""
        if self.broken:
            loss: Loss = "member" if self.ends else "record"
            return Problem(found_at=self.at(member), loss=loss, what=self.broken, raw=self.raw)
        if self.remark:
            return Problem(found_at=self.at(member), loss="part", what=self.remark)
        return None


def items(stream: BinaryIO, *paths: tuple[str, ...]) -> Iterator[Item]:
    """The values at these paths, in the order of the file; `ANY` in a path stands for any key or index.

    A file may hold several values in a row (a line each): the path () gives each of them whole. What stands
    before "=" in a script is passed over. Where an element of a list is damaged, reading goes on with the
    next one; where a file breaks off, the last item is broken. A stream that breaks down ends like a file
    that breaks off.
    """
    return _Walk(stream, paths).all()


def keys(head: bytes) -> tuple[str, ...]:
    """The keys that the first bytes of a file show: of the object it is, or of the first ones in its list."""
    is_list = _Walk(io.BytesIO(head), ()).first() == "["
    wanted = (ANY, ANY) if is_list else (ANY,)
    found = (item.path[-1] for item in items(io.BytesIO(head), wanted) if len(item.path) == len(wanted))
    return tuple(dict.fromkeys(key for key in found if isinstance(key, str)))


class _Frame:
    """A list or an object that is being walked through: `sign` finds where an element of it begins."""

    __slots__ = ("count", "is_list", "live", "sign", "whole")

    def __init__(self, live: list[tuple[str, ...]], depth: int, *, is_list: bool) -> None:
        self.is_list = is_list
        self.live = live
        self.count = 0
        self.sign: re.Pattern[str] | None = None
        # In a list every element is wanted alike.
        self.whole = is_list and any(len(p) == depth + 1 and p[depth] == ANY for p in live)


class _Walk:
    def __init__(self, stream: BinaryIO, paths: tuple[tuple[str, ...], ...]) -> None:
        self._window = Window(stream)
        self._paths = list(paths)
        self._stack: list[_Frame] = []
        self._path: list[str | int] = []

    def first(self) -> str:
        """The character with which the first value begins."""
        self._begin()
        return self._window.text[self._window.at : self._window.at + 1]

    def all(self) -> Iterator[Item]:
        self._begin()
        if not self._window.text and not self._window.trouble:
            yield Item(path=(), start=0, length=0, broken=_EMPTY, ends=True)
        while True:
            begin = self._window.offset
            try:
                if not self._step():
                    break
                begin = self._window.offset
                if (item := self._value()) is not None:
                    yield item
            except FaultError as fault:
                path, raw = tuple(self._path), self._window.text[self._window.at : self._window.at + _RAW]
                reason = (self._window.trouble or _CUT_OFF) if fault.ends else _MALFORMED
                goes_on = not fault.ends and self._find_next()
                if not goes_on:
                    self._window.pass_all()
                yield Item(
                    path=path,
                    start=begin,
                    length=self._window.offset - begin,
                    broken=reason,
                    raw=self._window.plain(raw[: self._window.offset - begin]),
                    ends=not goes_on,
                )
                if not goes_on:
                    return
        if self._window.trouble:
            yield Item(path=(), start=self._window.offset, length=0, broken=self._window.trouble, ends=True)

    def _begin(self) -> None:
        self._window.have(len("\xef\xbb\xbf"))
        for mark in ("\xef\xbb\xbf", "\ufeff"):
            if self._window.text.startswith(mark):
                self._window.take(len(mark))
        self._window.space()
        self._window.have(2 * _SHORT)
        if script := _SCRIPT.match(self._window.text, self._window.at):
            self._window.take(script.end())

    def _step(self) -> bool:
        """On to the next value, whose path then is known; False where all is over."""
        while self._stack:
            frame = self._stack[-1]
            del self._path[len(self._stack) - 1 :]
            if self._enter(frame):
                return True
            self._stack.pop()
        self._path.clear()
        self._window.space()
        while self._window.peek() == ";":
            self._window.take(self._window.at + 1)
            self._window.space()
        return self._window.peek() != ""

    def _enter(self, frame: _Frame) -> bool:
        """On to the next value of this list or object; False where it ends."""
        before = self._window.offset
        self._window.space()
        if (char := self._window.peek()) == "":
            raise FaultError(ends=True)
        closing = "]" if frame.is_list else "}"
        if char != closing and frame.count:
            if char != ",":
                raise FaultError(ends=False)
            self._window.take(self._window.at + 1)
            before = self._window.offset
        elif char == closing:
            self._window.take(self._window.at + 1)
            return False
        self._window.space()
        char = self._window.peek()
        if char == "":
            raise FaultError(ends=True)
        if char == closing:  # a comma too many, which is harmless
            self._window.take(self._window.at + 1)
            return False
        if frame.is_list:
            self._path.append(frame.count)
            if frame.count < 2:
                self._learn(frame, self._window.offset - before)
        else:
            self._path.append(self._key(char))
        frame.count += 1
        return True

    def _key(self, char: str) -> str:
        if char != '"':
            raise FaultError(ends=False)
        try:
            end = self._window.end(_LARGEST, is_alone=not self._stack)
        except OverflowError as error:
            raise FaultError(ends=False) from error
        key, _ = self._window.decoded(self._window.text[self._window.at : end], None)
        self._window.take(end)
        self._window.space()
        if (char := self._window.peek()) != ":":
            raise FaultError(ends=char == "")
        self._window.take(self._window.at + 1)
        self._window.space()
        if self._window.peek() == "":
            raise FaultError(ends=True)
        return str(key)

    def _learn(self, frame: _Frame, gap: int) -> None:
        """How the elements of this list begin, white space included, so that the next one can be found."""
        if self._window.is_wide or gap > min(self._window.at, _SHORT):
            return
        between = self._window.text[self._window.at - gap : self._window.at]
        self._window.have(_SIGN)
        if head := _OPENING.match(self._window.text, self._window.at):
            sign = rf",{re.escape(between) or ' ?'}\{{\s*{re.escape(head[1])}\s*:"
            if head[2]:
                sign += rf"\s*{_SCALAR}\s*,\s*{re.escape(head[2])}\s*:"
            frame.sign = re.compile(sign, re.ASCII)

    def _value(self) -> Item | None:
        depth = len(self._path)
        if self._stack and self._stack[-1].whole:
            return self._cut()
        live = self._stack[-1].live if self._stack else self._paths
        if depth:
            key = self._path[-1]
            live = [p for p in live if p[depth - 1] in (ANY, key)]
        if any(len(p) == depth for p in live):
            return self._cut()
        live = [p for p in live if len(p) > depth]
        char = self._window.peek()
        if live and char in "[{":
            self._window.take(self._window.at + 1)
            self._stack.append(_Frame(live, depth, is_list=char == "["))
            return None
        try:
            self._window.take(self._window.end(json_window.CHUNK, is_alone=not self._stack))
        except (OverflowError, RecursionError):
            # Too large to be held only in order to be passed over.
            self._window.skip()
        return None

    def _cut(self) -> Item:
        start, path = self._window.offset, tuple(self._path)
        try:
            end = self._window.end(_LARGEST, is_alone=not self._stack)
            value, remark = self._window.decoded(self._window.text[self._window.at : end], self._window.found)
        except OverflowError:
            broken = _TOO_LARGE
        except RecursionError:
            broken = _TOO_DEEP
        else:
            self._window.take(end)
            return Item(
                path=path, start=start, length=self._window.offset - start, value=value, remark=remark
            )
        self._window.skip()
        return Item(path=path, start=start, length=self._window.offset - start, broken=broken)

    def _find_next(self) -> bool:
        """On to where the next element of one of the lists begins that are being walked through."""
        signs = [(frame.sign, depth) for depth, frame in enumerate(self._stack, 1) if frame.sign]
        if not self._stack and () in self._paths:
            signs.append((_LINE_END, 0))
        at = self._window.at + 1
        while signs:
            found = [(m.start(), depth) for sign, depth in signs if (m := sign.search(self._window.text, at))]
            if found:
                place, depth = min(found)
                self._window.take(place)
                del self._stack[depth:]
                return True
            if self._window.is_over:
                return False
            keep = max(self._window.at, len(self._window.text) - _SIGN)
            at = max(at - keep, 0)
            self._window.take(keep)
            self._window.fill()
        return False
