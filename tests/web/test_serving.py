"""The server itself: this computer only, a fresh link each time, and an end that does not hang."""

import os
import signal
import socket
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from holdfast.model.errors import LockedError
from holdfast.web.app import serve
from tests.web.conftest import PASSPHRASE

pytestmark = pytest.mark.enable_socket


def test_it_serves_the_link_until_ctrl_c(full_case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    seen: list[str] = []
    pace: list[float] = []

    def browse(link: str) -> bool:
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        try:
            with browser.open(link, timeout=10) as page:
                seen.append(page.read().decode())
            try:
                urllib.request.urlopen(link, timeout=10)
            except urllib.error.HTTPError as refused:
                seen.append(str(refused.code))
                refused.close()
            begun = time.monotonic()
            for _ in range(20):
                browser.open(link.replace("/enter", "/work.json"), timeout=10).close()
            pace.append((time.monotonic() - begun) / 20)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
        return True

    monkeypatch.setattr("webbrowser.open", browse)
    monkeypatch.setattr("holdfast.web.app._LOOK_AFTER", 0.02)
    serve(full_case, secret=PASSPHRASE, announce=told.append)
    assert len(told) == 1
    assert told[0].startswith("http://127.0.0.1:")
    assert "<title>Notes</title>" in seen[0]
    assert "Today" in seen[0]
    assert seen[1] == "403"
    # Small answers do not wait for the delayed acknowledgement of their head (40 ms).
    assert pace[0] < 0.03


def test_a_wrong_passphrase_serves_nothing(full_case: Path) -> None:
    told: list[str] = []
    with pytest.raises(LockedError):
        serve(full_case, secret="wrong", open_browser=False, announce=told.append)
    assert told == []


def test_a_port_that_is_taken_is_said(full_case: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(OSError, match="in use"):
            serve(full_case, port=other.getsockname()[1], open_browser=False, announce=print)
