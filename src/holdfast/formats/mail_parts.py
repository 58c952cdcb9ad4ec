"""The MIME tree of a mail: which parts it has and the bytes of each, however badly it is put together."""

import re
from functools import lru_cache

from holdfast.formats import transfer
from holdfast.formats.mail_headers import RAW, Remarks, parameters, split, words

DEEP = 24  # multiparts inside each other
MANY = 5_000  # parts of one mail

BROKEN_OFF = "The mail breaks off: its last part has no end."
NO_PARTS = (
    "The mail says it has several parts, but the line between them is nowhere. It was read as one text."
)
NO_BOUNDARY = "The mail does not say how its parts are divided. The division was found by looking."
WRONG_BOUNDARY = (
    "The parts of the mail are divided by another line than it says. The division was found by looking."
)
GOES_ON = "More parts follow after the line that should end the parts of the mail. They were read as well."
TOO_MANY = "The mail has more parts, or parts inside parts, than can be looked at. The rest stays unread."
AFTER = "Something stands after the last part of the mail. It is only in the original."
BAD_CODE = "A part of the mail is damaged: its bytes could not all be decoded."

_LINE_END = re.compile(rb"(--)?[ \t]*(?:\r?\n|\Z)")
_LOOKS_LIKE_BOUNDARY = re.compile(rb"^--([^\s-][^\r\n]{0,68}?|-[^\r\n]{4,68}?)[ \t]*\r?$", re.MULTILINE)
_BEFORE_HEADERS = re.compile(rb"^--([^\s][^\r\n]{0,199}?)[ \t]*\r?\ncontent-", re.MULTILINE | re.IGNORECASE)
_NONE: dict[str, str] = {}


class Part:
    """One node: a leaf with a body between two offsets, or a multipart with children."""

    __slots__ = ("children", "data", "end", "lines", "media_type", "parameters", "start")

    def __init__(self, data: bytes, start: int, end: int, default: str, remarks: Remarks) -> None:
        self.data = data
        self.lines, self.start = split(data, start, end, remarks)
        self.end = end
        self.children: list[Part] | None = None
        values = self.lines.get(b"content-type")
        if values is None:
            self.media_type, self.parameters = default, _NONE
        else:
            kind, self.parameters = parameters(values[0], remarks)
            # RFC 2045 reads anything that is no type at all as plain text.
            self.media_type = kind if kind.count("/") == 1 else "text/plain"

    @property
    def encoding(self) -> str:
        """The transfer encoding in lower case, "" where none is stated."""
        values = self.lines.get(b"content-transfer-encoding")
        return _encoding(values[0]) if values else ""

    def disposition(self, remarks: Remarks) -> tuple[str, dict[str, str]]:
        """Whether it is "inline" or an "attachment" ("" where not stated), and the parameters."""
        values = self.lines.get(b"content-disposition")
        return parameters(values[0], remarks) if values else ("", {})

    def file_name(self, remarks: Remarks) -> str:
        """The name that the part was given, decoded; "" where it has none."""
        named = self.disposition(remarks)[1].get("filename") or self.parameters.get("name", "")
        return words(named, remarks) if "=?" in named else named

    def payload(self, remarks: Remarks) -> bytes:
        """The decoded bytes of a leaf."""
        body = self.data[self.start : self.end]
        encoding = self.encoding
        if not encoding:
            return body
        out, sound = transfer.decode(body, encoding)
        if not sound:
            remarks.setdefault(BAD_CODE, body[:200].decode("utf-8", "replace"))
        return out


def parse(data: bytes, remarks: Remarks, start: int = 0, end: int | None = None) -> Part:
    """The tree of one mail. Never fails; what is odd is said in `remarks`."""
    room = [MANY]
    return _parse(data, start, len(data) if end is None else end, "text/plain", remarks, room, 0)


def _parse(
    data: bytes, start: int, end: int, default: str, remarks: Remarks, room: list[int], depth: int
) -> Part:
    part = Part(data, start, end, default, remarks)
    if not part.media_type.startswith("multipart/"):
        return part
    if depth >= DEEP:
        remarks.setdefault(TOO_MANY, "")
        part.media_type = "application/octet-stream"
        return part
    pieces = _divide(part, remarks)
    if pieces is None:
        part.media_type = "text/plain"
        return part
    inside = "message/rfc822" if part.media_type == "multipart/digest" else "text/plain"
    part.children = []
    for begin, stop in pieces:
        if room[0] <= 0:
            remarks.setdefault(TOO_MANY, "")
            break
        room[0] -= 1
        part.children.append(_parse(data, begin, stop, inside, remarks, room, depth + 1))
    return part


@lru_cache(maxsize=256)
def _encoding(value: bytes) -> str:
    return value.split(b"(")[0].split(b";")[0].strip(b" \t\r\n\"'").lower().decode("latin-1")


def _divide(part: Part, remarks: Remarks) -> list[tuple[int, int]] | None:
    """Begin and end of each child, None where no line divides them."""
    data, start, end = part.data, part.start, part.end
    boundary = part.parameters.get("boundary", "").rstrip().encode("utf-8", "surrogateescape")
    if boundary and (pieces := _pieces(part, boundary, remarks)) is not None:
        return pieces
    # Without a word for it any such line will do; where another word is told, headers have to follow it.
    m = (_BEFORE_HEADERS if boundary else _LOOKS_LIKE_BOUNDARY).search(data, start, end)
    if m is not None:
        remarks.setdefault(WRONG_BOUNDARY if boundary else NO_BOUNDARY, m[1].decode("utf-8", "replace"))
        return _pieces(part, m[1], remarks)
    if data[start:end].strip():
        remarks.setdefault(NO_PARTS, "")
    return None


def _pieces(part: Part, boundary: bytes, remarks: Remarks) -> list[tuple[int, int]] | None:
    data, start, end = part.data, part.start, part.end
    line, inner = b"--" + boundary, b"\n--" + boundary
    pieces: list[tuple[int, int]] = []
    begin = closed = -1
    at = start if data.startswith(line, start) else data.find(inner, max(start - 1, 0), end) + 1
    while at > 0 or (at == 0 == start and data.startswith(line)):
        m = _LINE_END.match(data, at + len(line), end)
        if m is None:
            at = data.find(inner, at, end) + 1
            continue
        if begin >= 0:
            stop = at - 2 if data.startswith(b"\r\n", at - 2) else at - 1
            pieces.append((begin, max(begin, stop)))
        elif closed >= 0:
            # Some mail programs give a mail and a multipart inside it the same line between parts.
            remarks.setdefault(GOES_ON, "")
            _after(data[closed:at], remarks)
        begin, closed = (-1, m.end()) if m[1] else (m.end(), -1)
        at = data.find(inner, m.end() - 1, end) + 1
    if begin >= 0:
        remarks.setdefault(BROKEN_OFF, "")
        pieces.append((begin, end))
    elif closed >= 0:
        _after(data[closed:end], remarks)
    else:
        return None
    return pieces


def _after(data: bytes, remarks: Remarks) -> None:
    if rest := data.strip():
        remarks.setdefault(AFTER, rest[:RAW].decode("utf-8", "replace"))
