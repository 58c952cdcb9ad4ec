"""WhatsApp's own addresses ("jids"), as its databases write them, and the accounts behind them."""

from functools import lru_cache

from holdfast.formats import phones
from holdfast.model.account import Account

OWNER = Account(service="whatsapp", handle="me", shown_as="the owner of this phone", is_owner=True)
"""Whose phone it is, where the database does not give the number."""

_PERSON = ("s.whatsapp.net", "c.us")


def is_group(jid: str) -> bool:
    """Whether this is the address of a group, a list of receivers or a channel, and of no person."""
    return jid.rpartition("@")[2] in ("g.us", "broadcast", "newsletter", "temp", "status")


@lru_cache(maxsize=1 << 12)
def account(jid: str, shown_as: str = "") -> Account | None:
    """The person behind an address such as "447700900123@s.whatsapp.net"; None where it names nobody.

    Addresses ending in "@lid" hide the number, and stay as they are.
    """
    user, _, server = jid.partition("@")
    user = user.partition(":")[0].partition(".")[0]  # the person's device or agent
    if not user or is_group(jid) or not (server or user.isdecimal()):
        return None
    if (server in _PERSON or not server) and user.isdecimal():
        number = f"+{user}"
        return Account(
            service="whatsapp", handle=number, native_id=phones.normal(number) or number, shown_as=shown_as
        )
    return Account(service="whatsapp", handle=jid, native_id=jid, shown_as=shown_as)
