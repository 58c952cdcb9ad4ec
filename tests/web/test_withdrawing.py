"""Taking a file out again, on the page: with a reason and a tick, and it says what stays."""

import re

from starlette.testclient import TestClient

from tests.web import material
from tests.web.conftest import worked


def test_a_file_is_withdrawn_with_a_reason_and_a_tick(client: TestClient) -> None:
    page = client.get("/sources").text
    assert "cannot be called back" in page
    (chat,) = re.findall(
        rf"<bdi>{re.escape(material.CHAT_NAME)}</bdi>.*?SHA-256 <code>(\w+)</code>", page, re.DOTALL
    )
    for given in ({}, {"why": "mine"}, {"sure": "yes"}, {"sure": "yes", "why": " "}):
        assert client.post(f"/sources/{chat}/withdraw", data=given).status_code == 400
    client.post(
        f"/sources/{chat}/withdraw",
        data={"sure": "yes", "why": "not meant to be here"},
        follow_redirects=False,
    )
    assert worked(client) == "/sources"
    after = client.get("/sources").text
    assert "1 file withdrawn" in after
    assert f"/sources/{chat}/withdraw" not in after
    client.post("/check", follow_redirects=False)
    worked(client)
    checked = client.get("/check").text
    assert "Nothing has changed since it was kept" in checked
    assert "Withdrawn by you" in checked
