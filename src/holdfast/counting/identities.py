"""Under which names an account goes about: its display names, and what its handle says of a name."""

import re
import unicodedata
from functools import lru_cache

from holdfast.counting.automatic import says_automatic
from holdfast.model.frame import Frame

_PROGRAM = re.compile(
    r"\b(?:no|do ?not|not)[-_. ]?(?:reply|answer|respond)|\bnotif|\bmailer[-_. ]?daemon|\bpostmaster|"
    r"\bbounce|\bnewsletter|\bnews\b|\balerts?\b|\bautomat|\bunsubscribe|\bnicht[-_. ]?antworten|"
    r"\bne[-_. ]?pas[-_. ]?repond",
    re.IGNORECASE,
)
_ROLES = re.compile(
    r"(?:info|contact|hello|hi|hey|admin|office|support|help|team|mail|email|me|post|sales|service|billing|"
    r"accounts?|customers?|customer[-_. ]?service|kontakt|webmaster|shop|orders?|members?|jobs|press)\d*\Z",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[\d+()/\s.-]+\Z")
_SECOND = ("co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "gob")


def names_of(frame: Frame) -> list[list[str]]:
    """For each account the names that it goes by, each once. What names a task or a number is no name."""
    found: list[list[str]] = [[name] if (name := _of_handle(h)) else [] for h in frame.handles]
    for account, shown in frame.namings:
        name = _of_handle(shown) if "@" in shown.strip("@") else shown.strip()
        if name and not _NUMBER.match(name) and not _ROLES.match(name) and name not in found[account]:
            found[account].append(name)
    return found


def _of_handle(handle: str) -> str:
    name = handle.strip().lstrip("@").partition("@")[0].partition("+")[0]
    return "" if _NUMBER.match(name) or _ROLES.match(name) or _PROGRAM.search(name) else name


def is_distinct(name: str) -> bool:
    """Whether a name is one that few people share: of two words, or long enough."""
    signs = sum(map(str.isalnum, name))
    return signs >= 8 or (signs >= 6 and len(re.findall(r"[^\W\d_]{2,}", name)) > 1)


def domain_of(frame: Frame, account: int) -> str:
    """The mail domain of an account, "" where it has none."""
    return plain_host(frame.handles[account].rpartition("@")[2]) if _is_mail(frame, account) else ""


def _is_mail(frame: Frame, account: int) -> bool:
    return frame.accounts[account].startswith("mail:") and "@" in frame.handles[account]


@lru_cache(maxsize=65_536)
def plain_host(host: str) -> str:
    """A host as it is shown to people: in small letters, international labels (RFC 3492) as they look."""
    return ".".join(_shown(label) for label in host.strip().strip(".").lower().split("."))


def _shown(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return unicodedata.normalize("NFC", label[4:].encode("ascii").decode("punycode"))
    except (UnicodeError, ValueError):
        return label


def main_label(host: str) -> str:
    """The part of a host that somebody chose: "example" of "mail.example.co.uk", as far as can be told."""
    labels = host.split(".")
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND:
        return labels[-3]
    return labels[-2] if len(labels) > 1 else ""


def is_program(frame: Frame, account: int, row: int) -> bool:
    """Whether a program wrote this entry of an account: its handle says so, or the entry does."""
    return bool(_PROGRAM.search(frame.handles[account])) or says_automatic(frame, row)
