"""What an older export of a conversation holds and a newer one of the same days does not.

Something that was there and is there no more may be evidence, or may be two programs that export differently.
So two exports are compared only where most of what one tells is told by the other at the same moment.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

_LIKE = 0.5
"""The share of moments that both must tell before a moment told by one of them means anything."""

_THREADS = (
    "SELECT service, thread FROM event WHERE thread <> '' "
    "GROUP BY thread, service HAVING min(id >> 32) <> max(id >> 32)"
)
_SPANS = (
    "SELECT id >> 32, min(sort), max(sort) FROM event WHERE thread = ? AND service = ? GROUP BY 1 ORDER BY 1"
)
_MOMENTS = (
    "SELECT sort, id >> 32, id, coalesce(same_as, id) FROM event "
    "WHERE thread = ? AND service = ? ORDER BY sort, id"
)

Run = Callable[..., Any]


def gone(run: Run) -> Iterator[tuple[int, int]]:
    """(event, source): the newest export of the event's conversation over its time, which does not have it.

    Streams each conversation twice; held are only its spans and what is told at one moment.
    """
    for service, thread in run(_THREADS).fetchall():
        spans = {source: (first, last) for source, first, last in run(_SPANS, (thread, service))}
        # The newer of two exports is the one that goes on longer, else the one handed in later.
        newest = sorted(spans, key=lambda source: (spans[source][1], source), reverse=True)
        alike = _alike(run, thread, service, spans)
        for _, told in groupby(run(_MOMENTS, (thread, service)), key=lambda row: row[0]):
            yield from _missing(list(told), newest, spans, alike)


def _covers(span: tuple[int, int], moment: int) -> bool:
    return span[0] <= moment <= span[1]


def _alike(run: Run, thread: str, service: str, spans: dict[int, tuple[int, int]]) -> set[tuple[int, int]]:
    """Pairs (one, other) of exports where the other tells most moments of the one within its own span."""
    within: Counter[tuple[int, int]] = Counter()
    both: Counter[tuple[int, int]] = Counter()
    for moment, told in groupby(run(_MOMENTS, (thread, service)), key=lambda row: row[0]):
        here = {row[1] for row in told}
        for one in here:
            for other, span in spans.items():
                if other != one and _covers(span, moment):
                    within[one, other] += 1
                    both[one, other] += other in here
    return {pair for pair, number in within.items() if both[pair] >= number * _LIKE}


def _missing(
    told: list[tuple[int, int, int, int]],
    newest: list[int],
    spans: dict[int, tuple[int, int]],
    alike: set[tuple[int, int]],
) -> Iterator[tuple[int, int]]:
    """What is told at one moment by one export and, of as many, not by the newest that covers the moment."""
    numbers = Counter(source for _, source, _, _ in told)
    acts = {(source, act) for _, source, _, act in told}
    for moment, source, event, act in told:
        for other in newest:
            if other == source:
                break
            if _covers(spans[other], moment) and (source, other) in alike:
                if (other, act) not in acts and numbers[other] < numbers[source]:
                    yield event, other
                break
