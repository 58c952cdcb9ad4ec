"""How a mail came: which of its lines the person's own provider wrote, and what is only claimed.

Anyone can write any line into a mail before sending it. Only what the person's own provider wrote on top can
be relied on: the walk begins there, and ends where that provider took the mail from somebody else.
"""

import ipaddress
import re
from collections.abc import Sequence

import msgspec

from holdfast.formats import dkim, mail_dates
from holdfast.formats.mail_headers import unfold
from holdfast.model.when import When

_MOST = 500  # lines of one kind that are looked at
_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE)
_BLANK = re.compile(rb"\n\r?\n|\A\r?\n")
_FROM = re.compile(r"\s*from\s+(\S+)", re.IGNORECASE)
_BY = re.compile(r"(?:^|\s)by\s+([^\s;()]+)", re.IGNORECASE)
_IP = re.compile(
    r"[\[(\s](?:IPv6:)?((?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]+)(?=[\])\s;,])", re.IGNORECASE
)
_GREETING = re.compile(r"\b(?:helo|ehlo|ident)[= ]\s*[^\s)]*", re.IGNORECASE)
_DOMAIN = re.compile(r"@([A-Za-z0-9.-]+)")
# RFC 3848 and RFC 6531: the last letter says that whoever connected had signed in.
_SIGNED_IN = re.compile(r"\bwith\s+(?:UTF8)?(?:ESMTP|SMTP|LMTP)S?A\b", re.IGNORECASE)
_SIGNED_IN_AS = re.compile(r"\(authenticated\b", re.IGNORECASE)
_OVER_WEB = re.compile(r"\bwith\s+HTTPS?\b", re.IGNORECASE)
_ITSELF = ("127.0.0.1", "::1")
# Whoever writes with these on the web leaves no address of their own in the mail.
_SILENT = {
    "Gmail": ("gmail.com", "googlemail.com"),
    "Outlook.com": ("outlook.com", "hotmail.com", "live.com", "msn.com", "hotmail.co.uk"),
    "Yahoo": ("yahoo.com", "ymail.com", "yahoo.co.uk", "aol.com"),
    "Proton": ("proton.me", "protonmail.com", "pm.me"),
    "iCloud": ("icloud.com", "me.com", "mac.com"),
}


class Hop(msgspec.Struct, frozen=True, kw_only=True):
    """One `Received` line, counted from the top. `is_proven`: the person's own provider wrote it."""

    number: int
    from_name: str
    ip: str
    is_public: bool
    by: str
    when: When
    is_proven: bool


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One `Authentication-Results` line; trusted only where the person's own provider wrote it."""

    by: str
    says: str
    is_trusted: bool


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """`ip` is the last address that the person's own provider saw itself, "" where none can be shown.

    `ask` names the service that alone knows more. It is told by the sender's address, which is a claim too.
    """

    providers: tuple[str, ...]
    hops: tuple[Hop, ...]
    ip: str
    says: str
    ask: str
    message_id: str
    checks: tuple[Check, ...]
    signatures: tuple[dkim.Signature, ...]


NO_PROVIDER = "Name your own mail provider first: without it no line of this mail can be relied on."
NO_LINES = "This mail has no line that says which servers it passed."
NOT_YOURS = "The topmost line is not from your provider. No address in this mail can be relied on."
INSIDE = "Only your provider's own servers are seen. The mail does not show who handed it to them."
UNSURE = "A server that calls itself your provider's handed it on. This mail cannot show whether it was."
SIGNED_IN = (
    "Somebody who had signed in at your own provider sent it from this address. Ask it whose account it was."
)
DAMAGED = "The original of this mail is damaged or missing here: how it came cannot be shown."
SEEN = "Your provider took the mail from this address. It is mostly a server, not the sender's device."


def route(data: bytes, providers: Sequence[str]) -> Route:
    """How the mail in `data` came, given the domains of the person's own provider. Never fails."""
    if data.startswith(b"From "):
        data = data.partition(b"\n")[2]
    blank = _BLANK.search(data)
    head, body = (data[: blank.start() + 1], data[blank.end() :]) if blank else (data, b"")
    lines = [(m[1].lower(), unfold(m[2], {})) for m in _FIELD.finditer(head)]
    own = tuple(p.lower().strip().strip(".").removeprefix("@") for p in providers if p.strip(" .@"))
    hops, ip, says, trusted_above = _walk(lines, own)
    present: dict[str, int] = {}
    for name, _ in lines:
        present[name.decode("latin-1")] = present.get(name.decode("latin-1"), 0) + 1
    domains = _DOMAIN.findall(next((v for n, v in lines if n == b"from"), ""))
    from_domain = domains[-1].lower() if domains else ""
    checks = [
        _check(value, own, is_above=at < trusted_above)
        for at, (name, value) in enumerate(lines)
        if name == b"authentication-results"
    ]
    return Route(
        providers=own,
        hops=tuple(hops),
        ip=ip,
        says=says,
        ask=next((name for name, theirs in _SILENT.items() if from_domain in theirs), ""),
        message_id=next((v for n, v in lines if n == b"message-id"), ""),
        checks=tuple(checks[:_MOST]),
        signatures=tuple(
            dkim.signature(value, body, from_domain, present)
            for value in [v for n, v in lines if n == b"dkim-signature"][:20]
        ),
    )


def damaged(providers: Sequence[str]) -> Route:
    """What is left to say where the mail itself cannot be read any more."""
    return msgspec.structs.replace(route(b"", providers), says=DAMAGED)


def belongs(host: str, own: Sequence[str]) -> bool:
    """Whether a host is the provider's domain or lies below it."""
    host = host.lower().strip(".[]")
    return any(host == p or host.endswith("." + p) for p in own)


def _walk(lines: list[tuple[bytes, str]], own: tuple[str, ...]) -> tuple[list[Hop], str, str, int]:
    """The hops, the last address that can be shown, what can be said, and above which line checks count."""
    hops: list[Hop] = []
    ip, says, above = "", "", -1
    for at, (name, value) in enumerate(lines):
        if name != b"received" or len(hops) >= _MOST:
            continue
        hop = _hop(value, len(hops) + 1)
        if not says:
            if not own:
                says = NO_PROVIDER
            elif not _follows(hop, hops, own):
                says = INSIDE if hops else NOT_YOURS
            else:
                hop, above = msgspec.structs.replace(hop, is_proven=True), at
                ip, says = _end(hop, value, own)
        hops.append(hop)
    return hops, ip, says or (INSIDE if hops else NO_LINES), above


def _follows(hop: Hop, hops: list[Hop], own: tuple[str, ...]) -> bool:
    """Whether the provider wrote this line: the topmost, or the one of the server that the line above names.

    Without that a sender who is let in from inside the provider's network could add lines in its name.
    """
    if not hops:
        return belongs(hop.by, own)
    before = hops[-1]
    if _address(hop.by) is not None or hop.by.lower() == "localhost":
        return not _public(hop.by)
    if not before.from_name or before.ip in _ITSELF:
        return belongs(hop.by, own)
    return hop.by.lower() == before.from_name.lower() or (
        belongs(hop.by, own) and belongs(before.from_name, own)
    )


def _end(hop: Hop, value: str, own: tuple[str, ...]) -> tuple[str, str]:
    """What a line of the provider comes to: the address it saw, and what can be said; "" where it goes on."""
    before, _, after = value.partition(" by ")
    if not hop.from_name:
        return "", ""
    if _SIGNED_IN.search(after) or _SIGNED_IN_AS.search(value):
        return (hop.ip, SIGNED_IN) if hop.is_public else ("", INSIDE)
    if not hop.ip:
        # Some name only the machine inside that asked, over the web, for the mail to be put away.
        literal = _address(hop.from_name)
        is_inside = literal is not None and not _public(str(literal)) and _OVER_WEB.search(after)
        return ("", "") if is_inside else ("", UNSURE)
    if not hop.is_public:
        return "", ""
    # A name can be claimed by whoever connects; an address cannot.
    is_like_own = belongs(hop.from_name, own) or any(p in before.lower() for p in own)
    return ("", UNSURE) if is_like_own else (hop.ip, SEEN)


def _hop(value: str, number: int) -> Hop:
    value = value[:4000]
    by = _BY.search(value)
    sender = _FROM.match(value)
    ip = _seen(value[: by.start()] if by else value)
    return Hop(
        number=number,
        from_name=sender[1].strip("[]()") if sender else "",
        ip=ip,
        is_public=_public(ip),
        by=by[1].strip("[]") if by else "",
        when=mail_dates.parse(value.rpartition(";")[2].strip(), basis="explicit"),
        is_proven=False,
    )


def _seen(before: str) -> str:
    """The address that the server saw, "" where there is none, or where it may be what the other side said.

    What the other side calls itself may look like an address: it stands first, or after "helo".
    """
    has_greeting = _GREETING.search(before) is not None
    before = _GREETING.sub("", before)
    sender = _FROM.match(before)
    rest = before[sender.end() :] if sender else before
    found = {str(ip) for ip in map(_address, _IP.findall(rest + " ")) if ip is not None}
    if not found and sender and has_greeting:
        # Exim names the address itself where it has no name for it, and says apart how it was greeted.
        literal = _address(sender[1].strip("[]").removeprefix("IPv6:"))
        return str(literal) if literal is not None else ""
    return found.pop() if len(found) == 1 else ""


def _address(written: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(written)
    except ValueError:
        return None


def _public(written: str) -> bool:
    """Whether this is an address of the open internet. Ranges set aside for examples count as such."""
    ip = _address(written)
    if ip is None:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        # 6to4 and mapped addresses carry an older one inside.
        inner = ip.sixtofour or ip.ipv4_mapped
        if inner is not None:
            return _public(str(inner))
    return ip.is_global or any(ip in net for net in _EXAMPLES if net.version == ip.version)


_EXAMPLES = tuple(
    map(ipaddress.ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"))
)


def _check(value: str, own: tuple[str, ...], *, is_above: bool) -> Check:
    by = value.partition(";")[0].split()
    name = by[0] if by else ""
    return Check(by=name, says=value[:2000], is_trusted=is_above and belongs(name, own))
