"""The numbers to call are whole: each has its source, and can be dialled as it is written."""

import re

import pytest

from holdfast.knowledge.helplines import helplines, numbers_of
from holdfast.model.errors import RequestError
from holdfast.model.helpline import CAUSES


def test_every_number_has_a_source_and_can_be_dialled() -> None:
    assert len({place.id for place in helplines()}) == len(helplines()) >= 15
    for place in helplines():
        assert place.emergency
        assert place.source
        for number in [*place.emergency, *(line.number for line in place.line)]:
            assert re.fullmatch(r"[0-9][0-9 -]+", number), number
        for line in place.line:
            assert line.name
            assert "." in line.source or "report" in line.source, line
            assert line.cause in CAUSES


def test_one_place_is_found_by_its_letters() -> None:
    assert numbers_of("DE").emergency[0] == "110"
    with pytest.raises(RequestError):
        numbers_of("de")
