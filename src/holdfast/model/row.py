"""One line of the timeline: an event, together with what the case makes of it."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from holdfast.model.account import Account
from holdfast.model.event import Address, Attachment, Direction
from holdfast.model.locator import Position
from holdfast.model.when import Basis, NamedTime, Precision


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What pages, papers and `holdfast events` show. Instants are UTC milliseconds.

    `direction` is stated by the format, or follows from the accounts the person says are theirs; None while
    undecided. `occurrence` is equal for two sources' accounts of one act; `told_by` counts those sources.
    `joined_because` says why it was joined to another telling, or set apart, where neither the source's own
    name of the act nor the same moment, author and words tell. `source_name` is the file as handed in.
    `thread` is the conversation, where the source names it. `gone_from` is the name of a newer export of that
    conversation over the same days that does not have this, `gone_received` when it was handed in.
    """

    id: str
    parent: str
    kind: str
    at: int | None
    earliest: int | None
    latest: int | None
    as_written: str
    basis: Basis
    precision: Precision
    service: str
    by: Account | None
    to: tuple[Account, ...]
    direction: Direction | None
    subject: str
    text: str
    attached: tuple[Attachment, ...]
    addresses: tuple[Address, ...]
    links: tuple[str, ...]
    times: tuple[NamedTime, ...]
    fields: dict[str, str]
    reply_to: str
    source: str
    source_name: str
    member: str
    position: Position
    occurrence: str
    told_by: int
    joined_because: str
    thread: str
    gone_from: str
    gone_received: int | None

    def as_json(self) -> dict[str, Any]:
        """The machine interface of one event: plain values, times in UTC as ISO 8601."""
        return {
            "id": self.id,
            "parent": self.parent or None,
            "kind": self.kind,
            "at": iso(self.at),
            "earliest": iso(self.earliest),
            "latest": iso(self.latest),
            "as_written": self.as_written,
            "basis": self.basis,
            "precision": self.precision,
            "service": self.service,
            "by": self.by.handle if self.by else None,
            "by_account": self.by.key if self.by else None,
            "by_shown_as": (self.by.shown_as or self.by.handle) if self.by else None,
            "to": [account.handle for account in self.to],
            "to_accounts": [account.key for account in self.to],
            "direction": self.direction,
            "subject": self.subject,
            "text": self.text,
            "attachments": msgspec.to_builtins(self.attached),
            "addresses": msgspec.to_builtins(self.addresses),
            "links": list(self.links),
            "times": {
                t.name: {"at": iso(t.when.at), "as_written": t.when.as_written, "basis": t.when.basis}
                for t in self.times
            },
            "reply_to": self.reply_to or None,
            "fields": self.fields,
            "source": self.source,
            "source_name": self.source_name,
            "member": self.member,
            "position": msgspec.to_builtins(self.position),
            "occurrence": self.occurrence,
            "told_by": self.told_by,
            "joined_because": self.joined_because or None,
            "thread": self.thread or None,
            "gone_from": self.gone_from or None,
            "gone_received": iso(self.gone_received),
        }


def iso(instant: int | None) -> str | None:
    """UTC milliseconds as "2026-11-21T14:05:00Z", with milliseconds only where there are any."""
    if instant is None:
        return None
    seconds, milliseconds = divmod(instant, 1000)
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    fraction = f".{milliseconds:03d}" if milliseconds else ""
    return f"{moment.replace(tzinfo=None).isoformat()}{fraction}Z"
