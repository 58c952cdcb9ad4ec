"""What a download from Snapchat lists beside chats: calls, friends, sign-ins, changes of the account."""

import msgspec

from holdfast.formats import clocks
from holdfast.formats.addresses import addresses
from holdfast.formats.stamps import stamp
from holdfast.formats.stored import Record as Stored
from holdfast.formats.stored import rest, word
from holdfast.model.account import Account
from holdfast.model.event import Direction, Event
from holdfast.model.locator import Locator
from holdfast.model.when import NamedTime, When

OWNER = Account(service="snapchat", handle="me", shown_as="the owner of this account", is_owner=True)
"""Whose download it is, where nothing tells the name."""

_TIMES = (
    *("Created", "Date & Time", "Creation Timestamp", "Creation Date", "Date", "Start Time", "Time"),
    "Last Modified Timestamp",
)
_WHO = ("From", "To", "Sender", "Recipient")
_FRIENDS: dict[str, Direction | None] = {
    "Friends": None,
    "Deleted Friends": None,
    "Friend Requests Sent": "out",
    "Pending Requests": "in",
    "Ignored Snapchatters": "in",
}


def account(name: str, shown_as: str = "", *, is_owner: bool = False) -> Account | None:
    """Names of accounts are in small letters, and no two are the same."""
    if not name.strip():
        return None
    native = name.strip().casefold()
    return Account(service="snapchat", handle=name, native_id=native, shown_as=shown_as, is_owner=is_owner)


def when(stored: Stored) -> When:
    """The finer count where there is one. It is called microseconds, and holds milliseconds."""
    written = next((text for key in _TIMES if (text := word(stored.get(key)))), "")
    count = word(stored.get("Created(microseconds)"))
    if count.isdecimal() and count != "0" and len(count) < 20:
        fine = clocks.epoch(count[:-3] if len(count) > 14 else count)
        if fine.at is not None:
            return msgspec.structs.replace(fine, as_written=written or count)
    return stamp(written)


def call(name: str, stored: Stored, here: Locator, me: Account) -> Event:
    """One call from the list of this name, which tells the way it went; else the names tell it."""
    sender = account(word(stored.get("From")) or word(stored.get("Sender")))
    receiver = account(word(stored.get("To")) or word(stored.get("Recipient")))
    other = next((a for a in (sender, receiver) if a is not None and a.key != me.key), None)
    is_mine = name.startswith("Outgoing") or (sender is not None and sender.key == me.key)
    is_theirs = not is_mine and (name.startswith("Incoming") or sender is not None)
    return Event(
        kind="call" if "Call" in name else "notice",
        service="snapchat",
        when=when(stored),
        found_at=here,
        by=me if is_mine else other if is_theirs else None,
        to=((other,) if other else ()) if is_mine else (me,),
        direction="out" if is_mine else "in" if is_theirs else None,
        thread=other.handle if other else "",
        fields={"list": name} | rest(stored, *_WHO, *_TIMES),
    )


def friend(name: str, stored: Stored, here: Locator, me: Account) -> Event:
    """One account from a list of friends, requests, blocked ones and so on."""
    other = account(word(stored.get("Username")), word(stored.get("Display Name")))
    others = (other,) if other else ()
    is_blocked = name == "Blocked Users"
    direction: Direction | None = "out" if is_blocked else _FRIENDS.get(name)
    changed, created = word(stored.get("Last Modified Timestamp")), word(stored.get("Creation Timestamp"))
    return Event(
        kind="follow" if name in _FRIENDS else "notice",
        service="snapchat",
        when=when(stored),
        times=(NamedTime(name="changed", when=stamp(changed)),) if created and changed else (),
        found_at=here,
        by=me if direction == "out" else other if direction == "in" else None,
        to=(me,) if direction == "in" else others,
        direction=direction,
        fields={"list": name} | rest(stored, "Username", "Display Name", *_TIMES),
    )


def noted(name: str, stored: Stored, here: Locator, me: Account) -> Event:
    """Signing in, and what changed about the account."""
    ip = word(stored.get("IP")) or word(stored.get("Registration IP"))
    found = addresses(ip, "Snapchat")
    return Event(
        kind="sign-in" if name == "Login History" else "notice",
        service="snapchat",
        when=when(stored),
        found_at=here,
        to=(me,),
        addresses=found,
        fields={"list": name} | rest(stored, *_TIMES, *(("IP", "Registration IP") if found else ())),
    )
