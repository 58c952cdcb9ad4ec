"""How a mail came: which of its lines the person's own provider wrote, and what is only claimed.

Anyone can write any line into a mail before sending it. Only what the person's own provider wrote on top can
be relied on: the walk begins there, and ends where that provider took the mail from somebody else.
"""

import ipaddress
import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from holdfast.formats import dkim, mail_checks, mail_dates
from holdfast.formats.addresses import parsed, whose
from holdfast.formats.mail_headers import unfold
from holdfast.model.mail_service import MailService
from holdfast.model.sentence import said
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
_ADDRESS = re.compile(r"[^\s<>\"(),;:]+@[A-Za-z0-9.-]+")
# RFC 3848 and RFC 6531: the last letter says that whoever connected had signed in.
_SIGNED_IN = re.compile(r"\bwith\s+(?:UTF8)?(?:ESMTP|SMTP|LMTP)S?A\b", re.IGNORECASE)
_SIGNED_IN_AS = re.compile(r"\(authenticated\b", re.IGNORECASE)
_OVER_WEB = re.compile(r"\bwith\s+HTTPS?\b", re.IGNORECASE)
_ITSELF = ("127.0.0.1", "::1")


class Hop(msgspec.Struct, frozen=True, kw_only=True):
    """One `Received` line, counted from the top. `is_proven`: the person's own provider wrote it.

    `nobody` says why the address names nobody in particular, "" for one of the open internet.
    """

    number: int
    from_name: str
    ip: str
    nobody: str
    by: str
    when: When
    is_proven: bool


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """Who alone knows more, told by the sender's address (a claim too), and what to name to them.

    `hides` is what that service says about the sender's own address, with its source; "" where not known.
    `at` is in UTC, as the person's provider noted it or else as the sender claims; as written if undecided.
    """

    service: str
    hides: str
    account: str
    message_id: str
    at: str


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """`ip` is the last address that the person's own provider saw itself, "" where none can be shown."""

    providers: tuple[str, ...]
    is_learned: bool
    hops: tuple[Hop, ...]
    ip: str
    says: str
    ask: Ask | None
    checks: tuple[mail_checks.Check, ...]
    seals: tuple[mail_checks.Seal, ...]
    signatures: tuple[dkim.Signature, ...]


NO_PROVIDER = said("Name your own mail provider first: without it no line of this mail can be relied on.")
NO_LINES = said("This mail has no line that says which servers it passed.")
NOT_YOURS = said("The topmost line is not from your provider. No address in this mail can be relied on.")
INSIDE = said("Only your provider's own servers are seen. The mail does not show who handed it to them.")
UNSURE = said(
    "A server that calls itself your provider's handed it on. This mail cannot show whether it was."
)
SAME = said(
    "It came from a server that your provider sends mail with: somebody who uses the same provider sent it,"
    " or passed it on."
)
SIGNED_IN = said(
    "Somebody who had signed in at your own provider sent it from this address. Ask it whose account it was."
)
DAMAGED = said("The original of this mail is damaged or missing here: how it came cannot be shown.")
UNCHECKED = said(
    "Its key is not in the mail: whether the signature is right, and how strong, cannot be checked now."
)
SEEN = said("Your provider took the mail from this address. It is mostly a server, not the sender's device.")


def route(
    data: bytes,
    providers: Sequence[str],
    services: Sequence[MailService] = (),
    *,
    is_learned: bool = False,
    is_original: bool = True,
) -> Route:
    """How the mail in `data` came, given the domains of the person's own provider. Never fails.

    `is_original`: these are the bytes that were sent. Only then can a signature be held against them.
    """
    head, body = _cut(data)
    lines = [(m[1].lower(), unfold(m[2], {})) for m in _FIELD.finditer(head)]
    named = tuple(p.lower().strip().strip(".").removeprefix("@") for p in providers if p.strip(" .@"))
    kin = [s for s in services if any(belongs(p, (*s.domains, *s.servers)) for p in named)]
    own = tuple(dict.fromkeys((*named, *(name for s in kin for name in s.servers))))
    hops, ip, says, above = _walk(lines, own, kin)
    present = Counter(name.decode("latin-1") for name, _ in lines)
    sender = next((v for n, v in lines if n == b"from"), "")
    domains = _DOMAIN.findall(sender)
    from_domain = domains[-1].lower() if domains else ""
    return Route(
        providers=named,
        is_learned=is_learned and bool(named),
        hops=tuple(hops),
        ip=ip,
        says=says,
        ask=_ask(lines, hops, sender, from_domain, services),
        checks=mail_checks.checks(lines, above),
        seals=mail_checks.seals(lines, above),
        signatures=tuple(
            dkim.signature(value, body if is_original else None, from_domain, present)
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


def _cut(data: bytes) -> tuple[bytes, bytes]:
    if data.startswith(b"From "):
        data = data.partition(b"\n")[2]
    blank = _BLANK.search(data)
    return (data[: blank.start() + 1], data[blank.end() :]) if blank else (data, b"")


def _ask(
    lines: list[tuple[bytes, str]],
    hops: list[Hop],
    sender: str,
    domain: str,
    services: Sequence[MailService],
) -> Ask | None:
    if not domain:
        return None
    service = next((s for s in services if domain in s.domains), None)
    date = next((v for n, v in lines if n == b"date"), "")
    proven = [hop.when for hop in hops if hop.is_proven and hop.when.at is not None]
    when = proven[-1] if proven else mail_dates.parse(date)
    account = _ADDRESS.findall(sender)
    return Ask(
        service=service.name if service else f"the provider of {domain}",
        hides=f"{service.hides} ({service.hides_source})" if service and service.hides else "",
        account=account[-1] if account else "",
        message_id=next((v for n, v in lines if n == b"message-id"), ""),
        at=when.as_written if when.at is None else _in_utc(when.at),
    )


def _in_utc(at: int) -> str:
    return (datetime(1970, 1, 1) + timedelta(milliseconds=at)).strftime("%Y-%m-%d %H:%M:%S UTC")  # noqa: DTZ001


def _walk(
    lines: list[tuple[bytes, str]], own: tuple[str, ...], kin: Sequence[MailService]
) -> tuple[list[Hop], str, str, int]:
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
                says = INSIDE
                if not any(belongs(one.by, own) for one in hops):
                    says, above = NOT_YOURS, -1
                    hops = [msgspec.structs.replace(one, is_proven=False) for one in hops]
            else:
                hop, above = msgspec.structs.replace(hop, is_proven=True), at
                ip, says = _end(hop, value, own, kin)
        hops.append(hop)
    return hops, ip, says or (INSIDE if hops else NO_LINES), above


def _follows(hop: Hop, hops: list[Hop], own: tuple[str, ...]) -> bool:
    """Whether the provider wrote this line: the topmost, or the one of the server that the line above names.

    Without that a sender who is let in from inside the provider's network could add lines in its name.
    """
    is_numbered = parsed(hop.by) is not None and bool(whose(hop.by))
    if not hops:
        # Gmail's topmost lines name inner servers by their number, and nobody they had it from.
        return belongs(hop.by, own) or (is_numbered and not hop.from_name)
    before = hops[-1]
    if is_numbered or hop.by.lower() == "localhost":
        return True
    if not before.from_name or before.ip in _ITSELF:
        return belongs(hop.by, own)
    return hop.by.lower() == before.from_name.lower() or (
        belongs(hop.by, own) and belongs(before.from_name, own)
    )


def _end(hop: Hop, value: str, own: tuple[str, ...], kin: Sequence[MailService]) -> tuple[str, str]:
    """What a line of the provider comes to: the address it saw, and what can be said; "" where it goes on."""
    before, _, after = value.partition(" by ")
    if not hop.from_name:
        return "", ""
    if _SIGNED_IN.search(after) or _SIGNED_IN_AS.search(value):
        return ("", INSIDE) if hop.nobody else (hop.ip, SIGNED_IN)
    if not hop.ip:
        # Some name only the machine inside that asked, over the web, for the mail to be put away.
        is_inside = parsed(hop.from_name) is not None and whose(hop.from_name) and _OVER_WEB.search(after)
        return ("", "") if is_inside else ("", UNSURE)
    if hop.nobody or (belongs(hop.from_name, own) and _is_inside(hop.ip, after, kin)):
        return "", ""
    if any(_in(hop.ip, net) for service in kin for net in service.relays):
        return "", SAME
    # A name can be claimed by whoever connects; an address cannot.
    is_like_own = belongs(hop.from_name, own) or any(p in before.lower() for p in own)
    return ("", UNSURE) if is_like_own else (hop.ip, SEEN)


def _is_inside(ip: str, after: str, kin: Sequence[MailService]) -> bool:
    """Whether both ends stand in a network of the provider in which customers have machines as well.

    A server that is open to the world names itself there by an inner address, so both have to lie in it; or
    the mail was put away over the web.
    """
    nets = [net for service in kin for net in service.inside]
    if not any(_in(ip, net) for net in nets):
        return False
    itself = _IP.search(after.partition(" with ")[0] + " ")
    if itself is None:
        return _OVER_WEB.search(after) is not None
    return parsed(itself[1]) is not None and any(_in(itself[1], net) for net in nets)


def _in(ip: str, net: str) -> bool:
    one, many = ipaddress.ip_address(ip), ipaddress.ip_network(net, strict=False)
    return one.version == many.version and one in many


def _hop(value: str, number: int) -> Hop:
    value = value[:4000]
    by = _BY.search(value)
    sender = _FROM.match(value)
    ip = _seen(value[: by.start()] if by else value)
    return Hop(
        number=number,
        from_name=sender[1].strip("[]()") if sender else "",
        ip=ip,
        nobody=whose(ip) if ip else "",
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
    found = {str(ip) for ip in map(parsed, _IP.findall(rest + " ")) if ip is not None}
    if not found and sender and has_greeting:
        # Exim names the address itself where it has no name for it, and says apart how it was greeted.
        literal = parsed(sender[1].strip("[]").removeprefix("IPv6:"))
        return str(literal) if literal is not None else ""
    return found.pop() if len(found) == 1 else ""
