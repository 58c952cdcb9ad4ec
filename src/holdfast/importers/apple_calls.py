"""Calls and voicemail from an iPhone's own databases.

*Where it comes from.* From a backup without a password: `CallHistory.storedata`, there under the name
`5a4935c78a5255723f707230a451d79c540d2741`, and `voicemail.db`, there under the name
`992df473bbb9e132f4b3b6e4d33f72171e97bc7a`. A Mac keeps `CallHistory.storedata` as well. The whole folder of
the backup can be handed in.

*What it reads.* Every call by telephone, FaceTime or another app that shows its calls there: when, from or to
whom, how long, whether it was answered. Every message on the voicemail: when, from whom, how long, when it
was put in the bin, and the fingerprint of the recording where the file is there.

*What it cannot tell.* What was said: recordings are not written down as text. The phone keeps only the latest
calls, about a thousand. Calls that were deleted leave nothing here, and it is not searched for their remains.
The number of a caller who hid it. The number that is shown can be faked. The times are those of the phone.

*Tested with.* Invented databases in the layouts of iOS 9 and 11, with hidden numbers, missing recordings, and
damaged ones. Shape only, not proven on a real export.
"""

import hashlib
from collections.abc import Iterator, Sequence

from holdfast.formats import apple, clocks, iphone_backup, phones, sqlite
from holdfast.formats.attached import attachment
from holdfast.formats.sqlite import Database, Row
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import NamedTime

_NAMES = (
    "CallHistory.storedata",
    "5a4935c78a5255723f707230a451d79c540d2741",
    "voicemail.db",
    "992df473bbb9e132f4b3b6e4d33f72171e97bc7a",
)
_CALLS = {"ZCALLRECORD": {"ZDATE", "ZORIGINATED", "ZADDRESS"}, "voicemail": {"date", "sender", "duration"}}
_SORTS = {1: "voice", 8: "FaceTime video", 16: "FaceTime sound"}
_HIDDEN = ("", "unknown", "private", "blocked", "_")

_NOT_OURS = "This database holds no calls and no voicemail in a layout that is known."
_NO_TIME = "The time of this entry is missing or makes no sense."


def _claims(member: Member, tree: Tree) -> bool:
    main = sqlite.main_of(member, tree)
    if iphone_backup.is_locked(main, tree):
        return False
    return main.file_name in _NAMES or bool(_ours(sqlite.tables(main, tree)))


def _ours(tables: dict[str, tuple[str, ...]]) -> list[str]:
    return [name for name, columns in _CALLS.items() if columns <= set(tables.get(name, ()))]


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    for member in members:
        if sqlite.main_of(member, tree) is not member:
            continue
        try:
            with sqlite.opened(member, tree) as database:
                yield from _entries(member, tree, database)
                yield from database.problems
        except InputError as error:
            yield Problem(found_at=member.at(), loss="member", what=error.what)


def _entries(member: Member, tree: Tree, database: Database) -> Iterator[Record]:
    ours = _ours(database.tables)
    if not ours:
        yield Problem(found_at=member.at(), loss="member", what=_NOT_OURS)
    for table in ours:
        for row in database.rows(table):
            if isinstance(row, Problem):
                yield row
                continue
            event = _call(row, member) if table == "ZCALLRECORD" else _voicemail(row, member, tree)
            yield event
            if event.when.at is None:
                yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=event.when.as_written)


def _call(row: Row, member: Member) -> Event:
    used = ("Z_PK", "ZORIGINATED", "ZDATE", "ZDURATION", "ZADDRESS", "ZNAME", "ZANSWERED", "ZCALLTYPE")
    fields = row.rest(*used, "Z_ENT", "Z_OPT")
    is_mine, is_answered = bool(row.integer("ZORIGINATED")), bool(row.integer("ZANSWERED"))
    fields["type"] = "answered" if is_answered else "not answered" if is_mine else "missed"
    fields["duration seconds"] = row.text("ZDURATION") or "0"
    if sort := row.integer("ZCALLTYPE"):
        fields["sort"] = _SORTS.get(sort, str(sort))
    # The number is text, kept as bytes since iOS 8.
    other = _account(row.text("ZADDRESS"), row.text("ZNAME"))
    if other is None:
        fields["presentation"] = "unknown"
    stored = row.values.get("ZDATE")
    return Event(
        kind="call",
        service="phone",
        when=apple.moment(stored if isinstance(stored, int | float) else None),
        found_at=member.at(row.position),
        by=phones.OWNER if is_mine else other,
        to=((other,) if other else ()) if is_mine else (phones.OWNER,),
        direction="out" if is_mine else "in",
        act=f"call:{row.text('ZUNIQUE_ID')}" if row.text("ZUNIQUE_ID") else "",
        thread=_thread(other),
        fields=fields,
    )


def _voicemail(row: Row, member: Member, tree: Tree) -> Event:
    fields = row.rest("ROWID", "date", "sender", "trashed_date", "duration")
    fields["duration seconds"] = row.text("duration") or "0"
    trashed = row.values.get("trashed_date")
    times: tuple[NamedTime, ...] = ()
    if isinstance(trashed, int | float) and trashed > 0:
        # Unlike the time of the message itself, this one is counted from 2001.
        times = (NamedTime(name="deleted", when=apple.moment(trashed)),)
        fields["state"] = "put in the bin"
    other = _account(row.text("sender") or row.text("callback_num"), "")
    name = f"{row.number}.amr"
    return Event(
        kind="message",
        service="voicemail",
        when=clocks.epoch(row.text("date"), 1),
        times=times,
        found_at=member.at(row.position),
        by=other,
        to=(phones.OWNER,),
        direction="in",
        attached=(attachment(name, "audio/amr", None, _recording(name, member, tree)),),
        thread=_thread(other),
        fields=fields,
    )


def _recording(name: str, member: Member, tree: Tree) -> Member | None:
    """The recording of a message: beside its database, or in a backup under the hash of its path."""
    path = f"HomeDomain-Library/Voicemail/{name}"
    hashed = hashlib.sha1(path.encode(), usedforsecurity=False).hexdigest()
    base = member.folder.removesuffix(f"{member.file_name[:2]}/")
    ways = (member.folder + name, f"{base}{hashed[:2]}/{hashed}", f"{base}{hashed}")
    return next((m for way in ways if (m := tree.get(way))), None)


def _account(written: str, name: str) -> Account | None:
    if written.strip().lower() in _HIDDEN:
        return None
    if "@" in written:
        return Account(service="imessage", handle=written, native_id=written.casefold(), shown_as=name)
    return phones.account(written, name)


def _thread(other: Account | None) -> str:
    return (other.native_id or other.handle) if other else ""


IMPORTER = Importer(title="Apple calls and voicemail", version="1", claims=_claims, read=_read)
