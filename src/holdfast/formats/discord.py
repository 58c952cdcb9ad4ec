"""What all that comes out of Discord shares: ids that tell a time, accounts, and kinds of entries."""

from holdfast.formats import clocks, stored
from holdfast.formats.stored import Record
from holdfast.model.account import Account
from holdfast.model.event import Kind
from holdfast.model.when import When

_BEGIN = 1_420_070_400_000  # the first millisecond of 2015, from which Discord counts in its ids
_LARGEST = 1 << 63
_NO_NUMBER = ("", "0", "0000")  # accounts had a number of four digits behind their name until 2023
_MESSAGES = {
    "", "Default", "Reply", "ThreadStarterMessage", "ChatInputCommand", "ContextMenuCommand",
    "0", "19", "20", "21", "23",
}  # fmt: skip


def moment_of(number: str) -> int | None:
    """The instant, in UTC milliseconds, at which Discord gave out this id; None where it is no such id."""
    if not (number.isascii() and number.isdecimal() and 15 < len(number) < 20):
        return None
    value = int(number)
    return (value >> 22) + _BEGIN if value < _LARGEST else None


def given_out(number: str, as_written: str = "") -> When:
    """The time that an id tells."""
    at = moment_of(number)
    return clocks.unknown(as_written) if at is None else clocks.instant(at, as_written or number)


def account(user: Record, owner: str = "") -> Account | None:
    """The account that a record describes, None where it tells neither id nor name."""
    lasting = stored.word(user.get("id"))
    name = stored.word(user.get("name") or user.get("username"))
    if not name and not lasting:
        return None
    number = stored.word(user.get("discriminator")).lstrip("#")
    shown = stored.word(user.get("nickname") or user.get("global_name"))
    return Account(
        service="discord",
        handle=(name if number in _NO_NUMBER else f"{name}#{number}") or lasting,
        native_id=lasting,
        shown_as=shown if shown != name else "",
        is_owner=bool(owner) and lasting == owner,
    )


def kind_of(sort: str) -> Kind:
    """What an entry of this type is: somebody wrote, somebody called, or Discord notes something."""
    if sort in _MESSAGES:
        return "message"
    return "call" if sort in ("Call", "3") else "notice"
