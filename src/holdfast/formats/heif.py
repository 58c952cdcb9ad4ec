"""The head of a HEIC, HEIF or AVIF picture: its size in pixels and where the camera's notes stand.

Only the boxes that say so are looked at (ISO/IEC 14496-12 and 23008-12). The library that decodes such
pictures is not asked: damaged files can make it end the whole program.
"""

import struct
from collections.abc import Iterator

_MOST = 10_000  # boxes or items in one place


def boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Type, first byte and end of the content of each box in a row; `end` may lie beyond the data."""
    for _ in range(_MOST):
        if start + 8 > min(end, len(data)):
            return
        length, kind = struct.unpack_from(">I4s", data, start)
        begin = start + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, begin)
            begin += 8
        stop = start + length if length else end
        if stop < begin:
            return
        yield kind, begin, stop
        start = stop


def read(data: bytes, size: int) -> tuple[int, int, bytes, bool]:
    """Width, height, the camera's notes as TIFF (b"" for none), and whether the file is whole.

    `data` is the file or its beginning, `size` its length in bytes. Raises struct.error or IndexError where
    the boxes make no sense.
    """
    rows = list(boxes(data, 0, size))
    is_whole = bool(rows) and rows[-1][2] == size
    meta = next(((begin, stop) for kind, begin, stop in rows if kind == b"meta"), None)
    if meta is None:
        return 0, 0, b"", False
    inside = {kind: (begin, stop) for kind, begin, stop in boxes(data, meta[0] + 4, meta[1])}
    width, height = _pixels(data, inside.get(b"iprp", (0, 0)))
    places = _places(data, inside[b"iloc"][0]) if b"iloc" in inside else {}
    is_whole = is_whole and (width > 0 or bool(places))
    base = inside.get(b"idat", (0, 0))[0]
    wanted = _notes(data, inside.get(b"iinf", (0, 0)))
    notes = b""
    for item, (is_inside, offset, length) in places.items():
        start = offset + base if is_inside else offset
        is_whole = is_whole and start + length <= size
        if item in wanted:
            skipped = 4 + struct.unpack_from(">I", data, start)[0]
            notes = data[start + skipped : start + length]
    return width, height, notes, is_whole


def _pixels(data: bytes, place: tuple[int, int]) -> tuple[int, int]:
    """The largest size in pixels that is given: a picture may be put together from smaller tiles."""
    most = (0, 0)
    for kind, begin, stop in boxes(data, *place):
        if kind == b"ipco":
            for inner, at, _ in boxes(data, begin, stop):
                if inner == b"ispe":
                    width, height = struct.unpack_from(">II", data, at + 4)
                    most = max(most, (width, height), key=lambda pair: pair[0] * pair[1])
    return most


def _notes(data: bytes, place: tuple[int, int]) -> set[int]:
    """The numbers of the items that are camera's notes."""
    begin, stop = place
    if begin == stop:
        return set()
    begin += 4 + (4 if data[begin] else 2)
    found = set()
    for kind, at, _ in boxes(data, begin, stop):
        if kind == b"infe" and data[at] in (2, 3):
            layout = ">HH4s" if data[at] == 2 else ">IH4s"
            number, _, item = struct.unpack_from(layout, data, at + 4)
            if item == b"Exif":
                found.add(number)
    return found


def _places(data: bytes, at: int) -> dict[int, tuple[bool, int, int]]:
    """For each item: whether its place counts from the box of data inside, its start and its length."""
    version, sizes, more = data[at], data[at + 4], data[at + 5]
    of_start, of_length, of_base, of_index = sizes >> 4, sizes & 15, more >> 4, more & 15
    at += 6

    def number(width: int) -> int:
        nonlocal at
        if at + width > len(data):
            raise IndexError
        at += width
        return int.from_bytes(data[at - width : at], "big")

    found = {}
    for _ in range(min(number(2 if version < 2 else 4), _MOST)):
        item = number(2 if version < 2 else 4)
        is_inside = version > 0 and number(2) & 15 == 1
        number(2)
        base, extents = number(of_base), number(2)
        if not (of_start or of_length or (of_index and version > 0)):
            extents = min(extents, 1)  # all that could follow would be the same again
        first, end = None, 0
        for _ in range(extents):
            if version > 0:
                number(of_index)
            start, length = base + number(of_start), number(of_length)
            first = start if first is None else min(first, start)
            end = max(end, start + length)
        if first is not None:
            found[item] = (is_inside, first, end - first)
    return found
