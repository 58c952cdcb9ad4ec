"""A long web page cut into its records, each with its place in bytes; memory does not grow with the page."""

import io
import re
from collections.abc import Iterator
from typing import BinaryIO, cast

import msgspec

from holdfast.model.errors import InputError

_CHUNK = 1 << 18
_LARGEST = 4 << 20  # bytes of one piece that are looked at
_SEAM = 1 << 10  # the beginning of a piece may be cut in two by the end of what is in memory


class Piece(msgspec.Struct, frozen=True):
    """From one beginning to the next: where it stands, how long it is, and its bytes.

    `data` is shorter than `length` where there is too much of it. `trouble` says that the page broke off.
    """

    start: int
    length: int
    data: bytes
    trouble: str = ""


def pieces(stream: BinaryIO, begins: re.Pattern[bytes]) -> Iterator[Piece]:
    """What stands before the first beginning, and then one piece for each place where `begins` matches.

    A beginning must be shorter than a thousand bytes.
    """
    source = cast("io.BufferedIOBase", stream)
    window = b""
    offset = at = passed = 0  # `offset` in bytes of the page, of the window; `at` in the window
    ahead = 0
    kept = b""
    is_over, trouble = False, ""
    while True:
        while found := begins.search(window, ahead):
            data = kept + window[at : found.start()]
            yield Piece(offset + at - passed, passed + found.start() - at, data[:_LARGEST])
            kept, passed, at = b"", 0, found.start()
            ahead = found.end()
        if is_over:
            data = kept + window[at:]
            yield Piece(offset + at - passed, passed + len(window) - at, data[:_LARGEST], trouble)
            return
        # What cannot begin a match any more is put aside; of a piece without end, only its beginning.
        safe = max(at, ahead, len(window) - _SEAM)
        if len(window) - at > _LARGEST or kept:
            if len(kept) < _LARGEST:
                kept = (kept + window[at:safe])[:_LARGEST]
            passed += safe - at
            at = safe
        ahead = max(ahead, len(window) - _SEAM) - at
        try:
            more = source.read1(max(_CHUNK, len(window) - at))
        except InputError as error:
            more, trouble = b"", error.what
        is_over = not more
        window, offset, at = window[at:] + more, offset + at, 0
