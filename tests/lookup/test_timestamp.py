"""Asking goes to the one address that was named, says no more than it must, and fails in plain words."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.lookup import timestamp
from holdfast.model.errors import InputError, RequestError
from holdfast.vault import stamp
from tests.lookup.server import Behaviour, serving
from tests.vault.authority import TestAuthority


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return TestAuthority(tmp_path_factory.mktemp("authority") / "one")


@pytest.fixture
def server(authority: TestAuthority) -> Iterator[Behaviour]:
    with serving(authority) as behaviour:
        yield behaviour


def test_a_question_is_answered(server: Behaviour) -> None:
    asking = stamp.asking("text")
    answer = timestamp.ask(server.url, asking.request)
    assert stamp.check(answer, "text", server.authority.roots, asking.nonce).signer == "CN=Signer"


def test_nothing_is_said_but_the_question(server: Behaviour) -> None:
    timestamp.ask(server.url, b"question")
    ((headers, body),) = server.asked
    assert body == b"question"
    assert {name.lower() for name in headers} == {"host", "accept-encoding", "content-length", "content-type"}


@pytest.mark.parametrize("status", [301, 302, 404, 500, 503])
def test_an_answer_that_is_none_is_named_and_no_other_address_is_gone_to(
    server: Behaviour, status: int
) -> None:
    server.status, server.body = status, b"<html>"
    with pytest.raises(InputError, match=f"HTTP {status}"):
        timestamp.ask(server.url, b"question")
    assert len(server.asked) == 1


def test_an_answer_without_end_is_cut(server: Behaviour) -> None:
    server.body = b"x" * ((1 << 20) + 1)
    with pytest.raises(InputError, match="too long"):
        timestamp.ask(server.url, b"question")


def test_one_that_is_slow_is_not_waited_for(server: Behaviour, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timestamp, "SECONDS", 0.05)
    server.body, server.waits = b"late", 0.3
    with pytest.raises(InputError, match="in time"):
        timestamp.ask(server.url, b"question")


def test_one_that_is_down_is_named() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}/"
    with pytest.raises(InputError, match="cannot be reached"):
        timestamp.ask(url, b"question")


def test_one_that_does_not_speak_the_language_is_named(server: Behaviour) -> None:
    with pytest.raises(InputError):
        timestamp.ask(server.url.replace("http:", "https:"), b"question")


@pytest.mark.parametrize(
    "url",
    ["", "stamp.example.org", "file:///etc/passwd", "ftp://stamp.example.org", "http://", "http://[::1", "http://a:b/",
     "http://user:word@stamp.example.org/", "http://stamp.example.org/a b", "http://stamp.example.org/\n", "http://stämp.example.org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(RequestError):
        timestamp.checked(url)


def test_naming_an_address_connects_to_nobody(tmp_path: Path) -> None:
    assert timestamp.checked("https://stamp.example.org/tsa") == "https://stamp.example.org/tsa"
