"""Reads the index: rows of the timeline under a filter, in windows; sources, problems, questions, counts."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import msgspec

from holdfast.model.account import Account
from holdfast.model.locator import Position
from holdfast.model.row import Row
from holdfast.timeline.filter import HOUR_KNOWN, Filter
from holdfast.timeline.index import Index
from holdfast.timeline.load import Rest
from holdfast.timeline.narrowing import FEW, Cursor, Narrowed, Stretch, narrowed, narrows_only, within

_rest = msgspec.msgpack.Decoder(Rest)
_DIRECTIONS: dict[int, Literal["in", "out"] | None] = {1: "in", -1: "out", 0: None}


class Line(msgspec.Struct, frozen=True):
    """A row and where it stands."""

    cursor: Cursor
    row: Row


class Instant(msgspec.Struct, frozen=True):
    """An event by its time alone (UTC milliseconds), where it stands, and which way it went."""

    cursor: Cursor
    at: int
    service: str
    direction: Literal["in", "out"] | None


class Shown(msgspec.Struct, frozen=True):
    """A display name, how many events came under it, and the first and last known time (UTC milliseconds)."""

    name: str
    number: int
    first: int | None
    last: int | None


class Query:
    """Answers about one index. All statements are whole, all values are bound."""

    def __init__(self, index: Index) -> None:
        self._run = index.connection.execute

    def lines(
        self,
        which: Filter | None = None,
        *,
        after: Cursor | None = None,
        before: Cursor | None = None,
        limit: int = -1,
    ) -> Iterator[Line]:
        """Rows in timeline order from `after` on; with `before`, the last `limit` rows ahead of it.

        Streams: only one row is held at a time, but for `before`, where `limit` rows are.
        """
        which = which or Filter()
        stretch = Stretch.of(which, after, before, limit)
        narrow = narrowed(self._run, which, stretch)
        sort, number = _place(narrow)
        found = self._run(
            f"{_SELECT} WHERE {narrow.where} AND {within(sort, number)} "
            f"ORDER BY {sort} {stretch.order}, {number} {stretch.order} LIMIT ?",
            (*narrow.bound, *stretch.bound, limit),
        )
        if before is not None:
            yield from reversed([self._line(r) for r in found])
        else:
            for r in found:
                yield self._line(r)

    def instants(
        self, which: Filter | None = None, *, after: Cursor | None = None, to_the_hour: bool = False
    ) -> Iterator[Instant]:
        """Events with a known time, in its order, from `after` on. Streams.

        `to_the_hour`: only those of which more than the day is known.
        """
        which = which or Filter()
        narrow, stretch = narrowed(self._run, which), Stretch.of(which, after, None, -1)
        sort, number = _place(narrow)
        known = HOUR_KNOWN if to_the_hour else "e.at IS NOT NULL"
        found = self._run(
            "SELECT e.sort, e.id, e.at, e.service, e.direction FROM event e "
            f"WHERE {narrow.where} AND {known} AND {within(sort, number)} ORDER BY {sort}, {number}",
            (*narrow.bound, *stretch.bound),
        )
        for sort, number, at, service, direction in found:
            yield Instant(Cursor(sort, number), at, service, _DIRECTIONS[direction])

    def count(self, which: Filter | None = None, most: int = -1) -> int:
        """How many events pass the filter; no more than `most` are counted, where that is given."""
        which = which or Filter()
        if which == Filter(zone=which.zone, repeats=which.repeats):
            every = self._counted() - (0 if which.repeats else self._counted("is_again"))
            return every if most < 0 else min(every, most)
        narrow = narrowed(self._run, which)
        if 0 <= most <= FEW + 1 and not narrow.is_few and self._is_simple(which):
            return most
        some = f"SELECT 1 FROM event e WHERE {narrow.where} LIMIT ?"
        found: int = self._run(f"SELECT count(*) FROM ({some})", (*narrow.bound, most)).fetchone()[0]
        return found

    def _is_simple(self, which: Filter) -> bool:
        """Whether words, or accounts, are all that narrows: then what is not few is more than `FEW`."""
        is_one = narrows_only(which, "words") or narrows_only(which, "accounts")
        is_timeless = which.since is None and which.until is None
        return is_one and is_timeless and (which.repeats or not self._counted("is_again"))

    def line(self, event: str) -> Line | None:
        """The event of this id."""
        try:
            name = bytes.fromhex(event)
        except ValueError:
            return None
        found = self._run(f"{_SELECT} WHERE e.name = ?", (name,)).fetchone()
        return self._line(found) if found else None

    def named(self, prefix: str) -> list[str]:
        """The ids that begin with these hex digits, two at most: enough to tell whether it is clear."""
        whole = prefix.lower()
        if not whole or any(c not in "0123456789abcdef" for c in whole) or len(whole) > 32:
            return []
        low, high = bytes.fromhex(whole.ljust(32, "0")), bytes.fromhex(whole.ljust(32, "f"))
        found = self._run("SELECT name FROM event WHERE name BETWEEN ? AND ? LIMIT 2", (low, high))
        return [name.hex() for (name,) in found]

    def reader(self, event: str) -> tuple[str, str]:
        """The importer that read an event, and its version."""
        found: tuple[str, str] = self._run(
            "SELECT m.importer, m.version FROM event e JOIN member m ON m.id = e.member WHERE e.name = ?",
            (bytes.fromhex(event),),
        ).fetchone()
        return found

    def tellings(self, event: str) -> list[str]:
        """Ids of the events that tell the same act as this one, itself left out."""
        found = self._run(
            "SELECT o.name FROM event e JOIN event o ON o.id <> e.id AND "
            "(o.same_as = coalesce(e.same_as, e.id) OR o.id = e.same_as) WHERE e.name = ? ORDER BY o.id",
            (bytes.fromhex(event),),
        )
        return [name.hex() for (name,) in found]

    def days(self, which: Filter | None = None) -> list[tuple[int, str, int, int]]:
        """(day since 1970 in UTC, service, direction, number) per day with a known time, for the plot."""
        narrow = narrowed(self._run, which or Filter())
        return list(
            self._run(
                f"SELECT e.at / 86400000 AS day, e.service, e.direction, count(*) FROM event e "
                f"WHERE e.at IS NOT NULL AND {narrow.where} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
                narrow.bound,
            )
        )

    def accounts(self) -> list[tuple[Account, bool, int, int, int | None, int | None]]:
        """(account, is mine, messages by it, messages to it, first, last) by number of messages."""
        found = self._run(
            f"SELECT {_ACCOUNT}, a.mine, "
            "coalesce(b.n, 0), coalesce(t.n, 0) - coalesce(r.n, 0), b.first, b.last FROM account a "
            "LEFT JOIN (SELECT author, count(*) AS n, min(at) AS first, max(at) AS last FROM event "
            "WHERE same_as IS NULL GROUP BY author) b ON b.author = a.id "
            "LEFT JOIN (SELECT account, count(*) AS n FROM addressee GROUP BY account) t ON t.account = a.id "
            # An act that two sources tell counts once, as with its author. They are few, and so gone through
            # first.
            "LEFT JOIN (SELECT d.account, count(*) AS n FROM event e CROSS JOIN addressee d "
            "ON d.event = e.id WHERE e.same_as IS NOT NULL GROUP BY d.account) r ON r.account = a.id "
            "ORDER BY coalesce(b.n, 0) + coalesce(t.n, 0) - coalesce(r.n, 0) DESC, a.key"
        )
        return [(_account(*r[:5]), bool(r[5]), *r[6:]) for r in found]

    def has_accounts(self, keys: Sequence[str]) -> bool:
        """Whether all these accounts are in the case."""
        lacks = "SELECT 1 FROM json_each(?) WHERE value NOT IN (SELECT key FROM account) LIMIT 1"
        return self._run(lacks, (json.dumps(keys),)).fetchone() is None

    def names(self) -> dict[str, list[Shown]]:
        """The display names of each account (by key) that had several, in order of when each is first met."""
        found = self._run(
            "SELECT a.key, n.shown_as, count(*), min(e.at), max(e.at) FROM event e "
            "JOIN naming n ON n.id = e.naming JOIN account a ON a.id = n.account "
            "WHERE n.account IN (SELECT account FROM naming GROUP BY 1 HAVING count(*) > 1) "
            "GROUP BY n.id ORDER BY a.key, min(e.sort), n.shown_as"
        )
        names: dict[str, list[Shown]] = {}
        for key, shown_as, number, first, last in found:
            names.setdefault(key, []).append(Shown(shown_as, number, first, last))
        return names

    def values(self, column: Literal["service", "kind"]) -> list[str]:
        """The services, or kinds, that occur."""
        return [v for (v,) in self._run(f"SELECT DISTINCT {column} FROM counted ORDER BY 1")]

    def _counted(self, where: str = "1") -> int:
        """How many events there are of which this holds, as it was counted when the index was settled."""
        found: int = self._run(f"SELECT coalesce(sum(number), 0) FROM counted WHERE {where}").fetchone()[0]
        return found

    def problems(self) -> Iterator[dict[str, Any]]:
        """Every problem, as the machine interface shows it, in order of source and place."""
        found = self._run(
            "SELECT p.what, p.loss, p.raw, p.path, p.unit, p.start, p.length, p.importer, s.sha256, s.name "
            "FROM problem p JOIN source s ON s.id = p.id >> 32 ORDER BY p.id"
        )
        for what, loss, raw, path, unit, start, length, importer, sha256, name in found:
            yield {
                "what": what,
                "loss": loss,
                "source": sha256,
                "source_name": name,
                "member": path,
                "position": {"unit": unit, "start": start, "length": length},
                "importer": importer,
                "raw": raw,
            }

    def questions(self) -> list[dict[str, Any]]:
        """Every question any source raised, answered or not, in order of source."""
        found = self._run(
            "SELECT q.about, s.sha256, s.name, s.batch, q.importer, q.examples, q.choices FROM question q "
            "JOIN source s ON s.id = q.source ORDER BY q.source, q.about, q.importer"
        )
        return [
            {
                "about": about,
                "source": sha256,
                "source_name": name,
                "batch": batch,
                "importer": importer,
                "examples": msgspec.json.decode(examples),
                "choices": msgspec.json.decode(choices),
            }
            for about, sha256, name, batch, importer, examples, choices in found
        ]

    def mine(self) -> frozenset[str]:
        """The keys of the accounts that are the person's own."""
        return frozenset(key for (key,) in self._run("SELECT key FROM account WHERE mine"))

    def services_without_me(self) -> list[tuple[str, tuple[str, ...]]]:
        """Services with undecided directions and no account of the person: (service, likely accounts).

        Exports that ask about their own chats are left out. The accounts are those written to most often.
        """
        if not self._counted("direction = 0"):
            return []
        services = self._run(
            "SELECT DISTINCT a.service FROM event e JOIN account a ON a.id = e.author WHERE e.direction = 0 "
            "AND e.id >> 32 NOT IN (SELECT source FROM question WHERE about = 'me') "
            "AND a.service NOT IN (SELECT service FROM account WHERE mine) ORDER BY 1"
        ).fetchall()
        return [
            (
                service,
                tuple(
                    key
                    for (key,) in self._run(
                        "SELECT a.key FROM account a LEFT JOIN addressee t ON t.account = a.id "
                        "WHERE a.service = ? GROUP BY a.id ORDER BY count(t.event) DESC, a.key LIMIT 8",
                        (service,),
                    )
                ),
            )
            for (service,) in services
        ]

    def state(self) -> tuple[int, int]:
        """Changes whenever the index does."""
        (version,) = self._run("PRAGMA data_version").fetchone()
        (changes,) = self._run("SELECT count(*) FROM batch").fetchone()
        return version, changes

    def sources(self) -> Iterator[dict[str, Any]]:
        """Every source read, with the account of its members and of who read them."""
        listed = self._run("SELECT id, sha256, name, size, received FROM source ORDER BY id").fetchall()
        for number, sha256, name, size, received in listed:
            span = (number << 32, (number + 1) << 32)
            unclaimed = self._run("SELECT path FROM member WHERE source = ? AND importer IS NULL", (number,))
            claimed = self._run(
                "SELECT count(*) FROM member WHERE source = ? AND importer IS NOT NULL", (number,)
            ).fetchone()[0]
            readers = {
                importer: {"version": version, "members": n, "events": 0, "problems": 0, "without": 0}
                for importer, version, n in self._run(
                    "SELECT importer, version, count(*) FROM member "
                    "WHERE source = ? AND importer IS NOT NULL GROUP BY 1, 2 ORDER BY 1",
                    (number,),
                )
            }
            for importer, n in self._run(
                "SELECT m.importer, count(*) FROM event e JOIN member m ON m.id = e.member "
                "WHERE e.id >= ? AND e.id < ? GROUP BY 1",
                span,
            ):
                readers[importer]["events"] = n
            for importer, n in self._run(_WITHOUT, (number, *span, *span)):
                readers[importer]["without"] = n
            others = 0
            for importer, n in self._run(
                "SELECT importer, count(*) FROM problem WHERE id >= ? AND id < ? GROUP BY 1", span
            ):
                if importer in readers:
                    readers[importer]["problems"] = n
                else:
                    others += n
            yield {
                "name": name,
                "sha256": sha256,
                "size": size,
                "received": received,
                "members": {"claimed": claimed, "unclaimed": [path for (path,) in unclaimed]},
                "importers": readers,
                "other_problems": others,
            }

    def totals(self) -> dict[str, int]:
        """Counts over the whole case, and the first and last known time."""
        undecided, first, last = self._run(
            "SELECT coalesce(sum(at IS NULL), 0), coalesce(min(at), -1), coalesce(max(at), -1) FROM event"
        ).fetchone()
        events, repeats = self._counted(), self._counted("is_again")
        return {
            "sources": self._run("SELECT count(*) FROM source").fetchone()[0],
            "events": events,
            "occurrences": events - repeats,
            "undecided_times": undecided,
            "undecided_directions": self._counted("direction = 0"),
            "problems": self._run("SELECT count(*) FROM problem").fetchone()[0],
            "unclaimed": self._run("SELECT count(*) FROM member WHERE importer IS NULL").fetchone()[0],
            "members": self._run("SELECT count(*) FROM member").fetchone()[0],
            "first": first,
            "last": last,
        }

    def newest(self) -> tuple[int, int, int]:
        """What was handed in together last: when (UTC milliseconds), how many files, how many new acts."""
        when, files, first = self._run(
            "SELECT coalesce(max(received), -1), count(*), coalesce(min(id), 0) FROM source "
            "WHERE batch = (SELECT max(batch) FROM source)"
        ).fetchone()
        (acts,) = self._run(
            "SELECT count(*) FROM event INDEXED BY event_sort WHERE id >= ? AND same_as IS NULL",
            (first << 32,),
        ).fetchone()
        return when, files, acts

    def _line(self, r: Sequence[Any]) -> Line:
        rest = _rest.decode(r[13])
        to = self._run(
            f"SELECT {_ACCOUNT} FROM addressee t "
            "JOIN account a ON a.id = t.account WHERE t.event = ? ORDER BY t.place",
            (r[1],),
        ).fetchall()
        (others,) = self._run("SELECT count(*) FROM event WHERE same_as = ?", (r[24],)).fetchone()
        row = Row(
            id=r[2].hex(),
            parent=rest.parent,
            kind=r[9],
            at=r[3],
            earliest=r[4],
            latest=r[5],
            as_written=r[6],
            basis=r[8],
            precision=r[7],
            service=r[10],
            by=_account(*r[15:20]) if r[15] is not None else None,
            to=tuple(_account(*a) for a in to),
            direction=_DIRECTIONS[r[14]],
            subject=r[11],
            text=r[12],
            attached=rest.attached,
            addresses=rest.addresses,
            links=rest.links,
            times=rest.times,
            fields=rest.fields,
            reply_to=rest.reply_to,
            source=r[20],
            source_name=r[21],
            member=r[22],
            position=rest.position if isinstance(rest.position, Position) else Position(),
            occurrence=r[25].hex(),
            told_by=1 + others,
            joined_because=r[23],
            thread=r[26],
            gone_from=r[27] or "",
            gone_received=r[28],
        )
        return Line(Cursor(r[0], r[1]), row)


# Files that are claimed and hold nothing for the timeline: they belong to an export, and that is all.
_WITHOUT = (
    "SELECT importer, count(*) FROM member WHERE source = ? AND importer IS NOT NULL "
    "AND id NOT IN (SELECT member FROM event WHERE id >= ? AND id < ?) "
    "AND id NOT IN (SELECT member FROM problem WHERE id >= ? AND id < ?) GROUP BY 1"
)

# What an account is made of, in the order in which `_account` takes it.
_ACCOUNT = "a.service, a.handle, a.native_id, a.shown_as, a.is_owner"
_SELECT = (
    "SELECT e.sort, e.id, e.name, e.at, e.earliest, e.latest, e.as_written, e.precision, e.basis, e.kind, "
    f"e.service, e.subject, e.text, e.rest, e.direction, {_ACCOUNT}, "
    "s.sha256, s.name, m.path, coalesce(j.why, ''), coalesce(e.same_as, e.id), coalesce(l.name, e.name), "
    "e.thread, g.name, g.received "
    "FROM event e JOIN member m ON m.id = e.member JOIN source s ON s.id = m.source "
    "LEFT JOIN account a ON a.id = e.author LEFT JOIN event l ON l.id = e.same_as "
    "LEFT JOIN source g ON g.id = e.gone LEFT JOIN joined j ON j.event = e.id"
)


def _place(narrow: Narrowed) -> tuple[str, str]:
    """The columns to go by; with a plus they are no way to the rows, which are looked up by their numbers."""
    return ("+e.sort", "+e.id") if narrow.is_few else ("e.sort", "e.id")


def _account(service: str, handle: str, native_id: str, shown_as: str, is_owner: int) -> Account:
    return Account(
        service=service, handle=handle, native_id=native_id, shown_as=shown_as, is_owner=bool(is_owner)
    )
