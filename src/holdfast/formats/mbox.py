"""An mbox as separate mails. There are four kinds, and no file says which kind it is.

A mail starts at a `From ` line whose next line looks like a header. Some writers put `>` before lines of a
text that begin with `From ` (mboxo), some add one `>` to every `>From ` as well, so that it can be undone
(mboxrd), some count bytes in `Content-Length` (mboxcl, mboxcl2).
"""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

import msgspec

BLOCK = 4 << 20
LARGEST = 256 << 20

_BOM = b"\xef\xbb\xbf"
_LINE = 2048  # bytes that hold a `From ` line and the name of the header after it
_HEADERS = 1 << 20  # bytes in which the headers of a mail have to end, to look for a length in them
_SEPARATOR = re.compile(rb"From ([^\n]{0,1000})\n([!-9;-~]{1,200}):")
# Anybody may begin a line with "From "; a separator has a time, or stands before what mails begin with.
_TIMED = re.compile(rb"\d\d:\d\d|\?\?\?@\?\?\?")
_USUAL = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|received|return-path|delivered-to|mime-version|content-[a-z-]+|"
    rb"x-[!-~]+|status|sender|reply-to|in-reply-to|references|envelope-to|authentication-results|dkim-[a-z]+|"
    rb"arc-[a-z-]+|resent-[a-z-]+|list-[a-z-]+|newsgroups|path|organization|user-agent|errors-to|precedence)\Z",
    re.IGNORECASE,
)
_LENGTH = re.compile(rb"\ncontent-length:[ \t]*(\d{1,12})[ \t]*\r?\n")
_BODY = re.compile(rb"\n\r?\n")
_QUOTED = re.compile(rb"^>(?=>*From )", re.MULTILINE)


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One mail: the bytes from its `From ` line on, and where they stand.

    `data` is None when there are more than `largest`. `counted` says that `Content-Length` gave its end.
    `opened` is False for what stands before the first `From ` line.
    """

    start: int
    length: int
    data: bytes | None
    counted: bool
    opened: bool


class _Window:
    """The stretch of the file that is held: from `keep` on it is still needed. `base` is where it starts."""

    __slots__ = ("base", "block", "data", "is_end", "keep", "stream")

    def __init__(self, stream: BinaryIO, block: int) -> None:
        self.stream = stream
        self.block = block
        self.data = b""
        self.base = self.keep = 0
        self.is_end = False

    def more(self) -> None:
        """Lets go of what is not needed and reads on, in growing steps while one mail fills the window."""
        self.data = self.data[self.keep :]
        self.base += self.keep
        self.keep = 0
        new = self.stream.read(max(self.block, len(self.data)))
        self.is_end = not new
        self.data += new


def starts(head: bytes) -> bool:
    """Whether a file that begins like this is an mbox."""
    return _is_separator(head.removeprefix(_BOM).lstrip(b"\r\n"), 0)


def split(stream: BinaryIO, largest: int = LARGEST, block: int = BLOCK) -> Iterator[Piece]:
    """The mails of an mbox in order, read block by block; one of more than `largest` bytes is not held."""
    window = _Window(stream, block)
    while not window.is_end and len(window.data) < _LINE:
        window.more()
    if window.data.startswith(_BOM):
        window.keep = len(_BOM)
    while window.data[window.keep : window.keep + 1] in (b"\r", b"\n"):
        window.keep += 1
    opened = _is_separator(window.data, window.keep)
    while window.keep < len(window.data) or not window.is_end:
        start = window.base + window.keep
        end = _end_by_length(window, largest) if opened else -1
        counted = end >= 0
        if not counted:
            end = _end_by_separator(window, largest)
        data = None
        if window.base <= start and end - start <= largest:
            data = window.data[start - window.base : end - window.base]
        window.keep = end - window.base
        if data is None or data.strip():
            yield Piece(start=start, length=end - start, data=data, counted=counted, opened=opened)
        opened = True


def _is_separator(data: bytes, at: int) -> bool:
    m = _SEPARATOR.match(data, at)
    return m is not None and (_TIMED.search(m[1]) is not None or _USUAL.match(m[2]) is not None)


def _end_by_separator(window: _Window, largest: int) -> int:
    """Where in the file the next separator, or the end, is."""
    start = at = window.base + window.keep
    while True:
        found = window.data.find(b"\nFrom ", at - window.base)
        if found >= 0 and (window.is_end or len(window.data) - found >= _LINE):
            at = window.base + found + 1
            if _is_separator(window.data, found + 1):
                return at
            continue
        if window.is_end:
            return window.base + len(window.data)
        at = max(at, window.base + (found if found >= 0 else len(window.data) - len(b"\nFrom")))
        if at - start > largest:
            window.keep = at - window.base
        window.more()


def _end_by_length(window: _Window, largest: int) -> int:
    """Where in the file the mail ends by its own count, -1 where it has none or a wrong one."""
    body = _BODY.search(window.data, window.keep)
    while body is None and not window.is_end and len(window.data) - window.keep < _HEADERS:
        window.more()
        body = _BODY.search(window.data, window.keep)
    if body is None or window.data.find(b"ength:", window.keep, body.end()) < 0:
        return -1
    m = _LENGTH.search(window.data[window.keep : body.end()].lower())
    if m is None or int(m[1]) > largest:
        return -1
    end = window.base + body.end() + int(m[1])
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


def unquoted(data: bytes) -> bytes:
    """A mail of an mboxrd as it was: one `>` less before each `From ` that has any."""
    return _QUOTED.sub(b"", data)


def is_quoted(data: bytes) -> bool:
    """Whether a line of this mail begins with `>From `, `>>From ` and so on."""
    return b">From " in data and _QUOTED.search(data) is not None


def undoes(open_file: Callable[[], BinaryIO], block: int = BLOCK) -> bool:
    """Whether a whole file shows `>>From ` anywhere, which only those write that can be undone."""
    sign = b"\n>>From "
    with open_file() as stream:
        tail = b""
        while data := stream.read(block):
            if sign in data or sign in tail + data[: len(sign)]:
                return True
            tail = (tail + data)[-len(sign) :] if len(data) < len(sign) else data[-len(sign) :]
    return False
