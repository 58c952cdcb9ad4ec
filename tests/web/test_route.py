"""How a mail came, on the page: by the provider that the mails tell of, until the person names theirs."""

from starlette.testclient import TestClient

from tests.web.conftest import event_with, worked


def test_the_way_of_a_mail_is_shown_when_asked_for(client: TestClient) -> None:
    place = f"/events/{event_with(client, 'note 3')}"
    assert "Step by step" not in client.get(place).text
    asked = client.get(f"{place}?route=1").text
    assert "Your provider, as the mails to you tell: <strong>example.org</strong>" in asked
    assert "Your provider took the mail from this address." in asked
    assert "only the provider of example.net knows more" in asked
    assert 'name="about" value="provider"' in asked
    client.post("/questions", data={"about": "provider", "value": "example.org"})
    worked(client)
    answered = client.get(f"{place}?route=1").text
    assert "Your provider took the mail from this address." in answered
    assert "your provider wrote this" in answered
    assert "as the mails to you tell" not in answered
    assert "My mail provider: <bdi>example.org</bdi>" in " ".join(client.get("/questions").text.split())
