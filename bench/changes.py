"""How changes of pace are found: false alarms, power, and how far off the day is, on invented daily counts.

    python bench/changes.py [--series 500] [--seeds 101 102 103 104 105]

180 days with a weekly cycle and counts that vary more than chance (negative binomial): by a quarter of the
square of the mean ("steady"), or by the whole of it ("uneven"). "In waves" is a pace that wanders over some
weeks, which the test is not made for. The pace changes on day 90, or not at all. Intervals by bootstrap over
series. Seeds used here must never be used to choose a threshold."""

import argparse
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.change_points import changes

DAYS, MIDDLE = 180, 90
WEEK = np.array([1.0, 1.1, 0.9, 1.0, 1.2, 0.7, 0.6])
PACES = (0.5, 1.0, 3.0)
TIMES = (1.0, 1.5, 2.0, 3.0)
DRAWS = 1_000
KINDS = {"steady": (4.0, 0.0), "uneven": (1.0, 0.0), "uneven, in waves": (1.0, 0.15)}
"""How even the counts are (the shape of the gamma distribution behind them), and how far the pace wanders."""


def counts(rng: np.random.Generator, pace: float, times: float, kind: str) -> NDArray[np.float64]:
    """Items in each day."""
    shape, waves = KINDS[kind]
    mean = pace * WEEK[np.arange(DAYS) % 7]
    mean[MIDDLE:] *= times
    if waves:
        steps = np.zeros(DAYS)
        for day in range(1, DAYS):
            steps[day] = 0.93 * steps[day - 1] + waves * rng.normal()
        mean = mean * np.exp(steps - steps.var() / 2)
    return rng.poisson(rng.gamma(shape, mean / shape)).astype(np.float64)


def main() -> None:
    """One row for each pace and each factor."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--series", type=int, default=500)
    options.add_argument("--seeds", type=int, nargs="*", default=[101, 102, 103, 104, 105])
    given = options.parse_args()
    print(
        "| items in a day | from day 90 on | found | 95 % | day off by at most 3 | span holds the day | "
        "median span |"
    )
    print("|---|---|---|---|---|---|---|")
    for kind, (_, waves) in KINDS.items():
        for pace in PACES:
            for times in TIMES if not waves else TIMES[:1]:
                print(_row(given.series, given.seeds, pace, times, kind), flush=True)


def _row(series: int, seeds: list[int], pace: float, times: float, kind: str) -> str:
    found, off, held, spans = [], [], [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        for _ in range(series // len(seeds)):
            seen = changes(counts(rng, pace, times, kind))
            found.append(bool(seen))
            if seen and times > 1:
                nearest = min(seen, key=lambda change: abs(change.day - MIDDLE))
                off.append(abs(nearest.day - MIDDLE))
                held.append(nearest.earliest <= MIDDLE <= nearest.latest)
                spans.append(nearest.latest - nearest.earliest + 1)
    low, high = _interval(found, np.mean)
    name = f"{pace:g}, {kind}"
    told = ["", "", ""]
    if off:
        told = [f"{np.mean(np.array(off) <= 3):.2f}", f"{np.mean(held):.2f}", f"{np.median(spans):.0f} days"]
    what = f"x {times:g}" if times > 1 else "no change"
    return f"| {name} | {what} | {np.mean(found):.3f} | {low:.3f}-{high:.3f} | {' | '.join(told)} |"


def _interval(values: list[bool], figure: Callable[..., np.floating]) -> tuple[float, float]:
    rng = np.random.default_rng(1)
    drawn = [figure(rng.choice(values, len(values))) for _ in range(DRAWS)]
    return float(np.quantile(drawn, 0.025)), float(np.quantile(drawn, 0.975))


if __name__ == "__main__":
    main()
