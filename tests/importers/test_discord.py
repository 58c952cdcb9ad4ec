"""Discord: as many messages as the files hold, the time inside an id, and an owner only where the chat tells."""

import json
import re

import pytest

from holdfast.formats import discord
from holdfast.importers.discord_exporter import IMPORTER
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.question import Question
from holdfast.model.told import Told
from tests.importers.fixtures import HERE, handed
from tests.importers.trees import Tree, read_all


def records(case: str) -> tuple[list[Event | Problem | Question], bytes]:
    """What is read, and the bytes of the chats themselves."""
    given = Tree(handed(HERE / "discord_exporter" / case / "input"))
    members = [m for m in given if IMPORTER.claims(m, given)]
    written = b"".join(m.read() for m in members if "_Files/" not in m.path)
    return list(IMPORTER.read(members, given, Told())), written


@pytest.mark.parametrize(
    ("case", "mark"),
    [
        ("direct-2024", rb'\n {6}"id"'), ("group-2023", rb'\n {6}"id"'), ("server-2019", rb'\n {6}"id"|not a message'),
        ("damage", rb'\n {6}"id"'), ("page-2021", rb"<div [^>]*data-message-id"),
        ("page-2024", rb"<div [^>]*data-message-id"), ("table", rb'(?m)^"\d'),
        ("text-2024", rb"(?m)^\[6/"), ("text-2020", rb"(?m)(?<=\n\n)\[(?:01-|2024)"), ("text-2022", rb"(?m)^\["),
    ],
)  # fmt: skip
def test_as_many_messages_as_the_files_have(case: str, mark: bytes) -> None:
    found, written = records(case)
    events = sum(isinstance(r, Event) for r in found)
    lost = sum(isinstance(r, Problem) and r.loss == "record" for r in found)
    assert events + lost == len(re.findall(mark, written)) > 0


@pytest.mark.parametrize("case", ["direct-2024", "page-2021", "page-2024"])
def test_a_slice_of_the_file_is_the_message(case: str) -> None:
    found, data = records(case)
    for event in (r for r in found if isinstance(r, Event)):
        place = event.found_at.position
        piece = data[place.start : place.start + place.length]
        assert event.act.encode() in piece
        if case.startswith("direct"):
            assert json.loads(piece)["id"] == event.act
        else:
            assert piece.startswith(b"<div")
            assert event.text.split("\n")[0].encode()[:5] in piece


def test_ids_tell_times() -> None:
    # The example in Discord's own documentation.
    assert discord.moment_of("175928847299117063") == 1_462_015_105_796
    for other in ("", "7", "x" * 18, "9" * 19, "٣" * 18):
        assert discord.moment_of(other) is None


def chat(title: str, *writers: tuple[str, str]) -> dict[str, bytes]:
    written = [
        {
            "id": str(n),
            "timestamp": f"2024-06-01T10:00:0{n}Z",
            "content": "x",
            "author": {"id": i, "name": name},
        }
        for n, (i, name) in enumerate(writers)
    ]
    whole = {
        "guild": {"id": "0"}, "channel": {"id": "5", "type": "DirectTextChat", "name": title}, "messages": written,
    }  # fmt: skip
    return {"c.json": json.dumps(whole).encode()}


def test_the_owner_of_a_direct_chat_is_who_it_is_not_called_after() -> None:
    for title, expected in (("B", ["out", "in"]), ("someone else", [None, None]), ("", [None, None])):
        found = read_all(IMPORTER, chat(title, ("1", "A"), ("2", "B")))
        assert [r.direction for r in found if isinstance(r, Event)] == expected
        assert any(isinstance(r, Question) for r in found) == (expected == [None, None])
    both = read_all(IMPORTER, chat("B", ("1", "B"), ("2", "B")))
    assert [r.direction for r in both if isinstance(r, Event)] == [None, None]
    alone = read_all(IMPORTER, chat("B", ("2", "B")))
    assert [r.direction for r in alone if isinstance(r, Event)] == ["in"]


def test_a_number_that_a_page_repeats_inside_of_a_message_makes_no_second_one() -> None:
    page = (
        '<html><div class="chatlog__message-container" data-message-id="175928847299117063">'
        '<span class="chatlog__author-name" data-user-id="1">A</span>'
        '<div class="chatlog__content" data-message-id="175928847299117063">one text</div></div></html>'
    )
    (event,) = (r for r in read_all(IMPORTER, {"c.html": page.encode()}) if isinstance(r, Event))
    assert (event.text, event.by.handle if event.by else "") == ("one text", "A")


def test_a_text_whose_own_count_differs_is_said() -> None:
    frame = "=" * 62
    head = f"{frame}\nGuild: G\nChannel: c\n{frame}\n\n"
    body = "[2024-06-01T10:00:00+00:00] A\none\n\n\n[2024-06-01T10:00:01+00:00] B\ntwo\n\n\n"
    for said, remarks in (("2", 0), ("1,002", 1)):
        text = f"{head}{body}{frame}\nExported {said} message(s)\n{frame}\n"
        found = read_all(IMPORTER, {"c.txt": text.encode()})
        assert [r.text for r in found if isinstance(r, Event)] == ["one", "two"]
        assert sum(isinstance(r, Problem) for r in found) == remarks


def test_the_order_of_a_date_is_told_by_the_dates_or_asked() -> None:
    def read(*dates: str) -> list[Question]:
        rows = "".join(f'"1","A","{date}","x","",""\n' for date in dates)
        table = f"AuthorID,Author,Date,Content,Attachments,Reactions\n{rows}"
        return [r for r in read_all(IMPORTER, {"c.csv": table.encode()}) if isinstance(r, Question)]

    assert "date_order" in {q.about for q in read("3/4/2022 9:05 PM", "2/4/2022 9:05 PM")}
    assert "date_order" not in {q.about for q in read("3/4/2022 9:05 PM", "2/14/2022 9:05 PM")}
