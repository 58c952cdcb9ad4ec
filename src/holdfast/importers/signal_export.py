"""Signal chats as the free program "signal-export" writes them, one folder for each chat.

*Where it comes from.* The program `signal-export` (also called `sigexport`), run on the computer with Signal
Desktop. It makes a folder for each chat with `data.json`, `chat.md`, `index.html` and a folder `media`. Hand
in the whole folder.

*What it reads.* Of each chat, `data.json`; where that is missing, `chat.md`. Every message: who, when, the
text, what it answers, reactions, calls as the program words them, and what was attached, with its fingerprint
where the file is there.

*What it cannot tell.* People are told by names only, and names change: two with one name look like one. The
one called "Me" is taken for the owner. Times are those of the computer at the export, without a time zone:
you are asked for it. Whether a chat was a group. Deletions are told by newer versions of the program only.
Edits, timers and lines of the service are left out by the program. `chat.md` cannot tell a line inside a
message from a new message where somebody writes one that looks alike.

*Tested with.* Invented folders as versions 1 and 3 of the program write them: replies, reactions, several
lines, missing files, and damaged ones. Shape only, not proven on a real export.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from holdfast.formats import clocks
from holdfast.formats.attached import attachment
from holdfast.formats.text_lines import TextLines
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Attachment, Event
from holdfast.model.locator import Locator, Position
from holdfast.model.problem import Problem
from holdfast.model.question import Question
from holdfast.model.told import Told
from holdfast.model.when import When

_OWNER = Account(service="signal", handle="me", shown_as="the owner of this account", is_owner=True)
_NAMES = ("data.json", "chat.md", "index.html")
_HEAD = re.compile(r"\[(\d{4}-\d\d-\d\d),? (\d\d:\d\d(?::\d\d)?)\] (.{1,200}?): ?(.*)")
_FILE = re.compile(r"!?\[([^\]\n]{0,300})\]\(\./([^)\n]{1,500})\)(?:  )?")
_REACTIONS = re.compile(r"\n?\(- (.*) -\)\s*$")
_LONGEST = 4 << 20
_MOST_LINES = 5_000
_EXAMPLES = 5

_BROKEN = "A line of this file is damaged: the message in it could not be read."
_BEFORE = "Lines before the first message are not read."
_NO_TIME = "The time of this message is missing or makes no sense."


def _claims(member: Member, tree: Tree) -> bool:
    if member.file_name not in _NAMES:
        return False
    data, text = tree.get(f"{member.folder}data.json"), tree.get(f"{member.folder}chat.md")
    if member.file_name == "index.html" and text is None:
        return False
    return bool((text and _HEAD.match(_first(text))) or (data and _is_ours(data)))


def _first(member: Member) -> str:
    return member.head(2000).removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").lstrip()


def _is_ours(member: Member) -> bool:
    line = _first(member).split("\n")[0]
    return line.startswith("{") and all(f'"{word}"' in line for word in ("date", "sender", "body", "quote"))


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:
    for member in members:
        has_data = tree.get(f"{member.folder}data.json") is not None
        if member.file_name == "index.html" or (member.file_name == "chat.md" and has_data):
            continue
        zone = told.zone(member.source)
        undecided: list[str] = []
        reader = _json if member.file_name == "data.json" else _markdown
        try:
            for record in reader(member, tree, zone):
                yield record
                if isinstance(record, Event) and record.when.at is None and record.when.earliest is not None:
                    undecided = [*undecided, record.when.as_written][:_EXAMPLES]
        except InputError as error:
            yield Problem(found_at=member.at(), loss="member", what=error.what)
        if undecided and zone is None:
            yield Question(
                about="zone", source=member.source, importer="signal_export", examples=tuple(undecided)
            )


def _json(member: Member, tree: Tree, zone: str | None) -> Iterator[Record]:
    at = 0
    with member.open() as stream:
        while line := stream.readline(_LONGEST):
            here = member.at(Position(unit="byte", start=at, length=len(line)))
            at += len(line)
            if not line.strip():
                continue
            try:
                kept = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
            except (msgspec.DecodeError, RecursionError, UnicodeError):
                kept = None
            if not isinstance(kept, dict):
                yield Problem(
                    found_at=here, loss="record", what=_BROKEN, raw=line[:2000].decode("utf-8", "replace")
                )
                continue
            yield from _from_json(kept, here, member, tree, zone)


def _from_json(
    kept: dict[str, Any], here: Locator, member: Member, tree: Tree, zone: str | None
) -> Iterator[Record]:
    used = ("date", "sender", "body", "quote", "reactions", "attachments")
    fields = {k: str(v) for k, v in kept.items() if v not in (None, "", False, [], {}) and k not in used}
    if kept.get("deleted") is True:
        fields["state"] = "deleted for everyone"
    if quote := _word(kept.get("quote")).strip():
        fields["answers"] = quote.removeprefix(">").strip()
    for number, reaction in enumerate(_list(kept.get("reactions")), 1):
        words = (
            reaction.values()
            if isinstance(reaction, dict)
            else reaction
            if isinstance(reaction, list)
            else ()
        )
        fields[f"reaction {number}"] = ": ".join(str(word) for word in words)
    files = [f for f in _list(kept.get("attachments")) if isinstance(f, dict)]
    attached = tuple(_attached(_word(f.get("name")), _word(f.get("path")), member, tree) for f in files)
    written = _word(kept.get("date"))
    yield from _event(
        here,
        member,
        written,
        _when(written, zone),
        _word(kept.get("sender")),
        _word(kept.get("body")),
        attached,
        fields,
    )


def _markdown(member: Member, tree: Tree, zone: str | None) -> Iterator[Record]:
    begun, head, body = 0, None, list[str]()
    number = 0
    for number, line in TextLines(member):
        found = _HEAD.match(line)
        if found is None:
            if head is None and line.strip() and not begun:
                begun = number
                yield Problem(
                    found_at=member.at(Position(unit="line", start=number, length=1)),
                    loss="part",
                    what=_BEFORE,
                )
            elif len(body) < _MOST_LINES:
                body.append(line)
            continue
        if head is not None:
            yield from _from_markdown(head, body, member, tree, zone, begun, number)
        begun, head, body = number, found, [found[4]]
    if head is not None:
        yield from _from_markdown(head, body, member, tree, zone, begun, number + 1)


def _from_markdown(
    head: re.Match[str], body: list[str], member: Member, tree: Tree, zone: str | None, begun: int, end: int
) -> Iterator[Record]:
    here = member.at(Position(unit="line", start=begun, length=end - begun))
    text = "\n".join(line.rstrip() for line in body).strip()
    fields: dict[str, str] = {}
    if found := _REACTIONS.search(text):
        fields["reactions"] = found[1]
        text = text[: found.start()]
    attached = tuple(_attached(name, path, member, tree) for name, path in _FILE.findall(text))
    text = _FILE.sub("", text)
    if text == "(This message was deleted)":
        fields["state"] = "deleted for everyone"
    written = f"{head[1]} {head[2]}"
    yield from _event(here, member, written, _when(written, zone), head[3], text, attached, fields)


def _event(
    here: Locator,
    member: Member,
    written: str,
    when: When,
    sender: str,
    text: str,
    attached: tuple[Attachment, ...],
    fields: dict[str, str],
) -> Iterator[Record]:
    is_mine = sender == "Me"
    is_told = sender not in ("", "No-Sender", "None")
    yield Event(
        kind="call" if fields.get("call") == "True" else "message",
        service="signal",
        when=when,
        found_at=here,
        by=_OWNER if is_mine else Account(service="signal", handle=sender) if is_told else None,
        to=(_OWNER,) if is_told and not is_mine else (),
        direction="out" if is_mine else "in" if is_told else None,
        text=text.strip(),
        attached=attached,
        thread=member.folder.rstrip("/").rpartition("/")[2].removesuffix("!"),
        fields=fields,
    )
    if when.at is None and when.earliest is None:
        yield Problem(found_at=here, loss="part", what=_NO_TIME, raw=written[:2000])


def _attached(name: str, path: str, member: Member, tree: Tree) -> Attachment:
    inside = path.removeprefix("./").replace("%20", " ")
    return attachment(name or inside, "", None, tree.get(member.folder + inside))


def _when(written: str, zone: str | None) -> When:
    try:
        local = datetime.fromisoformat(written)
    except ValueError:
        return clocks.unknown(written)
    if local.tzinfo is not None:
        return clocks.instant(clocks.milliseconds(local), written)
    # The program writes 1970 where Signal has no time.
    return (
        clocks.unknown(written)
        if local.year <= 1970
        else clocks.wall(local, written, zone, "second" if written.count(":") > 1 else "minute")
    )


def _list(value: object) -> list[Any]:
    return value[:10_000] if isinstance(value, list) else []


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


IMPORTER = Importer(title="Signal chats (signal-export)", version="1", claims=_claims, read=_read)
