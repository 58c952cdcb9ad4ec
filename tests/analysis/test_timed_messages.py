"""Clocks are found, people are not; what chance does is counted."""

import math
import random
from collections.abc import Callable

import numpy as np
import pytest

from holdfast.analysis import timed_messages
from holdfast.counting.clockwork import FEWEST, MINUTE, regularities
from holdfast.model.details import Details
from tests.analysis.frames import DAY, HOUR, START, Happening, frame

Times = Callable[[random.Random], list[int]]


def least(times: list[int]) -> tuple[float, str]:
    at = np.sort(np.array(times, dtype=np.int64))
    found = regularities(at, at)
    return min(1.0, found[0].chance * len(found)), found[0].kind


def cron(period: int, jitter: float = 0.0, dropped: float = 0.0) -> Times:
    def made(rng: random.Random) -> list[int]:
        kept = [k for k in range(60) if rng.random() >= dropped][:20]
        return [START + k * period + int(rng.uniform(-jitter, jitter) * period) for k in kept]

    return made


def sleeps(rng: random.Random) -> list[int]:
    at = START
    return [at := at + int(3 * HOUR * rng.uniform(0.4, 1.6)) for _ in range(20)]


def one_minute(rng: random.Random) -> list[int]:
    return [START + d * DAY + rng.randrange(24) * HOUR + 17 * MINUTE for d in rng.sample(range(90), 20)]


def daily(rng: random.Random) -> list[int]:
    return [START + d * DAY + 9 * HOUR + rng.randint(-4_000, 20_000) for d in range(20)]


def person(rng: random.Random) -> list[int]:
    return [START + rng.randrange(90) * DAY + int((19 + rng.gauss(0, 2.5)) % 24 * HOUR) for _ in range(20)]


def chance(rng: random.Random) -> list[int]:
    at = START
    return [at := at + int(rng.expovariate(1 / (5 * HOUR))) for _ in range(20)]


def of_habits(rng: random.Random) -> list[int]:
    return [START + d * DAY + int((8 + rng.gauss(0, 0.7)) * HOUR) for d in range(20)]


@pytest.mark.parametrize(
    "made",
    [cron(HOUR), cron(3 * HOUR, 0.2), cron(17 * MINUTE, 0.05, 1 / 3), sleeps, one_minute, daily],
    ids=["cron", "jittered", "dropped", "sleeps", "one minute", "daily"],
)
def test_programs_of_many_kinds_are_told_from_twenty_entries(made: Times) -> None:
    found = [least(made(random.Random(seed)))[0] <= 0.01 for seed in range(12)]
    assert sum(found) >= 11


@pytest.mark.parametrize("made", [person, chance, of_habits], ids=["person", "chance", "of habits"])
def test_people_are_left_in_peace(made: Times) -> None:
    found = [least(made(random.Random(seed)))[0] <= 0.01 for seed in range(40)]
    assert sum(found) <= 2


def test_fewer_than_eight_acts_say_nothing_and_a_run_of_lines_is_one_act() -> None:
    at = np.array([START + k * HOUR for k in range(FEWEST - 1)], dtype=np.int64)
    assert regularities(at, at) == []
    typed = np.sort(np.concatenate([at, at + 20_000, at + 40_000]))
    assert regularities(typed, typed) == []


def account(by: str, times: list[int], **more: object) -> list[Happening]:
    return [Happening(at=at, by=by, **more) for at in times]  # type: ignore[arg-type]


def test_newsletters_that_say_so_are_listed_apart_and_friends_not_at_all() -> None:
    rng = random.Random(3)
    news = Details(fields={"List-Unsubscribe": "<mailto:off@shop.example.com>"})
    happenings = [
        *account("mail:night@example.net", daily(rng)),
        *account("mail:news@shop.example.com", daily(rng), details=news),
        *(h for n in range(6) for h in account(f"mail:friend{n}@example.org", person(rng))),
    ]
    (finding,) = timed_messages.find(frame(happenings))
    plain, automatic = finding.tables
    assert [row[0] for row in plain.rows] == ["night@example.net"]
    assert [row[0] for row in automatic.rows] == ["news@shop.example.com"]
    assert (finding.figures["accounts_looked_at"], finding.figures["regular"]) == (8, 1)
    assert len(finding.rests_on) == 20
    assert math.isclose(plain.rows[0][-1], 1_000_000)  # type: ignore[arg-type]


def test_friends_alone_give_no_finding() -> None:
    rng = random.Random(4)
    happenings = [h for n in range(12) for h in account(f"mail:friend{n}@example.org", person(rng))]
    assert timed_messages.find(frame(happenings)) == []
