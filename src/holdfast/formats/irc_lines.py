"""One line of a chat log on IRC: what stands before the text, and what kind of line it is."""

import ipaddress
import re
from datetime import date, datetime, time, timedelta
from typing import Literal

import msgspec

from holdfast.formats.incident_words import MONTHS, bare

Sort = Literal["said", "acted", "notice", "told", "star", "service"]
"""said: `<nick> text`. acted: `/me`, by a nick that the line names for sure. notice: `-nick- text`. told: the
owner's own words to a nick. star: `* words`, where the first word may be a nick. service: what the program or
the network says."""

_OTHER_MONTHS = (
    "sty led tammi oca янв janv gen",
    "lut uno helmi sub фев febr",
    "bre maalis мар marc",
    "kwi dub huhti nis апр",
    "maj kve touko май мая",
    "cze cen kesa haz июн",
    "cec heina tem июл",
    "sie srp elo agu авг",
    "wrz zar syys eyl сен szept",
    "paz rij loka eki окт",
    "marras kas ноя",
    "gru pro joulu ara дек des",
)
_MONTHS = MONTHS | {bare(word): n for n, words in enumerate(_OTHER_MONTHS, 1) for word in words.split()}

_CLOCK = r"(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?"
_ZONE = r"(?: ?(Z|[+-]\d\d:?\d\d))?"
_NOON = r"(?: ?([AaPp])\.?[Mm]\.?)?"
_STAMP = re.compile(
    r"(\x03\d{0,2}|\d\d(?=[\[(]))?[\[(]?"
    rf"(?:(\d{{4}})-(\d\d)-(\d\d)[T ]|([^\W\d]{{3,7}})\.? +(\d{{1,2}}) )?{_CLOCK}{_NOON}{_ZONE}"
    r"[\])]?(?=[\s<]|\Z)"
)
_HEADER = re.compile(
    r"\s*(?:---|\*\*\*\*|Session (?:Start|Time|Close)(?: \([^)]*\))?:) .{0,60}?"
    r"[^\W\d]{1,8}\.?,? ([^\W\d]{3,10})\.? +(\d{1,2}) (?:\d\d:\d\d:\d\d )?(\d{4})(?: \**)?\s*"
)
_OPENING = re.compile(r"--- |\*\*\*\* |Session Start")
_IDENT = re.compile(r"Session Ident: (.{1,200})")
_CODES = re.compile(r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[0-9A-Fa-f]{6})?|[\x02\x0f\x11\x16\x1d\x1e\x1f]")
_NICK = r"(?!-)[^\s<>,:@!()]{1,64}"
_SIGNS = ("-->", "<--", "--", "=!=", "")
_MODE = r"[@%+~&! ]?"

_BODIES: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    ("said", re.compile(rf" ?<{_MODE}(?P<nick>{_NICK})(?::[^>\s]{{1,64}})?>\s?(?P<text>.*)", re.DOTALL)),
    ("told", re.compile(rf" ?\[(?:msg|notice|dcc)\((?P<nick>{_NICK})\)\] ?(?P<text>.*)", re.DOTALL)),
    ("said", re.compile(rf" ?\[(?P<nick>{_NICK})\((?P<host>[^\s()]+@[^\s()]+)\)\] ?(?P<text>.*)", re.DOTALL)),
    (
        "notice",
        re.compile(
            rf" ?-(?P<nick>{_NICK}?)(?::[^\s-]{{1,64}})?(?:\((?P<host>[^\s()]+)\))?- ?(?P<text>.*)", re.DOTALL
        ),
    ),
    ("service", re.compile(r" ?(?:-!-|\*\*\*|-->|<--|---)\s+(?P<text>.*)", re.DOTALL)),
    ("acted", re.compile(rf" \* {_MODE}(?P<nick>{_NICK}) (?P<text>.*)", re.DOTALL)),
    ("star", re.compile(r"\*\s+(?P<text>.*)", re.DOTALL)),
)
_HOST = re.compile(r"[\[(]([^\s@()\[\]]{1,64}@[^\s()\[\]]{1,255})[\])]")
_ADDRESS = re.compile(r"(?:.*[/.])?ip\.((?:\d{1,3}\.){3}\d{1,3})")

_PLACE = r"(?:[\[(].{0,300}[\])] )?"
_BEFORE_HOST = re.compile(rf"\W{{0,3}}({_NICK})(?: \[[^\s\]]*\])?(?: \(.{{0,100}}?\))? [\[(][^\s@]+@")
_EVENTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("joined", re.compile(rf"(?:Joins: ({_NICK}) |({_NICK}) {_PLACE}has joined\b)")),
    ("left", re.compile(rf"(?:Parts: ({_NICK}) |({_NICK}) {_PLACE}has left\b)")),
    ("quit", re.compile(rf"(?:Quits: ({_NICK}) |({_NICK}) {_PLACE}(?:has quit|Quit)\b)")),
    ("new name", re.compile(rf"({_NICK}) is now known as ({_NICK})")),
    ("kicked", re.compile(rf"({_NICK}) (?:was kicked (?:from \S+ )?by|has been kicked by) ({_NICK})")),
    ("kicked", re.compile(rf"(?P<who>{_NICK}) (?:has kicked|kicked) (?P<whom>{_NICK})")),
    ("mode", re.compile(rf"(?:({_NICK}) sets mode:? |[Mm]ode[/ ]\S+ \[.{{1,300}}\] by ({_NICK}))")),
    ("topic", re.compile(rf"({_NICK}) (?:has )?change[ds] (?:the )?topic\b")),
)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """`day` is the line's own date; `month_day` what it tells of it without a year.

    `text` holds no codes for colour; `seconds` is None where the clock shows minutes only. `is_usual` tells
    that the text begins as lines of these programs do, `has_sign` that it is marked as a line of the service.
    """

    stamp: str = ""
    hour: int = 0
    minute: int = 0
    seconds: int | None = None
    micro: int | None = None
    zone: str = ""
    day: date | None = None
    month_day: tuple[int, int] | None = None
    sort: Sort
    nick: str = ""
    text: str
    host: str = ""
    is_usual: bool = False
    has_sign: bool = False


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """What a line of the service tells: the word for it, who did it, and the other nick it names."""

    what: str
    by: str
    other: str = ""


def header_day(line: str) -> date | None:
    """The day that a line between the talk gives ("--- Day changed", "Session Time", "**** BEGIN")."""
    found = _HEADER.fullmatch(line)
    if found is None or (month := _MONTHS.get(bare(found[1]))) is None:
        return None
    return _day(int(found[3]), month, int(found[2]))


def is_header(line: str) -> bool:
    """Whether this is such a line, readable or not, or names the channel."""
    return _HEADER.fullmatch(line) is not None or _IDENT.fullmatch(line) is not None


def is_opening(line: str) -> bool:
    """Whether a file that begins with this line is such a log."""
    return _OPENING.match(line) is not None and _HEADER.fullmatch(line) is not None


def ident(line: str) -> str:
    """The channel or nick that a session is with, "" where the line does not tell."""
    found = _IDENT.fullmatch(line)
    return found[1].strip() if found else ""


def parse(line: str) -> Line | None:
    """A line that begins with a time, None for any other."""
    found = _STAMP.match(line.lstrip(" ") if line[:1] == " " and line[1:2].isalnum() else line)
    if found is None:
        return None
    colour, year, month, day, name, its_day, hour, minute, seconds, part, noon, zone = found.groups()
    hours = int(hour) if noon is None else int(hour) % 12 + (12 if noon in "Pp" else 0)
    if hours > 23 or int(minute) > 59 or int(seconds or 0) > 60:
        return None
    month_day = None
    if name is not None:
        if (number := _MONTHS.get(bare(name))) is None:
            return None
        month_day = (number, int(its_day))
    return msgspec.structs.replace(
        _body(_CODES.sub("", found.string[found.end() :])),
        stamp=found[0].removeprefix(colour or "").strip("[]() "),
        hour=hours,
        minute=int(minute),
        seconds=None if seconds is None else int(seconds),
        micro=int(part[:6].ljust(6, "0")) if part else None,
        zone=zone or "",
        day=_day(int(year), int(month), int(day)) if year else None,
        month_day=month_day,
    )


def _body(rest: str) -> Line:
    if rest.startswith("\t") and rest.count("\t") > 1:
        return _weechat(*rest[1:].split("\t", 1))
    rest = rest[1:] if rest[:1] in ("\t", " ") else rest
    for sort, pattern in _BODIES:
        if (found := pattern.fullmatch(rest)) is not None:
            parts = found.groupdict("")
            host = parts.get("host") or (host_in(parts["text"]) if sort in ("service", "star") else "")
            is_service = sort == "service"
            nick = parts.get("nick", "")
            return Line(
                sort=sort, nick=nick, text=parts["text"], host=host, is_usual=True, has_sign=is_service
            )
    return Line(sort="service", text=rest.strip(), host=host_in(rest))


def _weechat(prefix: str, text: str) -> Line:
    """WeeChat keeps who speaks in a column of its own."""
    mark = prefix.strip()
    if mark == "*":
        nick, _, acts = text.partition(" ")
        return Line(sort="acted", nick=nick.lstrip("@%+~&"), text=acts, is_usual=True)
    name = mark.strip("<>").lstrip("@%+~&")
    if mark in _SIGNS or re.fullmatch(_NICK, name) is None:
        told = text if mark in _SIGNS else f"{mark} {text}"
        return Line(sort="service", text=told.strip(), host=host_in(text), is_usual=True, has_sign=True)
    return Line(sort="said", nick=name, text=text, is_usual=True)


def host_in(text: str) -> str:
    """The first `user@host` in brackets of a line of the service, "" where there is none."""
    found = _HOST.search(text[:1000])
    return found[1] if found else ""


def address_in(host: str) -> str:
    """The IP address that stands in `user@host` itself, "" where it holds a name or a cloak."""
    place = host.rpartition("@")[2]
    cloak = _ADDRESS.fullmatch(place)
    try:
        return str(ipaddress.ip_address(cloak[1] if cloak else place.strip("[]")))
    except ValueError:
        return ""


def happening(text: str) -> Happening | None:
    """What a line of the service tells, None where it is none of the usual ones.

    In other languages than English only a line that begins with a nick and its host tells who.
    """
    start = text[:1000]
    for what, pattern in _EVENTS:
        found = pattern.match(start)
        if found is None:
            continue
        words = [word for word in found.groups() if word]
        if what == "kicked":
            named = found.groupdict()
            who, whom = (named["who"], named["whom"]) if named else (words[1], words[0])
            return Happening(what=what, by=who, other=whom)
        return Happening(what=what, by=words[0], other=words[1] if what == "new name" else "")
    if (found := _BEFORE_HOST.match(start)) is not None:
        return Happening(what="", by=found[1])
    return None


def day_in_name(path: str) -> date | None:
    """The day that a file's name gives as year, month, day: "2014-03-25.log", "#chan_20140325.log"."""
    found = re.search(r"(?<!\d)((?:19|20)\d\d)([-._]?)(\d\d)\2(\d\d)(?!\d)", path.rpartition("/")[2])
    return _day(int(found[1]), int(found[3]), int(found[4])) if found else None


def reading(line: Line, day: date) -> datetime:
    """What the clock showed. A leap second counts as the second before it."""
    clock = time(line.hour, line.minute, min(line.seconds or 0, 59), line.micro or 0)
    return datetime.combine(day, clock)


def offset(line: Line) -> timedelta | None:
    """How far the clock is ahead of UTC, where the line tells it."""
    if not line.zone:
        return None
    if line.zone == "Z":
        return timedelta(0)
    sign = -1 if line.zone[0] == "-" else 1
    return sign * timedelta(hours=int(line.zone[1:3]), minutes=int(line.zone[-2:]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
