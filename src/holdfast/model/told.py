"""The person's answers, as the readers are handed them."""

from typing import Literal

import msgspec

DateOrder = Literal["day_first", "month_first", "year_first"]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Keys are the SHA-256 of a source; the key "" answers for all others."""

    zones: dict[str, str] = {}
    date_orders: dict[str, DateOrder] = {}
    countries: dict[str, str] = {}

    def zone(self, source: str) -> str | None:
        """The IANA zone that the person named for this source, or None."""
        return self.zones.get(source) or self.zones.get("")

    def date_order(self, source: str) -> DateOrder | None:
        """The order in which the person says this source writes its dates, or None."""
        return self.date_orders.get(source) or self.date_orders.get("")

    def country(self, source: str) -> str | None:
        """The country, as two letters, whose telephone numbers this source writes without one, or None."""
        return self.countries.get(source) or self.countries.get("")
