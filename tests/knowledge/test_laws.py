"""What is known of laws and behaviours is dated, has its source, and is shown only where it was verified."""

from datetime import date, timedelta
from importlib.resources import files

import msgspec
import pytest

from holdfast.case.prepared import topics
from holdfast.knowledge import laws as module
from holdfast.knowledge.behaviours import behaviours, groups, indicators
from holdfast.knowledge.laws import laws, places, withheld
from holdfast.model.errors import RequestError

READ = date(2026, 11, 21)


def raw(name: str) -> dict[str, list[dict[str, object]]]:
    return msgspec.toml.decode(files("holdfast.knowledge").joinpath(name).read_bytes())


def every() -> list[object]:
    found = {law.id: law for place in places() for law in laws(place.id, READ)}
    return [*found.values(), *behaviours(READ), *indicators(READ)]


def test_every_entry_that_is_shown_has_its_source_and_its_day() -> None:
    shown = every()
    assert len(shown) > 80
    for one in shown:
        assert one.source
        assert all(one.source)
        assert one.read <= READ < one.expires


def test_what_nobody_verified_is_never_shown_and_is_counted() -> None:
    unverified = {law["id"] for law in raw("laws.toml")["law"] if not law["is_verified"]}
    assert unverified
    assert not unverified & {one.id for one in every()}
    assert withheld("US-NY", READ)[0] == 2
    assert [one["id"] for one in raw("behaviours.toml")["behaviour"] if not one["is_verified"]] == [
        "grooming_or_solicitation"
    ]
    assert "grooming_or_solicitation" not in {one.id for one in behaviours(READ)}
    assert "order_breached" not in {one.id for one in indicators(READ)}


def test_parts_that_were_not_seen_at_the_source_are_empty() -> None:
    for law in raw("laws.toml")["law"]:
        if not law["is_verified"] or "unseen" not in law:
            continue
        (shown,) = {one for place in places() for one in laws(place.id, READ) if one.id == law["id"]}
        for name in law["unseen"]:
            assert not getattr(shown, name), (law["id"], name)


def test_no_words_say_that_they_were_not_seen_or_are_only_believed() -> None:
    for one in every():
        words = msgspec.json.encode(msgspec.structs.replace(one, source=())).decode()
        assert "not seen" not in words
        assert "believed up to" not in words
        assert "believed four" not in words


def test_entries_expire() -> None:
    end = READ + timedelta(days=365)
    assert laws("DE", end)
    assert laws("DE", end + timedelta(days=1)) == ()
    assert withheld("DE", end + timedelta(days=1)) == (2, 2)
    assert behaviours(end)
    assert behaviours(end + timedelta(days=1)) == ()
    assert indicators(end + timedelta(days=1)) == ()


def test_an_entry_that_was_read_again_counts_from_then() -> None:
    entry = {**raw("laws.toml")["law"][0], "read": date(2027, 5, 1)}
    (law,) = module.dated([entry], module.Law, READ, 10)
    assert (law.read, law.expires) == (date(2027, 5, 1), date(2027, 5, 11))


def test_a_place_has_its_own_laws_and_those_of_what_it_lies_in() -> None:
    assert {law.place for law in laws("US-TX", READ)} == {"US-TX", "US-federal"}
    assert {law.place for law in laws("GB-SCT", READ)} == {"GB-SCT", "GB"}
    assert "uk_pha_4" not in {law.id for law in laws("GB-EAW", READ)}
    with pytest.raises(RequestError):
        laws("MARS", READ)


def test_what_laws_ask_about_are_behaviours_and_groups_that_exist() -> None:
    known = {one["id"] for one in raw("behaviours.toml")["behaviour"]}
    asked = {
        b
        for place in places()
        for law in laws(place.id, READ)
        for e in law.elements
        for b in e.asks.behaviours
    }
    assert asked
    assert asked <= known
    assert {one.group for one in behaviours(READ)} <= set(groups())
    assert {law["place"] for law in raw("laws.toml")["law"]} == {
        place for one in places() for place in (one.id, *one.also)
    } - {"GB-NIR"}


def test_only_what_the_person_alone_can_say_is_a_topic() -> None:
    found = topics(READ)
    assert "impact" in found
    assert "law:us_tx_42_072/effect" in found
    assert "law:us_tx_42_072/reasonable" not in found
    assert "indicator:victim_fear" in found
    assert "indicator:order_breached" not in found


def test_there_is_no_indicator_on_which_the_studies_disagree() -> None:
    assert not {"psychosis", "motive_type"} & {one["id"] for one in raw("behaviours.toml")["indicator"]}
