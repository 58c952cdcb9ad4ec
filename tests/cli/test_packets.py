"""Packets for readers, as a script makes them."""

import io
import re
import shutil
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from holdfast.case import papers, printing
from holdfast.case.case import Case
from holdfast.case.handing import To
from holdfast.case.papers import gather
from holdfast.case.printing import Ordered
from holdfast.model.errors import HoldfastError, RequestError
from tests.cli.program import PASSPHRASE
from tests.cli.test_words import lines, said, told


def text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path.read_bytes())
    try:
        return " ".join(
            "".join(document[n].get_textpage().get_text_range() for n in range(len(document))).split()
        )
    finally:
        document.close()


def test_each_part_that_has_to_be_asked_for_is_asked_for(folder: Path, tmp_path: Path) -> None:
    said("state", folder, "impact", "I moved twice.")
    said("mark", folder, "stop notice", "--at", "2025-06-14T18:31", "--to", "whatsapp:rowan")
    out = tmp_path / "lawyer.pdf"
    asked = [
        "--with",
        "impact",
        "--with",
        "law",
        "--with",
        "outline",
        "--with",
        "indicators",
        "--place",
        "GB-EAW",
    ]
    said(
        "packet", folder, "--out", out, "--for", "lawyer", "--to", "Ms Reed", "--why", "first meeting", *asked
    )
    shown = text(out)
    for words in ("I moved twice.", "What the law asks", "Outline of a statement", "Indicators"):
        assert words in shown
    assert told("handed", folder, "--json")[-1]["to"] == "Ms Reed"
    said("packet", folder, "--out", tmp_path / "b.pdf", "--for", "school", "--with", "impact", code=2)
    said("packet", folder, "--out", tmp_path / "b.pdf", "--with", "law", code=2)
    said("packet", folder, "--out", tmp_path / "b.pdf", "--with", "law", "--place", "MARS", code=2)
    said("packet", folder, "--out", tmp_path / "b.pdf", "--pictures", "A-9", code=2)
    assert not (tmp_path / "b.pdf").exists()


def test_a_school_gets_the_exhibits_and_no_other_entry(folder: Path, tmp_path: Path) -> None:
    events = lines("events", folder, "--jsonl")
    chosen = next(one for one in events if one["text"] == "please stop")
    said("exhibit", folder, chosen["id"])
    said("packet", folder, "--out", tmp_path / "a.pdf", "--for", "school")
    shown = text(tmp_path / "a.pdf")
    assert "Only this." not in shown
    assert "3 of 4 events are outside" in shown
    assert "Parts that are not in a paper for a school" in shown


def test_a_marked_paper_points_out_the_persons_life_and_is_not_said_to_have_left(
    folder: Path, tmp_path: Path
) -> None:
    said("fact", folder, "home", "please stop")
    said("packet", folder, "--out", tmp_path / "a.pdf", "--marked")
    shown = text(tmp_path / "a.pdf")
    assert "⟦home: please stop⟧" in shown
    assert "Not to be handed over" in shown
    assert told("handed", folder, "--json") == []
    assert "a packet was looked at with marks" in said("log", folder)


def test_pictures_that_were_chosen_are_printed_and_a_broken_one_breaks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    for name in ("one", "two"):
        made = io.BytesIO()
        Image.new("RGB", (60, 40), (0, 0, 200)).save(made, "PNG")
        (tmp_path / "in" / f"{name}.png").write_bytes(made.getvalue() + name.encode())
    case, _ = Case.create(tmp_path / "case", PASSPHRASE, work_factor=10)
    case.add([tmp_path / "in"])
    for line in list(case.query.lines()):
        case.choose(line.row.id)
    labels = [exhibit.label for exhibit in case.exhibits()]
    assert len(labels) == 2
    found = case._pictures(labels, {})
    assert [(p.width, p.height) for pictures in found.values() for p in pictures] == [(60, 40)] * 2
    assert case._pictures([], {}) == {}
    real = printing.apart

    def breaks(call: object) -> object:
        if len(call.args[0]) > 1 or b"two" in call.args[0][0]:  # type: ignore[attr-defined]
            raise HoldfastError("stopped", "")
        return real(call)  # type: ignore[arg-type]

    monkeypatch.setattr(printing, "apart", breaks)
    assert len(case._pictures(labels, {})) == 1
    with pytest.raises(RequestError):
        case.packet(Ordered(parts=("secrets",)))
    case.close()


CHAT = """14/06/2025, 18:30 - Rowan: one
14/06/2025, 18:31 - Maya: two
14/06/2025, 18:32 - Messages and calls are end-to-end encrypted. No one outside of this chat can read them.
14/06/2025, 18:33 - Rowan: three
14/06/2025, 18:34 - Maya: four
14/06/2025, 18:35 - Rowan: five
"""


def test_what_stands_around_an_exhibit_is_both_sides_and_what_the_service_says(tmp_path: Path) -> None:
    (tmp_path / "WhatsApp Chat with Rowan.txt").write_text(CHAT, encoding="utf-8")
    case, _ = Case.create(tmp_path / "case", PASSPHRASE, work_factor=10)
    case.add([tmp_path / "WhatsApp Chat with Rowan.txt"])
    three = next(line.row for line in case.query.lines() if line.row.text == "three")
    case.choose(three.id)
    given = gather(
        case,
        [],
        case.course(),
        {},
        title="",
        prepared_by="",
        paper="a4",
        large_print=False,
        which=None,
        recipient="police",
    )
    around = given.context[three.id]
    assert [row.text for row in around if row.kind != "notice"] == ["one", "two", "three", "four", "five"]
    assert sum(row.kind == "notice" for row in around) == 1
    case.close()


def test_the_same_case_at_the_same_time_gives_the_same_packet(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In its full form; the log only grows by the paper itself, so each is made from a copy of the case."""
    said("mark", folder, "stop notice", "--at", "2025-06-14T18:31", "--to", "whatsapp:rowan")
    said("exhibit", folder, lines("events", folder, "--jsonl")[0]["id"])
    said("exhibit", folder, "F-1")
    said("redact", folder, "name", "Rowan", "--why", "Not their matter.")
    for name in ("now", "later"):
        shutil.copytree(folder, tmp_path / name)
    monkeypatch.setattr(papers, "now", lambda: 1_795_000_000_000)
    full = Ordered(parts=("law", "indicators", "outline", "impact"), place="GB-EAW", title="All of it")
    made = []
    for name in ("now", "later"):
        case = Case.open(tmp_path / name, PASSPHRASE)
        made.append(case.packet(full, to=To(kind="lawyer")))
        if name == "later":
            # Made again, it tells of a log that holds the first, and of nothing else.
            again = case.packet(full, to=To(kind="lawyer"))
        case.close()
    assert made[0] == made[1]
    (tmp_path / "a.pdf").write_bytes(made[0])
    (tmp_path / "b.pdf").write_bytes(again)
    first, second = (re.sub(r"It held.*?A root that", "", text(tmp_path / f)) for f in ("a.pdf", "b.pdf"))
    assert made[0] != again
    assert first == second


def test_a_paper_of_a_span_says_that_it_counts_nothing_else(folder: Path, tmp_path: Path) -> None:
    said("answer", folder, "zone", "Europe/London")
    said("answer", folder, "date_order", "day_first")
    said("mark", folder, "stop notice", "--at", "2025-06-15", "--to", "whatsapp:rowan")
    said("packet", folder, "--out", tmp_path / "whole.pdf")
    assert "Only the entries in this paper are counted" not in text(tmp_path / "whole.pdf")
    said("packet", folder, "--out", tmp_path / "span.pdf", "--since", "2025-06-15")
    shown = text(tmp_path / "span.pdf")
    # On the summary and at the notice line; what the findings rest on is said there and at the findings.
    assert shown.count("Only the entries in this paper are counted here.") == 2
    assert shown.count("Findings rest on the whole record, also on entries") == 2
    people = shown[shown.rindex("People and accounts") :]
    assert "Rowan whatsapp:rowan 1 0 no" in people


def test_a_note_leaves_only_where_the_person_lets_it(folder: Path, tmp_path: Path) -> None:
    first, second = (one["id"] for one in lines("events", folder, "--jsonl")[:2])
    said("exhibit", folder, first)
    for event in (first, second):
        said("note", folder, event, f"A private thought about {event[:4]}.")
        said("note", folder, event, f"Tilda stood beside me at {event[:4]}.", "--for-papers")
    said("fact", folder, "name", "Tilda")
    assert "your note about entry" in said("look", folder)
    said("redact", folder, "witness", "Tilda", "--why", "She asked for it.", "--for", "school")
    assert "your note about entry" not in said("look", folder, "--for", "school")
    said("packet", folder, "--out", tmp_path / "a.pdf")
    shown = text(tmp_path / "a.pdf")
    for event in (first, second):
        assert shown.count(f"The person's note: “Tilda stood beside me at {event[:4]}.” (written on") == 1
    assert "A private thought" not in shown
    said("packet", folder, "--out", tmp_path / "school.pdf", "--for", "school")
    school = text(tmp_path / "school.pdf")
    assert f"[witness 1] stood beside me at {first[:4]}" in school
    assert f"beside me at {second[:4]}" not in school


def test_a_packet_for_some_accounts_keeps_both_sides_and_says_so(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "some.pdf"
    said("packet", folder, "--out", out, "--account", "whatsapp:rowan")
    shown = text(out)
    assert "Only conversations with some accounts were chosen, both sides of them" in shown
    assert "They are whatsapp:rowan." in shown
    assert "please stop" in shown  # what the person answered in that chat, which names nobody it went to
    assert "Only this." not in shown  # the mail of somebody else
    said("packet", folder, "--out", tmp_path / "b.pdf", "--account", "whatsapp:nobody", code=2)
    assert not (tmp_path / "b.pdf").exists()
