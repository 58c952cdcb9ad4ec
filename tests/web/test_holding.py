"""Who can open the case, on the page: nothing changes unless what opens it was typed once more."""

import re

import pyrage
import pytest
from starlette.testclient import TestClient

from tests.web.conftest import PASSPHRASE

OTHER = "twelve grey stones by the sea"


def opens(client: TestClient, secret: str) -> bool:
    client.post("/lock")
    return client.post("/unlock", data={"secret": secret}).url.path != "/unlock"


def test_another_passphrase_is_chosen_with_the_old_one_and_typed_twice(client: TestClient) -> None:
    given = {"secret": OTHER, "again": OTHER, "old": PASSPHRASE}
    for wrong in (
        {"old": "not it"},
        {"again": "another line of words"},
        {"secret": "short", "again": "short"},
    ):
        assert client.post("/keys/passphrase", data={**given, **wrong}).status_code >= 400
    assert opens(client, PASSPHRASE)
    assert "From now on" in client.post("/keys/passphrase", data=given).text
    assert not opens(client, PASSPHRASE)
    assert opens(client, OTHER)


def test_a_new_recovery_key_and_shares_are_shown_once_and_open_it(client: TestClient) -> None:
    page = client.post("/keys/recovery", data={"old": PASSPHRASE}).text
    recovery = re.findall(r"<code>([0-9A-Z-]{34})</code>", page)[0]
    assert recovery not in client.get("/keys").text
    assert opens(client, recovery)
    page = client.post("/keys/shares", data={"old": recovery}).text
    shares = re.findall(r"<code>([a-z ]+)</code>", page)
    assert len(shares) == 3
    assert shares[0] not in client.get("/keys").text
    assert opens(client, f"{shares[2]} {shares[1]}")
    client.post("/keys/shares/remove", data={"old": PASSPHRASE})
    assert not opens(client, f"{shares[2]} {shares[1]}")


def test_somebody_else_is_let_in_and_taken_out_with_an_honest_word(client: TestClient) -> None:
    theirs = pyrage.x25519.Identity.generate()
    whom = {"recipient": str(theirs.to_public()), "old": PASSPHRASE}
    assert str(theirs.to_public()) in client.post("/keys/recipients", data=whom).text
    assert opens(client, str(theirs))
    assert "can still open that copy" in client.post("/keys/recipients/remove", data=whom).text
    assert not opens(client, str(theirs))


def test_the_key_for_a_sealed_folder_is_shown(client: TestClient) -> None:
    page = client.get("/keys").text
    (key,) = set(re.findall(r"<code>(age1[a-z0-9]{58})</code>", page))
    assert client.app.state.desk.case.vault.description.recipient == key  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "path", ["passphrase", "recovery", "shares", "shares/remove", "recipients", "recipients/remove"]
)
def test_a_page_left_open_is_not_enough(client: TestClient, path: str) -> None:
    given = {"secret": OTHER, "again": OTHER, "recipient": str(pyrage.x25519.Identity.generate().to_public())}
    assert client.post(f"/keys/{path}", data=given).status_code >= 400
    assert opens(client, PASSPHRASE)
