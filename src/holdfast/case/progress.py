"""How far a long job is."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Told the stage ("keeping", "reading", "settling", "looking" …), and how many bytes of how many are done."""


def quiet(stage: str, done: int, total: int) -> None:
    """Nobody wants to know."""
