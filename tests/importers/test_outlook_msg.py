"""Messages of Outlook: what is handed on whole, and what damage may do."""

import hashlib
import random

import pytest

from holdfast.formats import mail_parts, ole_mail, rtf
from holdfast.importers.eml import claims as eml_claims
from holdfast.importers.outlook_msg import IMPORTER
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from tests.importers.compound import PAGE, SENT, compound, fixtures, message, packed
from tests.importers.trees import read_all, tree


def test_attached_bytes_are_the_ones_that_were_stored() -> None:
    data = bytes(range(256)) * 40 + b"\r\n--x--\n\n\r"
    one = compound(
        message({0x001A: "IPM.Note", 0x0037: "With it"}, attached=({0x3707: "a.bin", 0x3701: data},))
    )
    events = [r for r in read_all(IMPORTER, {"one.msg": one}) if isinstance(r, Event)]
    assert [a.sha256 for e in events for a in e.attached] == [hashlib.sha256(data).hexdigest()]


def test_a_message_inside_a_message_inside_a_message_stops_somewhere() -> None:
    inner = message({0x001A: "IPM.Note", 0x0037: "innermost", 0x0C1A: "R"}, is_inside=True)
    for n in range(20):
        inner = message(
            {0x001A: "IPM.Note", 0x0037: f"{n}", 0x0C1A: "R"}, attached=({0x3701: inner},), is_inside=n < 19
        )
    records = read_all(IMPORTER, {"deep.msg": compound(inner)})
    assert sum(isinstance(r, Event) for r in records) == 9
    assert any(isinstance(r, Problem) and "too deeply" in r.what for r in records)


def test_only_compound_files_are_claimed() -> None:
    made = tree(
        {
            "a.msg": b"From: a@example.org\nTo: b@example.org\nSubject: x\n\nhello",
            "b.msg": fixtures()["note/input/sent.msg"],
        }
    )
    assert [(IMPORTER.claims(m, made), eml_claims(m, made)) for m in made] == [(False, True), (True, False)]


@pytest.mark.parametrize("name", sorted(fixtures()))
def test_any_cut_and_any_flip_ends_in_records(name: str) -> None:
    whole = fixtures()[name]
    chance = random.Random(7)
    for n in range(1, 50):
        cut = whole[: len(whole) * n // 50]
        flipped = bytearray(whole)
        for _ in range(n):
            flipped[chance.randrange(8, len(whole))] = chance.randrange(256)
        for data in (cut, bytes(flipped)):
            if data.startswith(whole[:8]):
                assert read_all(IMPORTER, {"x.msg": data})


def test_what_packing_repeats_is_repeated() -> None:
    # The example of [MS-OXRTFCP]: literal bytes, and references into the words that are always known.
    data = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert rtf.unpacked(data) == (b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", True)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (rb"{\f0 \'cf\'f0\'e8} {\f1 \'e9\'e8} {\f2 \'82\'b1\'82\'f1}", "При éè こん"),
        (rb"\f0 \'cf\plain \'e9{\f0 \'cf}\'e9", "ПéПé"),
        (rb"\f2 \'83A\'83\'5c end", "アソ end"),
        (rb"{\f9 \'e9}", "é"),
    ],
)
def test_each_font_has_letters_of_its_own(said: bytes, text: str) -> None:
    head = rb"{\rtf1\ansi\ansicpg1252\deff1{\fonttbl{\f0\fcharset204 A;}{\f1\fnil\fcharset0 B;}{\f2\fcharset128 C;}}"
    assert rtf.content(head + said + b"}")[0] == text


def test_a_signed_message_says_what_it_says_once() -> None:
    signed = b'Content-Type: multipart/signed; boundary="s"\n\n--s\nContent-Type: text/plain\n\nSigned words.\n--s--\n'
    one = compound(
        message(
            {
                0x001A: "IPM.Note.SMIME.MultipartSigned",
                0x0037: "x",
                0x1000: "Signed words.",
                0x5D01: "r@example.net",
                0x0039: SENT,
            },
            attached=({0x3707: "smime.p7m", 0x370E: "multipart/signed", 0x3701: signed},),
        )
    )
    (event,) = (r for r in read_all(IMPORTER, {"one.msg": one}) if isinstance(r, Event))
    assert event.text == "Signed words."


def test_deep_and_long_rich_text_is_bounded() -> None:
    assert rtf.content(b"{" * 100_000 + b"end")[0] == "end"
    assert rtf.content(PAGE)[1]
    assert rtf.unpacked(packed(b"{\\rtf1 x}"))[0] == b"{\\rtf1 x}"


def test_the_bytes_of_an_attachment_are_found_again() -> None:
    parts = mail_parts.parse(ole_mail.as_mail(fixtures()["note/input/received.msg"]), {}).children or []
    assert b"one\ntwo\n" in [part.payload({}) for part in parts]
    assert ole_mail.as_mail(b"From: a\n\nb") == b"From: a\n\nb"
    cut = fixtures()["damage/input/cut.msg"]
    assert ole_mail.as_mail(cut) == cut
