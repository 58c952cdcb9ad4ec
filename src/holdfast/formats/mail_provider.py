"""Which mail provider is the person's own, as the topmost lines of the mails to them tell."""

import re
from collections import Counter
from collections.abc import Sequence

from holdfast.formats.mail_headers import unfold

_LINE = re.compile(rb"^received[ \t]*:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)", re.IGNORECASE | re.MULTILINE)
_BY = re.compile(r"(?:^|\s)by\s+([^\s;()]+)", re.IGNORECASE)
_LEARNED = 3  # mails, and one in four of those looked at, before a provider is learned from them


def receiver(data: bytes) -> str:
    """The domain of the server that wrote the topmost line of a mail, "" where none is named."""
    head = data.partition(b"\n\n")[0].partition(b"\n\r\n")[0]
    for m in _LINE.finditer(head):
        by = _BY.search(unfold(m[1], {})[:4000])
        labels = by[1].strip("[].").lower().split(".") if by else []
        if len(labels) < 2 or labels[-1].isdecimal() or ":" in labels[-1]:
            continue  # Gmail names its inner servers by number, some programs only the machine itself.
        is_short = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) < 4
        return ".".join(labels[-3:] if is_short else labels[-2:])
    return ""


def learned(receivers: Sequence[str]) -> tuple[str, ...]:
    """The person's providers, by the domains that wrote the topmost lines of mails to them."""
    seen = Counter(filter(None, receivers))
    return tuple(d for d, n in seen.most_common(5) if n >= _LEARNED and n * 4 >= len(receivers))
