"""How far a long job is."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Told the stage ("keeping", "reading", "settling", "checking"), and how many bytes of how many are done.

While "looking", it is told how many pictures."""


def quiet(stage: str, done: int, total: int) -> None:
    """Nobody wants to know."""
