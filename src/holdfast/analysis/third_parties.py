"""Contact that reaches people around the person, and what is said of the person before others.

*What it looks for.* Entries that somebody sent to accounts which the person named as family, friends, work or
school, also as a copy. Texts that were said in several places, or to several people, in nearly the same
words. Entries before others, such as posts, comments and groups, with words that accuse somebody; words that
turn the roles round, so that the person is said to be the one who bothers others; and notices that somebody
complained. The same words in what the person wrote are counted beside them.

*Why it matters.* Reaching the people around somebody is a way of reaching them. One claim in many places is
easily overlooked, because each place shows it once.

*When it is wrong.* Friends in common write to each other. A mail to many people has good reasons most of the
time. A list of words finds songs, jokes and quotations, and misses what is said in other words; it cannot
tell whom a claim is about, nor whether it is true. Both sides of a quarrel use such words. An employer who
gets a complaint has to write about it.

*Source.* Counting, with word lists in seven languages; nearly equal texts as in the rule about the same text.
"""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from holdfast.counting.claims import Claim, claims
from holdfast.counting.contact import Contact, Mask, many, yes_or_no
from holdfast.counting.copies import near_copies
from holdfast.counting.tally import moment
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import OUT, Frame
from holdfast.model.sentence import in_turn, names_listed, phrase, said

VERSION = "1"

_LISTED = 40
_PUBLIC = ("post", "comment")
_SAID = ("message", "post", "comment", "incident", "notice")
_HEADS = {
    "roles turned round": phrase("words that turn the roles round"),
    "complaint received": phrase("notices of a complaint"),
    "damaging claim": phrase("words that accuse, before others"),
}


class _Around:
    """The entries of a frame, by whom they reach."""

    def __init__(self, contact: Contact) -> None:
        self.contact, self.frame = contact, contact.frame
        frame = contact.frame
        place = {key: number for number, key in enumerate(frame.accounts)}
        self.related = {place[r.account]: r.kind for r in frame.relations if r.account in place}
        self.named = {place[key] for key in contact.named if key in place}
        self.own = (frame.direction == OUT) | np.concatenate((frame.mine, [False]))[frame.by]
        self.said = contact.rows(np.asarray(frame.is_kind(*_SAID) & ~contact.undecided))
        self._groups = _groups(frame)

    def is_before_others(self, row: int) -> bool:
        """Whether more than the person could read it: published, in a group, or sent to others as well."""
        frame = self.frame
        if frame.kinds[frame.kind[row]] in _PUBLIC or int(frame.by[row]) in self.related:
            return True
        others = any(not frame.mine[to] and to != frame.by[row] for to in frame.to[row])
        return others or (int(frame.service[row]), int(frame.thread[row])) in self._groups

    def where(self, row: int) -> tuple[int, int, int]:
        """The place in which it stands: service, conversation and, where none is told, the account."""
        thread = int(self.frame.thread[row])
        return int(self.frame.service[row]), thread, -1 if thread else int(self.frame.by[row])


def find(frame: Frame) -> list[Finding]:
    """One finding about all that reaches others, or none."""
    contact = Contact(frame)
    around = _Around(contact)
    reached = _reached(around)
    claimed = _claimed(around)
    copies = _copies(around, {row for rows in claimed.values() for row in rows})
    own = {kind: [row for row in rows if around.own[row]] for kind, rows in claimed.items()}
    theirs = {kind: [row for row in rows if not around.own[row]] for kind, rows in claimed.items()}
    if not reached and not copies and not any(theirs.values()):
        return []
    mask: Mask = np.zeros(len(frame.ids), dtype=np.bool_)
    for rows in (*reached.values(), *claimed.values(), *copies):
        mask[rows] = True
    figures: dict[str, Scalar] = {
        "people_around_named": len(around.related),
        "accounts_that_reached_them": len(reached),
        "entries_that_reached_them": len({row for rows in reached.values() for row in rows}),
        "texts_in_several_places": len(copies),
        **{f"{_key(kind)}_theirs": len(theirs[kind]) for kind in theirs},
        **{f"{_key(kind)}_own": len(own[kind]) for kind in own},
        "undecided_direction": int(np.count_nonzero(contact.undecided)),
    }
    tables = (
        _reached_table(around, reached),
        _claim_table(around, theirs, own),
        _copy_table(around, copies),
        _each(around, theirs),
    )
    return [
        Finding(
            rule="third_parties",
            version=VERSION,
            parameters={"fewest_words_of_a_text": 8, "listed_at_most": _LISTED},
            says=_says(figures),
            figures=figures,
            tables=tuple(table for table in tables if table.rows),
            otherwise=(
                "Friends and colleagues in common write to each other, and put each other in copy.",
                "Words that accuse stand in songs, jokes and quotations, and in quarrels on both sides.",
                "Somebody may complain in good faith, and a service has to say so.",
                "Journalists, officials and people who collect debts ask around for their work.",
            ),
            limits=(
                "A list of words cannot tell whom a claim is about, or whether it is true.",
                "Whether a claim may be made is a question for a lawyer.",
                "People around the person should be asked before what they wrote is handed over.",
                "What was said to others is seen only where their copy, or a public page, was handed in.",
                "How often chance alone does this is not asked: these are entries to read, not a pattern.",
                *contact.left_out(),
            ),
            rests_on=contact.ids(mask),
        )
    ]


def _says(figures: dict[str, Scalar]) -> str:
    def number(name: str) -> int:
        return int(figures[name] or 0)

    says = []
    if number("people_around_named"):
        entries = many(number("entries_that_reached_them"), "entry", "entries")
        accounts = many(number("accounts_that_reached_them"), "account")
        people = many(number("people_around_named"), "account")
        says.append(
            said(
                "Of %(people)s named as people around the person, %(entries)s from %(accounts)s went to "
                "some as well.",
                people=people,
                entries=entries,
                accounts=accounts,
            )
        )
    if number("texts_in_several_places"):
        texts = many(number("texts_in_several_places"), "text stands", "texts stand")
        says.append(
            said(
                "%(texts)s in several places, or with several people, in nearly the same words.", texts=texts
            )
        )
    if number("damaging_claim_theirs"):
        theirs = many(number("damaging_claim_theirs"), "entry", "entries")
        says.append(
            said(
                "Words that accuse somebody stand in %(theirs)s of others that more people could read, "
                "and in %(own)s of the person's own.",
                theirs=theirs,
                own=number("damaging_claim_own"),
            )
        )
    if number("roles_turned_round_theirs"):
        theirs = many(number("roles_turned_round_theirs"), "entry", "entries")
        says.append(
            said(
                "In %(theirs)s others use words by which somebody else is the one who bothers them; the "
                "person's own entries have such words %(times)s.",
                theirs=theirs,
                times=many(number("roles_turned_round_own"), "time"),
            )
        )
    if number("complaint_received_theirs"):
        notices = many(number("complaint_received_theirs"), "entry says", "entries say")
        says.append(said("%(notices)s that somebody complained.", notices=notices))
    return in_turn(says)


def _key(kind: str) -> str:
    return kind.replace(" ", "_")


def _groups(frame: Frame) -> set[tuple[int, int]]:
    """Conversations in which at least two accounts that are not the person's own wrote."""
    rows = np.flatnonzero((frame.by >= 0) & (frame.thread > 0))
    rows = rows[~frame.mine[frame.by[rows]]]
    if not len(rows):
        return set()
    triples = np.unique(np.stack((frame.service[rows], frame.thread[rows], frame.by[rows])), axis=1)
    pairs, counts = np.unique(triples[:2], axis=1, return_counts=True)
    return {(int(s), int(t)) for s, t in pairs[:, counts >= 2].T}


def _reached(around: _Around) -> dict[int, list[int]]:
    """By author, neither the person nor around them: entries that went to somebody around the person."""
    frame = around.frame
    found: dict[int, list[int]] = defaultdict(list)
    if around.related:
        for row in around.said.tolist():
            by = int(frame.by[row])
            if (
                by >= 0
                and not around.own[row]
                and by not in around.related
                and around.related.keys() & set(frame.to[row])
            ):
                found[by].append(row)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def _claimed(around: _Around) -> dict[Claim, list[int]]:
    """By kind of claim: entries that hold its words. What accuses counts only where others could read it."""
    frame = around.frame
    found: dict[Claim, list[int]] = {"damaging claim": [], "roles turned round": [], "complaint received": []}
    for row in around.said.tolist():
        for kind in claims(f"{frame.subject[row]}\n{frame.text[row]}"):
            if kind != "damaging claim" or around.is_before_others(row):
                found[kind].append(row)
    return found


def _copies(around: _Around, claimed: set[int]) -> list[list[int]]:
    """Texts of others in nearly the same words in two places, of those that reach others or accuse."""
    frame = around.frame
    rows = [
        row
        for row in around.said.tolist()
        if not around.own[row]
        and (
            row in claimed
            or int(frame.by[row]) in around.related
            or int(frame.by[row]) in around.named
            or frame.kinds[frame.kind[row]] in _PUBLIC
        )
    ]
    groups = ([rows[place] for place in group] for group in near_copies([frame.text[row] for row in rows], 2))
    return [group for group in groups if len({around.where(row) for row in group}) > 1]


def _reached_table(around: _Around, reached: dict[int, list[int]]) -> Table:
    frame, contact = around.frame, around.contact
    return Table(
        title="Entries that went to people around the person as well",
        columns=("from", "named with a dated line", "entries", "went to", "people", "first", "last"),
        rows=tuple(
            (
                contact.account(by),
                yes_or_no(by in around.named),
                len(rows),
                ", ".join(
                    sorted(
                        {around.related[to] for row in rows for to in frame.to[row] if to in around.related}
                    )
                ),
                len({to for row in rows for to in frame.to[row] if to in around.related}),
                moment(contact, rows[0]),
                moment(contact, rows[-1]),
            )
            for by, rows in list(reached.items())[:_LISTED]
        ),
    )


def _claim_table(around: _Around, theirs: dict[Claim, list[int]], own: dict[Claim, list[int]]) -> Table:
    frame, contact = around.frame, around.contact
    return Table(
        title="Words that accuse, by whom they were used",
        columns=(
            "what",
            "entries of others",
            "their accounts",
            "places",
            "first",
            "last",
            "the person's own entries",
        ),
        rows=tuple(
            (
                _HEADS[kind],
                len(rows),
                len({int(frame.by[row]) for row in rows}),
                len({around.where(row) for row in rows}),
                moment(contact, rows[0]),
                moment(contact, rows[-1]),
                len(own[kind]),
            )
            for kind, rows in theirs.items()
            if rows
        ),
    )


def _copy_table(around: _Around, copies: list[list[int]]) -> Table:
    frame, contact = around.frame, around.contact
    return Table(
        title="Texts in several places, the most often first",
        columns=(
            "times",
            "places",
            "accounts",
            "services",
            "passed on by people around",
            "first",
            "last",
            "first entry",
        ),
        rows=tuple(
            (
                len(rows),
                len({around.where(row) for row in rows}),
                len({int(frame.by[row]) for row in rows}),
                _listed(frame.services[frame.service[row]] for row in rows),
                sum(int(frame.by[row]) in around.related for row in rows),
                moment(contact, rows[0]),
                moment(contact, rows[-1]),
                frame.ids[rows[0]][:8],
            )
            for rows in copies[:_LISTED]
        ),
    )


def _each(around: _Around, theirs: dict[Claim, list[int]]) -> Table:
    """Entries to read first: the roles turned round, complaints, then claims."""
    frame, contact = around.frame, around.contact
    rows = [
        (kind, row)
        for kind in ("roles turned round", "complaint received", "damaging claim")
        for row in theirs[kind]
    ][:_LISTED]
    return Table(
        title="Entries with such words, to be read",
        columns=("what", "when", "account", "service", "entry"),
        rows=tuple(
            (
                _HEADS[kind],
                moment(contact, row),
                contact.account(int(frame.by[row])),
                frame.services[frame.service[row]],
                frame.ids[row][:8],
            )
            for kind, row in rows
        ),
    )


def _listed(names: Iterable[str]) -> str:
    return names_listed(sorted(set(names)))
