"""Reddit, from the copy of your data that Reddit sends on request.

*Where it comes from.* At reddit.com/settings/data-request. After some days Reddit sends a link to a zip of
tables (CSV). Hand in the zip as it is.

*What it reads.* Private messages and chats, both sides; your own comments and posts; what you voted on; and
from where your account was used (`ip_logs.csv`), each as an event with its time and, where Reddit wrote one
down, the IP address.

*What it cannot tell.* What others wrote below your posts: of public content Reddit hands over your own only,
as most services do. Which of the names in a chat is you, unless `statistics.csv` is there. When you voted.
Messages and comments that were deleted before, and earlier wordings. Names of accounts can be given up and
are then shown as "[deleted]". The addresses are those of your own account; nobody else's are told.

*Tested with.* Invented tables with the columns that Reddit and readers of such copies describe, whole and
damaged. Shape only, not proven on a real export.
"""

import re
from collections.abc import Iterator, Sequence

from holdfast.formats import headed_rows
from holdfast.formats.addresses import addresses
from holdfast.formats.asked import Asked
from holdfast.formats.headed_rows import HeadedRows, Values
from holdfast.formats.markup import links_in_text
from holdfast.formats.stamps import stamp
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.event import Direction, Event, Kind
from holdfast.model.locator import Locator
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import NamedTime

_TITLES: dict[str, set[str]] = {
    "messages": {"id", "permalink", "thread_id", "from", "to", "subject", "body"},
    "message_headers": {"id", "permalink", "thread_id", "from", "to"},
    "comments": {"id", "permalink", "date", "subreddit", "parent", "body"},
    "comment_headers": {"id", "permalink", "date", "subreddit", "parent"},
    "posts": {"id", "permalink", "date", "subreddit", "title", "body"},
    "post_headers": {"id", "permalink", "date", "subreddit", "title"},
    "chat_history": {"message_id", "created_at", "username", "message"},
    "votes": {"id", "permalink", "direction"},
    "ip_logs": {"date", "ip"},
    "statistics": {"statistic", "value"},
}
_WHOLE = {"message_headers": "messages", "comment_headers": "comments", "post_headers": "posts"}
_ENDING = re.compile(r"(?:_archive)?(?:[_ (-]*\d+\)?)?\.(?:csv|tsv|txt)\Z", re.IGNORECASE)
_DELETED = ("", "[deleted]", "[removed]")
# How Reddit itself tells the ids of one kind from those of another.
_FULL_NAMES = {"comment": "t1_", "post": "t3_", "message": "t4_"}
_RAW = 2000
_MAIL = ("id", "thread_id", "date", "ip", "from", "to", "subject", "body")
_CHAT = (
    "message_id",
    "created_at",
    "updated_at",
    "username",
    "message",
    "channel_url",
    "thread_parent_message_id",
)
_VOTE = ("id", "direction")
_SIGN_IN = ("date", "ip")
_POST = ("id", "date", "ip", "title", "body", "url")
_COMMENT = ("id", "date", "ip", "body", "parent", "link")

_NO_TIME = "The time of this row is missing or makes no sense."


def _claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  the neighbours do not matter
    sort = _sort(member)
    return sort is not None and headed_rows.has(member, _TITLES[sort])


def _sort(member: Member) -> str | None:
    name = _ENDING.sub("", member.file_name.lower())
    name = {"post_votes": "votes", "comment_votes": "votes", "messages_archive": "messages"}.get(name, name)
    return name if name in _TITLES and member.suffix in (".csv", ".tsv", ".txt") else None


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    sorts = {member.path: _sort(member) or "" for member in members}
    rows: dict[tuple[str, str], int] = {}
    for member in members:
        if sorts[member.path] in {*_WHOLE, *_WHOLE.values()}:
            key = (member.folder, sorts[member.path])
            rows[key] = rows.get(key, 0) + sum(not isinstance(row, Problem) for row in HeadedRows(member))
    owners = {m.folder: _owner(m) for m in members if sorts[m.path] == "statistics"}
    asked: dict[str, Asked] = {}
    for member in members:
        sort = sorts[member.path]
        table = _Table(sort, owners.get(member.folder), asked.setdefault(member.source, Asked()))
        # Heads that are more than the rows they are heads of tell something of their own.
        whole = rows.get((member.folder, _WHOLE.get(sort, "")), 0)
        repeats = 0 < rows.get((member.folder, sort), 0) <= whole
        count = 0
        for row in HeadedRows(member):
            if isinstance(row, Problem):
                yield row
                continue
            count += 1
            if not repeats and sort != "statistics":
                yield from table.record(*row)
        if repeats:
            what = f"{count} row(s) of this table are heads of what another table tells in full."
            yield Problem(found_at=member.at(), loss="part", what=what)
        elif sort == "statistics":
            what = f"{count} line(s) about the account: only its name was used."
            yield Problem(found_at=member.at(), loss="part", what=what)
        elif not count:
            yield Problem(found_at=member.at(), loss="part", what="This table holds no rows.")
    for source, open_ in asked.items():
        yield from open_.questions(source, "reddit")


def _owner(member: Member) -> str | None:
    """The name of the account, as the table about it tells."""
    for row in HeadedRows(member):
        if not isinstance(row, Problem) and row[1].get("statistic", "").lower() == "account name":
            return row[1].get("value") or None
    return None


class _Table:
    """How the rows of one table become events."""

    def __init__(self, sort: str, owner: str | None, asked: Asked) -> None:
        self._sort = _WHOLE.get(sort, sort)
        self._owner = owner
        self._asked = asked

    def record(self, here: Locator, row: Values) -> Iterator[Record]:
        event = self._event(here, row)
        yield event
        if event.when.at is None and self._sort != "votes":
            yield Problem(found_at=here, loss="part", what=_NO_TIME, raw=event.when.as_written[:_RAW])

    def _event(self, here: Locator, row: Values) -> Event:
        match self._sort:
            case "messages":
                by, to = self._account(row["from"]), self._account(row["to"])
                thread = row["thread_id"] or row["id"]
                return _event(here, row, _MAIL, kind="message", by=by, to=(to,) if to else (), thread=thread)
            case "chat_history":
                channel = row.get("channel_url") or row.get("channel_name", "")
                by = self._account(row["username"])
                return _event(here, row, _CHAT, kind="message", by=by, thread=channel)
            case "votes":
                fields = {"reaction": row["direction"]}
                return _event(here, row, _VOTE, kind="reaction", by=self._me(), fields=fields)
            case "ip_logs":
                return _event(here, row, _SIGN_IN, kind="sign-in", to=(self._me(),))
            case "posts":
                return _event(here, row, _POST, kind="post", by=self._me(), thread=row["permalink"])
            case _:
                thread = row.get("link") or row["permalink"]
                return _event(here, row, _COMMENT, kind="comment", by=self._me(), thread=thread)

    def _me(self) -> Account:
        name = self._owner
        return (
            Account(service="reddit", handle=name, native_id=name.casefold(), is_owner=True)
            if name
            else Account(service="reddit", handle="me", shown_as="the owner of this account", is_owner=True)
        )

    def _account(self, written: str) -> Account | None:
        name = written.strip().removeprefix("/u/").removeprefix("u/")
        if name.casefold() in _DELETED:
            return None
        if self._owner and name.casefold() == self._owner.casefold():
            return self._me()
        account = Account(service="reddit", handle=name, native_id=name.casefold())
        if not self._owner:
            self._asked.author(account)
        return account


def _event(
    here: Locator,
    row: Values,
    used: tuple[str, ...],
    *,
    kind: Kind,
    by: Account | None = None,
    to: tuple[Account, ...] = (),
    thread: str = "",
    fields: dict[str, str] | None = None,
) -> Event:
    text = row.get("body") or row.get("message", "")
    link = row.get("url", "").strip()
    ident = row.get("message_id") or _FULL_NAMES.get(kind, "") + row.get("id", "")
    found = addresses(row.get("ip", ""), "Reddit")
    rest = {k: v for k, v in row.items() if v.strip() and (k not in used or (k == "ip" and not found))}
    edited = row.get("updated_at", "").strip()
    answers = row.get("parent") or row.get("thread_parent_message_id", "")
    return Event(
        kind=kind,
        service="reddit",
        when=stamp(row.get("date") or row.get("created_at", "")),
        times=(NamedTime(name="edited", when=stamp(edited)),)
        if edited and edited != row.get("created_at", "").strip()
        else (),
        found_at=here,
        by=by,
        to=to,
        direction=_direction(kind, by, to),
        subject=row.get("subject") or row.get("title", ""),
        text=text,
        addresses=found,
        links=tuple(dict.fromkeys([*([link] if "://" in link else []), *links_in_text(text)])),
        reply_to=ident if kind == "reaction" else answers,
        act="" if kind == "reaction" else ident,
        thread=thread,
        fields=rest | (fields or {}),
    )


def _direction(kind: Kind, by: Account | None, to: tuple[Account, ...]) -> Direction | None:
    if by is not None and by.is_owner:
        return "out"
    return "in" if kind == "message" and any(account.is_owner for account in to) else None


IMPORTER = Importer(title="Reddit data request", version="1", claims=_claims, read=_read)
