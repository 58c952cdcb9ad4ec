"""A message of Outlook as records: read as the mail that it was written out as, and dated as Outlook does."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from holdfast.formats import clocks, mail, ole_mail, tnef
from holdfast.formats.mapi import Message
from holdfast.model.event import Event, Kind
from holdfast.model.locator import Locator
from holdfast.model.problem import Problem
from holdfast.model.when import NamedTime, When

_KINDS: tuple[tuple[str, Kind], ...] = (
    ("ipm.appointment", "invitation"),
    ("ipm.schedule.", "invitation"),
    ("ipm.contact", "notice"),
    ("ipm.distlist", "notice"),
    ("ipm.task", "notice"),
    ("ipm.stickynote", "notice"),
    ("ipm.activity", "notice"),
    ("report.", "notice"),
)
_TIMES = {"appointment starts": "begins", "appointment ends": "ends"}


def is_outlook(head: bytes) -> bool:
    """Whether a record that begins so is a message as Outlook keeps it, not the bytes that were sent."""
    return ole_mail.is_compound(head) or head.startswith(tnef.MAGIC)


def as_mail(data: bytes) -> bytes:
    """A message as Outlook keeps it written out as a mail; any other bytes as they are."""
    return tnef.as_mail(ole_mail.as_mail(data))


def records(message: Message, at: Locator, fields: dict[str, str] | None = None) -> Iterator[Event | Problem]:
    """The event of a message, those inside it, what was wrong. `fields` is added to its own. Never fails."""
    # Outlook gives a time of arrival also to what never left it.
    arrived = None if message.is_unsent else message.moment(0x0E06)
    received = _instant(arrived) if arrived else None
    written = message.mail()
    found = mail.read(written, at, received, message.stored() | (fields or {}), message.inside)
    kind = _kind(message.text(0x001A))
    own = next((r for r in found if isinstance(r, Event)), None)
    if own is None or kind is None:
        yield from found
        return
    new = msgspec.structs.replace(own, kind=kind)
    if kind == "invitation":
        new = _dated(new, message)
    # A contact or a note is from nobody, and of no day.
    usual = (mail.NO_SENDER, mail.NO_DATE) if new is not own and (kind == "notice" or new.when.at) else ()
    for record in found:
        if record is own:
            yield new
        elif isinstance(record, Event):
            yield msgspec.structs.replace(record, parent=new.id) if record.parent == own.id else record
        elif record.what not in usual:
            yield record


def _dated(event: Event, message: Message) -> Event:
    """With the times of an appointment; it stands at its beginning where it was never sent."""
    named = {name: number for number, name in message.kept.named.items() if name in _TIMES}
    times = {
        _TIMES[name]: _instant(moment)
        for name, number in named.items()
        if (moment := message.moment(number)) is not None
    }
    when, fields = event.when, event.fields
    if when.at is None and "begins" in times:
        when, fields = times["begins"], fields | {"time from": "its beginning"}
    told = tuple(NamedTime(name=name, when=times[name]) for name in ("begins", "ends") if name in times)
    return msgspec.structs.replace(event, when=when, fields=fields, times=(*event.times, *told))


def _instant(moment: datetime) -> When:
    written = moment.strftime("%Y-%m-%d %H:%M:%S UTC")
    return clocks.instant(clocks.milliseconds(moment), written, precision="second")


def _kind(named: str) -> Kind | None:
    lower = named.lower()
    return next((kind for beginning, kind in _KINDS if lower.startswith(beginning)), None)
