"""What every finding owes its reader: its numbers, its doubts, and no accusation."""

import re
from dataclasses import replace
from importlib import import_module
from itertools import chain

import pytest

from holdfast.analysis import analyse, rules
from holdfast.model.finding import Finding
from holdfast.model.frame import Frame
from tests.analysis.crowded import crowded
from tests.analysis.followed import followed
from tests.analysis.frames import DAY, START, Happening, frame, marker
from tests.analysis.hands import hands
from tests.analysis.story import MAYA, ROWAN, SHOP, story

FORBIDDEN = [
    "stalker", "victim", "guilty", "proves", "is the same person", "dangerous", "risk score", "harass", "abuse",
    "perpetrator", "obsess", "severity", "alarming", "suspicious", "attack",
]  # fmt: skip
DATES = re.compile(
    r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"
    r"(?:, \d\d:\d\d Europe/London(?: \(UTC[+-]\d\d:\d\d\))?)?|\d\d:\d\d"
)


def small() -> Frame:
    return frame(
        [
            *(Happening(at=START + i * DAY, by=SHOP) for i in range(3)),
            Happening(at=START, by=MAYA, to=(MAYA,), way="out"),
        ],
        (marker(START + DAY), marker(START, "order", ends=START - DAY, accounts=(ROWAN,))),
    )


def silent() -> Frame:
    return frame([Happening(at=START, way=""), Happening(at=START, kind="notice")], (marker(START),))


FINDINGS = [
    pytest.param(f, id=f"{f.rule}-{i}")
    for i, f in enumerate(chain(*map(analyse, (story(), crowded(), followed(), hands(), small(), silent()))))
]


def test_every_rule_has_something_to_say_about_the_story() -> None:
    assert {
        finding.rule for one in (story(), crowded(), followed(), hands()) for finding in analyse(one)
    } == set(rules())


def test_an_empty_record_says_nothing() -> None:
    assert analyse(frame([], (marker(START),))) == []


@pytest.mark.parametrize("finding", FINDINGS)
def test_no_word_accuses(finding: Finding) -> None:
    tables = str(finding.tables)
    for text in (finding.says, tables, *finding.otherwise, *finding.limits, *finding.figures):
        for word in FORBIDDEN:
            # Where domains take reports is a fixed name.
            assert word not in text.lower().replace("abuse@", "")


@pytest.mark.parametrize("finding", FINDINGS)
def test_doubts_stand_beside_every_finding(finding: Finding) -> None:
    assert finding.otherwise
    assert finding.limits
    assert finding.says.endswith(".")
    for sentence in (*finding.otherwise, *finding.limits):
        assert sentence[0].isupper() or sentence[0].isdigit()
        assert sentence.endswith(".")


@pytest.mark.parametrize("finding", FINDINGS)
def test_every_number_in_the_words_is_a_figure(finding: Finding) -> None:
    spoken = re.findall(r"\d[\d,]*", DATES.sub("", finding.says))
    known = {str(v) for v in (*finding.figures.values(), *finding.parameters.values())}
    assert {n.replace(",", "") for n in spoken} <= known


@pytest.mark.parametrize("finding", FINDINGS)
def test_tables_are_whole_and_events_are_named_once(finding: Finding) -> None:
    for table in finding.tables:
        assert table.rows
        assert all(len(row) == len(table.columns) for row in table.rows)
    assert len(set(finding.rests_on)) == len(finding.rests_on)


@pytest.mark.parametrize("name", sorted(rules()))
def test_every_rule_explains_itself(name: str) -> None:
    page = import_module(f"holdfast.analysis.{name}").__doc__ or ""
    for heading in ("*What it looks for.*", "*Why it matters.*", "*When it is wrong.*", "*Source.*"):
        assert heading in page


def test_the_undecided_direction_is_counted_apart_everywhere() -> None:
    for finding in chain(analyse(story()), analyse(crowded()), analyse(followed())):
        assert finding.figures["undecided_direction"] == 1
        assert any("who sent what" in limit for limit in finding.limits)


def test_a_zone_that_nobody_told_is_said_to_be_utc() -> None:
    untold = replace(story(), zone="UTC", zone_basis="UTC because no zone was told")
    for finding in analyse(untold):
        assert any("no time zone was told" in limit for limit in finding.limits)
