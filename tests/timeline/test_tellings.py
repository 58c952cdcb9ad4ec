"""One act told twice: by a mail that announces it, and as a person says. Both stay, one counts, all can be undone."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.case.case import Case
from holdfast.model.errors import RequestError
from holdfast.model.row import Row
from holdfast.model.services import NAMES
from holdfast.timeline.announced import announcers
from tests.case.exports import mbox

START = 1_749_297_600_000  # 2025-06-07 12:00:00 UTC
SAID = "I know where you park your car"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made, _ = Case.create(tmp_path / "case", "long enough a phrase", work_factor=2)
    yield made
    made.close()


def chat(*said: tuple[int, str], by: str = "Rowan") -> bytes:
    """Messages of one conversation, each some minutes after the start."""
    messages = [{"sender_name": by, "timestamp_ms": START + m * 60_000, "content": text} for m, text in said]
    people = [{"name": "Rowan"}, {"name": "Mira"}]
    kept = {"participants": people, "messages": messages[::-1], "title": "Rowan"}
    return json.dumps(kept | {"thread_path": "inbox/rowan_17", "magic_words": []}).encode()


def announcing(
    minute: int,
    text: str,
    by: str = "no-reply@mail.instagram.com",
    number: int = 1,
    subject: str = "New message",
) -> bytes:
    return (
        f"Message-ID: <{number}@mail.example>\r\nFrom: Instagram <{by}>\r\nTo: mira@example.org\r\n"
        f"Subject: {subject}\r\nDate: Sat, 07 Jun 2025 {12 + minute // 60:02d}:{minute % 60:02d}:30 +0000\r\n\r\n"
        f"Hi mira,\r\n\r\nRowan sent you a message.\r\n\r\n{text}\r\n\r\nOpen Instagram\r\n"
    ).encode()


def add(case: Case, folder: Path, messages: bytes, *mails: bytes) -> None:
    place = folder / "your_instagram_activity/messages/inbox/rowan_17"
    place.mkdir(parents=True)
    (place / "message_1.json").write_bytes(messages)
    (folder / "mail.mbox").write_bytes(mbox(*mails))
    case.add([folder])


def once(case: Case) -> list[Row]:
    return [line.row for line in case.query.lines()]


def joined(case: Case) -> list[Row]:
    return [row for row in once(case) if row.told_by > 1]


def test_the_mail_that_announces_a_message_and_the_message_are_one_act_by_its_author(
    case: Case, tmp_path: Path
) -> None:
    add(case, tmp_path / "in", chat((0, SAID)), announcing(2, f"“{SAID.upper()}”"))
    (row,) = once(case)
    assert (row.service, row.text, row.told_by) == ("instagram", SAID, 2)
    (mail,) = case.query.tellings(row.id)
    told = case.line(mail).row
    assert (told.service, told.occurrence) == ("mail", row.id)
    assert told.joined_because.startswith(
        "This mail comes from an address of Instagram and holds the same words"
    )
    assert case.query.tellings(mail) == [row.id]


@pytest.mark.parametrize(
    ("messages", "mails"),
    [
        pytest.param(chat((0, SAID), (9, SAID)), [announcing(2, SAID)], id="said twice"),
        pytest.param(
            chat((0, SAID)), [announcing(2, SAID), announcing(3, SAID, number=2)], id="announced twice"
        ),
        pytest.param(chat((0, SAID)), [announcing(62, SAID)], id="more than an hour later"),
        pytest.param(chat((0, "hello there")), [announcing(2, "hello there")], id="too short to be its own"),
        pytest.param(
            chat((0, SAID)), [announcing(2, SAID, by="no-reply@instagram.com.example")], id="another domain"
        ),
        pytest.param(
            chat((0, SAID)), [announcing(2, SAID, by="notinstagram@example.com")], id="a friend quotes it"
        ),
        pytest.param(
            chat((0, SAID)), [announcing(2, SAID, by="x@facebook.example")], id="a domain nobody knows"
        ),
        pytest.param(chat((0, SAID)), [announcing(2, "See what you missed this week")], id="a newsletter"),
        pytest.param(
            chat((0, SAID), (5, f"{SAID} every day")),
            [announcing(6, f"{SAID} every day")],
            id="one in another",
        ),
        pytest.param(chat((0, SAID)), [announcing(2, SAID, by="notify@x.com")], id="another service"),
    ],
)
def test_nothing_is_joined_where_it_could_be_another(
    case: Case, tmp_path: Path, messages: bytes, mails: list[bytes]
) -> None:
    add(case, tmp_path / "in", messages, *mails)
    assert joined(case) == []


def test_what_one_wrote_oneself_is_not_what_a_mail_announces(case: Case, tmp_path: Path) -> None:
    add(case, tmp_path / "in", chat((0, SAID), by="Mira"), announcing(2, SAID))
    assert [(r.service, r.direction, r.told_by) for r in once(case)] == [
        ("instagram", "out", 1),
        ("mail", None, 1),
    ]


def test_a_person_can_set_apart_and_join_again_and_the_log_keeps_both(case: Case, tmp_path: Path) -> None:
    add(case, tmp_path / "in", chat((0, SAID)), announcing(2, SAID))
    (row,) = once(case)
    (mail,) = case.query.tellings(row.id)
    case.apart(mail, "another message with the same words")
    assert [(r.service, r.told_by) for r in once(case)] == [("instagram", 1), ("mail", 1)]
    assert case.line(mail).row.joined_because == "another message with the same words"
    case.rebuild()
    assert [r.told_by for r in once(case)] == [1, 1]
    with pytest.raises(RequestError, match="joined to no other"):
        case.apart(mail, "once more")
    case.together(row.id, mail, "it is the same after all")
    assert [(r.service, r.told_by) for r in once(case)] == [("instagram", 2)]
    with pytest.raises(RequestError, match="joined already"):
        case.together(mail, row.id, "again")
    assert [e.body["what"] for e in case.log() if e.action == "decide"] == ["together", "apart"]


def test_two_events_that_nothing_joins_are_joined_by_a_person_and_the_first_stands_for_both(
    case: Case, tmp_path: Path
) -> None:
    add(case, tmp_path / "in", chat((0, "see you")), announcing(300, "a screenshot of it"))
    chat_row, mail = once(case)
    with pytest.raises(RequestError, match="reason"):
        case.together(mail.id, chat_row.id, " ")
    case.together(mail.id, chat_row.id, "the screenshot shows it")
    (row,) = once(case)
    assert (row.id, row.told_by) == (mail.id, 2)
    case.apart(mail.id, "it does not")
    assert [r.told_by for r in once(case)] == [1, 1]


def test_the_one_that_stands_for_all_can_be_set_apart_and_another_stands_for_the_rest(
    case: Case, tmp_path: Path
) -> None:
    letter = announcing(0, "one letter", by="rowan@example.com")
    for n in range(3):
        folder = tmp_path / f"in{n}"
        folder.mkdir()
        (folder / f"{n}.mbox").write_bytes(mbox(letter) + b"\r\n" * n)
        case.add([folder])
    (first,) = once(case)
    assert first.told_by == 3
    case.apart(first.id, "made up later")
    assert sorted(r.told_by for r in once(case)) == [1, 2]


def test_every_announcer_says_where_it_is_from_and_names_services_that_are_known() -> None:
    for one in announcers():
        assert one.source == "seen" or one.source.startswith("https://")
        assert set(one.services) <= set(NAMES)
        assert all(d == d.lower() and "@" not in d for d in one.domains)
