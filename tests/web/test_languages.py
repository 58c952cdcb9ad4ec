"""The page in every language: chosen by the person, right to left where it is, and with no English left over."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode
from starlette.testclient import TestClient

from holdfast.languages.language import languages
from holdfast.web.app import build
from tests.web.conftest import HOME, OURS, PORT, TOKEN, event_with, worked
from tests.web.test_pages import PAGES

OTHERS = [tag for tag in languages() if tag != "en"]
NOT_OURS = {"bdi", "code", "pre", "kbd", "script", "style", "q", "noscript"}
"""What stands in these is evidence, or is typed as it is in any language."""
NAMES = re.compile(
    r"WhatsApp.*|mbox.*|A4|US Letter|SHA-256|Message-ID|UTC|[A-Z]-\d+|, version \d+|example\.org|[\d-]+ [\d:]+ UTC|(April|August|September|November) \d+|.*\.(bin|zip|mbox)|(: )?(Robin|Kim Hale).*|"
    r"[A-Z][a-z]+/[A-Z][a-z]+|[\d.,\s]+ (kB|MB)|\d+ minutes"
)
"""Names and numbers, which are the same in every language."""


def shown(page: str) -> Iterator[str]:
    """The words of ours on a page that are not marked as English."""
    body = LexborHTMLParser(page).body
    assert body
    for node in body.traverse(include_text=True):
        if node.tag == "-text" and re.search("[A-Za-z]{2}", node.text(deep=True)) and _is_ours(node):
            yield " ".join(node.text(deep=True).split())
        elif node.tag != "-text" and _is_ours(node):
            for name in ("aria-label", "placeholder", "title", "alt"):
                if words := node.attributes.get(name):
                    yield words


def _is_ours(node: LexborNode) -> bool:
    at: LexborNode | None = node
    while at is not None and at.tag != "html":
        told = at.attributes if at.tag != "-text" else {}
        if at.tag in NOT_OURS or told.get("lang") == "en" or "languages" in (told.get("class") or ""):
            return False
        # Evidence, names of zones and cities, and names of accounts to choose from.
        if (told.get("class") or "") in {"text", "kept-lines"} or told.get("id") in {"zone", "account"}:
            return False
        at = at.parent
    return True


def walked(client: TestClient) -> dict[str, str]:
    """Every page by its address, with long work waited for."""
    event, mail = event_with(client, "coat"), event_with(client, "note 3")
    more = [
        f"/events/{event}", f"/events/{event}?show=1", f"/events/{mail}?route=1", f"/events/{mail}/original",
        "/timeline?words=coat", "/timeline?day=2025-04-04", "/nowhere", "/questions?at=0", "/findings/0", "/blank",
        f"/markers?proof={event}", "/package?label=A-1",
    ]  # fmt: skip
    found = {}
    for path in [*PAGES, *more]:
        answer = client.get(path, headers={"accept-language": ""})
        while answer.url.path == "/work":
            worked(client)
            answer = client.get(path)
        found[path] = answer.text
    return found


@pytest.fixture
def told(client: TestClient) -> TestClient:
    """A case in which something was decided, so that no page is empty."""
    event = event_with(client, "coat")
    client.post(f"/events/{event}/choose", data={"caption": ""})
    client.post("/markers", data={"kind": "stop notice", "day": "2025-04-03", "proof": event})
    client.post(f"/events/{event}/note", data={"text": "1234", "private": "yes"})
    client.post(f"/events/{event}/tag", data={"behaviour": "unwanted_direct_contact"})
    client.post("/check")
    worked(client)
    return client


@pytest.mark.parametrize("tag", OTHERS)
def test_no_page_has_english_left_that_is_not_marked_as_english(told: TestClient, tag: str) -> None:
    english, language = walked(told), languages()[tag]
    assert all(list(shown(page)) for path, page in english.items() if path != "/blank")
    told.post("/language", data={"language": tag, "back": "/"})
    left = set()
    for path, page in walked(told).items():
        same = set(shown(page)) & set(shown(english[path]))
        # Some words are written alike in two languages: then the catalogue says so.
        alike = {words for words in same if language.says(words) == words}
        left |= {(path, words) for words in same - alike if not NAMES.fullmatch(words)}
    assert left == set()


@pytest.mark.parametrize("tag", languages())
def test_a_page_says_its_language_and_direction(client: TestClient, tag: str) -> None:
    client.post("/language", data={"language": tag, "back": "/help"})
    direction = languages()[tag].direction
    assert f'<html lang="{tag}" dir="{direction}"' in client.get("/safety").text
    assert (direction == "rtl") is (tag == "ar")


def test_a_choice_leads_back_to_its_page_and_is_kept_in_a_strict_cookie(client: TestClient) -> None:
    back = client.post(
        "/language", data={"language": "de", "back": "/timeline?words=coat"}, follow_redirects=False
    )
    assert back.headers["location"] == "/timeline?words=coat"
    cookie = back.headers["set-cookie"].lower()
    assert cookie.startswith("notes-language=de;")
    assert "samesite=strict" in cookie
    assert "httponly" in cookie
    for away in ("//example.org", "https://example.org", "/\\example.org", ""):
        answer = client.post("/language", data={"language": "de", "back": away}, follow_redirects=False)
        assert answer.headers["location"] == "/"
    assert client.post("/language", data={"language": "xx", "back": "/"}).status_code == 400


def test_without_a_choice_the_browser_is_asked(client: TestClient) -> None:
    def spoken(wishes: str) -> str:
        page = client.get("/safety", headers={"accept-language": wishes}).text
        return page.partition('<html lang="')[2].partition('"')[0]

    assert spoken("") == "en"
    assert spoken("fr-CA,fr;q=0.9,en;q=0.8") == "fr"
    assert spoken("xx, en;q=0.2, ar;q=0.7") == "ar"
    assert spoken("de;q=0, es;q=0.1") == "es"
    assert spoken("nothing at all;;;q=x,,") == "en"
    client.post("/language", data={"language": "es", "back": "/"})
    assert spoken("fr") == "es"


def test_an_answer_that_is_shown_once_has_no_form_that_leads_away(client: TestClient) -> None:
    assert 'action="/language"' in client.get("/keys").text
    answered = client.post("/keys/recovery", data={"old": "river tandem apple moss"})
    assert "It is shown only now" in answered.text
    assert 'action="/language"' not in answered.text


def test_the_state_of_a_language_is_said_where_one_chooses(client: TestClient) -> None:
    page = " ".join(client.get("/safety").text.split())
    assert "maschinell übersetzt, noch von keinem Menschen gelesen" in page
    assert "translated by machine, not yet read by a person: " in page


def test_dates_have_their_month_in_words(client: TestClient) -> None:
    for tag, day in {
        "es": "4 de abril de 2025",
        "fr": "4 avril 2025",
        "de": "4. April 2025",
        "ar": "4 أبريل 2025",
    }.items():
        client.post("/language", data={"language": tag, "back": "/"})
        page = client.get("/timeline").text
        assert re.search(rf"{day}[,،] \d\d:\d\d Europe/London", page)
        assert not re.search(r"\d/\d+/\d\d", re.sub(r"<[^>]*>", "", page))
        assert (
            client.get("/timeline/days.json").json()["months"][3]
            == {"es": "abr", "fr": "avr", "de": "Apr", "ar": "أبريل"}[tag]
        )


def test_a_language_named_at_the_start_comes_before_what_the_browser_asks_for(empty_case: Path) -> None:
    app = build(empty_case, token=TOKEN, port=PORT, speaks="fr")
    with TestClient(app, base_url=HOME, headers=OURS) as client:
        refused = client.get("/", headers={"accept-language": "de"})
        assert "Ouvrez le lien" in refused.text
        client.get(f"/enter?token={TOKEN}", follow_redirects=False)
        assert '<html lang="fr"' in client.get("/unlock", headers={"accept-language": "de"}).text
        wrong = client.post("/unlock", data={"secret": "not this one"}).text
        assert "Cela n’ouvre pas le dossier." in wrong


@pytest.mark.parametrize("tag", OTHERS)
def test_what_readers_and_rules_say_of_themselves_is_said_in_every_language(
    client: TestClient, tag: str
) -> None:
    client.post("/language", data={"language": tag, "back": "/help"})
    for path in ("/help", "/sources"):
        main = LexborHTMLParser(client.get(path).text).css_first("main")
        assert main is not None
        assert main.css("details p")
        assert not main.css("[lang=en]"), path
