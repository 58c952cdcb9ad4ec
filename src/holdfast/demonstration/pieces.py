"""What every part of the demonstration is made of: a file, a clock in one town, and seeded dice."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

ZONE = "Europe/London"
TOWN = ZoneInfo(ZONE)
FIRST_DAY = datetime(2025, 3, 1, tzinfo=TOWN)
LAST_DAY = datetime(2025, 10, 5, tzinfo=TOWN)


class DemoFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file as it is handed in: `name` with "/" between folders, `modified` in UTC milliseconds."""

    name: str
    data: bytes
    modified: int


def dice(seed: int, purpose: str) -> random.Random:
    """A stream of chances of its own for each purpose, the same in every run and under every hash seed."""
    return random.Random(f"{seed}/{purpose}")  # noqa: S311 - a story needs chance that can be repeated.


def clock(written: str) -> datetime:
    """What a clock in the town shows ("2025-03-01 18:22"), with its zone."""
    return datetime.fromisoformat(written).replace(tzinfo=TOWN)


def milliseconds(moment: datetime) -> int:
    """UTC milliseconds since 1970."""
    return int(moment.timestamp()) * 1000


def in_utc(moment: datetime) -> datetime:
    """The same instant in UTC."""
    return moment.astimezone(UTC)


def days(first: datetime = FIRST_DAY, last: datetime = LAST_DAY) -> list[datetime]:
    """Every day from the first to the last, at midnight on the wall."""
    return [first + timedelta(days=n) for n in range((last.date() - first.date()).days + 1)]


def later(moment: datetime, *, minutes: float) -> datetime:
    """So many minutes after, in real time also across a change of the clocks."""
    return (in_utc(moment) + timedelta(minutes=minutes)).replace(microsecond=0).astimezone(moment.tzinfo)


def at(day: datetime, hour: int, minute: int, second: int = 0) -> datetime:
    """A time of day on the wall of that day."""
    return day.replace(hour=hour, minute=minute, second=second)
