"""Packets from Outlook: what they hold is found again, and no bytes make the reader fail."""

import hashlib
import random
import struct

import pytest

from holdfast.case import originals
from holdfast.formats import mail, tnef
from holdfast.formats.mapi import TOO_DEEP
from holdfast.model.event import Event
from holdfast.model.locator import Locator
from holdfast.model.problem import Problem
from tests.formats.packets import attachment, embedded, fixtures, packet, piece, properties
from tests.formats.packets import mail as carrier

HERE = Locator(content="0" * 64, member="")


@pytest.mark.parametrize("name", sorted(fixtures()))
def test_every_attachment_that_is_listed_can_be_taken_out(name: str) -> None:
    data = fixtures()[name]
    listed = {a.sha256 for r in mail.read(data, HERE) if isinstance(r, Event) for a in r.attached}
    assert listed <= {hashlib.sha256(part).hexdigest() for part in originals.parts_of(data)}


@pytest.mark.parametrize("name", sorted(fixtures()))
def test_any_cut_and_any_flip_ends_in_a_mail(name: str) -> None:
    whole = fixtures()[name]
    inside = originals.parts_of(whole)
    chance = random.Random(3)
    for part in [p for p in inside if p.startswith(tnef.MAGIC)]:
        for n in range(1, 51):
            flipped = bytearray(part)
            for _ in range(n):
                flipped[chance.randrange(4, len(part))] = chance.randrange(256)
            for data in (part[: len(part) * n // 50], bytes(flipped)):
                assert tnef.as_mail(data) or not data.startswith(tnef.MAGIC)


def test_counts_and_lengths_that_lie_are_bounded() -> None:
    many = struct.pack("<IHHI", 0xFFFFFFFF, 0x1003, 0x0037, 0xFFFFFFFF)
    for kind in (0x00069003, 0x00069004, 0x00069005):
        data = packet(piece(1, kind, many), piece(1, kind, b"\xff" * 4 + many * 9))
        assert tnef.Packet(data).remarks
    assert len(tnef.as_mail(packet(*[piece(2, 0x00069002, b"")] * 100_000))) < 1_000_000


def test_packets_inside_packets_stop_somewhere() -> None:
    message = file = packet(piece(1, 0x0002800C, b"innermost\0"))
    for _ in range(500):
        message = packet(embedded("next", message), piece(1, 0x00018004, b"next\0"))
        file = packet(attachment(b"winmail.dat", file))
    for data in (message, file):
        records = mail.read(carrier(1, data), HERE)
        assert sum(isinstance(r, Event) for r in records) < 12
        assert any(isinstance(r, Problem) and r.what == TOO_DEEP for r in records)


def test_names_of_own_properties_are_kept() -> None:
    made = tnef.Packet(packet(piece(1, 0x00069003, properties({0x0037: "x"}, {"a-name": "v", 0x8506: True}))))
    assert made.named == {0x8000: "a-name", 0x8001: "private"}
    assert made.values == {0x0037: "x", 0x8000: "v", 0x8001: True, 0x3FFD: 1251}
