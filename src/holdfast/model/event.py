"""One thing that happened, as one source tells it."""

import hashlib
from typing import Literal

import msgspec

from holdfast.model.account import Account
from holdfast.model.locator import Locator
from holdfast.model.when import NamedTime, When

Kind = Literal[
    "message",
    "call",
    "notice",
    "incident",
    "picture",
    "recording",
    "post",
    "comment",
    "reaction",
    "follow",
    "invitation",
    "sign-in",
    "visit",
]
"""message: somebody wrote something to somebody. call: a call, answered or not. notice: what a service says
happened (joined, changed number, deleted). incident: what the person wrote down. picture: a photo. recording:
sound or film. post: published for many to see. comment: written below something published. reaction: a like,
an emoji, a vote. follow: a follow or a friend request, or its end. invitation: to an appointment. sign-in:
somebody signed in to an account. visit: a request that a web server wrote down."""

Direction = Literal["in", "out"]


class Attachment(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something that came with an event. `member` is its path where it stands as a file of its own.

    `size` is in bytes, None when unknown. `missing` says why there are no bytes ("left out of the export").
    """

    name: str
    media_type: str = ""
    size: int | None = None
    sha256: str = ""
    member: str = ""
    missing: str = ""


class Address(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An IP address and who wrote it down (a header's name, a log): a claim, not a person."""

    ip: str
    said_by: str


class Event(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """As one source tells it: the same act told twice is two events, joined by `act`.

    direction: only where the format itself states it; otherwise it follows from the accounts that the
    person says are theirs. `fields` keeps what the source stores beyond the common columns, as stored.
    `act` names the act itself where the source has a lasting name for it (a Message-ID); when empty, time,
    author and text name it. `thread` is the conversation this belongs to, by the service's lasting id or else
    its title; empty where only the accounts tell. `ordinal` tells apart several events found at one place;
    `parent` is the id of the event this one was inside of.
    """

    kind: Kind
    service: str
    when: When
    found_at: Locator
    times: tuple[NamedTime, ...] = ()
    by: Account | None = None
    to: tuple[Account, ...] = ()
    direction: Direction | None = None
    subject: str = ""
    text: str = ""
    attached: tuple[Attachment, ...] = ()
    addresses: tuple[Address, ...] = ()
    links: tuple[str, ...] = ()
    reply_to: str = ""
    parent: str = ""
    act: str = ""
    thread: str = ""
    ordinal: int = 0
    fields: dict[str, str] = {}

    @property
    def id(self) -> str:
        """32 hex digits from place, kind, ordinal: a better importer keeps it, so positions are a promise."""
        return event_id(self.found_at, self.kind, self.ordinal)

    @property
    def act_number(self) -> int:
        """A 63-bit number, equal for two sources' accounts of the same act."""
        if self.act:
            told = f"{self.service}\0{self.act}"
        else:
            by = self.by.key if self.by else ""
            time = str(self.when.at) if self.when.at is not None else self.when.as_written
            told = f"{self.service}\0{self.kind}\0{time}\0{by}\0{self.subject}\0{self.text}"
            if self.kind == "picture":
                told += "\0".join(a.sha256 for a in self.attached)
        digest = hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return int.from_bytes(digest, "big") >> 1


def event_id(found_at: Locator, kind: str, ordinal: int) -> str:
    """The id of the event of this kind at this place."""
    p = found_at.position
    place = f"{found_at.content}\0{found_at.member}\0{p.unit}\0{p.start}\0{p.length}\0{kind}\0{ordinal}"
    return hashlib.blake2b(place.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
