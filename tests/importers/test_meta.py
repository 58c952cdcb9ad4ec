"""Facebook and Instagram: every message is there, repaired beside what is stored, and nobody is made the owner."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.formats.meta_text import is_nobody, repaired
from holdfast.importers import Importer, instagram, messenger
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.question import Question
from holdfast.model.told import Told
from tests.importers.fixtures import HERE, handed
from tests.importers.trees import Tree, read_all, tree

CASES = [
    (messenger.IMPORTER, "messenger/download-2025", b'"sender_name"'),
    (messenger.IMPORTER, "messenger/download-2018", b'"sender_name"'),
    (messenger.IMPORTER, "messenger/encrypted", b'"senderName"'),
    (messenger.IMPORTER, "messenger/damage", b'"timestamp_ms"'),
    (instagram.IMPORTER, "instagram/download-2024", b'"sender_name"'),
    (instagram.IMPORTER, "instagram/download-2019", b'"sender"'),
]


@pytest.mark.parametrize(("importer", "case", "mark"), CASES, ids=lambda c: c if isinstance(c, str) else "")
def test_as_many_messages_as_the_files_have(importer: Importer, case: str, mark: bytes) -> None:
    given = Tree(handed(HERE / case / "input"))
    members = [m for m in given if importer.claims(m, given)]
    written = sum(m.read().count(mark) for m in members if "message" in m.path or "_7" in m.path)
    found = list(importer.read(members, given, Told()))
    events = sum(isinstance(r, Event) and bool(r.thread) and r.kind != "reaction" for r in found)
    lost = sum(isinstance(r, Problem) and (r.loss == "record" or "breaks off" in r.what) for r in found)
    assert events + lost == written > 0


@given(st.text())
def test_what_was_broken_is_made_whole(text: str) -> None:
    assert (
        repaired(text.encode("utf-8", "ignore").decode("latin-1")) == text.encode("utf-8", "ignore").decode()
    )


def test_what_was_not_broken_stays() -> None:
    for text in ("plain", "caf\xe9", "\u00e9\u4e2d", "\U0001f600"):
        assert repaired(text) == text


def chat(people: list[str], title: str, *texts: tuple[str, str]) -> bytes:
    messages = [
        {"sender_name": n, "timestamp_ms": 1717236000000 + i, "content": t} for i, (n, t) in enumerate(texts)
    ]
    return json.dumps(
        {"participants": [{"name": p} for p in people], "messages": messages, "title": title}
    ).encode()


def test_in_a_group_nobody_is_taken_for_the_owner() -> None:
    given = {"messages/inbox/g_123456789/message_1.json": chat(["A", "B", "C"], "G", ("A", "x"), ("B", "y"))}
    found = read_all(messenger.IMPORTER, given)
    assert {r.direction for r in found if isinstance(r, Event)} == {None}
    assert [set(q.choices) for q in found if isinstance(q, Question)] == [
        {"messenger:a", "messenger:b", "messenger:c"}
    ]


def test_accounts_that_are_gone_are_not_one_person() -> None:
    assert is_nobody("Facebook User")
    assert not is_nobody("Rowan")
    given = {
        f"messages/inbox/facebookuser_{n}00000000/message_1.json": chat(
            ["Facebook user", "B"], "Facebook user", ("Facebook user", "x")
        )
        for n in (1, 2)
    }
    assert len({r.by.key for r in read_all(messenger.IMPORTER, given) if isinstance(r, Event) and r.by}) == 2


def test_the_two_services_are_told_apart_by_what_only_one_writes() -> None:
    files = {
        "a/messages/inbox/x_1/message_1.json": b"{}",
        "a/followers_and_following/followers.json": b"[]",
        "b/messages/inbox/x_1/message_1.json": b"{}",
        "b/friends_and_followers/friends.json": b"{}",
        "c/other/x.json": b'{"participants": [], "messages": [], "id": 4}',
        "data.json": b"{}",
    }
    made = tree(files)
    assert [m.path[0] for m in made if instagram.IMPORTER.claims(m, made)] == ["a", "a"]
    assert [m.path[0] for m in made if messenger.IMPORTER.claims(m, made)] == ["b", "b"]


def test_a_chat_alone_bears_the_lasting_id_that_it_names() -> None:
    given = json.loads(chat(["A", "B"], "A", ("A", "x"))) | {"thread_path": "inbox/a_123456789012"}
    (event,) = (r for r in read_all(messenger.IMPORTER, {"message_1.json": json.dumps(given).encode()})
                if isinstance(r, Event))  # fmt: skip
    assert event.thread == "123456789012"


def test_a_chat_put_in_another_order_is_still_known() -> None:
    kept = json.loads(chat(["A", "B"], "A", ("A", "x")))
    turned = json.dumps({"messages": kept["messages"], "participants": kept["participants"]}).encode()
    bare = json.dumps({"messages": kept["messages"]}).encode()
    for data in (turned, bare):
        (event,) = (r for r in read_all(messenger.IMPORTER, {"some.json": data}) if isinstance(r, Event))
        assert event.text == "x"
    made = tree({"other.json": b'{"messages": [{"sender_name": "A", "text": "no time in it"}]}'})
    assert not [m for m in made if messenger.IMPORTER.claims(m, made)]


def test_a_chat_alone_that_names_instagrams_own_addresses_is_one_of_instagram() -> None:
    kept = json.loads(chat(["A", "B"], "A", ("A", "x")))
    link = {"joinable_mode": {"mode": 1, "link": "https://ig.me/j/abc/"}}
    photo = {"photos": [{"uri": "your_instagram_activity/messages/inbox/a_1/photos/1.jpg"}]}
    for made in (kept | link, kept | {"messages": [kept["messages"][0] | photo]}):
        (event,) = (r for r in read_all(instagram.IMPORTER, {"message_1.json": json.dumps(made).encode()})
                    if isinstance(r, Event))  # fmt: skip
        assert event.service == "instagram"


def test_who_joined_a_group_is_a_notice_in_files_without_types() -> None:
    kept = json.loads(chat(["A", "B", "C"], "G", ("A", "A added B.")))
    kept["messages"] = [{k: v for k, v in m.items() if k != "type"} for m in kept["messages"]]
    named = kept | {"messages": [kept["messages"][0] | {"users": [{"name": "B"}]}]}
    for given_chat, kind in ((kept, "message"), (named, "notice")):
        (event,) = (r for r in read_all(messenger.IMPORTER, {"m.json": json.dumps(given_chat).encode()})
                    if isinstance(r, Event))  # fmt: skip
        assert event.kind == kind


def test_in_a_group_nobody_is_named_as_receiver() -> None:
    given = {"messages/inbox/g_123456789/message_1.json": chat(["A", "B", "C"], "G", ("A", "x"))}
    assert [r.to for r in read_all(messenger.IMPORTER, given) if isinstance(r, Event)] == [()]


def test_who_took_on_the_name_of_the_owner_is_not_taken_for_them() -> None:
    profile = json.dumps({"profile_v2": {"name": {"full_name": "A"}}}).encode()
    given = {
        "d/personal_information/profile_information/profile_information.json": profile,
        "d/your_facebook_activity/messages/inbox/a_123456789/message_1.json": chat(
            ["A", "A"], "A", ("A", "x")
        ),
        "d/your_facebook_activity/messages/inbox/b_123456788/message_1.json": chat(
            ["A", "B"], "B", ("A", "y")
        ),
    }
    found = read_all(messenger.IMPORTER, given)
    twice, plain = (r for r in found if isinstance(r, Event))
    assert (twice.direction, twice.by and twice.by.is_owner) == (None, False)
    assert (plain.direction, plain.by and plain.by.is_owner) == ("out", True)
    assert twice.by
    assert plain.by
    assert twice.by.key != plain.by.key
    assert any(isinstance(r, Problem) and r.what.startswith("Two people") for r in found)
