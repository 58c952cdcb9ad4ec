"""What a message's words were taken for is said on its page, its words only when asked for, and can be denied."""

from starlette.testclient import TestClient

from tests.case.exports import mail, mbox
from tests.outputs.test_packet import pages, squeezed
from tests.web.conftest import long_work, worked
from tests.web.test_giving import give


def test_the_person_says_not_so_and_so_after_all(fresh: TestClient) -> None:
    threat = "I will stab you with a knife tonight"
    give(fresh, {"mail.mbox": mbox(mail(1, text=threat))})
    assert long_work(fresh, "/questions", {"about": "me", "value": "mail:maya@example.org"})
    case = fresh.app.state.desk.case  # type: ignore[attr-defined]
    (row,) = (line.row for line in case.query.lines())
    assert "may hold a threat" not in fresh.get(f"/events/{row.id}").text
    assert fresh.get("/findings", follow_redirects=False).headers["location"] == "/work"
    assert worked(fresh) == "/findings"
    assert "worth reading first" in fresh.get("/findings").text
    place = next(n for n, finding in enumerate(case.findings()) if finding.rule == "read_first")
    page = fresh.get(f"/findings/{place}").text
    before, _, after = page.partition("shows words of the messages")
    assert "stab" not in before
    assert "stab" in after
    assert "It may hold a threat" in fresh.get(f"/events/{row.id}").text
    assert fresh.post(f"/events/{row.id}/not-so", data={"head": "threat", "why": ""}).status_code == 400
    assert (
        fresh.post(f"/events/{row.id}/not-so", data={"head": "threat", "why": "our play"}).status_code == 200
    )
    assert 'this is not a threat: <q dir="auto">our play</q>' in fresh.get(f"/events/{row.id}").text
    back = {"head": "threat", "why": "no play", "back": "yes"}
    assert fresh.post(f"/events/{row.id}/not-so", data=back).status_code == 200
    assert "our play" not in fresh.get(f"/events/{row.id}").text


def test_a_finding_is_answered_and_chosen_on_its_page(client: TestClient) -> None:
    case = client.app.state.desk.case  # type: ignore[attr-defined]
    client.get("/findings")
    assert worked(client) == "/findings"
    one = case.findings()[1]
    page = client.post("/findings/1/not-so", data={"why": "only the choir"}).text
    assert 'You said that this is not so: <q dir="auto">only the choir</q>' in page
    assert "The finding has changed since then" not in page
    assert client.get("/findings").text.count("You said that this is not so:") == 1
    assert case.objections()[f"{one.rule}/"].why == "only the choir"
    assert client.post("/findings/1/not-so", data={"why": " "}).status_code == 400
    assert client.post("/findings/99/not-so", data={"why": "x"}).status_code == 400
    assert "only the choir" not in client.post("/findings/1/not-so", data={"why": "no", "back": "yes"}).text
    assert "only the choir" not in client.get("/findings").text
    assert 'This is <a href="/exhibits#A-1">A-1</a>' in client.post("/findings/1/choose", data={}).text
    assert case.exhibits()[0].finding.rule == one.rule


def test_words_about_a_finding_that_has_changed_since_are_told_from_others(client: TestClient) -> None:
    case = client.app.state.desk.case  # type: ignore[attr-defined]
    one = next(found for found in case.findings() if found.rule == "contact_span")
    case.object_to(one, "too many")
    place = case.findings().index(one)
    give(client, {"mail.mbox": mbox(mail(1, to="kim@example.org"))})
    client.get("/findings")
    worked(client)
    page = client.get(f"/findings/{place}").text
    assert '<q dir="auto">too many</q>' in page
    assert "The finding has changed since then" in page
    paper = squeezed("".join(pages(case.packet())))
    assert "toomany" in paper
    assert "Thefindinghaschangedsincethen." in paper
