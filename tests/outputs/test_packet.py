"""The packet as an officer gets it: read back from the PDF."""

import re
from collections import Counter
from functools import cache

import msgspec
import pypdfium2
import pytest

from holdfast.formats import mail_route
from holdfast.formats.mail_route import route
from holdfast.model.course import Course, Lane, Mark, Stretch
from holdfast.model.errors import RequestError
from holdfast.model.exhibit import Exhibit
from holdfast.model.finding import Finding, Table, digest, key
from holdfast.model.objection import Objection
from holdfast.model.when import When
from holdfast.outputs import mail_pages, typesetting
from holdfast.outputs.given import PacketInput
from tests.outputs.samples import DAY, HOSTILE, OTHER, SCRIPTS, START, needs_fonts, printed, row, rows, sample

A4, LETTER = (595, 842), (612, 792)


def pages(pdf: bytes) -> list[str]:
    """The text of each page without any space: where a line breaks does not matter."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    finally:
        document.close()
    return [squeezed(text) for text in texts]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe]", "", text)


def bookmarks(pdf: bytes) -> dict[str, int]:
    """Pages, counted from 1, by the title of the bookmark."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = {}
        for mark in document.get_toc():
            target = mark.get_dest()
            found[mark.get_title()] = (target.get_index() or 0) + 1 if target else 0
        return found
    finally:
        document.close()


def size(pdf: bytes) -> tuple[int, int]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        width, height = document[0].get_size()
        return round(width), round(height)
    finally:
        document.close()


@cache
def sample_pdf() -> bytes:
    return printed(sample())


@cache
def sample_text() -> str:
    return "".join(pages(sample_pdf()))


def one(text: str, **changed: object) -> PacketInput:
    """A packet whose only entry, an exhibit, has this text."""
    record = row(0, text=text, subject="", **changed)
    exhibit = Exhibit(label="A-1", event=record.id, caption="", digest="1f" * 32, chosen=START)
    return sample(
        rows=[record],
        exhibits=[exhibit],
        exhibit_rows={record.id: record},
        context={},
        findings=[],
        markers=[],
    )


def test_the_same_input_gives_the_same_bytes() -> None:
    assert printed(sample()) == sample_pdf()


def test_it_is_a_tagged_archive_file_for_screen_readers() -> None:
    assert b"<pdfaid:part>3</pdfaid:part>" in sample_pdf()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in sample_pdf()
    assert b"/StructTreeRoot" in sample_pdf()


@pytest.mark.parametrize(
    "name",
    [
        "latin",
        "cyrillic",
        "greek",
        *(pytest.param(name, marks=needs_fonts) for name in ("chinese", "japanese", "korean")),
    ],
)
def test_every_script_is_printed(name: str) -> None:
    assert squeezed(SCRIPTS[name]) in sample_text()


@pytest.mark.parametrize("name", ["arabic", "hebrew", "hindi", "thai"])
def test_letters_of_shaped_scripts_are_printed(name: str) -> None:
    """Their order in the text of a PDF depends on who reads it; that all of them are there does not."""
    wanted = Counter(c for c in squeezed(SCRIPTS[name]) if c.isalpha())
    assert not wanted - Counter(sample_text())


@needs_fonts
def test_emoji_are_printed_as_emoji() -> None:
    assert "😀" in sample_text()
    assert "U+1F600" not in sample_text()


def test_markup_in_the_evidence_is_printed_and_does_nothing() -> None:
    assert squeezed(HOSTILE[0]) in sample_text()
    assert "root:x:0" not in sample_text()


def test_characters_that_hide_are_printed_as_numbers() -> None:
    wanted = "null:⟨U+0000⟩lone:⟨U+D800⟩override:⟨U+202E⟩gnp.exezero:a⟨U+200B⟩bisolate:⟨U+2067⟩xprivate:⟨U+E000⟩bell:⟨U+0007⟩"
    assert wanted in sample_text()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        '"\\"' * 50,
        "#" * 3000,
        "\u0301" * 500,
        "".join(map(chr, range(0x20, 0x3000))),
        "\ufdd0\uffff\U0010ffff\U000e0041\ufff9",
        "W" * 10_000,
        "مرحبا" * 2_000,
        "\n" * 9_000,
        "שלום\nhello\n\nשלום",
    ],
    ids=range(11),
)
def test_no_text_keeps_a_packet_from_being_printed(text: str) -> None:
    made = printed(one(text))
    assert made.startswith(b"%PDF")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made


def test_hostile_text_in_every_other_place_is_printed() -> None:
    bad = HOSTILE[0] + HOSTILE[1] + "\n" + "q" * 300
    account = msgspec.structs.replace(OTHER, handle=bad, shown_as=bad)
    given = one(
        bad, by=account, to=(account,) * 50, service=bad, member=bad, as_written=bad, fields={bad: bad}
    )
    given = msgspec.structs.replace(
        given,
        title=bad,
        prepared_by=bad,
        left_out=[bad],
        problems={bad: 1},
        loss_statements={bad: [bad]},
        checkpoint=bad,
    )
    made = printed(given)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert "root:x:0" not in "".join(pages(made))


def test_every_page_says_which_of_how_many_it_is() -> None:
    texts = pages(sample_pdf())
    for number, text in enumerate(texts, 1):
        assert f"Page{number}of{len(texts)}" in text


def test_an_exhibit_stands_on_the_page_that_the_contents_and_the_list_give() -> None:
    texts = pages(sample_pdf())
    marks = bookmarks(sample_pdf())
    contents = next(text for text in texts if text.count("....") > 5)
    for exhibit in sample().exhibits:
        title = next(mark for mark in marks if mark.startswith(f"Exhibit {exhibit.label}"))
        assert re.search(rf"{re.escape(squeezed(title))}[.]+{marks[title]}(?!\d)", contents)
        page = texts[marks[title] - 1]
        assert f"Exhibit{exhibit.label}" in page
        assert "Entryinthelog" in page


def test_the_label_of_an_exhibit_runs_along_on_all_of_its_pages() -> None:
    texts = pages(sample_pdf())
    assert sum("ExhibitA-2" in text[:60] for text in texts) > 3


def test_many_exhibits_are_listed_before_the_first_and_not_in_the_contents() -> None:
    record = row(0)
    exhibits = [
        Exhibit(label=f"A-{n}", event=record.id, caption=f"Caption{n}.", digest="1f" * 32, chosen=START)
        for n in range(1, 31)
    ]
    texts = pages(
        printed(sample(rows=[record], exhibits=exhibits, exhibit_rows={record.id: record}, context={}))
    )
    start = next(n for n, text in enumerate(texts) if "30exhibitsfollow" in text)
    listed = "".join(texts[start : start + 2])
    for n in (1, 17, 30):
        page = next(m for m, text in enumerate(texts, 1) if f"ExhibitA-{n}:Caption{n}." in text)
        assert re.search(rf"Caption{n}\.{page}(?!\d)", listed)
    assert not any("Caption17" in text for text in texts[:start])


def test_the_numbers_on_the_cover_are_those_of_the_log() -> None:
    given, cover = sample(), pages(sample_pdf())[0]
    log = given.rows
    assert f"Entries{len(log)}" in cover
    received, sent = (sum(r.direction == way for r in log) for way in ("in", "out"))
    assert f"{received}/{sent}/{len(log) - received - sent}" in cover
    for service, name in (("mail", "Mail"), ("whatsapp", "WhatsApp")):
        assert f"{name}:{sum(r.service == service for r in log)}" in cover
    assert f"Exhibits{len(given.exhibits)}" in cover
    assert "29Dec2025to9Jan2026;1withanundecidedtime" in cover
    assert "Europe/London(toldbytheperson)" in cover


def test_every_entry_is_in_the_log_once_with_its_place() -> None:
    start, end = (
        next(n for n, t in enumerate(pages(sample_pdf())) if mark in t)
        for mark in ("Everyentry", "exhibitsfollow")
    )
    log = "".join(pages(sample_pdf())[start:end])
    for record in rows():
        first, last = record.position.start, record.position.start + record.position.length - 1
        place = f"bytes{first:,}to{last:,}" if record.position.unit == "byte" else f"line{first}"
        assert re.search(rf"Foundat{record.source[:8]}›(_chat\.txt›)?{place}", log)
    assert log.count("Foundat") == len(rows())


def test_a_dated_step_stands_in_the_log_where_it_falls() -> None:
    text = sample_text()
    log = text[text.index("Everyentry") :]
    before, after = log.index("override:"), log.index("Found" + "ata1b2c3d4›bytes18,000")
    assert before < log.index("Stopnotice,3Jan2026") < after


def test_an_undecided_time_is_given_by_its_ends_and_as_written() -> None:
    assert (
        "undecided:between3Jan2026,19:20(Europe/London,UTC+0)and4Jan2026,21:20(Europe/London,UTC+0)"
        in sample_text()
    )
    assert "writtenas:03/01/2026,22:14" in sample_text()


def test_long_text_is_cut_in_the_log_and_whole_in_the_exhibit() -> None:
    record = rows()[22]
    assert "morecharacters;fulltextinExhibitA-2)" in sample_text()
    assert squeezed(record.text) in re.sub(
        r"ContactswithSamOrtegaExhibitA-2|TimesareshowninEurope/LondonPage\d+of\d+", "", sample_text()
    )


def test_a_string_without_a_space_stays_on_the_paper() -> None:
    made = printed(one("QUJD" * 300, links=("https://example.com/" + "x" * 500,)))
    document = pypdfium2.PdfDocument(made)
    try:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            width, height = page.get_size()
            for n in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(n)
                assert left >= 0
                assert bottom >= 0
                assert right <= width - 40
                assert top <= height
    finally:
        document.close()


def test_a_field_that_is_private_is_not_printed() -> None:
    assert "SECRET-OF-THE-PERSON" not in sample_text()
    assert "private:note" not in sample_text()
    assert "Message-ID" in sample_text()


def test_attachments_are_lines_and_never_pictures() -> None:
    assert "house.jpg" in sample_text()
    assert "184,220bytes" in sample_text()
    assert "9c" * 32 in sample_text()
    assert "nobytes:leftoutoftheexport" in sample_text()
    # Colour emoji are the only bitmaps; without them there is none.
    assert b"/Subtype /Image" not in printed(one("plain"))


def test_context_is_marked_as_context() -> None:
    exhibit = next(text for text in pages(sample_pdf()) if "ExhibitA-1:" in text and "Entryinthelog" in text)
    bubbles = [found.start() for found in re.finditer("Context·", exhibit)]
    assert "Thechat:beforeit(context)" in exhibit
    assert len(bubbles) == 4
    assert bubbles[1] < exhibit.index("ExhibitA-1:fulltext") < bubbles[2]
    mail = "".join(text for text in pages(sample_pdf()) if "ExhibitA-2" in text[:60])
    assert mail.index("Beforeit(context") < mail.index("Theexhibit:fulltext") < mail.index("Afterit(context")


def test_an_exhibit_whose_record_is_gone_keeps_its_digest() -> None:
    gone = Exhibit(label="A-1", event="0" * 31 + "f", caption="Lost", digest="5e" * 32, chosen=START)
    text = "".join(pages(printed(sample(exhibits=[gone], exhibit_rows={}, context={}))))
    assert "5e" * 32 in text
    assert "notinthecaseindexanymore" in text


def test_what_the_person_says_of_a_finding_stands_beside_it() -> None:
    (one, *_) = sample().findings
    said = Objection(finding=key(one), digest=digest(one), why="It was the choir.", at=START)
    text = "".join(pages(printed(sample(objections={said.finding: said}))))
    assert "On29Dec2025thepersonsaidthatthisisnotso:Itwasthechoir." in text
    assert "haschangedsincethen" not in text
    changed = sample(objections={said.finding: said}, outdated=frozenset({said.finding}))
    text = "".join(pages(printed(changed)))
    assert "Itwasthechoir.Thefindinghaschangedsincethen." in text


def test_findings_come_with_ordinary_explanations_and_limits() -> None:
    text = sample_text()
    for words in ("Someofitmaybeautomaticmail.", "Itdoesnotknowwhetherthenoticearrived.", "0.538", "2.0e-05"):
        assert words in text
    assert "1thatarenotinthislog" in text


def laid(**changed: object) -> Course:
    """One named account with a finding in two parts of its line, and one more that only wrote."""
    lane = Lane(
        account=OTHER.key,
        shown="R. Kestrel",
        service="mail",
        is_named=True,
        received=(3, 0, 12, 1),
        sent=(1, 0, 0, 0),
        stretches=(
            Stretch(
                finding=0, entries=13, first=START + 40 * DAY, last=START + 70 * DAY, counts=(0, 0, 12, 1)
            ),
        ),
    )
    quiet = Lane(
        account="mail:x", shown="A friend", service="signal", is_named=False, received=(0, 1, 0, 0), sent=(0, 0, 0, 0),
        stretches=(),
    )  # fmt: skip
    plain: dict[str, object] = {
        "begin": START,
        "width": 20 * DAY,
        "zone": "Europe/London",
        "lanes": (lane, quiet),
        "marks": (
            Mark(at=START + 5 * DAY, kind="stop notice", accounts=()),
            Mark(at=0, kind="order", accounts=()),
        ),
        "whole": (1,),
        "lanes_left_out": 0,
        "quiet_lanes": 3,
    }
    return Course(**{**plain, **changed})  # type: ignore[arg-type]


def test_the_whole_is_drawn_on_one_line_of_time_with_what_findings_rest_on() -> None:
    text = "".join(pages(printed(sample(course=laid()))))
    for words in (
        "1. R. Kestrel, Mail, named with a dated step",
        "F-1 After notice: 13, 7 Feb 2026 to 9 Mar 2026",
        "2. A friend, Signal",
        "Dashed, from left to right: stop notice.",
        "About the whole, and so in no block: F-2 Hours.",
    ):
        assert squeezed(words) in text, words
    assert squeezed("are not drawn") not in text


def test_more_lanes_than_fit_are_counted_and_without_a_course_the_part_is_left_out() -> None:
    many = laid(lanes=laid().lanes * 20, lanes_left_out=5)
    assert squeezed("21 more accounts on channels are not drawn.") in "".join(
        pages(printed(sample(course=many)))
    )
    for none in (None, laid(lanes=())):
        assert "Thewholeononelineoftime" not in "".join(pages(printed(sample(course=none))))


def test_a_table_too_wide_for_the_paper_is_listed() -> None:
    wide = Table(title="By hour", columns=tuple(f"{n}h" for n in range(24)), rows=(tuple(range(24)),))
    finding = msgspec.structs.replace(sample().findings[0], tables=(wide,))
    assert "22h:22;23h:23" in "".join(pages(printed(sample(findings=[finding]))))


def test_counts_around_a_notice_leave_its_own_day_undecided() -> None:
    given = sample()
    first, end = START + 5 * DAY, START + 6 * DAY
    theirs = [r for r in given.rows if r.direction == "in" and r.by and r.by.key == OTHER.key]
    before = sum(r.at is not None and r.at < first for r in theirs)
    after = sum(r.at is not None and r.at >= end for r in theirs)
    assert (
        f"Receivedbefore:{before}.Receivedafter:{after}.Notdecidedwhetherbeforeorafter:{len(theirs) - before - after}."
        in sample_text()
    )


def test_the_hash_annex_and_the_checks_are_complete() -> None:
    given = sample()
    for source in given.sources:
        assert source.sha256 in sample_text()
        assert f"{source.size:,}bytes" in sample_text()
        assert all(squeezed(sentence) in sample_text() for sentence in given.read[source.sha256])
    for words in (
        "sha256sumFILE",
        "holdfastverifyFOLDER",
        given.log_root,
        squeezed(given.checkpoint),
        given.vault_id,
    ):
        assert words in sample_text()


def test_letter_and_large_print() -> None:
    made = printed(sample(paper="letter", large_print=True))
    assert size(sample_pdf()) == A4
    assert size(made) == LETTER
    assert len(pages(made)) > len(pages(sample_pdf()))
    assert squeezed(HOSTILE[0]) in "".join(pages(made))


def test_without_a_font_the_number_is_printed_and_the_reader_is_told() -> None:
    made = printed(sample(), computer=())
    text = "".join(pages(made))
    assert "⟨U+4F60⟩⟨U+597D⟩" in text
    assert "ChineseandJapanese" in text
    assert "Hangul" in text
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made


def test_where_nothing_is_missing_the_reader_is_told_so() -> None:
    assert "Allcharactersofthetextcouldbeprinted." in "".join(pages(printed(one("plain"), computer=())))


def test_an_empty_case_still_makes_a_paper() -> None:
    made = printed(
        sample(
            title="",
            prepared_by="",
            zone="UTC",
            zone_basis="UTC because no zone was told",
            rows=[],
            exhibits=[],
            exhibit_rows={},
            context={},
            markers=[],
            findings=[],
            sources=[],
            left_out=[],
            problems={},
            loss_statements={},
            accounts=[],
        )
    )
    text = "".join(pages(made))
    assert "noentryhasaknowntime" in text
    assert "didnotsaythatanythingwasleftout" in text


def test_a_step_without_a_time_comes_last_and_decides_nothing() -> None:
    marker = msgspec.structs.replace(
        sample().markers[0],
        when=When(as_written="sometime", precision="none"),
        accounts=(),
        note="",
        ends=START,
    )
    text = "".join(pages(printed(sample(markers=[marker]))))
    assert "Receivedbefore:0.Receivedafter:0." in text
    assert "Ends:29Dec2025" in text


def test_what_the_strict_standards_refuse_is_printed_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked = typesetting.typst.compile, []

    def refusing(*given: object, **options: object) -> bytes:
        asked.append(options.get("pdf_standards"))
        if asked[-1]:
            raise typesetting.typst.TypstError("refused", "refused", [], [])
        return real(*given, **options)

    monkeypatch.setattr(typesetting.typst, "compile", refusing)
    made = printed(one("x"))
    assert made.startswith(b"%PDF")
    assert b"pdfuaid" not in made
    assert asked == [["a-3a", "ua-1"], None]


def test_an_unknown_zone_is_a_bad_request() -> None:
    with pytest.raises(RequestError):
        printed(sample(zone="Mars/Base"))


def test_a_long_table_of_a_finding_is_cut_and_says_so() -> None:
    table = Table(
        title="By account", columns=("account", "items"), rows=tuple((f"row{n}", n) for n in range(300))
    )
    finding = Finding(
        rule="contact_span",
        version="1",
        parameters={},
        says="Something.",
        figures={},
        tables=(table,),
        otherwise=("An ordinary reason.",),
        limits=("A limit.",),
        rests_on=(),
    )
    text = "".join(pages(printed(sample(findings=[finding]))))
    assert squeezed("the first 10 of 300") in text
    assert "row9" in text
    assert "row10" not in text


MAIL = b"""Received: from out.example.net (out.example.net [198.51.100.7]) by mx.example.org; Mon, 3 Mar 2025 09:15:04 +0000
Authentication-Results: mx.example.org; dkim=pass
Received: from home (home [10.0.0.66]) by out.example.net; Mon, 3 Mar 2025 09:15:01 +0000
ARC-Seal: i=1; a=rsa-sha256; cv=none; d=example.net; b=AA
DKIM-Signature: a=rsa-sha256; d=example.com; bh=AAAA; h=from; l=3
From: Rowan <rowan@example.net>
Message-ID: <X1@example.net>

hello
"""


def test_an_exhibit_that_is_a_mail_tells_how_it_came() -> None:
    given = sample()
    event = next(iter(given.exhibit_rows))
    came = route(MAIL, ("example.org",), is_learned=True)
    text = " ".join("".join(pages(printed(sample(routes={event: came})))).split())
    for said in (
        "How it came",
        "The receiving provider took it from this address, mostly a server and not a device: 198.51.100.7",
        "example.org, as the mails tell",
        "Message-ID <X1@example.net>; 2025-03-03 09:15:04 UTC; rowan@example.net",
        "inside a network: nobody's in particular",
        "only claimed",
        "Seal 1 by example.net",
        "not the domain of the sender",
        "cannot be checked now",
    ):
        assert said.replace(" ", "") in text.replace(" ", ""), said
    assert "How it came" not in "".join(pages(printed(given)))


def test_every_thing_that_can_be_said_of_a_way_has_words_on_paper() -> None:
    said = {v for k, v in vars(mail_route).items() if k.isupper() and isinstance(v, str) and k != "UNCHECKED"}
    for one in said:
        assert mail_pages.route(msgspec.structs.replace(route(MAIL, ()), says=one))["facts"]


def test_an_incident_in_the_log_has_witnesses_and_to_whom_it_was_reported() -> None:
    fields = {
        "witnesses": "Tilda Marchetti",
        "reported to": "the police",
        "officer": "PC Ames",
        "badge": "1234",
        "report number": "EX-0000-25",
        "private:effect": "SECRET-OF-THE-PERSON",
    }
    record = row(0, kind="incident", service="incident log", text="A bowl on the step.", fields=fields)
    text = "".join(pages(printed(sample(rows=[record], exhibits=[], exhibit_rows={}, context={}))))
    log = text[text.index("Everyentry") :]
    wanted = "Witnesses: Tilda Marchetti; Reported to: the police; Officer: PC Ames; Badge number: 1234; Report number: EX-0000-25"
    assert squeezed(wanted) in log
    assert "SECRET" not in log
