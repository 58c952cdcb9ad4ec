"""What was taken out for a reader is nowhere in what is made for them."""

from functools import cache

import msgspec
import pypdfium2
import pytest

from holdfast.formats.mail_route import Route
from holdfast.model.finding import digest, key
from holdfast.model.objection import Objection
from holdfast.model.redaction import Redaction
from holdfast.outputs import log_calendar, log_csv, log_json, log_paper, log_workbook, timesketch
from holdfast.outputs.log_columns import LogInput
from holdfast.outputs.packet import PacketInput
from holdfast.outputs.redaction import Redactor, labelled
from holdfast.outputs.typesetting import pdf
from tests.outputs.planted import PLANTED, planted, read_in, redactions, traces
from tests.outputs.samples import START, printed, row, sample
from tests.outputs.test_log_alone import sheet
from tests.outputs.test_packet import pages, squeezed


@cache
def done() -> tuple[PacketInput, Redactor]:
    redactor = Redactor(labelled(redactions()))
    return redactor.apply(planted()), redactor


@cache
def paper() -> bytes:
    given, redactor = done()
    return printed(msgspec.structs.replace(given, taken_out=redactor.listed()), computer=())


def log() -> LogInput:
    given, _ = done()
    return LogInput(
        title=given.title,
        prepared_at=given.prepared_at,
        prepared_by=given.prepared_by,
        zone=given.zone,
        zone_basis=given.zone_basis,
        rows=given.rows,
        exhibits=given.exhibits,
        markers=given.markers,
        left_out=given.left_out,
        version=given.version,
    )


def test_without_redaction_all_sixty_are_there_so_that_the_search_finds_them() -> None:
    plain = log_json.log_json(
        LogInput(
            title="", prepared_at=0, prepared_by="", zone="UTC", zone_basis="told", rows=planted().rows,
            exhibits=(), markers=(), left_out=(), version="",
        )
    )  # fmt: skip
    assert set(read_in(plain.decode())) == {words for _, words in PLANTED}
    assert len(set(traces(plain))) >= 50


def test_none_of_sixty_is_in_the_text_of_the_paper() -> None:
    text = "".join(pages(paper()))
    assert read_in(text) == []
    assert "[witness1]" in text
    assert "Whatwastakenout" in text


def test_none_is_in_any_layer_of_the_file() -> None:
    made = paper()
    assert traces(made) == []
    document = pypdfium2.PdfDocument(made)
    try:
        assert read_in(" ".join(document.get_metadata_dict().values())) == []
        assert read_in(" ".join(mark.get_title() for mark in document.get_toc())) == []
        assert document.count_attachments() == 0
        kinds = {obj.type for n in range(len(document)) for obj in document[n].get_objects()}
    finally:
        document.close()
    # Text, lines, and the forms they are grouped in: no picture, so none that could show something.
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds


@pytest.mark.parametrize(
    "made",
    [
        lambda: log_csv.log_csv(log()),
        lambda: log_json.log_json(log()),
        lambda: log_calendar.log_calendar(log())[0].replace(b"\r\n ", b""),
        lambda: timesketch.timesketch(log())[0],
        lambda: str(sheet(log_workbook.log_workbook(log()))).encode(),
        lambda: str(sheet(log_workbook.log_workbook(log()), 2)).encode(),
        lambda: "".join(pages(pdf(log_paper.log_paper(log(), computer=())))).encode(),
    ],
    ids=["csv", "json", "ics", "timesketch", "xlsx", "xlsx-about", "pdf"],
)
def test_none_is_in_the_log_alone(made: object) -> None:
    data = made()  # type: ignore[operator]
    assert traces(data) == []
    assert read_in(data.decode("utf-8-sig")) == []


def test_the_hashes_of_the_originals_stay_so_that_they_can_be_compared() -> None:
    given, _ = done()
    text = "".join(pages(paper()))
    for source in planted().sources:
        assert source.sha256 in text
    assert [r.source for r in given.rows] == [r.source for r in planted().rows]
    assert [r.id for r in given.rows] == [r.id for r in planted().rows]


def test_the_list_of_what_was_taken_out_gives_reasons_and_numbers_but_no_words() -> None:
    _, redactor = done()
    listed = redactor.listed()
    assert len(listed) == 60
    assert {one.why for one in listed} == {f"Reason {n}." for n in range(60)}
    assert read_in(" ".join(one.label + one.why for one in listed)) == []


def test_the_number_of_places_is_that_of_the_labels_that_were_set() -> None:
    given, redactor = done()
    plain = msgspec.json.encode(given).decode()
    for one in redactor.listed():
        assert one.places == plain.count(one.label) > 0, one


def test_the_same_thing_has_the_same_label_everywhere_and_accounts_stay_the_same() -> None:
    given, _ = done()
    record, before = given.rows[0], planted().rows[0]
    assert [a.key for a in record.to] == [account.key.rpartition("]")[0] + "]" for account in record.to]
    assert len({a.key for a in record.to}) == len({a.key for a in before.to})
    assert given.markers[0].accounts == (record.by.key,)
    assert isinstance(next(iter(given.routes.values())), Route)


def test_what_holds_for_nobody_changes_nothing() -> None:
    nothing = Redactor([])
    given = planted()
    assert not nothing
    assert nothing.apply(given) == given
    only = Redactor(
        labelled([Redaction(id="a", recipient="", kind="name", words="Nobody Here", why="x", at=0)])
    )
    assert only.apply(given) == given
    assert [one.places for one in only.listed()] == [0]


def test_marking_leaves_the_words_and_points_at_them() -> None:
    one = Redaction(id="a", recipient="", kind="home", words="12 Mill Lane", why="x", at=START)
    marking = Redactor(labelled([one]), is_marking=True)
    assert marking.text("I am at 12 Mill Lane.") == "I am at ⟦home 1: 12 Mill Lane⟧."
    assert marking.found("12 mill lane") == ["[home 1]"]
    assert marking.apply(row(0, text="12 MILL LANE")).text == "⟦home 1: 12 MILL LANE⟧"


def test_ids_and_hashes_are_never_touched() -> None:
    one = Redaction(id="a", recipient="", kind="phone", words="0000000", why="x", at=START)
    redactor = Redactor(labelled([one]))
    assert redactor.text("0" * 32) == "0" * 32
    assert redactor.text("0000000") == "[phone 1]"


def test_the_digest_is_left_out_where_something_was_taken_out() -> None:
    given, _ = done()
    bare = [msgspec.structs.replace(e, digest="") for e in given.exhibits]
    text = "".join(pages(printed(msgspec.structs.replace(given, exhibits=bare), computer=())))
    assert squeezed("stands in the log of the case") in text
    assert given.exhibits[0].digest not in text


def test_words_taken_out_do_not_make_it_look_as_if_a_finding_had_changed() -> None:
    (one, *_) = sample().findings
    said = Objection(finding=key(one), digest=digest(one), why="It was the choir.", at=START)
    word = Redaction(id="r", recipient="", kind="other", words="automatic", why="Not theirs.", at=START)
    given = Redactor(labelled([word])).apply(sample(objections={said.finding: said}))
    assert given.findings[0] != one
    text = squeezed("".join(pages(printed(given))))
    assert "Itwasthechoir." in text
    assert "haschangedsincethen" not in text
