"""What must not leave: named, proposed, looked for, and taken out of what a script makes."""

import csv
import io
import json
from pathlib import Path

import pypdfium2
import pytest

from holdfast.case.watching import own, sought, standing
from holdfast.model.account import Account
from holdfast.model.event import Address
from tests.cli.test_words import lines, said, told
from tests.outputs.samples import row


def test_words_are_taken_out_for_one_reader_and_not_for_another(folder: Path, tmp_path: Path) -> None:
    said("redact", folder, "name", "Rowan", "--for", "court", "--why", "A bystander.")
    said("redact", folder, "mail address", "maya@example.org", "--why", "Mine.")
    for reader, without in (("court", ("Rowan", "maya@")), ("police", ("maya@",))):
        out = tmp_path / f"{reader}.json"
        said("export", folder, "--as", "json", "--out", out, "--for", reader)
        made = out.read_text("utf-8")
        assert not any(word in made.replace("maya@holdfast", "") for word in without)
        assert told("handed", folder, "--json")[-1]["taken_out"] == len(without)
        left_out = " ".join(json.loads(made)["left_out"])
        assert "Mine." in left_out
    assert "Rowan" in (tmp_path / "police.json").read_text("utf-8")
    assert "2 redactions" in said("handed", folder)


def test_a_packet_for_that_reader_does_not_have_them(folder: Path, tmp_path: Path) -> None:
    event = next(one for one in lines("events", folder, "--jsonl") if one["service"] == "mail")["id"]
    said("exhibit", folder, event, "--caption", "from rowan@example.com")
    said(
        "redact", folder, "mail address", "rowan@example.com", "--for", "school", "--why", "Not their matter."
    )
    said(
        "packet", folder, "--out", tmp_path / "a.pdf", "--for", "school", "--to", "The head", "--why", "asked"
    )
    document = pypdfium2.PdfDocument((tmp_path / "a.pdf").read_bytes())
    text = "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    document.close()
    assert "rowan@example.com" not in text.replace("\r\n", "")
    assert "[mail address 1]" in text.replace("\r\n", " ")
    assert "Not their matter." in text


def test_originals_do_not_leave_for_a_reader_for_whom_something_is_taken_out(
    folder: Path, tmp_path: Path
) -> None:
    event, sha256 = ((one["id"], one["source"]) for one in lines("events", folder, "--jsonl")[:1]).__next__()
    said("exhibit", folder, event)
    said("redact", folder, "name", "Rowan", "--for", "court", "--why", "x")
    said("package", folder, "--out", tmp_path / "p", "--for", "court", code=2)
    assert not (tmp_path / "p").exists()
    said("extract", folder, sha256, "--out", tmp_path / "o", "--for", "court", code=2)
    said("extract", folder, sha256, "--out", tmp_path / "o", "--for", "police")
    out = tmp_path / "load"
    said("export", folder, "--as", "load-file", "--out", out, "--for", "court")
    found = list(csv.DictReader(io.StringIO((out / "load.csv").read_text("utf-8-sig"), newline="")))
    assert {line["NATIVELINK"] for line in found} == {""}
    assert all("something is taken out" in line["WITHHELD"] for line in found)
    assert not any("Rowan" in path.read_text("utf-8-sig") for path in out.rglob("*") if path.is_file())


def test_what_is_taken_out_is_listed_and_can_be_let_go(folder: Path) -> None:
    assert "Nothing is taken out" in said("redactions", folder)
    said("redact", folder, "name", "Rowan", "--why", "A bystander.")
    (one,) = told("redactions", folder, "--json")
    assert (one["kind"], one["words"], one["recipient"]) == ("name", "Rowan", "")
    assert "(for everybody) A bystander." in said("redactions", folder, "--for", "police")
    said("unredact", folder, one["id"], "--why", "agreed")
    assert told("redactions", folder, "--json") == []
    log = said("log", folder)
    assert "something is to be taken out of papers: name" in log
    assert "A bystander" not in log


def test_what_is_about_the_person_is_proposed_and_pointed_out_until_it_is_taken_out(folder: Path) -> None:
    said("answer", folder, "me", "mail:maya@example.org")
    said("fact", folder, "home", "please stop")
    said("person", folder, "whatsapp:rowan", "friend")
    found = {one["watched"]["words"]: one for one in told("look", folder, "--json")}
    assert found["maya@example.org"]["watched"]["kind"] == "mail address"
    assert len(found["please stop"]["entries"]) == 1
    assert "Rowan" in found
    assert {one["watched"]["words"] for one in told("proposals", folder, "--json")} >= set(found)
    assert "home: please stop  (you named it (home))" in said("look", folder)
    for one in told("look", folder, "--json"):
        said(
            "redact", folder, one["watched"]["kind"], one["watched"]["words"], "--why", "x", "--for", "court"
        )
    assert told("look", folder, "--for", "court", "--json") == []
    assert "Nothing of what is known" in said("look", folder, "--for", "court")
    assert told("look", folder, "--for", "police", "--json")


def test_own_network_addresses_and_witnesses_are_known() -> None:
    mine = row(0, direction="out", addresses=(Address(ip="2001:db8::9", said_by="x"),))
    theirs = row(1, direction="in", addresses=(Address(ip="203.0.113.7", said_by="x"),))
    written = row(2, kind="incident", fields={"witnesses": "Idris from number 14"})
    found = {
        one.words: one.kind for one in own([("contact", "07700 900333")], (), (), [mine, theirs, written])
    }
    assert found == {
        "07700 900333": "phone",
        "2001:db8::9": "network address",
        "Idris from number 14": "witness",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("write to tilda@example.org or call 07700 900 555", {"tilda@example.org", "07700 900 555"}),
        ("from 192.0.2.77 and 2001:db8:5::1", {"192.0.2.77", "2001:db8:5::1"}),
        ("on 2025-06-14 at 18:30:00, 14/06/2025", set()),
        ("no numbers", set()),
    ],
)
def test_addresses_and_numbers_are_found_in_any_text(text: str, words: set[str]) -> None:
    plain = row(0, text=text, subject="", as_written="", by=None, to=())
    assert {one.words for one in sought([plain], [], [])} == words


def test_what_is_known_already_or_the_other_persons_is_not_proposed_again() -> None:
    other = Account(service="mail", handle="r@example.net")
    texted = row(0, text="r@example.net or maya@example.org", by=None, to=())
    known = own([], [Account(service="mail", handle="maya@example.org", shown_as="Maya")], (), ())
    assert sought([texted], known, [other]) == []
    (one,) = standing(known[:1], [texted], [("A-1", ["for MAYA@example.org"])])
    assert (one.entries, one.others) == ((1,), ("A-1",))
