"""Bytes to text: what was declared, then UTF-8, then what the bytes look like, then Latin-1.

A text that is in its encoding but for a few damaged bytes stays in it: U+FFFD marks each damaged place.
"""

import codecs
import re
from functools import lru_cache

from charset_normalizer import from_bytes

# Names that mails use and the standard library does not know, or takes too narrowly. GB 18030 and
# code page 949 hold all of the older sets whose names stand on the left.
_ALIASES = {
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "x-big5": "big5hkscs",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "windows-31j": "cp932",
    "x-euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-8859-8-i": "iso8859_8",
    "iso-8859-8-e": "iso8859_8",
    "iso-8859-6-i": "iso8859_6",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "unicode": "utf-16",
    "ansi": "cp1252",
    "iso-8859": "iso8859_1",
}
# Names of codecs that do not turn the bytes of a text into that text.
_NEVER = {"unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined", "mbcs", "oem", "utf-8-sig"}
_PLAUSIBLE = re.compile(r"[a-z0-9][a-z0-9_.:+-]{0,39}\Z")
_C1 = re.compile("[\x80-\x9f]")
_FOREIGN = re.compile("[^\x00-\x7f]")
_FEW = 4  # sound letters beyond ASCII for each damaged one, in a text that is only damaged
_RARE = 5  # letters beyond ASCII, below which no encoding can be recognised
_ASCII = bytes(range(128))
_LATIN = ["cp1252", "cp1250", "cp1254", "cp1257", "mac_roman", "cp850"]
_USUAL = [
    *("cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "cp874", "cp866", "gb18030", "big5hkscs", "cp932"),
    *("euc_jp", "cp949", *_LATIN),
]
_SHORT = 32  # bytes, below which no encoding can be recognised
_SAMPLE = 8192  # bytes that are looked at when an encoding has to be recognised


@lru_cache(maxsize=512)
def codec(label: str) -> str:
    """The codec for a charset as mails name it, or "" where no such text encoding is known."""
    name = label.strip(" \t\r\n\"'").lower()
    name = _ALIASES.get(name, name)
    if not _PLAUSIBLE.match(name) or name.replace("_", "-") in _NEVER:
        return ""
    try:
        bytes(4).decode(name)
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""


def decode(data: bytes, label: str = "") -> tuple[str, str, bool]:
    """The text of `data`, the codec that gave it, and whether that is the declared one.

    Where nothing is declared UTF-8 is as good as declared. Never fails: when everything else does, each
    byte becomes the character of the same number.
    """
    name = codec(label) if label else "utf-8"
    text = _try(data, name) if name else None
    if text is not None:
        return text, name, True
    text = _try(data, "utf-8")
    if text is not None:
        # Plain ASCII under an unknown name has lost nothing.
        return text, "utf-8", text.isascii()
    for near in dict.fromkeys((name, "utf-8")):
        if near and (text := _nearly(data, near)) is not None:
            return text, near, False
    name = _recognised(data)
    text = _try(data, name)
    return (data.decode("latin-1"), "latin-1", False) if text is None else (text, name, False)


def _try(data: bytes, name: str) -> str | None:
    try:
        text = data.decode(name)
    except (ValueError, LookupError):
        return None
    if name == "iso8859-1" and _C1.search(text):
        # As every mail program does: what calls itself Latin-1 and uses its control range is Windows-1252.
        return _try(data, "cp1252") or text
    if name == "utf-7" and not _is_sound(text):
        return None
    return text


def _nearly(data: bytes, name: str) -> str | None:
    """The text with a few damaged letters marked as such, None where the damaged ones are not few."""
    try:
        text = data.decode(name, "replace")
    except (ValueError, LookupError):
        return None
    bad = text.count("\ufffd")
    good = len(_FOREIGN.findall(text)) - bad
    return text if good >= _FEW * bad and _is_sound(text) else None


def _is_sound(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _recognised(data: bytes) -> str:
    """What the bytes look like. A few letters beyond ASCII do not show enough, and are read as Western."""
    sample = data[:_SAMPLE]
    solid = sample.translate(None, b" \t\r\n")
    foreign = len(solid.translate(None, _ASCII))
    if len(data) <= _SHORT or foreign <= _RARE:
        return "cp1252"
    # Other scripts than the Latin one use letters beyond ASCII for most of their words.
    among = _LATIN if foreign * 4 < len(solid) else _USUAL
    best = from_bytes(sample, cp_isolation=among).best()
    return best.encoding if best is not None else "cp1252"
