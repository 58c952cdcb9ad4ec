"""Who came back to the person's website again and again: the same pages, the same hours, words searched for.

*What it looks for.* In the logs of the person's own web server: visitors who open one page on far more of
their days than other visitors do; the hours at which they come; words that were searched for; visits with the
same browser name, page and hours whose address changes; requests of sign-in pages that were refused; and
programs that fetch pages. Where an address also stands in a sign-in to one of the person's own accounts, or
in a message of the case, that is told beside it.

*Why it matters.* Somebody may look at a site daily and never write. A log is one of few records of that, and
most servers throw it away after some weeks.

*When it is wrong.* An address is a line or a network, not a person: a school, an office, a mobile network
share one. Anybody may like a page and read it daily. The person and those who keep up the site come back most
of all. Machines try sign-in pages of every site in the world, and search engines fetch everything. The name
of a browser can be made up, and many people use the same.

*Source.* Days on which a visitor opened a page, compared with how usual that page is on other visitors' days
(exact binomial, corrected for all visitors and pages). Occasions are told apart by half an hour. Measured
with `bench/evaluate.py --channels web`: in each of five invented logs of 10,000 requests the daily visitor,
the one who guessed and the program were named, and none of the other addresses; five logs cannot show more
than that. In these logs no address changes.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.chance import at_least
from holdfast.counting.contact import FEWEST, Contact, Mask, many, the_hour
from holdfast.counting.requests import Requests, visitor
from holdfast.counting.tally import moment
from holdfast.formats.local_days import HOUR
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import Frame
from holdfast.model.sentence import in_turn, listed, phrase, said

VERSION = "1"

_SURE = 0.001
_HALF = HOUR // 2
_LISTED = 20
_ONE = 0.8
"""From this share of days on, an address is alone; and from this share of requests on, a habit is one
address's."""

_COMMON = 0.25
"""A page that others open on so many of their days is everybody's: most who come see the front page."""

_OTHERS = 100
"""Fewer pages opened by others in all are too few to compare with."""

_RARE = 0.1
"""A browser name on more than this share of all visitors' days tells nobody apart."""

_WIDE = 1 << 32


@dataclass(frozen=True)
class _Habit:
    """A page that one visitor, or one browser name, asks for on far more days than others do.

    `who` is the place of the visitor or of the browser name; `places` are those of its requests.
    """

    who: int
    page: int
    days: int
    of: int
    usual: float
    chance: float
    places: NDArray[np.intp]


class _Log:
    """The requests as columns, one entry for each of them."""

    def __init__(self, requests: Requests) -> None:
        self.requests = requests
        self.contact = requests.contact
        self.names, self.who = requests.who
        each = requests.each
        self.pages, self.page = _numbered([one.page for one in each])
        self.agents, self.agent = _numbered([one.agent for one in each])
        self.day = self.contact.day[requests.rows]
        self.is_page = np.array([bool(one.page) for one in each], dtype=np.bool_)
        self.is_machine = np.array([one.is_machine for one in each], dtype=np.bool_)
        self.is_sign_in = np.array([one.is_sign_in for one in each], dtype=np.bool_)
        self.is_refused = np.array([one.is_refused for one in each], dtype=np.bool_)

    def moment(self, place: int) -> str:
        return moment(self.contact, int(self.requests.rows[place]))

    def hour(self, places: NDArray[np.intp]) -> str:
        """The fullest hour of the day, and how many requests fall in it."""
        hours = self.contact.local[self.requests.rows[places]] // HOUR % 24
        counts = np.bincount(hours, minlength=24)
        best = int(counts.argmax())
        return said(
            "%(hour)s (%(number)s of %(all)s)",
            hour=the_hour(best),
            number=int(counts[best]),
            all=len(places),
        )

    def occasions(self, places: NDArray[np.intp]) -> int:
        """How many times a visitor came, with half an hour without a request between two."""
        at = self.requests.frame.at[self.requests.rows[places]]
        return int(np.count_nonzero(np.diff(at) >= _HALF)) + 1 if len(at) else 0


def find(frame: Frame) -> list[Finding]:
    """One finding about all visits to the person's website, or none where there is no log."""
    contact = Contact(frame)
    requests = Requests(contact)
    if not len(requests.rows):
        return []
    log = _Log(requests)
    by_person = log.is_page & ~log.is_machine & ~log.is_sign_in
    habits = _habits(log, by_person, log.who)
    roaming = _roaming(log, _habits(log, by_person, log.agent))
    guessing = _guessing(log)
    machines = _machines(log)
    known = _known(contact, {log.names[h.who] for h in habits} | {log.names[w] for w, _ in guessing})
    searched = _searched(log)
    tables = [
        _habit_table(log, habits, known),
        _roaming_table(log, roaming),
        _guessing_table(log, guessing, known),
        searched,
        _often(log),
        _machine_table(log, machines),
    ]
    cited = [h.places for h in (*habits, *roaming)] + [places for _, places in (*guessing, *machines)]
    mask: Mask = np.zeros(len(frame.ids), dtype=np.bool_)
    for places in cited:
        mask[requests.rows[places]] = True
    figures: dict[str, Scalar] = {
        "requests": len(requests.rows),
        "visitors": len(log.names),
        "visitors_with_a_page_of_theirs": len({h.who for h in habits}),
        "habits_with_changing_addresses": len(roaming),
        "visitors_refused_at_sign_in": len(guessing),
        "programs": len(machines),
        "words_searched_for": len(searched.rows),
        "undecided_direction": int(np.count_nonzero(contact.undecided)),
    }
    return [
        Finding(
            rule="visits",
            version=VERSION,
            parameters={
                "fewest_days": FEWEST,
                "chance_at_most": _SURE,
                "occasion_gap_minutes": 30,
                "listed_at_most": _LISTED,
            },
            says=_says(figures),
            figures=figures,
            tables=tuple(table for table in tables if table.rows),
            otherwise=(
                "You, people at your home or work, and those who keep up the site come back most of all.",
                "Anybody may like a page and read it daily; a link or a bookmark may lead to just that one.",
                (
                    "Programs try the sign-in pages of every site in the world, and search engines fetch "
                    "all pages."
                ),
            ),
            limits=(
                (
                    "An address is a line or a network, not a person. Many people may share one, and it may "
                    "change."
                ),
                "The name of a browser and the page that led there can be made up by whoever asks.",
                "Pages that came out of a cache, and logs that were thrown away, are not in it.",
                *contact.left_out(),
            ),
            rests_on=contact.ids(mask),
        )
    ]


def _says(figures: dict[str, Scalar]) -> str:
    visitors, requests = int(figures["visitors"] or 0), int(figures["requests"] or 0)
    own = int(figures["visitors_with_a_page_of_theirs"] or 0)
    says = [
        (
            said(
                "The logs of the website hold %(requests)s from %(addresses)s.",
                requests=many(requests, "request"),
                addresses=many(visitors, "address", "addresses"),
            )
        )
    ]
    if own:
        says.append(
            said(
                "%(addresses)s asked for one page on far more days than others did. This is consistent "
                "with somebody who comes back to look at just that page.",
                addresses=many(own, "address", "addresses"),
            )
        )
    else:
        says.append("No address came back to one page on far more days than others did.")
    if roaming := int(figures["habits_with_changing_addresses"] or 0):
        says.append(
            said(
                "%(times)s the browser name, the page and the hours stayed while the address changed: "
                "consistent with one visitor on a line that changes its address, and with several who "
                "use the same browser.",
                times=many(roaming, "time"),
            )
        )
    if refused := int(figures["visitors_refused_at_sign_in"] or 0):
        says.append(
            said(
                "%(addresses)s tried sign-in pages and were refused.",
                addresses=many(refused, "address", "addresses"),
            )
        )
    return in_turn(says)


def _numbered(values: list[str]) -> tuple[list[str], NDArray[np.int64]]:
    place: dict[str, int] = {}
    numbers = np.fromiter(
        (place.setdefault(v, len(place)) for v in values), dtype=np.int64, count=len(values)
    )
    return list(place), numbers


def _habits(log: _Log, mask: Mask, group: NDArray[np.int64]) -> list[_Habit]:
    """Pages that a group (a visitor, a browser name) asked for on far more visitor-days than the others.

    Linear in the number of requests but for sorting.
    """
    places = np.flatnonzero(mask)
    if not len(places):
        return []
    # A unit is one visitor's day; within it each page counts once.
    _, unit = np.unique(log.who[places] * _WIDE + log.day[places], return_inverse=True)
    page, whose = log.page[places], group[places]
    triples = np.unique(np.stack((whose, unit, page)), axis=1)
    units = np.unique(triples[:2], axis=1)
    days = np.bincount(units[0])
    opened = np.bincount(triples[0], minlength=len(days))
    on_page = np.bincount(triples[2])
    pairs, held = np.unique(triples[0] * len(on_page) + triples[2], return_counts=True)
    enough = held >= FEWEST
    looks = max(1, int(np.count_nonzero(days >= FEWEST))) * max(1, int(np.count_nonzero(on_page)))
    found = []
    for pair, count in zip(pairs[enough].tolist(), held[enough].tolist(), strict=True):
        who, here = divmod(pair, len(on_page))
        others, elsewhere = int(opened.sum() - opened[who]), int(on_page[here] - count)
        if others < _OTHERS:
            continue
        # How usual the page may be among others at the most, and how many pages this one opens in a day.
        most = min(1.0, (elsewhere + 4 + 3 * np.sqrt(elsewhere + 1)) / others)
        usual = 1 - (1 - most) ** (opened[who] / days[who])
        if usual > _COMMON:
            continue
        chance = min(1.0, looks * at_least(count, int(days[who]), float(usual)))
        if chance <= _SURE:
            mine = places[(whose == who) & (page == here)]
            found.append(_Habit(who, here, count, int(days[who]), float(usual), chance, mine))
    return sorted(found, key=lambda habit: (habit.chance, -habit.days, habit.who, habit.page))


def _roaming(log: _Log, habits: list[_Habit]) -> list[_Habit]:
    """Habits of a browser name that go from one address to the next, and are no single one's."""
    found = []
    days = len(np.unique(log.who * _WIDE + log.day))
    for habit in habits:
        who, times = np.unique(log.who[habit.places], return_counts=True)
        if len(who) < 2 or times.max() > _ONE * times.sum() or habit.of > _RARE * days:
            continue
        pairs = np.unique(log.day[habit.places] * len(log.names) + log.who[habit.places])
        in_day = np.unique(pairs // len(log.names), return_counts=True)[1]
        if len(in_day) >= FEWEST and np.mean(in_day == 1) >= _ONE:
            found.append(habit)
    return found


def _guessing(log: _Log) -> list[tuple[int, NDArray[np.intp]]]:
    """Visitors with at least eight requests of sign-in pages that were refused."""
    places = np.flatnonzero(log.is_sign_in & log.is_refused)
    counts = np.bincount(log.who[places], minlength=len(log.names))
    ranked = sorted(np.flatnonzero(counts >= FEWEST).tolist(), key=lambda who: (-int(counts[who]), who))
    return [(who, places[log.who[places] == who]) for who in ranked[:_LISTED]]


def _machines(log: _Log) -> list[tuple[int, NDArray[np.intp]]]:
    """Programs, by the name that they give themselves, with at least eight requests."""
    places = np.flatnonzero(log.is_machine)
    counts = np.bincount(log.agent[places], minlength=len(log.agents))
    ranked = sorted(np.flatnonzero(counts >= FEWEST).tolist(), key=lambda agent: (-int(counts[agent]), agent))
    return [(agent, places[log.agent[places] == agent]) for agent in ranked[:_LISTED]]


def _known(contact: Contact, visitors: set[str]) -> dict[str, str]:
    """Where else in the case an address of these visitors stands: in sign-ins, and in messages."""
    frame = contact.frame
    sign_in = frame.is_kind("sign-in")
    wanted = np.flatnonzero(sign_in | contact.inbound).tolist() if visitors else []
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for row in wanted:
        for address in frame.details[row].addresses:
            if (name := visitor(f"web:{address.ip}")) in visitors:
                is_own = sign_in[row]
                what = phrase("a sign-in to your account") if is_own else contact.account(int(frame.by[row]))
                seen[name][what] += 1
    return {
        name: listed([said("%(what)s (%(number)s)", what=what, number=n) for what, n in times.most_common(3)])
        for name, times in seen.items()
    }


def _habit_table(log: _Log, habits: list[_Habit], known: dict[str, str]) -> Table:
    return Table(
        title="Pages that one address asked for on far more days than others",
        columns=(
            "address",
            "page",
            "days with this page",
            "days in all",
            "of 100 such days, others at most",
            "fullest hour",
            "first",
            "last",
            "times in a million that chance alone does this",
            "browser name",
            "the address also stands in",
        ),
        rows=tuple(
            (
                log.names[h.who],
                log.pages[h.page],
                h.days,
                h.of,
                round(100 * h.usual, 1),
                log.hour(h.places),
                log.moment(int(h.places[0])),
                log.moment(int(h.places[-1])),
                round(h.chance * 1e6, 1),
                log.agents[int(np.bincount(log.agent[h.places]).argmax())][:120] or phrase("not told"),
                known.get(log.names[h.who], "nothing else"),
            )
            for h in habits[:_LISTED]
        ),
    )


def _roaming_table(log: _Log, habits: list[_Habit]) -> Table:
    return Table(
        title="One browser name and one page, with addresses that change",
        columns=(
            "browser name",
            "page",
            "addresses",
            "days with this page",
            "fullest hour",
            "first",
            "last",
            "times in a million that chance alone does this",
        ),
        rows=tuple(
            (
                log.agents[h.who][:120] or phrase("not told"),
                log.pages[h.page],
                len(np.unique(log.who[h.places])),
                len(np.unique(log.day[h.places])),
                log.hour(h.places),
                log.moment(int(h.places[0])),
                log.moment(int(h.places[-1])),
                round(h.chance * 1e6, 1),
            )
            for h in habits[:_LISTED]
        ),
    )


def _guessing_table(log: _Log, found: list[tuple[int, NDArray[np.intp]]], known: dict[str, str]) -> Table:
    return Table(
        title="Refused at sign-in pages",
        columns=("address", "requests refused", "days", "first", "last", "the address also stands in"),
        rows=tuple(
            (
                log.names[who],
                len(places),
                len(np.unique(log.day[places])),
                log.moment(int(places[0])),
                log.moment(int(places[-1])),
                known.get(log.names[who], "nothing else"),
            )
            for who, places in found
        ),
    )


def _machine_table(log: _Log, found: list[tuple[int, NDArray[np.intp]]]) -> Table:
    return Table(
        title="Programs, by the name they give themselves",
        columns=("name", "addresses", "requests", "pages", "first", "last"),
        rows=tuple(
            (
                log.agents[agent][:120],
                len(np.unique(log.who[places])),
                len(places),
                len(np.unique(log.page[places])),
                log.moment(int(places[0])),
                log.moment(int(places[-1])),
            )
            for agent, places in found
        ),
    )


def _searched(log: _Log) -> Table:
    """Words that were searched for on the site, or elsewhere before coming: the rarest say most."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(log.requests.each):
        if one.searched:
            places[one.searched.casefold()].append(place)
    ranked = sorted(places.items(), key=lambda item: (-len({int(log.day[p]) for p in item[1]}), item[0]))
    return Table(
        title="Words that visitors searched for, on most days first",
        columns=("words", "days", "addresses", "times", "first", "last"),
        rows=tuple(
            (
                words,
                len({int(log.day[p]) for p in held}),
                len({int(log.who[p]) for p in held}),
                len(held),
                log.moment(held[0]),
                log.moment(held[-1]),
            )
            for words, held in ranked[:_LISTED]
        ),
    )


def _often(log: _Log) -> Table:
    """Those who came on most days, whatever they looked at; programs that say so are left out."""
    places = np.flatnonzero(~log.is_machine)
    pairs = np.unique(log.who[places] * _WIDE + log.day[places])
    days = np.bincount(pairs // _WIDE, minlength=len(log.names))
    ranked = sorted(np.flatnonzero(days >= FEWEST).tolist(), key=lambda who: (-int(days[who]), who))[:_LISTED]
    order = places[np.argsort(log.who[places], kind="stable")]
    begins = np.searchsorted(log.who[order], np.arange(len(log.names) + 1))
    held = {who: order[begins[who] : begins[who + 1]] for who in ranked}
    return Table(
        title="Addresses that came on most days",
        columns=("address", "days", "occasions", "requests", "pages", "fullest hour", "first", "last"),
        rows=tuple(
            (
                log.names[who],
                int(days[who]),
                log.occasions(held[who]),
                len(held[who]),
                len(np.unique(log.page[held[who]])),
                log.hour(held[who]),
                log.moment(int(held[who][0])),
                log.moment(int(held[who][-1])),
            )
            for who in ranked
        ),
    )
