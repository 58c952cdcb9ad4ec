"""What all tests share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from holdfast.case.case import Case

# How long an example takes says something of the machine, not of the program.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

PASSPHRASE = "a passphrase for tests"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write expected.jsonl anew from what is read"
    )


@pytest.fixture
def make_case(tmp_path: Path) -> Iterator[Callable[..., Case]]:
    """Makes empty cases, quick to unlock, and locks them at the end."""
    made: list[Case] = []

    def make(name: str = "case") -> Case:
        case, _ = Case.create(tmp_path / name, PASSPHRASE, work_factor=10)
        made.append(case)
        return case

    yield make
    for case in made:
        case.close()


@pytest.fixture
def case(make_case: Callable[..., Case]) -> Case:
    return make_case()
