"""Telegram's pages: as many messages as they hold, and times that the offset of winter does not settle."""

import re
from datetime import UTC, datetime

import pytest

from holdfast.formats.telegram_page import moment
from holdfast.importers.telegram_html import IMPORTER
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from tests.importers.fixtures import HERE, handed
from tests.importers.trees import Tree, read_all, tree


@pytest.mark.parametrize("case", ["chat-2024", "account-2020", "damage"])
def test_as_many_messages_as_the_pages_have(case: str) -> None:
    given = Tree(handed(HERE / "telegram_html" / case / "input"))
    members = [m for m in given if IMPORTER.claims(m, given)]
    written = sum(len(re.findall(rb'class="message [^>]*id="message[\dX]', m.read())) for m in members)
    found = list(IMPORTER.read(members, given, Told()))
    events = [r for r in found if isinstance(r, Event) and r.thread]
    assert len(events) + sum(isinstance(r, Problem) and r.loss == "record" for r in found) == written > 0
    data = {m.source: m.read() for m in members}
    for event in events:
        place = event.found_at.position
        piece = data[event.found_at.content][place.start : place.start + place.length]
        assert piece.startswith(b'<div class="message')
        assert f'id="message{event.act.rpartition("/")[2]}'.encode() in piece


def at(*clock: int) -> int:
    return int(datetime(*clock, tzinfo=UTC).timestamp() * 1000)  # type: ignore[arg-type]


def test_an_offset_leaves_an_hour_open_until_the_zone_is_told() -> None:
    summer = "01.07.2024 12:00:00 UTC+01:00"
    told = moment(summer, "Europe/Berlin")
    assert (told.at, told.basis) == (at(2024, 7, 1, 10), "declared")
    open_ = moment(summer, None)
    assert open_.at is None
    assert (open_.earliest, open_.latest) == (at(2024, 7, 1, 10), at(2024, 7, 1, 12))
    assert moment("01.01.2024 12:00:00 UTC-03:30", None).order_key() == at(2024, 1, 1, 15, 30)


def test_times_that_are_none() -> None:
    for written in (
        "",
        "31.02.2024 10:00:00",
        "99.99.9999 99:99:99 UTC+99:99",
        "1 Foo 2024",
        "00.00.0000 00:00:00",
    ):
        assert moment(written, None).order_key() is None
    assert moment("14 May 2023", "UTC").precision == "day"
    assert moment("14 May 2023, 16:43:57", "UTC").at == at(2023, 5, 14, 16, 43, 57)


def page(*messages: str) -> bytes:
    head = "<html><head><title>Exported Data</title></head><body><div class='page_wrap'>"
    return (head + "".join(messages) + "</div></body></html>").encode()


def message(number: int, name: str) -> str:
    inside = f'<div class="from_name">{name}</div>' if name else ""
    joined = "" if name else " joined"
    return f'<div class="message default clearfix{joined}" id="message{number}"><div class="body">{inside}</div></div>'


def test_who_wrote_goes_on_only_where_the_page_says_so() -> None:
    text = page(
        message(1, "A"), message(2, ""), '<div class="message service" id="message3">x</div>', message(4, "")
    )
    found = [r for r in read_all(IMPORTER, {"messages.html": text}) if isinstance(r, Event)]
    assert [r.by.handle if r.by else "" for r in found] == ["A", "A", "", ""]


def test_pages_of_others_are_left_alone() -> None:
    made = tree(
        {"messages.html": b"<html><body><div class='page_wrap'></div></body></html>", "css/style.css": b""}
    )
    assert not [m for m in made if IMPORTER.claims(m, made)]


def test_who_took_on_the_name_of_the_owner_is_not_taken_for_them() -> None:
    summary = page("<div class='personal_info'><div class='names'><div class='value'>A</div></div></div>")
    head = '<div class="page_header"><div class="text bold">{}</div></div>'
    given = {
        "e/export_results.html": summary,
        "e/chats/chat_1/messages.html": page(head.format("A"), message(1, "A")),
        "e/chats/chat_2/messages.html": page(head.format("B"), message(1, "A")),
    }
    twice, plain = (r for r in read_all(IMPORTER, given) if isinstance(r, Event))
    assert (twice.direction, plain.direction) == (None, "out")
    assert twice.by
    assert plain.by
    assert twice.by.key != plain.by.key
