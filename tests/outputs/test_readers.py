"""Each reader gets their own parts; every number in plain words is counted again by another route."""

import io
import re
from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import msgspec
import numpy as np
import pypdfium2
import pytest
from PIL import Image

from holdfast.analysis.contact_span import find
from holdfast.counting.acts import acts
from holdfast.knowledge.behaviours import behaviours, indicators
from holdfast.knowledge.laws import laws, places
from holdfast.model.exhibit import Exhibit
from holdfast.model.law import Asked, Element
from holdfast.model.link import Link
from holdfast.model.marker import Marker
from holdfast.model.statement import Statement
from holdfast.model.tag import Tag
from holdfast.model.when import When
from holdfast.outputs import help_pages, index_pages, law_pages, person_pages
from holdfast.outputs.exhibit_pages import exhibits
from holdfast.outputs.given import PacketInput, Picture
from holdfast.outputs.picture import for_paper, for_screen
from holdfast.outputs.recipients import ASKED_FOR, PARTS, READERS, parts
from holdfast.outputs.sentences import cited, sentences
from tests.analysis import plain
from tests.analysis.frames import HOUR, Happening, frame
from tests.analysis.frames import START as FIRST
from tests.outputs.samples import DAY, ME, OTHER, START, printed, row, rows, sample
from tests.outputs.test_log_alone import incident
from tests.outputs.test_packet import pages, squeezed

ON = date(2026, 11, 26)
ALL = frozenset(ASKED_FOR)


def read(given: PacketInput) -> str:
    return "".join(pages(printed(given, computer=())))


def whole(**changed: object) -> PacketInput:
    """The sample with all that a person can prepare."""
    log = rows()
    counted = acts(frame([Happening(at=FIRST + n * HOUR, by="mail:r") for n in range(9)]), (), (2, 3))
    plain_input = {
        "asked_for": ALL,
        "recipient": "lawyer",
        "tags": (
            Tag(event=log[4].id, behaviour="explicit_threat", at=START),
            Tag(event="f" * 32, behaviour="explicit_threat", at=START),
        ),
        "behaviours": {one.id: one.name for one in behaviours(ON)},
        "statements": (
            Statement(id="1", about="law:us_tx_42_072/effect", text="I felt watched.", at=START, day="May"),
            Statement(id="2", about="indicator:weapon", text="A knife on the table.", at=START),
        ),
        "impact": (Statement(id="3", about="impact", text="I moved.", at=START),),
        "indicators": indicators(ON),
        "place": "Texas, United States",
        "laws": laws("US-TX", ON),
        "laws_withheld": (1, 0),
        "acts": counted,
        "rows": [*log, incident()],
    }
    return sample(**{**plain_input, **changed})


@cache
def lawyer() -> str:
    return read(whole())


@pytest.mark.parametrize("reader", ["", *READERS])
def test_a_reader_gets_the_parts_that_are_for_them_and_is_told_of_the_others(reader: str) -> None:
    wanted = parts(reader, ALL)
    titles = pypdfium2.PdfDocument(printed(whole(recipient=reader), computer=()))
    try:
        found = {mark.get_title() for mark in titles.get_toc()}
        cover = squeezed(titles[0].get_textpage().get_text_range())
    finally:
        titles.close()
    for part, title in PARTS.items():
        assert (title in found) == (part in wanted), (reader, title)
        if part not in ASKED_FOR and part not in wanted:
            assert squeezed(title) in cover
    if reader:
        assert squeezed(f"Made for {READERS[reader][0]}") in cover


def test_what_has_to_be_asked_for_is_not_there_by_itself() -> None:
    assert not parts("lawyer") & ASKED_FOR
    assert "impact" not in parts("school", ALL)
    text = read(whole(asked_for=frozenset()))
    for words in ("I moved.", "A knife on the table.", "Outline of a statement", "What the law asks"):
        assert squeezed(words) not in text


def test_the_sentences_are_built_from_the_entries_they_name() -> None:
    given = whole()
    said = sentences(given)
    named = {OTHER.key}
    zone = ZoneInfo(given.zone)
    came = [
        (n, r)
        for n, r in enumerate(given.rows, 1)
        if r.kind in ("message", "call") and r.direction == "in" and r.by.key in named
    ]
    assert f"{len(came)} messages and calls were received" in said[0]
    assert _numbers(said[0], len(came)) == {n for n, _ in came}
    days = Counter(datetime.fromtimestamp(r.at / 1000, zone).date() for _, r in came if r.at is not None)
    assert f"The most on one day were {max(days.values())}" in said[1]
    notice = next(marker for marker in given.markers if marker.kind == "stop notice")
    end = notice.when.at + DAY
    after = [n for n, r in came if r.at is not None and r.at >= end]
    sentence = next(one for one in said if "asked for contact to end" in one)
    assert f"{len(after)} messages and calls were received" in sentence
    assert _numbers(sentence.partition("After that")[2], len(after)) == set(after)
    sent = [n for n, r in enumerate(given.rows, 1) if r.direction == "out" and r.to[0].key in named]
    assert any(one.startswith(f"{len(sent)} messages and calls went to") for one in said)
    assert said[-1] == "The person wrote down 1 incident (entry 41)."
    for one in said:
        assert squeezed(one) in lawyer()


def _numbers(sentence: str, most: int) -> set[int]:
    """The entries that a sentence names; those it only counts are left to the caller."""
    listed = re.search(r"\(entr(?:y|ies) ([^)]*)\)", sentence)[1]
    listed, _, more = listed.partition(" and ")
    found: set[int] = set()
    for part in listed.split(", "):
        first, _, last = part.partition(" to ")
        found |= set(range(int(first), int(last or first) + 1))
    if not more:
        return found
    given = whole()
    came = [
        n for n, r in enumerate(given.rows, 1)
        if r.kind in ("message", "call") and r.direction == "in" and r.by.key == OTHER.key
    ]  # fmt: skip
    rest = [n for n in came if n > max(found)]
    assert int(more.split()[0]) == len(rest)
    assert len(found) + len(rest) == most
    return found | set(rest)


def test_without_steps_or_contact_the_sentences_say_so() -> None:
    assert sentences(whole(rows=[], markers=())) == ["No message or call is known to have been received."]
    nobody = sentences(whole(markers=()))
    assert "received from 3 accounts" in nobody[0]
    before = msgspec.structs.replace(
        whole().markers[0], when=When(as_written="x", at=START + 900 * DAY, precision="day")
    )
    assert any("Nothing is known to have been received" in one for one in sentences(whole(markers=(before,))))
    untimed = row(0, at=None, precision="none", basis="unknown")
    assert sentences(whole(rows=[untimed], markers=()))[0].startswith(
        "At times not known, 1 message or call was"
    )


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([3], "entry 3"),
        ([3, 4, 5, 9], "entries 3 to 5, 9"),
        ([1, 3, 5, 7, 9, 11, 13, 15], "entries 1, 3, 5, 7, 9, 11 and 2 more"),
    ],
)
def test_entries_are_named_in_runs(numbers: list[int], said: str) -> None:
    assert cited(numbers) == said


def test_every_question_of_a_law_stands_with_what_the_record_has() -> None:
    text = lawyer()
    for law in laws("US-TX", ON):
        assert squeezed(law.citation) in text
        for element in law.elements:
            assert squeezed(element.text) in text
    assert squeezed("“I felt watched.” (the person's words, written on 29 Dec 2025, about May)") in text
    assert squeezed("Only a lawyer or a court can say.") in text
    assert squeezed("they were read too long ago: 1.") in text
    assert squeezed("Explicit threat: the person names so entry 5.") in text
    for word in ("guilty", "illegal", "Met:"):
        assert word not in text.partition("WhatthelawasksQuestions")[2].partition("Indicators")[0]


def test_contact_is_counted_in_every_way_as_the_rules_and_a_plain_count_do() -> None:
    events = [
        Happening(at=FIRST, by="mail:r"),
        Happening(at=FIRST + HOUR // 2, by="mail:r", kind="call"),
        Happening(at=FIRST + 3 * HOUR, by="mail:q"),
        Happening(at=FIRST + 30 * HOUR, by="mail:r"),
        Happening(at=FIRST + 90 * HOUR, by=""),
        Happening(at=FIRST + 91 * HOUR, by="mail:me", way="out"),
    ]
    of = frame(events)
    found = acts(of, (), (2, 3, 9))
    times = sorted(h.at for h in plain.incoming(events))
    gaps = np.diff(times)
    assert (found.items, found.calls) == (len(times), 1)
    assert found.occasions_1h == 1 + sum(gaps >= HOUR)
    assert found.occasions_24h == 1 + sum(gaps >= 24 * HOUR)
    assert found.days == len({datetime.fromtimestamp(at / 1000, UTC).date() for at in times})
    assert (found.first, found.last) == (times[0], times[-1])
    assert sum(number for _, number in found.authors) == len(times)
    assert found.unknown_author == 1
    assert found.shortest == {2: 2, 3: 4, 9: None}
    (finding,) = find(of)
    assert finding.figures["occasions_24h"] == found.occasions_24h
    only = acts(of, {"mail:q"}, (0,))
    assert (only.items, only.whole, only.shortest) == (1, False, {0: None})
    nothing = acts(of, {"mail:nobody"}, ())
    assert (nothing.items, nothing.first) == (0, None)


def answers(asks: Asked, **changed: object) -> list[str]:
    given = whole(**changed)
    return [*law_pages.answer(Element(id="x", kind="observable", text="?", asks=asks), given.laws[0], given)]


def test_what_is_asked_decides_what_is_shown() -> None:
    assert "Counted in every way, side by side: 9 messages and calls" in answers(Asked(acts=2))[0]
    assert (
        answers(Asked(occasions=2, within_days=9))[1] == "There are no 2 occasions at least 24 hours apart."
    )
    assert answers(Asked(acts=1), acts=None) == [
        "No message or call with a known time is counted as received."
    ]
    spread = acts(frame([Happening(at=FIRST + n * 30 * HOUR, by="mail:r") for n in range(4)]), (), (3,))
    assert answers(Asked(occasions=3, within_days=9), acts=spread)[1] == (
        "The closest 3 occasions (24 hours apart) lie within 3 days."
    )
    many = acts(frame([Happening(at=FIRST + n, by=f"mail:{n}") for n in range(12)]), (), ())
    assert "2 more accounts" in answers(Asked(authors=2), acts=many)[0]
    assert answers(Asked(authors=2), acts=None) == []
    assert answers(Asked(is_electronic=True))[0] == "By channel: Mail: 9."
    assert answers(Asked(is_electronic=True), acts=None) == []
    assert answers(Asked(is_anonymous=True))[0].startswith("0 of them name no sender")
    assert answers(Asked(is_anonymous=True), acts=None) == []
    assert answers(Asked(after_notice=True))[0].startswith("Stop notice of 3 Jan 2026: 8 messages and calls")
    assert answers(Asked(after_notice=True), markers=()) == ["No notice to stop is recorded."]
    assert answers(Asked(during_order=True)) == ["No order is recorded."]
    order = Marker(
        id="o", kind="order", when=When(as_written="x", at=START, precision="day"), ends=START + DAY
    )
    assert "ends 30 Dec 2025" in answers(Asked(during_order=True), markers=(order,))[0]
    assert len(answers(Asked(after_police_notice=True))) == 2
    assert answers(Asked(reported_hours=48)) == ["No report to a service is recorded."]
    report = Marker(id="r", kind="platform report", when=When(as_written="x", at=START, precision="minute"))
    assert "1,440 hours before this paper" in answers(Asked(reported_hours=48), markers=(report,))[0]
    lost = msgspec.structs.replace(report, when=When(as_written="once", precision="none"))
    assert "hours" not in answers(Asked(reported_hours=48), markers=(lost,))[0]


def test_without_a_place_there_is_no_such_part() -> None:
    assert law_pages.law(whole(place="")) is None
    assert law_pages.law(whole(laws=(), laws_withheld=(0, 0), acts=None)) == {
        "place": "Texas, United States",
        "laws": [],
        "withheld": "",
        "whose": "",
    }


@pytest.mark.parametrize("place", [one.id for one in places()])
def test_the_questions_of_every_place_can_be_printed(place: str) -> None:
    found = law_pages.law(whole(laws=laws(place, ON)))
    assert len(found["laws"]) == len(laws(place, ON))
    assert found["laws"]


def test_an_indicator_stands_alone_with_its_study_and_only_where_the_person_wrote_of_it() -> None:
    (one,) = person_pages.indicators(whole())
    assert one["study"].startswith("clinical list. Read on 2026-11-21")
    text = lawyer()
    assert squeezed("“A knife on the table.” (written on 29 Dec 2025)") in text
    assert squeezed("They are not added up.") in text
    assert "Propertydamaged" not in text


def test_the_outline_leaves_room_for_words_and_says_none_itself() -> None:
    given = whole()
    lines = person_pages.outline(given, {r.id: n for n, r in enumerate(given.rows, 1)})
    assert len(lines) == len(given.markers) + len(given.exhibits)
    assert {line["shown"] for line in lines} == {
        "entry 19",
        "",
        *(f"Exhibit {e.label}" for e in given.exhibits),
    }
    assert squeezed("this program declares nothing for anybody") in lawyer()
    gone = msgspec.structs.replace(given, exhibit_rows={})
    assert len(person_pages.outline(gone, {})) == len(given.markers)


def test_contacts_made_for_help_have_their_numbers() -> None:
    given = whole()
    found = help_pages.contacts(given.rows, given.markers, given.zone)
    assert [line[1].text for line in found] == ["Police", "police"]
    assert found[1][2].text == "officer: desk officer; badge: 0000; report number: EX-0000-25"
    assert "(entry 41)" in found[1][3].text


def test_the_index_leads_to_every_entry_of_an_account() -> None:
    given = whole()
    found = {line[0].text: line for line in index_pages.index(given)}
    numbers = [n for n, r in enumerate(given.rows, 1) if OTHER in (r.by, *r.to)]
    assert found["R. Kestrel (r.kestrel@example.net)"][1].text == cited(numbers)
    assert found["Explicit threat"][1].text == "entry 5"
    assert found["Explicit threat"][2].text == "A-1"


def test_what_the_person_says_of_pairs_of_accounts_stands_with_its_reason_for_and_against() -> None:
    pair = tuple(sorted((OTHER.key, ME.key)))
    links = (
        Link(accounts=pair, is_one=False, why="One of them is mine.", at=START),
        Link(accounts=("mail:a", "mail:b"), is_one=True, why="The same turn of phrase.", at=START),
    )
    text = read(whole(links=links))
    assert squeezed("against: it is not so") in text
    assert squeezed("for: one party is behind both") in text
    assert squeezed("The same turn of phrase.") in text
    assert squeezed("What the person says of pairs") not in lawyer()


def test_a_picture_is_printed_only_where_it_was_chosen_grey_and_without_anything_hidden() -> None:
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "SECRET PLACE"
    Image.new("RGB", (2400, 1200), (200, 30, 30)).save(made, "JPEG", exif=exif)
    drawn, broken = for_paper([made.getvalue(), b"no picture"])
    assert broken is None
    jpeg, width, height = drawn
    assert (width, height) == (1000, 500)
    assert b"SECRET" not in jpeg
    drawn, broken = for_screen([made.getvalue(), b"no picture"])
    assert broken is None
    assert b"SECRET" not in drawn
    event = sample().exhibits[1].event
    picture = Picture(number=1, name="house.jpg", jpeg=jpeg, width=width, height=height)
    pdf = printed(whole(pictures={event: (picture,)}), computer=())
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert pdf.count(b"/DCTDecode") == 1
    assert squeezed("Attachment 1, drawn anew for this paper") in "".join(pages(pdf))
    assert b"/DCTDecode" not in printed(whole(), computer=())


def test_what_a_service_says_in_a_chat_is_never_cut_and_stands_in_the_middle() -> None:
    given = whole()
    event = given.exhibits[0].event
    notice = row(
        3, kind="notice", by=None, to=(), direction=None, text="N" * 900, service="whatsapp", subject=""
    )
    changed = msgspec.structs.replace(given, context={event: (notice, given.exhibit_rows[event])})
    page = exhibits(changed, {})[0]
    assert page["is_chat"]
    assert page["before"][0]["text"].text == "N" * 900
    assert (page["before"][0]["side"], page["own"]["side"]) == ("", "in")
    assert page["before"][0]["from"].text == "the service"


def test_many_exhibits_are_printed_short_each_with_its_full_text_and_hashes() -> None:
    log = [row(n, text=f"Word{n}. " + "x " * 400) for n in range(402)]
    chosen = [
        Exhibit(label=f"A-{n}", event=one.id, caption=f"Caption{n}", digest=f"{n:064x}", chosen=START)
        for n, one in enumerate(log, 1)
    ]
    gone = msgspec.structs.replace(chosen[0], label="A-gone", event="e" * 32)
    hidden = msgspec.structs.replace(chosen[1], digest="")
    made = io.BytesIO()
    Image.new("L", (60, 80), 128).save(made, "JPEG")
    picture = Picture(number=1, name="a.jpg", jpeg=made.getvalue(), width=60, height=80)
    given = sample(
        rows=log,
        exhibits=[chosen[0], hidden, *chosen[2:], gone],
        exhibit_rows={one.id: one for one in log},
        context={},
        pictures={log[5].id: (picture,)},
    )
    pdf = printed(given, computer=())
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert pdf.count(b"/DCTDecode") == 1
    text = "".join(pages(pdf))
    assert "Theexhibitsaremany" in text
    for n in (1, 200, 402):
        assert f"ExhibitA-{n}:Caption{n}" in text
        assert f"Word{n - 1}." in text
        assert f").R.Kestrel:ExhibitA-{n}" in text
    running = re.sub(r"ContactswithSamOrtega|TimesareshowninEurope/LondonPage\d+of\d+", "", text)
    assert running.count("x" * 400) == 402
    assert f"{399:064x}" in running
    assert squeezed("The record of this exhibit is not in the case index any more.") in text
    assert squeezed("Something was taken out here; the digest of the whole record stands") in text


def test_pictures_are_coarser_the_more_of_them_one_paper_has() -> None:
    """So that hundreds of them fit into memory together."""
    made = io.BytesIO()
    Image.effect_noise((1600, 1200), 30).save(made, "PNG")
    few, many = (for_paper([made.getvalue()], is_small=True, among=among)[0] for among in (1, 500))
    assert few[1:] == many[1:] == (500, 375)
    assert len(many[0]) <= 24_000 < len(few[0])
