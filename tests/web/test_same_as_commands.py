"""All that the command line does the page does too, and the other way round."""

from typing import Any, get_args

import pytest
from starlette.routing import Route

from holdfast.case.log_alone import forms
from holdfast.cli.main import COMMANDS
from holdfast.model.fact import FactKind
from holdfast.model.marker import MarkerKind
from holdfast.model.recipient import RECIPIENTS
from holdfast.model.redaction import DetailKind
from holdfast.model.relation import RelationKind
from holdfast.outputs.recipients import ASKED_FOR, PARTS
from holdfast.web.app import ROUTES
from holdfast.web.around import FACTS, RELATIONS
from holdfast.web.exporting import FORM_WORDS, WHAT
from holdfast.web.leaving import READERS
from holdfast.web.redacting import KINDS_OF_DETAIL
from holdfast.web.words import MARKERS

PAGES = {
    "new": "/begin",
    "add": "/add/begin",
    "take-in": "/unlock",
    "questions": "/questions",
    "answer": "/questions",
    "incident": "/write",
    "person": "/around/people",
    "people": "/around",
    "unperson": "/around/people/take-back",
    "fact": "/around/facts",
    "facts": "/around",
    "unfact": "/around/facts/{id}/take-back",
    "log-sheet": "/log-sheet",
    "timeline": "/timeline",
    "search": "/timeline",
    "show": "/events/{id}",
    "findings": "/findings",
    "course": "/findings",
    "pictures": "/findings/pictures",
    "accounts": "/accounts",
    "sources": "/sources",
    "problems": "/problems",
    "mark": "/markers",
    "markers": "/markers",
    "unmark": "/markers/{id}/withdraw",
    "link": "/links",
    "links": "/links",
    "unlink": "/links/take-back",
    "exhibit": "/events/{id}/choose",
    "exhibits": "/exhibits",
    "caption": "/exhibits/{label}/caption",
    "arrange": "/exhibits/{label}/move",
    "unexhibit": "/exhibits/{label}/remove",
    "note": "/events/{id}/note",
    "not-so": "/events/{id}/not-so",
    "together": "/events/{id}/together",
    "apart": "/events/{id}/apart",
    "laws": "/laws",
    "numbers": "/numbers",
    "behaviours": "/events/{id}",
    "tag": "/events/{id}/tag",
    "tags": "/events/{id}",
    "untag": "/events/{id}/tag",
    "state": "/statements",
    "statements": "/statements",
    "unstate": "/statements/{id}/take-back",
    "hide": "/indicators",
    "redact": "/redactions",
    "redactions": "/redactions",
    "unredact": "/redactions/{id}/take-back",
    "proposals": "/proposals",
    "look": "/look",
    "withdraw": "/sources/{sha256}/withdraw",
    "packet": "/packet",
    "package": "/package",
    "portable": "/portable",
    "export": "/export",
    "handed": "/handed",
    "compare": "/compare",
    "extract": "/sources/{sha256}/extract",
    "key": "/keys",
    "anchor": "/anchors/ask",
    "checkpoint": "/anchors/line",
    "verify": "/check",
    "log": "/log",
    "backup": "/copies",
    "merge": "/copies/merge",
}
"""By command the page that does the same."""

ONLY_COMMANDS = {
    "demo": "makes a case about invented people, before there is a page",
    "open": "opens the page",
    "events": "for other programs",
    "rebuild": "the page makes the index again by itself where it has to",
    "restore": "brings back a case, before there is a page",
}
"""Commands that need no page, and why."""

ONLY_PAGES = {
    "/": "what is next",
    "/unlock": "the door",
    "/recovery": "the recovery key, shown once, as `new` prints it",
    "/safety": "before anything",
    "/gently": "how the page shows what is hard to read",
    "/help": "how each export is got",
    "/lock": "a command locks when it ends",
    "/exit": "leaving quickly",
    "/blank": "leaving quickly",
    "/here": "that somebody is still there",
    "/language": "the command line speaks English",
    "/texts": "shows or hides all texts",
    "/work": "how far the long work is",
    "/work.json": "the same",
    "/papers": "leads to the papers",
    "/made": "where what was made is saved",
    "/added": "what became of what was added, as `add` prints it",
    "/sealed": "the page of a sealed folder, into which `add` puts",
}
"""Pages that need no command, and why. What stands below one of them belongs to it."""


def test_every_command_has_its_page_or_a_reason_why_not() -> None:
    assert {*PAGES, *ONLY_COMMANDS} == set(COMMANDS)
    paths = {route.path for route in ROUTES if isinstance(route, Route)}
    assert {command: path for command, path in PAGES.items() if path not in paths} == {}


def test_every_page_does_what_a_command_does_or_has_a_reason_why_not() -> None:
    commanded = {"/" + path.split("/")[1] for path in PAGES.values()}
    pages = {"/" + route.path.split("/")[1] for route in ROUTES if isinstance(route, Route)}
    assert pages - commanded - set(ONLY_PAGES) == set()
    assert set(ONLY_PAGES) <= pages


@pytest.mark.parametrize(
    ("on_the_page", "at_the_command_line"),
    [
        (MARKERS, get_args(MarkerKind)),
        (RELATIONS, get_args(RelationKind)),
        (FACTS, get_args(FactKind)),
        (KINDS_OF_DETAIL, get_args(DetailKind)),
        (READERS, RECIPIENTS),
        (FORM_WORDS, forms()),
    ],
)
def test_both_offer_the_same_choices(on_the_page: dict[str, Any], at_the_command_line: Any) -> None:
    assert set(on_the_page) == set(at_the_command_line)
    assert all(on_the_page.values())


def test_a_packet_has_the_same_parts_by_the_same_names(client: Any) -> None:
    page = client.get("/packet", params={"for": "lawyer"}).text
    for part in ASKED_FOR:
        assert f'value="{part}"' in page
        assert PARTS[part] in page
    assert {"packet", "package", "portable case", "log", "load file", "original", "comparison"} == set(WHAT)
