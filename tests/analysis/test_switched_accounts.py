"""Accounts of one hand are listed with every kind of evidence by itself; people who only share a home are not."""

import random
from dataclasses import replace

import msgspec
import pytest

from holdfast.analysis import switched_accounts
from holdfast.counting.contact import Contact
from holdfast.counting.hand_evidence import Evidence
from holdfast.counting.own_words import hands as every
from holdfast.model.details import Details
from holdfast.model.event import Address
from holdfast.model.finding import Finding
from holdfast.model.frame import Frame
from holdfast.model.link import Link
from tests.analysis.frames import DAY, HOUR, MINUTE, START, Happening, frame, marker
from tests.analysis.hands import MAYA, ONE, OTHERS, TWO, everyone, hands, mailed, one_hand, written
from tests.counting.test_one_language import SPANISH

BOTH = tuple(sorted((ONE, TWO)))


def found(one: Frame) -> Finding:
    (finding,) = switched_accounts.find(one)
    return finding


def pairs(finding: Finding) -> set[frozenset[str]]:
    return {frozenset((row[1], row[2])) for row in finding.tables[0].rows}


def lines(finding: Finding, pair: int = 1) -> dict[str, tuple[str, str]]:
    return {row[1]: (row[2], row[3]) for row in finding.tables[1].rows if row[0] == pair}


def shown(*accounts: str) -> frozenset[str]:
    return frozenset(account.partition(":")[2] for account in accounts)


def test_two_accounts_that_favour_the_same_rare_words_are_listed_and_no_others() -> None:
    finding = found(hands())
    assert pairs(finding) == {shown(ONE, TWO)}
    points, seen = lines(finding)["rare words"]
    assert points == "for"
    assert '"kerfuffle"' in seen
    assert finding.figures["pairs_compared"] == 22 * 21 // 2


def test_what_comes_from_an_address_that_says_it_is_a_program_is_nobodys_own_words() -> None:
    favoured = ("wherefore", "gubbins", "tiddlywink", "forsooth", "kerfuffle")

    def beside(other: str) -> list[Finding]:
        return switched_accounts.find(
            frame([*everyone(), *written(ONE, 7, favoured), *written(other, 7, favoured)])
        )

    assert pairs(beside("mail:teller@bank.example.net")[0]) == {shown(ONE, "mail:teller@bank.example.net")}
    assert beside("mail:no-reply@bank.example.net") == []


def test_writing_has_a_line_with_a_ratio_its_range_the_amount_of_text_and_what_chance_does() -> None:
    points, seen = lines(found(hands()))["writing"]
    assert points == "for"
    for words in (
        "times as likely from one hand as from two",
        "in 9 of 10 draws",
        "16 messages",
    ):
        assert words in seen


def test_words_and_writing_are_told_together_with_a_range_and_what_chance_does() -> None:
    told = lines(found(hands()))
    points, seen = told["words and writing"]
    assert points == "for"
    assert seen.startswith(
        "Both together are 100 or more times as likely from one hand as from two (in 9 of 10"
    )
    assert "231 pairs here are as alike" in seen
    # Beside those of everybody else, words that two favour make the pair likelier than writing alone does.
    evidence = Evidence(Contact(hands()))
    here, there = (place for place, hand in enumerate(evidence.hands) if hand.account in pair_of(evidence))
    assert evidence._text is not None
    alone, both = evidence._text.writing.ratios, evidence._text.together
    assert both[here, there] > alone[here, there] + 1
    assert both[here, there] == both[there, here]


def pair_of(evidence: Evidence) -> tuple[int, ...]:
    (pair, *_) = next(one for one in evidence.candidates() if one[1] == "words and writing")
    return pair


def test_with_few_others_there_is_too_little_to_compare_with() -> None:
    finding = found(frame([*everyone(10), *one_hand()]))
    points, seen = lines(finding)["writing"]
    assert (points, seen) == (
        "says nothing",
        "Too few in their language to compare with: 10 other accounts with enough text.",
    )


def test_copies_quotes_and_what_lists_send_are_nobodys_own_words() -> None:
    text = "wherefore gubbins tiddlywink forsooth kerfuffle and other words that somebody wrote once for all"
    listed = Details(fields={"List-Id": "<words.example.org>"})
    happenings = [
        *everyone(),
        *(Happening(at=START + n * DAY, by=ONE, text=f"{text} {n}") for n in range(9)),
        *(Happening(at=START + n * DAY, by=TWO, text=f"{text} {n}") for n in range(9)),
        *(
            Happening(at=START + n * DAY, by=f"mail:l{k}@example.net", details=listed, text=h.text)
            for k in range(2)
            for n, h in enumerate(one_hand())
        ),
        *(
            Happening(at=h.at, by=f"mail:q{k}@example.net", text=f"see below\n> {h.text}")
            for k in range(2)
            for h in written(ONE, 7, ("wherefore", "gubbins"))
        ),
    ]
    assert switched_accounts.find(frame(happenings)) == []


def test_a_household_with_one_timetable_and_words_of_their_own_is_not_listed() -> None:
    home = [
        replace_at(happening, n)
        for by, own in (("mail:ivo@example.org", "ivo"), ("mail:una@example.org", "una"))
        for n, happening in enumerate(
            written(by, len(own), tuple(f"{own}{x}" for x in ("bel", "dor", "fin")))
        )
    ]
    assert switched_accounts.find(frame([*everyone(), *home])) == []


def replace_at(happening: Happening, n: int) -> Happening:
    return Happening(at=START + n * DAY + 19 * HOUR, by=happening.by, to=(MAYA,), text=happening.text)


def test_two_rare_traces_of_different_kinds_list_a_pair_and_one_alone_does_not() -> None:
    rare = {"X-Mailer": "Pigeon 0.3", "Reply-To": "loft@example.net"}
    one, other = "mail:loft1@example.net", "mail:loft2@example.net"
    finding = found(frame([*everyone(), *mailed(one, 6, **rare), *mailed(other, 6, **rare)]))
    assert shown(one, other) in pairs(finding)
    told = lines(finding)
    assert told["program"] == ("for", "Both show Pigeon 0.3, and no other account does.")
    alone = {"X-Mailer": "Pigeon 0.3"}
    assert (
        switched_accounts.find(frame([*everyone(10), *mailed(one, 6, **alone), *mailed(other, 6, **alone)]))
        == []
    )


def test_what_many_show_says_nothing_and_what_differs_speaks_against() -> None:
    common = [
        replace_details(happening, **{"X-Mailer": "Everyday Mail"})
        for happening in (*everyone(), *one_hand())
    ]
    assert lines(found(frame(common)))["program"][0] == "says nothing"
    differs = [
        replace_details(h, **{"X-Mailer": f"Mail {h.by[:3]}"}) if h.by in (ONE, TWO) else h
        for h in (*everyone(), *one_hand())
    ]
    assert lines(found(frame(differs)))["program"] == (
        "against",
        "Both show some, and none in common. One person can have several.",
    )


def replace_details(happening: Happening, **fields: str) -> Happening:
    address = Address(ip="192.0.2.7", said_by="X-Originating-IP")
    details = Details(fields={k: v.replace("@", " at ") for k, v in fields.items()}, addresses=(address,))
    return Happening(
        at=happening.at, by=happening.by, to=happening.to, service=happening.service, text=happening.text,
        details=details,
    )  # fmt: skip


def test_a_new_account_soon_after_a_line_that_names_the_other_is_listed_even_with_little_text() -> None:
    old, new = "mail:rowan@example.org", "mail:night.heron@example.net"
    block = START + 60 * DAY
    happenings = [
        *(Happening(at=START + n * DAY, by=old, text="hello again") for n in range(40)),
        *(Happening(at=block + 90 * MINUTE + n * HOUR, by=new, text="me again") for n in range(3)),
        *(Happening(at=START + n * 9 * DAY, by=f"mail:w{n}@example.org", text="news") for n in range(6)),
    ]
    finding = found(frame(happenings, (marker(block, "block", accounts=(old,)),)))
    assert pairs(finding) == {shown(old, new)}
    told = lines(finding)
    assert told["after a dated line"][0] == "for"
    assert "block" in told["after a dated line"][1]
    assert told["one after the other"][0] == "for"
    assert told["writing"] == ("says nothing", "Too little text: one of them wrote too few words of its own.")
    far = frame(happenings, (marker(block - 30 * DAY, "block", accounts=(old,)),))
    assert switched_accounts.find(far) == []
    nobody = frame(happenings, (marker(block, "block"),))
    assert switched_accounts.find(nobody) == []


def test_writing_within_a_minute_of_each_other_speaks_against() -> None:
    at_once = [
        Happening(at=h.at + 20_000, by=TWO, text="yes", service="sms") for h in written(ONE, 7, ("a",))
    ]
    assert lines(found(hands(*at_once)))["at once"][0] == "against"


def spanish(by: str, seed: int, place: int) -> list[Happening]:
    """Somebody who writes Spanish, in no other way like anybody else."""
    rng = random.Random(seed)
    return [
        Happening(
            at=START + n * 2 * DAY + place * HOUR, by=by, to=(MAYA,),
            text=" ".join([*rng.choices(SPANISH.split(), k=11), f"propia{chr(97 + seed)}{chr(97 + n)}"]),
        )
        for n in range(16)
    ]  # fmt: skip


def test_two_who_write_in_a_language_that_few_here_do_are_not_alike_for_that() -> None:
    one, other = "mail:pino@example.net", "mail:olmo@example.net"
    few = [*spanish(one, 1, 3), *spanish(other, 2, 9)]
    assert switched_accounts.find(frame([*everyone(), *few])) == []
    evidence = Evidence(Contact(frame([*everyone(), *few])))
    places = {evidence._frame.accounts[hand.account]: hand.account for hand in evidence.hands}
    told = {line.kind: (line.points, line.seen) for line in evidence.lines(places[one], places[other])}
    assert told["rare words"] == (
        "says nothing",
        "What is a rare word in their language cannot be told: 0 other accounts with enough text.",
    )
    assert told["writing"] == (
        "says nothing",
        "Too few in their language to compare with: 0 other accounts with enough text.",
    )
    told = {line.kind: line.seen for line in evidence.lines(places[one], places[OTHERS[0]])}
    assert told["writing"] == told["rare words"]
    assert (
        told["writing"]
        == "They share too few everyday words to be compared: they may write in two languages."
    )


def test_nobody_is_listed_for_writing_that_cannot_be_compared() -> None:
    """A rare program picks two out, of whom one writes in a language that nobody else here does."""
    alone = {"X-Mailer": "Pigeon 0.3"}
    one, other = "mail:loft1@example.net", "mail:loft2@example.net"
    abroad = [msgspec.structs.replace(mail, details=Details(fields=alone)) for mail in spanish(other, 2, 9)]
    assert switched_accounts.find(frame([*everyone(), *mailed(one, 12, **alone), *abroad])) == []


def test_numbers_of_one_block_have_a_line() -> None:
    number = "sms:+447700900199"
    favoured = ("wherefore", "gubbins", "forsooth", "kerfuffle")
    finding = found(frame([*everyone(), *written(TWO, 7, favoured), *written(number, 7, favoured)]))
    rows = {shown(*(f"x:{a}" for a in row[1:3])): row[0] for row in finding.tables[0].rows}
    told = lines(finding, rows[shown(TWO, number)])
    assert told["number"] == (
        "for",
        "Both numbers begin with +447700900, and so do 0 other accounts.",
    )


@pytest.mark.parametrize(
    ("is_one", "said"), [(True, "you say they belong together"), (False, "you say they do not")]
)
def test_what_the_person_decided_stands_beside_the_pair(is_one: bool, said: str) -> None:
    link = Link(accounts=(BOTH[0], BOTH[1]), is_one=is_one, why="x", at=0)
    assert [row[-1] for row in found(hands(links=(link,))).tables[0].rows] == [said]
    assert [row[-1] for row in found(hands()).tables[0].rows] == ["not decided"]


def test_the_persons_own_accounts_are_never_compared() -> None:
    own = replace(hands(), mine=hands().mine | [a in BOTH for a in hands().accounts])
    assert switched_accounts.find(own) == []


def test_no_more_than_so_many_accounts_are_compared_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.counting.hand_evidence.hands", limited)
    finding = found(hands())
    assert finding.figures["accounts_left_out"] == 4
    assert any("4 accounts with less text" in limit for limit in finding.limits)


def limited(one: Frame, fewest: int):
    return every(one, fewest, 22)[0], 4


def test_only_so_many_pairs_are_shown_and_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(switched_accounts, "_MOST_LISTED", 1)
    favoured = ("betwixt", "doohickey", "flummox", "verily", "brouhaha")
    two = [written(f"mail:{name}@example.net", 8, favoured) for name in ("third", "fourth")]
    finding = found(hands(*two[0], *two[1]))
    assert len(finding.tables[0].rows) == 1
    assert any("not shown." in limit for limit in finding.limits)


def test_writing_is_looked_at_again_where_a_rare_trace_picks_two_out_and_that_is_said() -> None:
    alone = {"X-Mailer": "Pigeon 0.3"}
    one, other = "mail:loft1@example.net", "mail:loft2@example.net"
    finding = found(frame([*everyone(), *mailed(one, 12, **alone), *mailed(other, 12, **alone)]))
    rows = [row for row in finding.tables[0].rows if frozenset(row[1:3]) == shown(one, other)]
    assert [row[3] for row in rows] == ["writing, among few"]
    assert any("something else had picked these few out" in limit for limit in finding.limits)
