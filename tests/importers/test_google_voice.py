"""Google Voice: each text on a page and each page of a call is an event."""

from holdfast.importers.google_voice import IMPORTER
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from tests.importers.fixtures import HERE, handed
from tests.importers.trees import Tree, read_all


def test_as_many_events_as_the_pages_show() -> None:
    given = Tree(handed(HERE / "google_voice" / "pages" / "input"))
    members = [m for m in given if IMPORTER.claims(m, given)]
    records = [r for r in IMPORTER.read(members, given, Told()) if isinstance(r, Event)]
    pages = [m.read() for m in members if m.suffix == ".html"]
    assert len(records) == sum(p.count(b'class="message"') or p.count(b'class="haudio"') for p in pages) == 11


def test_a_text_with_no_end_is_read_and_the_page_said_to_be_cut() -> None:
    page = (
        b'<html><body><div class="hChatLog hfeed"><div class="message">'
        b'<abbr class="dt" title="2014-05-16T19:54:27.000-07:00">x</abbr>: <cite class="sender vcard">'
        b'<a class="tel" href="tel:+15550101"><span class="fn">Robin</span></a></cite>: <q>where a'
    )
    records = read_all(IMPORTER, {"Robin - Text - 2014-05-17T02_54_27Z.html": page})
    assert [r.text for r in records if isinstance(r, Event)] == ["where a"]
    assert [r.what for r in records if isinstance(r, Problem)] == [
        "This page breaks off: its end is missing."
    ]


def test_the_owner_is_known_in_any_language() -> None:
    page = (
        b'<html><body><div class="hChatLog hfeed"><div class="message">'
        b'<abbr class="dt" title="2014-05-16T19:54:27.000-07:00">x</abbr>: <cite class="sender vcard">'
        b'<a class="tel" href="tel:+15550199"><abbr class="fn" title="">Ich</abbr></a></cite>: <q>nein</q></div>'
        b"</div></body></html>"
    )
    (event,) = (
        r
        for r in read_all(IMPORTER, {"+15550101 - Text - 2014-05-17T02_54_27Z.html": page})
        if isinstance(r, Event)
    )
    assert event.direction == "out"
    assert event.by is not None
    assert event.by.is_owner
    assert [a.native_id for a in event.to] == ["+15550101"]
