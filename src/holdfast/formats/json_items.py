"""Values out of a JSON file of any size, each with its place in bytes; memory does not grow with the file.

The file is looked at through a window in which one character stands for one byte, so that the JSON reader of
the standard library finds where a value ends, and its bytes are decoded afterwards.
"""

import io
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

import msgspec

from holdfast.formats import charsets
from holdfast.formats.tree import Member
from holdfast.model.errors import InputError
from holdfast.model.locator import Locator, Position
from holdfast.model.problem import Loss, Problem

Path = tuple[str | int, ...]

ANY = "*"
"""In a wanted path: any key, any index."""

_CHUNK = 1 << 18
_LARGEST = 64 << 20  # bytes of one wanted value
_RAW = 2000  # characters that are kept of what is broken
_SEAM = 16  # characters before the end of the window in which a number or a word may be cut in two
_SHORT = 200  # characters of white space between two elements of a list
_SIGN = 1000  # characters that tell how an element begins

_SPACE = re.compile(r"[ \t\n\r]*")
_TOKEN = re.compile(r"[\"\[\]{}]")
_STRING = re.compile(r'(?:[^"\\]++|\\.)*+', re.DOTALL)
_WORD = re.compile(r"[^,\[\]{}\"\s]*")
_SCALAR = r'(?:"[^"\\]{0,200}"|[\w.+-]{1,40})'
_OPENING = re.compile(
    rf'\{{\s{{0,99}}("[^"\\]{{0,99}}")\s{{0,9}}:\s{{0,9}}(?:{_SCALAR}\s{{0,9}},\s{{0,99}}("[^"\\]{{0,99}}"))?',
    re.ASCII,
)
_SCRIPT = re.compile(r"(?:var |let |const )?[A-Za-z_$][\w$.]{0,200}[ \t]*=[ \t\n\r]*(?=[\[{])")
# Telegram writes control characters so, which JSON does not know.
_ODD = re.compile(r"(?<!\\)((?:\\\\)*)\\x([01][0-9A-Fa-f])")
_MARK = "\xef\xbb\xbf"  # what they are replaced with ends in this, so that no place in the window moves
_FOLLOWS = (" ", "\t", "\n", "\r", ",", "]", "}")
_MENDED = re.compile("([\0-\x1f])\ufeff")
_LINE_END = re.compile(r"\n")
_LONE = re.compile("[\ud800-\udfff]")

_CUT_OFF = "The file breaks off here."
_EMPTY = "The file is empty."
_MALFORMED = "What stands here is damaged and could not be read."
_TOO_LARGE = "What stands here is larger than can be read at once."
_TOO_DEEP = "What stands here is nested too deeply to be read."
_LETTERS = "Some letters are damaged here, or written in an unusual way."

_find = json.JSONDecoder(strict=False).raw_decode


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


class _FaultError(Exception):
    """The file is not what it should be at this place; `ends` where it simply stops."""

    def __init__(self, *, ends: bool) -> None:
        super().__init__()
        self.ends = ends


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
        self._stream = cast("io.BufferedIOBase", stream)
        self._paths = list(paths)
        self._text = ""
        self._at = 0
        self._offset = 0  # in bytes of the file, of the character at `_at`
        self._is_over = False
        self._trouble = ""
        self._wide = ""  # the codec of a file in two-byte letters
        self._left = b""
        self._charset = ""
        self._found: Any = None
        self._stack: list[_Frame] = []
        self._path: list[str | int] = []

    def first(self) -> str:
        """The character with which the first value begins."""
        self._begin()
        return self._text[self._at : self._at + 1]

    def all(self) -> Iterator[Item]:
        self._begin()
        if not self._text and not self._trouble:
            yield Item(path=(), start=0, length=0, broken=_EMPTY, ends=True)
        while True:
            begin = self._offset
            try:
                if not self._step():
                    break
                begin = self._offset
                if (item := self._value()) is not None:
                    yield item
            except _FaultError as fault:
                path, raw = tuple(self._path), self._text[self._at : self._at + _RAW]
                reason = (self._trouble or _CUT_OFF) if fault.ends else _MALFORMED
                goes_on = not fault.ends and self._find_next()
                if not goes_on:
                    self._pass_all()
                yield Item(
                    path=path,
                    start=begin,
                    length=self._offset - begin,
                    broken=reason,
                    raw=self._plain(raw[: self._offset - begin]),
                    ends=not goes_on,
                )
                if not goes_on:
                    return
        if self._trouble:
            yield Item(path=(), start=self._offset, length=0, broken=self._trouble, ends=True)

    def _plain(self, text: str) -> str:
        return text if self._wide else text.encode("latin-1").decode("utf-8", "replace")

    def _begin(self) -> None:
        self._have(len("\xef\xbb\xbf"))
        for mark in ("\xef\xbb\xbf", "\ufeff"):
            if self._text.startswith(mark):
                self._take(len(mark))
        self._space()
        self._have(2 * _SHORT)
        if script := _SCRIPT.match(self._text, self._at):
            self._take(script.end())

    def _step(self) -> bool:
        """On to the next value, whose path then is known; False where all is over."""
        while self._stack:
            frame = self._stack[-1]
            del self._path[len(self._stack) - 1 :]
            if self._enter(frame):
                return True
            self._stack.pop()
        self._path.clear()
        self._space()
        while self._peek() == ";":
            self._take(self._at + 1)
            self._space()
        return self._peek() != ""

    def _enter(self, frame: _Frame) -> bool:
        """On to the next value of this list or object; False where it ends."""
        before = self._offset
        self._space()
        if (char := self._peek()) == "":
            raise _FaultError(ends=True)
        closing = "]" if frame.is_list else "}"
        if char != closing and frame.count:
            if char != ",":
                raise _FaultError(ends=False)
            self._take(self._at + 1)
            before = self._offset
        elif char == closing:
            self._take(self._at + 1)
            return False
        self._space()
        char = self._peek()
        if char == "":
            raise _FaultError(ends=True)
        if char == closing:  # a comma too many, which is harmless
            self._take(self._at + 1)
            return False
        if frame.is_list:
            self._path.append(frame.count)
            if frame.count < 2:
                self._learn(frame, self._offset - before)
        else:
            self._path.append(self._key(char))
        frame.count += 1
        return True

    def _key(self, char: str) -> str:
        if char != '"':
            raise _FaultError(ends=False)
        try:
            end = self._end()
        except OverflowError as error:
            raise _FaultError(ends=False) from error
        key, _ = self._decoded(self._text[self._at : end], None)
        self._take(end)
        self._space()
        if (char := self._peek()) != ":":
            raise _FaultError(ends=char == "")
        self._take(self._at + 1)
        self._space()
        if self._peek() == "":
            raise _FaultError(ends=True)
        return str(key)

    def _learn(self, frame: _Frame, gap: int) -> None:
        """How the elements of this list begin, white space included, so that the next one can be found."""
        if self._wide or gap > min(self._at, _SHORT):
            return
        between = self._text[self._at - gap : self._at]
        self._have(_SIGN)
        if head := _OPENING.match(self._text, self._at):
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
        char = self._peek()
        if live and char in "[{":
            self._take(self._at + 1)
            self._stack.append(_Frame(live, depth, is_list=char == "["))
            return None
        try:
            self._take(self._end(_CHUNK))
        except (OverflowError, RecursionError):
            # Too large to be held only in order to be passed over.
            self._skip()
        return None

    def _cut(self) -> Item:
        start, path = self._offset, tuple(self._path)
        try:
            end = self._end(_LARGEST)
            value, remark = self._decoded(self._text[self._at : end], self._found)
        except OverflowError:
            broken = _TOO_LARGE
        except RecursionError:
            broken = _TOO_DEEP
        else:
            self._take(end)
            return Item(path=path, start=start, length=self._offset - start, value=value, remark=remark)
        self._skip()
        return Item(path=path, start=start, length=self._offset - start, broken=broken)

    def _end(self, most: int = _LARGEST) -> int:
        """Where the value at hand ends in the window. Raises OverflowError where it is longer than `most`."""
        while True:
            try:
                self._found, end = _find(self._text, self._at)
            except json.JSONDecodeError as error:
                if error.msg.startswith("Invalid \\escape") and self._mend(error.pos):
                    continue
                is_cut = error.pos + _SEAM > len(self._text) or error.msg.startswith("Unterminated")
            except ValueError as error:  # a number of thousands of digits
                raise OverflowError from error
            else:
                # A number at the very end of the window may go on.
                if self._text[end - 1] in '"]}' or end + _SEAM < len(self._text):
                    if end - self._at > most:
                        raise OverflowError
                    return end
                follows = self._text[end : end + 1]
                if self._is_over and (not self._stack or follows in _FOLLOWS):
                    return end
                is_cut = True
            if not is_cut or self._is_over:
                raise _FaultError(ends=is_cut)
            if len(self._text) - self._at > most:
                raise OverflowError
            self._fill()

    def _mend(self, at: int) -> bool:
        """Put right what is written as no JSON may write it, from here to the end of the window."""
        before, after = self._text[: max(0, at - 1)], self._text[max(0, at - 1) :]
        mended, count = _ODD.subn(lambda m: f"{m[1]}{chr(int(m[2], 16))}{_MARK}", after)
        if count and not self._wide:
            self._text = before + mended
        return bool(count) and not self._wide

    def _decoded(self, text: str, found: Any) -> tuple[Any, str]:
        """The value of these characters, and a remark where something in it had to be put right."""
        if found is not None and "\\u" not in text and (self._wide or text.isascii()):
            return found, ""
        plain, remark = text, ""
        if not self._wide:
            data = text.encode("latin-1")
            try:
                return msgspec.json.decode(data), ""
            except (msgspec.DecodeError, RecursionError, UnicodeError):
                # Stricter than needed: this one takes no line ends in strings, no NaN, no half of a pair.
                pass
            try:
                plain = data.decode()
            except UnicodeDecodeError:
                self._charset = self._charset or charsets.decode(data)[1]
                plain, remark = data.decode(self._charset, "replace"), _LETTERS
        value = json.loads(_MENDED.sub(r"\1", plain), strict=False)
        # Half of a pair of surrogates is no letter, and could not be kept.
        written = json.dumps(value, ensure_ascii=False)
        if _LONE.search(written):
            value, remark = json.loads(_LONE.sub("\ufffd", written)), _LETTERS
        return value, remark

    def _skip(self) -> None:
        """Past the value at hand without holding it: brackets are counted, strings passed over."""
        depth = 0
        while True:
            if self._peek() == "":
                raise _FaultError(ends=True)
            if depth == 0 and self._text[self._at] not in '"[{':
                self._take(_WORD.match(self._text, self._at).end())  # type: ignore[union-attr]
                if self._at < len(self._text) or self._peek() == "":
                    return
                continue
            token = _TOKEN.search(self._text, self._at)
            if token is None:
                self._take(len(self._text))
                continue
            self._take(token.end())
            if token[0] == '"':
                self._skip_string()
            else:
                depth += 1 if token[0] in "[{" else -1
            if depth <= 0:
                return

    def _skip_string(self) -> None:
        while True:
            self._take(_STRING.match(self._text, self._at).end())  # type: ignore[union-attr]
            if self._text[self._at : self._at + 1] == '"':
                self._take(self._at + 1)
                return
            if self._is_over:
                raise _FaultError(ends=True)
            self._fill()

    def _find_next(self) -> bool:
        """On to where the next element of one of the lists begins that are being walked through."""
        signs = [(frame.sign, depth) for depth, frame in enumerate(self._stack, 1) if frame.sign]
        if not self._stack and () in self._paths:
            signs.append((_LINE_END, 0))
        at = self._at + 1
        while signs:
            found = [(m.start(), depth) for sign, depth in signs if (m := sign.search(self._text, at))]
            if found:
                place, depth = min(found)
                self._take(place)
                del self._stack[depth:]
                return True
            if self._is_over:
                return False
            keep = max(self._at, len(self._text) - _SIGN)
            at = max(at - keep, 0)
            self._take(keep)
            self._fill()
        return False

    def _pass_all(self) -> None:
        while True:
            self._take(len(self._text))
            if self._is_over:
                return
            self._fill()

    def _space(self) -> None:
        while True:
            end = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr]
            if end != self._at:
                self._take(end)
            if end < len(self._text) or self._is_over:
                return
            self._fill()

    def _peek(self) -> str:
        while self._at >= len(self._text) and not self._is_over:
            self._fill()
        return self._text[self._at : self._at + 1]

    def _have(self, wanted: int) -> None:
        """At least so many characters ahead, unless the file ends."""
        while len(self._text) - self._at < wanted and not self._is_over:
            self._fill()

    def _take(self, until: int) -> None:
        if self._wide:
            self._offset += len(self._text[self._at : until].encode(self._wide, "surrogatepass"))
        else:
            self._offset += until - self._at
        self._at = until

    def _fill(self) -> None:
        """More of the file into the window: as much again as is left in it, so that growing stays cheap."""
        parts = [self._text[self._at :]]
        wanted = max(_CHUNK, len(parts[0]))
        while wanted > 0:
            try:
                data = self._stream.read1(wanted)
            except InputError as error:
                data, self._trouble = b"", error.what
            wanted -= len(data)
            if not data:
                self._is_over = True
            parts.append(self._letters(data))
            if self._is_over:
                break
        self._text, self._at = "".join(parts), 0

    def _letters(self, data: bytes) -> str:
        if self._offset == 0 and not self._wide and not self._text:
            self._wide = _two_byte(data)
        if not self._wide:
            return data.decode("latin-1")
        data = self._left + data
        # Neither a letter of two bytes nor one of two such pairs is cut in two.
        end = len(data) & ~1
        high = data[end - 1 if self._wide == "utf-16-le" else end - 2] if end else 0
        if 0xD8 <= high <= 0xDB and not self._is_over:
            end -= 2
        self._left = data[end:]
        return data[:end].decode(self._wide, "replace")


def _two_byte(data: bytes) -> str:
    if data.startswith(b"\xff\xfe") or (len(data) > 3 and data[1] == data[3] == 0 != data[0]):
        return "utf-16-le"
    if data.startswith(b"\xfe\xff") or (len(data) > 3 and data[0] == data[2] == 0 != data[1]):
        return "utf-16-be"
    return ""
