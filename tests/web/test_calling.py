"""Numbers to call, one click away from every page."""

import pytest
from starlette.testclient import TestClient

from holdfast.knowledge.helplines import helplines
from tests.web.test_pages import visible


def test_the_numbers_of_the_chosen_place_are_there_also_while_locked(client: TestClient) -> None:
    page = client.get("/").text
    assert '<a class="numbers" href="/numbers">Numbers to call</a>' in page
    assert "0808 802 0300" not in client.get("/numbers").text
    client.post("/lock")
    assert "National Stalking Helpline" in client.post("/numbers", data={"place": "GB"}).text
    shown = visible(client.get("/numbers").text)
    assert "In danger now: 999 (United Kingdom)" in shown
    assert "0808 802 0300 National Stalking Helpline about stalking" in shown
    assert "Looked up on 26 November 2026: arun.gov.uk/stalking" in shown
    assert "Numbers to call <bdi>999</bdi></a>" in client.get("/unlock").text


def test_a_place_that_is_not_known_is_refused_and_a_cookie_with_one_is_not_believed(
    client: TestClient,
) -> None:
    assert client.post("/numbers", data={"place": "XX"}).status_code == 400
    client.cookies.set("notes-place", "<script>")
    page = client.get("/numbers").text
    assert '<a class="numbers" href="/numbers">Numbers to call</a>' in page
    assert "<script>" not in page.replace('<script src="/static/page.js" defer></script>', "")


def test_every_place_has_its_number_for_danger_now(client: TestClient) -> None:
    shown = visible(client.get("/numbers").text)
    for place in helplines():
        assert f"{place.name} {' or '.join(place.emergency)}" in shown


@pytest.mark.parametrize("locked", [False, True])
def test_the_language_can_be_chosen_while_locked_too(client: TestClient, *, locked: bool) -> None:
    if locked:
        client.post("/lock")
    client.post("/language", data={"language": "de", "back": "/numbers"})
    assert '<html lang="de"' in client.get("/numbers").text
