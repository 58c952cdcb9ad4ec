"""Accounts that share more than chance explains: kinds of evidence side by side, for one hand and against.

*What it looks for.* Each two accounts of others are looked at by separate kinds of evidence: rare words
that both favour; programs, addresses, links and signatures that hardly anybody else shows; a new account
soon after a dated line that names the other; telephone numbers that begin alike; whether both wrote at
once, or one only after the other; and how alike they write. A pair is listed where one kind says more than
chance would do anywhere in this record. Each kind has a line of its own, for or against. Writing is
compared on the account's own words: quotes, forwarded texts, near copies and what lists send are left out.
Words and writing are compared only among accounts that write in one language, as the words they share tell.
How alike two accounts write is measured against how alike the other accounts of this very record do, and
told as a likelihood ratio, never above 100, with the range in which it lies for 9 of 10 draws of the
messages: once by itself, and once together with the rare words, which are of the same text and count for
half there. With fewer than 5 messages or 60 words there is too little text; with fewer than 15 other
accounts there is too little to compare with.

*Why it matters.* Somebody who was blocked can come back under another name. Seen together, several accounts
can be one course of conduct. Whether they are one, a person decides, and can take it back.

*When it is wrong.* People who share a home, a telephone, a school, a dialect or a circle of friends share
words and ways of writing. One workplace or provider gives one program and one address. Many people copy
texts. Languages that are near each other may be taken for one. On writers that were not learned from (44 to
325 people of Ubuntu's chat, two accounts each, on different days) two accounts of one writer were told from
two writers' with an AUC of 0.75 at 5 messages each, 0.85 at 10, 0.93 at 20 and 0.99 at 50; Cllr 0.86, 0.68,
0.48 and 0.25. A ratio of 10 or more was given to about 1 in 100 pairs of different writers, one of 100 to at
most 1 in 1,000; in the smallest records to 2 in 100 and 1 in 500. It was measured on one kind of chat, in
English. Nobody there tried to write like somebody else, or unlike themselves, and no program wrote for them:
against that it was never tested. In invented records with planted accounts that share a part of a style (five
never used before, four channels, 380 pairs; `bench/evaluate_alias.py`), 92 of 100 pairs that were listed were
planted ones and none were two of one household; of the planted pairs in mails 58 of 100 were listed, of those
in short messages 1 of 100. A judge who is told how these records were made (`bench/alias_ceiling.py`) finds
96 of 100 in mails and 50 to 65 of 100 in short messages. That a pair is not listed says nothing.

*Source.* Comparison against a cohort of the same record as in the recognition of voices (S-norm); the cost
of a likelihood ratio as in N. Brümmer and J. du Preez, "Application-independent evaluation of speaker
detection" (2006). Learned from Ubuntu IRC logs (Kummerfeld and others, ACL 2019, CC BY 4.0).
"""

from dataclasses import dataclass, field

import numpy as np

from holdfast.counting.contact import Contact, many
from holdfast.counting.hand_evidence import Evidence, Kind, Line
from holdfast.counting.own_words import MOST_ACCOUNTS
from holdfast.counting.writing import FEWEST_MESSAGES, FEWEST_OTHERS, FEWEST_WORDS, MOST
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import Frame
from holdfast.model.sentence import in_turn, phrase, said

VERSION = "3"

CHANCE = 0.5
"""A pair is listed when at most so many pairs of this record would show as much by chance."""

_MOST_LISTED = 60
_SAID = {
    True: phrase("you say they belong together"),
    False: phrase("you say they do not"),
    None: phrase("not decided"),
}


def find(frame: Frame) -> list[Finding]:
    """One finding about all pairs that are listed, or none."""
    contact = Contact(frame)
    evidence = Evidence(contact)
    listed = [
        _Pair(pair, because, chance) for pair, because, chance in evidence.candidates() if chance <= CHANCE
    ]
    listed.sort(key=lambda one: (one.chance, one.pair))
    if not listed:
        return []
    shown = listed[:_MOST_LISTED]
    for one in shown:
        one.lines = evidence.lines(*one.pair)
    told = {link.accounts: link.is_one for link in frame.links}
    mask = np.zeros(len(frame.ids), dtype=np.bool_)
    for one in shown:
        mask[[row for line in one.lines for row in line.rows]] = True
    accounts = {account for one in listed for account in one.pair}
    return [
        Finding(
            rule="switched_accounts",
            version=VERSION,
            parameters={
                "chance_pairs_at_most": CHANCE,
                "fewest_messages": FEWEST_MESSAGES,
                "fewest_words": FEWEST_WORDS,
                "fewest_other_accounts": FEWEST_OTHERS,
                "largest_ratio": int(MOST),
                "most_accounts": MOST_ACCOUNTS,
                "writing_model": evidence.model.version,
            },
            says=in_turn(
                [
                    said(
                        "%(pairs)s more than chance explains in this record, %(accounts)s in all.",
                        pairs=many(len(listed), "pair of accounts shares", "pairs of accounts share"),
                        accounts=many(len(accounts), "account"),
                    ),
                    said(
                        "This is consistent with one hand behind both, and with people who share a home, "
                        "a program, a circle or a way of writing. %(compared)s compared. Nothing is joined: "
                        "you decide.",
                        compared=many(evidence.compared, "pair was", "pairs were"),
                    ),
                ]
            ),
            figures={
                "pairs": len(listed),
                "accounts": len(accounts),
                "pairs_compared": evidence.compared,
                "accounts_with_enough_text": len(evidence.hands),
                "accounts_left_out": evidence.left_out,
                "undecided_direction": int(np.count_nonzero(contact.undecided)),
            },
            tables=(
                Table(
                    title="Each pair, the least likely by chance first",
                    columns=(
                        "number",
                        "account",
                        "other account",
                        "listed for",
                        "so many pairs by chance in this record",
                        "for",
                        "against",
                        "what you said",
                    ),
                    rows=tuple(_row(contact, number, one, told) for number, one in enumerate(shown, 1)),
                ),
                Table(
                    title="Each kind of evidence by itself",
                    columns=("pair", "kind", "points", "what was seen"),
                    rows=tuple(
                        (number, phrase(line.kind), phrase(line.points), line.seen)
                        for number, one in enumerate(shown, 1)
                        for line in one.lines
                    ),
                ),
                Table(
                    title="The keys of these accounts",
                    columns=("pair", "account", "other account"),
                    rows=tuple(
                        (number, *(contact.frame.accounts[place] for place in one.pair))
                        for number, one in enumerate(shown, 1)
                    ),
                ),
            ),
            otherwise=(
                "People of one home, one school or one circle use the same words and the same devices.",
                "A workplace, a provider or an app gives many people the same program, address or signature.",
                "People quote each other, pass texts on, and write about the same things.",
                "Somebody may have imitated how another one writes.",
            ),
            limits=_limits(contact, evidence, shown, len(listed) - len(shown)),
            rests_on=contact.ids(mask),
        )
    ]


@dataclass
class _Pair:
    """Two accounts (places, in order), the kind that they are listed for, and how many chance would list."""

    pair: tuple[int, int]
    because: Kind
    chance: float
    lines: list[Line] = field(default_factory=list)


def _row(contact: Contact, number: int, one: _Pair, told: dict[tuple[str, str], bool]) -> tuple[Scalar, ...]:
    accounts = contact.frame.accounts
    first, second = sorted(accounts[place] for place in one.pair)
    points = [line.points for line in one.lines]
    return (
        number,
        *(contact.account(place) for place in one.pair),
        phrase(one.because),
        round(one.chance, 4) if one.chance >= 1e-4 else phrase("fewer than 0.0001"),
        points.count("for"),
        points.count("against"),
        _SAID[told.get((first, second))],
    )


def _limits(contact: Contact, evidence: Evidence, shown: list[_Pair], unlisted: int) -> tuple[str, ...]:
    limits = [
        "An account is not a person. A pair that is not listed may still have one hand behind it.",
        "Words and writing come from the same text: together, a rare word counts for half.",
        "Pictures of accounts, time zones of senders and what somebody knows are not compared here.",
        "Somebody who disguises their writing, or has a program write, is not found by it.",
    ]
    if any(one.because == "writing, among few" for one in shown):
        limits.append(
            "Where a pair is listed for writing among few, something else had picked these few out: "
            "how many chance makes is counted among them."
        )
    if evidence.left_out:
        limits.append(
            said(
                "Left out: %(accounts)s with less text; no more than %(most)s are.",
                accounts=many(evidence.left_out, "account"),
                most=MOST_ACCOUNTS,
            )
        )
    if unlisted > 0:
        limits.append(said("%(more)s not shown.", more=many(unlisted, "more pair is", "more pairs are")))
    return (*limits, *contact.left_out())
