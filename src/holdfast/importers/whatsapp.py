"""WhatsApp chats, as the app's own "Export chat" writes them.

*Where it comes from.* In WhatsApp, open the chat. On an iPhone tap the name at the top and choose *Export
chat*; on Android open the menu, *More*, *Export chat*. Choose *with media* if you can. You get a text file,
or a zip that holds the text and the pictures. Add it as it is; do not open and save it again.

*What it reads.* Every message, with its time, the name it stands under, its text, and the files that came
with it. Calls, messages that were deleted or changed, places, polls, and what WhatsApp itself says (somebody
joined, a number changed). Exports of iPhones and Android phones, in the languages and ways of writing dates
that we know. A line that fits nothing is kept and shown to you.

*What it cannot tell.* The file does not say which name is you, which time zone the phone was set to, or
whether 3/4 is in March or in April. Where the dates themselves do not show the order, you are asked. Names
are those of the phone's address book on the day of the export; they can be changed. Seconds are missing in
files of Android phones. WhatsApp leaves out the oldest messages of a long chat (about 40,000 messages, or
10,000 with media). A deleted message leaves a line, but not its text. Somebody can paste a line into a
message that looks like a message of its own, and a text file can be changed by anybody: keep the phone.

*Tested with.* Invented chats in the forms of iPhones and Android phones, in more than ten languages, with and
without media, whole or damaged; public sample chats of other programs; and what the app writes for media left
out, deleted messages and missed calls, held against a published list of its words in some fifty languages.
Otherwise shape only, not proven on a real export.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

from holdfast.formats import clocks, phones
from holdfast.formats.asked import Asked
from holdfast.formats.chat_body import Body, Mark, body
from holdfast.formats.chat_export import TYPES, digest, is_chat, may_be_media, title
from holdfast.formats.chat_head import Head, head
from holdfast.formats.chat_names import AuthorNames
from holdfast.formats.chat_survey import Survey, survey
from holdfast.formats.chat_words import ACTS, plain
from holdfast.formats.date_order import Cursor
from holdfast.formats.text_lines import TextLines
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Attachment, Event
from holdfast.model.locator import Position
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import When

_LONGEST_MESSAGE = 1 << 22
_RAW = 2000
_CUT_AT = (10_000, 40_000)
_PHONE = re.compile(r"\+[\d\s()./\u2010-\u2015\u00a0-]{6,30}")

_chats_beside: WeakKeyDictionary[Tree, dict[str, bool]] = WeakKeyDictionary()


def claims(member: Member, tree: Tree) -> bool:
    """A chat as text, and the media that lies beside one."""
    if member.suffix == ".txt":
        return is_chat(member)
    if not may_be_media(member):
        return False
    known = _chats_beside.setdefault(tree, {})
    if member.folder not in known:
        known[member.folder] = any(m.suffix == ".txt" and is_chat(m) for m in tree.beside(member))
    return known[member.folder]


@dataclass
class _Draft:
    """A message while its lines come in."""

    first: int
    head: Head
    lines: list[str]
    size: int = 0
    count: int = 1
    is_cut: bool = False


def read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:
    """Every message of every chat, then what nobody can know but the person."""
    asked: dict[str, Asked] = {}
    named: set[str] = set()
    for member in members:
        if member.suffix == ".txt":
            source = asked.setdefault(member.source, Asked())
            yield from _Chat(member, tree, told, source, named).read()
    for member in members:
        if member.suffix != ".txt" and member.path not in named:
            yield _remark(member, "This file lies beside a chat, but no message of the chat names it.")
    for sha256, source in asked.items():
        yield from source.questions(sha256, "whatsapp")


class _Chat:
    """One chat file, gone through twice: to see how it is written, then to read it."""

    def __init__(self, member: Member, tree: Tree, told: Told, source: Asked, named: set[str]) -> None:
        self._member = member
        self._asked = source
        self._named = named
        self._zone = told.zone(member.source)
        self._told_order = told.date_order(member.source)
        self._beside = {m.file_name: m for m in tree.beside(member) if m is not member}
        self._names_beside = frozenset(self._beside)
        self._title = title(member)

    def read(self) -> Iterator[Record]:
        try:
            seen = survey(self._member)
            yield from self._remarks(seen)
            yield from self._messages(seen)
        except InputError as error:
            yield Problem(found_at=self._member.at(), loss="member", what=error.what)

    def _remarks(self, seen: Survey) -> Iterator[Problem]:
        if len(seen.forms) > 1:
            rare = min(seen.forms, key=lambda form: (seen.forms[form], form))
            yield _remark(
                self._member,
                "Messages begin in more than one way in this file. Either several exports were put together, "
                "or a message holds a pasted line that looks like a message of its own: look at this place.",
                seen.first[rare],
            )
        if any(abs(seen.count - most) <= 5 for most in _CUT_AT):
            yield _remark(
                self._member,
                "The number of messages is about the most that an export holds: older ones may be missing.",
            )
        proved = {run.orders[0] for run in seen.runs if len(run.orders) == 1} & {"day_first", "month_first"}
        if self._told_order and proved - {self._told_order}:
            yield _remark(
                self._member,
                "The order of day and month that was told does not fit some dates of this file. "
                "There, the order that the file itself shows was used.",
            )
        for run in seen.runs:
            self._asked.run(run, self._told_order)

    def _messages(self, seen: Survey) -> Iterator[Record]:
        lines, cursor = TextLines(self._member), Cursor(seen.runs)
        draft: _Draft | None = None
        stray: list[tuple[int, str]] = []
        stray_end = 0
        for number, line in lines:
            found = head(line, weak=seen.weak)
            if found is not None:
                if draft is not None:
                    yield from self._event(draft, seen.names, cursor)
                draft = _Draft(number, found, [found.rest])
            elif draft is None:
                if plain(line):
                    stray_end = number
                    if len(stray) < 20:
                        stray.append((number, line[:_RAW]))
            else:
                draft.count += 1
                draft.size += len(line) + 1
                if draft.size > _LONGEST_MESSAGE:
                    draft.is_cut = True
                else:
                    draft.lines.append(line)
            if draft is not None and stray:
                yield self._stray(stray, stray_end)
                stray = []
        if stray:
            yield self._stray(stray, stray_end)
        if draft is not None:
            yield from self._event(draft, seen.names, cursor)
        yield from self._repairs(lines)

    def _stray(self, stray: list[tuple[int, str]], end: int) -> Problem:
        first = stray[0][0]
        return Problem(
            found_at=self._member.at(Position(unit="line", start=first, length=end - first + 1)),
            loss="record",
            what="These lines stand before the first message and are none.",
            raw="\n".join(line for _, line in stray)[:_RAW],
        )

    def _repairs(self, lines: TextLines) -> Iterator[Problem]:
        if lines.charset != "utf-8":
            yield _remark(
                self._member,
                "The file is in UTF-16, and the app writes UTF-8: it was saved again by another program.",
            )
        if lines.repaired:
            yield _remark(
                self._member,
                f"{lines.repaired} line(s) hold bytes that are not UTF-8: the file is damaged or re-saved. "
                "They were read as Windows-1252 where possible; letters may be wrong.",
                lines.first_repaired,
            )
        if lines.cut:
            yield _remark(
                self._member, f"{lines.cut} line(s) are too long to be shown whole.", lines.first_cut
            )

    def _event(self, draft: _Draft, names: AuthorNames, cursor: Cursor) -> Iterator[Record]:
        found_at = self._member.at(Position(unit="line", start=draft.first, length=draft.count))
        author, first = names.split(draft.head.rest)
        text = "\n".join([first, *draft.lines[1:]]).rstrip("\n")
        what = body(
            text,
            has_author=bool(author),
            is_ios=draft.head.form == "bracket",
            beside=self._names_beside,
        )
        by, fields = self._by(author, what, names)
        if by is not None and what.kind != "notice":
            self._asked.author(by)
        attached: list[Attachment] = []
        for mark in what.marks:
            one, problem = self._attachment(mark)
            attached.append(one)
            if problem:
                yield Problem(found_at=found_at, loss="part", what=problem)
        when = self._when(draft, cursor)
        if when.precision == "none":
            yield Problem(
                found_at=found_at,
                loss="part",
                what="The date of this message is not one that we can read.",
                raw=draft.head.written[:_RAW],
            )
        if draft.is_cut:
            yield Problem(found_at=found_at, loss="part", what="This message is too long to be shown whole.")
        yield Event(
            kind=what.kind,
            service="whatsapp",
            when=when,
            found_at=found_at,
            by=by,
            text=what.text,
            attached=tuple(attached),
            links=what.links,
            thread=self._title,
            fields=fields | what.fields,
        )

    def _by(self, author: str, what: Body, names: AuthorNames) -> tuple[Account | None, dict[str, str]]:
        """Who did it. A line of the service is somebody's act only where it names that person first."""
        if what.kind != "notice" or "deleted" in what.fields:
            return (_account(author) if author else None), {}
        text = plain(what.text)
        if author:
            is_named = text.startswith(plain(author) + " ") and ACTS.match(text, len(plain(author)) + 1)
            return (_account(author), {}) if is_named else (None, {"stands under": author})
        for end in (m.start() for m in re.finditer(" ", text[:120])):
            if (name := names.as_written(text[:end])) and ACTS.match(text, end + 1):
                return _account(name), {}
        return None, {}

    def _when(self, draft: _Draft, cursor: Cursor) -> When:
        run = cursor.at(draft.first)
        orders = run.orders if run is not None else ()
        if len(orders) > 1 and self._told_order in orders:
            orders = (self._told_order,)
        moments = draft.head.moments(orders)
        when = clocks.one_of(
            moments, draft.head.written, self._zone, "second" if draft.head.has_seconds else "minute"
        )
        if moments and self._zone is None:
            self._asked.time(draft.head.written)
        return when

    def _attachment(self, mark: Mark) -> tuple[Attachment, str]:
        suffix = "." + mark.name.rpartition(".")[2].lower()
        media_type = TYPES.get(suffix, "")
        member = self._beside.get(mark.name)
        if mark.missing or member is None:
            missing = mark.missing or "named in the chat, but not among the files handed in"
            return Attachment(name=mark.name, media_type=media_type, missing=missing), ""
        self._named.add(member.path)
        try:
            size, sha256 = digest(member)
        except InputError:
            return (
                Attachment(name=mark.name, media_type=media_type, missing="the file cannot be read"),
                "The file that came with this message cannot be read.",
            )
        return Attachment(
            name=mark.name, media_type=media_type, size=size, sha256=sha256, member=member.path
        ), ""


@lru_cache(maxsize=1024)
def _account(name: str) -> Account:
    """The account of this name; a telephone number is its own lasting id."""
    number = name.removeprefix("~").strip()
    native_id = phones.normal(number) if _PHONE.fullmatch(number) else ""
    return Account(service="whatsapp", handle=name, native_id=native_id)


def _remark(member: Member, what: str, line: int = 0) -> Problem:
    position = Position(unit="line", start=line, length=1) if line else None
    return Problem(found_at=member.at(position), loss="part", what=what)


IMPORTER = Importer(title="WhatsApp chat export", version="1", claims=claims, read=read)
