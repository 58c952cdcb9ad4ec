"""Changes of pace: found where one was planted, with the day inside its span, and not where there was none."""

import numpy as np

from holdfast.analysis import changes
from holdfast.counting.chance import at_least
from holdfast.counting.change_points import changes as changes_of
from holdfast.model.details import Details
from tests.analysis.frames import DAY, HOUR, START, Happening, frame, marker

ROWAN = "mail:rowan@example.org"
MAYA = "mail:maya@example.com"


def steady(days: int, by: str = ROWAN, every: int = 2, since: int = 0) -> list[Happening]:
    return [
        Happening(at=START + (since + n * every) * DAY + (n % 5) * HOUR, by=by, to=(MAYA,))
        for n in range(days // every)
    ]


def lively(days: int, since: int, each: int = 4) -> list[Happening]:
    return [
        Happening(at=START + (since + n) * DAY + k * 3 * HOUR, by=ROWAN, to=(MAYA,))
        for n in range(days)
        for k in range(each)
    ]


def test_a_change_to_more_is_told_with_its_day_and_the_lines_beside_it() -> None:
    block = marker(START + 90 * DAY, "block", "day", accounts=(ROWAN,))
    (finding,) = changes.find(frame([*steady(90), *lively(60, 90)], (block,)))
    (row,) = finding.tables[0].rows
    assert row[:4] == ("rowan@example.org", "30 May 2025", "30 May 2025", "30 May 2025")
    assert row[4] < 20 < 100 < row[5]
    assert row[-1] == "block of 30 May 2025"
    assert (finding.figures["to_more"], finding.figures["to_less"]) == (1, 0)
    assert len(finding.rests_on) == 45 + 240


def test_a_change_to_less_is_told_as_one_to_less() -> None:
    later = steady(80, "mail:tilda@example.net", every=1, since=80)
    (finding,) = changes.find(frame([*lively(80, 0), *later]))
    assert (finding.figures["to_more"], finding.figures["to_less"]) == (0, 1)
    assert finding.tables[0].rows[0][5] == 0


def test_two_changes_in_one_series_are_both_found() -> None:
    counts = np.concatenate((np.full(80, 9.0), np.full(80, 4.0), np.ones(80)))
    found = changes_of(counts + np.arange(240) % 2)
    assert [(change.day, round(change.before), round(change.after)) for change in found] == [
        (80, 10, 4),
        (160, 4, 2),
    ]
    assert all(change.earliest <= change.day <= change.latest for change in found)


def test_one_pace_with_a_weekly_cycle_is_no_change() -> None:
    rng = np.random.default_rng(3)
    week = np.array([2.0, 2, 2, 2, 3, 0.5, 0.2])
    found = [changes_of(rng.poisson(week[np.arange(180) % 7]).astype(float)) for _ in range(100)]
    assert sum(bool(one) for one in found) <= 4


def test_what_was_looked_at_besides_makes_a_change_harder_to_tell() -> None:
    rng = np.random.default_rng(4)
    counts = rng.poisson(np.repeat((1.0, 1.9), 90)).astype(float)
    assert changes_of(counts)
    assert changes_of(counts, looked_at=100_000) == []


def test_short_series_few_items_and_programs_are_not_looked_at() -> None:
    assert changes.find(frame([*steady(20), *lively(20, 20)])) == []
    assert changes.find(frame(steady(30))) == []
    assert changes_of(np.ones(55)) == []
    news = Details(fields={"List-Id": "<news.example.org>"})
    happenings = [Happening(at=h.at, by=h.by, to=h.to, details=news) for h in (*steady(90), *lively(60, 90))]
    assert changes.find(frame(happenings)) == []


def test_an_export_that_ends_earlier_makes_no_silence_on_its_channel() -> None:
    chat = [
        Happening(at=START + n * DAY, by="whatsapp:rowan", service="whatsapp", to=(MAYA,)) for n in range(80)
    ]
    mails = [Happening(at=START + n * DAY, by="mail:tilda@example.net", to=(MAYA,)) for n in range(200)]
    assert changes.find(frame([*chat, *mails])) == []


def test_named_accounts_are_also_looked_at_together() -> None:
    other = "mail:night.heron@example.net"
    block = marker(START + 90 * DAY, "block", "day", accounts=(ROWAN, other))
    happenings = [*steady(90), *steady(60, other, every=1, since=90), *lively(60, 90, each=1)]
    (finding,) = changes.find(frame(happenings, (block,)))
    assert "the accounts named with a dated line, together" in {row[0] for row in finding.tables[0].rows}


def test_the_chance_of_so_many_is_exact() -> None:
    assert abs(at_least(2, 3, 0.5) - 0.5) < 1e-12
    assert abs(at_least(8, 10, 0.5) - 56 / 1024) < 1e-12
    assert (at_least(0, 5, 0.1), at_least(6, 5, 0.1), at_least(3, 5, 1.0), at_least(1, 5, 0.0)) == (
        1,
        0,
        1,
        0,
    )
