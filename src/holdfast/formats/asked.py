"""What one source leaves open, collected while it is read, to be asked of the person once."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from holdfast.formats.date_order import Run
from holdfast.model.account import Account
from holdfast.model.question import Question
from holdfast.model.told import DateOrder

_EXAMPLES = 3
_MOST_AUTHORS = 5000


@dataclass
class Asked:
    """The numbers of examples kept are small and fixed; an empty list asks nothing."""

    authors: dict[str, str] = field(default_factory=dict)
    times: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    orders: set[str] = field(default_factory=set)

    def author(self, account: Account) -> None:
        """An account that may be the person's own."""
        if len(self.authors) < _MOST_AUTHORS:
            self.authors.setdefault(account.key, account.handle)

    def time(self, written: str) -> None:
        """A time whose zone nobody told."""
        if len(self.times) < _EXAMPLES and written not in self.times:
            self.times.append(written)

    def run(self, run: Run, told: DateOrder | None) -> None:
        """Dates whose order may have stayed open."""
        if len(run.orders) > 1 and run.examples and told not in run.orders:
            self.dates.extend(run.examples[: _EXAMPLES - len(self.dates)])
            self.orders.update(run.orders)

    def questions(self, source: str, importer: str) -> Iterator[Question]:
        """What is left to ask about the source of this SHA-256."""
        if self.times:
            yield Question(about="zone", source=source, importer=importer, examples=tuple(self.times))
        if self.dates:
            yield Question(
                about="date_order",
                source=source,
                importer=importer,
                examples=tuple(self.dates),
                choices=tuple(sorted(self.orders)),
            )
        if self.authors:
            yield Question(
                about="me",
                source=source,
                importer=importer,
                examples=tuple(self.authors.values()),
                choices=tuple(self.authors),
            )
