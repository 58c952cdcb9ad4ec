"""Finds words that identify somebody, in every way in which they can be written.

Capital letters, accents, invisible signs, other forms of digits and letters (full width), what stands between
the parts of a name or a number, escapes, and every notation of a network address make no difference. What it
cannot know is another spelling: letters of another alphabet that look alike, a short form, a mistake.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from holdfast.formats.unescaped import View, views

Span = tuple[int, int]

_BETWEEN = r"[\W_]{0,3}"
_AT = r"(?:[\W_]{0,3}|[\W_]{0,3}(?:at|40)[\W_]{0,3})"
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff]")
_CASED = re.compile("[a-z\u00e0-\u024f\u0370-\u052f]")
_CORE = 9  # digits of a number that tell it, whatever country or trunk digits stand before them
_FOUR = re.compile(r"(?<!\d)(?:\d{1,3}[.\-_]|\d{1,3}\[\.\]){3}\d{1,3}(?!\d)")
_FOUR_TURNED = re.compile(r"((?:\d{1,3}\.){4})in-addr\.arpa", re.IGNORECASE)
_SIX = re.compile(
    r"(?<![0-9A-Za-z])[0-9A-Fa-f]{0,4}(?:[:\-][0-9A-Fa-f]{0,4}){2,7}(?::\d{1,3}(?:\.\d{1,3}){3}|(?:\.\d{1,3}){3})?"
)
_SIX_TURNED = re.compile(r"((?:[0-9A-Fa-f]\.){32})ip6\.arpa", re.IGNORECASE)


class Prepared:
    """A text made ready to be looked through, once for all the words that are looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.views = [(view, folded(view.text)) for view in views(text)]


class Identifying:
    """Words of one kind to be looked for."""

    def __init__(self, kind: str, words: str) -> None:
        """`kind` as `redaction.DetailKind`. A network address that is none is looked for as words."""
        self._network = _network(words) if kind == "network address" else None
        self.pattern = "" if self._network else _pattern(kind, folded(words).text)
        """What is looked for in the folded text, "" for a network."""
        self._compiled = re.compile(self.pattern)

    def find(self, text: str | Prepared) -> list[Span]:
        """Where they stand, as begin and end in the text."""
        found: list[Span] = []
        whole = Prepared(text) if isinstance(text, str) else text
        for view, plain in whole.views:
            spans = _addresses(view.text, self._network) if self._network else self._words(plain)
            found += [(view.starts[a], _to_the_end(whole.text, view.ends[b - 1])) for a, b in spans]
        return found

    def _words(self, plain: View) -> Iterator[Span]:
        for match in self._compiled.finditer(plain.text):
            yield plain.starts[match.start()], plain.ends[match.end() - 1]


def _to_the_end(text: str, end: int) -> int:
    """Signs that stand on the last letter belong to it."""
    while end < len(text) and unicodedata.category(text[end])[0] == "M":
        end += 1
    return end


def folded(text: str) -> View:
    """The text in the form in which it is compared: small letters without marks, digits 0 to 9."""
    if text.isascii():
        return View(text.lower(), range(len(text)), range(1, len(text) + 1))
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, character in enumerate(text):
        plain = _folded(character)
        parts.append(plain)
        if plain:
            starts += [place] * len(plain)
            ends += [place + 1] * len(plain)
        elif ends:
            # A mark or an invisible sign goes with what it stands on.
            ends[-1] = place + 1
    return View("".join(parts), starts, ends)


@lru_cache(maxsize=16_384)
def _folded(character: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    shown = []
    for each in plain:
        if (digit := unicodedata.digit(each, None)) is not None:
            shown.append(str(digit))
        elif each == "\u0131":  # The i of Turkish that has no dot is I in capital letters, like the other.
            shown.append("i")
        elif unicodedata.category(each) not in {"Mn", "Me", "Cf"}:
            shown.append(each)
    return "".join(shown)


def _pattern(kind: str, plain: str) -> str:
    digits = re.sub(r"\D", "", plain)
    if kind == "phone" and len(digits) >= 5:
        core = _BETWEEN.join(digits[-_CORE:])
        return rf"(?:\+?\(?\d{{1,4}}\)?[\s().\-/]{{0,3}}(?:\(?0\)?[\s().\-/]{{0,2}})?\d{{0,3}})?{core}(?!\d)"
    if "@" in plain and kind in {"mail address", "account"}:
        name, _, domain = plain.rpartition("@")
        return _joined(name) + _AT + _joined(domain)
    tokens = re.findall(r"[^\W_]+", plain)
    joined = _BETWEEN.join(map(re.escape, tokens)) or re.escape(plain)
    letters = sum(map(len, tokens)) or len(plain)
    # Short words stand inside others by accident; but not every script sets its words apart, and some join
    # small words to the next one.
    if letters >= 5 or _WITHOUT_SPACES.search(plain) or not (_CASED.search(plain) or digits):
        return joined
    before = r"(?<![^\W_])"
    return before + joined if letters == 4 else before + joined + r"(?![^\W_])"


def _joined(words: str) -> str:
    return _BETWEEN.join(map(re.escape, re.findall(r"[^\W_]+", words)))


def _network(words: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(words.strip().strip("[]").partition("%")[0], strict=False)
    except ValueError:
        return None


def _addresses(text: str, network: IPv4Network | IPv6Network) -> Iterator[Span]:
    """Addresses of the network in any notation, also turned round as the DNS writes them."""
    for match in _FOUR.finditer(text):
        if _is_in(".".join(re.findall(r"\d+", match.group())), network) or _is_in(
            ".".join(re.findall(r"\d+", match.group())[::-1]), network
        ):
            yield match.span()
    for match in _FOUR_TURNED.finditer(text):
        if _is_in(".".join(match[1].rstrip(".").split(".")[::-1]), network):
            yield match.span()
    for match in _SIX.finditer(text):
        if _is_in(match.group().replace("-", ":"), network):
            yield match.span()
    for match in _SIX_TURNED.finditer(text):
        nibbles = match[1].replace(".", "")[::-1]
        if _is_in(":".join(nibbles[n : n + 4] for n in range(0, 32, 4)), network):
            yield match.span()


def _is_in(text: str, network: IPv4Network | IPv6Network) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped and isinstance(network, IPv4Network):
        address = address.ipv4_mapped
    return address in network


def merged(spans: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Spans with a label, in order; those that overlap become one, under the label of the longest."""
    found: list[tuple[int, int, str]] = []
    longest = 0
    for start, end, label in sorted(spans, key=lambda span: (span[0], -span[1])):
        if found and start < found[-1][1]:
            first, last, kept = found[-1]
            if end - start > longest:
                kept, longest = label, end - start
            found[-1] = (first, max(last, end), kept)
        else:
            found.append((start, end, label))
            longest = end - start
    return found
