"""What others wrote is shown and saved, but never runs, loads, or leads anywhere."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from starlette.testclient import TestClient

from holdfast.model.errors import RequestError
from holdfast.outputs.picture import redrawn
from holdfast.web.evidence import FRAME_POLICY, cleaned, decoded, html_of
from tests.web import material
from tests.web.conftest import event_with


@pytest.fixture
def hostile(client: TestClient) -> str:
    return event_with(client, "run.exe")


def test_a_hostile_mail_is_left_with_its_words_only(client: TestClient, hostile: str) -> None:
    answer = client.get(f"/events/{hostile}/frame")
    assert answer.headers["content-security-policy"] == FRAME_POLICY
    page = answer.text.partition("<body>")[2]
    assert "Visible words" in page
    assert "Look here" in page
    assert "⟨http://198.51.100.9/click?who=kim⟩" in page
    assert "and here" in page
    for gone in (
        "<script",
        "<img",
        "<a ",
        "<form",
        "<iframe",
        "<svg",
        "<meta",
        "<base",
        "onload",
        "style=",
        "fetch(",
    ):
        assert gone not in page, gone
    assert "javascript:" not in page


def test_the_frame_can_do_nothing(client: TestClient, hostile: str) -> None:
    assert "default-src 'none'" in FRAME_POLICY
    assert FRAME_POLICY.endswith("sandbox")
    page = client.get(f"/events/{hostile}").text
    assert re.search(r'<iframe [^>]*sandbox=""', page)


def test_a_chat_line_has_no_laid_out_version(client: TestClient) -> None:
    assert "no laid out version" in client.get(f"/events/{event_with(client, 'coat')}/frame").text


@given(st.text())
def test_cleaning_leaves_no_tag_that_runs_or_loads(html: str) -> None:
    page = cleaned(f"<div>{html}</div><img src=x onerror=1><a href='http://192.0.2.1/{html}'>x</a>").lower()
    assert not re.search(r"<(script|img|a|link|meta|iframe|object|embed|form|base|svg|style)\b", page)


def test_charsets_that_nobody_knows_do_no_harm() -> None:
    assert decoded(b"caf\xe9", "latin-1") == "café"
    assert decoded(b"caf\xc3\xa9", "no-such-charset") == "café"
    assert decoded(b"\xff", "utf-8") == "\ufffd"
    mail = b"Content-Type: text/html; charset=nonsense\n\n<p>gr\xc3\xbcn</p>"
    assert html_of(mail) == "<p>grün</p>"
    assert html_of(b"Content-Type: multipart/alternative; boundary=x\n\nnothing") == ""


def test_a_mail_inside_itself_without_end_is_no_fault() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5000))
    assert html_of(deep + b"Content-Type: text/html\n\n<p>deep</p>") == ""


def test_an_attachment_is_saved_byte_for_byte_and_never_opened(client: TestClient, hostile: str) -> None:
    answer = client.get(f"/events/{hostile}/attachments/0")
    assert answer.content == material.picture()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == 'attachment; filename="me_you.png"'
    program = client.get(f"/events/{hostile}/attachments/1")
    assert program.content == b"MZ\x00\x01"
    assert client.get(f"/events/{hostile}/attachments/7").status_code == 400
    assert (
        client.get(f"/events/{hostile}/attachments/x").headers["content-type"] == "application/octet-stream"
    )


def test_a_picture_is_drawn_anew_smaller_and_in_grey_if_wished(client: TestClient, hostile: str) -> None:
    page = client.get(f"/events/{hostile}").text
    assert "<img" not in page
    colour = client.get(f"/events/{hostile}/pictures/0")
    grey = client.get(f"/events/{hostile}/pictures/0?grey=1")
    assert colour.headers["content-type"] == "image/jpeg"
    with Image.open(io.BytesIO(colour.content)) as drawn:
        assert (drawn.width, drawn.mode) == (1600, "RGB")
    with Image.open(io.BytesIO(grey.content)) as drawn:
        assert drawn.mode == "L"


def test_what_is_no_picture_is_said_calmly(client: TestClient, hostile: str) -> None:
    answer = client.get(f"/events/{hostile}/pictures/1")
    assert answer.status_code == 400
    assert "This picture cannot be shown" in answer.text


def test_a_picture_that_claims_to_be_huge_is_not_unpacked() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 6_000)).save(out, "PNG")
    with pytest.raises((RequestError, Image.DecompressionBombWarning)):
        redrawn(out.getvalue(), is_grey=False)
