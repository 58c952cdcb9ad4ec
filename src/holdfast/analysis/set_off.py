"""What came in the day before many messages came at once: an own post, an own message, a dated line.

*What it looks for.* Times at which far more came in than usual, from the accounts that a dated line names or,
where none is named, from anyone. For each: what the record holds of the day before it that may have set it
off: own posts and comments, own messages and calls to those who wrote most of it, a dated line, or the day of
the year of one. With at least eight such times, how often chance alone puts as many of them behind own posts
is given.

*Why it matters.* A burst that follows a post, a court date or a refusal reads differently from one that
follows nothing. It can also be one half of a quarrel, and then the own messages stand beside it.

*When it is wrong.* That one thing came before another does not make it the reason. Somebody who posts daily
has a post before everything. What was said aloud, or posted where no export reaches, is not seen.

*Source.* Bursts as in the rule about floods; the chance is binomial, with the share of all time that lies
within a day after an own post.
"""

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.bursts import FEWEST_IN_BURST, Burst, bursts
from holdfast.counting.chance import at_least, time_after
from holdfast.counting.contact import FEWEST, Contact, Mask, many
from holdfast.counting.tally import moment
from holdfast.formats.dates import to_the_minute
from holdfast.formats.local_days import DAY, HOUR
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import OUT, Frame
from holdfast.model.sentence import counted, in_turn, listed, phrase, said

VERSION = "1"

_BEFORE = DAY
_YEAR = 365.2425 * DAY
_PUBLIC = ("post", "comment")


class _Before:
    """What the record holds of the day before one burst: rows of own posts, of own messages, dated lines."""

    def __init__(self, contact: Contact, burst: Burst, posts: NDArray[np.intp]) -> None:
        frame = contact.frame
        self.burst = burst
        begin = int(frame.at[burst.rows[0]])
        senders, counts = np.unique(frame.by[burst.rows], return_counts=True)
        self.most = int(senders[counts.argmax()])
        self.accounts = len(senders)
        self.posts = [int(row) for row in posts if begin - _BEFORE <= frame.at[row] < begin]
        own = np.flatnonzero(contact.outbound & (frame.at >= begin - _BEFORE) & (frame.at < begin))
        wrote = set(senders.tolist())
        self.own = [row for row in own.tolist() if not frame.to[row] or wrote & set(frame.to[row])]
        self.lines = _lines(frame, begin)


def find(frame: Frame) -> list[Finding]:
    """One finding about all such times, or none."""
    contact = Contact(frame)
    named = contact.inbound & contact.by_named()
    found = bursts(contact, named if named.any() else contact.inbound)
    if not found:
        return []
    posts = _posts(contact)
    before = [_Before(contact, burst, posts) for burst in found]
    mask: Mask = np.zeros(len(frame.ids), dtype=np.bool_)
    for one in before:
        mask[one.burst.rows] = True
        mask[one.posts + one.own] = True
    after_posts = sum(bool(one.posts) for one in before)
    after_own = sum(bool(one.own) for one in before)
    after_lines = sum(bool(one.lines) for one in before)
    nothing = sum(not (one.posts or one.own or one.lines) for one in before)
    figures: dict[str, Scalar] = {
        "times": len(before),
        "after_own_posts": after_posts,
        "after_own_messages": after_own,
        "after_dated_lines": after_lines,
        "after_nothing_known": nothing,
        "undecided_direction": int(np.count_nonzero(contact.undecided)),
    }
    times = counted(len(before), "Once", "%(n)s times")
    says = [
        said("%(times)s far more than usual came in from the accounts named with a dated line.", times=times)
        if named.any()
        else said("%(times)s far more than usual came in.", times=times),
        said(
            "Of the day before, the record holds an own post or comment for %(posts)s of them, an own "
            "message or call to those who wrote for %(own)s, a dated line or its day of the year for "
            "%(lines)s, and none of these for %(nothing)s.",
            posts=after_posts,
            own=after_own,
            lines=after_lines,
            nothing=nothing,
        ),
    ]
    if len(before) >= FEWEST and len(posts):
        share, chance = _chance(contact, posts, after_posts, len(before))
        figures |= {"share_of_time_after_posts_in_100": share, "chance_in_1000": chance}
        says.append(
            said(
                "About %(share)s in a hundred hours lie within a day after an own post; chance alone would "
                "put as many of these times behind own posts %(times)s in a thousand.",
                share=share,
                times=many(chance, "time"),
            )
        )
    return [
        Finding(
            rule="set_off",
            version=VERSION,
            parameters={
                "hours_before": _BEFORE // HOUR,
                "fewest_items": FEWEST_IN_BURST,
                "fewest_times_for_statistics": FEWEST,
            },
            says=in_turn(says),
            figures=figures,
            tables=(
                Table(
                    title="Each of these times, and what came in the day before it",
                    columns=(
                        "from",
                        "until",
                        "messages and calls",
                        "most came from",
                        "accounts",
                        "own posts and comments before",
                        "own messages and calls to them before",
                        "dated lines before",
                        "last of these before it",
                    ),
                    rows=tuple(_row(contact, one) for one in before),
                ),
            ),
            otherwise=(
                "That something came before does not make it the reason.",
                "Who posts or writes daily has a post or a message before everything.",
                "A quarrel has two sides: the own messages before it are part of it.",
            ),
            limits=(
                "What was said aloud, or in a place of which no export was handed in, is not seen.",
                "What is usual is taken from this record. If it has gaps, ordinary days may look busy.",
                *contact.left_out(),
            ),
            rests_on=contact.ids(mask),
        )
    ]


def _posts(contact: Contact) -> NDArray[np.intp]:
    frame = contact.frame
    return np.flatnonzero(frame.is_kind(*_PUBLIC) & (frame.direction == OUT) & contact.to_the_hour)


def _lines(frame: Frame, begin: int) -> list[str]:
    """Dated lines of the day before, and those whose day of the year it is."""
    found: list[str] = []
    for marker in frame.markers:
        if marker.when.at is None:
            continue
        since = begin - marker.when.at
        years = round(since / _YEAR)
        # A line that is known to the day only may lie anywhere in it.
        if 0 <= since <= _BEFORE + DAY * (marker.when.precision == "day"):
            found.append(marker.kind)
        elif years >= 1 and abs(since - years * _YEAR) <= _BEFORE:
            found.append(
                said("%(years)s after %(kind)s", years=many(years, "year"), kind=phrase(marker.kind))
            )
    return found


def _chance(contact: Contact, posts: NDArray[np.intp], count: int, of: int) -> tuple[int, int]:
    """The share of all time within a day after an own post, in 100; and the chance of so many, in 1,000."""
    at = contact.frame.at[contact.rows(contact.every)]
    covered = time_after(np.sort(contact.frame.at[posts]), _BEFORE)
    share = min(1.0, covered / max(1, int(at[-1] - at[0])))
    return round(100 * share), round(1_000 * at_least(count, of, share))


def _row(contact: Contact, one: _Before) -> tuple[Scalar, ...]:
    frame, rows = contact.frame, one.burst.rows
    last = max((int(frame.at[row]) for row in (*one.posts, *one.own)), default=None)
    return (
        moment(contact, int(rows[0])),
        moment(contact, int(rows[-1])),
        len(rows),
        contact.account(one.most),
        one.accounts,
        len(one.posts),
        len(one.own),
        listed(one.lines or ["none"]),
        to_the_minute(last, frame.zone, "minute") if last is not None else None,
    )
