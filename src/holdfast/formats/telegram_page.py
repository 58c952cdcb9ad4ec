"""A chat of Telegram as Telegram Desktop writes it for looking at, as a web page: message by message.

Telegram Desktop writes the clock as it stood in summer or winter, but beside it always the offset of winter
(`QTimeZone::StandardTime` in its source): with the offset alone, an instant is not sure to an hour.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from selectolax.lexbor import LexborHTMLParser, LexborNode

from holdfast.formats import clocks, markup, page_pieces
from holdfast.formats.attached import attachment
from holdfast.formats.tree import Member
from holdfast.model.account import Account
from holdfast.model.event import Attachment, Direction, Event, Kind
from holdfast.model.locator import Locator, Position
from holdfast.model.problem import Problem
from holdfast.model.when import When

_BEGINS = re.compile(rb"<div\b[^<>]{0,200}?\bclass\s*=\s*[\"']message (?:default|service)[^<>]{0,200}?>")
_HEAD = re.compile(
    r"<div\b[^<>]{0,300}?class\s*=\s*[\"']message (default|service)( clearfix joined)?[^<>]{0,200}>"
)
_NUMBER = re.compile(r"\bid\s*=\s*[\"']message(-?\d{1,20})[\"']")
_TITLE = re.compile(r"<div class=\"page_header\">.{0,600}?<div class=\"text bold\">([^<]{0,1000})", re.DOTALL)
_DATE = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d):(\d\d):(\d\d)(?: UTC([+-])(\d\d):(\d\d))?", re.ASCII)
_DAY = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2,8}) (\d{4})(?:, (\d\d):(\d\d):(\d\d))?", re.ASCII)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_ANSWERED = re.compile(r"go_to_message(\d{1,20})")
_WHY = {
    "Not included": "left out of the export",
    "Unavailable": "could not be had at the time of the export",
    "Exceeds maximum size": "larger than the export was told to take",
}
_GONE = "Deleted Account"
_HOUR = 3_600_000
_MANY = 10_000  # tags of one message; more would cost a parser too much
_RAW = 2000

_BROKEN = "This message is damaged, or written in a way that is not known."
_CUT = "This message is too long to be read whole."
_OFF = "The page breaks off here: its end is missing."
_NOTHING = "This page holds no message that could be read."
_NO_TIME = "The time of this message is missing or makes no sense."


def title(member: Member) -> str:
    """The name of the chat at the head of its page."""
    found = _TITLE.search(member.head(8192).decode("utf-8", "replace"))
    return markup.text_of(found[1]) if found else ""


def moment(written: str, zone: str | None) -> When:
    """A time such as "14.05.2023 16:43:57 UTC+03:30", or as older versions write it, without an offset."""
    found = _DATE.fullmatch(written.strip())
    try:
        if found is None:
            return _worded(written, zone)
        day, month, year, hour, minute, second = (int(found[n]) for n in range(1, 7))
        local = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  a wall clock
        if not found[7] or zone is not None:
            return clocks.wall(local, written, zone)
        ahead = timedelta(hours=int(found[8]), minutes=int(found[9])) * (-1 if found[7] == "-" else 1)
        reading = clocks.milliseconds((local - ahead).replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return clocks.unknown(written)
    return When(as_written=written, earliest=reading - _HOUR, latest=reading + _HOUR)


def _worded(written: str, zone: str | None) -> When:
    """A day between messages ("14 May 2023"), which is all the time that a note of the service has."""
    found = _DAY.fullmatch(written.strip())
    if found is None or found[2] not in _MONTHS:
        return clocks.unknown(written)
    hour, minute, second = (int(found[n] or 0) for n in (4, 5, 6))
    month = _MONTHS.index(found[2]) + 1
    local = datetime(int(found[3]), month, int(found[1]), hour, minute, second)  # noqa: DTZ001  a wall clock
    return clocks.wall(local, written, zone, "second" if found[4] else "day")


class Page:
    """One file of a chat. `owner` is the name that the export gives its owner, "" where it does not say.

    `find` gives the file at a way that the page names, and notes that it was named.
    """

    def __init__(
        self, member: Member, thread: str, owner: str, zone: str | None, find: Callable[[str], Member | None]
    ) -> None:
        self._member = member
        self._thread = thread
        # Where the other one bears the owner's name, the page does not tell who of them wrote.
        is_twice = bool(owner) and title(member) == owner
        self._owner = "" if is_twice else owner
        self._shared = {_GONE: "gone from"} | ({owner: "one of two in"} if is_twice else {})
        self._zone = zone
        self._find = find
        self._by: Account | None = None
        self._passed_on = ""
        self._day = ""

    def records(self) -> Iterator[Event | Problem]:
        """The messages in the order of the page, and what could not be read."""
        count, last = 0, ""
        here = self._member.at()
        with self._member.open() as stream:
            for number, piece in enumerate(page_pieces.pieces(stream, _BEGINS)):
                here = self._member.at(Position(unit="byte", start=piece.start, length=piece.length))
                text = piece.data.decode("utf-8", "replace")
                last = text[-_RAW:]
                if number:
                    count += 1
                    yield from self._message(text, here)
                    if len(piece.data) < piece.length:
                        yield Problem(found_at=here, loss="part", what=_CUT)
                if piece.trouble:
                    yield Problem(found_at=here, loss="member", what=piece.trouble)
        if not count:
            yield Problem(found_at=self._member.at(), loss="member", what=_NOTHING)
        elif "</html" not in last and "</body" not in last:
            yield Problem(found_at=here, loss="member", what=_OFF)

    def _message(self, text: str, here: Locator) -> Iterator[Event | Problem]:
        head = _HEAD.match(text)
        page = LexborHTMLParser(text).body if text.count("<") < _MANY else None
        if head is None or page is None:
            yield Problem(found_at=here, loss="record", what=_BROKEN, raw=text[:_RAW])
            return
        found = _NUMBER.search(head[0])
        number = found[1] if found else ""
        if head[1] == "service":
            note = page.css_first(".body") or page.css_first(".message")
            words = _plain(note) if note is not None else ""
            if number.startswith("-"):
                # Not a message, but the line between two days.
                self._day = words
                return
            self._by, self._passed_on = None, ""
            event = self._event(page, number, here, "notice", words, self._day)
        else:
            self._learn(page, is_joined=bool(head[2]))
            date = page.css_first(".date")
            written = (date.attributes.get("title") or "") if date is not None else ""
            body = page.css_first(".text")
            words = _plain(body) if body is not None else ""
            is_call = page.css_first(".media_call") is not None
            event = self._event(page, number, here, "call" if is_call else "message", words, written)
        yield event
        if event.when.at is None and event.when.earliest is None:
            yield Problem(found_at=here, loss="part", what=_NO_TIME, raw=event.when.as_written)

    def _learn(self, page: LexborNode, *, is_joined: bool) -> None:
        """Who wrote this, and whose words it passes on; the page does not repeat either in each message."""
        is_passed_on = page.css_first(".forwarded.body") is not None
        names = page.css(".from_name")
        if is_passed_on and (first := page.css_first(".forwarded.body .from_name")) is not None:
            self._passed_on = " ".join(_plain(first).split())
            names = names[:-1]
        elif not is_passed_on:
            self._passed_on = ""
        if names:
            name = _plain(names[0]).partition(" via @")[0]
            # Of all accounts that are gone, only those of one chat can be the same one.
            self._by = Account(
                service="telegram",
                handle=name,
                native_id=f"{self._shared[name]} {self._thread}" if name in self._shared else "",
                is_owner=bool(self._owner) and name == self._owner,
            )
        elif not is_joined:
            self._by = None

    def _event(
        self, page: LexborNode, number: str, here: Locator, kind: Kind, text: str, written: str
    ) -> Event:
        attached = tuple(self._attached(page))
        ways = [way for one in page.css("a") if (way := one.attributes.get("href"))]
        fields = {"chat": self._thread} if self._thread else {}
        if self._passed_on:
            fields["forwarded from"] = self._passed_on
        for name, place in (
            ("media", ".media_wrap"), ("signature", ".signature"), ("reactions", ".reactions"),
            ("buttons", ".bot_buttons_table"),
        ):  # fmt: skip
            if told := _told(page, place):
                fields[name] = told
        answered = page.css_first(".reply_to")
        reply = _ANSWERED.search(answered.html or "") if answered is not None else None
        if answered is not None and reply is None:
            fields["answer"] = _plain(answered)
        return Event(
            kind=kind,
            service="telegram",
            when=moment(written, self._zone) if written else clocks.unknown(""),
            found_at=here,
            by=self._by,
            direction=self._direction(),
            text=text,
            attached=attached,
            links=tuple(dict.fromkeys((
                *(way for way in ways if way.startswith(("http:", "https:"))), *markup.links_in_text(text),
            ))),
            reply_to=f"{self._thread}/{reply[1]}" if reply else "",
            act=f"{self._thread}/{number}" if self._thread and number else "",
            thread=self._thread,
            fields=fields,
        )  # fmt: skip

    def _direction(self) -> Direction | None:
        if self._by is None or not self._owner:
            return None
        return "out" if self._by.is_owner else "in"

    def _attached(self, page: LexborNode) -> Iterator[Attachment]:
        for picture in page.css("img"):
            self._find(picture.attributes.get("src") or "")
        ways = (one.attributes.get("href") or "" for one in page.css(".media_wrap a, .userpic_link"))
        for way in dict.fromkeys(ways):
            if way and not way.startswith(("http:", "https:", "#")):
                yield attachment(way.rpartition("/")[2], "", None, self._find(way))
        for one in page.css(".media_wrap .description"):
            words = _plain(one)
            why = next((why for begin, why in _WHY.items() if words.startswith(begin)), "")
            if why:
                label = page.css_first(".media_wrap .title")
                yield Attachment(name=_plain(label) if label is not None else "file", missing=why)


def _plain(node: LexborNode) -> str:
    """The words of a part of the page; line ends are what the page marks as such."""
    for end in node.css("br"):
        end.replace_with("\n")
    return node.text().strip()


def _told(page: LexborNode, place: str) -> str:
    """What a part beside the text says; where a tip names somebody, the tip."""
    parts = []
    for node in page.css(place):
        for one in node.css("[title]"):
            one.replace_with(f" {one.attributes.get('title') or ''} ")
        parts.append(" ".join(_plain(node).split()))
    return "; ".join(filter(None, parts))[:2000]
