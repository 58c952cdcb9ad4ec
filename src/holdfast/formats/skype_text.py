"""What Skype writes inside the text of a message: markup, quotes, files, calls, and who did what to whom."""

import re
from html import unescape

import msgspec

from holdfast.formats.markup import links_in_page, links_in_text, text_of

_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,4000}>|&(?:[a-z]{2,8}|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
_QUOTE = re.compile(r"<quote\b([^<>]{0,2000})>(.*?)</quote>", re.IGNORECASE | re.DOTALL)
_QUOTED = re.compile(r'messageid="([^"]{1,100})"', re.IGNORECASE)
_AROUND = re.compile(r"<legacyquote>.{0,500}?</legacyquote>", re.IGNORECASE | re.DOTALL)
_ACT = re.compile(r"<(initiator|target|value|role|id)>([^<>]{0,2000})</\1>", re.IGNORECASE)
_NAME = re.compile(r'<(?:OriginalName[^<>]{0,500}? v="|file\b[^<>]{0,500}>)([^"<]{1,400})', re.IGNORECASE)
_SIZE = re.compile(r'(?:<FileSize[^<>]{0,500}? v|<file\b[^<>]{0,500}? size)="(\d{1,15})"', re.IGNORECASE)
_PART = re.compile(
    r'<part identity="([^"]{1,200})"[^<>]{0,500}>(.{0,5000}?)</part>', re.IGNORECASE | re.DOTALL
)
_LASTED = re.compile(r"<duration>([\d.]{1,20})</duration>", re.IGNORECASE)
_ENDED = re.compile(r"<partlist[^<>]{0,500}? type=\"(\w{1,30})\"", re.IGNORECASE)
_LONG = 100_000


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """What a message answers: its words, and the number of the message where it is written."""

    text: str
    message: str


def name_of(ident: str) -> str:
    """The account's own name, without the address of the service and its number: "live:robin"."""
    return ident.rpartition("/")[2].removeprefix("8:")


def plain(written: str) -> str:
    """The words without markup and without what they quote."""
    # Behind the last end no beginning of a quote is looked for: without one, each would go through all of it.
    end = written.rfind("</quote>") + 1
    words = _QUOTE.sub("", written[: end + 7]) + written[end + 7 :] if end else written
    if not _MARKUP.search(words):
        return words
    return text_of(words.replace("\n", "<br>")) if "<" in words else unescape(words)


def links(written: str) -> tuple[str, ...]:
    """The web addresses in it, each once."""
    found = [*links_in_page(written.encode("utf-8", "replace")), *links_in_text(plain(written))]
    return tuple(dict.fromkeys(found))


def quote(written: str) -> Quote | None:
    """What it quotes, if it does."""
    found = _QUOTE.search(written) if "</quote>" in written else None
    if found is None:
        return None
    number = _QUOTED.search(found[1])
    return Quote(text=plain(_AROUND.sub("", found[2])), message=number[1] if number else "")


def file(written: str) -> tuple[str, int | None] | None:
    """Name and size of the first file it speaks of."""
    name, size = _NAME.search(written), _SIZE.search(written)
    if name is None:
        return None
    return unescape(name[1]), int(size[1]) if size else None


def acts(written: str) -> dict[str, list[str]]:
    """What a line of the service says of who did what to whom: "initiator", "target", "value" and so on."""
    found: dict[str, list[str]] = {}
    for act in _ACT.finditer(written[:_LONG]):
        found.setdefault(act[1].lower(), []).append(name_of(unescape(act[2])))
    return found


def call(written: str) -> dict[str, str]:
    """How a call ended, who took part, and for how many seconds."""
    ended = _ENDED.search(written)
    fields = {"call": ended[1]} if ended else {}
    for number, part in enumerate(_PART.finditer(written[:_LONG]), 1):
        lasted = _LASTED.search(part[2])
        fields[f"took part {number}"] = f"{name_of(part[1])}, {lasted[1] if lasted else '0'} seconds"
    return fields
