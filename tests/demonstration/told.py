"""What the commands print of the demonstration case, the pages of its paper, and counting in plain Python."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from holdfast.cli.page import DEMO_PASSPHRASE
from tests.cli.program import run
from tests.outputs.test_packet import bookmarks, pages, squeezed

ZONE = ZoneInfo("Europe/London")
SERVICES = {
    "mail": "Mail",
    "whatsapp": "WhatsApp",
    "sms": "Text messages",
    "phone": "Calls",
    "photo": "Photos",
    "incident log": "Written down",
}
CONTACT = ("message", "call")
ONLY_A_DAY = ("day", "month", "year", "none")


class Told:
    """What the commands print of the demonstration case, and the pages of its paper."""

    def __init__(self, folder: Path, paper: Path) -> None:
        self.folder = folder
        self.all = self._lines(folder, "events", "--jsonl")
        self.once = self._lines(folder, "events", "--jsonl", "--once")
        self.problems = self._lines(folder, "problems", "--jsonl")
        self.sources, self.markers, self.accounts, self.findings, self.exhibits, self.log = (
            json.loads(self._said(folder, name, "--json"))
            for name in ("sources", "markers", "accounts", "findings", "exhibits", "log")
        )
        self.laws = json.loads(ran("laws", "GB-EAW", "--json"))
        self.numbers = {event["id"]: n for n, event in enumerate(self.once, 1)}
        pdf = paper.read_bytes()
        self.pages, self.marks = pages(pdf), bookmarks(pdf)

    def part(self, title: str, until: str) -> str:
        """The text of a part, from its heading to that of another, without headers and footers."""
        first, last = self.marks[title] - 1, self.marks[until] - 1
        text = (
            "".join(map(body, self.pages[first:last])) + body(self.pages[last]).partition(squeezed(until))[0]
        )
        return text[text.index(squeezed(title)) :]

    def _said(self, folder: Path, name: str, *more: str) -> str:
        return ran(name, folder, *more)

    def _lines(self, folder: Path, name: str, *more: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in ran(name, folder, *more).splitlines()]


def ran(*words: str | Path) -> str:
    ended = run(*words, HOLDFAST_PASSPHRASE=DEMO_PASSPHRASE)
    assert ended.returncode == 0, ended.stderr.decode()
    return ended.stdout.decode()


def body(page: str) -> str:
    page = page.removeprefix("Thepaper")
    return re.sub(r"TimesareshowninEurope/LondonPage\d+of\d+", "", page)


# What is worked out in plain Python


def at(event: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(event["at"]).astimezone(ZONE) if event["at"] else None


def day(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"


def utc(milliseconds: int) -> datetime:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)).astimezone(ZONE)


def channel(event: dict[str, Any]) -> str:
    name = SERVICES[event["service"]]
    return name if event["kind"] == "message" else f"{name}, {event['kind']}"


def span(events: list[dict[str, Any]]) -> str:
    known = sorted(moment for event in events if (moment := at(event)))
    rest = len(events) - len(known)
    return f"{day(known[0])} to {day(known[-1])}" + (f"; {rest} with an undecided time" if rest else "")


def runs(numbers: Iterable[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    return found


def cited(numbers: Iterable[int], most: int = 6) -> str:
    found = runs(numbers)
    shown = ", ".join(
        f"{one[0]:,}" if len(one) == 1 else f"{one[0]:,} to {one[-1]:,}" for one in found[:most]
    )
    rest = sum(map(len, found[most:]))
    word = "entry" if len(found) == 1 and len(found[0]) == 1 else "entries"
    return f"{word} {shown}" + (f" and {rest:,} more" if rest else "")


def received(told: Told, keys: Iterable[str]) -> list[dict[str, Any]]:
    wanted = set(keys)
    return [
        event
        for event in told.once
        if event["kind"] in CONTACT
        and event["direction"] == "in"
        and (not wanted or event["by_account"] in wanted)
    ]


def around(told: Told, marker: dict[str, Any]) -> tuple[list[int], list[int], list[int]]:
    """Entries received before, after, and on neither side of a dated step: a day alone decides nothing of it."""
    begins = utc(marker["when"]["at"])
    ends = begins
    if marker["when"]["precision"] == "day":
        ends = (begins + timedelta(days=1)).replace(hour=0) - timedelta(milliseconds=1)
    before, after, undecided = [], [], []
    for event in received(told, marker["accounts"]):
        moment = at(event)
        if moment is not None and moment < begins and event["precision"] not in ONLY_A_DAY:
            before.append(told.numbers[event["id"]])
        elif moment is not None and moment > ends and event["precision"] not in ONLY_A_DAY:
            after.append(told.numbers[event["id"]])
        else:
            undecided.append(told.numbers[event["id"]])
    return before, after, undecided


def occasions(moments: list[datetime], hours: int) -> int:
    gap = timedelta(hours=hours)
    return sum(b - a >= gap for a, b in pairwise(moments)) + bool(moments)


def counted(came: list[dict[str, Any]]) -> dict[str, int]:
    """Messages and calls in every way of counting, under the names that findings give them."""
    moments = sorted(moment for event in came if (moment := at(event)))
    return {
        "items": len(came),
        "calls": sum(event["kind"] == "call" for event in came),
        "occasions_1h": occasions(moments, 1),
        "occasions_24h": occasions(moments, 24),
        "days": len(set(map(day, moments))),
    }


def named(told: Told) -> set[str]:
    return {key for marker in told.markers for key in marker["accounts"]}


def struck(text: str, expected: Iterable[str]) -> str:
    """The text without these, each of which must stand in it."""
    for words in expected:
        plain = squeezed(words)
        # Not a piece of a longer number.
        begin, end = (r"(?<!\d)" if plain[0].isdigit() else ""), (r"(?!\d)" if plain[-1].isdigit() else "")
        found = re.search(begin + re.escape(plain) + end, text)
        assert found, words
        text = text[: found.start()] + "…" + text[found.end() :]
    return text


def nothing_left(text: str) -> None:
    """No digit is left that was not worked out."""
    left = re.search(r".{0,60}\d.{0,60}", text)
    assert left is None, left and left[0]
