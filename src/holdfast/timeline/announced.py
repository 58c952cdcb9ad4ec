"""The mail in which a service announces a message, and the message itself: one act, told twice.

Joined are only those where nothing else fits: the mail comes from an address of the service, holds the words
of the message, and is written within an hour of it; no other message of that hour has such words, and no
other mail announces it.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from typing import Any

import msgspec

_AROUND = 3_600_000
_SHORTEST = 12
"""Letters from which on the words of a message are its own; shorter ones are said again and again."""

_LONGEST = 20_000
_DENSE = 500
"""More messages within the hours around a mail than this are not compared: nothing would be certain there."""

_MAILS = "SELECT id, at, subject, text FROM event WHERE author = ? AND kind = 'message' AND same_as IS NULL"
_MESSAGES = (
    "SELECT id, at, text FROM event WHERE sort BETWEEN ? AND ? AND at IS NOT NULL AND same_as IS NULL "
    "AND direction <> -1 AND kind IN ('message', 'comment', 'post') AND length(text) >= ? "
    "AND service IN (SELECT value FROM json_each(?)) LIMIT ?"
)

Run = Callable[..., Any]


class Announcer(msgspec.Struct, frozen=True, kw_only=True):
    """A service's addresses, and the services whose messages they announce."""

    name: str
    domains: tuple[str, ...]
    services: tuple[str, ...]
    source: str
    accounts: tuple[str, ...] = ()


class Announcement(msgspec.Struct, frozen=True):
    """The event of a mail, the event that it announces, and why they are taken for one act."""

    mail: int
    message: int
    why: str


@cache
def announcers() -> tuple[Announcer, ...]:
    """Who announces what, from the file beside this one."""
    kept = resources.files("holdfast.timeline").joinpath("announcers.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(kept)["announcer"], tuple[Announcer, ...])


def announcements(run: Run) -> Iterator[Announcement]:
    """The mails that announce a message which is told elsewhere, where it can be no other."""
    announced: dict[int, list[Announcement]] = {}
    there = {service for (service,) in run("SELECT DISTINCT service FROM account")}
    for account, handle in run("SELECT id, handle FROM account WHERE service = 'mail'").fetchall():
        announcer = _announcer(handle)
        # Most mails that services send are about nothing that is in the case.
        if announcer is not None and there.intersection(announcer.accounts or announcer.services):
            for mail, at, subject, text in run(_MAILS, (account,)).fetchall():
                if at is not None and (found := _announced(run, announcer, at, f"{subject}\n{text}")):
                    message, minutes = found
                    why = (
                        f"This mail comes from an address of {announcer.name} and holds the same words, "
                        f"{minutes} minutes apart or less. Within an hour, no other message has them."
                    )
                    announced.setdefault(message, []).append(Announcement(mail, message, why))
    for told in announced.values():
        if len(told) == 1:
            yield told[0]


def _announcer(handle: str) -> Announcer | None:
    domain = "." + handle.rpartition("@")[2].lower()
    return next((a for a in announcers() if any(domain.endswith(f".{d}") for d in a.domains)), None)


def _announced(run: Run, announcer: Announcer, at: int, written: str) -> tuple[int, int] | None:
    """The one message whose words a mail holds, and how many minutes lie between them at most."""
    services = msgspec.json.encode(announcer.services).decode()
    bound = (at - _AROUND, at + _AROUND, _SHORTEST, services, _DENSE + 1)
    near = run(_MESSAGES, bound).fetchall()
    if not near or len(near) > _DENSE:
        return None
    mail = _words(written[:_LONGEST])
    found = [(m, then) for m, then, text in near if len(said := _words(text)) >= _SHORTEST and said in mail]
    if len(found) != 1:
        return None
    message, then = found[0]
    return message, abs(at - then) // 60_000 + 1


def _words(text: str) -> str:
    """Letters as they are read: one case, one form, one space between words, nothing invisible."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s+", " ", "".join(c for c in plain if unicodedata.category(c) != "Cf")).strip()
