"""The package on the page: first what would leave, then a file that checks out, and nothing kept after locking."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from holdfast.web import packaging
from tests.lookup.server import serving
from tests.vault.authority import TestAuthority
from tests.web import material
from tests.web.conftest import event_with, long_work


def chosen(client: TestClient, *words: str) -> None:
    for each in words:
        client.post(f"/events/{event_with(client, each)}/choose", data={"caption": f"about {each}"})


def test_it_is_seen_first_and_then_made_of_the_ticked_ones_alone(client: TestClient, tmp_path: Path) -> None:
    assert "Make a package" not in client.get("/exhibits").text
    chosen(client, "coat", "run.exe")
    assert "See what would leave" in client.get("/exhibits").text
    seen = client.get("/package", params={"label": "A-1"}).text
    assert "about coat" in seen
    assert "about run.exe" not in seen
    assert "only this record" in seen
    assert "1 other exhibit of the case." in seen
    assert material.SECRET_TEXT not in seen
    assert "time stamp over it" not in seen
    assert "the whole file" in client.get("/package", params={"label": "A-1", "whole": "yes"}).text
    assert client.get("/package/documents.zip").status_code == 400
    form = {"label": "A-1", "prepared_by": "Kim"}
    assert long_work(client, "/package", form, within=60) == "/package/ready"
    page = client.get("/package/ready").text
    assert "inside a container" in page
    given = client.get("/package/documents.zip")
    assert 'filename="documents.zip"' in given.headers["content-disposition"]
    zipfile.ZipFile(io.BytesIO(given.content)).extractall(tmp_path / "out")
    assert [p.name for p in (tmp_path / "out/documents/data/exhibits").iterdir()] == ["A-1"]
    checked = subprocess.run(
        [sys.executable, "-I", tmp_path / "out/documents/verify.py"], capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    assert "something was made to hand over" in client.get("/log").text
    client.post("/lock")
    assert client.app.state.desk.package is None  # type: ignore[attr-defined]


def test_nothing_ticked_is_not_everything(client: TestClient) -> None:
    chosen(client, "coat")
    assert client.get("/package").status_code == 400
    assert client.post("/package", data={"title": "x"}).status_code == 400


def test_a_stamp_over_it_is_asked_for_by_a_tick_alone_and_what_came_of_it_is_said(
    client: TestClient, tmp_path_factory: pytest.TempPathFactory
) -> None:
    authority = TestAuthority(tmp_path_factory.mktemp("authority") / "one")
    chosen(client, "coat")
    with serving(authority) as server:
        client.post("/anchors/authority", data={"url": server.url, "roots": authority.roots})
        assert "IP address" in client.get("/package", params={"label": "A-1"}).text
        long_work(client, "/package", {"label": "A-1"}, within=60)
        assert server.asked == []
        long_work(client, "/package", {"label": "A-1", "stamp": "yes"}, within=60)
        assert len(server.asked) == 1
        assert "stamped on" in client.get("/package/ready").text
        server.status = 503
        long_work(client, "/package", {"label": "A-1", "stamp": "yes"}, within=60)
        assert "The package is whole, but not stamped by it." in client.get("/package/ready").text


def test_what_is_too_large_for_memory_is_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen(client, "coat")
    monkeypatch.setattr(packaging, "_LARGEST", 10)
    assert client.post("/package", data={"label": "A-1"}).status_code == 400
