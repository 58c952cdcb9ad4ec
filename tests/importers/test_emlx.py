"""Mails of Apple Mail: lengths that lie, lists that are no lists, and damage anywhere."""

import random
import time

import pytest

from holdfast.importers import emlx
from holdfast.importers.emlx import IMPORTER
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from tests.importers.trees import read_all

MAIL = b"From: Rowan <rowan@example.net>\nTo: ines@example.org\nSubject: x\nDate: Mon, 3 Mar 2025 10:15:00 +0100\n\nhello\n"
NOTED = b"""<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>date-received</key><integer>1740993304</integer><key>flags</key><integer>8590195713</integer></dict></plist>
"""
WHOLE = b"%d\n" % len(MAIL) + MAIL + NOTED


@pytest.mark.parametrize(
    ("length", "says"),
    [
        (b"%d" % len(MAIL), ""),
        (b"999999999999", emlx.TOO_SHORT),
        (b"9" * 40, emlx.NO_LENGTH),
        (b"-5", emlx.NO_LENGTH),
        (b"0", ""),
        (b"7", ""),
    ],
)
def test_a_length_that_lies_ends_in_a_mail_or_a_problem(length: bytes, says: str) -> None:
    records = read_all(IMPORTER, {"1.emlx": length + b"\n" + MAIL + NOTED})
    assert records
    assert not says or says in [r.what for r in records if isinstance(r, Problem)]


def test_what_is_noted_is_kept_and_the_time_it_arrived() -> None:
    (event,) = (r for r in read_all(IMPORTER, {"1.emlx": WHOLE}) if isinstance(r, Event))
    assert [t.when.at for t in event.times] == [1740993304000]
    assert event.fields["Marks"].startswith("read")


@pytest.mark.parametrize(
    "noted",
    [
        b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><plist><key>&b;</key><integer>1</integer></plist>",
        b"<dict>" * 10_000,
        b"<key>flags</key><integer>" + b"9" * 100_000 + b"</integer>",
        b"<key>date-received</key><real>1e999</real>",
        b"<key>date-received</key><integer>-999999999999999999</integer>",
        b"<key>" * 50_000,
        b"bplist00" + bytes(range(256)) * 100,
        NOTED.decode().encode("utf-16"),
    ],
)
def test_any_list_below_the_mail_is_bounded(noted: bytes) -> None:
    began = time.monotonic()
    records = read_all(IMPORTER, {"1.emlx": b"%d\n" % len(MAIL) + MAIL + noted})
    assert sum(isinstance(r, Event) for r in records) == 1
    assert time.monotonic() - began < 5


def test_any_flip_ends_in_records() -> None:
    chance = random.Random(5)
    for n in range(1, 200):
        flipped = bytearray(WHOLE)
        for _ in range(n % 20 + 1):
            flipped[chance.randrange(len(WHOLE))] = chance.randrange(256)
        assert read_all(IMPORTER, {"1.emlx": bytes(flipped)})
