"""A picture that breaks its decoder breaks nothing else."""

import os

import pytest

from holdfast.reading import looker
from holdfast.reading.looker import BROKE, STUCK, Looker
from tests.drawings import jpeg, scene


def test_pictures_are_looked_at_one_after_the_other() -> None:
    with Looker() as one:
        assert one.look(jpeg(scene(1, (400, 300)))).width == 400
        assert one.look(b"no picture").why == "it cannot be decoded"


def test_after_one_that_took_too_long_the_next_is_looked_at_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    with Looker(silence=0.0) as one:
        assert one.look(b"no picture").why == STUCK
        one._silence = 60.0
        assert one.look(b"no picture").why == "it cannot be decoded"


def test_after_one_that_broke_the_decoder_the_next_is_looked_at_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looker, "work", _dies)
    with Looker() as one:
        assert one.look(b"anything").why == BROKE
        monkeypatch.undo()
        assert one.look(b"no picture").why == "it cannot be decoded"


def _dies(pipe: object) -> None:
    os._exit(11)
