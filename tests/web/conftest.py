"""A case with invented material, made once, and the page in front of a copy of it."""

import io
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from holdfast.case.case import Case
from holdfast.case.decisions import Answer
from holdfast.web.app import build
from tests.web import material

PASSPHRASE = "river tandem apple moss"
PORT = 4321
TOKEN = "the-token-of-the-link"
HOME = f"http://127.0.0.1:{PORT}"
OURS = {"origin": HOME, "sec-fetch-site": "same-origin"}


@pytest.fixture(scope="session")
def empty_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty") / "notes"
    case, _ = Case.create(folder, PASSPHRASE, work_factor=10)
    case.close()
    return folder


@pytest.fixture(scope="session")
def full_case(empty_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("full") / "notes"
    shutil.copytree(empty_case, folder)
    case = Case.open(folder, PASSPHRASE)
    with case.intake(obtained="my own phone") as intake:
        intake.put(material.CHAT_NAME, io.BytesIO(material.chat()), modified=None)
        intake.put(material.MAIL_NAME, io.BytesIO(material.mailbox()), modified=None)
        intake.put("unknown.bin", io.BytesIO(bytes(range(256))), modified=None)
    case.answer(
        [
            Answer(about="zone", value="Europe/London"),
            Answer(about="date_order", value="day_first"),
            Answer(about="me", value="whatsapp:kim hale"),
            Answer(about="me", value="mail:kim@example.org"),
        ]
    )
    case.close()
    return folder


def entered(folder: Path, secret: str | None = PASSPHRASE) -> Iterator[TestClient]:
    """A browser that used the link, and says where it comes from as browsers do."""
    app = build(folder, token=TOKEN, port=PORT, secret=secret)
    with TestClient(app, base_url=HOME, headers=OURS) as client:
        client.get(f"/enter?token={TOKEN}", follow_redirects=False)
        yield client
        app.state.desk.lock()


@pytest.fixture
def client(full_case: Path, tmp_path: Path) -> Iterator[TestClient]:
    """The page of an open case with material in it."""
    shutil.copytree(full_case, tmp_path / "notes")
    yield from entered(tmp_path / "notes")


@pytest.fixture
def fresh(empty_case: Path, tmp_path: Path) -> Iterator[TestClient]:
    """The page of an open case with nothing in it."""
    shutil.copytree(empty_case, tmp_path / "notes")
    yield from entered(tmp_path / "notes")


def worked(client: TestClient, within: float = 30.0) -> str:
    """Waits for the long work; the address it leads to."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        answer = client.get("/work", follow_redirects=False)
        if answer.is_redirect:
            return answer.headers["location"]
        assert answer.status_code == 200, answer.text
        time.sleep(0.02)
    raise AssertionError("the work did not end")


def long_work(client: TestClient, path: str, form: dict[str, str] | None = None, within: float = 30.0) -> str:
    """Asks for long work with a form, waits for it, and gives the address it leads to."""
    asked = client.post(path, data=form or {}, follow_redirects=False)
    assert asked.headers.get("location") == "/work", asked.text
    return worked(client, within)


def event_with(client: TestClient, words: str) -> str:
    """The id of the first event that these words find."""
    found = client.get("/timeline", params={"words": words}).text
    return found.partition('id="e-')[2][:32]
