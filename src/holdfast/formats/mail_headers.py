"""The header block of a mail: where it ends, its lines, coded words and parameters."""

import re
from functools import lru_cache

from holdfast.formats import charsets, transfer

Remarks = dict[str, str]
"""What was wrong with a mail, in plain words, each with a piece of the evidence: one entry per kind."""

Lines = dict[bytes, list[bytes]]
"""Header values as stored (folded, still coded) by name in lower case, each name's values from the top."""

# As numbers: one is looked for in bytes in a seventh of the time that bytes of length one take.
LINE_FEED, RETURN = b"\n\r"
_MOST_BROKEN = 100  # damaged lines that are skipped in one block of headers
_FEW = 160  # bytes of a block of headers that is likely to come again
_LONGEST = 1 << 16  # characters of a header in which parameters are looked for
RAW = 2000  # characters of evidence that a remark may carry

BROKEN_LINE = "A line among the headers of the mail is damaged. It was skipped."
NO_BLANK = "The blank line after the headers of the mail is missing. The text starts at the first other line."
ODD_HEADER = "A header of the mail has letters in an unknown encoding. They were read as best as possible."

# A line end after which neither a header nor the continuation of one follows: the end of the block.
_END = re.compile(rb"\n(?![!-9;-~]+[ \t]*:|[ \t])")
_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE)
_STARTS = re.compile(rb"[!-9;-~]+[ \t]*:")
_UNFOLDED = re.compile(rb"\n(?![ \t])")
_NAME = re.compile(rb"[!-9;-~]+[ \t]*\Z")
_NAMES: dict[bytes, bytes] = {}  # names of headers as written, and in lower case: the same few in all mails
_MOST_NAMES = 4096
_FROM_LINES = re.compile(rb"(?:>*From [^\n]*\n)+")
_BLANK = re.compile(rb"\n\r?(?:\n|\Z)")
# As expressions: found in half the time that `bytes.find` takes.
EMPTY, _EMPTY_CRLF = re.compile(rb"\n\n"), re.compile(rb"\n\r\n")
_KNOWN = re.compile(
    rb"^(?:From|To|Cc|Subject|Date|Message-ID|Received|Return-Path|MIME-Version|Content-Type|Reply-To|"
    rb"Content-Transfer-Encoding)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_WORD = re.compile(r"=\?([^?\s*]*)(?:\*[^?\s]*)?\?([bBqQ])\?(.{0,1500}?)\?=")
_BETWEEN = re.compile(r"(\?=)[ \t]+(?==\?[^?\s]*\?[bBqQ]\?)")
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))', re.DOTALL)
# How a multipart mostly says what divides it. Each has a word of its own: keeping them would not help.
_DIVIDED = re.compile(rb"(multipart/[a-z]+);\s*boundary=\"([0-9A-Za-z'()+_,./:=?-]+)\"\s*\Z")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PIECE = re.compile(r"(.+?)(?:\*(\d{1,3}))?(\*)?\Z", re.DOTALL)


def split(data: bytes, start: int, end: int, remarks: Remarks) -> tuple[Lines, int]:
    """The headers that begin at `start`, and where the body begins."""
    lines: Lines = {}
    if data.startswith((b"From ", b">"), start) and (m := _FROM_LINES.match(data, start, end)):
        start = m.end()
    sound = _sound(data, start, end)
    if sound is not None:
        return sound
    if not _STARTS.match(data, start, end):
        if data.startswith(b"\n", start):
            return lines, min(start + 1, end)
        return lines, min(start + 2, end) if data.startswith(b"\r\n", start) else start
    for _ in range(_MOST_BROKEN):
        m = _END.search(data, start, end)
        stop = m.start() + 1 if m else end
        for name, value in _FIELD.findall(data, start, stop):
            key = name.lower()
            if key in lines:
                lines[key].append(value)
            else:
                lines[key] = [value]
        if stop >= end or data.startswith(b"\n", stop):
            return lines, min(stop + 1, end)
        if data.startswith(b"\r\n", stop):
            return lines, min(stop + 2, end)
        blank = _BLANK.search(data, stop, end)
        known = _KNOWN.search(data, stop, blank.start() + 1 if blank else min(end, stop + RAW))
        if known is None:
            remarks.setdefault(NO_BLANK, data[stop : min(end, stop + 200)].decode("utf-8", "replace"))
            return lines, stop
        remarks.setdefault(
            BROKEN_LINE, data[stop : min(known.start(), stop + RAW)].decode("utf-8", "replace")
        )
        start = known.start()
    return lines, start


def _sound(data: bytes, start: int, end: int) -> tuple[Lines, int] | None:
    """The headers and the body of a block in which every line is a header, ended by a blank line.

    None for any other block. What it gives is what the long way would give, in half the time.
    """
    first = data.find(b"\n", start, end)
    if first < 0:
        return None
    blank = (_EMPTY_CRLF if data[first - 1 : first] == b"\r" else EMPTY).search(data, first, end)
    if blank is None:
        return None
    block = data[start : blank.start()]
    lines = _part_lines(block) if len(block) < _FEW else _lines(block)
    return None if lines is None else (lines, blank.end())


def _lines(block: bytes) -> Lines | None:
    lines: Lines = {}
    for line in _UNFOLDED.split(block):
        name, colon, value = line.partition(b":")
        key = _NAMES.get(name)
        if not colon or key is None:
            if not colon or not _NAME.match(name):
                return None
            key = name.rstrip(b" \t").lower()
            if len(_NAMES) < _MOST_NAMES:
                _NAMES[name] = key
        if key in lines:
            lines[key].append(value.lstrip(b" \t"))
        else:
            lines[key] = [value.lstrip(b" \t")]
    return lines


# The parts of mails mostly begin with one of a few blocks. What is given is shared, and changed by nobody.
_part_lines = lru_cache(maxsize=512)(_lines)


def text(value: bytes, remarks: Remarks, hint: str = "") -> str:
    """A header value as people read it: unfolded, coded words decoded.

    `hint` is the charset to try for bare 8-bit letters that are not UTF-8.
    """
    plain = unfold(value, remarks, hint)
    return words(plain, remarks) if "=?" in plain else plain


def unfold(value: bytes, remarks: Remarks, hint: str = "") -> str:
    """A header value as one line of text, coded words left as they are."""
    if LINE_FEED in value:
        value = b" ".join(map(bytes.strip, value.split(b"\n")))
    value = value.strip()
    try:
        return value.decode()
    except UnicodeDecodeError:
        plain = charsets.decode(value, hint)[0]
        remarks.setdefault(ODD_HEADER, plain[:RAW])
        return plain


def words(plain: str, remarks: Remarks) -> str:
    """The text with its RFC 2047 coded words decoded. What cannot be decoded stays as it is."""
    if "?=" not in plain:
        return plain
    out: list[str] = []
    pending, charset, done = b"", "", 0
    for m in _WORD.finditer(_BETWEEN.sub(r"\1", plain) if "?= " in plain or "?=\t" in plain else plain):
        if m.start() != done or m[1].lower() != charset:
            out.append(_decoded(pending, charset, remarks))
            pending, charset = b"", m[1].lower()
        out.append("" if pending else m.string[done : m.start()])
        # A letter may be cut in two between neighbouring words of one charset, so bytes are joined first.
        pending += _bytes(m[2], m[3])
        done = m.end()
        last = m
    if not done:
        return plain
    out += (_decoded(pending, charset, remarks), last.string[done:])
    return "".join(out)


def _bytes(how: str, coded: str) -> bytes:
    data = coded.encode("utf-8", "surrogateescape")
    return transfer.quoted_word(data) if how in "qQ" else transfer.base64(data)[0]


def _decoded(data: bytes, charset: str, remarks: Remarks) -> str:
    if not data:
        return ""
    plain, _, sound = charsets.decode(data, charset)
    if not sound:
        remarks.setdefault(ODD_HEADER, plain[:RAW])
    return " ".join(plain.split("\n")).replace("\r", "") if "\n" in plain or "\r" in plain else plain


def parameters(value: bytes, remarks: Remarks) -> tuple[str, dict[str, str]]:
    """The first word of `Content-Type` and its like in lower case, and its parameters, still coded.

    RFC 2231 pieces are joined and decoded; the older habit of coded words is left to `words`.
    """
    divided = _DIVIDED.match(value)
    if divided:
        return divided[1].decode(), {"boundary": divided[2].decode()}
    return _usual_parameters(value) if value.isascii() else _parameters(unfold(value, remarks))


@lru_cache(maxsize=1024)
def _usual_parameters(value: bytes) -> tuple[str, dict[str, str]]:
    return _parameters(unfold(value, {}))


def _parameters(value: str) -> tuple[str, dict[str, str]]:
    value = value[:_LONGEST]
    first = value.split(";", 1)[0].split("(", 1)[0].strip().lower()
    found: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for m in _PARAMETER.finditer(value):
        name = m[1].lower()
        word = _ESCAPE.sub(r"\1", m[2]) if m[2] is not None else m[3].strip().strip('"')
        if "*" not in name:
            found.setdefault(name, word)
        elif piece := _PIECE.match(name):
            pieces.setdefault(piece[1], []).append((int(piece[2] or 0), bool(piece[3]), word))
    for name, several in pieces.items():
        found[name] = _joined(sorted(several))
    return first, found


def _joined(pieces: list[tuple[int, bool, str]]) -> str:
    charset = ""
    out = b""
    for number, (_, is_coded, word) in enumerate(pieces):
        value = word
        if is_coded and number == 0 and word.count("'") >= 2:
            charset, _, value = word.split("'", 2)
        data = value.encode("utf-8", "surrogateescape")
        out += transfer.percent(data) if is_coded else data
    return charsets.decode(out, charset)[0]
