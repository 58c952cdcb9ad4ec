"""A page of a download from Facebook or Instagram that holds a chat, in the layouts of 2010 to 2025.

The names of styles in these pages change every few years; how the parts of a message follow each other does
not.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone

from selectolax.lexbor import LexborHTMLParser, LexborNode

from holdfast.formats import clocks, markup, page_pieces
from holdfast.formats.attached import attachment
from holdfast.formats.chat_words import AFTERNOON, MORNING, plain
from holdfast.formats.incident_words import MONTHS, bare
from holdfast.formats.meta_text import is_nobody
from holdfast.formats.tree import Member
from holdfast.model.account import Account
from holdfast.model.event import Attachment, Event
from holdfast.model.locator import Locator, Position
from holdfast.model.problem import Problem
from holdfast.model.when import Precision, When

_BEGINS = re.compile(
    rb"<(?:div|section)\b[^<>]{0,60}?class\s*=\s*[\"'][^\"'<>]{0,80}?"
    rb"(?:uiBoxWhite noborder|\b_a6-g\b)[^<>]{0,200}>|<div class=\"(?:thread|message)\">"
)
_THREAD = b'<div class="thread">'
_OLD = b'<div class="message">'
_TITLE = re.compile(r"<title>([^<]{0,1000})", re.IGNORECASE)
_OLD_PEOPLE = re.compile(r"<div class=\"thread\">([^<]{0,20000})")
_NUMBER = re.compile(r"(\d{1,20})@facebook\.com")
_MONTH_FIRST = re.compile(
    r"(?:\w+, )?(?P<month>[^\W\d_]{3,12}|(?P<number>\d{1,2}) ?[月월])\.? (?P<day>\d{1,2}), (?P<year>\d{4})"
    r"(?:,| at)? (?P<clock>.+)"
)
_DAY_FIRST = re.compile(
    r"(?:[\w-]+,? )?(?P<day>\d{1,2})\.? (?:de )?(?P<month>[^\W\d_]{3,12})\.?,? (?:de )?(?P<year>\d{4})"
    r"(?: г\.)?(?:,| at| um| à| a las| alle| às)? (?P<clock>.+)"
)
_CLOCK = re.compile(
    r"(?P<h>\d{1,2})[:.h](?P<m>\d\d)(?:[:.](?P<s>\d\d))?\s?(?P<half>[ap])?(?:\.?\s?m\.?)?"
    r"(?: ?(?P<zone>[A-Z]{2,5}(?P<ahead>[+-]\d\d(?::?\d\d)?)?))?",
    re.IGNORECASE,
)
# In most languages the half of the day is a word of its own, which only looks like the name of a zone.
_WORDED = re.compile(r"(?P<clock>\d{1,2}[:.h]\d\d(?:[:.]\d\d)?) ?(?P<half>[^\W\d][^\d:]{0,24})")
_MORNING = MORNING | {"damanhã", "damadrugada", "delamañana", "delamadrugada", "dumatin", "przedpołudniem"}
_AFTERNOON = AFTERNOON | {
    "datarde/noite", "datarde", "danoite", "delatarde", "delanoche", "delaprès-midi", "dusoir", "popołudniu",
}  # fmt: skip
_UTC = ("UTC", "GMT")
_LONGEST_TIME = 200
_MANY = 10_000  # tags of one message; more would cost a parser too much
_RAW = 2000

_BROKEN = "This message is damaged, or written in a way that is not known."
_CUT = "This message is too long to be read whole."
_OFF = "The page breaks off here: its end is missing."
_NOTHING = "This page holds no message that could be read."
_NO_TIME = "The time of this message is missing, or written in a way that is not known."


def is_chat(member: Member) -> bool:
    """Whether a page is a chat in the layout of before 2018, when one page could hold all of them."""
    head = member.head(1 << 13)
    return _THREAD in head and b'class="message_header"' in head


def moment(written: str, zone: str | None) -> When:
    """A time such as "Sep 22, 2017 6:33 am", by the clock of the account, in several languages."""
    line = " ".join(written[:_LONGEST_TIME].split())
    found = _MONTH_FIRST.fullmatch(line) or _DAY_FIRST.fullmatch(line)
    clock = _CLOCK.fullmatch(_in_english(found["clock"])) if found else None
    month = _month(found) if found else None
    if found is None or clock is None or month is None:
        return clocks.unknown(written)
    hour, half = int(clock["h"]), (clock["half"] or "").lower()
    if half:
        hour = hour % 12 + 12 * (half == "p")
    precision: Precision = "second" if clock["s"] else "minute"
    try:
        local = datetime(  # noqa: DTZ001  a wall clock
            int(found["year"]), month, int(found["day"]), hour, int(clock["m"]), int(clock["s"] or 0)
        )
        named = (clock["zone"] or "").upper()
        if named[:3] in _UTC:
            shift = (clock["ahead"] or "+00").replace(":", "").ljust(5, "0")
            ahead = timedelta(hours=int(shift[1:3]), minutes=int(shift[3:5])) * (-1 if shift[0] == "-" else 1)
            at = local.replace(tzinfo=timezone(ahead)).astimezone(UTC)
            return clocks.instant(clocks.milliseconds(at), written, "explicit", precision)
    except (ValueError, OverflowError):
        return clocks.unknown(written)
    # Short names of zones, such as CST, mean several.
    return clocks.wall(local, written, zone, precision)


def _month(found: re.Match[str]) -> int | None:
    number = found.groupdict().get("number")
    return int(number) if number else MONTHS.get(bare(found["month"]))


def _in_english(clock: str) -> str:
    """The time of day with "am" or "pm" in place of a word of another language that says so."""
    found = _WORDED.fullmatch(clock)
    if found is None:
        return clock
    key = "".join(c for c in plain(found["half"]).casefold() if c not in " .’'")
    half = "am" if key in _MORNING else "pm" if key in _AFTERNOON else ""
    return f"{found['clock']} {half}" if half else clock


class Page:
    """One file. `find` gives the file at a way that the page names, and notes that it was named."""

    def __init__(
        self,
        member: Member,
        service: str,
        thread: str,
        zone: str | None,
        find: Callable[[str], Member | None],
    ) -> None:
        self._member = member
        self._service = service
        self._thread = thread
        self._chat = ""
        self._zone = zone
        self._find = find

    def records(self) -> Iterator[Event | Problem]:
        """The messages in the order of the page, and what could not be read."""
        count, last = 0, ""
        here = self._member.at()
        with self._member.open() as stream:
            for number, piece in enumerate(page_pieces.pieces(stream, _BEGINS)):
                here = self._member.at(Position(unit="byte", start=piece.start, length=piece.length))
                text = piece.data.decode("utf-8", "replace")
                last = text[-_RAW:]
                if not number:
                    title = _TITLE.search(text)
                    self._chat = markup.text_of(title[1]) if title else ""
                elif piece.data.startswith(_THREAD):
                    people = _OLD_PEOPLE.match(text)
                    self._chat = self._thread = markup.text_of(people[1]) if people else ""
                else:
                    for record in self._message(text, here, is_first=number == 1):
                        count += 1
                        yield record
                    if len(piece.data) < piece.length:
                        yield Problem(found_at=here, loss="part", what=_CUT)
                if piece.trouble:
                    yield Problem(found_at=here, loss="member", what=piece.trouble)
        if not count:
            yield Problem(found_at=self._member.at(), loss="member", what=_NOTHING)
        elif "</html" not in last and "</body" not in last:
            yield Problem(found_at=here, loss="member", what=_OFF)

    def _message(self, text: str, here: Locator, *, is_first: bool) -> Iterator[Event | Problem]:
        page = LexborHTMLParser(text).body if text.count("<") < _MANY else None
        parts = None if page is None else _old_parts(page) if text.startswith(_OLD.decode()) else _parts(page)
        if page is None or parts is None:
            # The first box of a page names the people of the chat.
            if not (is_first and page is not None):
                yield Problem(found_at=here, loss="record", what=_BROKEN, raw=text[:_RAW])
            return
        name, body, written = parts
        when = moment(written, self._zone)
        fields = {"chat": self._chat} if self._chat else {}
        attached: tuple[Attachment, ...] = ()
        links: list[str] = []
        words = ""
        if body is not None:
            attached, links = tuple(self._attached(body)), _links(body)
            if reactions := [one for item in body.css("ul li") if (one := markup.text_of(item.html or ""))]:
                fields["reactions"] = "; ".join(reactions)[:_RAW]
            for aside in body.css("ul, video, audio, script, style"):
                aside.decompose()
            words = markup.text_of(body.html or "")
        yield Event(
            kind="message",
            service=self._service,
            when=when,
            found_at=here,
            by=self._account(name) if name else None,
            text=words,
            attached=attached,
            links=tuple(dict.fromkeys((*links, *markup.links_in_text(words)))),
            thread=self._thread or self._chat,
            fields=fields,
        )
        if when.at is None and when.earliest is None:
            yield Problem(found_at=here, loss="part", what=_NO_TIME, raw=written[:_RAW])

    def _account(self, name: str) -> Account:
        number = _NUMBER.fullmatch(name)
        lasting = (
            number[1] if number else f"gone from {self._thread or self._chat}" if is_nobody(name) else ""
        )
        return Account(service=self._service, handle=name, native_id=lasting)

    def _attached(self, body: LexborNode) -> Iterator[Attachment]:
        ways = (
            way for one in body.css("a, img, video, audio, source")
            for key in ("href", "src") if (way := one.attributes.get(key))
        )  # fmt: skip
        for way in dict.fromkeys(ways):
            if not way.startswith(("http:", "https:", "#", "data:", "mailto:", "javascript:")):
                yield attachment(way.rpartition("/")[2], "", None, self._find(way))


def _parts(page: LexborNode) -> tuple[str, LexborNode | None, str] | None:
    """Sender, what was sent, and time, from the parts of a box; None where it is no message."""
    box = page.css_first("div, section")
    children = list(box.iter()) if box is not None else []
    if len(children) < 2:
        return None
    known = [
        page.css_first(place) for place in ("._a6-h, ._2lel, ._2lek", "._a6-p, ._2let", "._a6-o, ._2lem")
    ]
    first, body, last = known
    if last is None and first is None:
        first, last = children[0], children[-1]
        body = children[1] if len(children) > 2 else None
    if last is None:
        return None
    name = markup.text_of(first.html or "") if first is not None else ""
    return name, body, markup.text_of(last.html or "")


def _old_parts(page: LexborNode) -> tuple[str, LexborNode | None, str] | None:
    user, meta = page.css_first("span.user"), page.css_first("span.meta")
    if user is None or meta is None:
        return None
    # What was written stands behind the box of its sender, not in it.
    return user.text().strip(), page.css_first("p"), meta.text().strip()


def _links(body: LexborNode) -> list[str]:
    return [way for one in body.css("a") if (way := one.attributes.get("href") or "").startswith("http")]
