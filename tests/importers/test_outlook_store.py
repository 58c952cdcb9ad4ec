"""Mailboxes of Outlook: every item is an event or a problem, its bytes are found again, damage ends in problems."""

import hashlib
import io
import random
import struct
import zipfile

import pytest

from holdfast.case import originals
from holdfast.formats import pff
from holdfast.formats.mapi import TOO_DEEP
from holdfast.formats.pst_nodes import Nodes
from holdfast.importers.outlook_store import IMPORTER
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from tests.importers.mailbox import INES, ROOT, SENT, begun, whole
from tests.importers.trees import read_all, tree


def many(count: int) -> bytes:
    box = begun()
    for folder in range(20):
        box.folder(0x8022 + 0x20 * folder, f"folder {folder}", ROOT)
    for n in range(count):
        values = {
            0x001A: "IPM.Note",
            0x0037: f"number {n}",
            0x1000: "x",
            0x5D01: "r@example.net",
            0x0039: SENT,
        }
        box.message(0x200024 + 0x20 * n, 0x8022 + 0x20 * (n % 20), values, [INES])
    return box.made()


def test_every_message_of_many_folders_is_an_event() -> None:
    records = read_all(IMPORTER, {"all.pst": many(700)})
    events = [r for r in records if isinstance(r, Event)]
    assert sorted(int(e.subject.split()[1]) for e in events) == list(range(700))
    assert {e.fields["Folder"] for e in events} == {f"folder {n}" for n in range(20)}
    assert len({e.id for e in events}) == 700
    assert len(records) == 700


def test_the_bytes_behind_an_event_are_found_again() -> None:
    made = tree({"outlook.pst": whole()})
    found = [r for r in IMPORTER.read(list(made), made, None) if isinstance(r, Event) and r.attached]  # type: ignore[arg-type]
    assert [bool(e.parent) for e in found] == [False, True]
    mail = pff.as_mail(made.members[0], found[0].found_at.position.start, found[0].fields["Folder"])
    parts = {hashlib.sha256(part).hexdigest() for part in originals.parts_of(mail)}
    assert {a.sha256 for e in found for a in e.attached} <= parts
    assert b"one\r\ntwo\r" in list(originals.parts_of(mail))
    assert pff.as_mail(made.members[0], found[0].found_at.position.start, "") == mail


@pytest.mark.parametrize("is_ciphered", [False, True])
def test_what_is_found_without_the_library_is_what_the_library_finds(*, is_ciphered: bool) -> None:
    data = whole(is_ciphered=is_ciphered)
    mailbox, nodes = pff.Mailbox(io.BytesIO(data)), Nodes(io.BytesIO(data))
    for found in mailbox.all():
        item, node = pff.Item(mailbox, found.item), nodes.node(found.number)
        assert nodes.properties(node, set()) == item.values
        below = nodes.below(node)
        rows = list(nodes.rows(below[0x692], set())) if 0x692 in below else []
        assert rows == list(item.addressees())
        if 0x8025 in below:
            (first, _), (second, _), _ = item.attachments()
            assert nodes.properties(below[0x8025], set()) == first
            assert nodes.properties(below[0x8045], set())[0x3701] == second[0x3701]


def test_messages_inside_messages_stop_somewhere() -> None:
    inner = ({0x001A: "IPM.Note", 0x0037: "innermost", 0x5D01: "r@example.net", 0x0039: SENT}, [INES], [])
    for n in range(12):
        inner = ({**inner[0], 0x0037: f"{n}"}, [INES], [{0x3705: 5, 0x3001: "next", 0x3701: inner}])
    box = begun()
    box.folder(0x8022, "one", ROOT)
    box.message(0x200024, 0x8022, *inner)
    records = read_all(IMPORTER, {"deep.pst": box.made()})
    assert sum(isinstance(r, Event) for r in records) == 9
    assert TOO_DEEP in [r.what for r in records if isinstance(r, Problem)]


def test_a_block_that_names_itself_a_million_times_is_bounded() -> None:
    box = begun()
    piece = box.block(b"x" * 8000)
    few = box.block(struct.pack("<BBHI", 1, 1, 1000, 0) + struct.pack("<1000Q", *[piece] * 1000), 2)
    many = box.block(struct.pack("<BBHI", 1, 2, 1000, 0) + struct.pack("<1000Q", *[few] * 1000), 2)
    with pytest.raises(ValueError):
        sum(map(len, Nodes(io.BytesIO(box.made())).blocks(many)))


def test_without_the_part_that_reads_it_one_problem_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pff, "pypff", None)
    (only,) = read_all(IMPORTER, {"outlook.pst": whole()})
    assert isinstance(only, Problem)
    assert only.loss == "member"
    assert "pip install 'holdfast[outlook]'" in only.what


def test_only_mailboxes_are_claimed() -> None:
    made = tree({"a.pst": b"no mailbox", "b.ost": whole()[:100], "c.dat": whole()[:100]})
    assert [IMPORTER.claims(m, made) for m in made] == [False, True, False]


def test_any_cut_and_any_flip_ends_in_records() -> None:
    data = whole()
    chance = random.Random(11)
    for n in range(1, 51):
        flipped = bytearray(data)
        for _ in range(n * 4):
            flipped[chance.randrange(0x4600, len(data))] = chance.randrange(256)
        for one in (data[: len(data) * n // 51], bytes(flipped)):
            assert read_all(IMPORTER, {"x.pst": one})


def test_a_mailbox_inside_a_container_is_read_too() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("mail/outlook.pst", whole())
    inside = read_all(IMPORTER, {"all.zip": packed.getvalue()})
    alone = read_all(IMPORTER, {"outlook.pst": whole()})
    assert [getattr(r, "subject", "") for r in inside] == [getattr(r, "subject", "") for r in alone]
