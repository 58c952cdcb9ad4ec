"""Copies, on the page: made, brought up to date, and brought together when both grew."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from holdfast.case.case import Case
from holdfast.case.copies import check
from tests.web.conftest import PASSPHRASE, long_work


def test_a_copy_is_made_and_named_and_what_it_grew_by_itself_comes_in(
    client: TestClient, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    assert "None was made so far" in client.get("/copies").text
    assert long_work(client, "/copies", {"folder": str(stick)}) == "/copies"
    page = client.get("/copies").text
    assert "The copy is as far as your notes are now" in page
    assert str(stick) in page
    assert check(stick, PASSPHRASE).ok

    copy = Case.open(stick, PASSPHRASE)
    copy.mark("block", "2025-06-20", note="only there")
    copy.close()
    client.post("/markers", data={"kind": "order", "day": "2025-07-01"})
    with pytest.raises(AssertionError, match="grew apart"):
        long_work(client, "/copies", {"folder": str(stick)})
    assert long_work(client, "/copies/merge", {"folder": str(stick)}) == "/copies"
    assert "Brought in: lines of the log 1, files 0" in client.get("/copies").text
    assert "only there" in client.get("/markers").text


def test_a_folder_needs_its_whole_path(client: TestClient) -> None:
    for path in ("/copies", "/copies/merge"):
        answer = client.post(path, data={"folder": "stick"})
        assert answer.status_code == 400
        assert "whole path" in answer.text
