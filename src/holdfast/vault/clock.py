"""What the times in the log tell about the clock of this computer. The order of entries never hangs on it."""

from typing import Any

import msgspec

SLACK = 60_000
"""Milliseconds that say nothing: entries of files wait for the disk while others are written."""

_MOST = 20


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """`what` is a sentence for the person, `where` the log entry it is about. No damage."""

    what: str
    where: str


class ClockCheck:
    """Is shown every entry in order; `remarks` then holds what is odd, the first few of each kind."""

    def __init__(self, now: int | None) -> None:
        """`now`: UTC milliseconds, when entries dated later are to be told."""
        self._now = now
        self._before: int | None = None
        self._counts = {"back": 0, "ahead": 0, "apart": 0}
        self.remarks: list[Remark] = []

    def look(self, number: int, at: int, body: dict[str, Any]) -> None:
        """The next entry: `at` is UTC milliseconds by the clock of this computer."""
        if self._before is not None and (back := set_back(self._before, at)):
            self._say(
                "back",
                number,
                f"is dated {length(back)} before the one it follows: the clock of this computer was set back."
                " Their order is certain all the same",
            )
        if self._now is not None and at > self._now + SLACK:
            self._say("ahead", number, "is dated later than now: the clock was ahead then, or is behind now")
        stamped = body.get("time") if body.get("what") == "token" else None
        if isinstance(stamped, int) and abs(at - stamped) > SLACK:
            way = "ahead of" if at > stamped else "behind"
            self._say(
                "apart",
                number,
                f"shows a clock {length(abs(at - stamped))} {way} the authority that stamped it",
            )
        self._before = at

    def _say(self, kind: str, number: int, trouble: str) -> None:
        self._counts[kind] += 1
        if self._counts[kind] <= _MOST:
            self.remarks.append(Remark(what=f"Entry {number} {trouble}.", where=f"log.db, entry {number}"))


def set_back(before: int, at: int) -> int:
    """By how many milliseconds an entry is dated before the one it follows, where that says something."""
    return before - at if before - at > SLACK else 0


def length(milliseconds: int) -> str:
    """How long that is: "3 hours", "2 days"."""
    for unit, size in (("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000)):
        if milliseconds >= size:
            count = milliseconds // size
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return f"{milliseconds // 1000} seconds"
