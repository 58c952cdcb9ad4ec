"""An mbox as separate mails. There are four kinds, and no file says which kind it is.

A mail starts at a `From ` line whose next line looks like a header. Some writers put `>` before lines of a
text that begin with `From ` (mboxo), some add one `>` to every `>From ` as well, so that it can be undone
(mboxrd), some count bytes in `Content-Length` (mboxcl, mboxcl2).
"""

import contextlib
import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, cast

import msgspec

from holdfast.formats.mail_headers import EMPTY
from holdfast.model.errors import InputError

BLOCK = 2 << 20
LARGEST = 256 << 20
WHOLE = ((0, sys.maxsize),)

_HIDDEN = "A mail in this file hides where others begin: its parts cannot be read apart."

_BOM = b"\xef\xbb\xbf"
_LINE = 2048  # bytes that hold a `From ` line and the name of the header after it
_HEADERS = 1 << 20  # bytes in which the headers of a mail have to end, to look for a length in them
_USUAL_HEADERS = 1 << 14  # bytes in which they mostly do
_SEPARATOR = re.compile(rb"From ([^\n]{0,1000})\n([!-9;-~]{1,200}):")
# Anybody may begin a line with "From "; a separator has a time, or stands before what mails begin with.
_TIMED = re.compile(rb"\d\d:\d\d|\?\?\?@\?\?\?")
_USUAL = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|received|return-path|delivered-to|mime-version|content-[a-z-]+|"
    rb"x-[!-~]+|status|sender|reply-to|in-reply-to|references|envelope-to|authentication-results|dkim-[a-z]+|"
    rb"arc-[a-z-]+|resent-[a-z-]+|list-[a-z-]+|newsgroups|path|organization|user-agent|errors-to|precedence)\Z",
    re.IGNORECASE,
)
_NEWLINE, _QUOTE = b"\n>"
_LENGTH = re.compile(rb"\ncontent-length:[ \t]*(\d{1,12})[ \t]*\r?\n")
_BODY = re.compile(rb"\n\r?\n")
# An expression without choices is found in two thirds of the time that `bytes.find` takes.
_FROM = re.compile(rb"From ")
_UNDOES = b"\n>>From "
_QUOTED = re.compile(rb"^>(?=>*From )", re.MULTILINE)


class Piece(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One mail: the bytes from its `From ` line on, and where they stand.

    `data` is None when there are more than `largest`. `counted` says that `Content-Length` gave its end.
    `opened` is False for what stands before the first `From ` line. `is_quoted` says that a line begins
    with `>From `, `>>From ` and so on.
    """

    start: int
    length: int
    data: bytes | None
    counted: bool
    opened: bool
    is_quoted: bool


class _Window:
    """The part of the file that is held: from `keep` on it is still needed. `base` is where it starts.

    `broken` is why nothing more can be read, where that is not the end of the file.
    """

    __slots__ = ("base", "block", "broken", "data", "is_end", "keep", "stream")

    def __init__(self, stream: BinaryIO, block: int) -> None:
        self.stream = stream
        self.block = block
        self.data = b""
        self.base = self.keep = 0
        self.is_end = False
        self.broken: InputError | None = None

    def more(self) -> None:
        """Lets go of what is not needed and reads on, in growing steps while one mail fills the window."""
        self.data = self.data[self.keep :]
        self.base += self.keep
        self.keep = 0
        parts = [self.data]
        left = max(self.block, len(self.data))
        try:
            # Step by step: a stream that breaks gives nothing of the stretch in which it does.
            while left > 0 and (new := cast("io.BufferedIOBase", self.stream).read1(left)):
                parts.append(new)
                left -= len(new)
        except InputError as error:
            self.broken = error
        self.is_end = self.broken is not None or len(parts) == 1
        self.data = b"".join(parts)

    @property
    def place(self) -> int:
        """Where in the file the first byte stands that is still needed."""
        return self.base + self.keep

    @property
    def is_over(self) -> bool:
        """Whether nothing is needed any more and nothing comes."""
        return self.is_end and self.keep >= len(self.data)

    def pass_to(self, place: int) -> None:
        """Goes on to this place of the file, without looking at what stands before."""
        if place > self.base + len(self.data) and not self.is_end and self.stream.seekable():
            self.base, self.keep, self.data = self.stream.seek(place), 0, b""
        while place > self.base + len(self.data) and not self.is_end:
            self.keep = len(self.data)
            self.more()
        self.keep = min(place - self.base, len(self.data))


def starts(head: bytes) -> bool:
    """Whether a file that begins like this is an mbox."""
    return _is_separator(head.removeprefix(_BOM).lstrip(b"\r\n"), 0)


def split(
    stream: BinaryIO,
    largest: int = LARGEST,
    block: int = BLOCK,
    stretches: Iterable[tuple[int, int]] = WHOLE,
) -> Iterator[Piece]:
    """The mails of an mbox in order, read block by block; one of more than `largest` bytes is not held.

    Gives those that begin in one of the `stretches`, as if all of the file had been read: behind its first
    byte, or at the one after it. Raises InputError where the file breaks off, after all that stands before,
    and where stretches cannot be read apart.
    """
    window = _Window(stream, block)
    is_known = True
    for first, after in stretches:
        # A mail is known by the line end before it. Were that the last byte of another stretch, the piece it
        # stands in would be decrypted for it.
        begin, stop = first and first + 1, after + 1
        opened = begin > 0 or _begins(window)
        if not is_known or window.place < begin:
            is_known = _find(window, begin, stop)
        # What stands before the first mail of the file is looked for nowhere else.
        while is_known and (window.place < stop or not opened) and not window.is_over:
            piece = _piece(window, largest, opened=opened)
            if piece.counted and _hides(window, stop):
                raise InputError(_HIDDEN)
            if piece.data is None or not piece.data.isspace():
                yield piece
            opened = True
        if window.is_over:
            break
    if window.broken:
        raise window.broken


def _begins(window: _Window) -> bool:
    """Goes to the first byte that matters, and says whether a mail begins there."""
    while not window.is_end and len(window.data) < _LINE:
        window.more()
    if window.data.startswith(_BOM):
        window.keep = len(_BOM)
    while window.data[window.keep : window.keep + 1] in (b"\r", b"\n"):
        window.keep += 1
    return _is_separator(window.data, window.keep)


def _find(window: _Window, begin: int, stop: int) -> bool:
    """Goes to the first mail that begins from `begin` on, and says whether one does before `stop`."""
    window.pass_to(begin - 1)
    if not window.is_over:
        place, _ = _end_by_separator(window, LARGEST, stop)
        window.keep = place - window.base
    return window.place < stop


def _piece(window: _Window, largest: int, *, opened: bool) -> Piece:
    """The next mail, and the window behind it."""
    start = window.place
    end = _end_by_length(window, largest) if opened else -1
    counted = is_quoted = end >= 0
    if not counted:
        end, is_quoted = _end_by_separator(window, largest)
    data = None
    if window.base <= start and end - start <= largest:
        data = window.data[start - window.base : end - window.base]
    window.keep = end - window.base
    return Piece(
        start=start,
        length=end - start,
        data=data,
        counted=counted,
        opened=opened,
        is_quoted=is_quoted and data is not None and _QUOTED.search(data) is not None,
    )


def _hides(window: _Window, stop: int) -> bool:
    """Whether a mail seems to begin between `stop` and the place that was reached."""
    at = stop - window.base
    while (at := window.data.find(b"\nFrom ", at - 1, window.keep) + 1) > 0:
        if at < window.keep and _is_separator(window.data, at):
            return True
        at += 1
    return False


def _is_separator(data: bytes, at: int) -> bool:
    m = _SEPARATOR.match(data, at)
    return m is not None and (_TIMED.search(m[1]) is not None or _USUAL.match(m[2]) is not None)


def _end_by_separator(window: _Window, largest: int, stop: int = sys.maxsize) -> tuple[int, bool]:
    """Where in the file the next separator, or the end, is, and whether `>From ` was seen on the way.

    Gives `stop` where there is none before.
    """
    start = window.place
    at = start + 1
    is_quoted = False
    while True:
        data = window.data
        seen = _FROM.search(data, at - window.base)
        found = seen.start() if seen else -1
        if found >= 0 and data[found - 1] != _NEWLINE:
            is_quoted = is_quoted or data[found - 1] == _QUOTE
            at = window.base + found + 1
            continue
        if found >= 0 and (window.is_end or len(data) - found >= _LINE):
            at = window.base + found
            if _is_separator(data, found):
                return at, is_quoted
            at += 1
            continue
        if window.is_end:
            return window.base + len(data), is_quoted
        at = max(at, window.base + (found if found >= 0 else len(data) - len(b"From")))
        if at >= stop:
            return stop, is_quoted
        if at - start > largest:
            # Too large to hold: what was looked at is let go, but for the byte before.
            window.keep = at - window.base - 1
        window.more()


def _end_by_length(window: _Window, largest: int) -> int:
    """Where in the file the mail ends by its own count, -1 where it has none or a wrong one."""
    body = _body(window)
    if body < 0 or window.data.find(b"ength:", window.keep, body) < 0:
        return -1
    m = _LENGTH.search(window.data[window.keep : body].lower())
    if m is None or int(m[1]) > largest:
        return -1
    end = window.base + body + int(m[1])
    while not window.is_end and window.base + len(window.data) < end + _LINE:
        window.more()
    at = end - window.base
    # Most writers put one empty line after the counted bytes.
    while window.data[at : at + 1] in (b"\r", b"\n"):
        at += 1
    is_right = at == len(window.data) or (
        window.data[at - 1 : at] == b"\n" and _is_separator(window.data, at)
    )
    return window.base + at if is_right else -1


def _body(window: _Window) -> int:
    """Where in the window the body of the mail begins, -1 where its headers have no end."""
    line = window.data.find(b"\n", window.data.find(b"\n", window.keep) + 1)
    if window.data[line - 1 : line] != b"\r":
        blank = EMPTY.search(window.data, window.keep, window.keep + _USUAL_HEADERS)
        if blank:
            return blank.end()
    body = _BODY.search(window.data, window.keep)
    while body is None and not window.is_end and len(window.data) - window.keep < _HEADERS:
        window.more()
        body = _BODY.search(window.data, window.keep)
    return body.end() if body else -1


def unquoted(data: bytes) -> bytes:
    """A mail of an mboxrd as it was: one `>` less before each `From ` that has any."""
    return _QUOTED.sub(b"", data)


def undoes(open_file: Callable[[], BinaryIO], block: int = BLOCK) -> bool:
    """Whether a file shows that its quotes can be undone, as far as it can be read."""
    with open_file() as stream, contextlib.suppress(InputError):
        tail = b""
        while data := cast("io.BufferedIOBase", stream).read1(block):
            if shows(data) or shows(tail + data[: len(_UNDOES)]):
                return True
            tail = (tail + data)[-len(_UNDOES) :] if len(data) < len(_UNDOES) else data[-len(_UNDOES) :]
    return False


def shows(data: bytes) -> bool:
    """Whether there is a `>>From ` among these bytes, which only those write that can be undone."""
    return _UNDOES in data
