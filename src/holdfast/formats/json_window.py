"""A JSON file seen through a window of little memory: where the value at hand ends, and what it says.

In the window one character stands for one byte, so that the JSON reader of the standard library finds where a
value ends, and its bytes are decoded afterwards.
"""

import io
import json
import re
from typing import Any, BinaryIO, cast

import msgspec

from holdfast.formats import charsets
from holdfast.model.errors import InputError

CHUNK = 1 << 18
"""The number of bytes that are read at once."""

_SEAM = 16  # characters before the end of the window in which a number or a word may be cut in two

_SPACE = re.compile(r"[ \t\n\r]*")
_TOKEN = re.compile(r"[\"\[\]{}]")
_STRING = re.compile(r'(?:[^"\\]++|\\.)*+', re.DOTALL)
_WORD = re.compile(r"[^,\[\]{}\"\s]*")
# Telegram writes control characters so, which JSON does not know.
_ODD = re.compile(r"(?<!\\)((?:\\\\)*)\\x([01][0-9A-Fa-f])")
_MARK = "\xef\xbb\xbf"  # what they are replaced with ends in this, so that no place in the window moves
_FOLLOWS = (" ", "\t", "\n", "\r", ",", "]", "}")
_MENDED = re.compile("([\0-\x1f])\ufeff")
_LONE = re.compile("[\ud800-\udfff]")

_LETTERS = "Some letters are damaged here, or written in an unusual way."

_find = json.JSONDecoder(strict=False).raw_decode


class FaultError(Exception):
    """The file is not what it should be at this place; `ends` where it simply stops."""

    def __init__(self, *, ends: bool) -> None:
        super().__init__()
        self.ends = ends


class Window:
    """`text` is what is in memory, `at` where reading stands in it, `offset` that place in bytes of the file.

    `trouble` says why the stream broke down.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = cast("io.BufferedIOBase", stream)
        self.text = ""
        self.at = 0
        self.offset = 0
        self.is_over = False
        self.trouble = ""
        self.found: Any = None
        """The value that was last found to end, as far as its letters allow."""
        self._wide = ""  # the codec of a file in two-byte letters
        self._left = b""
        self._charset = ""

    @property
    def is_wide(self) -> bool:
        """Whether the file is in letters of two bytes."""
        return bool(self._wide)

    def end(self, most: int, *, is_alone: bool) -> int:
        """Where the value at hand ends in the window; `is_alone` says that it stands in no list or object.

        Raises OverflowError where it is longer than `most` bytes, FaultError where there is none.
        """
        while True:
            try:
                self.found, end = _find(self.text, self.at)
            except json.JSONDecodeError as error:
                if error.msg.startswith("Invalid \\escape") and self._mend(error.pos):
                    continue
                is_cut = error.pos + _SEAM > len(self.text) or error.msg.startswith("Unterminated")
            except ValueError as error:  # a number of thousands of digits
                raise OverflowError from error
            else:
                # A number at the very end of the window may go on.
                if self.text[end - 1] in '"]}' or end + _SEAM < len(self.text):
                    if end - self.at > most:
                        raise OverflowError
                    return end
                follows = self.text[end : end + 1]
                if self.is_over and (is_alone or follows in _FOLLOWS):
                    return end
                is_cut = True
            if not is_cut or self.is_over:
                raise FaultError(ends=is_cut)
            if len(self.text) - self.at > most:
                raise OverflowError
            self.fill()

    def _mend(self, at: int) -> bool:
        """Put right what is written as no JSON may write it, from here to the end of the window."""
        before, after = self.text[: max(0, at - 1)], self.text[max(0, at - 1) :]
        mended, count = _ODD.subn(lambda m: f"{m[1]}{chr(int(m[2], 16))}{_MARK}", after)
        if count and not self._wide:
            self.text = before + mended
        return bool(count) and not self._wide

    def decoded(self, text: str, found: Any) -> tuple[Any, str]:
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

    def skip(self) -> None:
        """Past the value at hand without holding it: brackets are counted, strings passed over."""
        depth = 0
        while True:
            if self.peek() == "":
                raise FaultError(ends=True)
            if depth == 0 and self.text[self.at] not in '"[{':
                self.take(_WORD.match(self.text, self.at).end())  # type: ignore[union-attr]
                if self.at < len(self.text) or self.peek() == "":
                    return
                continue
            token = _TOKEN.search(self.text, self.at)
            if token is None:
                self.take(len(self.text))
                continue
            self.take(token.end())
            if token[0] == '"':
                self._skip_string()
            else:
                depth += 1 if token[0] in "[{" else -1
            if depth <= 0:
                return

    def _skip_string(self) -> None:
        while True:
            self.take(_STRING.match(self.text, self.at).end())  # type: ignore[union-attr]
            if self.text[self.at : self.at + 1] == '"':
                self.take(self.at + 1)
                return
            if self.is_over:
                raise FaultError(ends=True)
            self.fill()

    def pass_all(self) -> None:
        while True:
            self.take(len(self.text))
            if self.is_over:
                return
            self.fill()

    def space(self) -> None:
        while True:
            end = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]
            if end != self.at:
                self.take(end)
            if end < len(self.text) or self.is_over:
                return
            self.fill()

    def peek(self) -> str:
        while self.at >= len(self.text) and not self.is_over:
            self.fill()
        return self.text[self.at : self.at + 1]

    def have(self, wanted: int) -> None:
        """At least so many characters ahead, unless the file ends."""
        while len(self.text) - self.at < wanted and not self.is_over:
            self.fill()

    def take(self, until: int) -> None:
        if self._wide:
            self.offset += len(self.text[self.at : until].encode(self._wide, "surrogatepass"))
        else:
            self.offset += until - self.at
        self.at = until

    def fill(self) -> None:
        """More of the file into the window: as much again as is left in it, so that growing stays cheap."""
        parts = [self.text[self.at :]]
        wanted = max(CHUNK, len(parts[0]))
        while wanted > 0:
            try:
                data = self._stream.read1(wanted)
            except InputError as error:
                data, self.trouble = b"", error.what
            wanted -= len(data)
            if not data:
                self.is_over = True
            parts.append(self._letters(data))
            if self.is_over:
                break
        self.text, self.at = "".join(parts), 0

    def _letters(self, data: bytes) -> str:
        if self.offset == 0 and not self._wide and not self.text:
            self._wide = _two_byte(data)
        if not self._wide:
            return data.decode("latin-1")
        data = self._left + data
        # Neither a letter of two bytes nor one of two such pairs is cut in two.
        end = len(data) & ~1
        high = data[end - 1 if self._wide == "utf-16-le" else end - 2] if end else 0
        if 0xD8 <= high <= 0xDB and not self.is_over:
            end -= 2
        self._left = data[end:]
        return data[:end].decode(self._wide, "replace")

    def plain(self, text: str) -> str:
        return text if self._wide else text.encode("latin-1").decode("utf-8", "replace")


def _two_byte(data: bytes) -> str:
    if data.startswith(b"\xff\xfe") or (len(data) > 3 and data[1] == data[3] == 0 != data[0]):
        return "utf-16-le"
    if data.startswith(b"\xfe\xff") or (len(data) > 3 and data[0] == data[2] == 0 != data[1]):
        return "utf-16-be"
    return ""
