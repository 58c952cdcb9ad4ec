"""Chat logs on IRC, as irssi, WeeChat, ZNC, mIRC, XChat, HexChat and programs alike keep them.

*Where it comes from.* The folder where the program keeps its logs, for instance `irclogs` (irssi),
`weechat/logs`, `moddata/log` (ZNC), `logs` (mIRC), `xchatlogs` or `hexchat/logs`. Hand in the whole folder:
names of folders and files often tell the network, the channel and the day.

*What it reads.* Every line that begins with a time: what somebody said or did, notices, who came, went, was
put out or took another name, and what the program says. Where such a line names the place somebody came from
(`user@host`), that is kept, and shown as an address where it holds one. Lines in old letters are read one by
one.

*What it cannot tell.* Which time zone the computer was set to, unless each line says it: you are asked. Which
nick is you. Who stands behind a nick: anybody can take a free one, and one name on two networks can be two
people. Many networks hide where somebody comes from. Seconds, in logs that show minutes only. The day, where
no line and no file name tells it; then the time stays as written. Only what passed while the program was
there and was keeping a log. In logs of mIRC and XChat somebody can write a line that looks like one of the
network. A text file can be changed by anybody.

*Tested with.* Invented logs of six programs, also with days in other languages, old letters, colours, broken
lines. Proven on real files: public logs of channels by ZNC, XChat and others, of some each line was counted.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from holdfast.formats import clocks, irc_lines
from holdfast.formats.asked import Asked
from holdfast.formats.irc_lines import Happening, Line
from holdfast.formats.markup import links_in_text
from holdfast.formats.text_lines import TextLines, first_lines
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Address, Event, Kind
from holdfast.model.locator import Position
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import Precision, When

_ENDINGS = ("", ".log", ".txt", ".weechatlog", ".irc")
_RAW = 2000
_LOOK_AT = 80
_MOST_WRAPPED = 200
_MOST_NICKS = 20_000
# A clock that is set back for winter goes back an hour, and no day has passed.
_BACK = 2 * 60
_DATED = re.compile(
    r"[-._]?(?:(?:19|20)\d\d[-._]?\d\d[-._]?\d\d)?(?:\.(?:weechatlog|log|txt|irc))?\Z", re.IGNORECASE
)
_NOT_A_LINE = "This line does not begin with a time: it is no line of a chat as such programs write them."
_NO_DAY = "Nothing before this line tells the day: times from here on stay as written until a line tells it."
_BACKWARDS = "The clock goes back here and no line tells a new day: times from here on stay as written."
_NO_LINES = "This log holds no line of a chat."


def _claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  the neighbours do not matter
    if (
        member.suffix not in _ENDINGS
        and not irc_lines.day_in_name(member.path)
        and "#" not in member.file_name
    ):
        return False
    seen = fits = 0
    for text in first_lines(member)[:_LOOK_AT]:
        if not text.strip():
            continue
        if not seen and irc_lines.is_opening(text):
            return True
        seen += 1
        line = irc_lines.parse(text)
        fits += line is not None and line.is_usual
    return fits * 2 > seen


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    asked: dict[str, Asked] = {}
    for member in members:
        try:
            yield from _Log(member, told, asked.setdefault(member.source, Asked())).read()
        except InputError as error:
            yield Problem(found_at=member.at(), loss="member", what=error.what)
    for source, open_ in asked.items():
        yield from open_.questions(source, "irc")


class _Log:
    """One file, gone through twice: to see who speaks in it, then to read it."""

    def __init__(self, member: Member, told: Told, asked: Asked) -> None:
        self._member = member
        self._zone = told.zone(member.source)
        self._asked = asked
        self._day = irc_lines.day_in_name(member.path)
        self._year = self._day.year if self._day else None
        self._is_one_day = self._day is not None
        self._month = 0
        self._minute = 0
        self._is_told = False
        self._thread = _title(member)
        self._nicks: set[str] = set()
        self._has_signs = False

    def read(self) -> Iterator[Record]:
        self._survey()
        lines = TextLines(self._member)
        first, wrapped, open_ = 0, list[str](), None
        count = 0
        for number, text in lines:
            line = irc_lines.parse(text)
            if line is None and open_ is not None and text[:1] in (" ", "\t") and text.strip():
                if len(wrapped) < _MOST_WRAPPED:
                    wrapped.append(text.strip())
                continue
            if open_ is not None:
                yield from self._event(open_, first, wrapped)
                count += 1
            open_, first, wrapped = line, number, []
            if line is None:
                yield from self._between(text, number)
        if open_ is not None:
            yield from self._event(open_, first, wrapped)
            count += 1
        if not count:
            yield Problem(found_at=self._member.at(), loss="part", what=_NO_LINES)
        yield from self._repairs(lines)

    def _survey(self) -> None:
        for _, text in TextLines(self._member):
            line = irc_lines.parse(text)
            if line is None or len(self._nicks) >= _MOST_NICKS:
                continue
            self._has_signs = self._has_signs or line.has_sign
            happened = irc_lines.happening(line.text) if line.sort in ("service", "star") else None
            nicks = (happened.by, happened.other) if happened else (line.nick,)
            self._nicks.update(nick.casefold() for nick in nicks if nick)

    def _between(self, text: str, number: int) -> Iterator[Problem]:
        """A line without a time: it may tell the day or the channel."""
        if day := irc_lines.header_day(text):
            self._day, self._year, self._month, self._minute = day, day.year, day.month, 0
            self._is_told = self._is_one_day = False
        elif name := irc_lines.ident(text):
            self._thread = name
        elif text.strip() and not irc_lines.is_header(text):
            yield Problem(
                found_at=self._member.at(Position(unit="line", start=number, length=1)),
                loss="record",
                what=_NOT_A_LINE,
                raw=text[:_RAW],
            )

    def _repairs(self, lines: TextLines) -> Iterator[Problem]:
        for number, first, what in (
            (
                lines.repaired,
                lines.first_repaired,
                "line(s) are not in UTF-8: some letters may be wrong.",
            ),
            (lines.cut, lines.first_cut, "line(s) are too long to be shown whole."),
        ):
            if number:
                position = Position(unit="line", start=first, length=1)
                yield Problem(found_at=self._member.at(position), loss="part", what=f"{number} {what}")

    def _event(self, line: Line, first: int, wrapped: list[str]) -> Iterator[Record]:
        found_at = self._member.at(Position(unit="line", start=first, length=1 + len(wrapped)))
        when, doubt = self._when(line)
        if doubt:
            yield Problem(found_at=found_at, loss="part", what=doubt)
        happened = irc_lines.happening(line.text) if line.sort in ("service", "star") else None
        nick, text, kind = line.nick, line.text, _KINDS[line.sort]
        if line.sort == "star" and happened is None:
            word, _, acts = line.text.partition(" ")
            if acts and (word.casefold() in self._nicks or self._has_signs):
                nick, text, kind = word, acts, "message"
        text = " ".join([text, *wrapped])
        is_mine = line.sort == "told"
        by = _account(happened.by if happened else nick) if not is_mine else None
        if by is not None and kind == "message":
            self._asked.author(by)
        yield Event(
            kind=kind,
            service="irc",
            when=when,
            found_at=found_at,
            by=by,
            to=_accounts(nick) if is_mine else (),
            direction="out" if is_mine else None,
            text=text,
            addresses=_addresses(line.host),
            links=tuple(links_in_text(text)),
            thread=self._thread,
            fields=_fields(line, happened, is_act=kind == "message" and line.sort in ("acted", "star")),
        )

    def _when(self, line: Line) -> tuple[When, str]:
        day = self._day_of(line)
        if day is None:
            doubt = "" if self._is_told else _NO_DAY
            self._is_told = True
            return clocks.unknown(line.stamp), doubt
        if line.day is None and line.month_day is None and not self._is_one_day:
            minute = line.hour * 60 + line.minute
            if minute < self._minute - _BACK:
                self._day, self._is_told = None, True
                return clocks.unknown(line.stamp), _BACKWARDS
            self._minute = max(minute, self._minute)
        written = line.stamp if line.day or line.month_day else f"{day.isoformat()} {line.stamp}"
        local = irc_lines.reading(line, day)
        precision: Precision = "minute" if line.seconds is None else "second"
        precision = "millisecond" if line.micro is not None else precision
        if (ahead := irc_lines.offset(line)) is not None:
            moment = clocks.milliseconds(local.replace(tzinfo=UTC) - ahead)
            return clocks.instant(moment, written, precision=precision), ""
        if self._zone is None:
            self._asked.time(written)
        return clocks.wall(local, written, self._zone, precision), ""

    def _day_of(self, line: Line) -> date | None:
        if line.day is not None:
            return line.day
        if line.month_day is None:
            return self._day
        month, day = line.month_day
        if self._year is None:
            return None
        # A log that stays open over New Year says so by its months alone.
        if month < self._month:
            self._year += 1
        self._month = month
        try:
            return datetime(self._year, month, day, tzinfo=UTC).date()
        except ValueError:
            return None


_KINDS: dict[str, Kind] = {
    "said": "message",
    "acted": "message",
    "notice": "message",
    "told": "message",
    "star": "notice",
    "service": "notice",
}


def _fields(line: Line, happened: Happening | None, *, is_act: bool) -> dict[str, str]:
    fields = {"way": "notice"} if line.sort == "notice" else {"way": "/me"} if is_act else {}
    if happened and happened.what:
        fields["what"] = happened.what
    if happened and happened.other:
        fields["other nick"] = happened.other
    if line.host:
        fields["user@host"] = line.host
    return fields


def _account(nick: str) -> Account | None:
    return Account(service="irc", handle=nick) if nick else None


def _accounts(nick: str) -> tuple[Account, ...]:
    account = _account(nick)
    return (account,) if account else ()


def _addresses(host: str) -> tuple[Address, ...]:
    ip = irc_lines.address_in(host)
    return (Address(ip=ip, said_by="user@host in the chat log"),) if ip else ()


def _title(member: Member) -> str:
    """The channel, nick or network that the file's name tells, without the day."""
    name = _DATED.sub("", member.file_name)
    return name or member.folder.rstrip("/").rpartition("/")[2]


IMPORTER = Importer(title="Chat logs on IRC", version="1", claims=_claims, read=_read)
