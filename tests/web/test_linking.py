"""Which accounts may belong together, who is around the person, and what few should know, on the page."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from holdfast.case.case import Case
from holdfast.case.decisions import Answer
from holdfast.languages.language import ENGLISH
from holdfast.web.graph import Line, drawn
from tests.web.conftest import PASSPHRASE, entered, worked


@pytest.fixture
def switched(tmp_path: Path) -> Iterator[TestClient]:
    """A case in which one account begins hours after another was blocked, among many others."""
    folder = tmp_path / "notes"
    case, _ = Case.create(folder, PASSPHRASE, work_factor=10)
    rows = [
        *(
            (f"friend{n % 20}@example.com", f"{1 + n % 28} Jan 2025 12:0{n % 10}:00", f"Lunch {n}?")
            for n in range(40)
        ),
        *(("first@example.net", f"{1 + n} Mar 2025 22:1{n % 10}:00", f"Answer me, {n}.") for n in range(12)),
        *(
            ("second@example.net", f"{13 + n} Mar 2025 02:1{n % 10}:00", f"You will answer, {n}.")
            for n in range(12)
        ),
    ]
    mails = b"".join(
        f"From x Sun Jun  1 00:00:00 2025\nFrom: {sender}\nTo: kim@example.org\nDate: {when} +0000\n"
        f"Message-ID: <{n}@example.org>\nSubject: {words}\n\n{words}\n\n".encode()
        for n, (sender, when, words) in enumerate(rows)
    )
    with case.intake() as intake:
        intake.put("mail.mbox", io.BytesIO(mails), modified=None)
    case.answer(
        [Answer(about="zone", value="Europe/London"), Answer(about="me", value="mail:kim@example.org")]
    )
    case.read()
    case.mark("block", "2025-03-12T23:00", accounts=["mail:first@example.net"])
    case.close()
    yield from entered(folder)


def looked(client: TestClient) -> str:
    """The page of links once somebody has looked for what stands out."""
    assert "Look for what stands out" in client.get("/links").text
    client.get("/findings")
    worked(client)
    return client.get("/links").text


def test_a_suggestion_has_its_reasons_and_is_confirmed_refused_and_taken_back(switched: TestClient) -> None:
    page = looked(switched)
    assert "first@example.net" in page
    assert "second@example.net" in page
    assert "after a dated line" in page
    assert "What speaks for it" in page
    pair = {"one": "mail:first@example.net", "other": "mail:second@example.net"}
    assert switched.post("/links", data={**pair, "is_one": "yes", "why": " "}).status_code == 400
    said = switched.post("/links", data={**pair, "is_one": "yes", "why": "the same threats"}).text
    assert "<strong>they belong together</strong>" in said
    assert "the same threats" in said
    assert "Nothing is suggested that you have not decided." in said
    assert "What speaks for it" in said
    refused = switched.post("/links", data={**pair, "is_one": "no", "why": "he was abroad"}).text
    assert "<strong>they do not belong together</strong>" in refused
    assert "the same threats" not in refused
    back = switched.post("/links/take-back", data={**pair, "why": "not sure"}).text
    assert "You have not said anything yet." in back
    assert "They belong together" in back


def test_the_drawing_says_what_the_lists_say(switched: TestClient) -> None:
    page = looked(switched)
    drawing = page.partition("<svg")[2].partition("</svg>")[0]
    assert 'stroke-dasharray="6 5"' in drawing
    assert "first@example.net" in drawing
    pair = {"one": "mail:first@example.net", "other": "mail:second@example.net", "why": "x"}
    thick = (
        switched.post("/links", data={**pair, "is_one": "yes"})
        .text.partition("<svg")[2]
        .partition("</svg>")[0]
    )
    assert 'stroke-width="3"' in thick
    assert "dasharray" not in thick
    barred = (
        switched.post("/links", data={**pair, "is_one": "no"})
        .text.partition("<svg")[2]
        .partition("</svg>")[0]
    )
    assert barred.count("<path") == 2
    again = switched.post("/links/take-back", data=pair).text.partition("<svg")[2].partition("</svg>")[0]
    assert 'stroke-dasharray="6 5"' in again


def test_a_name_in_the_drawing_is_never_read_as_markup() -> None:
    made = drawn([Line("a", "b", "together")], {"a": "<script>x</script>", "b": "B & C"}, ENGLISH)
    assert "<script" not in made
    assert "B &amp; C" in made


def test_two_accounts_can_be_named_without_a_suggestion(client: TestClient) -> None:
    page = client.get("/links").text
    keys = [part.partition('"')[0] for part in page.split('<option value="')[1:] if not part.startswith('"')]
    one, other = sorted({key for key in keys if ":" in key})[:2]
    said = client.post(
        "/links", data={"one": one, "other": other, "is_one": "yes", "why": "I know both"}
    ).text
    assert "I know both" in said
    same = client.post("/links", data={"one": one, "other": one, "is_one": "yes", "why": "x"})
    assert same.status_code == 400
    assert "`holdfast" not in same.text


def test_people_around_are_named_and_taken_back(client: TestClient) -> None:
    page = client.get("/around").text
    account = (
        page.partition('<select id="account"')[2]
        .partition("</select>")[0]
        .split('value="')[2]
        .partition('"')[0]
    )
    assert client.post("/around/people", data={"account": account, "kind": "enemy"}).status_code == 400
    named = client.post("/around/people", data={"account": account, "kind": "family", "note": "my aunt"}).text
    assert "my aunt" in named
    assert client.post("/around/people/take-back", data={"account": account, "why": ""}).status_code == 400
    gone = client.post("/around/people/take-back", data={"account": account, "why": "a mistake"}).text
    assert "my aunt" not in gone


def test_what_few_should_know_is_hidden_until_asked_for_and_taken_back(client: TestClient) -> None:
    told = client.post("/around/facts", data={"kind": "place", "words": "Kestrel Lane"}).text
    assert "Kestrel Lane" in told.partition("<details>")[2]
    assert "Kestrel Lane" not in told.partition('class="entry"')[2].partition("<details>")[0]
    assert client.post("/around/facts", data={"kind": "secret", "words": "x"}).status_code == 400
    fact = told.partition('action="/around/facts/')[2].partition("/take-back")[0]
    gone = client.post(f"/around/facts/{fact}/take-back", data={"why": "everybody knows"}).text
    assert "Kestrel Lane" not in gone
