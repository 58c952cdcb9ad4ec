"""The whole: findings laid on one line of time, each where its entries are, and nothing added up."""

from itertools import pairwise
from xml.etree import ElementTree as ET

from holdfast.analysis import analyse
from holdfast.counting import course as laying
from holdfast.counting.course import course
from holdfast.formats.local_days import DAY
from holdfast.model.finding import Finding
from holdfast.outputs.course_picture import LANES, picture
from tests.analysis.followed import followed
from tests.analysis.frames import START, Happening, frame, marker
from tests.analysis.story import FRESH, MAYA, ROWAN, story


def resting(*ids: str) -> Finding:
    return Finding(
        rule="some", version="1", parameters={}, says="", figures={}, otherwise=(), limits=(), rests_on=ids
    )


def test_every_entry_of_a_finding_stands_in_the_lane_of_its_account_and_channel() -> None:
    told = story()
    findings = analyse(told)
    laid = course(told, findings)
    row = {name: n for n, name in enumerate(told.ids)}
    for lane in laid.lanes:
        for stretch in lane.stretches:
            cited = [row[name] for name in findings[stretch.finding].rests_on]
            own = [
                r for r in cited
                if told.by[r] >= 0 and told.accounts[told.by[r]] == lane.account
                and told.services[told.service[r]] == lane.service and told.at[r] >= 0
            ]  # fmt: skip
            if lane.account and not any(told.mine[told.by[r]] for r in cited if told.by[r] >= 0):
                assert stretch.entries == len(own)
            assert sum(stretch.counts) == stretch.entries
            assert stretch.first <= stretch.last


def test_named_accounts_come_first_and_findings_about_the_whole_stand_apart() -> None:
    told = story()
    findings = analyse(told)
    laid = course(told, findings)
    assert [lane.is_named for lane in laid.lanes] == sorted(
        (lane.is_named for lane in laid.lanes), reverse=True
    )
    assert {lane.account for lane in laid.lanes if lane.is_named} == {ROWAN, FRESH}
    assert {"hours", "contact_span"} <= {findings[place].rule for place in laid.whole}
    placed = {stretch.finding for lane in laid.lanes for stretch in lane.stretches}
    assert placed.isdisjoint(laid.whole)
    assert [mark.kind for mark in laid.marks] == ["stop notice", "block", "order"]


def test_own_entries_stand_below_the_line_of_whom_they_went_to() -> None:
    told = frame(
        [
            Happening(at=START, by=ROWAN, to=(MAYA,)),
            Happening(at=START + DAY, by=MAYA, to=(ROWAN,), way="out"),
            Happening(at=START + DAY, by=MAYA, service="whatsapp", way="out"),
            Happening(at=None, by=ROWAN),
        ],
        (marker(START, accounts=(ROWAN,)), marker(None)),
    )
    laid = course(told, [resting(told.ids[1]), resting("f" * 32)])
    (lane,) = [one for one in laid.lanes if one.account == ROWAN]
    assert (lane.received, lane.sent) == ((1, 0), (0, 1))
    assert [stretch.finding for stretch in lane.stretches] == [0]
    assert (len(laid.marks), laid.quiet_lanes) == (1, 1)


def test_too_many_lanes_are_counted_and_not_laid_out(monkeypatch) -> None:
    monkeypatch.setattr(laying, "LANES", 3)
    told = frame([Happening(at=START + n * DAY, by=f"mail:{n}@example.org") for n in range(9)])
    laid = course(told, [resting(name) for name in told.ids])
    assert (len(laid.lanes), laid.lanes_left_out) == (3, 6)


def test_an_empty_record_has_an_empty_course_and_picture() -> None:
    laid = course(frame([]), [])
    assert (laid.lanes, laid.marks, laid.whole) == ((), (), ())
    ET.fromstring(picture(laid))


def test_the_picture_is_well_formed_and_holds_no_name_and_no_word() -> None:
    for told in (story(), followed()):
        findings = analyse(told)
        laid = course(told, findings)
        drawn = picture(laid)
        root = ET.fromstring(drawn)
        texts = [text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text")]
        assert len(laid.lanes) <= LANES
        for lane in laid.lanes:
            if lane.account:
                assert lane.shown not in drawn
        assert "1*" in texts
        assert any(text.startswith("F-") for text in texts)
        months = [
            float(text.get("x", 0))
            for text in root.iter("{http://www.w3.org/2000/svg}text")
            if "2025" in (text.text or "")
        ]
        assert all(b - a >= 95 for a, b in pairwise(months))
