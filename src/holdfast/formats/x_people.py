"""The people in an archive from X (Twitter): whose it is, and the names that its posts give to numbers."""

from holdfast.formats import json_items, stored
from holdfast.formats.json_items import ANY
from holdfast.formats.stored import Record as Stored
from holdfast.formats.tree import Member
from holdfast.model.account import Account
from holdfast.model.event import Direction

_MOST_NAMES = 100_000


class People:
    """`owner` is the account that the archive says it is of, None until a file said so."""

    def __init__(self) -> None:
        self.owner: Account | None = None
        self._names: dict[str, str] = {}

    def learn_owner(self, member: Member, path: tuple[str, ...], names: tuple[str, ...]) -> None:
        """Whose archive it is, from the file that holds it at this path, under these three keys."""
        with member.open() as stream:
            for item in json_items.items(stream, path):
                kept = stored.record(item.value)
                number, name, shown = (stored.word(kept.get(key)) for key in names)
                if number:
                    self.owner = Account(
                        service="x", handle=name or number, native_id=number, shown_as=shown, is_owner=True
                    )

    def learn_names(self, member: Member) -> None:
        """Names that posts give to numbers."""
        with member.open() as stream:
            for item in json_items.items(stream, (ANY, "tweet", "entities", "user_mentions", ANY)):
                kept = stored.record(item.value)
                number, name = stored.word(kept.get("id_str")), stored.word(kept.get("screen_name"))
                if number and name and len(self._names) < _MOST_NAMES:
                    self._names[number] = name

    def account(self, number: object) -> Account | None:
        """The account of this number, None for none."""
        lasting = stored.word(number)
        if not lasting:
            return None
        if self.owner is not None and lasting == self.owner.native_id:
            return self.owner
        name = self._names.get(lasting, "")
        return Account(service="x", handle=lasting, native_id=lasting, shown_as=f"@{name}" if name else "")

    def writer(self, kept: Stored) -> Account:
        """Whose posts these are, where only old posts say it, or nothing does."""
        user = stored.record(kept.get("user"))
        number, name = stored.word(user.get("id_str")), stored.word(user.get("screen_name"))
        if not number:
            return Account(service="x", handle="me", shown_as="the owner of this account", is_owner=True)
        return Account(service="x", handle=name or number, native_id=number, is_owner=True)

    def direction(self, by: Account | None) -> Direction | None:
        """What this account wrote goes out where it is the owner's."""
        if by is None or self.owner is None:
            return None
        return "out" if by.is_owner else "in"
