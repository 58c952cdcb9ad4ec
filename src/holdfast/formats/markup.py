"""HTML made into plain text, and the web addresses in either. Nothing is ever fetched."""

import html as entities
import re

from selectolax.lexbor import LexborHTMLParser

_MANY = 10_000  # tags; beyond it deep nesting would cost a parser more than it is worth
# br, hr, p, pre, tr, table, div, dl, dt, dd, ul, ol, li, h1 to h6, header, blockquote, section, article,
# address and footer: what begins alike stands together, for each choice that fails takes time.
_BREAK = re.compile(
    r"<(?=(?:[bh]r|/?(?:p(?:re)?|t(?:r|able)|d(?:iv|[ltd])|[uo]l|li|h(?:[1-6]|eader)|blockquote|section|"
    r"a(?:rticle|ddress)|footer))[\s/>])",
    re.IGNORECASE | re.ASCII,
)
_CELL = re.compile(r"<(?=/t[dh]\s*>)", re.IGNORECASE)
_UNSEEN = re.compile(
    r"<(script|style|head|title|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>?")
_GAPS = re.compile(r"\n{3,}")
_HREF = re.compile(rb"""href\s*=\s*["']?\s*([hH][tT][tT][pP][sS]?://[^\s"'<>]+)""")
_ANY_HREF = re.compile(_HREF.pattern, re.IGNORECASE)
_OTHER_CASE = re.compile(rb"H(?:REF|ref)")
_PICTURE = re.compile(
    rb"""<img\b[^<>]{0,2000}?\bsrc\s*=\s*["']?\s*(https?://[^\s"'<>]{1,1000})""", re.IGNORECASE
)
_NUMBERED = re.compile(r"&#(?:\d{1,7}|[xX][0-9A-Fa-f]{1,6});")
_LINK = re.compile(r"""https?://[^\s<>"'`\x00-\x1f]+""", re.IGNORECASE)
_LONG = 2000  # characters, beyond which an address is kept as it stands
_AFTER_LINK = ".,;:!?*_~»”’"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9_.:-]+)""", re.IGNORECASE)


def declared_charset(page: bytes) -> str:
    """The charset that a page names for itself, "" where it names none."""
    m = _META.search(page, 0, 2048)
    return m[1].decode("ascii") if m else ""


def text_of(page: str) -> str:
    """What a reader of the page would see, lines kept apart, without scripts, styles and comments."""
    # Breaks are put in as text beforehand, so that one walk over the parsed page gives the lines.
    broken = _CELL.sub(" <", _BREAK.sub("\n<", " ".join(page.split())))
    if broken.count("<") > _MANY:
        seen = entities.unescape(_TAG.sub("", _UNSEEN.sub("", broken)))
    else:
        tree = LexborHTMLParser(broken)
        tree.strip_tags(["script", "style", "template", "title"], recursive=True)
        body = tree.body
        seen = body.text() if body is not None else ""
    lines = [line.strip() for line in seen.replace("\xa0", " ").split("\n")]
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


def links_in_page(page: bytes) -> list[str]:
    """The http and https addresses that a page links to, in order, each once."""
    pattern = _ANY_HREF if _OTHER_CASE.search(page) else _HREF
    found = pattern.findall(page)
    if not found:
        return []
    # "&" is written "&amp;" in a page. Other names are left alone: "&copy=1" is part of an address.
    links: str = b"\n".join(dict.fromkeys(found)).decode("utf-8", "replace").replace("&amp;", "&")
    if "&#" in links:
        links = _NUMBERED.sub(lambda m: entities.unescape(m[0]), links)
    return links.split("\n")


def pictures_in_page(page: bytes) -> list[str]:
    """The http and https addresses of pictures that a page would load from elsewhere, in order, each once."""
    if b"<img" not in page and b"<IMG" not in page:
        return []
    found: bytes = b"\n".join(dict.fromkeys(_PICTURE.findall(page)))
    return found.decode("utf-8", "replace").replace("&amp;", "&").split("\n") if found else []


def links_in_text(text: str) -> list[str]:
    """The http and https addresses written out in a text, in order, each once."""
    if "://" not in text:
        return []
    found = []
    for link in _LINK.findall(text):
        if len(link) > _LONG:
            found.append(link)
            continue
        bare = link.rstrip(_AFTER_LINK)
        while (opening := _BRACKETS.get(bare[-1:])) and bare.count(bare[-1]) > bare.count(opening):
            bare = bare[:-1].rstrip(_AFTER_LINK)
        found.append(bare)
    return list(dict.fromkeys(found))
