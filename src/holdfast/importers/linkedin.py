"""LinkedIn, from the copy of your data that LinkedIn hands out.

*Where it comes from.* In LinkedIn: *Settings*, *Data privacy*, *Get a copy of your data*; choose the larger
archive. A zip of tables (CSV) comes in two parts, the first after minutes, the second within a day. Hand in
both as they are.

*What it reads.* Messages, both sides, with their conversation; invitations, sent and received, with their
words; when you became connected to whom; your own posts, comments and reactions; and from where your account
was used (`Logins.csv`, `Security Challenges.csv`).

*What it cannot tell.* Which of the names is you: you are asked. What others wrote below your posts: of public
content LinkedIn hands over your own only, as most services do. Who looked at your profile. Who asked whom
where there is only a connection, and connections that were ended. Messages that were deleted. Names are those
of the day of the export, and the address of a profile can be changed by its owner. The time zone of
posts, comments, reactions and invitations: you are asked for it. Some letters may already be wrong in what
LinkedIn writes.

*Tested with.* Invented tables of 2017 to 2025, with and without remarks above the titles, with dates in two
orders, HTML in messages, and damaged ones. Shape only, not proven on a real export.
"""

import html
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from holdfast.formats import headed_rows, incident_time
from holdfast.formats.addresses import addresses
from holdfast.formats.asked import Asked
from holdfast.formats.date_order import Cursor, DateOrders
from holdfast.formats.headed_rows import HeadedRows, Values
from holdfast.formats.markup import links_in_text, text_of
from holdfast.formats.stamps import stamp
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.event import Attachment, Direction, Event
from holdfast.model.locator import Locator
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import When

_TABLES: tuple[tuple[str, set[str]], ...] = (
    ("messages", {"conversation id", "from", "to", "date", "content"}),
    ("messages", {"from", "to", "date", "subject", "content", "direction", "folder"}),
    ("invitations", {"from", "to", "sent at", "message", "direction"}),
    ("connections", {"first name", "last name", "company", "position", "connected on"}),
    ("comments", {"date", "link", "message"}),
    ("shares", {"date", "sharelink", "sharecommentary"}),
    ("reactions", {"date", "type", "link"}),
    ("logins", {"login date", "ip address", "user agent"}),
    ("logins", {"challenge date", "ip address", "user agent"}),
)
_DATES = ("date", "sent at", "connected on")
_NOBODY = "linkedin member"  # what stands for an account that is gone
_OWNER = Account(service="linkedin", handle="me", shown_as="the owner of this account", is_owner=True)
_LOGIN = re.compile(r"[A-Za-z]{3} ([A-Za-z]{3}) (\d{1,2}) (\d\d:\d\d:\d\d) (?:UTC|GMT) (\d{4})")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_PROFILE = re.compile(r"(?:https?://)?(?:[\w-]+\.)?linkedin\.com/(?:comm/)?in/([^/?#\s]+)/?.*", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:p|br|div|a|ul|ol|li|b|i|span|strong|em)\b[^<>]*>|&(?:[a-z]+|#\d+);", re.IGNORECASE)
_RAW = 2000

_NO_TIME = "The time of this row is missing or makes no sense."
_EMPTY = "This table holds no rows."


def _claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  the neighbours do not matter
    return member.suffix in (".csv", ".tsv") and _sort(member) != ""


def _sort(member: Member) -> str:
    titles = set(headed_rows.titles(member))
    return next((sort for sort, wanted in _TABLES if wanted <= titles), "")


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    asked: dict[str, Asked] = {}
    for member in members:
        yield from _Table(member, told, asked.setdefault(member.source, Asked())).read()
    for source, open_ in asked.items():
        yield from open_.questions(source, "linkedin")


class _Table:
    """One table, gone through twice where its dates do not say which number is the day."""

    def __init__(self, member: Member, told: Told, asked: Asked) -> None:
        self._member = member
        self._sort = _sort(member)
        self._zone = told.zone(member.source)
        self._order = told.date_order(member.source)
        self._asked = asked
        self._cursor = Cursor(())

    def read(self) -> Iterator[Record]:
        self._survey()
        count = 0
        for row in HeadedRows(self._member):
            if isinstance(row, Problem):
                yield row
                continue
            count += 1
            event = self._event(*row)
            yield event
            if event.when.precision == "none":
                written = event.when.as_written[:_RAW]
                yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=written)
        if not count:
            yield Problem(found_at=self._member.at(), loss="part", what=_EMPTY)

    def _survey(self) -> None:
        orders = DateOrders(goes_forward=False)
        for row in HeadedRows(self._member):
            if isinstance(row, Problem):
                continue
            written = next((row[1][title] for title in _DATES if title in row[1]), "")
            if stamp(written).precision == "none" and (day := incident_time.day(written)) and day.shape:
                orders.see(row[0].position.start, day.shape, day.exact, written)
        runs = orders.runs()
        for run in runs:
            self._asked.run(run, self._order)
        self._cursor = Cursor(runs)

    def _event(self, here: Locator, row: Values) -> Event:
        match self._sort:
            case "messages":
                return self._message(here, row)
            case "invitations":
                return self._invitation(here, row)
            case "connections":
                name = f"{row['first name']} {row['last name']}".strip()
                other = _account(row.get("url", ""), name)
                fields = {"what": "connected"} | _rest(row, "first name", "last name", "url", "connected on")
                return Event(
                    kind="follow",
                    service="linkedin",
                    when=self._when(here, row["connected on"]),
                    found_at=here,
                    to=(other,) if other else (),
                    fields=fields,
                )
            case "logins":
                written = row.get("login date") or row.get("challenge date", "")
                found = addresses(row["ip address"], "LinkedIn")
                used = ("login date", "challenge date", *(("ip address",) if found else ()))
                return Event(
                    kind="sign-in",
                    service="linkedin",
                    when=self._when(here, _without_words(written)),
                    found_at=here,
                    to=(_OWNER,),
                    addresses=found,
                    fields=_rest(row, *used),
                )
            case _:
                return self._own(here, row)

    def _message(self, here: Locator, row: Values) -> Event:
        sender = self._asked_for(_account(row.get("sender profile url", ""), row["from"]))
        text, fields = _text(row["content"])
        direction = {"outgoing": "out", "incoming": "in"}.get(row.get("direction", "").casefold())
        used = ("from", "conversation id", "sender profile url", "to", "recipient profile urls", "date")
        named = _rest(row, *used, "subject", "content", "attachments")
        if sender is None and row["from"]:
            named["from"] = row["from"]
        if "yes" in (row.get("is message draft", "").lower(), row.get("is conversation draft", "").lower()):
            named["state"] = "draft, not sent"
        return Event(
            kind="message",
            service="linkedin",
            when=self._when(here, row["date"]),
            found_at=here,
            by=sender,
            to=self._recipients(row),
            direction=_way(direction),
            subject=row.get("subject", ""),
            text=text,
            attached=_attached(row.get("attachments", "")),
            links=tuple(links_in_text(text)),
            thread=row.get("conversation id") or row.get("conversation title", ""),
            fields=named | fields,
        )

    def _recipients(self, row: Values) -> tuple[Account, ...]:
        """Names and profiles stand in two columns; they belong together where there are as many of both."""
        links = [link for link in re.split(r"[,;]\s*", row.get("recipient profile urls", "")) if link]
        names = [name.strip() for name in row["to"].split(",") if name.strip()]
        if len(links) == 1:
            names = [row["to"].strip()]
        if links and len(links) != len(names):
            names = [""] * len(links)
        pairs = zip(links, names, strict=True) if links else (("", name) for name in names)
        found = (self._asked_for(_account(link, name)) for link, name in pairs)
        return tuple(account for account in found if account is not None)

    def _invitation(self, here: Locator, row: Values) -> Event:
        sender = _account(row.get("inviterprofileurl", ""), row["from"])
        other = _account(row.get("inviteeprofileurl", ""), row["to"])
        direction = {"OUTGOING": "out", "INCOMING": "in"}.get(row["direction"].strip().upper())
        used = ("from", "to", "sent at", "message", "inviterprofileurl", "inviteeprofileurl")
        return Event(
            kind="follow",
            service="linkedin",
            when=self._when(here, row["sent at"]),
            found_at=here,
            by=_owned(sender) if direction == "out" else sender,
            to=tuple(a for a in (_owned(other) if direction == "in" else other,) if a),
            direction=_way(direction),
            text=row["message"],
            links=tuple(links_in_text(row["message"])),
            fields={"what": "invitation to connect"} | _rest(row, *used),
        )

    def _own(self, here: Locator, row: Values) -> Event:
        text, fields = _text(row.get("message") or row.get("sharecommentary", ""))
        link = row.get("sharelink") or row.get("link", "")
        links = (link, row.get("sharedurl", ""), row.get("mediaurl", ""))
        used = ("date", "message", "sharecommentary", "sharelink", "link", "sharedurl", "mediaurl", "type")
        if self._sort == "reactions":
            fields = {"reaction": row["type"]}
        return Event(
            kind={"comments": "comment", "shares": "post"}.get(self._sort, "reaction"),  # type: ignore[arg-type]
            service="linkedin",
            when=self._when(here, row["date"]),
            found_at=here,
            by=_OWNER,
            direction="out",
            text=text,
            links=tuple(dict.fromkeys(one for one in (*links, *links_in_text(text)) if "://" in one)),
            thread=link,
            fields=_rest(row, *used) | fields,
        )

    def _when(self, here: Locator, written: str) -> When:
        """A time year first, or a day in words or in numbers whose order the file may leave open."""
        when = stamp(written, self._zone)
        has_clock = when.precision != "day"
        if when.precision == "none" and (day := incident_time.day(written)):
            run = self._cursor.at(here.position.start) if day.shape else None
            orders = run.orders if run is not None else ()
            if len(orders) != 1 and self._order is not None and self._order in day.days:
                orders = (self._order,)
            part = incident_time.span(day.rest)
            has_clock = part is not None
            when = incident_time.when(day, part, orders, written, self._zone)
        if when.at is None and has_clock and when.precision != "none" and self._zone is None:
            self._asked.time(written)
        return when

    def _asked_for(self, account: Account | None) -> Account | None:
        if account is not None:
            self._asked.author(account)
        return account


def _without_words(written: str) -> str:
    """A time such as "Mon Jan 08 10:12:34 UTC 2024", as "2024-01-08 10:12:34 UTC"."""
    found = _LOGIN.fullmatch(written.strip())
    if found is None or found[1].lower() not in _MONTHS:
        return written
    month = _MONTHS.index(found[1].lower()) + 1
    return f"{found[4]}-{month:02}-{int(found[2]):02} {found[3]} UTC"


@lru_cache(maxsize=4096)
def _account(link: str, name: str) -> Account | None:
    """The account behind a profile's address, or else a name alone."""
    found = _PROFILE.fullmatch(link.strip())
    if found is None:
        is_told = name.strip() and name.strip().casefold() != _NOBODY
        return Account(service="linkedin", handle=name.strip()) if is_told else None
    slug = f"in/{found[1]}"
    return Account(service="linkedin", handle=slug, native_id=slug.casefold(), shown_as=name.strip())


def _owned(account: Account | None) -> Account | None:
    """The same account, where the export itself says that it is the owner's."""
    return msgspec.structs.replace(account, is_owner=True) if account else None


def _text(written: str) -> tuple[str, dict[str, str]]:
    """The words without markup, and what was written where that differs."""
    if not _MARKUP.search(written):
        return written, {}
    plain = text_of(written) if "<" in written else html.unescape(written)
    return plain, {"text as stored": written}


def _attached(written: str) -> tuple[Attachment, ...]:
    links = [one for one in re.split(r"[\s,]+", written) if one]
    missing = "left out of the export; the address may work while you are signed in"
    return tuple(Attachment(name=one, missing=missing) for one in links)


def _way(direction: str | None) -> Direction | None:
    return "out" if direction == "out" else "in" if direction == "in" else None


def _rest(row: Values, *used: str) -> dict[str, str]:
    return {title: value for title, value in row.items() if value.strip() and title not in used}


IMPORTER = Importer(title="LinkedIn data export", version="1", claims=_claims, read=_read)
