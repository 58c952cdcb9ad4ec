"""Which events tell the same act: by its name or words, by a mail that announces it, or as a person says."""

from collections.abc import Callable
from typing import Any

import msgspec

from holdfast.timeline.announced import announcements

# Events that tell one act, numbered within their source unless the source names the act: the n-th telling in
# one source is the n-th in another. The first telling stands for all.
_JOIN_ACTS = """
WITH shared AS (SELECT act FROM event GROUP BY act HAVING count(*) > 1),
numbered AS (
    SELECT id, act,
        CASE named WHEN 1 THEN 1 ELSE row_number() OVER (PARTITION BY act, id >> 32 ORDER BY id) END AS turn
    FROM event WHERE act IN (SELECT act FROM shared)
),
led AS (SELECT id, min(id) OVER (PARTITION BY act, turn) AS leader FROM numbered)
UPDATE event SET same_as = led.leader FROM led WHERE event.id = led.id AND led.leader <> event.id
"""
_JOINED = "INSERT OR REPLACE INTO joined (event, told, why, by_person) VALUES (?, ?, ?, ?)"

Run = Callable[..., Any]


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two events (by id) that a person says tell one act, and why. The first stands for both."""

    event: str
    other: str
    why: str


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What the person said about tellings: events (by id) that stand alone, with the reason, and pairs."""

    apart: tuple[tuple[str, str], ...] = ()
    together: tuple[Pair, ...] = ()


def join(run: Run, said: Said) -> None:
    """Works out anew which event stands for which others. What a person says comes last."""
    run("UPDATE event SET same_as = NULL WHERE same_as IS NOT NULL")
    run("DELETE FROM joined")
    run(_JOIN_ACTS)
    # The message stands for the mail: it is by the person who wrote it, not by the service.
    for one in list(announcements(run)):
        _put_together(run, one.message, one.mail)
        run(_JOINED, (one.mail, one.message, one.why, 0))
    for name, why in said.apart:
        if (event := _event(run, name)) is not None:
            _take_out(run, event)
            run(_JOINED, (event, None, why, 1))
    for pair in said.together:
        event, other = _event(run, pair.event), _event(run, pair.other)
        if event is not None and other is not None:
            _put_together(run, event, other)
            run(_JOINED, (other, event, pair.why, 1))


def _event(run: Run, name: str) -> int | None:
    found = run("SELECT id FROM event WHERE name = ?", (bytes.fromhex(name),)).fetchone()
    return int(found[0]) if found else None


def _put_together(run: Run, event: int, other: int) -> None:
    """What stands for `event` comes to stand for `other` too, and for all that it is told with."""
    (leader,), (led,) = (
        run("SELECT coalesce(same_as, id) FROM event WHERE id = ?", (one,)).fetchone()
        for one in (event, other)
    )
    if leader != led:
        run("UPDATE event SET same_as = ? WHERE same_as = ? OR id = ?", (leader, led, led))


def _take_out(run: Run, event: int) -> None:
    """The event stands for itself alone; if it stood for others, the first of those does now."""
    run("UPDATE event SET same_as = NULL WHERE id = ?", (event,))
    (first,) = run("SELECT min(id) FROM event WHERE same_as = ?", (event,)).fetchone()
    if first is not None:
        run("UPDATE event SET same_as = ? WHERE same_as = ?", (first, event))
        run("UPDATE event SET same_as = NULL WHERE id = ?", (first,))
