"""Ids are promises: they stay when the reader gets better, and two sources of one act are recognised."""

from hypothesis import given
from hypothesis import strategies as st

from holdfast.model.account import Account
from holdfast.model.event import Attachment, Event, event_id
from holdfast.model.locator import Locator, Position
from holdfast.model.when import When

PLACE = Locator(content="ab" * 32, member="sms.xml", position=Position(unit="byte", start=395, length=347))
ROWAN = Account(service="phone", handle="+447700900123")


def event(**changes: object) -> Event:
    fields: dict[str, object] = {
        "kind": "message",
        "service": "sms",
        "when": When(as_written="1706711130123", at=1706711130123, basis="explicit"),
        "found_at": PLACE,
        "by": ROWAN,
        "text": "Why don't you answer?",
    }
    return Event(**(fields | changes))  # type: ignore[arg-type]


def test_the_id_of_a_place_never_changes() -> None:
    assert event().id == "b0f0e29a1f54e906d43e9806ef59d108"
    assert event_id(PLACE, "message", 0) == event().id


def test_what_a_better_reader_finds_does_not_change_the_id() -> None:
    better = event(text="other", by=None, fields={"a": "b"}, subject="s", act="x", service="rcs")
    assert better.id == event().id


def test_another_place_kind_or_ordinal_is_another_event() -> None:
    elsewhere = [
        Locator(content="cd" * 32, member=PLACE.member, position=PLACE.position),
        Locator(content=PLACE.content, member="other.xml", position=PLACE.position),
        Locator(
            content=PLACE.content, member=PLACE.member, position=Position(unit="line", start=395, length=347)
        ),
        Locator(
            content=PLACE.content, member=PLACE.member, position=Position(unit="byte", start=396, length=347)
        ),
        Locator(
            content=PLACE.content, member=PLACE.member, position=Position(unit="byte", start=395, length=348)
        ),
    ]
    ids = {event(found_at=place).id for place in elsewhere}
    ids |= {event().id, event(kind="call").id, event(ordinal=1).id}
    assert len(ids) == 8


def test_the_same_act_told_by_two_sources_has_one_number() -> None:
    other = Locator(content="cd" * 32, member="chat.xml", position=Position(unit="row", start=3))
    assert (
        event().act_number == event(found_at=other, fields={"x": "y"}).act_number == 3_354_685_332_467_677_371
    )


def test_time_author_or_text_make_another_act() -> None:
    later = When(as_written="1706711130124", at=1706711130124, basis="explicit")
    numbers = {
        event().act_number,
        event(when=later).act_number,
        event(by=None).act_number,
        event(text="other").act_number,
        event(subject="other").act_number,
        event(kind="call").act_number,
        event(service="signal").act_number,
    }
    assert len(numbers) == 7


def test_a_lasting_name_of_the_act_decides_alone() -> None:
    named = event(act="<1@example.org>")
    assert named.act_number == event(act="<1@example.org>", text="other", by=None).act_number
    assert named.act_number != event().act_number


def test_an_undecided_time_counts_as_it_was_written() -> None:
    one, two = (event(when=When(as_written=t)).act_number for t in ("31/01/2024 14:25", "31/01/2024 14:26"))
    assert one != two


def test_two_pictures_without_a_time_are_one_act_only_where_their_bytes_are_the_same() -> None:
    red, blue = ((Attachment(name="x.jpg", sha256=digit * 64),) for digit in "12")
    unknown = When(as_written="")
    plain = {"kind": "picture", "when": unknown, "text": "", "by": None}
    assert event(**plain, attached=red).act_number == event(**plain, attached=red).act_number
    assert event(**plain, attached=red).act_number != event(**plain, attached=blue).act_number


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_gives_an_id_and_a_number_that_fit(text: str) -> None:
    odd = event(text=text, found_at=Locator(content="0", member=text))
    assert len(odd.id) == 32
    assert 0 <= odd.act_number < 1 << 63
