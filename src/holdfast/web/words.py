"""How the page says things: times, people, channels and counts, in plain words."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from holdfast.formats.dates import Moment, long_date, written_day
from holdfast.languages.language import Language, Spoken
from holdfast.model.account import Account
from holdfast.model.finding import Scalar
from holdfast.model.locator import Position
from holdfast.model.row import Row
from holdfast.model.sentence import Sentence, said
from holdfast.model.services import name_of
from holdfast.model.when import When

KINDS = {
    "message": said("message"),
    "call": said("call"),
    "notice": said("notice from the service"),
    "incident": said("written down by you"),
    "picture": said("picture"),
    "recording": said("sound or film"),
    "post": said("something published"),
    "comment": said("comment"),
    "reaction": said("reaction"),
    "follow": said("follow or friend request"),
    "invitation": said("invitation"),
    "sign-in": said("sign-in to an account"),
    "visit": said("visit to a website"),
}
BASES = {
    "explicit": said("Written by the service itself."),
    "documented": said("The maker of this export says that its times are in UTC."),
    "sender_claimed": said("From the sender's own clock, which the sender can set."),
    "declared": said("Worked out with what you answered."),
    "unknown": said("Not known for certain."),
}
TIMES = {
    "at the server": said("at the server"),
    "begins": said("begins"),
    "call ended": said("call ended"),
    "changed": said("changed"),
    "deleted": said("deleted"),
    "delivered": said("delivered"),
    "edited": said("edited"),
    "ended": said("ended"),
    "ends": said("ends"),
    "expires": said("expires"),
    "gps": said("by satellite (GPS)"),
    "in its key": said("in its key"),
    "last active": said("last active"),
    "last seen": said("last seen"),
    "read": said("read"),
    "received": said("received"),
    "sent": said("sent"),
    "written down": said("written down"),
}
"""The further times of an entry, by the names that readers give them."""
HOLDERS = {
    "passphrase": said("Your passphrase"),
    "recovery key": said("The recovery key on paper"),
    "shares": said("Two of three shares"),
    "recipient": said("Somebody with the key"),
}
ORDERS = {
    "day_first": said("day first"),
    "month_first": said("month first"),
    "year_first": said("year first"),
}
UNREAD = said("translated by machine, not yet read by a person")
"""What is said of a language where one chooses, in that language and in English."""
DIRECTIONS = {"in": said("to you"), "out": said("from you"), "undecided": said("not known yet")}
ACTIONS = {
    "create": said("the notes were made"),
    "import": said("a file was added"),
    "commit": said("the parts of a file were hashed"),
    "answer": said("a question was answered"),
    "decide": said("you decided something"),
    "view-export": said("something was shown for a paper"),
    "export": said("something was made to hand over"),
    "anchor": said("the log was held fast"),
    "checkpoint": said("the log was sealed"),
    "key": said("a key was changed"),
    "verify": said("everything was checked"),
    "withdraw": said("something was withdrawn"),
    "heal": said("something damaged was made whole again"),
    "copy": said("a copy was made"),
    "merge": said("another copy was brought in"),
    "take in": said("something sealed elsewhere was taken in"),
}
MARKERS = {
    "stop notice": said("You asked the other person to stop"),
    "block": said("You blocked an account"),
    "platform report": said("You reported it to a website or app"),
    "police contact": said("You spoke to the police"),
    "order": said("A court or the police gave an order"),
    "other": said("Something else that matters"),
}


def in_page(write: Callable[..., str], /, *words: Any, **values: object) -> Markup:
    """What a template says in words of ours, which may hold tags; values in it are never read as HTML."""
    return Markup(write(*words, **{k: escape(v) if isinstance(v, str) else v for k, v in values.items()}))  # noqa: S704


def say(text: str, language: Language) -> Markup | str:
    """A finished English text of ours in the language of the page, or marked as English."""
    known = language.says(text)
    return Markup('<span lang="en" dir="auto">{}</span>').format(text) if known is None else known


def channel(service: str, language: Language) -> str:
    """The name of a channel as people say it."""
    return language.gettext(name_of(service))


def moment(row: Row | When, zone: str, language: Language) -> str:
    """The time of an event with its zone, or between which times it lies."""
    if row.at is not None:
        return long_date(row.at, zone, row.precision, language)
    if row.earliest is not None and row.latest is not None:
        early, late = (long_date(at, zone, "minute", language) for at in (row.earliest, row.latest))
        return language.gettext("undecided: between %(early)s and %(late)s", early=early, late=late)
    if row.as_written:
        return language.gettext("time not known (written as “%(written)s”)", written=row.as_written)
    return language.gettext("time not known")


def person(account: Account | None, language: Language) -> str:
    """An account as a reader knows it: its display name, and the handle itself."""
    if account is None:
        return language.gettext("unknown sender")
    if account.shown_as and account.shown_as != account.handle:
        return f"{account.shown_as} ({account.handle})"
    return account.handle


def sender(row: Row, language: Language) -> str:
    """Who did it, as far as the source says."""
    if row.by is None and row.kind == "notice":
        return language.gettext("the service itself")
    if row.by is None and row.kind == "incident":
        return language.gettext("you wrote this down")
    return person(row.by, language)


def people(accounts: tuple[Account, ...], language: Language, most: int = 4) -> str:
    """Several accounts, the first few by name."""
    names = ", ".join(person(a, language) for a in accounts[:most])
    if len(accounts) <= most:
        return names
    more = len(accounts) - most
    return language.ngettext("%(names)s and %(n)s more", "%(names)s and %(n)s more", more, names=names)


def entries(n: int, language: Language) -> str:
    """How many entries of the timeline."""
    return language.ngettext("%(n)s entry", "%(n)s entries", n)


def size(bytes_: int, language: Language) -> str:
    """A number of bytes as people read it."""
    if bytes_ < 1000:
        return language.ngettext("%(n)s byte", "%(n)s bytes", bytes_)
    amount = float(bytes_)
    for unit in (said("kB"), said("MB"), said("GB"), said("TB")):
        amount /= 1000
        if amount < 1000 or unit == "TB":
            break
    return f"{language.number(amount, 1)} {language.gettext(unit)}"


def place(position: Position, language: Language) -> str:
    """Where a record stands in its file, as an editor counts."""
    start, length = position.start, position.length
    last = start + length - 1
    match position.unit:
        case "file":
            return language.gettext("the whole file")
        case "byte":
            return language.ngettext(
                "%(n)s byte from byte %(start)s", "%(n)s bytes from byte %(start)s", length, start=start
            )
        case "line" if length > 1:
            return language.gettext("lines %(start)s to %(last)s", start=start, last=last)
        case "line":
            return language.gettext("line %(start)s", start=start)
        case "row" if length > 1:
            return language.gettext("rows %(start)s to %(last)s", start=start, last=last)
    return language.gettext("row %(start)s", start=start)


def lines(text: str, language: Language) -> str:
    """How long a hidden text is."""
    if not text.strip():
        return language.gettext("no text")
    return language.ngettext("%(n)s line", "%(n)s lines", len(text.splitlines()))


def masked(text: str, words: Sequence[str]) -> str:
    """The text without the words that somebody does not want to see."""
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.sub(pattern, "[…]", text, flags=re.IGNORECASE) if pattern else text


def highlighted(text: str, sought: str) -> Markup:
    """The text, safe to show, with the words that were searched for marked."""
    terms = [phrase or word for phrase, word in re.findall(r'"([^"]+)"|([^\s"]+)', sought)]
    pattern = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    if not pattern:
        return escape(text)
    parts = re.split(f"({pattern})", text, flags=re.IGNORECASE)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(part) if place % 2 else escape(part)
        for place, part in enumerate(parts)
    )


def day_of(at: int, zone: str) -> str:
    """The ISO date of an instant in UTC milliseconds, in this zone; "" where no calendar reaches."""
    moment = _moment(at, zone)
    return moment.date().isoformat() if moment else ""


def clock_of(at: int, zone: str) -> str:
    """The clock of an instant in this zone, to the minute: "18:32"."""
    moment = _moment(at, zone)
    return f"{moment:%H:%M}" if moment else ""


def calendar(day: date, language: Language) -> str:
    """A day as it is told everywhere: "3 March 2025"."""
    return written_day(day.year, day.month, day.day, language)


def figure(value: Scalar, language: Language) -> str | Markup:
    """A number or word of a finding: whole numbers with thousands marked, fractions short."""
    if value is None:
        return language.gettext("not known")
    if isinstance(value, str):
        # What is not marked as words of ours may be a name: it is shown as it is.
        return say(value, language) if isinstance(value, Sentence | Spoken) else value
    if isinstance(value, float) and abs(value) < 1000:
        return language.written(f"{value:,.3g}")
    return language.number(value)


def cell(value: Scalar, zone: str, language: Language) -> str | Markup:
    """The same in a table above which it says that its times are those of this zone."""
    shown = figure(value, language)
    return shown.removesuffix(f" {zone}") if isinstance(value, Moment) else shown


def _moment(at: int, zone: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(at / 1000, ZoneInfo(zone))
    except (OverflowError, ValueError, OSError):
        return None
