"""HTML made into plain text, and the web addresses in either. Nothing is ever fetched."""

import html as entities
import re

from selectolax.lexbor import LexborHTMLParser

_MANY = 10_000  # tags; beyond it deep nesting would cost a parser more than it is worth
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BREAK = re.compile(
    r"<(?:br|hr|/?(?:p|div|tr|table|ul|ol|li|h[1-6]|blockquote|pre|section|article|header|footer|dl|dt|dd|address))"
    r"(?=[\s/>])",
    re.IGNORECASE,
)
_CELL = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_UNSEEN = re.compile(
    r"<(script|style|head|title|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>?")
_EDGES = re.compile(r" *\n *")
_GAPS = re.compile(r"\n{3,}")
_HREF = re.compile(rb"""\bhref\s*=\s*["']?\s*(https?://[^\s"'<>]+)""", re.IGNORECASE)
_LINK = re.compile(r"""https?://[^\s<>"'`\x00-\x1f]+""", re.IGNORECASE)
_AFTER_LINK = ".,;:!?*_~»”’"
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9_.:-]+)""", re.IGNORECASE)


def declared_charset(page: bytes) -> str:
    """The charset that a page names for itself, "" where it names none."""
    m = _META.search(page, 0, 2048)
    return m[1].decode("ascii") if m else ""


def text_of(page: str) -> str:
    """What a reader of the page would see, lines kept apart, without scripts, styles and comments."""
    flat = _SPACE.sub(" ", page)
    # Breaks are put in as text beforehand, so that one walk over the parsed page gives the lines.
    broken = _CELL.sub(r" \g<0>", _BREAK.sub(r"\n\g<0>", flat))
    if broken.count("<") > _MANY:
        seen = entities.unescape(_TAG.sub("", _UNSEEN.sub("", broken)))
    else:
        tree = LexborHTMLParser(broken)
        tree.strip_tags(["script", "style", "template"], recursive=True)
        body = tree.body
        seen = body.text() if body is not None else ""
    seen = _EDGES.sub("\n", seen.replace("\xa0", " "))
    return _GAPS.sub("\n\n", seen).strip()


def links_in_page(page: bytes) -> list[str]:
    """The http and https addresses that a page links to, in order, each once."""
    if b"://" not in page:
        return []
    found = (m.decode("utf-8", "replace") for m in _HREF.findall(page))
    return list(dict.fromkeys(entities.unescape(link) if "&" in link else link for link in found))


def links_in_text(text: str) -> list[str]:
    """The http and https addresses written out in a text, in order, each once."""
    if "://" not in text:
        return []
    found = []
    for link in _LINK.findall(text):
        bare = link.rstrip(_AFTER_LINK)
        while bare.endswith((")", "]", "}")) and bare.count(bare[-1]) > bare.count(
            "([{"[")]}".index(bare[-1])]
        ):
            bare = bare[:-1].rstrip(_AFTER_LINK)
        found.append(bare)
    return list(dict.fromkeys(found))
