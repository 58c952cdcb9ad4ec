"""Requests to the person's website, as its server wrote them down."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from ipaddress import ip_address, ip_network

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.contact import Contact
from holdfast.model.frame import Frame

_FILES = re.compile(
    r"\.(?:css|js|mjs|map|png|jpe?g|gif|webp|avif|svg|ico|woff2?|ttf|otf|mp[34]|webm)$", re.IGNORECASE
)
_MACHINES = re.compile(
    r"bot\b|bot[/;-]|crawl|spider|slurp|curl/|wget/|python|httpx|aiohttp|scrapy|go-http-client|java/|okhttp|"
    r"libwww|"
    r"lwp|axios|node-fetch|headless|phantom|feed|rss|monitor|uptime|pingdom|preview|facebookexternalhit|"
    r"archive",
    re.IGNORECASE,
)
_SIGN_IN = re.compile(
    r"/(?:wp-login|xmlrpc|admin|administrator|login|log-in|signin|sign-in|user/login|users/sign_in|"
    r"account/login|"
    r"anmelden|anmeldung|connexion|accedi|entrar|inloggen|phpmyadmin|webmail|owa)\b",
    re.IGNORECASE,
)
_ASKED = ("q", "query", "s", "search", "p", "text", "wd", "keyword", "suche", "recherche")
_ENGINES = re.compile(r"(?:^|\.)(?:google|bing|duckduckgo|yahoo|ecosia|startpage|qwant|yandex|baidu|brave)\.")
_REFUSED = ("401", "403", "407", "429")
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_LONGEST = 2_000


@dataclass(frozen=True)
class Request:
    """`page`: the path without what follows "?"; "" for files that belong to pages and for nonsense."""

    page: str
    agent: str
    status: str
    method: str
    searched: str

    @property
    def is_machine(self) -> bool:
        """Whether it says itself that a program asks."""
        return says_machine(self.agent)

    @property
    def is_sign_in(self) -> bool:
        """Whether it is for a page on which people sign in."""
        return is_sign_in(self.page)

    @property
    def is_refused(self) -> bool:
        """Whether the server did not let it in."""
        return self.status in _REFUSED


@lru_cache(maxsize=4096)
def says_machine(agent: str) -> bool:
    """As `Request.is_machine`, for the name that a browser or program gives itself."""
    return _MACHINES.search(agent) is not None


@lru_cache(maxsize=1 << 14)
def is_sign_in(page: str) -> bool:
    """Whether people sign in on this page, as far as its name tells."""
    return _SIGN_IN.search(page) is not None


@lru_cache(maxsize=1 << 14)
def visitor(key: str) -> str:
    """Who may be one visitor: an address, or the network that one line has in the newer kind (/64)."""
    name = key.partition(":")[2]
    try:
        ip = ip_address(name)
    except ValueError:
        return name
    return str(ip_network((ip, 64), strict=False)) if ip.version == 6 else name


@lru_cache(maxsize=1 << 16)
def _target(text: str) -> tuple[str, str, str]:
    """Method, page and words searched for of a request line."""
    method, _, rest = text.partition(" ")
    target = rest.rpartition(" HTTP/")[0] or rest
    if not target.startswith("/"):
        return method, "", ""
    path, _, query = target.partition("?")
    if _FILES.search(path):
        return method, "", ""
    return method, _decoded(path), _words(query)


@lru_cache(maxsize=1 << 14)
def _from(referer: str) -> str:
    """What somebody searched for elsewhere before coming here, where the address tells it."""
    host, _, rest = referer.partition("://")[2].partition("/")
    return _words(rest.partition("?")[2]) if _ENGINES.search(host) else ""


def _words(query: str) -> str:
    told: dict[str, str] = {}
    for part in query.partition("#")[0][:_LONGEST].split("&"):
        name, equals, value = part.partition("=")
        if equals:
            told.setdefault(name.casefold(), _decoded(value.replace("+", " ")).strip()[:100])
    return next((words for name in _ASKED if (words := told.get(name, ""))), "")


def _decoded(written: str) -> str:
    """An address with its "%20" and the like as letters; what makes none stays as it is."""
    if "%" not in written:
        return written
    return _ESCAPED.sub(lambda m: bytes.fromhex(m[0].replace("%", "")).decode("utf-8", "replace"), written)


class Requests:
    """All requests of a frame with a known time, in order of it."""

    def __init__(self, contact: Contact) -> None:
        self.frame: Frame = contact.frame
        self.contact = contact
        is_visit = self.frame.is_kind("visit")
        self.rows: NDArray[np.intp] = np.flatnonzero(is_visit & contact.to_the_minute & (self.frame.by >= 0))

    @cached_property
    def each(self) -> list[Request]:
        """Every request, in the order of `rows`."""
        found = []
        details, texts = self.frame.details, self.frame.text
        for row in self.rows.tolist():
            fields = details[row].fields
            method, page, searched = _target(texts[row])
            referer = fields.get("referer", "")
            found.append(
                Request(
                    page,
                    fields.get("agent", ""),
                    fields.get("status", ""),
                    method,
                    searched or (_from(referer) if referer else ""),
                )
            )
        return found

    @cached_property
    def who(self) -> tuple[list[str], NDArray[np.int64]]:
        """The visitors by name, and the place of each request's visitor among them."""
        shown = [visitor(key) for key in self.frame.accounts]
        names = sorted({shown[by] for by in np.unique(self.frame.by[self.rows]).tolist()})
        place = {name: number for number, name in enumerate(names)}
        by_account = np.array([place.get(name, -1) for name in shown], dtype=np.int64)
        return names, by_account[self.frame.by[self.rows]]
