"""Holding the log fast, on the page: said plainly, asked only by a button, and a line with its picture."""

import html
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from holdfast.formats.dates import long_date
from holdfast.formats.local_days import DAY
from holdfast.web import today
from tests.lookup.server import Behaviour, serving
from tests.vault.authority import TestAuthority
from tests.web.conftest import worked


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return TestAuthority(tmp_path_factory.mktemp("authority") / "one")


@pytest.fixture
def server(authority: TestAuthority) -> Iterator[Behaviour]:
    with serving(authority) as behaviour:
        yield behaviour


def test_a_stamp_is_asked_for_by_a_button_alone(
    client: TestClient, server: Behaviour, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "IP address" in client.get("/anchors").text
    assert "Ask for a time stamp" not in client.get("/anchors").text
    page = client.post("/anchors/authority", data={"url": server.url, "roots": server.authority.roots}).text
    assert "No stamp yet" in page
    assert client.post("/anchors/ask").status_code == 400
    assert server.asked == []
    client.post("/anchors/ask", data={"sure": "yes"}, follow_redirects=False)
    assert worked(client) == "/anchors"
    assert len(server.asked) == 1
    assert "Stamped on" in client.get("/anchors").text
    assert "its certificate" not in client.get("/").text
    (stamp,) = client.app.state.desk.case.vault.anchors.tokens()
    monkeypatch.setattr(today, "now", lambda: stamp.expires - 9 * DAY)
    ends = long_date(stamp.expires, "Europe/London", "day")
    assert f"A time stamp from outside: its certificate</a>: until {ends}" in client.get("/").text
    assert "Name an authority" in client.post("/anchors/remove", data={"url": server.url}).text


def test_what_cannot_be_had_is_said_to_wait(client: TestClient, server: Behaviour) -> None:
    client.post("/anchors/authority", data={"url": server.url, "roots": server.authority.roots})
    server.status = 503
    client.post("/anchors/ask", data={"sure": "yes"}, follow_redirects=False)
    worked(client)
    assert "Waiting since" in client.get("/anchors").text


def test_a_line_comes_with_its_picture_and_can_be_compared(client: TestClient) -> None:
    page = client.post("/anchors/line").text
    line = html.unescape(re.search(r"<code>([^<]+)</code>", page)[1])  # type: ignore[index]
    assert "<svg" in page
    assert "style=" not in page
    assert "It fits" in client.post("/anchors/compare", data={"line": line}).text
    assert client.post("/anchors/compare", data={"line": line[:-4] + "AAAA"}).status_code == 400
