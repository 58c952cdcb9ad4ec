"""One tree of errors, each with its exit code."""

import inspect

import pytest

from holdfast.model import errors
from holdfast.model.told import Told
from holdfast.model.when import When

ALL = [c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, errors.HoldfastError)]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.HoldfastError, 1),
        (errors.RequestError, 2),
        (errors.InputError, 3),
        (errors.SpaceError, 3),
        (errors.DamageError, 4),
        (errors.LockedError, 5),
    ],
)
def test_each_error_has_its_exit_code(error: type[errors.HoldfastError], code: int) -> None:
    assert error.exit_code == code


def test_there_are_few_errors_and_their_codes_leave_no_gap() -> None:
    assert len(ALL) <= 8
    assert {error.exit_code for error in ALL} == {1, 2, 3, 4, 5}


def test_an_error_says_what_happened_and_what_to_do() -> None:
    error = errors.RequestError("That is not a zone.", "Use Europe/London.")
    assert (str(error), error.what, error.hint) == (
        "That is not a zone.",
        "That is not a zone.",
        "Use Europe/London.",
    )
    assert errors.DamageError("x").hint == ""


def test_an_answer_for_one_source_goes_before_the_answer_for_all() -> None:
    told = Told(zones={"a": "UTC", "": "Europe/London"}, date_orders={"": "day_first"})
    assert (told.zone("a"), told.zone("b"), Told().zone("a")) == ("UTC", "Europe/London", None)
    assert (told.date_order("a"), Told().date_order("a")) == ("day_first", None)


def test_an_undecided_time_sorts_in_the_middle_of_what_is_possible() -> None:
    assert When(as_written="", at=5, earliest=1, latest=2).order_key() == 5
    assert When(as_written="", earliest=10, latest=20).order_key() == 15
    assert When(as_written="", earliest=10).order_key() is None
