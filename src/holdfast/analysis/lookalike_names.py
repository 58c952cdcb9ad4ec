"""Names that pass for the person's own, or for those of people they write with.

*What it looks for.* Accounts whose display name, handle or mail domain a hurried reader could take for one of
the person's own, or of somebody with whom messages go both ways or whom the person named: letters of another
alphabet or digits that look like the real ones, an invisible sign, a sign doubled, left out, swapped or
mistyped, a word such as "real" or "official" added. Every name that an account was ever shown under is looked
at. For each: in which way the names are alike, when it was first seen, and how much came from it. Links to
sites with such a name stand beside them. An account that calls itself a parody or a fan is marked so.

*Why it matters.* Somebody can write in another's name, to the person or to people around them. Most services
take a report of that, and ask since when, and which account is the real one.

*When it is wrong.* Many people share a name. People have second accounts and change their address; so does
the person. Services write in the name of whoever used them. Parody and criticism can be lawful. Of 655 names
chosen by people on IRC, 23 in a million unrelated pairs are taken for alike; among given names it is more
(168 in a million of 483 such), as people are often called alike. Short names are only looked at for signs
that stand for others: Anna and Ana are two people.

*Source.* Unicode Technical Standard 39, section 4, for signs that look alike; symmetric deletion for slips of
one sign (W. Garbe, 2012). Measured with `bench/evaluate_names.py`: each of eleven disguises of 600 names is
recognised in at least 95 of 100 cases.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.contact import Contact, many, yes_or_no
from holdfast.counting.correspondents import FEWEST_EACH_WAY, correspondents
from holdfast.counting.identities import domain_of, is_distinct, is_program, main_label, names_of, plain_host
from holdfast.counting.likeness import ADDED, DOUBLED, SAME, SIGNS, SWAPPED, Names
from holdfast.counting.newcomers import first_rows
from holdfast.counting.tally import moment, moment_if_known
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import OUT, Frame
from holdfast.model.sentence import in_turn, phrase, said

VERSION = "1"

_BY_CHANCE = 23
"""Of a million pairs of unrelated names, so many are taken for alike."""

_DOMAIN = phrase("a mail domain that looks like it")
_SURE = (SAME, SIGNS, SWAPPED, DOUBLED)
_LONG = 8
"""Domains with fewer signs differ by one of them often enough, as those of mail services do."""

_HOST = re.compile(r"https?://(?:[^/@\s]*@)?([^/:?#\s]+)", re.IGNORECASE)
_SAYS_SO = re.compile(
    r"\b(?:parody|fan|fans|fake|unofficial|not|tribute|satire|archive)\b|(?i:parod|satir|fanpage)"
)
_COLUMNS = (
    "account", "looks like", "name", "name it looks like", "in which way", "first entry", "last entry",
    "entries", "calls itself a parody or a copy",
)  # fmt: skip


class _Match(NamedTuple):
    """An account that looks like another, and the names by which it does."""

    account: int
    like: int
    name: str
    its: str
    how: str


class _Compared:
    """All accounts, compared with those to be looked out for."""

    def __init__(self, contact: Contact) -> None:
        self.frame = frame = contact.frame
        self.both = correspondents(contact)
        self.first = first_rows(frame)
        told = {relation.account for relation in frame.relations}
        named = np.array([account in told for account in frame.accounts], dtype=np.bool_)
        watched = frame.mine | self.both | named
        names = names_of(frame)
        known = [(name, a) for a in np.flatnonzero(watched).tolist() for name in names[a]]
        self._known, self._names = known, Names([name for name, _ in known])
        # What is a domain of the person's own and of others is theirs.
        accounts = [*np.flatnonzero(self.both | named).tolist(), *np.flatnonzero(frame.mine).tolist()]
        self._hosts = {h: a for a in accounts if (h := domain_of(frame, a))}
        self._listed = list(self._hosts)
        self._domains = Names([main_label(host) for host in self._listed])
        self.watched, self.pairs = len(known), 0
        self.found: dict[tuple[int, int], _Match] = {}
        self.ordinary = self.programs = 0
        for account, row in sorted(self.first.items(), key=lambda one: one[1]):
            if frame.mine[account] or named[account] or frame.direction[row] == OUT:
                continue
            matches = [*self._by_name(account, names[account]), *self._by_domain(account)]
            if matches and is_program(frame, account, row):
                self.programs += 1
                continue
            for match in matches:
                self.found.setdefault((account, match.like), match)

    def _by_name(self, account: int, names: list[str]) -> Iterable[_Match]:
        for name in names:
            self.pairs += len(self._known)
            for place, how in self._names.like(name):
                its, like = self._known[place]
                if like == account:
                    continue
                # Whoever is written with both ways, and whoever has a common name, may well be called so.
                if how != SIGNS and (self.both[account] or not is_distinct(its)):
                    self.ordinary += 1
                elif not self.both[account] or self.first[account] > self.first.get(like, -1):
                    yield _Match(account, like, name, its, how)

    def _by_domain(self, account: int) -> Iterable[_Match]:
        if host := domain_of(self.frame, account):
            for known, like in self.passed_for(host).items():
                yield _Match(account, like, host, known, _DOMAIN)

    def passed_for(self, host: str) -> dict[str, int]:
        """The known domains that a host could be taken for, each with an account that has it."""
        labels = host.split(".")
        if any(".".join(labels[n:]) in self._hosts for n in range(len(labels))):
            return {}
        inside = (".".join(labels[n:m]) for n in range(len(labels)) for m in range(n + 2, len(labels)))
        found = {known: self._hosts[known] for known in inside if known in self._hosts}
        label = main_label(host)
        for place, how in self._domains.like(label):
            known = self._listed[place]
            its = main_label(known)
            # The same label under another ending is often the same house, in another country.
            if label != its and (how in _SURE or len(its) >= _LONG):
                found[known] = self._hosts[known]
        return found


def find(frame: Frame) -> list[Finding]:
    """One finding about all accounts and sites with such names, or none."""
    contact = Contact(frame)
    compared = _Compared(contact)
    sites = _sites(compared)
    matches = list(compared.found.values())
    if not (matches or sites):
        return []
    own = [m for m in matches if frame.mine[m.like]]
    others = [m for m in matches if not frame.mine[m.like]]
    accounts = {m.account for m in matches}
    written = np.isin(frame.by, list(accounts))
    mask = written.copy()
    mask[[row for rows in sites.values() for row in rows]] = True
    counts = np.bincount(frame.by[written], minlength=len(frame.accounts))
    last = {int(by): row for row, by in enumerate(frame.by.tolist()) if by in accounts and contact.timed[row]}
    tables = [
        Table(
            title=title,
            columns=_COLUMNS,
            rows=tuple(_row(contact, m, compared.first[m.account], last, counts) for m in _ranked(some)),
        )
        for title, some in (
            ("Accounts that look like one of the person's own", own),
            ("Accounts that look like somebody they write with", others),
        )
        if some
    ]
    if sites:
        tables.append(_table_of_sites(contact, sites))
    signs = len({m.account for m in matches if m.how == SIGNS})
    figures: dict[str, Scalar] = {
        "accounts": len(accounts),
        "like_own": len({m.account for m in own}),
        "like_others": len({m.account for m in others}),
        "with_signs_that_stand_for_others": signs,
        "sites": len(sites),
        "names_looked_out_for": compared.watched,
        "pairs_compared": compared.pairs,
        "alike_by_chance_among_so_many": round(compared.pairs * _BY_CHANCE / 1e6, 1),
        "common_or_known_names_left_out": compared.ordinary,
        "programs_left_out": compared.programs,
        "undecided_direction": int(np.count_nonzero(contact.undecided)),
    }
    return [
        Finding(
            rule="lookalike_names",
            version=VERSION,
            parameters={"fewest_each_way": FEWEST_EACH_WAY, "by_chance_in_a_million": _BY_CHANCE},
            says=_says(figures),
            figures=figures,
            tables=tuple(tables),
            otherwise=(
                "Many people share a name, and some choose the same one for an account.",
                "It may be a second account, or a new address, of the very person it looks like.",
                "It may be an old account of the person's own: named as theirs, it is left out.",
                "A parody, a fan's page or a critic's may be lawful, and some say so in their name.",
            ),
            limits=(
                "A name does not say who uses an account.",
                said(
                    "People with fewer than %(fewest_each_way)s messages each way are looked out for if "
                    "named.",
                    fewest_each_way=FEWEST_EACH_WAY,
                ),
                said(
                    "Likenesses of short names, or among people written with, left out: %(ordinary)s.",
                    ordinary=compared.ordinary,
                ),
                said(
                    "Programs, which send in the name of whoever used them, left out: %(programs)s.",
                    programs=compared.programs,
                ),
                "Pictures of accounts are not compared here, as most exports do not give them.",
                *contact.left_out(),
            ),
            rests_on=contact.ids(mask),
        )
    ]


def _says(figures: dict[str, Scalar]) -> str:
    accounts = int(figures["accounts"] or 0)
    signs = figures["with_signs_that_stand_for_others"]
    says = said(
        "%(accounts)s a name or a mail domain that passes for another: %(like_own)s for one of "
        "the person's own, %(like_others)s for that of somebody they write with. In %(signs)s of "
        "them signs stand for others that look like them. This is consistent with writing in "
        "another's name, and with people who are called alike.",
        accounts=many(accounts, "account has", "accounts have"),
        like_own=figures["like_own"],
        like_others=figures["like_others"],
        signs=signs,
    )
    sites = int(figures["sites"] or 0)
    links = (
        [said("%(sites)s with such a name occurred in links.", sites=many(sites, "site", "sites"))]
        if sites
        else []
    )
    return in_turn([says if accounts else phrase("No account passes for another."), *links])


def _ranked(matches: list[_Match]) -> list[_Match]:
    """Signs that stand for others first, the very same name last."""
    order = {SIGNS: 0, _DOMAIN: 1, ADDED: 3, SAME: 4}
    return sorted(matches, key=lambda m: order.get(m.how, 2))


def _row(
    contact: Contact, match: _Match, first: int, last: dict[int, int], counts: NDArray[np.intp]
) -> tuple[Scalar, ...]:
    says_so = _SAYS_SO.search(match.name) and not _SAYS_SO.search(match.its)
    return (
        contact.account(match.account),
        contact.account(match.like),
        match.name,
        match.its,
        match.how,
        moment(contact, first),
        moment(contact, last[match.account]),
        int(counts[match.account]),
        yes_or_no(bool(says_so)),
    )


def _sites(compared: _Compared) -> dict[str, list[int]]:
    """Hosts in links that pass for a known domain or hold the person's own name: the rows of each."""
    frame = compared.frame
    names = names_of(frame)
    own = Names([n for a in np.flatnonzero(frame.mine).tolist() for n in names[a] if is_distinct(n)])
    rows: dict[str, list[int]] = defaultdict(list)
    theirs: set[str] = set()
    for row, text in enumerate(frame.text):
        if "://" not in text and not frame.details[row].links:
            continue
        links = [*_HOST.findall(text), *(h for link in frame.details[row].links for h in _HOST.findall(link))]
        for host in {plain_host(link) for link in links}:
            if frame.direction[row] == OUT:
                theirs.add(host)
            else:
                rows[host].append(row)
    mail = {domain_of(frame, a) for a in range(len(frame.accounts))}
    return {
        host: some
        for host, some in rows.items()
        if host not in theirs
        and host not in mail
        and (own.like(main_label(host)) or compared.passed_for(host))
    }


def _table_of_sites(contact: Contact, sites: dict[str, list[int]]) -> Table:
    return Table(
        title="Links to sites with such a name",
        columns=("site", "times", "first", "first entry"),
        rows=tuple(
            (
                host,
                len(rows),
                moment_if_known(contact, rows[0]),
                contact.frame.ids[rows[0]][:8],
            )
            for host, rows in sites.items()
        ),
    )
