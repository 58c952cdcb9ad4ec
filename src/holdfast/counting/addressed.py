"""Web addresses that are made for one reader, and those of services that note down who opens them."""

import re
from collections.abc import Iterable
from itertools import pairwise

from holdfast.counting.automatic import registered

# Services whose purpose is to tell somebody the IP address of whoever opens a link. There are many more.
_LOGGERS = frozenset(
    (
        "grabify.link", "iplogger.org", "iplogger.com", "iplogger.ru", "iplogger.co", "2no.co", "yip.su",
        "iplis.ru", "02ip.ru", "ezstat.ru", "blasze.com", "blasze.tk", "canarytokens.com", "canarytokens.org",
    )
)  # fmt: skip
_SHORT = frozenset(
    (
        "bit.ly", "tinyurl.com", "is.gd", "v.gd", "cutt.ly", "ow.ly", "rb.gy", "shorturl.at", "t.ly",
        "tiny.cc", "rebrand.ly", "bl.ink", "shorte.st", "adf.ly",
    )
)  # fmt: skip
_HOST = re.compile(r"https?://(?:[^/@?#]*@)?([^/:?#]+)", re.IGNORECASE)
_PIECE = re.compile(r"[A-Za-z0-9_-]{10,}")


def host(link: str) -> str:
    """The registered domain of an address, "" for what is none."""
    found = _HOST.match(link)
    return registered(found[1]) if found else ""


def is_logger(link: str) -> bool:
    """Whether it belongs to a service known to tell somebody who opens a link."""
    return host(link) in _LOGGERS


def is_short(link: str) -> bool:
    """Whether it hides where it leads, as short addresses do."""
    return host(link) in _SHORT


def token(link: str) -> str:
    """A piece of an address that looks made for one reader: letters and digits without a word; "" if none."""
    after = link.partition("://")[2].partition("/")[2]
    return next((piece for piece in _PIECE.findall(after) if _is_mixed(piece)), "")


def names(link: str, handles: Iterable[str]) -> bool:
    """Whether one of these handles stands in the address, plainly or with its sign written as "%40"."""
    said = link.casefold().replace("%40", "@")
    return any(handle in said for handle in handles)


def _is_mixed(piece: str) -> bool:
    digits = sum(c.isdigit() for c in piece)
    changes = sum(a.isdigit() != b.isdigit() for a, b in pairwise(piece))
    return 2 <= digits < len(piece) and changes >= 3
