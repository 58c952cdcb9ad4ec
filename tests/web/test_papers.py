"""Papers on the page: for whom, what is taken out of them, what the person says in them, and what was made."""

import csv
import hashlib
import io
import json
import re
import zipfile

import pyrage
import pytest
from PIL import Image
from starlette.testclient import TestClient

from holdfast.web.desk import Desk
from holdfast.web.exporting import FORM_WORDS
from tests.outputs.test_packet import pages, squeezed
from tests.web import material
from tests.web.conftest import PASSPHRASE, event_with, long_work, worked


def desk_of(client: TestClient) -> Desk:
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
    return desk


def chosen(client: TestClient, *words: str) -> None:
    for each in words:
        client.post(f"/events/{event_with(client, each)}/choose", data={"caption": f"about {each}"})


def made(client: TestClient, path: str, **form: str) -> bytes:
    """What the form makes, saved as a browser would."""
    assert long_work(client, path, form, within=120) == "/made"
    place = client.get("/made").text.partition('href="/made/')[2].partition('"')[0]
    answer = client.get(f"/made/{place}")
    assert answer.headers["content-disposition"] == f'attachment; filename="{place}"'
    assert answer.headers["cache-control"] == "no-store"
    return answer.content


def text_of(pdf: bytes) -> str:
    return "".join(pages(pdf))


def handed(client: TestClient) -> str:
    return client.get("/handed").text


def test_a_packet_has_the_parts_of_its_reader_and_what_is_ticked(client: TestClient) -> None:
    assert "Impact statement" in client.get("/packet", params={"for": "court"}).text
    assert "Impact statement" not in client.get("/packet", params={"for": "employer"}).text
    assert "nothing is chosen yet" in client.get("/packet", params={"for": "employer"}).text
    client.post("/statements", data={"about": "impact", "text": "I do not sleep any more."})
    chosen(client, "coat")
    paper = text_of(
        made(client, "/packet", **{"for": "court", "with": "impact", "to": "Room 3", "why": "asked"})
    )
    assert squeezed("I do not sleep any more.") in paper
    assert squeezed("about coat") in paper
    without = text_of(made(client, "/packet", **{"for": "court"}))
    assert squeezed("I do not sleep any more.") not in without
    ledger = handed(client)
    assert ledger.index("not stated") < ledger.index("Room 3")
    assert ledger.count("a packet") == 2
    assert "a court" in ledger


def test_the_ledger_has_the_hash_of_what_was_made(client: TestClient) -> None:
    assert "Nothing was made to leave yet." in handed(client)
    log = made(client, "/export", **{"as": "csv", "to": "my sister"})
    assert hashlib.sha256(log).hexdigest() in handed(client)
    assert "my sister" in handed(client)


def test_the_log_is_written_in_every_form(client: TestClient) -> None:
    page = client.get("/export").text
    for form in FORM_WORDS:
        assert f'value="{form}"' in page
    table = list(csv.reader(io.StringIO(made(client, "/export", **{"as": "csv"}).decode("utf-8-sig"))))
    assert any(material.SECRET_TEXT in cell for row in table for cell in row)
    assert json.loads(made(client, "/export", **{"as": "json"}))
    assert (
        "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(made(client, "/export", **{"as": "xlsx"}))).namelist()
    )
    assert made(client, "/export", **{"as": "ics"}).startswith(b"BEGIN:VCALENDAR")
    assert made(client, "/export", **{"as": "pdf"}).startswith(b"%PDF")
    assert zipfile.ZipFile(io.BytesIO(made(client, "/export", **{"as": "load-file"}))).namelist()
    assert client.post("/export", data={"as": "doc"}).status_code == 400


def test_the_log_can_be_only_what_was_chosen_or_some_accounts(client: TestClient) -> None:
    chosen(client, "coat")
    some = made(client, "/export", **{"as": "csv", "exhibits_only": "yes"}).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(some)))) == 2
    page = client.get("/export").text
    account = page.partition('name="account" value="')[2].partition('"')[0]
    every = made(client, "/export", **{"as": "csv"}).decode("utf-8-sig")
    theirs = made(client, "/export", **{"as": "csv", "account": account}).decode("utf-8-sig")
    assert 1 < len(list(csv.reader(io.StringIO(theirs)))) < len(list(csv.reader(io.StringIO(every))))


def test_empty_sheets_hold_nothing_of_the_case(client: TestClient) -> None:
    sheets = made(client, "/log-sheet", pages="3", large_print="yes")
    assert len(pages(sheets)) == 3
    assert made(client, "/log-sheet", **{"as": "csv"}).decode("utf-8-sig").splitlines()
    assert "Nothing was made to leave yet." in handed(client)
    assert client.post("/log-sheet", data={"pages": "0"}).status_code == 400


def test_a_folder_for_a_stick_opens_without_this_program_and_can_be_locked_for_one_person(
    client: TestClient,
) -> None:
    assert "Nothing is chosen yet" in client.get("/portable").text
    chosen(client, "coat")
    folder = zipfile.ZipFile(io.BytesIO(made(client, "/portable", expires="2027-01-01")))
    page = folder.read("notes/index.html").decode()
    assert material.SECRET_TEXT in page
    assert "2027" in page
    key = pyrage.x25519.Identity.generate()
    sealed = made(client, "/portable", to_key=str(key.to_public()), whole_timeline="yes")
    assert not zipfile.is_zipfile(io.BytesIO(sealed))
    inside = zipfile.ZipFile(io.BytesIO(pyrage.decrypt(sealed, [key])))
    assert "notes/index.html" in inside.namelist()
    assert "portable" not in handed(client)
    assert handed(client).count("a folder for a stick") == 2
    assert client.post("/portable", data={"to_key": "age1nothing"}).status_code == 400


def test_what_the_other_person_would_read_is_shown_and_can_be_taken_out_for_one_reader(
    client: TestClient,
) -> None:
    asked = client.get("/look", params={"for": "lawyer"}, follow_redirects=False)
    assert asked.headers["location"] == "/work"
    assert worked(client) == "/look?for=lawyer"
    page = client.get("/look", params={"for": "lawyer"}).text
    assert "kim@example.org" in page
    ticked = json.dumps(["mail address", "kim@example.org"])
    form = {"proposal": ticked, "for": "lawyer", "why": "my own address"}
    listed = client.post("/redactions", data=form)
    assert "kim@example.org" in listed.text
    assert "my own address" in listed.text
    lawyer = made(client, "/export", **{"as": "csv", "for": "lawyer"})
    assert b"kim@example.org" not in lawyer
    assert b"kim@example.org" in made(client, "/export", **{"as": "csv", "for": "court"})
    taken = client.get("/redactions").text.partition('action="/redactions/')[2].partition("/take-back")[0]
    assert client.post(f"/redactions/{taken}/take-back", data={}).status_code == 400
    client.post(f"/redactions/{taken}/take-back", data={"why": "they know it"})
    assert b"kim@example.org" in made(client, "/export", **{"as": "csv", "for": "lawyer"})


def test_words_are_taken_out_by_hand_with_a_kind_and_a_reason(client: TestClient) -> None:
    form = {"words": "Robin", "kind": "name", "why": "not theirs to read"}
    assert client.post("/redactions", data=form | {"kind": "colour"}).status_code == 400
    assert client.post("/redactions", data={"why": "nothing ticked"}).status_code == 400
    assert client.post("/redactions", data=form | {"why": " "}).status_code == 400
    client.post("/redactions", data=form)
    assert b"Robin" not in made(client, "/export", **{"as": "csv"})
    source = client.get("/sources").text.partition('action="/sources/')[2].partition("/extract")[0]
    refused = client.post(f"/sources/{source}/extract", follow_redirects=False)
    assert refused.headers["location"] == "/work"
    with pytest.raises(AssertionError):
        worked(client)


def test_a_file_is_given_back_byte_for_byte(client: TestClient) -> None:
    digest = hashlib.sha256(material.mailbox()).hexdigest()
    assert made(client, f"/sources/{digest}/extract") == material.mailbox()
    assert "a file as it was" in handed(client)


def test_what_only_the_person_can_say_is_kept_where_it_was_written(client: TestClient) -> None:
    law = client.get("/laws", params={"place": "GB-EAW"}).text
    about = law.partition('name="about" value="')[2].partition('"')[0]
    assert about.startswith("law:")
    form = {"about": about, "place": "GB-EAW", "text": "I was afraid to go out.", "day": "in May"}
    back = client.post("/statements", data=form, follow_redirects=False).headers["location"]
    assert back.startswith("/laws?place=GB-EAW#")
    assert "I was afraid to go out." in client.get("/laws", params={"place": "GB-EAW"}).text
    every = client.get("/statements").text
    assert "I was afraid to go out." in every
    statement = every.partition('action="/statements/')[2].partition("/take-back")[0]
    assert client.post(f"/statements/{statement}/take-back", data={}).status_code == 400
    client.post(f"/statements/{statement}/take-back", data={"why": "said better elsewhere"})
    assert "I was afraid to go out." not in client.get("/statements").text


def test_indicators_are_shown_only_when_asked_for_and_left_out_one_by_one(client: TestClient) -> None:
    assert 'name="indicator"' not in client.get("/indicators").text
    page = client.get("/indicators", params={"show": "1"}).text
    one = page.partition('name="indicator" value="')[2].partition('"')[0]
    assert "left out of papers" not in page
    assert "left out of papers" in client.post("/indicators", data={"indicator": one}).text
    assert "left out of papers" not in client.post("/indicators", data={"indicator": one, "back": "yes"}).text


def test_exhibits_get_another_caption_and_place_and_keep_their_labels(client: TestClient) -> None:
    chosen(client, "coat", "run.exe")
    client.post("/exhibits/A-1/caption", data={"caption": "The day after"})
    assert "The day after" in client.get("/exhibits").text
    client.post("/exhibits/A-2/move", data={"before": "A-1"})
    page = client.get("/exhibits").text
    assert page.index('id="A-2"') < page.index('id="A-1"')
    client.post("/exhibits/A-2/move", data={"before": ""})
    page = client.get("/exhibits").text
    assert page.index('id="A-1"') < page.index('id="A-2"')


def test_nothing_that_was_made_stays_after_locking(client: TestClient) -> None:
    made(client, "/export", **{"as": "csv"})
    client.post("/lock")
    client.post("/unlock", data={"secret": PASSPHRASE})
    assert client.get("/made").status_code == 400
    assert client.get("/made/document.csv").status_code == 400


def test_two_pictures_are_laid_on_each_other(fresh: TestClient) -> None:
    assert "There are not two pictures here yet." in fresh.get("/compare").text
    shapes = Image.effect_mandelbrot((640, 480), (-2, -1.5, 1, 1.5), 100).convert("RGB")
    with desk_of(fresh).case.intake() as intake:
        for name, picture in (("mine.png", shapes), ("theirs.png", shapes.crop((60, 40, 600, 440)))):
            out = io.BytesIO()
            picture.save(out, "PNG")
            intake.put(name, io.BytesIO(out.getvalue()), modified=None)
    desk_of(fresh).case.read()
    page = fresh.get("/compare").text
    ids = [part.partition('"')[0] for part in page.split('<option value="')[1:]]
    one, other = list(dict.fromkeys(name for name in ids if len(name) == 32))[:2]
    assert fresh.post("/compare", data={"event": one, "other": one}).status_code == 400
    drawing = made(fresh, "/compare", event=one, other=other)
    assert Image.open(io.BytesIO(drawing)).format == "PNG"
    assert "a comparison of two pictures" in handed(fresh)


@pytest.mark.parametrize("path", ["/packet", "/export"])
def test_accounts_that_a_dated_line_names_are_offered_first(client: TestClient, path: str) -> None:
    offered = re.findall(r'name="account" value="([^"]+)"', client.get(path).text)
    assert len(offered) > 1
    case = client.app.state.desk.case  # type: ignore[attr-defined]
    case.mark("block", "2025-04-03", accounts=[offered[-1]])
    named = re.findall(r'name="account" value="([^"]+)"', client.get(path).text)
    assert named == [offered[-1], *offered[:-1]]
