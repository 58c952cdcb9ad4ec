"""What is written the usual way is read by a short way. It gives exactly what the long way gives."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.formats import mail, mail_addresses, mail_dates, mail_headers, transfer
from holdfast.model.locator import Locator
from tests.formats.mails import made
from tests.importers.fixtures import as_line, cases, read

_NOTHING, _NO_BYTES = re.compile(r"(?!)"), re.compile(rb"(?!)")


@pytest.fixture
def long_way() -> Iterator[pytest.MonkeyPatch]:
    """A patch that takes every short way away."""
    with pytest.MonkeyPatch.context() as patch:
        _forget()
        yield patch
    _forget()


def _take_away(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(mail_headers, "_sound", lambda *_: None)
    patch.setattr(mail_headers, "_DIVIDED", _NO_BYTES)
    patch.setattr(mail_addresses, "_USUAL", _NOTHING)
    patch.setattr(mail_addresses, "_BARE", _NOTHING)
    patch.setattr(mail_addresses, "_HOP", _NO_BYTES)
    patch.setattr(mail_dates, "_USUAL", _NOTHING)
    patch.setattr(transfer, "_SOUND", msgspec.json.Decoder(int))
    _forget()


def _forget() -> None:
    mail_headers._usual_parameters.cache_clear()
    mail_addresses._known.cache_clear()


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c.parent.name}/{c.name}")
def test_both_ways_give_the_same_records_of_every_example(case: Path, long_way: pytest.MonkeyPatch) -> None:
    short = [as_line(record) for record in read(case)]
    _take_away(long_way)
    assert [as_line(record) for record in read(case)] == short


def test_both_ways_give_the_same_records_of_damaged_mails(long_way: pytest.MonkeyPatch) -> None:
    rng = random.Random(7)
    mails = [made(rng) for _ in range(300)]
    for whole in mails[:200]:
        hurt = bytearray(whole)
        for _ in range(rng.randrange(1, 6)):
            at = rng.randrange(len(hurt))
            hurt[at : at + rng.randrange(3)] = rng.choice(
                [b"\n", b"\r\n", b"\n\n", b":", b" ", b"\xff", b'"', b""]
            )
        mails.append(bytes(hurt))
    place = Locator(content="0" * 64)
    short = [[as_line(record) for record in mail.read(one, place)] for one in mails]
    _take_away(long_way)
    assert [[as_line(record) for record in mail.read(one, place)] for one in mails] == short


@given(st.lists(st.sampled_from([*b"AZaz09+/=", *b'\n\r \\"x-', 0xFF]), max_size=24).map(bytes))
def test_base64_that_is_not_all_sound_is_read_the_long_way(data: bytes) -> None:
    said = transfer.base64(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transfer, "_SOUND", msgspec.json.Decoder(int))
        assert transfer.base64(data) == said
