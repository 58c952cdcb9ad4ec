"""Web server logs: who asked the person's own website for what, and when.

*Where it comes from.* From whoever runs the server of your website: files such as `access.log`,
`access.log.1`, `access.log.2.gz`, or `u_ex260101.log`. Apache, nginx, Caddy, Traefik and IIS write them,
and hosting firms offer them under *Logs*, *Raw access* or *Statistics*. Hand in all of them: most servers
throw old ones away after some weeks.

*What it reads.* Every request: when, to the second, from which IP address, what was asked for, what the
server answered, which page led there, and what the browser called itself. The common and the combined
layout, also with the site's name in front or more columns behind; the W3C columns of IIS and others, by
their own titles; lines in JSON of Caddy, Traefik and nginx. Where a proxy says for whom it asks, that
address is kept as well.

*What it cannot tell.* Who sat at the other end: an address belongs to a line or a network, and many people
may share it. Its provider can often say whose it was, for some weeks or months, if it is given the address,
the exact time and, where there is one, the port. Whether a person or a program asked. Behind a proxy the
first address is the proxy's own; what the proxy or the visitor says instead can be invented, as can the
name of the browser and the page that led there. Pages that came out of a cache are not in it. Headers that
are kept in JSON beyond these are left in the original, as they may hold passwords.

*Tested with.* Invented logs of each layout: sites in front, quotation marks inside, cut lines, attacks,
columns that change on the way, IPv6, proxies; a million lines; and single lines of published logs of
Apache, IIS, Caddy and Traefik. Otherwise shape only, not proven on a real export.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from holdfast.formats import access_json, access_lines
from holdfast.formats.access_lines import Columns, Visit
from holdfast.formats.endings import UNTOLD, says_a_kind
from holdfast.formats.text_lines import TextLines, first_lines
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Address, Event
from holdfast.model.locator import Position
from holdfast.model.problem import Problem
from holdfast.model.told import Told

_ENDINGS = (".log", ".txt", ".json", ".jsonl", ".ndjson", ".access", *UNTOLD)
_FIELDS = re.compile(r"#fields:.*\bc-ip\b", re.IGNORECASE)
_HEAD = 1 << 15
_FEW = 20
_RAW = 2000

_NO_REQUEST = "This line tells of no request in a layout that is known."
_NO_TIME = "The time of this request is missing or makes no sense."
_LETTERS = "line(s) are not in UTF-8, as attacks often are: some letters may be wrong."
_TOO_LONG = "line(s) are too long to be shown whole."

_Reader = Callable[[str], Visit | None]


def _claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  the neighbours do not matter
    if member.suffix not in _ENDINGS and says_a_kind(member.suffix):
        return False
    return _reader(member) is not None


def _reader(member: Member) -> _Reader | Columns | None:
    """What reads a line of this file, by its first lines; None where most of them tell of no request."""
    lines = [line for line in first_lines(member, _HEAD) if line.strip()]
    if any(_FIELDS.match(line) for line in lines[:_FEW]):
        return Columns()
    # The last one may be cut.
    looked_at = lines[: max(1, min(_FEW, len(lines) - 1))]
    for reader in (access_lines.common, _from_json):
        if looked_at and sum(reader(line) is not None for line in looked_at) * 2 > len(looked_at):
            return reader
    return None


def _from_json(line: str) -> Visit | None:
    stored = access_json.decoded(line) if line.startswith("{") else None
    return access_json.visit(stored) if stored is not None and access_json.is_visit(stored) else None


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    for member in members:
        reader = _reader(member)
        if reader is None:
            continue
        lines = TextLines(member)
        try:
            for number, line in lines:
                if isinstance(reader, Columns) and line.startswith("#"):
                    reader.told(line)
                elif line.strip():
                    yield from _request(reader(line), line, number, member)
        except InputError as error:
            yield Problem(found_at=member.at(), loss="member", what=error.what)
        for count, what in ((lines.repaired, _LETTERS), (lines.cut, _TOO_LONG)):
            if count:
                yield Problem(found_at=member.at(), loss="part", what=f"{count} {what}")


def _request(visit: Visit | None, line: str, number: int, member: Member) -> Iterator[Record]:
    here = member.at(Position(unit="line", start=number, length=1))
    if visit is None:
        yield Problem(found_at=here, loss="record", what=_NO_REQUEST, raw=line[:_RAW])
        return
    referer = visit.fields.get("referer", "")
    yield Event(
        kind="visit",
        service="web",
        when=visit.when,
        found_at=here,
        by=_account(visit.client),
        text=visit.request,
        addresses=_addresses(visit.client, visit.forwarded),
        links=(referer,) if referer.startswith(("http://", "https://")) else (),
        fields=visit.fields | {"site": visit.site} if visit.site else visit.fields,
    )
    if visit.when.at is None:
        yield Problem(found_at=here, loss="part", what=_NO_TIME, raw=visit.when.as_written[:_RAW])


def _account(client: str) -> Account | None:
    """What stands for the visitor in the log: an address, or the name that the server looked up for it."""
    if client in ("", "-"):
        return None
    return Account(service="web", handle=client, native_id=access_lines.address(client))


def _addresses(client: str, forwarded: tuple[str, ...]) -> tuple[Address, ...]:
    seen = access_lines.address(client)
    first = (Address(ip=seen, said_by="the web server"),) if seen else ()
    return first + tuple(Address(ip=ip, said_by="a proxy, or the visitor") for ip in forwarded if ip != seen)


IMPORTER = Importer(title="Web server logs", version="1", claims=_claims, read=_read)
