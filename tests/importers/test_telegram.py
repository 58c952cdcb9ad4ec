"""Telegram: as many messages as the file holds, ids that last, and times that are asked for where they are local."""

import json
import re

from holdfast.formats import telegram_ids
from holdfast.importers.telegram import IMPORTER
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.question import Question
from holdfast.model.told import Told
from tests.importers.fixtures import HERE, handed
from tests.importers.trees import Tree, read_all, tree


def records(case: str) -> list[Event | Problem | Question]:
    given = Tree(handed(HERE / "telegram" / case / "input"))
    members = [m for m in given if IMPORTER.claims(m, given)]
    return list(IMPORTER.read(members, given, Told()))


def test_as_many_messages_as_the_files_have() -> None:
    for case in ("account-2024", "chat-2019", "group-2023", "damage"):
        (file,) = (HERE / "telegram" / case / "input").rglob("result.json")
        written = len(re.findall(rb'"type": "(?:message|service|unsupported)"', file.read_bytes()))
        found = records(case)
        events = sum(isinstance(r, Event) and bool(r.thread) and r.kind != "reaction" for r in found)
        lost = sum(isinstance(r, Problem) and r.loss in ("record", "member") for r in found)
        assert events + lost == written > 0


def test_a_slice_of_the_file_is_the_message() -> None:
    (file,) = (HERE / "telegram" / "account-2024" / "input").rglob("result.json")
    data = file.read_bytes()
    for event in records("account-2024"):
        if isinstance(event, Event) and event.thread:
            place = event.found_at.position
            kept = json.loads(data[place.start : place.start + place.length])
            assert event.act.split("/")[1] == str(kept["id"])


def test_old_numbers_become_lasting_ids() -> None:
    assert telegram_ids.native(7) == telegram_ids.native("user7") == "user7"
    assert telegram_ids.native((1 << 32) + 7) == telegram_ids.thread("private_group", 7) == "chat7"
    assert (
        telegram_ids.native((1 << 33) + 7)
        == telegram_ids.thread("private_channel", (1 << 33) + 7)
        == "channel7"
    )
    assert telegram_ids.thread("private_group", (1 << 32) + 7) == "chat7"
    assert telegram_ids.native(None) == telegram_ids.native(-3) == telegram_ids.native("user") == ""


def test_a_chat_without_its_head_takes_nothing_from_the_one_before() -> None:
    head = '"type": "personal_chat", "id": 5, '
    one = '{"id": 1, "type": "message", "date_unixtime": "1717236000", "from": "A", "from_id": "user5", "text": "x"}'
    text = f'{{"about": "", "chats": {{"list": [{{{head}"messages": [{one}]}}, {{"messages": [{one}]}}]}}}}'
    events = [r for r in read_all(IMPORTER, {"result.json": text.encode()}) if isinstance(r, Event)]
    assert [e.thread for e in events] == ["user5", ""]


def test_a_chat_cut_down_or_put_in_another_order_is_still_known() -> None:
    kept = {"type": "message", "date_unixtime": "1717236000", "from": "A", "text": "x"}
    turned = {"id": 5, "messages": [kept | {"id": 1}], "name": "A", "type": "personal_chat"}
    for given in ({"chats": {"list": [{"name": "A", "messages": [kept]}]}}, turned):
        (event,) = (
            r for r in read_all(IMPORTER, {"chat.json": json.dumps(given).encode()}) if isinstance(r, Event)
        )
        assert (event.text, event.when.at) == ("x", 1717236000000)


def test_a_file_of_the_same_name_is_left_alone() -> None:
    made = tree({"result.json": b'{"type": "x", "id": 1, "messages": []}', "photos/a.jpg": b"\xff\xd8\xff"})
    assert not [m for m in made if IMPORTER.claims(m, made)]
