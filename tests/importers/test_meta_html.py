"""Pages of Facebook and Instagram: as many messages as they hold, and times that no one guesses."""

import re
from datetime import UTC, datetime

import pytest

from holdfast.formats.meta_page import moment
from holdfast.importers import instagram, messenger
from holdfast.importers.meta_html import IMPORTER
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from tests.importers.fixtures import HERE, handed
from tests.importers.trees import Tree, tree


@pytest.mark.parametrize(
    ("case", "mark"),
    [("facebook-2025", rb"_a6-h _a6-i"), ("instagram-2021", rb"_2lel"), ("facebook-2013", rb'<span class="user">'),
     ("damage", rb'<(?:div|section) class="[^"]*_a6-g')],
)  # fmt: skip
def test_as_many_messages_as_the_pages_have(case: str, mark: bytes) -> None:
    given = Tree(handed(HERE / "meta_html" / case / "input"))
    members = [m for m in given if IMPORTER.claims(m, given)]
    found = list(IMPORTER.read(members, given, Told()))
    unread = {r.found_at.content for r in found if isinstance(r, Problem) and "JSON" in r.what}
    written = sum(len(re.findall(mark, m.read())) for m in members if m.source not in unread)
    lost = sum(isinstance(r, Problem) and r.loss == "record" for r in found)
    assert sum(isinstance(r, Event) for r in found) + lost == written > 0


def test_a_slice_of_the_page_is_the_message() -> None:
    given = Tree(handed(HERE / "meta_html" / "facebook-2013" / "input"))
    (member,) = (m for m in given if IMPORTER.claims(m, given))
    for event in (r for r in IMPORTER.read([member], given, Told()) if isinstance(r, Event)):
        place = event.found_at.position
        piece = member.read()[place.start : place.start + place.length]
        assert piece.startswith(b'<div class="message">')
        assert event.by
        assert event.by.handle.encode() in piece


def at(*clock: int) -> int:
    return int(datetime(*clock, tzinfo=UTC).timestamp() * 1000)  # type: ignore[arg-type]


def test_times() -> None:
    for written, expected in (
        ("Sep 22, 2017 6:33 am", at(2017, 9, 22, 6, 33)), ("Sep 22, 2017, 12:33 AM", at(2017, 9, 22, 0, 33)),
        ("Jun 01, 2025 10:05:10\u202fpm", at(2025, 6, 1, 22, 5, 10)), ("1. Juni 2021 um 22:05", at(2021, 6, 1, 22, 5)),
        ("19 de octubre de 2019, 14:37", at(2019, 10, 19, 14, 37)), ("19 oct. 2019 à 14:37", at(2019, 10, 19, 14, 37)),
        ("Friday, October 4, 2013 at 10:05pm PDT", at(2013, 10, 4, 22, 5)),
        ("ago 07, 2026 8:17 da tarde/noite", at(2026, 8, 7, 20, 17)),
        ("ago 07, 2026 8:17 da manhã", at(2026, 8, 7, 8, 17)), ("Dez. 24, 2023 11:05 nachm.", at(2023, 12, 24, 23, 5)),
        ("dic 24, 2023 12:05 a. m.", at(2023, 12, 24, 0, 5)), ("Dec 24, 2023 11:05 em", at(2023, 12, 24, 23, 5)),
        ("Ara 24, 2023 11:05 ÖS", at(2023, 12, 24, 23, 5)), ("май 24, 2023 11:05 ПП", at(2023, 5, 24, 23, 5)),
        ("24 дек. 2023 г., 23:05", at(2023, 12, 24, 23, 5)), ("12月 24, 2023 11:05 下午", at(2023, 12, 24, 23, 5)),
        ("gru 24, 2023 11:05 po południu", at(2023, 12, 24, 23, 5)), ("24 des. 2023, 23:05", at(2023, 12, 24, 23, 5)),
    ):  # fmt: skip
        told, open_ = moment(written, "UTC"), moment(written, None)
        assert (told.at, told.basis) == (expected, "declared"), written
        assert open_.at is None
        assert open_.earliest is not None
        assert open_.earliest < expected < (open_.latest or 0)
    assert moment("Friday, October 4, 2013 at 10:05pm UTC-07", None).at == at(2013, 10, 5, 5, 5)
    for written in ("", "Foo 1, 2020 1:00 am", "Jan 41, 2020 1:00 am", "Jan 1, 2020 31:00", "Jan 1, 2020"):
        assert moment(written, "UTC").at is None


def test_what_came_with_pages_is_left_to_them() -> None:
    pages = {
        "d/messages/inbox/a_123456789/message_1.html": b"<html>", "d/messages/inbox/a_123456789/photos/1.jpg": b"x",
        "e/messages/inbox/b_123456789/photos/2.jpg": b"y",
    }  # fmt: skip
    chats = {
        "d/messages/inbox/a_123456789/message_1.json": b"{}",
        "d/messages/inbox/a_123456789/photos/1.jpg": b"x",
    }
    for files, of_pages in ((pages, 3), (chats, 0)):
        made = tree(files)
        assert sum(IMPORTER.claims(m, made) for m in made) == of_pages
        others = (messenger.IMPORTER, instagram.IMPORTER)
        assert sum(o.claims(m, made) for m in made for o in others) == len(files) - of_pages
