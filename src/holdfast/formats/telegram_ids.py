"""Accounts and conversations of Telegram under one lasting name, however old the export is."""

import re

from holdfast.model.account import Account

_WRITTEN = re.compile(r"(user|chat|channel)(\d{1,20})")
_OLD_CHAT, _OLD_CHANNEL = 1 << 32, 1 << 33

KINDS = {
    "saved_messages": "user",
    "replies": "user",
    "verification_codes": "user",
    "personal_chat": "user",
    "bot_chat": "user",
    "private_group": "chat",
    "private_supergroup": "channel",
    "public_supergroup": "channel",
    "private_channel": "channel",
    "public_channel": "channel",
}
"""Whose id a conversation of each kind bears."""


def native(stored: object) -> str:
    """The lasting id: "user123", "chat123", "channel123". Old exports write a bare number. Else ""."""
    if isinstance(stored, int) and not isinstance(stored, bool) and stored > 0:
        if stored >= _OLD_CHANNEL:
            return f"channel{stored - _OLD_CHANNEL}"
        return f"chat{stored - _OLD_CHAT}" if stored >= _OLD_CHAT else f"user{stored}"
    return stored if isinstance(stored, str) and _WRITTEN.fullmatch(stored) else ""


def thread(kind: str, number: object) -> str:
    """The lasting name of a conversation, from its kind and number."""
    if not isinstance(number, int) or isinstance(number, bool) or number <= 0:
        return ""
    if number >= _OLD_CHAT and kind in ("private_group", "private_supergroup", "public_supergroup"):
        return native(number)
    if number >= _OLD_CHANNEL and KINDS.get(kind) == "channel":
        return native(number)
    return f"{KINDS.get(kind, 'chat')}{number}"


def account(name: object, stored: object, owner: str) -> Account | None:
    """The account of this name and id, None where the export tells neither."""
    shown = name if isinstance(name, str) else ""
    lasting = native(stored)
    if not shown and not lasting:
        return None
    return Account(
        service="telegram",
        handle=shown or lasting,
        native_id=lasting,
        is_owner=bool(owner) and lasting == owner,
    )
