"""Every page works as plain links and forms, without a line of script."""

import html
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from starlette.testclient import TestClient

from holdfast.analysis import rules
from holdfast.case.bag import new_folder
from holdfast.case.decisions import Answer
from holdfast.case.log_alone import Asked
from holdfast.formats.dates import long_date
from holdfast.importers import importers
from holdfast.web.described import rule_title
from tests.web import material
from tests.web.conftest import PASSPHRASE, event_with, long_work, worked

PAGES = [
    *("/", "/add", "/added", "/write", "/questions", "/timeline", "/findings", "/markers", "/accounts"),
    *("/exhibits", "/sources", "/problems", "/check", "/log", "/anchors", "/keys", "/safety", "/help"),
    *("/papers", "/packet", "/export", "/portable", "/log-sheet", "/handed", "/redactions", "/statements"),
    *("/numbers", "/laws", "/indicators", "/links", "/around", "/gently", "/compare"),
    *("/timeline/by/day", "/timeline/by/occasion"),
]


def visible(page: str) -> str:
    """The words of a page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_locked_case_shows_nothing_but_the_door(client: TestClient) -> None:
    client.post("/lock")
    for path in [p for p in PAGES if p not in {"/safety", "/help", "/numbers"}]:
        answer = client.get(path, follow_redirects=False)
        assert answer.status_code == 303, path
        assert answer.headers["location"] == "/unlock"
    assert client.get("/nowhere", follow_redirects=False).headers["location"] == "/unlock"


def test_the_passphrase_opens_it_and_a_wrong_one_does_not(client: TestClient) -> None:
    client.post("/lock")
    wrong = client.post("/unlock", data={"secret": "not this one"})
    assert wrong.status_code == 403
    assert 'role="alert"' in wrong.text
    assert "not this one" not in wrong.text
    assert client.post("/unlock", data={"secret": PASSPHRASE}).url.path == "/"


def test_an_open_case_needs_no_door(client: TestClient) -> None:
    assert client.get("/unlock").url.path == "/"


def test_every_page_has_a_neutral_title_a_way_out_and_one_heading(client: TestClient) -> None:
    for path in PAGES:
        answer = client.get(path)
        while answer.url.path == "/work":
            answer = client.get("/work")
        assert answer.status_code == 200, path
        assert "<title>Notes</title>" in answer.text
        assert 'action="/exit"' in answer.text
        assert answer.text.count("<h1") == 1, path
        if path == "/help":
            continue
        assert "stalk" not in answer.text.lower()
        assert "victim" not in answer.text.lower()


def test_the_first_screen_of_a_new_case_asks_who_can_see_this_device(fresh: TestClient) -> None:
    assert fresh.get("/").url.path == "/safety"
    assert "Could someone else see this device?" in fresh.get("/safety").text
    assert fresh.get("/").url.path == "/"


def test_leaving_locks_and_shows_an_empty_page(client: TestClient) -> None:
    answer = client.post("/exit")
    assert answer.url.path == "/blank"
    assert "<title>New tab</title>" in answer.text
    assert "<body></body>" in answer.text
    assert not client.app.state.desk.is_open  # type: ignore[attr-defined]


def test_today_names_one_next_step(client: TestClient) -> None:
    text = client.get("/").text
    assert text.count('class="step"') == 1
    assert 'href="/markers"' in text
    assert "There is no such day" in text
    client.post("/markers", data={"kind": "stop notice", "day": "2025-04-03"})
    text = client.get("/").text
    assert "Name the accounts" in text
    assert "Count everybody" in text
    name_its_account(client)
    assert "See what was found" in client.get("/").text
    client.post(f"/events/{event_with(client, 'coat')}/choose", data={})
    assert "Make the PDF" in client.get("/").text


def test_the_numbers_stand_on_an_answer_to_a_form_too(client: TestClient) -> None:
    assert 'href="/numbers"' in client.post("/events/none/choose", data={}).text


def name_its_account(client: TestClient) -> None:
    (marker,) = client.app.state.desk.case.markers()
    answer = client.post(f"/markers/{marker.id}/accounts", data={"account": ["whatsapp:robin"]})
    assert "For which accounts was it?" not in answer.text
    (named,) = client.app.state.desk.case.markers()
    assert named.accounts == ("whatsapp:robin",)
    assert (named.id, named.when, named.kind) == (marker.id, marker.when, marker.kind)
    assert client.post(f"/markers/{named.id}/accounts", data={}).status_code == 400
    assert client.post("/markers/none/accounts", data={"account": "x:y"}).status_code == 400


def test_today_tells_what_is_new_and_what_runs_out(client: TestClient) -> None:
    text = " ".join(client.get("/").text.split())
    assert "3 files</a>, added last, on" in text
    assert "They told 26 things that were not known before." in text
    assert "What runs out" not in text
    soon, gone, far = (datetime.now(UTC).date() + timedelta(days) for days in (9, -9, 90))
    for day in (soon, gone, far):
        client.post("/markers", data={"kind": "order", "day": "2025-04-03", "ends": day.isoformat()})
    text = " ".join(client.get("/").text.split())
    assert text.count('<a href="/markers">A court or the police gave an order</a>:') == 2
    assert f"it ran out on {gone.day} " in text
    assert text.index("it ran out on") < text.index(f"until {soon.day} ")


def test_what_runs_out_today_lasts_until_the_day_is_over(client: TestClient) -> None:
    case = client.app.state.desk.case  # type: ignore[attr-defined]
    today = datetime.now(ZoneInfo(case.zone()[0])).date()
    for day in (today, today - timedelta(1)):
        client.post("/markers", data={"kind": "order", "day": "2025-04-03", "ends": day.isoformat()})
    text = " ".join(client.get("/").text.split())
    assert f"until {today.day} " in text
    assert f"it ran out on {(today - timedelta(1)).day} " in text


def test_today_tells_when_a_copy_that_left_is_to_be_deleted(client: TestClient, tmp_path: Path) -> None:
    case = client.app.state.desk.case  # type: ignore[attr-defined]
    soon = datetime.now(UTC).date() + timedelta(9)
    case.answer([Answer(about="zone", value="Pacific/Honolulu")])
    client.post(f"/events/{event_with(client, 'coat')}/choose", data={})
    with new_folder(tmp_path / "copy") as folder:
        case.carry(folder, Asked(exhibits_only=True), expires=soon.isoformat())
    text = " ".join(client.get("/").text.split())
    assert f'<a href="/handed">A copy that you asked to be deleted</a>: until {soon.day} ' in text


def test_an_entry_is_chosen_from_the_list_it_stands_in(client: TestClient) -> None:
    event = event_with(client, "coat")
    page = client.get("/timeline").text
    assert f'formaction="/events/{event}/choose"' in page
    answer = client.post(
        f"/events/{event}/choose", data={"back": "/timeline?words=coat"}, follow_redirects=False
    )
    assert answer.headers["location"] == f"/timeline?words=coat#e-{event}"
    page = client.get("/timeline").text
    assert f'formaction="/events/{event}/choose"' not in page
    assert '<a class="tag" href="/exhibits#A-1">' in page
    other = event_with(client, "hello")
    answer = client.post(f"/events/{other}/choose", data={"back": "//example.org"}, follow_redirects=False)
    assert answer.headers["location"] == f"/events/{other}#show-to-others"


def test_texts_are_not_in_the_page_until_asked_for(client: TestClient) -> None:
    page = client.get("/timeline").text
    assert material.SECRET_TEXT not in page
    assert "message hidden; 2 lines; from Robin" in page
    event = event_with(client, "coat")
    assert material.SECRET_TEXT not in client.get(f"/events/{event}").text
    assert material.SECRET_TEXT in client.get(f"/events/{event}?show=1").text
    assert material.SECRET_TEXT in client.get(f"/events/{event}/text").text


def test_all_texts_can_be_shown_until_the_case_is_locked(client: TestClient) -> None:
    back = client.post("/texts", data={"show": "yes", "back": "/timeline?words=coat"})
    assert str(back.url).endswith("/timeline?words=coat")
    assert material.SECRET_TEXT in client.get("/timeline").text
    client.post("/lock")
    client.post("/unlock", data={"secret": PASSPHRASE})
    assert material.SECRET_TEXT not in client.get("/timeline").text


def test_the_switch_leads_nowhere_else(client: TestClient) -> None:
    assert client.post("/texts", data={"back": "http://evil.example/"}).url.path == "/timeline"


def test_text_is_never_read_as_html(client: TestClient) -> None:
    text = client.get(f"/events/{event_with(client, 'number')}/text?words=number").text
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in text
    assert "<mark>number</mark>" in text


def test_the_timeline_can_be_narrowed(client: TestClient) -> None:
    def number(**asked: str) -> int:
        found = re.search(r"<strong>([\d,]+) entr", client.get("/timeline", params=asked).text)
        assert found is not None
        return int(found[1])

    whole = number()
    assert whole == 26
    assert number(words="coat") == 1
    assert number(channel="mail") == 9
    assert number(direction="out") == 1
    assert number(account="whatsapp:robin", kind="message") == 15
    assert number(since="2025-05-03", until="2025-05-04") == 2
    assert number(words="nothing of the kind") == 0
    assert number(since="not a day", until="31/02/2025", direction="sideways") == whole
    assert number(**{"from": "20", "to": "22"}) + number(**{"from": "22", "to": "20"}) == whole
    assert 0 < number(**{"from": "20", "to": "22"}) < whole
    assert number(**{"from": "30", "to": "no hour"}) == whole
    assert number(channel="whatsapp", thread="nobody of this name") == 0
    assert number(undecided="1") == 0
    assert number(repeats="1") == whole


def test_a_chosen_account_stays_chosen_however_many_there_are(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfast.web.timeline._OFFERED", 1)
    page = client.get("/timeline", params={"account": "mail:kim@example.org"}).text
    assert '<option value="mail:kim@example.org" selected>' in page
    assert page.count('<option value="mail:') + page.count('<option value="whatsapp:') == 2


def test_windows_lead_forwards_and_back_without_loss(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfast.web.timeline.ROWS", 10)

    def ids(page: str) -> list[str]:
        return re.findall(r'id="e-([0-9a-f]{32})"', page)

    def step(page: str, rel: str) -> str | None:
        found = re.search(rf'rel="{rel}" href="([^"]+)"', page)
        return client.get(found[1].replace("&amp;", "&")).text if found else None

    pages = [client.get("/timeline").text]
    assert step(pages[0], "prev") is None
    while (page := step(pages[-1], "next")) is not None:
        pages.append(page)
    assert [len(ids(p)) for p in pages] == [10, 10, 6]
    assert len({i for p in pages for i in ids(p)}) == 26
    back = step(pages[2], "prev")
    assert back is not None
    assert ids(back) == ids(pages[1])
    first = step(back, "prev")
    assert first is not None
    assert ids(first) == ids(pages[0])
    assert step(first, "prev") is None


def test_a_day_can_be_jumped_to(client: TestClient) -> None:
    page = client.get("/timeline?day=2025-06-01").text
    first = re.search(r'class="when"><a [^>]+>([^<]+)<', page)
    assert first is not None
    assert first[1].startswith("1 Jun")
    assert "Europe/London" in first[1]
    assert 'rel="prev"' in page


@pytest.mark.parametrize("place", ["x", "1", "1.", "9.9.9", f"{1 << 70}.0", "-1.-1"])
def test_a_spoilt_place_is_no_fault(client: TestClient, place: str) -> None:
    assert client.get("/timeline", params={"after": place}).status_code == 200


def test_the_plot_and_the_table_tell_the_same(client: TestClient) -> None:
    client.post("/markers", data={"kind": "stop notice", "day": "2025-04-03"})
    told = client.get("/timeline/days.json").json()
    lanes = {lane["name"]: lane for lane in told["lanes"]}
    assert sum(lanes["Mail"]["to_you"]) == 9
    assert sum(lanes["WhatsApp"]["from_you"]) == 1
    assert all(len(lane["to_you"]) == len(told["days"]) for lane in told["lanes"])
    assert told["markers"][0]["says"] == "You asked the other person to stop"
    page = client.get("/timeline").text
    assert '<a href="/timeline?day=2025-05-01">1 May 2025' in page


def test_an_event_says_how_its_time_is_known_and_where_it_stands(client: TestClient) -> None:
    text = visible(client.get(f"/events/{event_with(client, 'coat')}").text)
    assert long_date(1743746520000, "Europe/London", "minute") in text
    assert "04/04/2025, 07:02" in text
    assert material.CHAT_NAME in text
    assert "WhatsApp Chat with Robin.txt" in text
    assert re.search(r"[0-9a-f]{64}", text)


def test_links_and_addresses_are_text(client: TestClient) -> None:
    page = client.get(f"/events/{event_with(client, 'Note 3')}").text
    assert "<code>http://example.net/page?3</code>" in page
    assert 'href="http' not in page
    assert "192.0.2.44" in page


def test_the_original_is_shown_as_text(client: TestClient) -> None:
    page = client.get(f"/events/{event_with(client, 'note 99')}/original").text
    assert "Received: from out.example.net" in page
    assert "&lt;script&gt;" in page
    assert "<script>document" not in page


def test_an_entry_that_is_not_there_is_a_calm_page(client: TestClient) -> None:
    for path in ("/events/00", "/events/zz", f"/events/{'0' * 32}", f"/events/{'0' * 32}/original"):
        answer = client.get(path)
        assert answer.status_code == 400
        assert "not in the timeline" in answer.text
    assert client.get("/nowhere").status_code == 404
    assert client.get("/add/finish").status_code == 404


def test_notes_are_kept_apart(client: TestClient) -> None:
    event = event_with(client, "coat")
    client.post(f"/events/{event}/note", data={"text": "I was afraid <here>", "private": "yes"})
    client.post(f"/events/{event}/note", data={"text": "Seen by a neighbour", "private": "no"})
    page = client.get(f"/events/{event}").text
    assert "I was afraid &lt;here&gt;" in page
    assert page.count("private, never printed") == 1
    assert client.post(f"/events/{event}/note", data={"text": "  "}).status_code == 400


def test_what_an_entry_shows_is_only_said_by_the_person(client: TestClient) -> None:
    event = event_with(client, "coat")
    page = client.get(f"/events/{event}").text
    behaviour = re.findall(r'<option value="([a-z_-]+)">', page)[0]
    assert "Take back" not in page
    page = client.post(f"/events/{event}/tag", data={"behaviour": behaviour}).text
    assert "Take back" in page
    narrowed = client.get("/timeline", params={"shows": behaviour}).text
    assert re.findall(r'id="e-([0-9a-f]+)"', narrowed) == [event]
    days = client.get("/timeline/days.json", params={"shows": behaviour}).json()
    assert days != client.get("/timeline/days.json").json()
    page = client.post(f"/events/{event}/tag", data={"behaviour": behaviour, "back": "yes"}).text
    assert "Take back" not in page
    assert client.post(f"/events/{event}/tag", data={"behaviour": "nothing known"}).status_code == 400


def test_an_entry_leads_to_its_conversation(client: TestClient) -> None:
    link = re.search(
        r'<a href="(/timeline\?[^"]*thread=[^"]*)"', client.get(f"/events/{event_with(client, 'coat')}").text
    )
    assert link is not None
    page = client.get(html.unescape(link[1])).text
    assert "One conversation" in page
    assert 'class="tag">WhatsApp' in page
    assert 'class="tag">Mail' not in page


def test_a_day_is_marked_and_withdrawn_with_a_reason(client: TestClient) -> None:
    event = event_with(client, "stop")
    assert event in client.get(f"/markers?proof={event}").text
    page = client.post(
        "/markers",
        data={
            "kind": "stop notice",
            "day": "2025-04-03",
            "time": "21:20",
            "proof": event,
            "account": "whatsapp:robin",
            "note": "I was clear",
            "zone": "Europe/London",
        },
    ).text
    assert "You asked the other person to stop" in page
    assert long_date(1743711600000, "Europe/London", "minute") in page
    assert "I was clear" in page
    assert "It shows a day you marked" in client.get(f"/events/{event}").text
    withdraw = re.search(r'action="(/markers/[^"]+/withdraw)"', page)
    assert withdraw is not None
    assert client.post(withdraw[1], data={"why": " "}).status_code == 400
    assert withdraw[1] not in client.post(withdraw[1], data={"why": "wrong day"}).text
    assert "wrong day" in client.get("/log").text


def test_a_mark_needs_a_kind_and_a_day(client: TestClient) -> None:
    assert client.post("/markers", data={"day": "2025-04-03"}).status_code == 400
    assert client.post("/markers", data={"kind": "order"}).status_code == 400
    assert client.post("/markers", data={"kind": "order", "day": "3.4.25"}).status_code == 400


def test_an_account_is_said_to_be_mine_and_not_mine(client: TestClient) -> None:
    assert long_work(client, "/accounts", {"account": "whatsapp:robin", "mine": "yes"}) == "/accounts"
    assert client.get("/accounts").text.count("Not mine") == 3
    long_work(client, "/accounts", {"account": "whatsapp:robin", "mine": "no"})
    assert client.get("/accounts").text.count("Not mine") == 2


def test_findings_are_looked_for_and_shown_with_their_limits(client: TestClient) -> None:
    client.post("/markers", data={"kind": "stop notice", "day": "2025-04-03", "time": "21:20"})
    assert client.get("/findings", follow_redirects=False).headers["location"] == "/work"
    assert worked(client) == "/findings"
    page = client.get("/findings")
    assert page.url.path == "/findings"
    assert page.text.count('<svg xmlns="http://www.w3.org/2000/svg" class="course"') == 1
    assert "Which lines these are" in page.text
    pages = [client.get(path).text for path in sorted(set(re.findall(r"/findings/\d+", page.text)))]
    assert pages
    for one in pages:
        assert "It can also be explained like this" in one
        assert "What this cannot tell" in one
    # Channels have the names that people know.
    assert any("<bdi>WhatsApp</bdi>" in one for one in pages)
    assert not any("<bdi>whatsapp</bdi>" in one for one in pages)
    assert client.get("/findings/9999").status_code == 400


def test_one_finding_of_a_changed_case_is_looked_for_anew(client: TestClient) -> None:
    assert client.get("/findings/0", follow_redirects=False).headers["location"] == "/work"
    assert worked(client) == "/findings/0"


def test_exhibits_become_a_paper_with_a_name_that_says_nothing(client: TestClient) -> None:
    assert client.get("/made").status_code == 400
    event = event_with(client, "coat")
    client.post(f"/events/{event}/choose", data={"caption": "The station"})
    assert "A-1" in client.get(f"/events/{event}").text
    assert "The station" in client.get("/exhibits").text
    asked = {"title": "Records", "paper": "letter", "large_print": "yes", "since": "2025-04-01"}
    assert long_work(client, "/packet", asked, within=120) == "/made"
    assert "The PDF is ready" in client.get("/made").text
    paper = client.get("/made/document.pdf")
    assert paper.content.startswith(b"%PDF")
    assert paper.headers["content-disposition"] == 'attachment; filename="document.pdf"'


def test_an_exhibit_is_taken_out_with_a_reason(client: TestClient) -> None:
    client.post(f"/events/{event_with(client, 'coat')}/choose", data={})
    assert client.post("/exhibits/A-1/remove", data={}).status_code == 400
    assert "A-1" not in client.post("/exhibits/A-1/remove", data={"why": "not needed"}).text
    again = client.post("/exhibits/A-1/remove", data={"why": "again"})
    assert again.status_code == 400
    assert "There is no exhibit of this label." in again.text
    assert "`holdfast" not in again.text


def test_the_check_answers_plainly(client: TestClient) -> None:
    assert long_work(client, "/check") == "/check"
    assert "Nothing has changed since it was kept" in client.get("/check").text


def test_damage_is_said_calmly_and_named(client: TestClient) -> None:
    folder = client.app.state.desk.folder  # type: ignore[attr-defined]
    segment = max((p for p in (folder / "objects").rglob("*") if p.is_file()), key=lambda p: p.stat().st_size)
    whole = bytearray(segment.read_bytes())
    whole[len(whole) // 2] ^= 1
    segment.write_bytes(whole)
    long_work(client, "/check")
    text = client.get("/check").text
    assert "Not everything is as it was" in text
    assert "<li>" in text.partition("Not everything")[2]


def test_what_was_not_understood_is_listed(client: TestClient) -> None:
    page = client.get("/problems").text
    assert "unknown.bin" in page
    source = client.get("/sources").text
    assert "unknown.bin" in source
    asked = re.search(r'/problems\?source=([0-9a-f]{64})">1 file', source)
    assert asked is not None
    only = client.get(f"/problems?source={asked[1]}").text
    assert only.count('class="entry"') == 1


def test_long_lists_come_in_pages(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.web.checking._ROWS", 1)
    monkeypatch.setattr("holdfast.web.accounts._ROWS", 1)
    for path in ("/sources", "/accounts"):
        first = client.get(path).text
        assert 'rel="next" href="?at=1"' in first
        assert 'rel="prev"' not in first
        assert 'rel="prev" href="?at=0"' in client.get(f"{path}?at=1").text


def test_an_entry_is_written_by_hand(client: TestClient) -> None:
    assert client.post("/write", data={"what": "", "date": "2025-06-14"}).status_code == 400
    entry = {"date": "2025-06-14", "time": "18:30", "what": "A car outside", "where": "Home"}
    assert long_work(client, "/write", entry) == "/timeline?kind=incident"
    page = client.get("/timeline?kind=incident").text
    assert "you wrote this down" in page
    assert long_date(1749922200000, "Europe/London", "minute") in page
    assert "A car outside" in client.get(f"/events/{event_with(client, 'car')}?show=1").text


def test_help_is_made_of_the_readers_own_words(client: TestClient) -> None:
    page = client.get("/help").text
    assert page.count("<h3>Where it comes from</h3>") == len(importers())
    assert page.count("<h3>When it is wrong</h3>") == len(rules())
    assert "WhatsApp" in page
    assert "*What" not in page


def test_a_rule_without_a_description_is_called_by_its_name() -> None:
    assert rule_title("some_rule") == "Some rule"


def test_work_that_is_not_there_leads_to_the_start(client: TestClient) -> None:
    assert client.get("/work").url.path == "/"
    assert client.get("/work.json").json() == {"is_over": True}


def test_a_form_that_is_too_long_is_refused(client: TestClient) -> None:
    event = event_with(client, "coat")
    assert client.post(f"/events/{event}/note", data={"text": "x" * (1 << 20)}).status_code == 400
    assert client.post(f"/events/{event}/note", content="a=1&" * 3000).status_code == 400


def test_addresses_keep_what_was_asked(client: TestClient) -> None:
    page = client.get("/timeline", params={"words": 'a & "b"', "channel": "mail"}).text
    data = re.search(r'data-from="/timeline/days.json\?([^"]+)"', client.get("/timeline?channel=mail").text)
    assert data is not None
    assert parse_qs(urlsplit("?" + data[1]).query) == {"channel": ["mail"]}
    assert 'value="a &amp; &#34;b&#34;"' in page


def test_two_entries_that_tell_the_same_are_joined_and_set_apart_again(client: TestClient) -> None:
    one = event_with(client, "coat")
    page = client.get(f"/events/{one}").text
    other = page.partition('<select id="other"')[2].split('value="')[2].partition('"')[0]
    assert client.post(f"/events/{one}/together", data={"other": other, "why": " "}).status_code == 400
    assert client.post(f"/events/{one}/together", data={"why": "x"}).status_code == 400
    assert (
        long_work(client, f"/events/{one}/together", {"other": other, "why": "both are the call"})
        == f"/events/{one}"
    )
    page = client.get(f"/events/{one}").text
    assert "The same thing, told by other files" in page
    assert other not in page.partition('<select id="other"')[2].partition("</select>")[0]
    long_work(client, f"/events/{one}/apart", {"why": "no, two calls"})
    assert "The same thing, told by other files" not in client.get(f"/events/{one}").text


def test_the_timeline_says_where_a_day_begins(client: TestClient) -> None:
    page = client.get("/timeline?channel=whatsapp").text
    days = re.findall(r'<li class="day"><h2>([^<]+)</h2>', page)
    assert len(days) == len(set(days)) > 1
    assert page.index(days[0]) < page.index('class="entry')


def table_rows(page: str) -> list[list[str]]:
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [visible(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]


def test_the_days_of_the_timeline_add_up_and_lead_to_their_entries(client: TestClient) -> None:
    days = table_rows(client.get("/timeline/by/day").text)
    dated = [row for row in client.app.state.desk.case.query.lines() if row.row.at is not None]
    assert sum(int(cell or 0) for row in days for cell in row[1:4]) == len(dated)
    link = re.search(
        r'<th scope="row"><a href="(/timeline\?day=[^"]+)">([^<]+)</a>', client.get("/timeline/by/day").text
    )
    assert link is not None
    assert f'<li class="day"><h2>{link[2]}</h2>' in client.get(html.unescape(link[1])).text
    only = table_rows(client.get("/timeline/by/day?channel=whatsapp").text)
    assert {row[4] for row in only} == {"WhatsApp"}
    assert 'href="/timeline/by/occasion?channel=whatsapp"' in client.get("/timeline?channel=whatsapp").text


def test_occasions_are_told_with_their_length_and_lead_to_their_entries(fresh: TestClient) -> None:
    for time in ("08:00", "08:40", "11:30"):
        told = {"what": f"at {time}", "date": "2025-06-01", "time": time, "zone": "Europe/London"}
        long_work(fresh, "/write", told)
    long_work(fresh, "/write", {"what": "some time that day", "date": "2025-06-02"})
    page = fresh.get("/timeline/by/occasion").text
    assert [row[:2] for row in table_rows(page)] == [
        ["1 June 2025, 07:00 UTC", "40 minutes"],
        ["1 June 2025, 10:30 UTC", ""],
    ]
    links = [html.unescape(one) for one in re.findall(r'<th scope="row"><a href="([^"]+)"', page)]
    assert [fresh.get(one).text.count('class="entry') for one in links] == [4, 2]
    # Whose clock it was is not told, so it could be either of two days in UTC.
    days = fresh.get("/timeline/by/day").text
    assert len(table_rows(days)) == 1
    assert "Entries without a certain time are not in it." in days
    assert fresh.get("/timeline/by/week").status_code == 400


def test_all_with_one_account_is_said_to_be_both_ways_on_every_channel(client: TestClient) -> None:
    key = re.search(
        r'<option value="([^"]+)">',
        client.get("/timeline").text.partition('id="account"')[2].partition("</option>")[2],
    )
    assert key is not None
    page = client.get("/timeline", params={"account": key[1]}).text
    assert "Everything with these, in both directions, on every channel:" in page
    assert (
        "What was chosen, with these:"
        in client.get("/timeline", params={"account": key[1], "direction": "in"}).text
    )


def test_the_timeline_says_where_nothing_came_for_an_hour(fresh: TestClient) -> None:
    for time in ("08:00", "08:59", "11:30"):
        told = {"what": f"at {time}", "date": "2025-06-01", "time": time, "zone": "Europe/London"}
        long_work(fresh, "/write", told)
    page = fresh.get("/timeline").text
    assert page.count('class="day"') == 1
    assert re.findall(r'<li class="quiet pause">([^<]+)</li>', page) == ["2 hours later"]
