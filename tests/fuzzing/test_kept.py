"""What was found once is not found again: every example and every kept finding, against its target."""

from pathlib import Path

import pytest

from tests.fuzzing.targets import targets

KEPT = Path(__file__).parent / "kept"
TARGETS = targets()


@pytest.mark.parametrize("name", TARGETS)
def test_what_was_found_does_no_harm_any_more(name: str) -> None:
    found = [p.read_bytes() for p in sorted((KEPT / name).glob("*"))]
    for data in (*TARGETS[name].examples, *found, b""):
        TARGETS[name].try_on(data)


def test_every_finding_belongs_to_a_target() -> None:
    assert {p.name for p in KEPT.glob("*")} <= set(TARGETS)
