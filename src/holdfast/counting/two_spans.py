"""How much contact came before and after a line in time, over two spans of equal length."""

import numpy as np

from holdfast.counting.chance import same_rate
from holdfast.counting.contact import FEWEST, Contact, Mask
from holdfast.counting.tally import total
from holdfast.formats.local_days import DAY
from holdfast.model.finding import Scalar, Table
from holdfast.model.sentence import phrase, said

_MEASURES = ("messages and calls", "occasions (1 hour apart)", "occasions (24 hours apart)", "days")


class TwoSpans:
    """Both spans are as long as the record of the channels reaches on its shorter side, so none is longer.

    `days`: their length in whole days, 0 where there is no whole day on one side. `before`, `after`: items.
    `in_1000`: how many times in 1,000 chance alone would give a difference this large, for each measure with
    at least eight on both sides together; measures with fewer are missing.
    """

    def __init__(self, contact: Contact, counted: Mask, earliest: int, latest: int) -> None:
        """The line is between `earliest` and `latest`, UTC milliseconds; `counted` are the rows compared."""
        at = contact.frame.at
        # The record of the channels on which they wrote: where an export ends, nothing is told by silence.
        services = contact.frame.service
        known = contact.every & contact.to_the_day & np.isin(services, services[counted])
        first, last = (int(at[known].min()), int(at[known].max())) if known.any() else (latest, latest)
        self.days = max(0, min(earliest - first, last - latest)) // DAY
        span = self.days * DAY
        counted = counted & contact.to_the_day
        before = counted & (at >= earliest - span) & (contact.latest < earliest)
        after = counted & (at > latest) & (contact.latest <= latest + span)
        self._sides = [self._measure(contact, side) for side in (before, after)]
        self.before, self.after = self._sides[0][0], self._sides[1][0]
        self.in_1000 = {
            name: round(same_rate(one, other) * 1000)
            for name, one, other in zip(_MEASURES, *self._sides, strict=True)
            if one + other >= FEWEST
        }

    def table(self) -> Table:
        """All measures side by side."""
        rows: list[tuple[Scalar, ...]] = [
            (phrase(name), one, other, self.in_1000.get(name))
            for name, one, other in zip(_MEASURES, *self._sides, strict=True)
        ]
        return Table(
            title=said("Before and after, %(days)s days on each side", days=self.days),
            columns=("counted", "before", "after", "times in 1,000 that chance alone does this"),
            rows=tuple(rows),
        )

    @staticmethod
    def _measure(contact: Contact, side: Mask) -> tuple[int, int, int, int]:
        one = total(contact, side)
        return one.items, one.hourly, one.daily, one.days
