"""The desk locks by itself, forgets when locked, does one long work at a time, and stays calm when work fails."""

import asyncio
import shutil
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from holdfast.case import kept
from holdfast.model.errors import LockedError, RequestError
from holdfast.model.finding import Finding
from holdfast.timeline import index
from holdfast.web.app import build
from holdfast.web.desk import IDLE, Desk, Made
from holdfast.web.edge import Edge
from holdfast.web.job import Job
from tests.web import material
from tests.web.conftest import HOME, OURS, PASSPHRASE, PORT, TOKEN, entered, event_with, long_work, worked


def desk_of(client: TestClient) -> Desk:
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
    return desk


def test_a_new_case_is_made_with_a_passphrase_and_shows_its_key_once(tmp_path: Path) -> None:
    with TestClient(build(tmp_path / "new", token=TOKEN, port=PORT), base_url=HOME, headers=OURS) as client:
        asked = client.get(f"/enter?token={TOKEN}")
        assert "Could someone else see this device?" in asked.text  # before anything else, and once
        assert "A new passphrase" in client.get("/").text
        assert client.post("/begin", data={"secret": "short", "again": "short"}).status_code == 400
        other = {"secret": PASSPHRASE, "again": PASSPHRASE + "x"}
        assert "not the same" in client.post("/begin", data=other).text
        made = client.post("/begin", data={"secret": PASSPHRASE, "again": PASSPHRASE})
        assert made.url.path == "/recovery"
        key = desk_of(client).recovery_key
        assert key in made.text
        assert client.get("/").url.path == "/recovery"
        assert client.post("/recovery").url.path == "/"
        assert client.get("/recovery").url.path == "/"
        client.post("/lock")
        assert "Passphrase, or recovery key" in client.get("/unlock").text
        client.post("/unlock", data={"secret": key})
        assert desk_of(client).is_open
        client.post("/begin", data={"secret": PASSPHRASE, "again": PASSPHRASE})
        client.post("/exit")


def test_it_locks_after_a_quarter_of_an_hour(client: TestClient) -> None:
    desk = desk_of(client)
    desk._last = tuple(clock - IDLE - 1 for clock in desk._last)  # type: ignore[assignment]
    assert client.get("/timeline").url.path == "/unlock"
    assert not desk.is_open


def test_a_laptop_that_slept_is_locked_too(client: TestClient) -> None:
    desk = desk_of(client)
    desk._last = (desk._last[0], desk._last[1] - IDLE - 1)
    assert client.get("/timeline").url.path == "/unlock"


def test_asking_how_far_work_is_does_not_keep_it_open(client: TestClient) -> None:
    desk = desk_of(client)
    client.get("/timeline")
    last = desk._last
    client.get("/work.json")
    assert desk._last == last
    client.get("/timeline")
    assert desk._last > last
    last = desk._last
    assert client.post("/here").status_code == 204
    assert desk._last > last


def test_it_does_not_lock_while_something_is_worked_on(client: TestClient) -> None:
    desk, go_on = desk_of(client), threading.Event()
    job = desk.start("Work", lambda _job: go_on.wait(5), "/")
    desk._last = tuple(clock - IDLE - 1 for clock in desk._last)  # type: ignore[assignment]
    desk.lock_if_idle()
    assert desk.is_open
    assert client.get("/work").status_code == 200
    assert client.get("/work.json").json()["is_over"] is False
    with pytest.raises(RequestError):
        desk.start("More", lambda _job: None, "/")
    assert "See how far it is" in client.get("/").text
    go_on.set()
    job.wait(5)


def test_locking_stops_the_work_at_its_next_report(client: TestClient) -> None:
    desk = desk_of(client)
    begun = threading.Event()

    def work(job: Job) -> None:
        for _ in range(1000):
            job.progress("reading", 1, 2)
            begun.set()
            time.sleep(0.01)

    job = desk.start("Work", work, "/")
    begun.wait(5)
    client.post("/exit")
    assert job.wait(5)
    assert isinstance(job.error, LockedError)
    assert client.get("/work").url.path == "/unlock"


def test_locking_in_the_middle_of_an_upload_keeps_what_had_arrived(client: TestClient) -> None:
    client.post("/add/begin")
    client.put("/add/file?name=late.txt", content=b"arrived")
    client.post("/exit")
    client.post("/unlock", data={"secret": PASSPHRASE})
    kept = [s.name for s in desk_of(client).case.vault.log.sources()]
    assert "late.txt" in kept


def test_what_an_older_version_read_is_read_again_when_the_case_is_opened(
    full_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(full_case, tmp_path / "notes")
    for client in entered(tmp_path / "notes", secret=None):
        monkeypatch.setattr(kept, "FORMAT", 10_000)
        monkeypatch.setattr(index, "FORMAT", 10_000)
        opened = client.post("/unlock", data={"secret": PASSPHRASE}, follow_redirects=False)
        assert opened.headers["location"] == "/work"
        assert worked(client) == "/"
        assert "What is here" in client.get("/").text
        assert event_with(client, "coat")
        client.post("/lock")
        again = client.post("/unlock", data={"secret": PASSPHRASE}, follow_redirects=False)
        assert again.headers["location"] == "/"


def test_locking_forgets_what_was_made(client: TestClient) -> None:
    client.post(f"/events/{event_with(client, 'coat')}/choose", data={})
    long_work(client, "/check")
    desk = desk_of(client)
    desk.made = Made("A paper", "document.pdf", "application/pdf", b"paper")
    client.post("/lock")
    assert desk.made is None
    assert desk.verification is None
    assert not desk.knows("totals")
    with pytest.raises(LockedError):
        _ = desk.case
    desk.lock()


def test_a_fault_that_nobody_foresaw_says_where_but_nothing_of_the_evidence(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise ValueError(material.SECRET_TEXT)

    monkeypatch.setattr(desk_of(client).case.query, "lines", broken)
    answer = client.get("/timeline")
    assert answer.status_code == 500
    assert "ValueError, test_desk.py line" in answer.text
    assert material.SECRET_TEXT not in answer.text


def test_work_that_fails_is_a_calm_page_too(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(desk_of(client).case, "verify", broken)
    answer = client.post("/check")
    while answer.url.path == "/work" and answer.status_code == 200:
        answer = client.get("/work")
    assert answer.status_code == 500
    assert "Something went wrong inside the program" in answer.text
    assert client.get("/").status_code == 200


def test_what_was_worked_out_is_forgotten_when_the_case_changes(client: TestClient) -> None:
    desk = desk_of(client)
    asked: list[int] = []
    for _ in range(2):
        desk.remember("x", lambda: asked.append(1))
    assert len(asked) == 1
    desk.changed()
    desk.remember("x", lambda: asked.append(1))
    assert len(asked) == 2
    for number in range(500):
        desk.remember(("many", number), object)
    assert len(desk._known) <= 201


def test_an_answer_that_breaks_off_is_not_answered_twice(client: TestClient) -> None:
    async def breaks(_scope: object, _receive: object, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ValueError

    async def run() -> list[Any]:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Any:
            return {"type": "http.request"}

        edge = Edge(breaks, desk=desk_of(client))
        with pytest.raises(ValueError):
            await edge({"type": "http", "path": "/"}, receive, send)
        return sent

    assert len(asyncio.run(run())) == 1


def test_a_page_that_looks_for_something_asked_for_again_leads_to_how_far_it_is(client: TestClient) -> None:
    go_on, desk = threading.Event(), desk_of(client)
    find = desk.case.findings

    def slow() -> list[Finding]:
        go_on.wait(20)
        return find()

    desk.case.findings = slow  # type: ignore[method-assign]
    for path in ("/findings", "/findings", "/findings/0", "/look?for=police"):
        answer = client.get(path)
        assert (answer.status_code, answer.url.path) == (200, "/work"), path
    go_on.set()
    assert worked(client) == "/findings"
