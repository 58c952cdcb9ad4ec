"""What others showed that they know: things the person told as known to few, and where they could have it
from.

*What it looks for.* In every entry of others, the words that the person told the case to look for: a street,
a plan, a name, a number plate. For each account that used such words: when first and how often; and which
earlier entries could have told it: the person's own posts and comments, own messages to that account or in
that conversation, pictures with a position that were sent or published, or somebody else's entry. Where there
is none in the record, that is said. Beside it stands how many other accounts use the same words.

*Why it matters.* That somebody names a street or a plan can show that they watch, ask around, or read along.
It can also show that the person told it themselves, long ago: this is why both are looked for.

*When it is wrong.* Words that many people know are no secret. A guess can be right. What was said aloud, told
by friends, printed, or posted where no export reaches is not in the record. A word may mean something else.

*Source.* Looking for the words, without accents and capital letters, as whole words.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from holdfast.counting.contact import Contact, Mask, many
from holdfast.counting.tally import moment
from holdfast.formats.skeleton import folded
from holdfast.model.fact import Fact
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import OUT, Frame
from holdfast.model.sentence import phrase, said

VERSION = "1"

_PUBLIC = ("post", "comment")
_SAID = ("message", "post", "comment", "incident", "notice", "picture", "recording", "invitation", "call")
_POSITION = "private:exif:GPS position"
_LISTED = 60
_LONGEST = 8_000
_SHORTEST = 3
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class _Knowing:
    """One account that used the words of one fact: its rows, and the latest earlier row that could have told
    it.

    `told_by` says in words what that row is; `told` is -1 where there is none.
    """

    fact: int
    by: int
    rows: list[int]
    told: int
    told_by: str


_PLACES = ("place", "home", "workplace", "school")


def find(frame: Frame) -> list[Finding]:
    """One finding about all told facts that others used, or none where none was told or used."""
    contact = Contact(frame)
    looked = [
        (number, fact) for number, fact in enumerate(frame.facts, 1) if len(_words(fact.words)) >= _SHORTEST
    ]
    if not looked:
        return []
    used = _used(contact, looked)
    found = [one for number, fact in looked for one in _knowing(contact, number, fact, used[number])]
    if not found:
        return []
    found.sort(key=lambda one: (one.rows[0], one.fact, one.by))
    unexplained = [one for one in found if one.told < 0]
    mask: Mask = np.zeros(len(frame.ids), dtype=np.bool_)
    for one in found:
        mask[one.rows] = True
        if one.told >= 0:
            mask[one.told] = True
    facts = dict(looked)
    users = {number: len({one.by for one in found if one.fact == number}) for number in facts}
    accounts, uses = len({one.by for one in found}), many(len(found), "time")
    says = said(
        "%(used)s of %(things)s that the person told the case to look for stand in entries of "
        "others, from %(accounts)s. %(times)s an account used one for the first time; before "
        "%(explained)s of these the record holds an entry that could have told it, before "
        "%(unexplained)s it holds none.",
        used=len({one.fact for one in found}),
        things=many(len(looked), "thing"),
        accounts=many(accounts, "account"),
        times=uses,
        explained=len(found) - len(unexplained),
        unexplained=len(unexplained),
    )
    return [
        Finding(
            rule="knowledge",
            version=VERSION,
            parameters={"shortest_word": _SHORTEST, "listed_at_most": _LISTED},
            says=says,
            figures={
                "looked_for": len(looked),
                "used": len({one.fact for one in found}),
                "accounts": accounts,
                "first_uses": len(found),
                "could_have_been_told": len(found) - len(unexplained),
                "none_found": len(unexplained),
                "undecided_direction": int(np.count_nonzero(contact.undecided)),
            },
            tables=(
                Table(
                    title="Each account that used such words, in order of time",
                    columns=(
                        "what",
                        "account",
                        "first",
                        "entries",
                        "first entry",
                        "could have it from",
                        "of that day",
                        "that entry",
                        "other accounts that use the words",
                    ),
                    rows=tuple(
                        _row(contact, facts[one.fact], one, users[one.fact] - 1) for one in found[:_LISTED]
                    ),
                ),
            ),
            otherwise=(
                (
                    "Many people may know a thing that seems private: neighbours, colleagues, friends of "
                    "friends."
                ),
                "A guess can be right, and a word can mean something else.",
                "Much that seems private stands in public registers, lists and directories.",
                (
                    "The person may have told it in a way that is in no export: aloud, by post, or on "
                    "another site."
                ),
            ),
            limits=(
                "Only the words that were told are looked for, spelled as they were told.",
                (
                    "That no entry is found does not mean that nothing told it: only what was handed in is "
                    "looked at."
                ),
                "That an entry could have told it does not mean that it was read by that account.",
                (
                    "How often chance alone does this cannot be calculated: see how many others use the same "
                    "words."
                ),
                *contact.left_out(),
            ),
            rests_on=contact.ids(mask),
        )
    ]


def _words(text: str) -> str:
    return _joined(folded(text))


def _joined(said: str) -> str:
    return " ".join(_WORD.findall(said))


def _used(contact: Contact, looked: list[tuple[int, Fact]]) -> dict[int, list[int]]:
    """By number of fact: every entry with a known time that holds its words, whoever wrote it."""
    frame = contact.frame
    rows = contact.rows(np.asarray(frame.is_kind(*_SAID) & ~contact.undecided))
    wanted = [(number, _words(fact.words)) for number, fact in looked]
    # Most entries hold none of the words: one look for a part of each is quick.
    parts = {number: max(words.split(), key=len) for number, words in wanted}
    found: dict[int, list[int]] = {number: [] for number, _ in wanted}
    for row in rows.tolist():
        said = folded(f"{frame.subject[row]}\n{frame.text[row][:_LONGEST]}")
        if any(part in said for part in parts.values()):
            line = f" {_joined(said)} "
            for number, words in wanted:
                if f" {words} " in line:
                    found[number].append(row)
    return found


def _knowing(contact: Contact, number: int, fact: Fact, rows: list[int]) -> list[_Knowing]:
    frame = contact.frame
    theirs: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        by = int(frame.by[row])
        if by >= 0 and not frame.mine[by] and frame.direction[row] != OUT:
            theirs[by].append(row)
    return [
        _Knowing(number, by, held, *_told(contact, fact, rows, by, held[0]))
        for by, held in sorted(theirs.items())
    ]


def _told(contact: Contact, fact: Fact, rows: list[int], by: int, first: int) -> tuple[int, str]:
    """The latest earlier entry that could have told this account, the likeliest way first."""
    frame = contact.frame
    earlier = [row for row in rows if contact.latest[row] < frame.at[first]]
    own = [row for row in earlier if _is_own(frame, row)]
    ways = (
        ("an own message to that account", [r for r in own if _reaches(frame, r, by, first)]),
        ("an own post or comment", [r for r in own if frame.kinds[frame.kind[r]] in _PUBLIC]),
        ("an own picture with a position", _pictures(contact, by, first) if fact.kind in _PLACES else []),
        (
            "an entry of somebody else in that conversation",
            [r for r in earlier if not _is_own(frame, r) and frame.by[r] != by and _shares(frame, r, first)],
        ),
        (
            "a post or comment of somebody else",
            [r for r in earlier if not _is_own(frame, r) and frame.kinds[frame.kind[r]] in _PUBLIC],
        ),
        ("an own message to somebody else", [r for r in own if frame.kinds[frame.kind[r]] == "message"]),
    )
    return next(((held[-1], how) for how, held in ways if held), (-1, "none found in the record"))


def _is_own(frame: Frame, row: int) -> bool:
    by = int(frame.by[row])
    return bool(frame.direction[row] == OUT or (by >= 0 and frame.mine[by]))


def _shares(frame: Frame, row: int, first: int) -> bool:
    return bool(
        frame.thread[row]
        and frame.thread[row] == frame.thread[first]
        and frame.service[row] == frame.service[first]
    )


def _reaches(frame: Frame, row: int, by: int, first: int) -> bool:
    return by in frame.to[row] or _shares(frame, row, first)


def _pictures(contact: Contact, by: int, first: int) -> list[int]:
    """Own pictures sent to the account, or published, before: those of which a file tells a position."""
    frame = contact.frame
    placed = {
        name
        for row in np.flatnonzero(frame.is_kind("picture")).tolist()
        if _POSITION in frame.details[row].fields
        for one in frame.details[row].attached
        for name in (one.sha256, one.member)
        if name
    }
    if not placed:
        return []
    rows = np.flatnonzero((frame.direction == OUT) & contact.timed & (frame.at < frame.at[first]))
    return [
        row
        for row in rows.tolist()
        if (_reaches(frame, row, by, first) or frame.kinds[frame.kind[row]] in _PUBLIC)
        and any(one.sha256 in placed or one.member in placed for one in frame.details[row].attached)
    ]


def _row(contact: Contact, fact: Fact, one: _Knowing, others: int) -> tuple[Scalar, ...]:
    frame = contact.frame
    return (
        # The words themselves stay in the case: findings go into papers.
        said("%(kind)s %(fact)s", kind=phrase(fact.kind), fact=one.fact),
        contact.account(one.by),
        moment(contact, one.rows[0]),
        len(one.rows),
        frame.ids[one.rows[0]][:8],
        one.told_by,
        moment(contact, one.told) if one.told >= 0 else None,
        frame.ids[one.told][:8] if one.told >= 0 else None,
        others,
    )
