"""Only this computer, only the browser that used the link, only pages of ours."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from holdfast.web.app import build
from holdfast.web.guard import POLICY
from tests.web.conftest import HOME, PORT, TOKEN


@pytest.fixture
def stranger(empty_case: Path, tmp_path: Path) -> Iterator[TestClient]:
    shutil.copytree(empty_case, tmp_path / "notes")
    with TestClient(build(tmp_path / "notes", token=TOKEN, port=PORT), base_url=HOME) as client:
        yield client


def test_without_the_link_nothing_is_served(stranger: TestClient) -> None:
    for path in ("/", "/unlock", "/blank", "/static/page.css", "/nowhere", "/work.json"):
        assert stranger.get(path).status_code == 403


def test_the_link_gives_a_cookie_that_scripts_and_other_sites_cannot_use(stranger: TestClient) -> None:
    answer = stranger.get(f"/enter?token={TOKEN}", follow_redirects=False)
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert TOKEN not in cookie
    assert stranger.get("/unlock").status_code == 200


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", TOKEN[:-1], "\u00e9"])
def test_a_wrong_link_opens_nothing(stranger: TestClient, token: str) -> None:
    assert stranger.get("/enter", params={"token": token}).status_code == 403
    assert stranger.get("/unlock").status_code == 403


def test_the_link_works_once(stranger: TestClient) -> None:
    stranger.get(f"/enter?token={TOKEN}")
    kept = dict(stranger.cookies)
    stranger.cookies.clear()
    assert stranger.get(f"/enter?token={TOKEN}").status_code == 403
    stranger.cookies.update(kept)
    assert stranger.get(f"/enter?token={TOKEN}").status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", f"127.0.0.1:{PORT + 1}", ""]
)
def test_other_names_for_this_computer_are_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 400


def test_localhost_is_this_computer_too(client: TestClient) -> None:
    assert client.get("/static/page.css", headers={"host": f"localhost:{PORT}"}).status_code == 200


@pytest.mark.parametrize(
    ("origin", "site"),
    [
        ("http://evil.example", "cross-site"),
        ("http://evil.example", "same-origin"),
        (HOME, "cross-site"),
        (HOME, "same-site"),
        ("null", "cross-site"),
        ("null", "none"),
        ("null", ""),
        (f"http://127.0.0.1:{PORT + 1}", ""),
        ("", ""),
    ],
)
def test_forms_and_uploads_of_other_pages_are_refused(client: TestClient, origin: str, site: str) -> None:
    for header, value in (("origin", origin), ("sec-fetch-site", site)):
        client.headers.pop(header, None)
        if value:
            client.headers[header] = value
    assert client.post("/lock").status_code == 403
    assert client.put("/add/file?name=x", content=b"x").status_code == 403
    assert client.request("DELETE", "/").status_code == 403
    assert client.app.state.desk.is_open  # type: ignore[attr-defined]


@pytest.mark.parametrize(("origin", "site"), [(HOME, "same-origin"), ("null", "same-origin"), (HOME, "")])
def test_forms_of_our_own_pages_are_taken(client: TestClient, origin: str, site: str) -> None:
    client.headers["origin"] = origin
    client.headers.pop("sec-fetch-site")
    if site:
        client.headers["sec-fetch-site"] = site
    assert client.post("/lock").status_code == 200
    assert not client.app.state.desk.is_open  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/timeline", "/static/page.css", "/nowhere", "/events/00", "/blank"])
def test_every_answer_is_fenced_in(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    assert POLICY.startswith("default-src 'none'")
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert "frame-ancestors 'none'" in POLICY


def test_no_page_holds_inline_script_or_style_or_foreign_addresses() -> None:
    templates = Path(__file__).parents[2] / "src/holdfast/web/templates"
    for template in templates.glob("*.html"):
        text = template.read_text(encoding="utf-8")
        for forbidden in (" style=", "<style", "javascript:", " onclick", "http://", "https://", "|safe"):
            assert forbidden not in text, (template.name, forbidden)
        assert text.count("<script") == text.count('<script src="/static/'), template.name


def test_sockets_are_refused(client: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/"):
        pass
