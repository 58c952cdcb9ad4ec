"""What a camera writes into a picture: EXIF, read tag by tag. It never raises, whatever the bytes.

Layout and tag numbers: CIPA DC-008 (Exif 2.32), TIFF 6.0.
"""

import struct
from collections.abc import Iterator

Value = str | tuple[float, ...]

_MOST_TAGS = 500
_MOST_BYTES = 4096  # of one value
_EXIF, _GPS = 0x8769, 0x8825
_NAMES: dict[str, dict[int, str]] = {
    "": {
        0x0100: "ImageWidth",
        0x0101: "ImageLength",
        0x010E: "ImageDescription",
        0x010F: "Make",
        0x0110: "Model",
        0x0111: "StripOffsets",
        0x0112: "Orientation",
        0x0117: "StripByteCounts",
        0x0131: "Software",
        0x0132: "DateTime",
        0x013B: "Artist",
        0x8298: "Copyright",
    },
    "exif": {
        0x9003: "DateTimeOriginal",
        0x9004: "DateTimeDigitized",
        0x9010: "OffsetTime",
        0x9011: "OffsetTimeOriginal",
        0x9012: "OffsetTimeDigitized",
        0x9286: "UserComment",
        0x9291: "SubSecTimeOriginal",
        0xA431: "BodySerialNumber",
        0xA433: "LensMake",
        0xA434: "LensModel",
    },
    "gps": {
        0x01: "GPSLatitudeRef",
        0x02: "GPSLatitude",
        0x03: "GPSLongitudeRef",
        0x04: "GPSLongitude",
        0x05: "GPSAltitudeRef",
        0x06: "GPSAltitude",
        0x07: "GPSTimeStamp",
        0x1D: "GPSDateStamp",
    },
}
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 13: 4}
_LETTERS = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 13: "I"}


def read(data: bytes) -> tuple[dict[str, Value], bool]:
    """The tags that are known here, by name, and whether all of them could be read.

    `data` begins with the byte order mark of TIFF; "Exif" and two zero bytes may stand before it. Texts are
    str, numbers tuples of float.
    """
    data = data.removeprefix(b"Exif\0\0")
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4])
    if order is None or len(data) < 8:
        return {}, False
    found: dict[str, Value] = {}
    is_whole = True
    folders = [("", struct.unpack_from(order + "I", data, 4)[0])]
    for folder, start in folders:  # grows by the two folders that the first one may point to
        for tag, value in _tags(data, order, start):
            if value is None:
                is_whole = False
            elif not folder and tag in (_EXIF, _GPS) and isinstance(value, tuple) and len(folders) < 3:
                folders.append(("exif" if tag == _EXIF else "gps", int(value[0])))
            elif name := _NAMES[folder].get(tag):
                found[name] = value
    return found, is_whole


def _tags(data: bytes, order: str, start: int) -> Iterator[tuple[int, Value | None]]:
    """Number and value of each tag of one folder; None for what cannot be read."""
    if start + 2 > len(data):
        yield 0, None
        return
    count = min(struct.unpack_from(order + "H", data, start)[0], _MOST_TAGS)
    for at in range(start + 2, start + 2 + 12 * count, 12):
        if at + 12 > len(data):
            yield 0, None
            return
        tag, kind, number = struct.unpack_from(order + "HHI", data, at)
        size = _SIZES.get(kind, 0) * number
        if not size:
            continue
        place = at + 8 if size <= 4 else struct.unpack_from(order + "I", data, at + 8)[0]
        if place + size > len(data):
            yield tag, None
        elif size <= _MOST_BYTES:
            yield tag, _value(data[place : place + size], order, kind)


def _value(raw: bytes, order: str, kind: int) -> Value:
    if kind == 1 and len(raw) > 8:
        kind = 7  # Some programs call a text a row of numbers.
    if kind in _LETTERS:
        return tuple(map(float, struct.unpack(f"{order}{len(raw) // _SIZES[kind]}{_LETTERS[kind]}", raw)))
    if kind in (5, 10):
        pairs = struct.iter_unpack(order + ("II" if kind == 5 else "ii"), raw)
        return tuple(above / below if below else float("nan") for above, below in pairs)

    if kind == 7 and raw[:8] == b"UNICODE\0":
        return raw[8:].decode("utf-16-le" if order == "<" else "utf-16-be", "replace").strip("\0 ")
    if kind == 7 and raw[:8] in (b"ASCII\0\0\0", b"\0" * 8):
        raw = raw[8:]
    return raw.split(b"\0", 1)[0].decode("utf-8", "replace").strip()
