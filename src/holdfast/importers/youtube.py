"""Comments and live chats on YouTube, from Google Takeout.

*Where it comes from.* At takeout.google.com choose *YouTube and YouTube Music*, and there *comments* and
*live chats*. You get a zip with `comments/comments.csv` and `live chats/live chats.csv`, or, before 2023,
`my-comments.html` and `my-live-chat-messages.html`. Hand in the zip as it is.

*What it reads.* Each comment and each line in a live chat that the owner of the account wrote: when, the
words, and below which video or as an answer to which comment.

*What it cannot tell.* What others wrote: of public content Google hands over your own only, as most services
do. To keep what somebody writes below your videos, make a picture of it or save the page. Comments that you
or YouTube deleted are missing, and so are earlier wordings. The old pages show times in the zone of the
account without always naming it: then you are asked.

*Tested with.* Invented tables of 2023 to 2025, with titles in two languages and text in three ways of
writing, and invented old pages. Shape only, not proven on a real export.
"""

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from holdfast.formats import headed_rows
from holdfast.formats.asked import Asked
from holdfast.formats.headed_rows import HeadedRows, Values
from holdfast.formats.markup import links_in_text, text_of
from holdfast.formats.stamps import stamp
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Event, Kind
from holdfast.model.locator import Locator, Position
from holdfast.model.problem import Problem
from holdfast.model.told import Told

# Titles of columns are in the language of the account; their number tells what stands where.
_COLUMNS: dict[int, tuple[str, ...]] = {
    6: ("id", "channel", "time", "price", "video", "text"),
    7: ("id", "channel", "time", "price", "parent", "video", "text"),
    8: ("id", "channel", "time", "price", "parent", "post", "video", "text"),
    9: ("id", "channel", "time", "price", "parent", "post", "video", "text", "top"),
}
_PAGE = re.compile(r"my-(?:comments|live-chat-messages)\.html\Z", re.IGNORECASE)
_CHANNEL = re.compile(r"UC[\w-]{22}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*")
_ENTRY = re.compile(rb"<li\b[^>]*>(.*?)(?=<li\b|</ul|\Z)", re.DOTALL | re.IGNORECASE)
_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: UTC)?")
_HREF = re.compile(r"""href\s*=\s*["']([^"']{1,2000})""", re.IGNORECASE)
_VIDEO = re.compile(r"[?&]v=([\w-]{6,20})")
_COMMENT = re.compile(r"[?&]lc=([\w.-]{6,80})")
_RAW = 2000

_NO_TIME = "The time of this comment is missing or makes no sense."
_EMPTY = "This file holds no comments."


def _claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  the neighbours do not matter
    if _PAGE.search(member.file_name):
        return True
    if member.suffix != ".csv":
        return False
    titles = headed_rows.titles(member)
    if len(titles) not in _COLUMNS:
        return False
    if {"channel id", "video id"} <= set(titles):
        return True
    first = next((row[1] for row in HeadedRows(member) if not isinstance(row, Problem)), {})
    cells = list(first.values())
    return len(cells) > 2 and bool(_CHANNEL.fullmatch(cells[1]) and _TIME.fullmatch(cells[2]))


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    asked: dict[str, Asked] = {}
    for member in members:
        zone = told.zone(member.source)
        open_ = asked.setdefault(member.source, Asked())
        count = 0
        for record in _page(member, zone) if _PAGE.search(member.file_name) else _table(member):
            yield record
            if isinstance(record, Event):
                count += 1
                when = record.when
                if when.precision == "none":
                    written = when.as_written[:_RAW]
                    yield Problem(found_at=record.found_at, loss="part", what=_NO_TIME, raw=written)
                elif when.at is None and zone is None:
                    open_.time(when.as_written)
        if not count:
            yield Problem(found_at=member.at(), loss="part", what=_EMPTY)
    for source, open_ in asked.items():
        yield from open_.questions(source, "youtube")


def _table(member: Member) -> Iterator[Record]:
    for row in HeadedRows(member):
        if isinstance(row, Problem):
            yield row
        else:
            yield _comment(*row)


def _comment(here: Locator, row: Values) -> Event:
    cells = list(row.values())
    columns = _COLUMNS.get(len(cells), _COLUMNS[9])
    named = dict.fromkeys(_COLUMNS[9], "") | dict(zip(columns, cells, strict=False))
    text = _words(named["text"])
    is_chat = len(columns) == 6
    fields = {"price": named["price"]} if named["price"] not in ("", "0") else {}
    fields |= {name: named[name] for name in ("video", "post", "top") if named[name]}
    if text != named["text"]:
        fields["text as stored"] = named["text"]
    return Event(
        kind="message" if is_chat else "comment",
        service="youtube",
        when=stamp(named["time"]),
        found_at=here,
        by=_owner(named["channel"]),
        direction="out",
        text=text,
        links=tuple(links_in_text(text)),
        reply_to=named["parent"],
        act=named["id"],
        thread=named["video"] or named["post"],
        fields=fields,
    )


def _owner(channel: str) -> Account:
    handle = channel or "me"
    return Account(
        service="youtube",
        handle=handle,
        native_id=channel,
        shown_as="the owner of this account",
        is_owner=True,
    )


def _words(written: str) -> str:
    """The words of a comment. Google writes them plain, as one JSON object, or as several with commas."""
    if not written.lstrip().startswith("{"):
        return written
    try:
        segments = json.loads(f"[{written}]", strict=False)
        found = [text for one in segments for text in _texts(one)]
    except (ValueError, RecursionError):
        return written
    return "".join(found) if found else written


def _texts(segment: Any) -> Iterator[str]:
    if not isinstance(segment, dict):
        return
    for one in segment.get("takeoutSegments", [segment]):
        if isinstance(one, dict) and isinstance(one.get("text"), str):
            yield one["text"]


def _page(member: Member, zone: str | None) -> Iterator[Record]:
    """An old page: a list with one entry for each comment."""
    try:
        data = member.read()
    except InputError as error:
        yield Problem(found_at=member.at(), loss="member", what=error.what)
        return
    kind: Kind = "message" if "live-chat" in member.file_name.lower() else "comment"
    for found in _ENTRY.finditer(data):
        here = member.at(Position(unit="byte", start=found.start(), length=found.end() - found.start()))
        page = found[1].decode("utf-8", "replace")
        head, _, words = page.partition("<br")
        about = text_of(head)
        written = _WRITTEN.search(about)
        links = [unescape(link) for link in _HREF.findall(head)]
        text = text_of(f"<br{words}") if words else ""
        whole = " ".join(links)
        video, ident = _VIDEO.search(whole), _COMMENT.search(whole)
        yield Event(
            kind=kind,
            service="youtube",
            when=stamp(written[0] if written else "", zone),
            found_at=here,
            by=_owner(""),
            direction="out",
            text=text,
            links=tuple(dict.fromkeys([*links_in_text(text)])),
            act=ident[1] if ident else "",
            thread=video[1] if video else "",
            fields={"about": about} | ({"link": links[0]} if links else {}),
        )


IMPORTER = Importer(title="YouTube comments (Google Takeout)", version="1", claims=_claims, read=_read)
