"""Repositories of Bluesky: as many records as their maker put in, by a count of types; hostile ones end in time."""

import io

import pytest

from holdfast.formats import car, dag_cbor
from holdfast.importers.bluesky import IMPORTER
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from tests.importers.fixtures import HERE
from tests.importers.made.bluesky import Archive, cbor, varint
from tests.importers.trees import read_all

WHOLE = (HERE / "bluesky" / "repository" / "input" / "repo.car").read_bytes()


def test_as_many_events_as_records() -> None:
    records = read_all(IMPORTER, {"repo.car": WHOLE})
    # "$type" stands in a record itself, in blobs, in embeds and in parts of a text.
    inside = WHOLE.count(b"blob") + WHOLE.count(b"embed.images") + WHOLE.count(b"facet#mention")
    assert sum(isinstance(r, Event) for r in records) == WHOLE.count(b"$type") - inside == 6
    for event in (r for r in records if isinstance(r, Event)):
        place = event.found_at.position
        assert event.fields["type"].encode() in WHOLE[place.start : place.start + place.length]


def test_what_is_written_is_what_is_read() -> None:
    value = {"a": [1, -5, 1 << 40, 2.5, True, None, "ß"], "bb": {"c": b"\x00\xff"}}
    assert dag_cbor.decoded(cbor(value)) == value


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"\x9f\x01\xff",  # no length told
        b"\x81" * 10_000,  # nested
        b"\x9b" + b"\xff" * 8,  # a count that lies
        b"\x5b" + b"\xff" * 8 + b"x",  # a length that lies
        b"\xa1\x01\x01",  # a key that is no text
        b"\xc1\x01",  # another tag
        b"\x61\xff",  # letters that are none
        b"\x01\x01",  # something behind
    ],
)
def test_odd_values_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        dag_cbor.decoded(data)


def test_a_tree_that_bites_its_tail_and_lengths_that_lie_end() -> None:
    repo = Archive()
    node = repo.put({"l": None, "e": []})
    repo.blocks.append((node, cbor({"l": node, "e": [{"p": 9, "k": b"x", "v": node, "t": node}] * 10})))
    data = repo.written(repo.commit(node))
    for hostile in (
        data,
        data + varint(1 << 62),
        data + b"\xff" * 40,
        data + varint(5) + b"ab",
        data + b"\0" * 99,
    ):
        records = read_all(IMPORTER, {"repo.car": hostile})
        assert all(isinstance(r, Problem) for r in records)
        assert len(records) < 200
    last = list(car.blocks(io.BytesIO(data + varint(1 << 62))))[-1]
    assert last.fault == car.CUT_OFF
