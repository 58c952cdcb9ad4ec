"""Files come in as streams, in folders, in forms, broken off, twice: what arrived whole is kept, and said so."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from holdfast.model.errors import InputError
from holdfast.web.batch import Batch, Piece, tidy
from holdfast.web.giving import take_up
from tests.case.exports import SMS, mail, mbox
from tests.timeline.test_tellings import announcing, chat
from tests.web import material
from tests.web.conftest import OURS, long_work, worked


def give(client: TestClient, files: dict[str, bytes], obtained: str = "") -> dict[str, Any]:
    """What the script of the page does."""
    assert client.post("/add/begin", data={"obtained": obtained}).json() == {"ready": True}
    told = {
        name: client.put(
            "/add/file", params={"name": name, "modified": "1743711300000"}, content=content
        ).json()
        for name, content in files.items()
    }
    assert client.post("/add/finish").json() == {"then": "/work"}
    assert worked(client) == "/added"
    return told


def sources(client: TestClient) -> dict[str, dict[str, Any]]:
    return {s["name"]: s for s in client.app.state.desk.case.query.sources()}  # type: ignore[attr-defined]


def test_files_keep_their_folders_and_are_read(fresh: TestClient) -> None:
    told = give(
        fresh, {f"phone/chats/{material.CHAT_NAME}": material.chat(), "mail/Inbox.mbox": material.mailbox()}
    )
    assert told["mail/Inbox.mbox"] == {
        "name": "mail/Inbox.mbox",
        "size": len(material.mailbox()),
        "is_new": True,
        "why": "",
    }
    assert set(sources(fresh)) == {f"phone/chats/{material.CHAT_NAME}", "mail/Inbox.mbox"}
    page = fresh.get("/added").text
    assert "2 files understood" in page
    assert "/questions" in page


def test_what_is_not_understood_is_said_and_kept(fresh: TestClient) -> None:
    give(fresh, {"odd.bin": bytes(range(256)), "Inbox.mbox": material.mailbox()})
    page = fresh.get("/added").text
    assert "1 file understood. 1 file not known" in " ".join(page.split())
    assert "Not understood." in page
    assert "odd.bin" in sources(fresh)


def test_of_very_many_files_only_the_sums_are_told(
    fresh: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfast.web.giving._COUNTED", 1)
    give(fresh, {"odd.bin": bytes(range(256)), "Inbox.mbox": material.mailbox()})
    page = " ".join(fresh.get("/added").text.split())
    assert "2 files handed in. In all your files together, understood: 1; not understood: 1." in page


def test_the_same_file_again_is_known(fresh: TestClient) -> None:
    give(fresh, {"one.mbox": material.mailbox()})
    assert give(fresh, {"two.mbox": material.mailbox()})["two.mbox"]["is_new"] is False
    assert "Was here already." in fresh.get("/added").text


def test_a_large_file_passes_through_in_pieces(fresh: TestClient) -> None:
    block = bytes(1 << 16)

    def blocks() -> Iterator[bytes]:
        for _ in range(200):
            yield block

    fresh.post("/add/begin")
    told = fresh.put("/add/file?name=large.bin", content=blocks()).json()
    fresh.post("/add/finish")
    worked(fresh)
    assert told["size"] == 200 * len(block)
    assert sources(fresh)["large.bin"]["size"] == 200 * len(block)


def test_a_form_without_script_brings_the_same(fresh: TestClient) -> None:
    files = [
        ("files", ("Übersicht.mbox", material.mailbox(), "application/octet-stream")),
        ("files", (material.CHAT_NAME, material.chat(), "application/zip")),
        ("files", ("", b"", "application/octet-stream")),
    ]
    answer = fresh.post("/add/form", data={"obtained": "a friend"}, files=files, follow_redirects=False)
    assert answer.headers["location"] == "/work"
    worked(fresh)
    assert set(sources(fresh)) == {"Übersicht.mbox", material.CHAT_NAME}
    kept = next(iter(fresh.app.state.desk.case.vault.log.sources()))  # type: ignore[attr-defined]
    assert kept.obtained == "a friend"


def test_a_form_without_a_file_says_so(fresh: TestClient) -> None:
    nothing = [("files", ("", b"", "application/octet-stream"))]
    assert "No file was chosen" in fresh.post("/add/form", files=nothing).text
    assert fresh.post("/add/form", data={"obtained": "x"}).status_code == 400
    broken = {"content-type": "multipart/form-data; boundary=xyz"}
    assert "arrived broken" in fresh.post("/add/form", content=b"nonsense", headers=broken).text


def test_a_form_that_breaks_off_keeps_what_was_whole(fresh: TestClient) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\n'
    body = head % b"whole.txt" + b"all of it\r\n" + head % b"half.txt" + b"only ha"
    fresh.post(
        "/add/form",
        content=body,
        headers={"content-type": "multipart/form-data; boundary=b"},
        follow_redirects=False,
    )
    worked(fresh)
    assert set(sources(fresh)) == {"whole.txt"}
    assert "did not arrive whole" in fresh.get("/added").text


def test_an_upload_that_breaks_off_is_not_kept_and_the_others_are(fresh: TestClient) -> None:
    fresh.post("/add/begin")
    cookie = "; ".join(f"{name}={value}" for name, value in fresh.cookies.items())
    messages = iter(
        [
            {"type": "http.request", "body": b"half of", "more_body": True},
            {"type": "http.disconnect"},
        ]
    )

    async def receive() -> Any:
        return next(messages)

    async def send(_message: Any) -> None:
        return None

    scope = {
        "type": "http",
        "method": "PUT",
        "path": "/add/file",
        "raw_path": b"/add/file",
        "root_path": "",
        "scheme": "http",
        "query_string": b"name=half.bin",
        "headers": [
            (b"host", b"127.0.0.1:4321"),
            (b"cookie", cookie.encode()),
            *((name.encode(), value.encode()) for name, value in OURS.items()),
        ],
        "app": fresh.app,
    }
    asyncio.run(fresh.app(scope, receive, send))
    told = fresh.put("/add/file?name=whole.bin", content=b"whole").json()
    assert told["why"] == ""
    fresh.post("/add/finish")
    worked(fresh)
    assert set(sources(fresh)) == {"whole.bin"}


def test_files_without_a_batch_are_refused(fresh: TestClient) -> None:
    assert fresh.put("/add/file?name=x", content=b"x").status_code == 400
    assert fresh.post("/add/finish").status_code == 400


def test_a_page_left_in_the_middle_goes_on_with_its_batch(fresh: TestClient) -> None:
    fresh.post("/add/begin")
    fresh.put("/add/file?name=a.txt", content=b"a")
    assert give(fresh, {"b.txt": b"b"})["b.txt"]["is_new"]
    assert set(sources(fresh)) == {"a.txt", "b.txt"}


def test_nothing_is_added_while_other_files_are_read(fresh: TestClient) -> None:
    desk, go_on = fresh.app.state.desk, threading.Event()  # type: ignore[attr-defined]
    job = desk.start("Reading", lambda _job: go_on.wait(5), "/")
    assert fresh.get("/add", follow_redirects=False).headers["location"] == "/work"
    assert fresh.post("/add/begin").status_code == 400
    go_on.set()
    job.wait(5)


def test_a_batch_left_open_is_finished_and_read(fresh: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.web.batch.LEFT_OPEN", 0.05)
    desk = fresh.app.state.desk  # type: ignore[attr-defined]
    fresh.post("/add/begin")
    desk.batch.wait()
    late = fresh.put("/add/file?name=late", content=b"x")
    assert late.status_code == 400
    assert "came too late" in late.text
    take_up(desk)
    assert worked(fresh) == "/added"
    assert desk.batch is None
    take_up(desk)


def test_the_page_of_results_takes_up_a_batch_left_open(
    fresh: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh.post("/add/begin")
    fresh.put("/add/file?name=a.txt", content=b"a")
    monkeypatch.setattr("holdfast.web.batch.LEFT_OPEN", 0.01)
    fresh.put("/add/file?name=b.txt", content=b"b")
    fresh.app.state.desk.batch.wait()  # type: ignore[attr-defined]
    assert fresh.get("/added", follow_redirects=False).headers["location"] == "/work"
    worked(fresh)
    assert set(sources(fresh)) == {"a.txt", "b.txt"}


def test_a_batch_that_breaks_lets_nobody_wait() -> None:
    both_there = threading.Event()

    class Broken:
        def intake(self, *, obtained: str) -> Any:
            both_there.wait(5)
            raise InputError("The disk is full.")

    batch = Batch(Broken())  # type: ignore[arg-type]
    piece = Piece("x")
    batch.add(piece)
    batch.end()
    both_there.set()
    with pytest.raises(InputError):
        batch.wait()
    late = Piece("y")
    batch.add(late)

    async def outcomes() -> list[str]:
        for each in (piece, late):
            for _ in range(20):
                await each.feed(b"x")
            await each.end()
        return [(await each.outcome()).why for each in (piece, late)]

    assert asyncio.run(outcomes()) == ["It could not be kept."] * 2


def test_a_slow_case_holds_the_network_back() -> None:
    piece = Piece("slow")
    read: list[bytes] = []

    def slowly() -> None:
        while chunk := piece.read(7):
            read.append(chunk)

    async def fast() -> None:
        for number in range(50):
            await piece.feed(bytes([number]) * 10)
        await piece.end()

    reader = threading.Thread(target=slowly)
    timer = threading.Timer(0.3, reader.start)
    timer.start()
    asyncio.run(fast())
    timer.join()
    reader.join()
    assert b"".join(read) == b"".join(bytes([n]) * 10 for n in range(50))
    assert piece.readable()


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("a/b.txt", "a/b.txt"),
        ("/etc/passwd", "etc/passwd"),
        ("../../x", "x"),
        ("C:\\chats\\x.txt", "C:/chats/x.txt"),
        ("a//./b", "a/b"),
        ("line\nbreak\x00.txt", "linebreak.txt"),
        ("", "file"),
        ("..", "file"),
    ],
)
def test_names_are_paths_without_steps_upwards(told: str, kept: str) -> None:
    assert tidy(told) == kept


def test_questions_are_asked_one_by_one_and_answers_are_put_to_use(fresh: TestClient) -> None:
    short = b"03/04/2025, 21:15 - Robin: hello\n03/04/2025, 21:16 - Kim Hale: no\n"
    give(fresh, {"WhatsApp Chat with Robin.txt": short, "Inbox.mbox": material.mailbox()})
    desk = fresh.app.state.desk  # type: ignore[attr-defined]
    seen = set()
    for _ in range(10):
        waiting = desk.case.waiting()
        if not waiting:
            break
        asked = waiting[0]
        page = fresh.get("/questions").text
        seen.add(asked.about)
        form = {"about": asked.about, "source": asked.source, "scope": "file"}
        if asked.about == "date_order":
            assert "3 April 2025" in page
            assert "4 March 2025" in page
            form["value"] = "day_first"
        elif asked.about == "zone":
            assert "03/04/2025, 21:15" in page
            form["value"] = "Europe/London"
        else:
            assert "Robin" in page
            form["value"] = (
                "whatsapp:kim hale" if "whatsapp:kim hale" in asked.choices else "mail:kim@example.org"
            )
        assert long_work(fresh, "/questions", form) == "/questions"
    assert {"me", "date_order", "zone"} <= seen
    page = fresh.get("/questions").text
    assert "Nothing waits for an answer" in page
    assert "Europe/London" in page
    assert desk.case.query.totals()["undecided_times"] == 0


def test_a_question_can_be_skipped(fresh: TestClient) -> None:
    give(fresh, {material.CHAT_NAME: material.chat()})
    assert 'href="/questions?at=1"' in fresh.get("/questions").text
    assert "Question 2 of" in fresh.get("/questions?at=1").text
    assert fresh.get("/questions?at=99").url.query == b""
    assert "undecided: between" in fresh.get("/timeline").text


def test_an_answer_that_is_none_is_refused(fresh: TestClient) -> None:
    assert fresh.post("/questions", data={"about": "zone"}).status_code == 400
    assert fresh.post("/questions", data={"about": "weather", "value": "x"}).status_code == 400
    assert fresh.post("/questions", data={"about": "zone", "value": "Mars/Base"}).status_code in {200, 400}


def test_a_message_and_the_mail_that_announces_it_are_shown_as_one_with_the_reason_and_can_be_set_apart(
    fresh: TestClient,
) -> None:
    said = "I know where you park your car"
    place = "your_instagram_activity/messages/inbox/rowan_17/message_1.json"
    give(fresh, {place: chat((0, said)), "mail.mbox": mbox(announcing(2, said))})
    case = fresh.app.state.desk.case  # type: ignore[attr-defined]
    (row,) = (line.row for line in case.query.lines())
    page = fresh.get(f"/events/{row.id}").text
    assert "The same thing, told by other files" in page
    assert "Why: This mail comes from an address of Instagram" in page
    assert fresh.post(f"/events/{row.id}/apart", data={"why": " "}).status_code == 400
    assert long_work(fresh, f"/events/{row.id}/apart", {"why": "another one"}) == f"/events/{row.id}"
    page = fresh.get(f"/events/{row.id}").text
    assert "The same thing, told by other files" not in page
    assert 'told by no other file: <q dir="auto">another one</q>' in page


def test_each_file_says_what_it_cannot_tell(fresh: TestClient) -> None:
    give(fresh, {"Inbox.mbox": material.mailbox()})
    page = fresh.get("/sources").text
    assert "What this file cannot tell: Mail in one file (mbox)" in page
    assert "The date of a mail is what the sender&#39;s device claimed." in page


def test_a_country_is_asked_for_only_where_numbers_have_none(fresh: TestClient) -> None:
    give(fresh, {"a.xml": SMS})
    assert "Numbers without a country" not in fresh.get("/accounts").text
    give(fresh, {"b.xml": SMS.replace(b"+447700900123", b"07700 900123")})
    assert "Numbers without a country" in fresh.get("/accounts").text
    assert long_work(fresh, "/questions", {"about": "country", "value": "gb"}) == "/questions"
    assert "Numbers without a country" not in fresh.get("/accounts").text


def test_today_tells_what_was_added_last_and_what_was_new_in_it(client: TestClient) -> None:
    assert "They told 26 things that were not known before." in " ".join(client.get("/").text.split())
    give(client, {"more.mbox": mbox(mail(1, to="kim@example.org")), "again.zip": material.chat()})
    text = " ".join(client.get("/").text.split())
    assert "1 file</a>, added last, on" in text
    assert "They told 1 thing that was not known before." in text
