"""Rich text as Outlook packs it: unpacked, and the page or the text that stands in it."""

import re
import struct

from holdfast.formats import charsets

_START = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_SIZE = 4096
_MOST = 32 << 20  # bytes of rich text, beyond which nobody wrote it
_DEEP = 1000  # groups inside each other
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_PAGE = re.compile(rb"\\fromhtml1?\b")
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_SIGNS = {
    b"par": "\n",
    b"line": "\n",
    b"sect": "\n",
    b"row": "\n",
    b"tab": "\t",
    b"cell": "\t",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
    b"endash": "–",
    b"emdash": "—",
}
_FONTS = 1000
# What \fcharset says of the letters of a font; the missing ones say nothing, or name symbols.
_LETTERS = {
    b"128": "cp932", b"129": "cp949", b"134": "gb18030", b"136": "cp950", b"161": "cp1253", b"162": "cp1254",
    b"163": "cp1258", b"177": "cp1255", b"178": "cp1256", b"186": "cp1257", b"204": "cp1251", b"222": "cp874",
    b"238": "cp1250", b"0": "cp1252", b"77": "mac-roman",
}  # fmt: skip
_DOUBLE = ("cp932", "cp949", "gb18030", "cp950")
_UNSEEN = frozenset(b"fonttbl colortbl stylesheet info pict object generator listtable themedata".split())


def unpacked(data: bytes) -> tuple[bytes, bool]:
    """The rich text of a packed stream [MS-OXRTFCP], and whether it was whole. Never fails."""
    if len(data) < 16:
        return b"", False
    packed, _, kind = struct.unpack_from("<II4s", data)
    body = data[16:]
    if kind == b"MELA":
        return body, True
    if kind != b"LZFu":
        return b"", False
    known = bytearray(_START.ljust(_SIZE, b" "))
    out = bytearray()
    write, at = len(_START), 0
    while at < len(body) and len(out) < _MOST:
        flags, at = body[at], at + 1
        for bit in range(8):
            if not flags >> bit & 1:
                piece, at = body[at : at + 1], at + 1
            else:
                if at + 2 > len(body):
                    return bytes(out), False
                token, at = body[at] << 8 | body[at + 1], at + 2
                back = token >> 4
                if back == write:
                    return bytes(out), True
                piece = b""
                for step in range((token & 15) + 2):
                    letter = known[(back + step) % _SIZE]
                    known[(write + step) % _SIZE] = letter
                    piece += bytes((letter,))
            for letter in piece:
                known[write] = letter
                write = (write + 1) % _SIZE
            out += piece
    return bytes(out), at >= packed - 12 > 0


def content(data: bytes) -> tuple[str, bool]:  # noqa: PLR0912  one branch for each kind of token
    """What rich text says, and whether that is a web page that was wrapped into it [MS-OXRTFEX]."""
    is_page = _PAGE.search(data, 0, 4096) is not None
    page = _CODE_PAGE.search(data, 0, 4096)
    label = f"cp{page[1].decode()}" if page else "cp1252"
    out: list[str] = []
    coded = b""
    fonts: dict[bytes, str] = {}
    state = _State()
    stack: list[_State] = []
    skip = 0  # stand-ins after a \u that are not to be shown
    for m in _TOKEN.finditer(data):
        word, number, letter, sign, brace, plain = m.groups()
        shown = state.is_tag or not (state.is_wrapping or state.is_unseen)
        if letter is not None:
            if skip:
                skip -= 1
            elif shown:
                coded += bytes.fromhex(letter.decode())
            continue
        if coded:
            now = fonts.get(state.font, label)
            if plain and _is_half(coded, now):
                coded, plain = coded + plain[:1], plain[1:]
            out.append(charsets.decode(coded, now)[0])
            coded = b""
        if brace == b"{":
            if len(stack) < _DEEP:
                stack.append(state)
                state = _State(state)
        elif brace == b"}":
            skip = 0
            state = stack.pop() if stack else state
        elif sign is not None:
            if sign == b"*":
                state.is_unseen = True
            elif shown and sign in b"{}\\":
                out.append(sign.decode())
            elif shown and sign == b"~":
                out.append("\xa0")
        elif plain is not None:
            seen = plain.decode("latin-1")
            seen, skip = seen[skip:], max(0, skip - len(seen))
            if shown:
                out.append(seen)
        elif word in (b"f", b"fcharset", b"plain"):
            state.named(word, number or b"", fonts)
        elif word is not None:
            skip = _word(word, number, state, out, is_page=is_page, shown=shown) or skip
    if coded:
        out.append(charsets.decode(coded, fonts.get(state.font, label))[0])
    # Letters beyond the first plane are written as two halves.
    whole = "".join(out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\x00", ""), is_page


def _is_half(coded: bytes, label: str) -> bool:
    """Whether the second half of an East Asian letter is missing: it may be written as a plain letter."""
    if label not in _DOUBLE:
        return False
    try:
        coded.decode(label)
    except UnicodeDecodeError as error:
        return error.end == len(coded)
    return False


class _State:
    """What holds inside one group."""

    __slots__ = ("font", "is_tag", "is_unseen", "is_wrapping", "stand_ins")

    def __init__(self, outer: "_State | None" = None) -> None:
        self.is_tag: bool = outer.is_tag if outer else False
        self.is_unseen: bool = outer.is_unseen if outer else False
        self.is_wrapping: bool = outer.is_wrapping if outer else False
        self.stand_ins: int = outer.stand_ins if outer else 1
        self.font: bytes = outer.font if outer else b""

    def named(self, word: bytes, number: bytes, fonts: dict[bytes, str]) -> None:
        """Another font: in the list of them with the letters that it has, elsewhere from here on."""
        if word == b"fcharset":
            if number in _LETTERS and len(fonts) < _FONTS:
                fonts.setdefault(self.font, _LETTERS[number])
        else:
            self.font = number if word == b"f" else b""


def _word(
    word: bytes, number: bytes | None, state: _State, out: list[str], *, is_page: bool, shown: bool
) -> int:
    """Takes in one control word; how many stand-ins follow it."""
    if word == b"htmltag":
        state.is_tag = is_page
    elif word == b"htmlrtf":
        state.is_wrapping = is_page and number != b"0"
    elif word in _UNSEEN:
        state.is_unseen = True
    elif word == b"uc" and number:
        state.stand_ins = max(0, min(int(number), 8))
    elif word == b"u" and number:
        if shown:
            out.append(chr(int(number) & 0xFFFF))
        return state.stand_ins
    elif shown and word in _SIGNS:
        out.append(_SIGNS[word])
    return 0
