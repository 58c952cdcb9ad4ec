"""One look over a whole exported chat, needed before its first message can be understood."""

from dataclasses import dataclass, field

from holdfast.formats.chat_head import WEAK, Form, head
from holdfast.formats.chat_names import AuthorNames
from holdfast.formats.chat_words import plain
from holdfast.formats.date_order import DateOrders, Run
from holdfast.formats.text_lines import TextLines
from holdfast.formats.tree import Member


@dataclass
class Survey:
    """`count` heads of messages; `forms` how many of each form and `first` the line of the first of each.

    `weak`: the form of the first head, where that is easily mistaken, so that here it is believed.
    """

    names: AuthorNames = field(default_factory=AuthorNames)
    runs: list[Run] = field(default_factory=list)
    forms: dict[Form, int] = field(default_factory=dict)
    first: dict[Form, int] = field(default_factory=dict)
    weak: frozenset[Form] = frozenset()

    @property
    def count(self) -> int:
        """The number of messages."""
        return sum(self.forms.values())


def survey(member: Member) -> Survey:
    """Go through the chat once. What is kept does not grow with its length. Raises InputError."""
    seen, orders, is_first = Survey(), DateOrders(), True
    for number, line in TextLines(member):
        found = head(line, weak=WEAK if is_first else seen.weak)
        if is_first and plain(line):
            is_first = False
            if found is not None:
                seen.weak = WEAK & {found.form}
        if found is not None:
            seen.forms[found.form] = seen.forms.get(found.form, 0) + 1
            seen.first.setdefault(found.form, number)
            seen.names.see(found.rest)
            orders.see(number, found.shape, found.dates, found.written)
    seen.runs = orders.runs()
    return seen
