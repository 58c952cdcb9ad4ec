"""The parts of an event that are only looked at one by one."""

import msgspec

from holdfast.model.event import Address, Attachment
from holdfast.model.when import NamedTime


class Details(msgspec.Struct, frozen=True, array_like=True):
    """As in `Event`, for the parts by which nothing is sorted or counted."""

    times: tuple[NamedTime, ...] = ()
    attached: tuple[Attachment, ...] = ()
    addresses: tuple[Address, ...] = ()
    links: tuple[str, ...] = ()
    fields: dict[str, str] = {}
    reply_to: str = ""
