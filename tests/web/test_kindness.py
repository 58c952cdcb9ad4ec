"""What makes it easier to look: texts hidden again, words not shown, grey, breaks, and what somebody else reads."""

import time

import pytest
from starlette.testclient import TestClient

from holdfast.model.row import Row
from holdfast.web.desk import Desk
from tests.web import material
from tests.web.conftest import PASSPHRASE, event_with

PLAIN = {"minutes": "30", "words": "", "grey": "yes", "pause": "0"}


def desk_of(client: TestClient) -> Desk:
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
    return desk


def rows(client: TestClient) -> list[Row]:
    return [line.row for line in desk_of(client).case.query.lines()]


def test_texts_are_hidden_again_after_the_time_that_was_chosen(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/gently", data={**PLAIN, "minutes": "5"})
    client.post("/texts", data={"show": "yes", "back": "/timeline?words=coat"})
    now = time.monotonic()
    assert material.SECRET_TEXT.split(" blue")[0] in client.get("/timeline?words=coat").text
    monkeypatch.setattr(time, "monotonic", lambda: now + 4 * 60)
    assert desk_of(client).shows_texts
    monkeypatch.setattr(time, "monotonic", lambda: now + 6 * 60)
    assert not desk_of(client).shows_texts


def test_words_that_are_not_to_be_seen_are_left_out_of_texts_and_only_there(client: TestClient) -> None:
    event = event_with(client, "coat")
    assert "blue coat" in client.get(f"/events/{event}?show=1").text
    client.post("/gently", data={**PLAIN, "words": "BLUE\nstation"})
    page = client.get(f"/events/{event}?show=1").text
    assert "[…] coat" in page
    assert "station" not in page.partition('class="text"')[2].partition("</div>")[0]
    assert "[…]" in client.get(f"/events/{event}/text").text
    assert "blue coat" in client.get(f"/events/{event}?show=1&bare=1").text
    assert "blue coat" in client.get(f"/events/{event}/original").text
    client.post("/gently", data=PLAIN)
    assert "blue coat" in client.get(f"/events/{event}?show=1").text


def test_it_is_remembered_when_the_case_is_opened_again(client: TestClient) -> None:
    client.post("/gently", data={**PLAIN, "words": "blue", "pause": "20"})
    client.post("/lock")
    client.post("/unlock", data={"secret": PASSPHRASE})
    assert desk_of(client).ways.words == ("blue",)
    assert desk_of(client).ways.pause_after == 20


def test_pictures_are_offered_in_colour_only_where_that_was_chosen(client: TestClient) -> None:
    event = next(row.id for row in rows(client) if any(one.name.endswith(".png") for one in row.attached))
    page = client.get(f"/events/{event}").text
    assert "Show in grey" in page
    assert "Show in colour" not in page
    client.post("/gently", data={key: value for key, value in PLAIN.items() if key != "grey"})
    assert "Show in colour" in client.get(f"/events/{event}").text


def test_a_break_is_offered_after_so_many_texts_and_never_unasked(client: TestClient) -> None:
    event = event_with(client, "coat")
    for _ in range(12):
        client.get(f"/events/{event}/text")
    assert "A break may do you good" not in client.get("/timeline").text
    client.post("/gently", data={**PLAIN, "pause": "10"})
    page = client.get("/timeline?words=coat").text
    assert "You have seen 12 texts" in page
    client.post("/gently/go-on", data={"back": "/timeline?words=coat"})
    assert "A break may do you good" not in client.get("/timeline").text
    away = client.post("/gently/go-on", data={"back": "//elsewhere.example"}, follow_redirects=False)
    assert away.headers["location"] == "/"


def test_what_somebody_else_reads_stays_hidden_even_when_all_texts_are_shown(client: TestClient) -> None:
    event = event_with(client, "coat")
    client.post(f"/events/{event}/leave", data={})
    client.post("/texts", data={"show": "yes", "back": "/timeline"})
    found = client.get("/timeline?words=coat").text
    assert "blue" not in found
    assert "Somebody you trust reads this." in found
    assert "blue" not in client.get(f"/events/{event}").text
    assert "blue" in client.get(f"/events/{event}?show=1").text
    assert event in client.get("/gently").text
    client.post(f"/events/{event}/leave", data={"back": "yes"})
    assert "blue" in client.get(f"/events/{event}").text
    assert event not in client.get("/gently").text


def test_what_cannot_be_chosen_is_refused(client: TestClient) -> None:
    assert client.post("/gently", data={**PLAIN, "minutes": "7"}).status_code == 400
    assert client.post("/gently", data={**PLAIN, "words": "\n".join(map(str, range(200)))}).status_code == 400
