"""Dates in tables and texts of DiscordChatExporter: with their zone, or by the clock and habit of a computer.

Newer versions write a zone. Older ones write "01-Jan-20 01:33 AM", and those between them in the way of the
country that the computer was set to, which may leave open what is the day and what the month.
"""

import re
from datetime import datetime
from functools import lru_cache

from holdfast.formats import clocks
from holdfast.formats.asked import Asked
from holdfast.formats.chat_head import Head, head
from holdfast.formats.date_order import Cursor, DateOrders
from holdfast.formats.stamps import stamp
from holdfast.model.told import DateOrder
from holdfast.model.when import Precision, When

_NAMED = re.compile(r"(\d\d)-([A-Za-z]{3})-(\d\d) (\d\d):(\d\d) ([AP]M)", re.ASCII)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905
_LONGEST = 60


class Dates:
    """Show it every date in the order of the file with `see`, then `settle`; `when` tells what each means."""

    def __init__(self, zone: str | None, order: DateOrder | None, asked: Asked) -> None:
        self._zone = zone
        self._order = order
        self._asked = asked
        # An export may begin with the newest message.
        self._orders = DateOrders(goes_forward=False)
        self._cursor = Cursor([])

    def see(self, number: int, written: str) -> None:
        """A date, and the number of its record, which must not fall."""
        if (found := _by_habit(written)) is not None:
            self._orders.see(number, found.shape, found.dates, found.written)

    def settle(self) -> None:
        """All dates have been seen. What stays open is asked."""
        runs = self._orders.runs()
        for run in runs:
            self._asked.run(run, self._order)
        self._cursor = Cursor(runs)

    def when(self, number: int, written: str) -> When:
        """The time that a date of this record means."""
        found = _by_habit(written)
        when = self._spread(number, found) if found is not None else _plainly(written, self._zone)
        if when.at is None and when.earliest is not None and self._zone is None:
            self._asked.time(when.as_written)
        return when

    def _spread(self, number: int, found: Head) -> When:
        run = self._cursor.at(number)
        orders = run.orders if run is not None else ()
        if len(orders) > 1 and self._order in orders:
            orders = (self._order,)
        precision: Precision = "second" if found.has_seconds else "minute"
        return clocks.one_of(found.moments(orders), found.written, self._zone, precision)


def is_date(written: str) -> bool:
    """Whether this is a date as any version of the program writes one."""
    return _by_habit(written) is not None or _plainly(written, None).order_key() is not None


def _plainly(written: str, zone: str | None) -> When:
    found = _NAMED.fullmatch(written)
    if found is None or found[2].title() not in _MONTHS:
        return stamp(written[:_LONGEST], zone)
    hour = int(found[4]) % 12 + 12 * (found[6].upper() == "PM")
    month = _MONTHS.index(found[2].title()) + 1
    try:
        local = datetime(2000 + int(found[3]), month, int(found[1]), hour, int(found[5]))  # noqa: DTZ001
    except ValueError:
        return clocks.unknown(written)
    return clocks.wall(local, written, zone, "minute")


@lru_cache(maxsize=64)  # each date is asked about up to three times in a row
def _by_habit(written: str) -> Head | None:
    if _NAMED.fullmatch(written) or stamp(written[:_LONGEST]).order_key() is not None:
        return None
    found = head(f"[{written}] x") if len(written) < _LONGEST else None
    return found if found is not None and found.form == "bracket" and found.clocks and found.dates else None
