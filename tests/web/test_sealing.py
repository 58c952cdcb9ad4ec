"""A sealed folder on the page: it takes files, and nothing else of the page is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from holdfast.case.case import Case
from holdfast.vault.inbox import Inbox
from tests.web.conftest import PASSPHRASE, entered


@pytest.fixture
def box(empty_case: Path, tmp_path: Path) -> Iterator[TestClient]:
    case = Case.open(empty_case, PASSPHRASE)
    Inbox.create(tmp_path / "box", case.vault.keys.recipient)
    case.close()
    yield from entered(tmp_path / "box", secret=None)


def test_files_are_sealed_and_taken_in_elsewhere(box: TestClient, fresh: TestClient, tmp_path: Path) -> None:
    assert "not even you" in box.get("/").text
    files = [("files", ("Letters/one.txt", b"a quiet canary")), ("files", ("two.bin", b"\x00" * 3_000_000))]
    page = box.post("/sealed", data={"obtained": "from her phone"}, files=files).text
    assert "2 files sealed." in page
    assert "one.txt" not in page
    assert not any(b"canary" in p.read_bytes() for p in (tmp_path / "box").rglob("*") if p.is_file())
    case = fresh.app.state.desk.case  # type: ignore[attr-defined]
    taken = case.take_in(tmp_path / "box")
    assert taken.line in page
    assert [source.name for source in case.vault.log.sources()] == ["Letters/one.txt", "two.bin"]
    assert case.vault.log.sources()[0].obtained.startswith("from her phone (sealed")


def test_nothing_else_of_the_page_is_there(box: TestClient) -> None:
    for path in ("/timeline", "/unlock", "/begin", "/keys", "/sources"):
        assert box.get(path).url.path == "/sealed"
    assert box.post("/begin", data={"secret": PASSPHRASE, "again": PASSPHRASE}).url.path == "/sealed"
    assert box.post("/sealed", data={"obtained": "x"}).status_code == 400


def test_a_case_has_no_such_page(client: TestClient) -> None:
    assert client.get("/sealed").status_code == 400
