"""How regular the times of one sender are, and how often chance does that.

Three questions, each with a chance of its own. *The hour*: do the times of day gather on a few minutes? *The
minute*: do they gather on one minute of the hour? *The beat*: are the gaps alike, or all whole multiples of
one gap? The first two compare with times spread over the sender's own ordinary hours, the third with things
that come by chance at a steady rate, which is more even than people are.
"""

from dataclasses import dataclass
from math import exp, lgamma, log

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.chance import at_least
from holdfast.formats.local_days import DAY, HOUR

MINUTE = 60_000
FEWEST = 8
_HABIT = 20 * MINUTE  # within this of an hour of the day, a person's habit is taken as even
_BLUR = 30 * MINUTE  # and so far it wanders from day to day
_UNLIKELY = 0.01  # below this it is worth the work to look closer
_NEAR = (2 * MINUTE, 10 * MINUTE)  # widths within which times of day can gather
_BEATS = 400  # periods tried
_LONGEST_BEAT = 20 * HOUR
_DRAWS = 200
_MOST = 500
"""Acts of one sender that are looked at, the latest: more would not say more, and take long."""

_SEED = 20260102


@dataclass(frozen=True)
class Regularity:
    """`kind`: "hour", "minute", "gaps" or "beat". `period` in milliseconds. `chance`: of this or more.

    `inside`: how many times fit it, of `of`.
    """

    kind: str
    period: int
    inside: int
    of: int
    chance: float


def regularities(at: NDArray[np.int64], local: NDArray[np.int64]) -> list[Regularity]:
    """What is looked at for one sender: every question with its chance, the least likely first.

    `at`: instants in order, in milliseconds; `local`: what the clock showed. Items within two minutes of the
    one before are one act. Fewer than eight acts are only listed, so nothing is said of them; of more than
    500, the latest are looked at.
    """
    keep = np.concatenate(([True], np.diff(at) > 2 * MINUTE))
    at, local = at[keep][-_MOST:], local[keep][-_MOST:]
    if len(at) < FEWEST:
        return []
    found = [*(_hour(local, width) for width in _NEAR), _minute(local), *_gaps(at, local)]
    return sorted(found, key=lambda one: one.chance)


def _hour(local: NDArray[np.int64], width: int) -> Regularity:
    """Times of day within `width`, against the sender's own hours blurred by an hour to each side."""
    day = np.sort(local % DAY)
    count, begin = _fullest(day, width)
    near = np.minimum((day - begin) % DAY, (begin - day) % DAY)
    share = np.count_nonzero(near <= _HABIT) / len(day) * width / (2 * _HABIT)
    looks = 2 * _HABIT / width * max(1.0, len(day) / 4)
    chance = min(1.0, looks * at_least(count, len(day), min(1.0, share)))
    return Regularity("hour", DAY, count, len(day), chance)


def _minute(local: NDArray[np.int64]) -> Regularity:
    """The same minute of the hour, one to each side, against any minute. All hours must be different ones."""
    width = 2 * MINUTE
    # Several in one hour of one day are one conversation, and daily habits are another question.
    _, first = np.unique(local // HOUR, return_index=True)
    inside = np.sort(local[first] % HOUR)
    hours = len(np.unique(local[first] % DAY // HOUR))
    doubled = np.concatenate((inside, inside + HOUR))
    counts = np.searchsorted(doubled, inside + width - 1, side="right") - np.arange(len(inside))
    count = int(counts.max())
    chance = min(1.0, HOUR / width * at_least(count, len(inside), width / HOUR)) if hours > 2 else 1.0
    return Regularity("minute", HOUR, count, len(inside), chance)


def _gaps(at: NDArray[np.int64], local: NDArray[np.int64]) -> list[Regularity]:
    """Even gaps, and a beat behind gaps that are its multiples."""
    gaps = np.diff(at).astype(np.float64)
    typical = float(np.median(gaps))
    period, strength = _beat(at, typical)
    chances = [_even_chance(gaps), min(1.0, _BEATS / 4 * exp(-len(at) * strength * strength))]
    if min(chances) < _UNLIKELY:
        # A person's days are a beat too: the same days with the sender's hours dealt out anew show that.
        rng = np.random.default_rng(_SEED)
        even, own = _evenness(gaps), [_dealt(local, rng) for _ in range(_DRAWS)]
        if any(_evenness(np.diff(o).astype(np.float64)) <= even for o in own):
            chances[0] = 1.0
        # A beat of about a day is what the question of the hour is for.
        if period > _LONGEST_BEAT or any(
            _beat(o, float(np.median(np.diff(o))))[1] >= strength for o in own[: _DRAWS // 2]
        ):
            chances[1] = 1.0
    near = int(np.count_nonzero(np.abs(gaps - typical) <= typical / 4))
    phase = (at % period) / period if period else np.zeros(len(at))
    centre = np.angle(np.exp(2j * np.pi * phase).mean()) / (2 * np.pi)
    off = np.abs((phase - centre + 0.5) % 1 - 0.5)
    return [
        Regularity("gaps", int(typical), near, len(gaps), chances[0]),
        Regularity("beat", int(period), int(np.count_nonzero(off <= 0.25)), len(at), chances[1]),
    ]


def _dealt(local: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """The same days, each with as many times as before, at hours drawn from all of the sender's hours."""
    hours = rng.permutation(local % DAY) + rng.integers(-_BLUR, _BLUR, len(local))
    dealt: NDArray[np.int64] = np.sort(local // DAY * DAY + hours % DAY)
    return dealt + np.arange(len(dealt))


def _evenness(gaps: NDArray[np.float64]) -> float:
    """Log of the mean less the mean of the logs: 0 for equal gaps, about 0.58 for chance at a steady rate."""
    held = np.maximum(gaps, 1.0)
    return float(np.log(held.mean()) - np.log(held).mean())


def _even_chance(gaps: NDArray[np.float64]) -> float:
    """Moran's test: twice the sum above follows a chi-squared distribution where gaps are exponential."""
    n = len(gaps)
    statistic = 2 * n * _evenness(gaps) / (1 + (n + 1) / (6 * n))
    return _chi_squared(statistic, n - 1)


def _beat(at: NDArray[np.int64], typical: float) -> tuple[float, float]:
    """The period near the typical gap on which the times gather best, and how well (0 to 1, Rayleigh)."""
    since = (at - at[0]).astype(np.float64)
    periods = typical * np.exp(np.linspace(log(0.3), log(1.25), _BEATS))
    strengths = np.abs(np.exp(2j * np.pi * since[None, :] / periods[:, None]).mean(axis=1))
    best = int(strengths.argmax())
    return float(periods[best]), float(strengths[best])


def _fullest(sorted_day: NDArray[np.int64], width: int) -> tuple[int, int]:
    """The most times of day within `width` (around midnight too), and where they begin."""
    doubled = np.concatenate((sorted_day, sorted_day + DAY))
    counts = np.searchsorted(doubled, sorted_day + width - 1, side="right") - np.arange(len(sorted_day))
    best = int(counts.argmax())
    return int(counts[best]), int(sorted_day[best])


def _chi_squared(statistic: float, freedom: int) -> float:
    """The chance of a chi-squared value this small or smaller (series of the lower incomplete gamma)."""
    a, x = freedom / 2, statistic / 2
    if x <= 0:
        return 0.0
    term = total = 1 / a
    for n in range(1, 2_000):
        term *= x / (a + n)
        total += term
        if term < total * 1e-12:
            break
    return min(1.0, exp(a * log(x) - x - lgamma(a)) * total)
