"""The beginning of a message in an exported chat: date, clock and what follows, in every way of writing."""

import re
from datetime import date, datetime, time
from typing import Literal, NamedTuple

from holdfast.formats import date_order
from holdfast.formats.chat_words import AFTERNOON, INVISIBLE, MORNING, NO_HALF, SPACE, plain, unmarked

Form = Literal["bracket", "dash", "clock first", "colon", "copied", "bare", "short colon", "month"]
"""How the head is set off. bracket: "[date, time] ". dash: "date, time - ". clock first: "time, date - ".
colon: "date time: ". copied: "[time, date] ", as text copied out of a browser has it. bare: "date time " and
a name. short colon: like colon, but without seconds. month: "30 Dec 14:29 - ", the month as a word."""

WEAK: frozenset[Form] = frozenset(["bare", "short colon", "month"])
"""Forms that are easily mistaken: believed only in a chat that begins with one."""

_M = f"[{INVISIBLE}]{{0,4}}"
_W = f"[{INVISIBLE}{SPACE}]{{0,6}}"
_DATE = (
    rf"(?P<a>\d{{1,4}}){_M}(?P<sep>[./\-\u2010\u2013])(?P<gap>{_W})(?P<b>\d{{1,4}}){_M}(?P=sep){_W}"
    rf"(?P<c>\d{{1,4}})(?!\d){_M}\.?(?:{_W}г\.?)?"
)
_CLOCK = (
    rf"(?P<h>\d{{1,2}})(?:{_M}[:.]{_M}|{_W}h{_W})(?P<i>\d{{2}})"
    rf"(?:(?:{_M}[:.]{_M}|{_W}min{_W})(?P<s>\d{{2}})(?:{_W}s(?!\w))?)?(?!\d)"
)
_BETWEEN = rf"(?:{_W}[,،、]{_W}|[{INVISIBLE}{SPACE}]{{1,6}})"
_BEFORE = rf"(?:(?P<before>[^\W\d][^\d\[\]:/,\-]{{0,19}}?){_W})?"
_AFTER = rf"(?:{_W}(?P<after>[^\W\d][^\d\[\]:\-–—/,،<>]{{0,23}}?))?"

_HEAD = re.compile(
    rf"{_W}(?P<open>\[)?{_W}{_DATE}{_BETWEEN}{_BEFORE}{_CLOCK}{_AFTER}{_W}"
    rf"(?:(?P<close>\])|(?P<dash>(?<=[{INVISIBLE}{SPACE}])[-–—](?=[{INVISIBLE}{SPACE}]|$))|(?P<colon>:(?=[{SPACE}]|$)))"
)
_COPIED = re.compile(rf"{_W}(?P<open>\[){_BEFORE}{_CLOCK}{_AFTER}{_W},{_W}{_DATE}{_W}\]")
_CLOCK_FIRST = re.compile(
    rf"{_W}{_BEFORE}{_CLOCK}{_AFTER}{_W},{_W}{_DATE}{_W}(?<=[{INVISIBLE}{SPACE}])[-–—](?=[{INVISIBLE}{SPACE}]|$)"
)
# Exports of about 2013 have the month as a word and no year: the day is then known only as written.
_DAY_FIRST = re.compile(rf"{_W}\d{{1,2}}\.? [^\W\d_]{{3,12}}\.?,? {_CLOCK}{_AFTER}{_W} -(?= |$)")
_DAY_LAST = re.compile(
    rf"{_W}{_CLOCK}{_AFTER}{_W}, (?:\d{{1,2}}\.? [^\W\d_]{{3,12}}\.?|[^\W\d_]{{3,12}}\.? \d{{1,2}}) -(?= |$)"
)
_BARE = re.compile(rf"{_W}{_DATE}{_BETWEEN}{_CLOCK}(?=[{SPACE}][^:]{{1,100}}: )")
_LONGEST = 160
_KNOWN = MORNING | AFTERNOON | NO_HALF
_FIRST = re.compile(rf"[{INVISIBLE}{SPACE}]*[\[\d]")


class Head(NamedTuple):
    """`written` is date and time as they stand, `clocks` the possible times of day (none: not a time).

    `dates` are the possible days by order; `shape` how the date is written; `rest` what follows.
    """

    form: Form
    written: str
    shape: tuple[str, ...]
    dates: dict[date_order.Order, date]
    clocks: tuple[time, ...]
    has_seconds: bool
    rest: str

    def moments(self, orders: tuple[date_order.Order, ...]) -> list[datetime]:
        """The moments it may mean under these orders; under none of them, all that it may mean at all."""
        days = [self.dates[o] for o in orders if o in self.dates] or list(self.dates.values())
        return [datetime.combine(day, clock) for day in days for clock in self.clocks]


def head(line: str, *, weak: frozenset[Form] = frozenset()) -> Head | None:
    """The head at the start of this line, or None. Of the forms that are easily mistaken, those in `weak`."""
    if not _FIRST.match(line):
        return None
    start = line[:_LONGEST]
    found = _HEAD.match(start)
    form: Form
    if found is not None and found["colon"] and len(_halves(found["after"] or "am")) != 1:
        found = None  # That was no word about the time but a name.
    if found is not None:
        form = "bracket" if found["close"] else "dash" if found["dash"] else "colon"
        # A colon may stand anywhere; the oldest exports have it there, mostly after seconds.
        if form == "colon" and not found["s"]:
            form = "short colon"
        if bool(found["open"]) != (form == "bracket") or (form in WEAK and form not in weak):
            return None
    elif (found := _COPIED.match(start)) is not None:
        form = "copied"
    elif (found := _CLOCK_FIRST.match(start)) is not None:
        form = "clock first"
    elif "bare" in weak and (found := _BARE.match(start)) is not None:
        form = "bare"
    elif "month" in weak and (found := _DAY_FIRST.match(start) or _DAY_LAST.match(start)) is not None:
        form = "month"
    else:
        return None
    groups = found.groupdict()
    if not (_may_stand(groups.get("before"), words=1) and _may_stand(groups.get("after"), words=2)):
        return None
    shape, dates = ((form, "", ""), {}) if form == "month" else _date(form, found)
    return Head(
        form=form,
        written=_written(start, found),
        shape=shape,
        dates=dates,
        clocks=_clocks(
            int(found["h"]), int(found["i"]), found["s"], groups.get("before"), groups.get("after")
        ),
        has_seconds=found["s"] is not None,
        rest=line[found.end() :].lstrip(SPACE),
    )


def _date(form: Form, found: re.Match[str]) -> tuple[tuple[str, ...], dict[date_order.Order, date]]:
    """How the date is written, and the days that it may be."""
    digits = (len(found["a"]), len(found["b"]), len(found["c"]))
    separator = found["sep"] + (" " if unmarked(found["gap"]) else "")
    dates = date_order.readings((int(found["a"]), int(found["b"]), int(found["c"])), digits, separator)
    year = next((str(i) for i in range(3) if digits[i] == 4), "short")
    return (form, separator, year), dates


def _written(line: str, found: re.Match[str]) -> str:
    whole = line[: found.end()]
    if found.re is not _BARE:
        whole = whole[:-1]
    inner = whole.strip(SPACE).lstrip("\ufeff\u200e\u200f").lstrip("[")
    return inner.strip(SPACE + "\u200e\u200f\ufeff")


def _clocks(
    hour: int, minute: int, second: str | None, before: str | None, after: str | None
) -> tuple[time, ...]:
    halves = {half for word in (before, after) if word for half in _halves(word)}
    hours = {hour}
    if hour <= 12 and halves:
        hours = {hour % 12 + (12 if half == "pm" else 0) for half in halves}
        # Chinese says noon from eleven o'clock on, and evening until midnight.
        if before and plain(before).startswith("中午") and hour == 11:
            hours = {11}
    try:
        return tuple(time(h, minute, int(second or 0)) for h in sorted(hours))
    except ValueError:
        return ()


def _key(word: str) -> str:
    return "".join(c for c in plain(word).casefold() if c not in " .’'،")


def _may_stand(word: str | None, *, words: int) -> bool:
    """Whether this may stand beside a time, as far as can be told: known, or short and few words."""
    return word is None or _key(word) in _KNOWN or (len(word) <= 16 and plain(word).count(" ") < words)


def _halves(word: str) -> tuple[str, ...]:
    """Which half of the day this word means; both, where it is not known."""
    key = _key(word)
    if key in MORNING:
        return ("am",)
    if key in AFTERNOON:
        return ("pm",)
    return () if key in NO_HALF else ("am", "pm")
